#include "graph_readers.hpp"

#include "graph_time.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/net/http_headers.hpp"

#include <array>
#include <utility>

namespace daypass::entra {
namespace {

std::unexpected<error> unreadable(std::string_view what) {
  return fail(failure::retryable, refusal::bad_answer,
              "the answer lacks " + std::string(what) + ", or is no JSON");
}

std::optional<instant> time_of(const json_view& text) {
  return text.is_text() ? parse_graph_time(text.text()) : std::nullopt;
}

result<account_view> read_account(const json_view& user, bool soft_deleted) {
  account_view account;
  account.id = user_id(user.member("id").text());
  account.user_principal_name = user.member("userPrincipalName").text();
  account.employee_id = user.member("employeeId").text();
  const auto created = time_of(user.member("createdDateTime"));
  const auto enabled = user.member("accountEnabled").boolean();
  // A read without $select lacks accountEnabled, and would look like a disabled account.
  if (account.id.empty() || account.user_principal_name.empty() || !created || !enabled) {
    return unreadable("a user's id, UPN, state or creation time");
  }
  account.created_at = *created;
  account.enabled = *enabled;
  const std::string type = user.member("userType").text();
  account.member = type.empty() || net::equal_ignoring_case(type, "Member");
  account.synchronised = user.member("onPremisesSyncEnabled").boolean().value_or(false);
  account.soft_deleted = soft_deleted;
  return account;
}

pass_usability usability_of(std::string_view reason) {
  constexpr std::array known{
      std::pair{std::string_view("EnabledByPolicy"), pass_usability::enabled},
      std::pair{std::string_view("NotYetValid"), pass_usability::not_yet_valid},
      std::pair{std::string_view("Expired"), pass_usability::expired},
      std::pair{std::string_view("OneTimeUsed"), pass_usability::one_time_used},
      std::pair{std::string_view("DisabledByPolicy"), pass_usability::disabled_by_policy},
  };
  for (const auto& [name, usability] : known) {
    if (net::equal_ignoring_case(name, reason)) return usability;
  }
  return pass_usability::unknown;
}

result<listed_pass> read_pass(const json_view& from) {
  listed_pass pass;
  pass.id = pass_id(from.member("id").text());
  const auto created = time_of(from.member("createdDateTime"));
  const auto start = time_of(from.member("startDateTime"));
  const auto lifetime = from.member("lifetimeInMinutes").integer();
  const auto once = from.member("isUsableOnce").boolean();
  // Graph's are 10 to 43200; one that no pass can have would overflow where its end is computed.
  constexpr std::int64_t lifetime_max = 43200;
  const bool possible = lifetime && *lifetime > 0 && *lifetime <= lifetime_max;
  if (pass.id.empty() || !created || !possible || !once) {
    return unreadable("a pass's id, creation time, lifetime or kind");
  }
  pass.created_at = *created;
  pass.start_at = start.value_or(*created);
  pass.lifetime = minutes{*lifetime};
  pass.one_time = *once;
  pass.usability = usability_of(from.member("methodUsabilityReason").text());
  return pass;
}

result<void> add_method(const json_view& method, methods_read& read) {
  const std::string type = method.member("@odata.type").text();
  if (type.empty()) return unreadable("a method's type");
  const auto is = [&type](std::string_view name) {
    return net::equal_ignoring_case(type, "#microsoft.graph." + std::string(name));
  };
  if (is("temporaryAccessPassAuthenticationMethod")) {
    auto pass = read_pass(method);
    if (!pass) return std::unexpected(std::move(pass.error()));
    read.seen.passes.push_back(std::move(*pass));
    return {};
  }
  const bool password = is("passwordAuthenticationMethod");
  read.only_password = read.only_password && password;
  if (!password && !is("emailAuthenticationMethod")) read.seen.strong_method = true;
  return {};
}

}  // namespace

result<account_view> read_account_body(std::string_view body) {
  const auto whole = json_view::parse(body);
  if (!whole || !whole->is_object()) return unreadable("a user");
  return read_account(*whole, false);
}

result<page> read_page(std::string_view body) {
  const auto whole = json_view::parse(body);
  if (!whole || !whole->member("value").is_array()) return unreadable("a list of values");
  return page{whole->member("value"), whole->member("@odata.nextLink").text()};
}

result<account_holders> read_accounts(const page& from, bool soft_deleted) {
  account_holders accounts;
  std::optional<error> failed;
  from.values.for_each([&](const json_view& user) {
    auto account = read_account(user, soft_deleted);
    if (account) {
      accounts.push_back(std::move(*account));
    } else {
      failed = std::move(account.error());
    }
  });
  if (failed) return std::unexpected(std::move(*failed));
  return accounts;
}

result<account_created> read_created(std::string_view body) {
  const auto whole = json_view::parse(body);
  if (!whole) return unreadable("the created user");
  user_id id(whole->member("id").text());
  if (id.empty()) return unreadable("the created user's id");
  // The creation time is not in the default set; the caller's clock stands in for it.
  return account_created{std::move(id),
                         time_of(whole->member("createdDateTime")).value_or(instant{})};
}

result<methods_read> read_methods(std::string_view body) {
  auto list = read_page(body);
  if (!list) return std::unexpected(std::move(list.error()));
  if (!list->next.empty()) return unreadable("the rest of the methods");
  methods_read read;
  std::optional<error> failed;
  list->values.for_each([&](const json_view& method) {
    if (auto added = add_method(method, read); !added) failed = std::move(added.error());
  });
  if (failed) return std::unexpected(std::move(*failed));
  return read;
}

result<pass_with_code> read_issued(std::string_view body) {
  const auto whole = json_view::parse(body);
  if (!whole) return unreadable("the issued pass");
  auto pass = read_pass(*whole);
  if (!pass) return std::unexpected(std::move(pass.error()));
  auto code = whole->member("temporaryAccessPass").secret();
  if (!code) return unreadable("the code, or the secure heap is full");
  return pass_with_code{std::move(*pass), std::move(*code)};
}

result<bool> holds_role(const page& groups) {
  bool role = false;
  bool hidden = false;
  groups.values.for_each([&](const json_view& holder) {
    const std::string type = holder.member("@odata.type").text();
    if (net::equal_ignoring_case(type, "#microsoft.graph.directoryRole")) role = true;
    if (!net::equal_ignoring_case(type, "#microsoft.graph.group")) return;
    if (holder.member("isAssignableToRole").boolean().value_or(false)) role = true;
    if (!holder.member("displayName").is_text()) hidden = true;
  });
  if (hidden && !role) {
    return fail(failure::permanent, refusal::forbidden,
                "list_groups: the groups' properties are hidden; grant GroupMember.Read.All",
                failure_scope::lane);
  }
  return role;
}

result<tenant_pass_policy> read_policy_body(std::string_view body) {
  const auto whole = json_view::parse(body);
  if (!whole) return unreadable("the pass policy");
  const auto least = whole->member("minimumLifetimeInMinutes").integer();
  const auto most = whole->member("maximumLifetimeInMinutes").integer();
  const auto usual = whole->member("defaultLifetimeInMinutes").integer();
  const auto once = whole->member("isUsableOnce").boolean();
  const std::string state = whole->member("state").text();
  if (!least || !most || !usual || !once || state.empty()) {
    return unreadable("the pass policy's state or limits");
  }
  tenant_pass_policy policy;
  policy.enabled = net::equal_ignoring_case(state, "enabled");
  policy.lifetime_min = minutes{*least};
  policy.lifetime_max = minutes{*most};
  policy.lifetime_default = minutes{*usual};
  policy.one_time_only = *once;
  return policy;
}

}  // namespace daypass::entra
