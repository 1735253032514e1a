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
  bool answers_challenges = false;  ///< The client said that it does (xms_cc: cp1).
  std::int64_t not_before_s = 0;    ///< What a claims challenge had asked for.
};

/// A token, and what was issued with it.
struct issued_token {
  std::string text;
  int lifetime_s = 0;
};

/// What the `claims` of a token request ask for.
struct token_claims_asked {
  bool answers_challenges = false;
  std::int64_t not_before_s = 0;
};

/// How a token looks to Graph.
enum class token_standing : std::uint8_t {
  good,
  missing,         ///< Of an Authorization header without a bearer token.
  unknown,         ///< Never issued here.
  other_audience,  ///< For somebody else than Graph.
  expired,
  challenged,  ///< Good, and one must be fetched that answers a claims challenge.
};

class token_desk {
 public:
  void admit(std::string token, token_grant grant);
  /// Judges an Authorization header that Graph is shown.
  [[nodiscard]] token_standing judge(std::string_view authorization, instant now) const;
  /// What a token was issued for, expired or not; null when it never was.
  [[nodiscard]] const token_grant* find(std::string_view token) const;
  /// Every token issued so far is no longer good.
  void expire_all();
  /// From now on a client that answers challenges must ask for a token with the claims of one made
  /// at `at`; once it has, its later tokens are good too. What continuous access evaluation does
  /// after a risk or a revocation.
  void challenge_since(instant at);
  /// Unix seconds; 0: never.
  [[nodiscard]] std::int64_t challenged_since_s() const { return challenged_since_s_; }
  [[nodiscard]] std::size_t issued() const { return issued_; }
  void count_issued() { ++issued_; }

 private:
  std::unordered_map<std::string, token_grant> grants_;
  std::size_t issued_ = 0;
  std::int64_t challenged_since_s_ = 0;
  bool answered_ = false;
};

}  // namespace daypass::entra_simulator
