#pragma once
// The table of bad configurations.

#include "daypass/config/load.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace daypass::config {

struct bad_configuration {
  std::string name;
  config_errc code{};  ///< Of the first problem.
  std::string text;
  std::string expected;                        ///< Every problem, one a line.
  std::function<surroundings()> machine = {};  ///< Where all is not as it should be.

  friend void PrintTo(const bad_configuration& one, std::ostream* to) { *to << one.name; }
};

[[nodiscard]] std::vector<bad_configuration> shape_cases();
[[nodiscard]] std::vector<bad_configuration> value_cases();
[[nodiscard]] std::vector<bad_configuration> rule_cases();
[[nodiscard]] std::vector<bad_configuration> sign_in_cases();
[[nodiscard]] std::vector<bad_configuration> store_cases();

[[nodiscard]] inline std::vector<bad_configuration> joined(
    std::initializer_list<std::vector<bad_configuration>> parts) {
  std::vector<bad_configuration> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

[[nodiscard]] inline std::vector<bad_configuration> bad_configurations() {
  return joined({shape_cases(), value_cases(), rule_cases(), sign_in_cases(), store_cases()});
}

}  // namespace daypass::config
