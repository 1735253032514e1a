// {"v":1, "stamps":[[order, kind, source, id], ...], "set":[{field: value or null}, ...], ...}:
// each stamp once, and the fields that it set at the same place in "set".
#include "archive.hpp"
#include "codec.hpp"

#include <algorithm>

namespace daypass::store {
namespace {

using stamp_list = std::vector<const stamp*>;

// The place of a stamp in the list, which it joins if it is new.
std::size_t place_of(stamp_list& list, const stamp& sought) {
  const auto found = std::ranges::find_if(list, [&](const stamp* one) { return *one == sought; });
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(&sought);
  return list.size() - 1;
}

void put_stamps(json_writer& out, const stamp_list& list) {
  out.key("stamps");
  out.begin_array();
  for (const stamp* one : list) {
    out.begin_array();
    out.number(one->order);
    put(out, one->kind);
    out.text(one->event.source());
    out.text(one->event.id());
    out.end_array();
  }
  out.end_array();
}

void put_value(json_writer& out, field which, const std::optional<std::string>& value) {
  out.key(to_string(which));
  if (value) {
    out.text(*value);
  } else {
    out.null();
  }
}

// The fields set by one stamp, or (for an empty `by`) those that hold a value without a stamp.
void put_fields(json_writer& out, const wanted& wants, const stamp* by) {
  out.begin_object();
  for (std::size_t index = 0; index < field_count; ++index) {
    const stamped_value& held = (*wants.fields)[index];
    const bool theirs = by != nullptr ? held.set_by == *by : !held.set_by && held.value;
    if (theirs) put_value(out, static_cast<field>(index), held.value);
  }
  out.end_object();
}

void put_instant(json_writer& out, std::string_view name, const std::optional<instant>& at) {
  if (!at) return;
  out.key(name);
  put(out, *at);
}

std::optional<stamp> stamp_from(const json& in) {
  if (!in.is_array() || in.size() != 4) return std::nullopt;
  stamp read;
  get(in[0], read.order);
  get(in[1], read.kind);
  event_id event;
  get(in[2], event.source);
  get(in[3], event.id);
  read.event = {std::move(event.source), std::move(event.id)};
  return read;
}

void get_fields(const json& in, const std::optional<stamp>& by, stamped_fields& into) {
  if (!in.is_object()) return;
  for (const auto& [name, value] : in.items()) {
    const auto which = field_named(name);
    if (!which) continue;
    stamped_value& held = into[static_cast<std::size_t>(*which)];
    get(value, held.value);
    held.set_by = by;
  }
}

const json* member(const json& in, const char* name) {
  const auto found = in.find(name);
  return found == in.end() ? nullptr : &*found;
}

template <typename T>
void get_member(const json& in, const char* name, T& value) {
  if (const json* found = member(in, name)) get(*found, value);
}

void get_stamp(const json& in, const char* name, const std::vector<std::optional<stamp>>& list,
               std::optional<stamp>& value) {
  std::size_t place = list.size();
  get_member(in, name, place);
  if (place < list.size()) value = list[place];
}

std::vector<std::optional<stamp>> get_stamped(const json& in, wanted& wants) {
  std::vector<std::optional<stamp>> list;
  const json* stamps = member(in, "stamps");
  const json* fields = member(in, "set");
  if (stamps == nullptr || !stamps->is_array()) return list;
  for (const json& one : *stamps) list.push_back(stamp_from(one));
  if (fields == nullptr || !fields->is_array()) return list;
  stamped_fields& into = wants.fields.edit();
  for (std::size_t place = 0; place < std::min(list.size(), fields->size()); ++place) {
    get_fields((*fields)[place], list[place], into);
  }
  return list;
}

}  // namespace

std::string encode(const wanted& wants) {
  stamp_list list;
  bool unstamped = false;
  for (const stamped_value& held : *wants.fields) {
    if (held.set_by) place_of(list, *held.set_by);
    unstamped = unstamped || (held.value && !held.set_by);
  }
  json_writer out;
  out.begin_object();
  out.key("v");
  out.number(std::int64_t{1});
  if (wants.announced_by) {
    out.key("announced");
    put(out, place_of(list, *wants.announced_by));
  }
  if (wants.rescinded_by) {
    out.key("rescinded");
    put(out, place_of(list, *wants.rescinded_by));
  }
  put_stamps(out, list);
  out.key("set");
  out.begin_array();
  for (const stamp* one : list) put_fields(out, wants, one);
  out.end_array();
  if (unstamped) {
    out.key("unset");
    put_fields(out, wants, nullptr);
  }
  if (wants.ordered_by == event_order::time) {
    out.key("by_time");
    out.boolean(true);
  }
  put_instant(out, "first_at", wants.first_announced_at);
  put_instant(out, "start_at", wants.start_seen_at);
  put_instant(out, "announced_at", wants.announced_at);
  put_instant(out, "rescinded_at", wants.rescinded_at);
  out.key("version");
  put(out, wants.version);
  out.end_object();
  return out.take();
}

std::optional<wanted> decode_wanted(std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object()) return std::nullopt;
  wanted wants;
  const auto list = get_stamped(in, wants);
  get_stamp(in, "announced", list, wants.announced_by);
  get_stamp(in, "rescinded", list, wants.rescinded_by);
  if (const json* unset = member(in, "unset"))
    get_fields(*unset, std::nullopt, wants.fields.edit());
  bool by_time = false;
  get_member(in, "by_time", by_time);
  wants.ordered_by = by_time ? event_order::time : event_order::revision;
  get_member(in, "first_at", wants.first_announced_at);
  get_member(in, "start_at", wants.start_seen_at);
  get_member(in, "announced_at", wants.announced_at);
  get_member(in, "rescinded_at", wants.rescinded_at);
  get_member(in, "version", wants.version);
  return wants;
}

}  // namespace daypass::store
