#include "simulation/story.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace daypass::simulation {
namespace {

constexpr int hires_min = 20;
constexpr int hires_more = 10;
constexpr int start_days = 10;
constexpr auto short_authority = days{3};

std::string date_text(instant at) {
  return fmt::format("{:%Y-%m-%d}", std::chrono::floor<days>(at));
}

/// One teller of one hire's events, in the order of its revisions.
class hire_teller {
 public:
  hire_teller(chance& luck, story& told, hire_key key) : luck_(luck), told_(told), key_(key) {}

  void tell() {
    instant at = told_.begins + luck_.between(duration(0), days{3});
    announce(at);
    const std::uint64_t turns = luck_.below(4);
    for (std::uint64_t turn = 0; turn < turns; ++turn) {
      at += luck_.between(minutes{1}, days{3});
      switch (luck_.below(6)) {
        case 0:
        case 1:
          move(at);
          break;
        case 2:
        case 3:
          rename(at);
          break;
        case 4:
          rescind(at);
          break;
        default:
          announce(at);
          break;
      }
    }
  }

 private:
  hire_event next(event_kind kind, instant at) {
    hire_event event;
    event.key = key_;
    event.kind = kind;
    event.ordered_by = told_.ordered_by;
    event.order = ++revision_;
    event.id = {"sim", fmt::format("{}-{}", key_.hire_id, revision_)};
    event.received_at = at;
    event.digest[0] = static_cast<std::uint8_t>(revision_);
    return event;
  }

  /// Mostly tells it once; sometimes twice, and sometimes after what comes later.
  void put(hire_event event, instant at) {
    if (luck_.happens(100)) at += luck_.between(minutes{1}, hours{30});
    told_.events.push_back({at, event});
    if (luck_.happens(150)) {
      told_.events.push_back({at + luck_.between(duration(0), hours{20}), std::move(event)});
    }
  }

  void place(hire_event& event, instant at) {
    const instant start = at + luck_.between(hours{1}, days{start_days});
    event.changes.set(field::start_date, date_text(start));
    event.changes.set(field::place, fmt::format("zone:{}", static_cast<int>(luck_.below(25)) - 11));
  }

  void announce(instant at) {
    hire_event event = next(event_kind::announced, at);
    for (std::size_t index = 1; index < field_count; ++index) {
      event.changes.clear(static_cast<field>(index));
    }
    event.changes.set(field::employee_id, key_.hire_id);
    // A few people share a name, so that names collide.
    event.changes.set(field::given_name, fmt::format("Given{}", luck_.below(8)));
    event.changes.set(field::surname, "Doe");
    if (luck_.happens(300)) event.changes.set(field::manager_employee_id, "E1");
    place(event, at);
    put(std::move(event), at);
  }

  void move(instant at) {
    hire_event event = next(event_kind::changed, at);
    place(event, at);
    put(std::move(event), at);
  }

  void rename(instant at) {
    hire_event event = next(event_kind::changed, at);
    event.changes.set(field::department, fmt::format("D{}", revision_));
    event.changes.set(field::display_name, fmt::format("Name {}", revision_));
    put(std::move(event), at);
  }

  void rescind(instant at) { put(next(event_kind::rescinded, at), at); }

