#pragma once
// What librdkafka's errors mean for us.

#include "rd.hpp"

#include "daypass/base/error.hpp"
#include "daypass/kafka/kafka_error.hpp"

#include <string_view>

namespace daypass::kafka {

/// Whether waiting can't heal it: a topic that isn't there, a permission, a wrong password.
[[nodiscard]] bool person_must_act(rd_kafka_resp_err_t code);

/// Whether the broker refuses this one message, however often it is sent.
[[nodiscard]] bool is_about_the_message(rd_kafka_resp_err_t code);

/// As an error of ours: retryable and of the lane, or permanent when it is about one message.
[[nodiscard]] error failure_of(rd_kafka_resp_err_t code, std::string_view where);

}  // namespace daypass::kafka
