#include "daypass/store/state_reader.hpp"

#include "history_table.hpp"
#include "migrations.hpp"
#include "overview.hpp"
#include "quarantine_table.hpp"
#include "record_table.hpp"

#include <utility>

namespace daypass::store {
namespace {

class sqlite_reader final : public state_reader {
 public:
  explicit sqlite_reader(database db) : db_(std::move(db)), records_(db_) {}

  result<void> check() { return require_schema(db_); }

  result<std::vector<listed_onboarding>> list(const list_filter& filter) override {
    return settled(read_list(db_, filter));
  }
  result<std::optional<onboarding>> find(const hire_key& key) override {
    std::optional<onboarding> record;
    if (auto found = records_.find(key)) record = std::move(found->record);
    return settled(std::move(record));
  }
  result<std::vector<history_entry>> history(const hire_key& key) override {
    return settled(read_history(db_, key));
  }
  result<state_totals> totals(instant now) override { return settled(read_totals(db_, now)); }
  result<std::vector<quarantined_event>> quarantine(std::size_t max) override {
    return settled(read_quarantine(db_, max));
  }

 private:
  template <typename T>
  result<T> settled(T read) {
    if (db_.failed()) return std::unexpected(db_.take_failure());
    return read;
  }

  database db_;
  record_table records_;
};

}  // namespace

result<std::unique_ptr<state_reader>> open_state_reader(const std::filesystem::path& file) {
  auto db = database::open(file.string(), "", true, milliseconds{2'000});
  if (!db) return std::unexpected(db.error());
  auto reader = std::make_unique<sqlite_reader>(std::move(*db));
  const auto usable = reader->check();
  if (!usable) return std::unexpected(usable.error());
  return reader;
}

}  // namespace daypass::store
