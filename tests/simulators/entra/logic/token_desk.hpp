#pragma once
// Access tokens by client credentials, and the discovery documents that Microsoft's libraries ask.

#include "daypass/base/time.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace daypass::entra_simulator {

inline constexpr std::string_view graph_audience = "https://graph.microsoft.com";

/// What one token is good for.
struct token_grant {
  std::string audience;
  instant until;
};

/// How a token looks to Graph.
enum class token_standing : std::uint8_t {
  good,
  missing,         ///< Of an Authorization header without a bearer token.
  unknown,         ///< Never issued here.
  other_audience,  ///< For somebody else than Graph.
  expired,
};

class token_desk {
 public:
  void admit(std::string token, token_grant grant) { grants_[std::move(token)] = std::move(grant); }
  /// Judges an Authorization header that Graph is shown.
  [[nodiscard]] token_standing judge(std::string_view authorization, instant now) const;
  /// What a token was issued for, expired or not; null when it never was.
  [[nodiscard]] const token_grant* find(std::string_view token) const;
  /// Every token issued so far is no longer good.
  void expire_all();
  [[nodiscard]] std::size_t issued() const { return issued_; }
  void count_issued() { ++issued_; }

 private:
  std::unordered_map<std::string, token_grant> grants_;
  std::size_t issued_ = 0;
};

}  // namespace daypass::entra_simulator
