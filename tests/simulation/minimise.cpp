#include "simulation/minimise.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace daypass::simulation {
namespace {

std::string text(instant at) {
  return fmt::format("{:%m-%d %H:%M:%S}", std::chrono::floor<milliseconds>(at));
}

class shrinker {
 public:
  shrinker(std::uint64_t seed, const verdict& failing, unsigned plays_max, planted_bug* planted)
      : plays_left_(plays_max), planted_(planted) {
    for (const broken_promise& one : failing.broken) rules_.insert(one.rule);
    found_ = {seed, {}, failing};
  }

  small_world shrink() {
    std::vector<std::uint64_t> hires;
    for (std::uint64_t number = 1; number <= hires_max; ++number) hires.push_back(number);
    reduce(hires, [](allowance& into, const std::vector<std::uint64_t>& kept) {
      into.hires = {kept.begin(), kept.end()};
    });
    std::vector<mishap_id> mishaps;
    for (const struck& one : found_.told.struck) {
      if (one.id.second != 0) mishaps.push_back(one.id);
    }
    reduce(mishaps, [](allowance& into, const std::vector<mishap_id>& kept) {
      into.mishaps = {kept.begin(), kept.end()};
    });
    return std::move(found_);
  }

 private:
  static constexpr std::uint64_t hires_max = 20;

  /// Leaves out runs of the list, half of it first, down to single ones.
  template <typename T, typename Set>
  void reduce(std::vector<T> kept, Set set) {
    for (std::size_t run = std::max<std::size_t>(kept.size(), 1); run > 0;) {
      bool left_out = false;
      for (std::size_t at = 0; at < kept.size() && plays_left_ > 0;) {
        std::vector<T> fewer = kept;
        const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        fewer.erase(from, from + static_cast<std::ptrdiff_t>(std::min(run, kept.size() - at)));
        allowance allowed = found_.allowed;
        set(allowed, fewer);
        if (still_broken(allowed)) {
          kept = std::move(fewer);
          left_out = true;
        } else {
          at += run;
        }
      }
      if (run > 1) {
        run /= 2;
      } else if (!left_out || plays_left_ == 0) {
        return;
      }
    }
  }

  bool still_broken(const allowance& allowed) {
    --plays_left_;
    verdict one = play(found_.seed, allowed, planted_);
    const bool same = std::ranges::any_of(
        one.broken, [this](const broken_promise& each) { return rules_.contains(each.rule); });
    if (same) found_ = {found_.seed, allowed, std::move(one)};
    return same;
  }

  unsigned plays_left_;
  planted_bug* planted_;
  std::set<std::string> rules_;
  small_world found_;
};

}  // namespace

small_world minimise(std::uint64_t seed, const verdict& failing, unsigned plays_max,
                     planted_bug* planted) {
  return shrinker(seed, failing, plays_max, planted).shrink();
}

std::string arguments_of(std::uint64_t seed, const allowance& allowed) {
  std::string made = fmt::format("--seed {}", seed);
  if (allowed.hires) made += fmt::format(" --hires {}", fmt::join(*allowed.hires, ","));
  if (allowed.mishaps) {
    std::vector<std::string> names;
    for (const mishap_id& one : *allowed.mishaps) names.push_back(to_string(one));
    made += fmt::format(" --mishaps {}",
                        names.empty() ? "none" : fmt::format("{}", fmt::join(names, ",")));
  }
  return made;
}

std::string story_of(const small_world& world) {
  std::string made;
  for (const broken_promise& one : world.told.broken) {
    made += fmt::format("{} {} (hire {}): {}\n", text(one.at), one.rule, one.hire, one.words);
  }
  std::vector<std::string> lines = world.told.story;
  for (const struck& one : world.told.struck) {
    const bool decided = one.id.second != 0 || drawn_at_calls(one.id.first);
    if (!decided) continue;  // Merely noticed, and often.
    lines.push_back(fmt::format("{}  mishap: {} {}", text(one.at), to_string(one.id), one.detail));
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) made += "  " + line + "\n";
  return made;
}

}  // namespace daypass::simulation
