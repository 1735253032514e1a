#pragma once
// A state in a scratch folder and short ways to fill it.

#include "sqlite_state.hpp"
#include "support/credentials/scratch_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

namespace daypass::store {

inline constexpr instant noon{duration{1'800'000'000'000'000}};

[[nodiscard]] inline intake_item announced(const std::string& id, std::int64_t revision = 1) {
  intake_item item;
  item.after = {{"hires", 0}, revision, "c"};
  item.event.emplace();
  item.event->key = {"p", id};
  item.event->id = {"/hr", id + "-" + std::to_string(revision)};
  item.event->order = revision;
  item.event->received_at = noon;
  return item;
}

/// One version more with each event, due at noon.
[[nodiscard]] inline folded count_up(const onboarding* before, const hire_event& event) {
  folded after;
  if (before != nullptr) after.wants = before->wants;
  ++after.wants.version;
  after.due.due_at = noon;
  after.history = {{event.received_at, "event announced", event.id.id}};
  return after;
}

inline std::unique_ptr<sqlite_state> open_state(const sqlite_settings& settings) {
  auto state = sqlite_state::open(settings);
  EXPECT_TRUE(state) << (state ? "" : state.error().what);
  return state ? std::move(*state) : nullptr;
}

/// Runs plain SQL on a connection of its own; the message of its failure, or empty.
[[nodiscard]] inline std::string run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  sqlite3_open(file.c_str(), &handle);
  char* message = nullptr;
  sqlite3_exec(handle, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  sqlite3_exec(handle, sql, nullptr, nullptr, &message);
  const std::string said = message == nullptr ? "" : message;
  sqlite3_free(message);
  sqlite3_close(handle);
  return said;
}

class state_test : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return scratch_.path() / "state.db"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return scratch_.path(); }
  [[nodiscard]] sqlite_settings settings() const {
    sqlite_settings settings;
    settings.file = file();
    return settings;
  }

 private:
  support::scratch_folder scratch_;
};

}  // namespace daypass::store
