// JSON seen in place, held against nlohmann's parser.
#include "target.hpp"

#include "daypass/entra/json_view.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>

namespace daypass::fuzz {
namespace {

using entra::json_view;
using nlohmann::json;

constexpr int nesting_max = 64;
/// nlohmann's number for a number that a double can't hold: well-formed all the same.
constexpr int number_beyond_double = 406;

/// What nlohmann refuses and json_view leaves to whoever asks: bytes that are no UTF-8, halves of
/// surrogate pairs, numbers beyond a double.
bool is_left_to_the_reader(const json::exception& why) {
  const std::string_view said = why.what();
  return said.contains("UTF-8") || said.contains("surrogate") || why.id == number_beyond_double;
}

struct reference {
  std::optional<json> whole;
  bool may_be_accepted = true;
};

reference read_by_nlohmann(std::string_view text) {
  try {
    return {json::parse(text), true};
  } catch (const json::exception& why) {
    return {std::nullopt, is_left_to_the_reader(why)};
  }
}

int depth_of(const json& whole) {
  int deepest = 0;
  if (!whole.is_structured()) return 0;
  for (const json& inside : whole) deepest = std::max(deepest, depth_of(inside));
  return deepest + 1;
}

/// nlohmann skips a byte order mark, takes a NUL for the end of the text, and drops the names of an
/// object that come again, and with them what they nest.
bool is_read_more_leniently(std::string_view text, const json& whole) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  return text.starts_with(byte_order_mark) || text.contains('\0') ||
         depth_of(whole) > nesting_max ||
         std::ranges::count(text, '[') + std::ranges::count(text, '{') > nesting_max;
}

void require_same(const json_view& seen, const json& whole);

void require_same_members(const json_view& seen, const json& whole) {
  std::map<std::string_view, std::size_t> times;
  std::size_t members = 0;
  bool escaped = false;
  seen.for_each_member([&](std::string_view name, const json_view&) {
    ++members;
    ++times[name];
    escaped = escaped || name.contains('\\');
  });
  // nlohmann keeps the last of those with one name, and knows that an escape may spell it.
  require(members >= whole.size(), "every member is seen");
  require(escaped || times.size() == whole.size(), "the same members are seen");
  seen.for_each_member([&](std::string_view name, const json_view& value) {
    require(value.present(), "a member has a value");
    require(seen.member_ignoring_case(name).present(), "a member is found in any case");
    const bool told_apart = members == whole.size() || (!escaped && times[name] == 1);
    if (!told_apart || name.contains('\\')) return;
    require(seen.member(name).raw().data() == value.raw().data(), "a member is found by name");
    require_same(value, whole.at(std::string(name)));
  });
}

void require_same_elements(const json_view& seen, const json& whole) {
  std::size_t place = 0;
  seen.for_each([&](const json_view& element) {
    require(place < whole.size(), "no element is seen that isn't there");
    require_same(element, whole[place++]);
  });
  require(place == whole.size(), "every element is seen");
}

void require_same(const json_view& seen, const json& whole) {
  require(seen.is_object() == whole.is_object() && seen.is_array() == whole.is_array() &&
              seen.is_text() == whole.is_string() && seen.is_null() == whole.is_null() &&
              seen.boolean().has_value() == whole.is_boolean(),
          "a value is of the same kind");
  if (whole.is_object()) require_same_members(seen, whole);
  if (whole.is_array()) require_same_elements(seen, whole);
  if (whole.is_string())
    require(seen.text() == whole.get_ref<const std::string&>(), "a text is the same");
  if (whole.is_boolean()) require(seen.boolean() == whole, "a truth is the same");
  if (seen.integer()) require(whole == *seen.integer(), "an integer is the same");
}

/// Every question is answered, whatever bytes its texts hold.
void walk(const json_view& seen) {
  require(seen.text().size() <= seen.raw().size(), "no text grows by being read");
  seen.for_each(walk);
  seen.for_each_member([](std::string_view, const json_view& value) { walk(value); });
}

}  // namespace

void read_one(std::string_view bytes) {
  const auto seen = json_view::parse(bytes);
  const reference other = read_by_nlohmann(bytes);
  if (seen) {
    require(seen->raw().data() >= bytes.data() &&
                seen->raw().data() + seen->raw().size() <= bytes.data() + bytes.size(),
            "a view lies in its text");
    walk(*seen);
    require(other.may_be_accepted, "what is no JSON is refused");
    if (other.whole) require_same(*seen, *other.whole);
  } else if (other.whole) {
    require(is_read_more_leniently(bytes, *other.whole), "JSON is accepted");
  }
}

}  // namespace daypass::fuzz
