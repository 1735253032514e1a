#include "transliterate.hpp"

#include "ascii.hpp"

#include "daypass/domain/refusal.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

namespace daypass::entra {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// One for each thread: ICU does not promise that one may be shared.
const icu::Transliterator* latin_ascii() {
  thread_local const std::unique_ptr<icu::Transliterator> made = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> created(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) created.reset();
    return created;
  }();
  return made.get();
}

}  // namespace

result<std::string> to_plain_letters(std::string_view text) {
  std::string plain(text);
  if (!is_ascii(text)) {
    const icu::Transliterator* rules = latin_ascii();
    if (rules == nullptr) {
      return fail(failure::defect, refusal::upn_invalid,
                  "upn: ICU's transliteration data is missing");
    }
    auto wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    rules->transliterate(wide);
    plain.clear();
    wide.toUTF8String(plain);
  }
  // Last, because transliteration gives capitals of its own.
  for (char& c : plain) c = ascii_lower(c);
  return plain;
}

}  // namespace daypass::entra
