#pragma once
// Access tokens by client credentials, and the discovery documents that Microsoft's libraries ask.

#include "daypass/base/time.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace daypass::entra_simulator {

enum class token_standing : std::uint8_t { good, missing, unknown, expired };

class token_desk {
 public:
  void admit(std::string token, instant until) { until_[std::move(token)] = until; }
  /// Judges an Authorization header.
  [[nodiscard]] token_standing judge(std::string_view authorization, instant now) const;
  /// Every token issued so far is no longer good.
  void expire_all();
  [[nodiscard]] std::size_t issued() const { return issued_; }
  void count_issued() { ++issued_; }

 private:
  std::unordered_map<std::string, instant> until_;
  std::size_t issued_ = 0;
};

}  // namespace daypass::entra_simulator
