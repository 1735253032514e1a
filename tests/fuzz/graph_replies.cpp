// The bodies of Graph's good answers: every reader over each input.
#include "graph_readers.hpp"
#include "target.hpp"

#include "daypass/domain/refusal.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace daypass::fuzz {
namespace {

using namespace entra;

/// An answer that can't be read is worth another try, says so, and shows nothing of what it holds.
template <typename T>
void require_answer(const result<T>& read) {
  if (read) return;
  const bool hidden = read.error().code == refusal::forbidden;
  require(hidden ||
              (read.error().code == refusal::bad_answer && read.error().kind == failure::retryable),
          "an answer that can't be read is a bad one");
  require_words(read.error().what, 120);
}

void require_pass(const listed_pass& pass) {
  require(!pass.id.empty(), "a pass has an id");
  require(pass.lifetime > minutes{0}, "a pass lives for a while");
  const instant end_at = pass.start_at + pass.lifetime;  // Computed by whoever plans with it.
  require(pass.start_at < end_at, "a pass ends after it began");
}

void require_account(const account_view& account) {
  require(!account.id.empty() && !account.user_principal_name.empty(), "a user has a name");
  require(account.created_at + days{400} > account.created_at, "a user has an age");
}

void read_pages(std::string_view body) {
  const auto list = read_page(body);
  require_answer(list);
  if (!list) return;
  for (const bool soft_deleted : {false, true}) {
    const auto accounts = read_accounts(*list, soft_deleted);
    require_answer(accounts);
    if (!accounts) continue;
    for (const account_view& account : *accounts) require_account(account);
  }
  const auto role = holds_role(*list);
  require_answer(role);
}

void read_passes(std::string_view body) {
  const auto methods = read_methods(body);
  require_answer(methods);
  if (methods) {
    for (const listed_pass& pass : methods->seen.passes) require_pass(pass);
    require(!methods->seen.strong_method || !methods->only_password,
            "a strong method is not only a password");
  }
  const auto issued = read_issued(body);
  require_answer(issued);
  if (!issued) return;
  require_pass(issued->pass);
  require(!issued->code.empty(), "an issued pass has its code");
  const auto whole = nlohmann::json::parse(body, nullptr, false);
  if (whole.is_discarded() || body.find("temporaryAccessPass") != body.rfind("temporaryAccess")) {
    return;
  }
  require(equal_in_constant_time(issued->code, whole.value("temporaryAccessPass", "")),
          "the code is the one that was sent");
}

}  // namespace

void read_one(std::string_view bytes) {
  static const bool ready = initialise_secret_memory(1U << 20U).has_value();
  require(ready, "secret memory can be had");
  const auto account = read_account_body(bytes);
  require_answer(account);
  if (account) require_account(*account);
  const auto created = read_created(bytes);
  require_answer(created);
  if (created) require(!created->id.empty(), "a created user has an id");
  read_pages(bytes);
  read_passes(bytes);
  const auto policy = read_policy_body(bytes);
  require_answer(policy);
}

}  // namespace daypass::fuzz
