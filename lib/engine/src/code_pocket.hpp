#pragma once
// The codes of passes that are issued and not published yet: the only place where they wait.

#include "daypass/base/secret_text.hpp"
#include "daypass/domain/ids.hpp"

#include <optional>
#include <unordered_map>

namespace daypass::engine {

/// Memory only, wiped on every way out. One code a hire.
class code_pocket {
 public:
  void put(const hire_key& key, pass_id pass, secret_text code, instant now);

  /// The pass whose code is here for this hire.
  [[nodiscard]] std::optional<pass_id> pass_of(const hire_key& key) const;

  /// The code of that pass, or nullptr; valid until drop or drop_older_than takes it.
  [[nodiscard]] const secret_text* code_of(const hire_key& key, const pass_id& pass) const;

  void drop(const hire_key& key);

  /// Drops the codes of hires that nobody works on and that have waited since before `before`.
  template <typename IsBusy>
  void drop_older_than(instant before, IsBusy is_busy) {
    std::erase_if(codes_, [&](const auto& held) {
      return held.second.since < before && !is_busy(held.first);
    });
  }

 private:
  struct held_code {
    pass_id pass;
    secret_text code;
    instant since{};
  };
  std::unordered_map<hire_key, held_code> codes_;
};

}  // namespace daypass::engine
