#pragma once
// Random values for every member that the codec lists, defaults among them.

#include "archive.hpp"

#include <random>

namespace daypass::store {

class random_values {
 public:
  explicit random_values(std::uint32_t seed) : bits_(seed) {}

  std::uint64_t below(std::uint64_t end) { return bits_() % end; }

  void fill(bool& value) { value = below(2) == 1; }
  template <std::unsigned_integral T>
  void fill(T& value) {
    value = static_cast<T>(bits_());
  }
  void fill(std::string& value) {
    static const std::array<std::string, 6> texts = {"",
                                                     "plain",
                                                     "\"quoted\\\" \n\t\x01",
                                                     "Zo\xC3\xAB \xE6\x9D\x8E \xF0\x9F\x8E\xAB",
                                                     std::string("nul\0inside", 10),
                                                     "</script>\x7F"};
    value = texts[below(texts.size())];
  }
  void fill(instant& value) { value = instant(duration(static_cast<std::int64_t>(bits_()))); }
  void fill(minutes& value) { value = minutes(static_cast<std::int64_t>(below(50'000))); }
  void fill(step_id& value) { value = static_cast<step_id>(bits_()); }
  void fill(refusal& value) { value = static_cast<refusal>(1 + below(18)); }
  template <named_enum Enum>
  void fill(Enum& value) {
    value = static_cast<Enum>(below(static_cast<std::uint64_t>(last_of(Enum{})) + 1));
  }
  template <typename Tag>
  void fill(strong_id<Tag>& value) {
    std::string text;
    fill(text);
    value = strong_id<Tag>(text);
  }
  template <listed T>
  void fill(T& value) {
    members_of<T>::visit([&](const char*, auto member) {
      if (below(3) > 0) fill(value.*member);
    });
  }
  template <typename T, std::size_t Size>
  void fill(std::array<T, Size>& values) {
    for (T& value : values) {
      if (below(3) == 0) fill(value);
    }
  }
  template <typename T>
  void fill(std::vector<T>& values) {
    values.resize(below(4));
    for (T& value : values) fill(value);
  }
  template <typename T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (below(2) == 0) fill(value.emplace());
  }

  template <typename T>
  void fill(shared_value<T>& value) {
    fill(value.edit());
  }

  void fill(stamp& value) {
    value.order = static_cast<std::int64_t>(bits_());
    fill(value.kind);
    event_id event;
    fill(event.source);
    fill(event.id);
    value.event = {event.source, event.id};
  }
  /// As folding leaves it: a few stamps share the fields.
  void fill(wanted& value) {
    std::array<stamp, 3> stamps;
    for (stamp& one : stamps) fill(one);
    const auto some_stamp = [&]() -> std::optional<stamp> {
      const auto place = below(stamps.size() + 1);
      return place < stamps.size() ? std::optional(stamps[place]) : std::nullopt;
    };
    for (stamped_value& one : value.fields.edit()) {
      one.set_by = some_stamp();
      fill(one.value);
    }
    value.announced_by = some_stamp();
    value.rescinded_by = some_stamp();
    value.ordered_by = below(2) == 0 ? event_order::time : event_order::revision;
    fill(value.first_announced_at);
    fill(value.start_seen_at);
    fill(value.announced_at);
    fill(value.rescinded_at);
    fill(value.version);
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace daypass::store
