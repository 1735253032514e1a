#include "daypass/entra/token_reply.hpp"

#include "error_body.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/json_view.hpp"
#include "daypass/net/http_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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
    cure{700027, "the certificate is not registered with the application"},
    cure{700024, "the assertion is not valid now; set this machine's clock"},
    cure{90002, "the tenant does not exist in this cloud; check tenant and authority"},
    cure{900023, "the tenant is neither an id nor a domain name; check the tenant"},
    cure{70011, "the scope is invalid; check the Graph address, which makes the scope"},
    cure{500011, "Graph is not known in this tenant; check the Graph address"},
    cure{7000112, "the application is disabled; enable its enterprise application"},
    cure{7000218, "no client secret was sent; check the configured secret"},
    cure{53003, "Conditional Access blocks the application; exclude it or its address"},
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

error refused(int status, const json_view& whole, std::optional<duration> retry_after) {
  const std::string code = whole.member("error").text();
  const long number = first_number(whole);
  std::string what = "sign-in: " + std::to_string(status);
  if (const auto word = presentable(code); !word.empty()) what.append(" ").append(word);
  if (number != 0) what += " AADSTS" + std::to_string(number);
  if (const auto text = cure_for_sign_in_error(number); !text.empty()) {
    what.append(": ").append(text);
  }
  error made{failure::retryable, failure_scope::lane, refusal::unavailable, std::move(what),
             retry_after};
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

}  // namespace

std::string_view cure_for_sign_in_error(long number) {
  const auto* known = std::ranges::find(cures, number, &cure::number);
  return known == cures.end() ? std::string_view() : known->text;
}

result<fresh_token> read_token_reply(int status, std::string_view body,
                                     std::optional<duration> retry_after) {
  const auto whole = json_view::parse(body);
  if (status < 200 || status > 299) {
    return std::unexpected(refused(status, whole.value_or(json_view()), retry_after));
  }
  if (!whole) return unreadable();
  const auto lifetime = whole->member("expires_in").integer();
  const bool bearer = net::equal_ignoring_case(whole->member("token_type").text(), "Bearer");
  const json_view token = whole->member("access_token");
  if (!bearer || !token.is_text() || !lifetime || *lifetime <= 0) return unreadable();
  auto text = token.secret();
  if (!text) {
    text.error().scope = failure_scope::lane;
    text.error().code = refusal::bad_answer;
    return std::unexpected(text.error());
  }
  constexpr std::int64_t longest_s = 2 * 24 * 3600;
  return fresh_token{std::make_shared<const secret_text>(std::move(*text)),
                     seconds{std::min(*lifetime, longest_s)}};
}

}  // namespace daypass::entra
