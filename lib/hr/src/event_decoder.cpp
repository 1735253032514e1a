#include "daypass/hr/event_decoder.hpp"

#include "cloud_event.hpp"
#include "contract.hpp"
#include "digest.hpp"
#include "members.hpp"
#include "problem.hpp"

#include "daypass/calendar/parse.hpp"

#include <fmt/format.h>

#include <utility>

namespace daypass::hr {
namespace {

checked<std::int64_t> order_by_revision(const nlohmann::json& data, std::string_view data_place) {
  const auto revision = data.find("revision");
  if (revision == data.end()) {
    return refuse(decode_errc::revision_missing,
                  fmt::format("{}/revision: is missing, and events of this source are ordered by "
                              "it: send an integer that grows with each change",
                              data_place));
  }
  return revision->get<std::int64_t>();
}

checked<std::int64_t> order_by_time(const cloud_event& event, instant arrived_at) {
  constexpr hours ahead_max{24};
  if (!event.time) {
    return refuse(decode_errc::time_missing,
                  fmt::format("{}: is missing, and events of this source are ordered by it: send "
                              "when it happened (RFC 3339)",
                              event.time_place));
  }
  const auto happened_at = calendar::parse_timestamp(*event.time);
  if (!happened_at) {
    return refuse(decode_errc::time_malformed,
                  fmt::format("{}: {}", event.time_place, happened_at.error().code.message()));
  }
  if (*happened_at - arrived_at > ahead_max) {
    return refuse(decode_errc::time_in_future,
                  fmt::format("{}: is more than 24 hours ahead of the event's arrival: check the "
                              "clock and the offset of the sender",
                              event.time_place));
  }
  return happened_at->time_since_epoch().count();
}

}  // namespace

struct event_decoder::state {
  decoder_settings settings;
  const calendar::zone_database* zones;
  contract agreed;

  checked<hire_event> decode(cloud_event event, instant arrived_at);
};

checked<hire_event> event_decoder::state::decode(cloud_event event, instant arrived_at) {
  const auto source = settings.sources.find(event.id.source);
  if (source == settings.sources.end()) {
    return refuse(decode_errc::source_not_allowed,
                  "source: is not on the list of sources that may announce hires: have the "
                  "operators add it, or correct it");
  }
  const source_settings& rules = source->second;
  if (auto refused = agreed.refusal(event.kind, event.data, event.data_place)) {
    return std::unexpected(std::move(*refused));
  }
  auto hire_id = read_hire_id(rules.key, event.data, event.data_place);
  if (!hire_id) return std::unexpected(hire_id.error());
  const auto order = rules.order == event_order::revision
                         ? order_by_revision(event.data, event.data_place)
                         : order_by_time(event, arrived_at);
  if (!order) return std::unexpected(order.error());

  hire_event hire;
  hire.key = {rules.population, std::move(*hire_id)};
  hire.id = std::move(event.id);
  hire.kind = event.kind;
  hire.ordered_by = rules.order;
  hire.order = *order;
  hire.received_at = arrived_at;
  if (event.kind == event_kind::rescinded) {
    hire.reason = read_reason(event.data);
  } else {
    const auto current_zones = zones->snapshot();
    auto changes =
        read_changes(event.kind, rules.key, event.data, event.data_place, *current_zones);
    if (!changes) return std::unexpected(changes.error());
    hire.changes = std::move(*changes);
  }
  hire.digest = digest_of(hire);
  return hire;
}

event_decoder::event_decoder(decoder_settings settings, const calendar::zone_database& zones)
    : state_(std::make_unique<state>(std::move(settings), &zones)) {}
event_decoder::~event_decoder() = default;

decoded event_decoder::decode(const raw_event& record) {
  auto read = read_cloud_event(record);
  if (!read) return std::move(read.error());
  if (!*read) return passed_over{};
  auto hire = state_->decode(std::move(**read), record.received_at);
  if (!hire) return std::move(hire.error());
  return std::move(*hire);
}

}  // namespace daypass::hr
