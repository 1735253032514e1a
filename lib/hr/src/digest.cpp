#include "digest.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace daypass::hr {
namespace {

/// Length first, so that no two sequences of texts are written alike.
void append(std::string& rendering, std::string_view text) {
  rendering += std::to_string(text.size());
  rendering += ':';
  rendering += text;
}

/// Fetched once: looking the algorithm up for each event costs more than the hashing.
const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> fetched(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  return fetched.get();
}

}  // namespace

event_digest digest_of(const hire_event& event) {
  std::string rendering;
  append(rendering, to_string(event.kind));
  append(rendering, event.key.population);
  append(rendering, event.key.hire_id);
  append(rendering, event.ordered_by == event_order::revision ? "revision" : "time");
  append(rendering, std::to_string(event.order));
  for (std::size_t index = 0; index < field_count; ++index) {
    const auto which = static_cast<field>(index);
    if (!event.changes.names(which)) continue;
    append(rendering, to_string(which));
    const auto& value = event.changes.value(which);
    rendering += value ? '=' : '-';
    if (value) append(rendering, *value);
  }
  append(rendering, event.reason);
  event_digest digest{};
  unsigned int size = 0;
  const int hashed =
      EVP_Digest(rendering.data(), rendering.size(), digest.data(), &size, sha256(), nullptr);
  DAYPASS_ASSERT(hashed == 1);
  DAYPASS_ASSERT(size == digest.size());
  return digest;
}

}  // namespace daypass::hr
