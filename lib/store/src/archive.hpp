#pragma once
// Writes and reads values as JSON by what members.hpp lists. Reading is lenient: what is unknown is
// ignored, what is absent or of another type keeps its default.

#include "enum_names.hpp"
#include "json_writer.hpp"
#include "members.hpp"

#include "daypass/domain/refusal.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace daypass::store {

using json = nlohmann::json;

template <typename T>
concept listed = requires { members_of<T>::visit([](auto...) {}); };

inline void put(json_writer& out, bool value) {
  out.boolean(value);
}
inline void put(json_writer& out, const std::string& value) {
  out.text(value);
}
inline void put(json_writer& out, instant value) {
  out.number(static_cast<std::int64_t>(value.time_since_epoch().count()));
}
inline void put(json_writer& out, minutes value) {
  out.number(static_cast<std::int64_t>(value.count()));
}
inline void put(json_writer& out, step_id value) {
  out.number(static_cast<std::uint64_t>(value));
}
inline void put(json_writer& out, refusal value) {
  out.number(static_cast<std::uint64_t>(value));
}
template <std::unsigned_integral T>
void put(json_writer& out, T value) {
  out.number(static_cast<std::uint64_t>(value));
}
template <named_enum Enum>
void put(json_writer& out, Enum value) {
  out.text(to_string(value));
}
template <typename Tag>
void put(json_writer& out, const strong_id<Tag>& value) {
  out.text(value.text());
}
template <listed T>
void put(json_writer& out, const T& value);
void put(json_writer& out, const retry_states& retries);
template <typename T>
void put(json_writer& out, const std::vector<T>& values) {
  out.begin_array();
  for (const T& value : values) put(out, value);
  out.end_array();
}
template <typename T>
void put(json_writer& out, const std::optional<T>& value) {
  put(out, *value);  // An absent one equals its default and is not written.
}

template <typename T>
void put(json_writer& out, const shared_value<T>& value) {
  put(out, *value);
}

template <listed T>
void put_members(json_writer& out, const T& value) {
  static const T defaults{};
  members_of<T>::visit([&](std::string_view name, auto member) {
    if (value.*member == defaults.*member) return;
    out.key(name);
    put(out, value.*member);
  });
}

template <listed T>
void put(json_writer& out, const T& value) {
  out.begin_object();
  put_members(out, value);
  out.end_object();
}

template <std::integral T>
void get(const json& in, T& value) {
  if (in.is_number_unsigned()) {
    const auto number = in.get<std::uint64_t>();
    if (std::in_range<T>(number)) value = static_cast<T>(number);
  } else if (in.is_number_integer()) {
    const auto number = in.get<std::int64_t>();
    if (std::in_range<T>(number)) value = static_cast<T>(number);
  }
}
inline void get(const json& in, bool& value) {
  if (in.is_boolean()) value = in.get<bool>();
}
inline void get(const json& in, std::string& value) {
  if (in.is_string()) value = in.get_ref<const std::string&>();
}
inline void get(const json& in, instant& value) {
  std::int64_t count = value.time_since_epoch().count();
  get(in, count);
  value = instant(duration(count));
}
inline void get(const json& in, minutes& value) {
  std::int64_t count = value.count();
  get(in, count);
  value = minutes(count);
}
inline void get(const json& in, step_id& value) {
  auto number = static_cast<std::uint64_t>(value);
  get(in, number);
  value = static_cast<step_id>(number);
}
inline void get(const json& in, refusal& value) {
  auto number = static_cast<std::uint8_t>(value);
  get(in, number);
  if (number >= 1 && number <= static_cast<std::uint8_t>(refusal::given_up)) {
    value = static_cast<refusal>(number);
  }
}
template <named_enum Enum>
void get(const json& in, Enum& value) {
  if (!in.is_string()) return;
  if (const auto named = enum_named<Enum>(in.get_ref<const std::string&>())) value = *named;
}
template <typename Tag>
void get(const json& in, strong_id<Tag>& value) {
  if (in.is_string()) value = strong_id<Tag>(in.get_ref<const std::string&>());
}
template <listed T>
void get(const json& in, T& value);
void get(const json& in, retry_states& retries);
template <typename T>
void get(const json& in, std::vector<T>& values) {
  if (!in.is_array()) return;
  for (const json& one : in) get(one, values.emplace_back());
}
template <typename T>
void get(const json& in, std::optional<T>& value) {
  if (!in.is_null()) get(in, value.emplace());
}
template <typename T>
void get(const json& in, shared_value<T>& value) {
  get(in, value.edit());
}

template <listed T>
void get(const json& in, T& value) {
  if (!in.is_object()) return;
  members_of<T>::visit([&](const char* name, auto member) {
    const auto found = in.find(name);
    if (found != in.end()) get(*found, value.*member);
  });
}

}  // namespace daypass::store
