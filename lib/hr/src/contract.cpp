#include "contract.hpp"

#include "bounded_json.hpp"
#include "embedded_schemas.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <array>
#include <string>
#include <vector>

namespace daypass::hr {
namespace {

using adapter = valijson::adapters::NlohmannJsonAdapter;

void compile(std::string_view text, valijson::Schema& into) {
  const auto document = nlohmann::json::parse(text);
  valijson::SchemaParser parser;
  parser.populateSchema(adapter(document), into);
}

/// The part of valijson's words that tells its refusals apart. Those that name the member at fault
/// come before those that only follow from it.
struct wording {
  std::string_view says;
  decode_errc code;
  std::string_view cure;
};

constexpr std::array wordings = {
    wording{"'type' constraint", decode_errc::member_type,
            "is of the wrong JSON type, or null where a value is required: see the contract"},
    wording{"characters in length", decode_errc::member_length,
            "is shorter or longer than the contract allows"},
    wording{"'pattern' constraint", decode_errc::member_value,
            "is not written as the contract asks"},
    wording{"Expected number", decode_errc::member_value, "is below what the contract allows"},
};

/// A member whose pattern is refused has its own code, the one that the later checks give too.
struct member_shape {
  std::string_view member;
  decode_errc code;
  std::string_view cure;
};

constexpr std::array shapes = {
    member_shape{"startDate", decode_errc::date_malformed, "is not a date: write YYYY-MM-DD"},
    member_shape{"startTime", decode_errc::time_of_day_malformed,
                 "is not a time of day: write HH:MM"},
    member_shape{"country", decode_errc::country_malformed,
                 "is not a country: write its two letters (ISO 3166-1 alpha-2)"},
    member_shape{"usageLocation", decode_errc::country_malformed,
                 "is not a country: write its two letters (ISO 3166-1 alpha-2)"},
    member_shape{"profile", decode_errc::profile_malformed,
                 "is not the name of a profile: write letters, digits, _ . and -"},
};

/// `[startDate]`, as valijson writes the path, without its brackets.
std::string_view member_of(const std::vector<std::string>& context) {
  if (context.size() < 2) return {};
  std::string_view name = context.back();
  if (name.starts_with('[')) name.remove_prefix(1);
  if (name.ends_with(']')) name.remove_suffix(1);
  return name;
}

/// The text between the last pair of apostrophes: the member that a refusal of the whole names.
std::string_view quoted_in(std::string_view words) {
  const auto last = words.rfind('\'');
  if (last == std::string_view::npos || last == 0) return {};
  const auto first = words.rfind('\'', last - 1);
  return first == std::string_view::npos ? "" : words.substr(first + 1, last - first - 1);
}

bool is_text_in(const nlohmann::json& data, const char* name) {
  const auto member = data.find(name);
  return member != data.end() && member->is_string();
}

std::optional<unusable> refusal_of_member(const valijson::ValidationResults::Error& found,
                                          std::string_view data_place) {
  const auto member = member_of(found.context);
  if (member.empty()) return std::nullopt;
  const std::string place = fmt::format("{}/{}", data_place, shown_name(member));
  for (const auto& known : wordings) {
    if (!found.description.contains(known.says)) continue;
    if (known.code != decode_errc::member_type) {
      for (const auto& shape : shapes) {
        if (shape.member != member) continue;
        return unusable{shape.code, fmt::format("{}: {}", place, shape.cure)};
      }
    }
    return unusable{known.code, fmt::format("{}: {}", place, known.cure)};
  }
  return std::nullopt;
}

std::optional<unusable> refusal_of_whole(const valijson::ValidationResults::Error& found,
                                         std::string_view data_place) {
  const auto name = quoted_in(found.description);
  if (found.description.contains("'additionalProperties' constraint")) {
    return unusable{decode_errc::member_unknown,
                    fmt::format("{}/{}: is not in the contract: check its spelling, or leave it "
                                "out",
                                data_place, shown_name(name))};
  }
  const bool one_of_several =
      name == "hireId" || name == "employeeId" || name == "timeZone" || name == "site";
  if (found.description.starts_with("Missing required property") && !one_of_several) {
    return unusable{decode_errc::member_missing,
                    fmt::format("{}/{}: is missing: the contract requires it", data_place, name)};
  }
  return std::nullopt;
}

}  // namespace

struct contract::state {
  std::array<valijson::Schema, 3> schemas;
  valijson::Validator validator;
};

contract::contract() : state_(std::make_unique<state>()) {
  compile(announced_schema, state_->schemas[static_cast<std::size_t>(event_kind::announced)]);
  compile(changed_schema, state_->schemas[static_cast<std::size_t>(event_kind::changed)]);
  compile(rescinded_schema, state_->schemas[static_cast<std::size_t>(event_kind::rescinded)]);
}

contract::~contract() = default;

std::optional<unusable> contract::refusal(event_kind kind, const nlohmann::json& data,
                                          std::string_view data_place) {
  const auto& schema = state_->schemas[static_cast<std::size_t>(kind)];
  const adapter target(data);
  if (state_->validator.validate(schema, target, nullptr)) return std::nullopt;

  // Asked again for the reasons: collecting them costs more than all the rest.
  valijson::ValidationResults results;
  state_->validator.validate(schema, target, &results);
  std::optional<unusable> of_whole;
  valijson::ValidationResults::Error found;
  while (results.popError(found)) {
    if (auto refused = refusal_of_member(found, data_place)) return refused;
    if (!of_whole) of_whole = refusal_of_whole(found, data_place);
  }
  if (of_whole) return of_whole;
  if (!is_text_in(data, "hireId") && !is_text_in(data, "employeeId")) {
    return unusable{decode_errc::key_missing,
                    fmt::format("{}/employeeId: neither it nor hireId is there: send the hire's "
                                "key",
                                data_place)};
  }
  return unusable{
      decode_errc::place_missing,
      fmt::format("{}/timeZone: neither it nor site is there: send where the hire is", data_place)};
}

}  // namespace daypass::hr
