#pragma once
// The leases that this process has, as the database gave them out.

#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace daypass::store::postgres {

/// On the executor's thread.
class held_leases {
 public:
  struct entry {
    std::uint64_t token = 0;
    std::int64_t number = 0;  ///< Of the hire's row.
    bool urgent = false;
  };

  void add(const hire_key& key, const entry& given);

  /// Ends one here; the database is told later. No-op when it is lost already.
  void release(const lease& held);
  /// The database says that it is somebody else's, or nobody's.
  void lose(const lease& held);
  /// All of them are: this process was taken for dead.
  void lose_all();

  /// Nothing when it is not held any more.
  [[nodiscard]] std::optional<entry> find(const lease& held) const;
  [[nodiscard]] std::vector<entry> all() const;
  [[nodiscard]] std::vector<hire_key> keys() const;

  /// Tokens whose end the database has not been told.
  [[nodiscard]] const std::vector<entry>& released() const { return released_; }
  /// It has been told of the first so many.
  void forget_released(std::size_t told);

  /// A hire that others changed. Nothing when it isn't leased here; then it may be in a moment, and
  /// `add` tells.
  [[nodiscard]] std::optional<hire_key> changed(std::int64_t number);
  /// Of those told too early, what has been leased since.
  [[nodiscard]] std::vector<hire_key> take_early();

 private:
  std::unordered_map<hire_key, entry> entries_;
  std::unordered_map<std::int64_t, hire_key> keys_;
  std::vector<entry> released_;
  std::set<std::int64_t> early_;
  std::vector<hire_key> early_keys_;
};

}  // namespace daypass::store::postgres
