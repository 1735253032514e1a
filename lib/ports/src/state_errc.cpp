#include "daypass/ports/state_store.hpp"

#include <string>

namespace daypass {
namespace {

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "daypass.state"; }
  [[nodiscard]] std::string message(int code) const override {
    switch (static_cast<state_errc>(code)) {
      case state_errc::busy:
        return "busy";
      case state_errc::lease_lost:
        return "lease_lost";
      case state_errc::not_found:
        return "not_found";
      case state_errc::name_taken:
        return "name_taken";
      case state_errc::full:
        return "full";
      case state_errc::refused:
        return "refused";
      case state_errc::io:
        return "io";
    }
    return "state_errc " + std::to_string(code);
  }
};

}  // namespace

const std::error_category& state_category() {
  static const category instance;
  return instance;
}

}  // namespace daypass
