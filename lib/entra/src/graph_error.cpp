#include "daypass/entra/graph_error.hpp"

#include "ascii.hpp"
#include "error_body.hpp"

#include <array>
#include <charconv>

namespace daypass::entra {
namespace {

/// What a refusal means, before it is worded as an error.
struct verdict {
  failure kind;
  refusal code;
  failure_scope scope = failure_scope::hire;
  std::string_view meaning;
};

constexpr verdict not_found{failure::permanent, refusal::not_found, failure_scope::hire,
                            "the object is not there, or not known to this replica yet"};
constexpr verdict rejected{failure::permanent, refusal::rejected, failure_scope::hire,
                           "the request is refused as such"};

/// One way to tell a 400: all of `words` are in the message.
struct message_rule {
  std::array<std::string_view, 2> words;
  verdict meaning;
};

constexpr std::array pass_rules{
    message_rule{{"LifetimeInMinutes", ""},
                 {failure::permanent, refusal::policy_lifetime, failure_scope::hire,
                  "the lifetime is outside the tenant's pass policy"}},
    message_rule{{"IsUsableOnce", ""},
                 {failure::permanent, refusal::policy_one_time, failure_scope::hire,
                  "the tenant's pass policy allows one-time passes only"}},
    message_rule{{"UserCredentialPolicy", ""},
                 {failure::permanent, refusal::policy_scope, failure_scope::hire,
                  "the pass policy is disabled or does not reach the account"}},
    message_rule{{"guest", ""},
                 {failure::permanent, refusal::guest, failure_scope::hire,
                  "an external guest gets no pass"}},
    message_rule{{"already", "exist"},
                 {failure::permanent, refusal::pass_exists, failure_scope::hire,
                  "the account has a pass already"}},
    message_rule{{"already", "Temporary Access Pass"},
                 {failure::permanent, refusal::pass_exists, failure_scope::hire,
                  "the account has a pass already"}},
};

constexpr std::array user_rules{
    message_rule{{"same value for property", "already exist"},
                 {failure::permanent, refusal::conflict, failure_scope::hire,
                  "another object holds the name"}},
    message_rule{{"userPrincipalName", "invalid"},
                 {failure::permanent, refusal::upn_invalid, failure_scope::hire,
                  "the UPN or its domain is refused"}},
    message_rule{{"password", "comply"},
                 {failure::retryable, refusal::rejected, failure_scope::hire,
                  "the random password was refused; the next try draws another"}},
};

constexpr std::array common_rules{
    message_rule{{"valid reference update", ""},
                 {failure::retryable, refusal::invalid_reference, failure_scope::hire,
                  "an object is not known to the other service yet"}},
};

template <std::size_t Count>
const verdict* match(const std::array<message_rule, Count>& rules, std::string_view message) {
  for (const message_rule& rule : rules) {
    if (holds(message, rule.words[0]) && holds(message, rule.words[1])) return &rule.meaning;
  }
  return nullptr;
}

bool is_about_user(operation asked) {
  return asked == operation::create_user || asked == operation::update_user;
}

verdict judge_bad_request(operation asked, const error_body& body) {
  if (!body.present) {
    return {failure::retryable, refusal::bad_answer, failure_scope::hire,
            "a 400 without Graph's error body; is something else answering at this address?"};
  }
  if (body.conflict && is_about_user(asked)) return user_rules.front().meaning;
  const verdict* known = match(common_rules, body.message);
  if (known == nullptr && is_about_user(asked)) known = match(user_rules, body.message);
  if (known == nullptr && asked == operation::issue_pass) known = match(pass_rules, body.message);
  if (known != nullptr) return *known;
  return holds(body.code, "NotFound") ? not_found : rejected;
}

verdict judge_absence(const error_body& body) {
  if (!body.present) {
    return {failure::retryable, refusal::bad_answer, failure_scope::lane,
            "a 404 without Graph's error body; is something else answering at this address?"};
  }
  if (holds(body.message, "not found for the segment")) {
    return {failure::permanent, refusal::rejected, failure_scope::lane,
            "this cloud does not know the resource"};
  }
  return not_found;
}

verdict judge_server_failure(operation asked, const graph_reply& reply) {
  constexpr std::string_view meaning = "the service failed";
  if (reply.status == 501 || reply.status == 505) return rejected;
  if (has_effect(asked)) {
    return {failure::unknown_effect, refusal::unavailable, failure_scope::hire, meaning};
  }
  const bool paced = (reply.status == 503 && reply.retry_after) || reply.status == 509;
  if (paced) return {failure::throttled, refusal::throttled, failure_scope::lane, meaning};
  return {failure::retryable, refusal::unavailable, failure_scope::hire, meaning};
}

verdict judge(operation asked, const graph_reply& reply, const error_body& body) {
  switch (reply.status) {
    case 400:
      return judge_bad_request(asked, body);
    case 401:
      return {failure::retryable, refusal::unauthorised, failure_scope::lane,
              "the token is refused; is the application still registered in this tenant?"};
    case 403:
      return {failure::permanent, refusal::forbidden, failure_scope::lane,
              "not allowed; grant the application permission that this needs"};
    case 404:
    case 410:
      return judge_absence(body);
    case 409:
      if (asked == operation::create_user) return user_rules.front().meaning;
      return {failure::retryable, refusal::rejected, failure_scope::hire,
              "another change is under way"};
    case 423:
      return {failure::retryable, refusal::unavailable, failure_scope::hire,
              "the object is locked"};
    case 429:
      return {failure::throttled, refusal::throttled, failure_scope::lane, "too many requests"};
    case 408:
      return judge_server_failure(asked, reply);
    default:
      if (reply.status >= 500) return judge_server_failure(asked, reply);
      if (reply.status >= 400) return rejected;
      return {failure::retryable, refusal::bad_answer, failure_scope::lane,
              "no answer of Graph's; is something else answering at this address?"};
  }
}

/// Reads the number behind `before`, if there is one.
std::optional<minutes> minutes_behind(std::string_view text, std::string_view before) {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + before.size());
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr int longest_pass = 43200;
  if (failed != std::errc() || value < 1 || value > longest_pass) return std::nullopt;
  return minutes{value};
}

std::string limits_in_words(const graph_reply& reply) {
  const auto limits = limits_told_by(reply);
  if (!limits || !limits->lifetime_min || !limits->lifetime_max) return {};
  return " (" + std::to_string(limits->lifetime_min->count()) + " to " +
         std::to_string(limits->lifetime_max->count()) + " minutes)";
}

}  // namespace

