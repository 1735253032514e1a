#pragma once
// What tests of the secret-store port share: calls with a label of their own, and what they leave.

#include "contract/secrets/secrets_harness.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::contract {

class secrets_test : public testing::TestWithParam<named_harness> {
 protected:
  secrets_test() : harness_(GetParam().make()) { EXPECT_TRUE(initialise_secret_memory(1U << 20U)); }

  static call_options options(bool urgent = false) {
    return {.deadline = std::chrono::steady_clock::time_point::max(), .urgent = urgent};
  }

  static secret_label label_for(const std::string& user) {
    secret_label label;
    label.key = {"main", "E1"};
    label.user_principal_name = user;
    return label;
  }

  result<void> publish(const std::string& name, const std::string& code,
                       const std::string& user = "ada@contoso.example") {
    return publish_to({harness_->recipient()}, name, code, user);
  }

  result<void> publish_to(std::vector<std::string> recipients, const std::string& name,
                          const std::string& code, const std::string& user) {
    auto secret = secret_text::copy_of(code);
    EXPECT_TRUE(secret);
    return harness_->run(harness_->store().publish(secret_name(name), label_for(user),
                                                   std::move(recipients), &*secret, options()));
  }

  result<void> relabel(const std::string& name, const std::string& user) {
    return harness_->run(harness_->store().relabel(secret_name(name), label_for(user), options()));
  }

  result<void> withdraw(const std::string& name, bool urgent = true) {
    return harness_->run(harness_->store().withdraw(secret_name(name), options(urgent)));
  }

  std::optional<std::string> code_of(const std::string& name) { return harness_->read_code(name); }
  std::optional<std::string> label_of(const std::string& name) {
    return harness_->read_label(name);
  }

  std::unique_ptr<secrets_harness> harness_;
};

[[nodiscard]] inline std::string name_of(const testing::TestParamInfo<named_harness>& info) {
  return info.param.name;
}

}  // namespace daypass::contract
