#pragma once
// The secrets, and what becomes of them with time.

#include "simulators/key_vault/logic/records.hpp"
#include "simulators/key_vault/logic/settings.hpp"
#include "simulators/remote/random_source.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace daypass::key_vault_simulator {

using simulator::random_source;

class vault_world {
 public:
  /// Both must outlive the world.
  vault_world(const switches& set, random_source& random) : set_(set), random_(random) {}

  /// Whoever holds a name (in any case) at that moment; null when it is free.
  [[nodiscard]] secret* find(std::string_view name, moment at);
  /// The same, in that state only.
  [[nodiscard]] secret* find(std::string_view name, standing state, moment at);
  /// Every holder of a name in that state, by name.
  [[nodiscard]] std::vector<const secret*> all(standing state, moment at);
  /// Every secret that ever was, purged ones too, in the order in which they came.
  [[nodiscard]] const std::deque<secret>& ever(moment at);

  /// A new version of a live secret, or the first of a free name. Nobody else may hold it.
  secret_version& add_version(std::string_view name, version_draft draft, moment at, actor by);
  void change(secret& which, secret_version& version, const version_draft& draft, moment at,
              actor by);
  /// Of a live one, with all its versions.
  void remove(secret& which, moment at, actor by);
  /// Both of a deleted one.
  void recover(secret& which, moment at, actor by);
  void purge(secret& which, moment at, actor by);

 private:
  [[nodiscard]] duration draw(const delay_range& range) const;
  void settle(secret& which, moment at);
  void settle_all(moment at);

  const switches& set_;
  random_source& random_;
  std::deque<secret> ever_;
  std::map<std::string, secret*, std::less<>> holders_;  ///< By name in lower case.
};

}  // namespace daypass::key_vault_simulator
