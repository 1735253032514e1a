// What lies beside a sealed pass and inside it: JSON made of what HR and Entra call people.
#include "sealed_document.hpp"
#include "target.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string>

namespace daypass::fuzz {
namespace {

using nlohmann::json;

/// As a reader would see a text that may not be UTF-8.
std::string shown(const std::string& text) {
  const auto quoted = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  return json::parse(quoted).get<std::string>();
}

void require_label(const json& document, const secret_label& label) {
  require(document.is_object(), "a document is a JSON object");
  const std::array<std::pair<const char*, std::string>, 5> texts = {{
      {"displayName", label.display_name},
      {"userPrincipalName", label.user_principal_name},
      {"zone", label.zone},
      {"usableFromLocal", label.usable_from_local},
      {"hire", to_string(label.key)},
  }};
  for (const auto& [name, text] : texts) {
    const std::string said = document.value(name, "");
    require(said == text || said == shown(text), "a label says what it was given");
  }
  require(document.value("oneTime", !label.one_time) == label.one_time, "and of which kind");
}

}  // namespace

void read_one(std::string_view bytes) {
  static const bool ready = initialise_secret_memory(1U << 20U).has_value();
  require(ready, "secret memory can be had");
  secret_label label;
  label.one_time = take_byte(bytes) % 2 == 1;
  label.key = {"default", std::string(take_line(bytes))};
  label.display_name = take_line(bytes);
  label.user_principal_name = take_line(bytes);
  label.usable_from_local = take_line(bytes);
  label.zone = take_line(bytes);
  const std::string code_text = "code" + std::string(bytes);
  const auto code = secret_text::copy_of(code_text).value();

  const std::string beside = vault::label_document(secret_name("n-1"), label);
  const json read = json::parse(beside, nullptr, false);
  require_label(read, label);
  require(!read.contains("code"), "a label has no code");

  const auto inside = vault::sealed_document(secret_name("n-1"), label, code);
  require(inside.has_value(), "a document can be made");
  const json sealed = json::parse(inside->expose(), nullptr, false);
  if (sealed.is_discarded()) {
    // The code is Graph's ASCII; of any other only its bytes are handed on.
    require(shown(code_text) != code_text, "a document of good text is JSON");
    return;
  }
  require_label(sealed, label);
  require(sealed.value("code", "") == code_text, "a document holds the code");
}

}  // namespace daypass::fuzz
