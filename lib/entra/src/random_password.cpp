#include "random_password.hpp"

#include "ascii.hpp"

#include "daypass/domain/refusal.hpp"

#include <openssl/rand.h>

#include <array>
#include <span>
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

// Of a name of one letter, which is the hardest to miss, a fifth of all draws are free.
constexpr int draws_max = 200;

bool draw(std::span<char> room) {
  auto* bytes = reinterpret_cast<unsigned char*>(room.data());
  if (RAND_priv_bytes(bytes, static_cast<int>(room.size())) != 1) return false;
  for (std::size_t i = 0; i < room.size(); ++i) {
    const unsigned char drawn = bytes[i];
    const std::string_view from = i < classes.size() ? classes[i] : alphabet;
    room[i] = from[drawn % from.size()];
  }
  return true;
}

}  // namespace

result<secret_text> make_password(std::string_view account_name) {
  auto password = secret_text::with_size(password_size);
  if (!password) return password;
  const std::span<char> room = password->expose_writable();
  for (int drawn = 0; drawn < draws_max; ++drawn) {
    if (!draw(room)) {
      return fail(failure::retryable, refusal::rejected, "password: no randomness to be had");
    }
    if (account_name.empty() || !holds({room.data(), room.size()}, account_name)) break;
  }
  return password;
}

}  // namespace daypass::entra
