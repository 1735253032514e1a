#pragma once
// Settings of a librdkafka client.

#include "rd.hpp"

#include "daypass/base/error.hpp"
#include "daypass/kafka/kafka_settings.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace daypass::kafka {

using property = std::pair<const char*, std::string>;

/// The connection's settings, then `needed`, which win. Fails with librdkafka's words.
[[nodiscard]] result<rd_conf> make_conf(const connection_settings& connection,
                                        std::initializer_list<property> needed);

/// A client of these settings. Fails as make_conf, or when librdkafka can't start its threads.
[[nodiscard]] result<rd_client> make_client(rd_kafka_type_t type, rd_conf conf);

}  // namespace daypass::kafka
