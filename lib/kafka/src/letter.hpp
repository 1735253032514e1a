#pragma once
// A quarantined record as a message.

#include "rd.hpp"

#include "daypass/ports/state_store.hpp"

#include <string>

namespace daypass::kafka {

/// Queues one copy, with `opaque` for its delivery report. The bytes are copied.
[[nodiscard]] rd_kafka_resp_err_t produce_letter(rd_kafka_t* client, const std::string& topic,
                                                 const quarantined_event& event, void* opaque);

}  // namespace daypass::kafka
