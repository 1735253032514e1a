#pragma once
// From the bodies of Graph's answers to the domain's values. Pure. What an answer lacks that it
// must have makes it `bad_answer`, retryable; the caller of a request with an effect knows better.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/outcome.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/entra/json_view.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra {

/// One user as $select asked for it.
[[nodiscard]] result<account_view> read_account_body(std::string_view body);

/// One page of a collection, and where the next one is (empty: this was the last).
struct page {
  json_view values;  ///< Ends with the body.
  std::string next;
};
[[nodiscard]] result<page> read_page(std::string_view body);

/// The users of a page.
[[nodiscard]] result<account_holders> read_accounts(const page& from, bool soft_deleted);

/// The 201 of a created user.
[[nodiscard]] result<account_created> read_created(std::string_view body);

/// All authentication methods, and whether the password is the only one (passes not counted).
struct methods_read {
  methods_seen seen;
  bool only_password = true;
};
[[nodiscard]] result<methods_read> read_methods(std::string_view body);

/// The 201 of an issued pass. The code goes from the body to the secure heap and nowhere else.
struct pass_with_code {
  listed_pass pass;
  secret_text code;
};
[[nodiscard]] result<pass_with_code> read_issued(std::string_view body);

/// Whether a page of transitiveMemberOf holds a directory role, or a group that may carry one.
/// `forbidden` (of the lane) when the group's own properties were kept from us: then nothing is
/// proved (Graph: "limited information returned for inaccessible member objects").
[[nodiscard]] result<bool> holds_role(const page& groups);

/// The tenant's policy; `read_at` is left to the caller.
[[nodiscard]] result<tenant_pass_policy> read_policy_body(std::string_view body);

}  // namespace daypass::entra
