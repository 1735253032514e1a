#pragma once
// hr's decoder behind the port: an event, a quarantine row, or a position alone.

#include "daypass/calendar/zone_database.hpp"
#include "daypass/config/settings.hpp"
#include "daypass/ports/event_decoder.hpp"

#include <memory>

namespace daypass {

/// `zones` outlives the decoder. On the io_context's thread.
[[nodiscard]] std::shared_ptr<const event_decoder> make_event_decoder(
    const config::settings& settings, const calendar::zone_database& zones);

}  // namespace daypass
