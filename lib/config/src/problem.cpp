#include "daypass/config/problem.hpp"

#include <fmt/format.h>

#include <array>

namespace daypass::config {
namespace {

constexpr std::array<std::string_view, config_errc_count> names = {"file_unreadable",
                                                                   "file_too_large",
                                                                   "not_text",
                                                                   "too_deep",
                                                                   "syntax",
                                                                   "duplicate_key",
                                                                   "unknown_key",
                                                                   "missing",
                                                                   "wrong_type",
                                                                   "empty",
                                                                   "too_long",
                                                                   "out_of_range",
                                                                   "malformed_duration",
                                                                   "malformed_hour",
                                                                   "malformed_address",
                                                                   "malformed_id",
                                                                   "malformed_name",
                                                                   "malformed_path",
                                                                   "malformed_mode",
                                                                   "malformed_domain",
                                                                   "malformed_country",
                                                                   "malformed_template",
                                                                   "unknown_choice",
                                                                   "listed_twice",
                                                                   "literal_secret",
                                                                   "malformed_reference",
                                                                   "undefined_profile",
                                                                   "domain_not_allowed",
                                                                   "adoption_by_event",
                                                                   "unknown_zone",
                                                                   "contradiction",
                                                                   "no_such_file",
                                                                   "no_access",
                                                                   "wrong_kind",
                                                                   "unknown_group",
                                                                   "secret_absent",
                                                                   "secret_unfit",
                                                                   "secret_exposed",
                                                                   "lane_too_narrow",
                                                                   "unfit_certificate"};

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "config"; }
  [[nodiscard]] std::string message(int code) const override {
    return std::string(to_string(static_cast<config_errc>(code)));
  }
};

}  // namespace

std::string_view to_string(config_errc code) {
  const auto index = static_cast<std::size_t>(code);
  return index == 0 || index > names.size() ? "unknown" : names[index - 1];
}

const std::error_category& config_category() noexcept {
  static const category only;
  return only;
}

std::error_code make_error_code(config_errc code) noexcept {
  return {static_cast<int>(code), config_category()};
}

std::string to_string(const problem& found) {
  const std::string at =
      found.at.line == 0 ? "" : fmt::format(":{}:{}", found.at.line, found.at.column);
  return fmt::format("{}{}: {}: {}: {}", found.file, at, found.is_warning() ? "warning" : "error",
                     found.what, found.cure);
}

}  // namespace daypass::config
