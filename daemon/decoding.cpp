#include "decoding.hpp"

#include "daypass/hr/event_decoder.hpp"
#include "daypass/hr/large_value.hpp"

namespace daypass {
namespace {

hr::hire_id_member to_hr(config::source_key key) {
  switch (key) {
    case config::source_key::hire_or_employee_id:
      return hr::hire_id_member::hire_id_or_employee_id;
    case config::source_key::hire_id:
      return hr::hire_id_member::hire_id;
    case config::source_key::employee_id:
      return hr::hire_id_member::employee_id;
  }
  return hr::hire_id_member::hire_id_or_employee_id;
}

hr::decoder_settings to_hr(const config::settings& settings) {
  hr::decoder_settings decoder;
  for (const auto& [name, source] : settings.sources) {
    decoder.sources.emplace(
        name, hr::source_settings{source.population, source.order, to_hr(source.key)});
  }
  return decoder;
}

quarantined_event quarantined(raw_event raw, hr::unusable wrong) {
  quarantined_event made{.code = std::string(to_string(wrong.code)),
                         .what = std::move(wrong.what),
                         .at = raw.received_at};
  if (raw.value) made.full_digest = hr::cut_large_value(*raw.value);
  made.raw = std::move(raw);
  return made;
}

class decoding final : public event_decoder {
 public:
  decoding(const config::settings& settings, const calendar::zone_database& zones)
      : decoder_(to_hr(settings), zones) {}

  [[nodiscard]] intake_item decode(raw_event raw, const std::string& cluster) const override {
    intake_item item{.after = {raw.partition, raw.offset + 1, cluster}};
    hr::decoded said = decoder_.decode(raw);
    if (auto* event = std::get_if<hire_event>(&said)) {
      item.event = std::move(*event);
      item.origin = std::move(raw);
    } else if (auto* wrong = std::get_if<hr::unusable>(&said)) {
      item.quarantine = quarantined(std::move(raw), std::move(*wrong));
    }
    return item;
  }

 private:
  mutable hr::event_decoder decoder_;  // Keeps a cache; only the io_context's thread calls it.
};

}  // namespace

std::shared_ptr<const event_decoder> make_event_decoder(const config::settings& settings,
                                                        const calendar::zone_database& zones) {
  return std::make_shared<decoding>(settings, zones);
}

}  // namespace daypass