error classify(operation asked, const graph_reply& reply) {
  const error_body body = read_error_body(reply.body);
  const verdict meaning = judge(asked, reply, body);
  std::string what{to_string(asked)};
  what += ": " + std::to_string(reply.status);
  if (const auto code = presentable(body.code); !code.empty()) what.append(" ").append(code);
  what.append(": ").append(meaning.meaning);
  if (meaning.code == refusal::policy_lifetime) what += limits_in_words(reply);
  if (const auto id = presentable(reply.request_id); !id.empty()) {
    what.append(" (request-id ").append(id).append(")");
  }
  return {meaning.kind, meaning.scope, meaning.code, std::move(what), reply.retry_after};
}

bool says_already_member(const graph_reply& reply) {
  return reply.status == 400 && holds(read_error_body(reply.body).message, "already exist");
}

std::optional<learnt_limits> limits_told_by(const graph_reply& reply) {
  if (reply.status != 400) return std::nullopt;
  const std::string message = read_error_body(reply.body).message;
  learnt_limits limits;
  if (holds(message, "LifetimeInMinutes")) {
    limits.lifetime_min = minutes_behind(message, "between ");
    limits.lifetime_max = minutes_behind(message, " and ");
  }
  limits.one_time_only = holds(message, "IsUsableOnce") && holds(message, "not allow");
  if (limits == learnt_limits{}) return std::nullopt;
  return limits;
}

}  // namespace daypass::entra
