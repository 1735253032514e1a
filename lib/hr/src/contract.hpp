#pragma once
// The schemas of config/schemas, compiled once, and what their refusals mean.

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace daypass::hr {

class contract {
 public:
  contract();
  ~contract();
  contract(const contract&) = delete;
  contract& operator=(const contract&) = delete;

  /// What is wrong with the data of an event of that kind, if anything. `data_place` is the JSON
  /// pointer of the data. Its texts are within bounded_json's limits. One call at a time.
  [[nodiscard]] std::optional<unusable> refusal(event_kind kind, const nlohmann::json& data,
                                                std::string_view data_place);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace daypass::hr
