#include "basis_table.hpp"

namespace daypass::store {
namespace {

constexpr auto keep_interval = minutes{1};
/// What NTP takes back in small steps makes nobody late.
constexpr auto set_back_min = seconds{10};

}  // namespace

basis_table::basis_table(database& db)
    : db_(db),
      read_(db, "SELECT latest_line_at FROM basis"),
      keep_(db, "UPDATE basis SET latest_line_at = ?") {}

bool basis_table::rests_on(const std::string& digest, instant now) {
  statement query(db_, "SELECT 1 FROM basis WHERE digest = ? AND woken = 1 AND latest_line_at < ?");
  return query.with(digest, now + set_back_min).next();
}

void basis_table::begin(const std::string& digest, instant now) {
  statement write(db_,
                  "INSERT OR REPLACE INTO basis (only, digest, woken, latest_line_at)"
                  " VALUES (1, ?, 0, ?)");
  write.with(digest, now).execute();
  forget();
}

void basis_table::end(const std::string& digest) {
  statement write(db_, "UPDATE basis SET woken = 1 WHERE digest = ?");
  write.with(digest).execute();
}

void basis_table::note(instant line_at) {
  if (!kept_) {
    kept_ = read_.with().next() ? read_.at(0) : never;
    read_.reset();
  }
  if (*kept_ == never || line_at < *kept_ + keep_interval) return;
  keep_.with(line_at).execute();
  kept_ = line_at;
}

}  // namespace daypass::store
