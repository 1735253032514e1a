#include "unit/disk/state_script.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace daypass::support {
namespace {

constexpr const char* file_name = "state/state.db";

instant minute(std::size_t number) {
  return instant{duration{1'800'000'000'000'000}} + std::chrono::minutes{number};
}

hire_key key_of(std::size_t number) {
  return {"p", fmt::format("H{}", number)};
}

intake_item announced(std::size_t number) {
  intake_item item;
  item.after = {{"hires", 0}, static_cast<std::int64_t>(number) + 1, "cluster"};
  item.event.emplace();
  item.event->key = key_of(number);
  item.event->id = {"/hr", fmt::format("event-{}", number)};
  item.event->order = 1;
  item.event->received_at = minute(number);
  return item;
}

intake_item unusable(std::size_t number) {
  intake_item item;
  item.after = {{"hires", 0}, static_cast<std::int64_t>(number) + 1, "cluster"};
  item.quarantine.emplace();
  item.quarantine->code = "no_json";
  item.quarantine->what = "not JSON";
  item.quarantine->at = minute(number);
  item.quarantine->raw.value = std::string(9000, 'q');
  return item;
}

folded due_then(const onboarding* before, const hire_event& event) {
  folded after;
  if (before != nullptr) after.wants = before->wants;
  ++after.wants.version;
  after.due.due_at = event.received_at;
  after.history = {{event.received_at, "event announced", event.id.id}};
  return after;
}

result<void> said(const auto& answer) {
  if (answer) return {};
  return std::unexpected(answer.error());
}

}  // namespace

result<void> state_machine::start() {
  store::sqlite_settings settings;
  settings.file = file_name;
  settings.vfs = vfs_name;
  settings.cache_kib = 256;
  settings.checkpoint_pages = 12;
  auto made = store::make_inline_sqlite_state(settings);
  if (!made) return std::unexpected(made.error());
  state_ = std::move(*made);
  return {};
}

void state_machine::end_by_power_failure(std::uint64_t seed) {
  disk_.fence();
  stop();
  disk_.crash(seed);
  disk_.unfence();
}

void state_machine::end_by_kill() {
  disk_.fence();
  stop();
  disk_.kill();
  disk_.unfence();
}

result<void> state_machine::step(std::size_t number) {
  switch (number % 4) {
    case 0:
      return take_in(number);
    case 1:
      return advance(number);
    case 2:
      return give_order(number);
    default:
      return purge_some(number);
  }
}

result<void> state_machine::take_in(std::size_t number) {
  return said(run(state_->record_batch(
      batch_of({announced(number), unusable(number + 1), announced(number + 2)}), due_then)));
}

// The record that is due first, if any is due.
result<void> state_machine::advance(std::size_t number) {
  const auto leased = run(state_->lease_due({.now = minute(number), .max = 1}));
  if (!leased) return std::unexpected(leased.error());
  if (leased->empty()) return {};
  const lease held = leased->front().held;
  const auto written = run(state_->update(held, [number](const onboarding& fresh) {
    recording next{.is = fresh.is, .due = {}, .history = {}};
    next.history = {{minute(number), "step look", std::string(500, 'h')}};
    next.is.late_told = true;
    next.due.due_at = minute(number + 1000);
    return next;
  }));
  state_->release(held);
  return said(written);
}

result<void> state_machine::give_order(std::size_t number) {
  order given;
  given.at = minute(number);
  given.who = "operator";
  given.why = fmt::format("step {}", number);
  return said(run(state_->add_order(key_of(number - 2), given)));
}

// Empties the log, too.
result<void> state_machine::purge_some(std::size_t number) {
  const instant before = minute(number - 1);
  return said(run(state_->purge({.now = minute(number), .before = before, .max = 1})));
}

std::string state_machine::story() {
  std::string told;
  const auto positions = run(state_->positions());
  if (!positions) return positions.error().what;
  for (const auto& one : *positions) told += fmt::format("next {}\n", one.next_offset);
  const auto hires = run(state_->list({}));
  if (!hires) return hires.error().what;
  for (const auto& hire : *hires) {
    const auto found = run(state_->find(hire.key));
    const auto lines = run(state_->history(hire.key));
    if (!found || !lines) return "unreadable: " + hire.key.hire_id;
    told += fmt::format("{} due {} version {} orders {}", hire.key.hire_id,
                        hire.due_at.time_since_epoch().count(), (*found)->is.version,
                        (*found)->ordered.size());
    for (const auto& line : *lines) told += fmt::format(" | {} {}", line.what, line.detail);
    told += "\n";
  }
  const auto kept = run(state_->quarantine(1000));
  if (!kept) return kept.error().what;
  for (const auto& one : *kept) {
    told += fmt::format("quarantined {} of {} bytes\n", one.number, one.raw.value->size());
  }
  return told;
}

std::string state_machine::check() {
  sqlite3* handle = nullptr;
  std::string found;
  if (sqlite3_open_v2(file_name, &handle, SQLITE_OPEN_READWRITE, vfs_name) == SQLITE_OK) {
    const auto note = [](void* into, int, char** values, char**) {
      *static_cast<std::string*>(into) += values[0];
      return 0;
    };
    sqlite3_exec(handle, "PRAGMA integrity_check; PRAGMA foreign_key_check", note, &found, nullptr);
  }
  sqlite3_close(handle);
  return found;
}

const disk_image& empty_disk() {
  static const disk_image nothing = std::make_shared<disk_image::element_type>();
  return nothing;
}

std::uint64_t calls_of_first_start() {
  state_machine whole(1, empty_disk());
  return whole.start() ? whole.disk().calls() : 0;
}

const disk_image& empty_state() {
  static const disk_image made = [] {
    state_machine machine(1, std::make_shared<disk_image::element_type>());
    if (!machine.start()) return disk_image();
    machine.stop();
    return machine.disk().image();
  }();
  return made;
}

const std::vector<std::string>& stories() {
  static const auto made = [] {
    std::vector<std::string> told;
    state_machine machine(1, empty_state());
    if (!machine.start()) return told;
    told.push_back(machine.story());
    for (std::size_t number = 0; number < steps; ++number) {
      const auto done = machine.step(number);
      told.push_back(done ? machine.story() : done.error().what);
    }
    return told;
  }();
  return made;
}

}  // namespace daypass::support
