#pragma once
// librdkafka's error codes as std::error_code.

#include <system_error>

namespace daypass::kafka {

/// The category of librdkafka's codes (rd_kafka_resp_err_t), named "kafka"; message() gives its
/// words for them.
[[nodiscard]] const std::error_category& kafka_category() noexcept;

}  // namespace daypass::kafka
