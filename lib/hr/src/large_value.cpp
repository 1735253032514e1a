#include "daypass/hr/large_value.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace daypass::hr {

std::optional<std::string> cut_large_value(std::string& value) {
  if (value.size() <= value_bytes_max) return std::nullopt;
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  const int hashed =
      EVP_Digest(value.data(), value.size(), digest.data(), &size, EVP_sha256(), nullptr);
  DAYPASS_ASSERT(hashed == 1);
  DAYPASS_ASSERT(size == digest.size());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  value.resize(kept_bytes);
  value.shrink_to_fit();
  return hex;
}

}  // namespace daypass::hr
