#include "tombstone_hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

namespace daypass::store {

std::string draw_tombstone_key() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string tombstone_hash(const std::string& key, const hire_key& hire) {
  // No part of a key holds a zero byte, so no two keys give one text.
  const std::string text = hire.population + std::string(1, '\0') + hire.hire_id;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace daypass::store
