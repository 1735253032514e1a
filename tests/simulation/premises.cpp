#include "simulation/premises.hpp"

#include "decoding.hpp"
#include "simulation/openssl_chance.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/config/load.hpp"

#include <cstdio>

namespace daypass::simulation {
namespace {

constexpr std::string_view common = R"(default_profile = "standard"
[kafka]
brokers = ["localhost:9092"]
topics = ["hires"]
dead_letter_topic = "hires-dead"
[sources."/hr"]
[sources."/hr/timed"]
order = "time"
[graph]
tenant_id = "3f1c7c2e-5a0b-4d52-9a4e-6a4d2d1c0b11"
client_id = "8b7f1a90-2c4d-4e6f-8a1b-3c5d7e9f0a1b"
client_secret = "file:/run/secret"
domains = ["sim.example"]
)";
constexpr std::string_view rest = R"([sealed]
recipients = ["/etc/daypass/it.pem"]
signing_key = "file:/run/key"
signing_certificate = "/etc/daypass/signer.pem"
[profiles.standard]
upn_domain = "sim.example"
)";

/// What the configurations have beside what is common: in [graph], and of the profile.
constexpr std::array<std::array<std::string_view, 2>, configuration_count> differences = {{
    {"", ""},
    {"", "one_time = true\n"},
    {"batch_max = 20\n", "local_start = \"09:30\"\nissue_ahead = \"12h\"\n"},
    {"", "foreign_pass = \"replace\"\nlifetime = \"2h\"\n"},
    {"batch_max = 4\n", "issue_ahead = \"4d\"\n"},
}};

configured make_configuration(const std::array<std::string_view, 2>& different,
                              const calendar::zone_database& zones) {
  configured made;
  made.text = std::string(common) + std::string(different[0]) + std::string(rest) +
              std::string(different[1]);
  const config::loaded read = config::load_text(made.text, "simulated.toml", *zones.snapshot());
  for (const config::problem& one : read.problems) {
    std::fprintf(stderr, "%s\n", to_string(one).c_str());
  }
  DAYPASS_ASSERT(read.usable());
  made.settings = read.values;
  made.decoder = make_event_decoder(made.settings, zones);
  return made;
}

}  // namespace

std::unique_ptr<premises>& premises::place() {
  static std::unique_ptr<premises> all;
  return all;
}

premises& premises::here() {
  if (!place()) {
    seed_openssl(0);  // The same keys everywhere.
    place().reset(new premises);
  }
  return *place();
}

void premises::leave() {
  place().reset();
}

premises::premises()
    : zones_(scratch_.path()),
      recipient_(support::make_credential("P-256")),
      signer_(support::make_credential("P-256")) {
  constexpr std::size_t secret_bytes = 1U << 20U;
  DAYPASS_ASSERT(initialise_secret_memory(secret_bytes).has_value());
  auto opened = calendar::zone_database::open(zones_.folder());
  DAYPASS_ASSERT(opened.has_value());
  database_ = std::move(*opened);
  auto key = secret_text::copy_of(signer_.key_pem);
  DAYPASS_ASSERT(key.has_value());
  auto loaded = vault::sealer::load(
      {.recipients = {scratch_.write("recipient.pem", recipient_.certificate_pem)},
       .managers = {},
       .signing_key = std::move(*key),
       .signing_certificate = scratch_.write("signer.pem", signer_.certificate_pem),
       .now = std::chrono::sys_days(std::chrono::year{2026} / 1 / 1)});
  DAYPASS_ASSERT(loaded.has_value());
  sealer_ = std::make_shared<vault::sealer>(std::move(*loaded));
  opener_ = std::make_unique<support::sealed_opener>(recipient_, signer_);
  for (const auto& one : differences) {
    configurations_.push_back(make_configuration(one, *database_));
  }
}

}  // namespace daypass::simulation
