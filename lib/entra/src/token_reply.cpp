#include "daypass/entra/token_reply.hpp"

#include "ascii.hpp"
#include "error_body.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/json_view.hpp"
#include "daypass/net/http_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <string>
#include <utility>

namespace daypass::entra {
namespace {

struct cure {
  long number;
  std::string_view text;
};

constexpr std::array cures{
    cure{7000215, "the client secret is wrong; the secret's value is wanted, not its id"},
    cure{7000222, "the client secret has expired; make a new one in the app registration"},
    cure{700016, "the application is not in this tenant; check client id and tenant"},
    cure{700027, "the certificate is not registered with the application; upload it there"},
    cure{1000502, "the certificate has expired; register its successor"},
    cure{700024, "the assertion is not valid now; set this machine's clock"},
    cure{700021, "the assertion is another application's; check the client id"},
    cure{700023, "the assertion is for another tenant or cloud; check tenant and cloud"},
    cure{50048, "the assertion is another application's; check the client id"},
    cure{50013, "the assertion's signature is wrong; check that its issuer's keys are published"},
    cure{50027, "the assertion is no signed token; check what is in its file"},
    cure{70021, "no federated credential of the application fits; compare issuer and subject"},
    cure{700211, "no federated credential has the token's issuer; compare it with the cluster's"},
    cure{700212,
         "no federated credential has the token's audience; it is "
         "api://AzureADTokenExchange"},
    cure{700213,
         "no federated credential has the token's subject; compare service account and "
         "namespace"},
    cure{700025,
         "the application is a public client; allow no public client flows in its "
         "registration"},
    cure{90002, "the tenant does not exist in this cloud; check tenant and cloud"},
    cure{900023, "the tenant is neither an id nor a domain name; check the tenant"},
    cure{900382, "the application is in another cloud; check the cloud"},
    cure{70011, "the scope is invalid; check the address that the token is for"},
    cure{500011, "what the token is for is not known in this tenant; check its address"},
    cure{7000112, "the application is disabled; enable its enterprise application"},
    cure{7000218, "no client secret was sent; check the configured secret"},
    cure{53003, "Conditional Access blocks the application; exclude it or its address"},
    cure{530036, "Conditional Access for workload identities blocks the application"},
    cure{50196, "too many sign-ins in a short time; this ends by itself"},
    cure{90033, "a passing failure of the sign-in service; this ends by itself"},
};

long first_number(const json_view& whole) {
  std::int64_t number = 0;
  whole.member("error_codes").for_each([&number](const json_view& code) {
    if (number == 0) number = code.integer().value_or(0);
  });
  if (number != 0) return static_cast<long>(number);
  // Without the list, the description begins with it: "AADSTS7000215: ...".
  constexpr std::string_view prefix = "AADSTS";
  const std::string description = whole.member("error_description").text();
  if (description.starts_with(prefix)) {
    const char* from = description.data() + prefix.size();
    std::from_chars(from, description.data() + description.size(), number);
  }
  return static_cast<long>(number);
}

/// The first clue to a wrong clock is an assertion that is not valid now.
std::string clock_clue(long number, const std::optional<duration>& behind) {
  constexpr long out_of_time = 700024;
  if (number != out_of_time || !behind) return {};
  const auto off = std::chrono::duration_cast<seconds>(*behind).count();
  return " (by the answer it is " + std::to_string(std::abs(off)) + " s " +
         (off < 0 ? "fast" : "slow") + ")";
}

error refused(int status, const json_view& whole, const reply_facts& facts) {
  const std::string code = whole.member("error").text();
  const long number = first_number(whole);
  std::string what = "sign-in: " + std::to_string(status);
  if (const auto word = presentable(code); !word.empty()) what.append(" ").append(word);
  if (number != 0) what += " AADSTS" + std::to_string(number);
  if (const auto text = cure_for_sign_in_error(number); !text.empty()) {
    what.append(": ").append(text).append(clock_clue(number, facts.clock_behind));
  }
  error made{failure::retryable, failure_scope::lane, refusal::unavailable, std::move(what),
             facts.retry_after};
  if (status == 429) {
    made.kind = failure::throttled;
    made.code = refusal::throttled;
  } else if (status >= 400 && status < 500 && status != 408 && code != "temporarily_unavailable") {
    made.kind = failure::permanent;
    made.code = refusal::unauthorised;
  }
  return made;
}

std::unexpected<error> unreadable() {
  return fail(failure::retryable, refusal::bad_answer,
              "sign-in: the answer holds no token; check the authority's address",
              failure_scope::lane);
}

/// A whole number, also one that is written as a text.
std::optional<std::int64_t> lenient_integer(const json_view& from) {
  if (const auto number = from.integer()) return number;
  const std::string text = from.text();
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

result<fresh_token> take_token(const json_view& whole, std::optional<std::int64_t> lifetime_s) {
  const bool bearer = net::equal_ignoring_case(whole.member("token_type").text(), "Bearer");
  const json_view token = whole.member("access_token");
  if (!bearer || !token.is_text() || !lifetime_s || *lifetime_s <= 0) return unreadable();
  auto text = token.secret();
  if (!text) {
    text.error().scope = failure_scope::lane;
    text.error().code = refusal::bad_answer;
    return std::unexpected(text.error());
  }
  constexpr std::int64_t longest_s = 2 * 24 * 3600;
  return fresh_token{std::make_shared<const secret_text>(std::move(*text)),
                     seconds{std::min(*lifetime_s, longest_s)}};
}

std::string_view identity_cure(int status, const json_view& whole) {
  const bool unknown = holds(whole.member("error_description").text(), "identity not found") ||
                       holds(whole.member("message").text(), "identity found");
  if (status == 400 && unknown) {
    return "no such identity is assigned to this machine; assign one, or check the client id";
  }
  if (status == 401) return "the identity header is not the platform's; start anew under it";
  if (status == 404 || status == 410) return "no identity endpoint, or it is not ready yet";
  return {};
}

}  // namespace

std::string_view cure_for_sign_in_error(long number) {
  const auto* known = std::ranges::find(cures, number, &cure::number);
  return known == cures.end() ? std::string_view() : known->text;
}

result<fresh_token> read_token_reply(int status, std::string_view body, const reply_facts& facts) {
  const auto whole = json_view::parse(body);
  if (status < 200 || status > 299) {
    return std::unexpected(refused(status, whole.value_or(json_view()), facts));
  }
  if (!whole) return unreadable();
  return take_token(*whole, whole->member("expires_in").integer());
}

result<fresh_token> read_identity_reply(int status, std::string_view body,
                                        std::optional<duration> retry_after, instant now) {
  const auto whole = json_view::parse(body);
  if (status < 200 || status > 299) {
    const json_view said = whole.value_or(json_view());
    error made = refused(status, said, {.retry_after = retry_after});
    if (const auto cure = identity_cure(status, said); !cure.empty()) {
      made.what.append(": ").append(cure);
    }
    if (status == 404 || status == 410) {
      made.kind = failure::retryable;
      made.code = refusal::unavailable;
    }
    return std::unexpected(std::move(made));
  }
  if (!whole) return unreadable();
  auto lifetime_s = lenient_integer(whole->member("expires_in"));
  if (const auto until = lenient_integer(whole->member("expires_on")); !lifetime_s && until) {
    lifetime_s = *until - std::chrono::floor<seconds>(now).time_since_epoch().count();
  }
  return take_token(*whole, lifetime_s);
}

}  // namespace daypass::entra