  chance& luck_;
  story& told_;
  hire_key key_;
  std::int64_t revision_ = 0;
};

/// Now and then an operator steps in, and mostly takes it back.
void draw_orders(chance& luck, story& told, const hire_key& key) {
  if (!luck.happens(250)) return;
  const instant at = told.begins + luck.between(hours{1}, days{9});
  const instant later = at + luck.between(minutes{5}, days{2});
  switch (luck.below(6)) {
    case 0:
      told.orders.push_back({at, key, order_kind::hold});
      if (luck.happens(700)) told.orders.push_back({later, key, order_kind::release});
      return;
    case 1:
      told.orders.push_back({at, key, order_kind::revoke});
      if (luck.happens(500)) told.orders.push_back({later, key, order_kind::release});
      return;
    case 2:
      told.orders.push_back({at, key, order_kind::adopt});
      return;
    case 3:
      told.orders.push_back({at, key, order_kind::retry});
      return;
    default:
      told.orders.push_back({at, key, order_kind::reissue});
      return;
  }
}

/// Somebody works here under the number of a hire; sometimes an operator says that it is the hire.
void draw_colleague(chance& luck, story& told) {
  told.colleagues.push_back(told.hires[luck.below(told.hires.size())]);
  if (!luck.happens(700)) return;
  told.orders.push_back(
      {told.begins + luck.between(days{1}, days{5}), told.colleagues.back(), order_kind::adopt});
}

void draw_configuration(chance& luck, story& told) {
  profile how{.name = "default", .recipients = {"recipient"}, .upn_domain = "sim.example"};
  if (luck.happens(300)) how.groups = {story_group};
  told.rules.profiles.emplace(how.name, how);
  told.retention = days{180};
  if (!luck.happens(300)) return;
  told.rules.bounds.authority_to_issue = days{2};
  told.retention = told.rules.bounds.authority_to_lock = short_authority;
}

std::unexpected<obstacle> blocked(reason why) {
  return std::unexpected(obstacle{why, "story"});
}

std::expected<appointment, obstacle> place_of(const wanted& wants) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const std::string date(wants.text(field::start_date));
  if (std::sscanf(date.c_str(), "%d-%u-%u", &year, &month, &day) != 3) {
    return blocked(reason::start_implausible);
  }
  const std::string_view zone = wants.text(field::place);
  if (!zone.starts_with("zone:")) return blocked(reason::place_unknown);
  int offset = 0;
  const std::string_view digits = zone.substr(5);
  std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  appointment when;
  when.date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  when.zone = std::string(digits);
  when.tz_version = "story";
  when.activation_at = std::chrono::sys_days(when.date) + when.time_of_day - hours{offset};
  return when;
}

}  // namespace

story draw_story(chance& luck, instant begins) {
  story told;
  told.begins = begins;
  if (luck.happens(200)) told.ordered_by = event_order::time;
  draw_configuration(luck, told);
  const auto count = hires_min + static_cast<int>(luck.below(hires_more));
  for (int number = 1; number <= count; ++number) {
    told.hires.push_back({"default", fmt::format("E{}", number)});
    hire_teller(luck, told, told.hires.back()).tell();
    draw_orders(luck, told, told.hires.back());
  }
  if (luck.happens(400)) draw_colleague(luck, told);
  const std::uint64_t poison = luck.below(3);
  for (std::uint64_t one = 0; one < poison; ++one) {
    told.events.push_back({begins + luck.between(duration(0), days{5}), std::nullopt});
  }
  const auto place_of_event = [](const told_event& one) {
    return std::tuple(one.at, one.event ? one.event->id : event_id{});
  };
  std::ranges::sort(told.events, {}, place_of_event);
  const auto place_of_order = [](const told_order& one) {
    return std::tuple(one.at, one.key, one.kind);
  };
  std::ranges::sort(told.orders, {}, place_of_order);
  return told;
}

intake_item story_decoder::decode(raw_event raw, const std::string& cluster) const {
  intake_item item{.after = {raw.partition, raw.offset + 1, cluster}};
  const told_event& told = told_.events[static_cast<std::size_t>(raw.offset)];
  if (told.event) {
    item.event = told.event;
    item.event->received_at = raw.received_at;
  } else {
    item.quarantine =
        quarantined_event{.raw = std::move(raw), .code = "poison", .what = "poison", .at = told.at};
  }
  return item;
}

derived story_interpreter::interpret(const hire_key& key, const wanted& wants) const {
  derived facts{.profile_name = "default",
                .when = place_of(wants),
                .who = blocked(reason::upn_invalid),
                .recipients = {"recipient"},
                .manager = std::string(wants.text(field::manager_employee_id))};
  if (facts.manager == key.hire_id) facts.manager.clear();
  if (!facts.manager.empty()) {
    facts.manager_address = story_manager;
    facts.manager_certificates = {"manager"};
  }
  member_attributes who;
  const std::string given(wants.text(field::given_name));
  who.user_principal_name = given + ".doe@sim.example";
  who.mail_nickname = given + ".doe";
  who.given_name = given;
  who.surname = wants.text(field::surname);
  who.display_name = wants.value(field::display_name).value_or(given + " Doe");
  who.employee_id = wants.text(field::employee_id);
  who.department = wants.text(field::department);
  if (!given.empty()) facts.who = who;
  return facts;
}

std::string story_interpreter::local_text(instant at, const std::string& zone) const {
  return fmt::format("{:%Y-%m-%dT%H:%M}Z {}", std::chrono::floor<minutes>(at), zone);
}

}  // namespace daypass::simulation
