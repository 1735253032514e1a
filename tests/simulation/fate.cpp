#include "simulation/fate.hpp"

#include <algorithm>
#include <charconv>

namespace daypass::simulation {
namespace {

constexpr std::size_t index_of(mishap what) {
  return static_cast<std::size_t>(what);
}

/// Per million calls, at the usual intensity. Disk calls are many, those of Graph few.
constexpr std::uint64_t usual_rate(mishap what) {
  switch (what) {
    case mishap::disk_error:
    case mishap::disk_full:
    case mishap::short_write:
    case mishap::disk_busy:
      return 400;
    case mishap::power_loss:
    case mishap::killed_at_sync:
      return 150;
    case mishap::killed_at_await:
      return 2'000;
    case mishap::taken_mid_batch:
      return 60'000;
    case mishap::passes_slow:
      return 40'000;
    case mishap::killed_recovering:
      return 250'000;
    default:
      return 20'000;
  }
}

}  // namespace

fate::fate(const chance& seed, allowance allowed, std::function<instant()> now,
           std::function<bool()> in_flight)
    : seed_(seed),
      allowed_(std::move(allowed)),
      now_(std::move(now)),
      in_flight_(std::move(in_flight)) {
  chance mix = seed_.stream("mix");
  for (std::uint64_t& one : intensity_) {
    const std::uint64_t kind = mix.below(10);
    const std::uint64_t usual = 500 + mix.below(1000);
    // Four in ten are left out, two in ten are frequent.
    one = kind < 4 ? 0 : kind < 8 ? usual : 4 * usual;
  }
  crash_per_mille_ = mix.happens(500) ? 20 + mix.below(100) : 0;
}

fate::fate(std::function<instant()> now, std::function<bool()> in_flight)
    : seed_(0), now_(std::move(now)), in_flight_(std::move(in_flight)) {}

std::uint64_t fate::rate_per_million(mishap what) const {
  return std::min<std::uint64_t>(intensity(what) * usual_rate(what) / 1000, 500'000);
}

bool fate::draws(mishap what) {
  const std::uint64_t nth = ++chances_[index_of(what)];
  if (ordered_.contains({what, nth})) return true;
  if (ended_ || intensity(what) == 0) return false;
  chance drawn = seed_.stream(simulation::to_string(what), nth);
  return drawn.below(1'000'000) < rate_per_million(what) && plays({what, nth});
}

bool fate::strikes(mishap what, std::string_view detail) {
  if (!draws(what)) return false;
  happened({what, chances_[index_of(what)]}, std::string(detail));
  return true;
}

bool fate::plays(mishap_id which) const {
  return !ended_ && (!allowed_.mishaps || allowed_.mishaps->contains(which));
}

chance fate::particulars(mishap what) const {
  return seed_.stream(simulation::to_string(what), chances_[index_of(what)]).stream("how");
}

void fate::note(mishap_id which, std::string detail) {
  struck_.push_back({which, now_(), std::move(detail), in_flight_()});
}

void fate::noticed(mishap what, std::string detail) {
  note({what, 0}, std::move(detail));
  const chance after = seed_.stream(simulation::to_string(what), ++noticed_).stream("noticed");
  if (!allowed_.mishaps) crash_perhaps(after, 1);
}

void fate::happened(mishap_id which, std::string detail) {
  note(which, std::move(detail));
  const chance after =
      seed_.stream(simulation::to_string(which.first), which.second).stream("after");
  // Those that come at times of their own are few.
  crash_perhaps(after, drawn_at_calls(which.first) ? 1 : 5);
}

void fate::crash_perhaps(chance luck, std::uint64_t often) {
  if (crash_at_ || ended_ ||
      !luck.happens(std::min<std::uint64_t>(often * crash_per_mille_, 800))) {
    return;
  }
  crash_at_ = now_() + luck.between(duration(0), milliseconds{999});
}

void fate::crashed() {
  crash_at_.reset();
  for (auto one = struck_.rbegin(); one != struck_.rend() && one->at + seconds{1} >= now_();
       ++one) {
    one->before_crash = true;
  }
}

mishap_tally fate::tally() const {
  mishap_tally counted{};
  for (const struck& one : struck_) {
    mishap_counts& into = counted[index_of(one.id.first)];
    ++into.fired;
    into.in_flight += one.in_flight ? 1 : 0;
    into.before_crash += one.before_crash ? 1 : 0;
  }
  return counted;
}

std::string to_string(const mishap_id& which) {
  return std::string(to_string(which.first)) + ":" + std::to_string(which.second);
}

std::optional<mishap_id> mishap_named(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::uint64_t nth = 0;
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), nth);
  for (std::size_t index = 0; index < mishap_count; ++index) {
    const auto what = static_cast<mishap>(index);
    if (to_string(what) == text.substr(0, colon)) return mishap_id{what, nth};
  }
  return std::nullopt;
}

}  // namespace daypass::simulation
