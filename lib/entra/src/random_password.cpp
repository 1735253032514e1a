#include "random_password.hpp"

#include "daypass/domain/refusal.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace daypass::entra {
namespace {

constexpr std::size_t password_size = 48;
constexpr std::array<std::string_view, 4> classes{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "-_.!*+~="};
// 64 to 70 characters would do as well; with 64 or fewer every byte maps without loops.
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static_assert(alphabet.size() == 64);

}  // namespace

result<secret_text> make_password() {
  auto password = secret_text::with_size(password_size);
  if (!password) return password;
  const auto room = password->expose_writable();
  const auto bytes = reinterpret_cast<unsigned char*>(room.data());
  if (RAND_priv_bytes(bytes, static_cast<int>(room.size())) != 1) {
    return fail(failure::retryable, refusal::rejected, "password: no randomness to be had");
  }
  for (std::size_t i = 0; i < room.size(); ++i) {
    const unsigned char drawn = bytes[i];
    const std::string_view from = i < classes.size() ? classes[i] : alphabet;
    room[i] = from[drawn % from.size()];
  }
  return password;
}

}  // namespace daypass::entra
