#include "meaning.hpp"

#include "version.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/calendar/format.hpp"
#include "daypass/calendar/parse.hpp"
#include "daypass/calendar/zone_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace daypass {
namespace {

std::unexpected<obstacle> blocked(reason why, std::string what) {
  return std::unexpected(obstacle{why, std::move(what)});
}

local_resolution to_domain(calendar::resolution how) {
  switch (how) {
    case calendar::resolution::plain:
      return local_resolution::plain;
    case calendar::resolution::shifted_forward:
      return local_resolution::shifted_forward;
    case calendar::resolution::earlier_of_two:
      return local_resolution::earlier_of_two;
  }
  return local_resolution::plain;
}

std::string text_of(const wanted& wants, field which) {
  return std::string(wants.text(which));
}

}  // namespace

meaning::meaning(const config::settings& settings, std::vector<std::string> recipients,
                 std::shared_ptr<const calendar::zone_snapshot> zones, address_book managers,
                 std::string_view configured)
    : profiles_(settings.profiles),
      default_profile_(settings.default_profile),
      sites_(settings.sites),
      upn_rules_{.domains = settings.graph.domains},
      recipients_(std::move(recipients)),
      managers_served_(!settings.sealed.managers.empty()),
      managers_(std::move(managers)),
      zones_(std::move(zones)) {
  std::ranges::copy(settings.graph.reserved_names, std::back_inserter(upn_rules_.reserved));
  std::ranges::sort(recipients_);
  basis_ = digest_of(configured);
}

std::string meaning::digest_of(std::string_view configured) const {
  // CBOR takes any bytes: an address in a certificate, a comment in the file.
  const nlohmann::json parts = {version, zones_->digest(), recipients_, managers_, configured};
  const std::vector<std::uint8_t> bytes = nlohmann::json::to_cbor(parts);
  std::array<unsigned char, 32> digest{};
  DAYPASS_ASSERT(
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

derived meaning::interpret(const hire_key& key, const wanted& wants) const {
  derived facts{.profile_name = "",
                .when = blocked(reason::none, ""),
                .who = blocked(reason::none, ""),
                .manager = text_of(wants, field::manager_employee_id)};
  if (facts.manager.empty()) facts.manager = text_of(wants, field::manager_email);
  const auto named = profile_named(wants);
  hand_over_in(named ? profiles_.at(*named).store : std::string(), wants, facts);
  if (!named) {
    facts.when = std::unexpected(named.error());
    facts.who = std::unexpected(named.error());
    return facts;
  }
  const profile& how = profiles_.at(*named);
  facts.profile_name = *named;
  facts.when = place(wants, how);
  facts.who = name(wants, key, how);
  if (facts.who && facts.when) facts.who->hire_date = facts.when->activation_at;
  return facts;
}

/// Who reads in a store that seals nothing is that store's to say. Its name among the recipients
/// makes a pass that lies elsewhere another one (design 5.4).
void meaning::hand_over_in(const std::string& store, const wanted& wants, derived& facts) const {
  if (!store.empty()) {
    facts.recipients = {"store " + store};
    return;
  }
  facts.recipients = recipients_;
  add_manager(wants, facts);
}

/// Whether the address belongs to an enabled member is for the directory to say (design 5.7).
void meaning::add_manager(const wanted& wants, derived& facts) const {
  if (!managers_served_) return;
  facts.manager_address = text_of(wants, field::manager_email);
  for (char& letter : facts.manager_address) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  const auto found = managers_.find(facts.manager_address);
  if (found != managers_.end()) facts.manager_certificates = found->second;
}

std::string meaning::local_text(instant at, const std::string& zone) const {
  auto text = calendar::format_local(*zones_, zone, at);
  return text ? *text : calendar::format_timestamp(at);
}

std::expected<std::string, obstacle> meaning::profile_named(const wanted& wants) const {
  const auto& asked = wants.value(field::profile);
  if (!asked) return default_profile_;
  const auto found = profiles_.find(*asked);
  if (found == profiles_.end()) {
    return blocked(reason::profile_unknown, "the profile that the event names isn't configured");
  }
  if (!found->second.nameable_by_event) {
    return blocked(reason::profile_unknown, "events may not name this profile");
  }
  return *asked;
}

std::expected<calendar::zone_name, obstacle> meaning::zone_of(const wanted& wants) const {
  const std::string_view given = wants.text(field::place);
  constexpr std::string_view site_prefix = "site:";
  constexpr std::string_view zone_prefix = "zone:";
  std::string zone;
  if (given.starts_with(site_prefix)) {
    const auto site = sites_.find(std::string(given.substr(site_prefix.size())));
    if (site == sites_.end()) {
      return blocked(reason::place_unknown, "the site isn't in the configuration's [sites]");
    }
    zone = site->second;
  } else if (given.starts_with(zone_prefix)) {
    zone = given.substr(zone_prefix.size());
  }
  auto resolved = calendar::resolve_zone(*zones_, zone, wants.text(field::country));
  if (!resolved) return blocked(reason::place_unknown, resolved.error().what);
  return *resolved;
}

std::expected<appointment, obstacle> meaning::place(const wanted& wants, const profile& how) const {
  auto date = calendar::parse_date(wants.text(field::start_date));
  if (!date) return blocked(reason::start_implausible, date.error().what);
  appointment when;
  when.date = *date;
  when.time_of_day = how.local_start;
  if (const auto& hour = wants.value(field::start_time)) {
    auto parsed = calendar::parse_time_of_day(*hour);
    if (!parsed) return blocked(reason::start_implausible, parsed.error().what);
    when.time_of_day = *parsed;
  }
  auto zone = zone_of(wants);
  if (!zone) return std::unexpected(zone.error());
  when.zone = zone->id;
  when.fixed_offset = zone->fixed_offset;
  when.tz_version = zones_->version();
  auto resolved = zones_->to_instant(when.zone, {when.date, when.time_of_day});
  if (!resolved) return blocked(reason::place_unknown, resolved.error().what);
  when.activation_at = resolved->at;
  when.how = to_domain(resolved->how);
  return when;
}

std::expected<member_attributes, obstacle> meaning::name(const wanted& wants, const hire_key& key,
                                                         const profile& how) const {
  const auto& given = wants.value(field::user_principal_name);
  const entra::upn_parts from{.given_name = text_of(wants, field::given_name),
                              .surname = text_of(wants, field::surname),
                              .hire_id = key.hire_id,
                              .employee_id = text_of(wants, field::employee_id),
                              .domain = how.upn_domain};
  auto made = given ? entra::check_upn(*given, upn_rules_)
                    : entra::make_upn(how.upn_template, from, upn_rules_);
  if (!made) return blocked(reason::upn_invalid, made.error().what);
  member_attributes who;
  who.user_principal_name = made->user_principal_name;
  who.mail_nickname = made->mail_nickname;
  who.given_name = from.given_name;
  who.surname = from.surname;
  who.display_name = text_of(wants, field::display_name);
  if (who.display_name.empty()) who.display_name = from.given_name + " " + from.surname;
  who.employee_id = from.employee_id;
  who.employee_type = text_of(wants, field::employee_type);
  who.department = text_of(wants, field::department);
  who.job_title = text_of(wants, field::job_title);
  who.company_name = text_of(wants, field::company_name);
  who.country = text_of(wants, field::country);
  who.usage_location = text_of(wants, field::usage_location);
  if (who.usage_location.empty()) who.usage_location = how.usage_location;
  return who;
}

}  // namespace daypass
