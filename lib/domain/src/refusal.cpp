#include "daypass/domain/refusal.hpp"

#include <string>

namespace daypass {
namespace {

std::string name_of(refusal code) {
  switch (code) {
    case refusal::unavailable:
      return "unavailable";
    case refusal::throttled:
      return "throttled";
    case refusal::not_found:
      return "not_found";
    case refusal::conflict:
      return "conflict";
    case refusal::invalid_reference:
      return "invalid_reference";
    case refusal::upn_invalid:
      return "upn_invalid";
    case refusal::policy_lifetime:
      return "policy_lifetime";
    case refusal::policy_one_time:
      return "policy_one_time";
    case refusal::policy_scope:
      return "policy_scope";
    case refusal::guest:
      return "guest";
    case refusal::pass_exists:
      return "pass_exists";
    case refusal::forbidden:
      return "forbidden";
    case refusal::unauthorised:
      return "unauthorised";
    case refusal::rejected:
      return "rejected";
    case refusal::bad_answer:
      return "bad_answer";
    case refusal::store_refused:
      return "store_refused";
    case refusal::no_answer:
      return "no_answer";
    case refusal::given_up:
      return "given_up";
  }
  return "refusal " + std::to_string(static_cast<int>(code));
}

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "daypass.refusal"; }
  [[nodiscard]] std::string message(int code) const override {
    return name_of(static_cast<refusal>(code));
  }
};

}  // namespace

const std::error_category& refusal_category() {
  static const category instance;
  return instance;
}

}  // namespace daypass
