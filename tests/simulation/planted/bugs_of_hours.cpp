// Promise 5: the right hour, where the hire is.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"
#include "simulation/premises.hpp"
#include "simulation/world.hpp"

#include <map>
#include <utility>

namespace daypass::simulation {
namespace {

/// What a clock on the wall in that zone shows, as if it were UTC.
instant wall_clock(const std::string& zone, instant at) {
  const auto shown = premises::here().zones().snapshot()->to_local(zone, at);
  if (!shown) return at;
  return std::chrono::sys_days(shown->date) + shown->time_of_day;
}

duration utc_offset(const std::string& zone, instant at) {
  return wall_clock(zone, at) - std::chrono::floor<seconds>(at);
}

instant as_if_utc(const appointment& when) {
  return std::chrono::sys_days(when.date) + when.time_of_day;
}

/// Moves what a hire's words mean.
class misreading : public interpreter {
 public:
  misreading(std::shared_ptr<const interpreter> below, world& of)
      : of_(of), below_(std::move(below)) {}

  [[nodiscard]] derived interpret(const hire_key& key, const wanted& wants) const override {
    derived facts = below_->interpret(key, wants);
    if (facts.when) facts.when->activation_at = misread(*facts.when);
    return facts;
  }
  [[nodiscard]] std::string basis() const override { return below_->basis(); }
  [[nodiscard]] std::string local_text(instant at, const std::string& zone) const override {
    return below_->local_text(at, zone);
  }

 protected:
  [[nodiscard]] virtual instant misread(const appointment& when) const = 0;

  world& of_;

 private:
  std::shared_ptr<const interpreter> below_;
};

class later_of_two final : public misreading {
 public:
  using misreading::misreading;

 private:
  [[nodiscard]] instant misread(const appointment& when) const override {
    if (when.how != local_resolution::earlier_of_two) return when.activation_at;
    constexpr auto overlap_max = hours{25};
    for (duration later = minutes{1}; later <= overlap_max; later += minutes{1}) {
      const instant again = when.activation_at + later;
      if (wall_clock(when.zone, again) == as_if_utc(when)) return again;
    }
    return when.activation_at;
  }
};

/// With the offset that holds after the gap, as if that had held before.
class gap_moved_back final : public misreading {
 public:
  using misreading::misreading;

 private:
  [[nodiscard]] instant misread(const appointment& when) const override {
    if (when.how != local_resolution::shifted_forward) return when.activation_at;
    return as_if_utc(when) - utc_offset(when.zone, when.activation_at);
  }
};

class hour_in_utc final : public misreading {
 public:
  using misreading::misreading;

 private:
  [[nodiscard]] instant misread(const appointment& when) const override { return as_if_utc(when); }
};

class offset_of_today final : public misreading {
 public:
  using misreading::misreading;

 private:
  [[nodiscard]] instant misread(const appointment& when) const override {
    return as_if_utc(when) - utc_offset(when.zone, of_.time.now());
  }
};

class minutes_dropped final : public misreading {
 public:
  using misreading::misreading;

 private:
  [[nodiscard]] instant misread(const appointment& when) const override {
    return when.activation_at - when.time_of_day % hours{1};
  }
};

/// The tz database is read once, when the process starts.
class zones_read_once final : public planted_bug {
 public:
  std::unique_ptr<state_store> over_state(state_store& /*below*/, world& /*of*/) override {
    first_.reset();
    return nullptr;
  }
  std::shared_ptr<const interpreter> over_meaning(std::shared_ptr<const interpreter> below,
                                                  world& /*of*/) override {
    if (!first_) first_ = std::move(below);
    return first_;
  }

 private:
  std::shared_ptr<const interpreter> first_;
};

/// Visits see the fields that place the start as they were when a pass was there first.
class start_frozen_with_pass final : public rewriting_state {
 public:
  using memory_type = std::map<hire_key, stamped_fields>;
  start_frozen_with_pass(state_store& below, memory_type& frozen)
      : rewriting_state(below), frozen_(frozen) {}

 private:
  void see(onboarding& fresh) override {
    const auto known = frozen_.find(fresh.key);
    if (known != frozen_.end()) {
      for (const field which : {field::start_date, field::start_time, field::place}) {
        const auto index = static_cast<std::size_t>(which);
        fresh.wants.fields.edit()[index] = known->second[index];
      }
    } else if (!fresh.is.pass.id.empty()) {
      frozen_.emplace(fresh.key, *fresh.wants.fields);
    }
  }

  memory_type& frozen_;
};

}  // namespace

plantings bugs_of_hours() {
  return {
      {"later_of_two", "promise 5", 25, "of an hour that comes twice the later is taken",
       make_bug<in_front<later_of_two>>},
      {"gap_moved_back", "promise 5", 76, "an hour in a gap is moved back instead of forward",
       make_bug<in_front<gap_moved_back>>},
      {"hour_in_utc", "promise 5", 3, "the local hour is taken for UTC",
       make_bug<in_front<hour_in_utc>>},
      {"offset_of_today", "promise 5", 9, "the zone's offset of today is used for another day",
       make_bug<in_front<offset_of_today>>},
      {"minutes_dropped", "promise 5", 3, "of the start's hour the minutes are dropped",
       make_bug<in_front<minutes_dropped>>},
      {"zones_read_once", "promise 5", 8, "a new tz database is not heeded before a restart",
       make_bug<zones_read_once>},
      {"start_frozen_with_pass", "promise 5", 9, "once a pass is issued a new start is not heeded",
       make_bug<in_front<start_frozen_with_pass>>},
  };
}

}  // namespace daypass::simulation
