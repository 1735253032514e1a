#include "configuration.hpp"

#include "connections.hpp"
#include "readiness.hpp"
#include "sign_in.hpp"
#include "stores.hpp"

#include "daypass/base/secret_text.hpp"
#include "daypass/calendar/format.hpp"
#include "daypass/config/secret_reference.hpp"
#include "daypass/entra/upn.hpp"
#include "daypass/store/state_reader.hpp"
#include "daypass/vault/sealed_files.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace daypass {
namespace {

using config::config_errc;

void check_templates(config::loaded& into) {
  for (const auto& [name, how] : into.values.profiles) {
    const auto usable = entra::check_upn_template(how.upn_template);
    if (usable) continue;
    const std::string setting = "profiles." + name + ".upn_template";
    into.add(config_errc::malformed_template, setting, "can't give a name", usable.error().what);
  }
}

/// Those that passes can be sealed to; the others are problems.
std::vector<vault::recipient> check_recipients(config::loaded& into, instant now) {
  constexpr auto setting = "sealed.recipients";
  std::vector<vault::recipient> usable;
  auto read = vault::load_recipients(into.values.sealed.recipients, now);
  if (!read) {
    into.add(config_errc::no_access, setting, "can't be read", read.error().what);
    return usable;
  }
  for (vault::recipient& one : *read) {
    if (one.usable()) {
      usable.push_back(std::move(one));
    } else {
      into.add(config_errc::unfit_certificate, setting,
               "(" + one.file.string() + ") can't be a recipient", one.obstacle);
    }
  }
  if (usable.empty()) {
    into.add(config_errc::empty, setting, "holds no usable certificate",
             "put the certificate of at least one who hands passes over there");
  }
  return usable;
}

void check_signing(config::loaded& into) {
  const config::sealed_settings& sealed = into.values.sealed;
  const auto key = config::read_secret(sealed.signing_key, config::this_machine());
  // A key that can't be read was reported by check_surroundings.
  if (!key) return;
  const auto fits = vault::check_signer(*key, sealed.signing_certificate);
  if (fits) return;
  into.add(config_errc::contradiction, "sealed.signing_certificate",
           "doesn't make a signer with sealed.signing_key", fits.error().what);
}

/// Asks the state, when there is one that may be read.
void check_busiest_day(config::loaded& into, instant now) {
  auto state = store::open_state_reader(into.values.state.path);
  if (!state) return;
  const auto totals = (*state)->totals(now);
  if (!totals) return;
  const entra::lane_limit limit = graph_settings_of(into.values).methods;
  const double pace = limit.requests / std::chrono::duration<double>(limit.per).count();
  const auto found = day_too_busy(totals->busiest_day, pace);
  if (!found) return;
  into.add(config_errc::lane_too_narrow, "graph.methods_per_second",
           fmt::format("has room for {} passes a day, and {:%F} has {} hires", found->room,
                       found->what.day, found->what.hires),
           "raise issue_ahead in good time, or this where the tenant allows more");
}

}  // namespace

result<std::unique_ptr<calendar::zone_database>> open_zones() {
  const char* folder = std::getenv("TZDIR");
  return folder == nullptr ? calendar::zone_database::open()
                           : calendar::zone_database::open(folder);
}

configuration load_configuration(const std::filesystem::path& file,
                                 const calendar::zone_snapshot& zones, instant now) {
  configuration made{.loaded = config::load_file(file, zones)};
  config::loaded& loaded = made.loaded;
  const std::size_t room = loaded.usable() ? loaded.values.process.secret_memory_kib
                                           : config::process_settings{}.secret_memory_kib;
  if (const auto locked = initialise_secret_memory(room * 1024); !locked) {
    loaded.add(config_errc::out_of_range, "process.secret_memory_kib",
               fmt::format("is {}, and so much can't be locked", room),
               "raise RLIMIT_MEMLOCK (LimitMEMLOCK= in the unit, ulimit -l in a shell)");
    return made;
  }
  config::check_surroundings(loaded, config::this_machine());
  check_templates(loaded);
  if (loaded.values.seals) {
    made.recipients = check_recipients(loaded, now);
    check_signing(loaded);
  }
  check_stores(loaded);
  check_sign_in(loaded, now);
  check_busiest_day(loaded, now);
  return made;
}

bool tell_problems(const config::loaded& loaded) {
  for (const config::problem& found : loaded.problems) {
    fmt::print(stderr, "{}\n", to_string(found));
  }
  return loaded.usable();
}

}  // namespace daypass
