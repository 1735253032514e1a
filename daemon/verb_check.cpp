// daypassd check: everything that is wrong with the configuration, at once.

#include "command_line.hpp"
#include "configuration.hpp"
#include "probes.hpp"
#include "store_probe.hpp"
#include "system_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace daypass {
namespace {

struct check_options {
  std::filesystem::path file;
  bool probe = false;
  bool json = false;
};

std::string as_json(const config::loaded& loaded) {
  auto problems = nlohmann::ordered_json::array();
  for (const config::problem& found : loaded.problems) {
    problems.push_back({{"level", found.is_warning() ? "warning" : "error"},
                        {"code", std::string(to_string(found.code))},
                        {"file", found.file},
                        {"line", found.at.line},
                        {"column", found.at.column},
                        {"what", found.what},
                        {"cure", found.cure}});
  }
  const nlohmann::ordered_json made = {{"usable", loaded.usable()}, {"problems", problems}};
  return made.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

exit_code check(const check_options& asked) {
  auto zones = open_zones();
  if (!zones) {
    fmt::print(stderr, "daypassd: {}\n", zones.error().what);
    return exit_code::failed;
  }
  boost::asio::io_context context(1);
  const instant now = make_system_clock(context.get_executor())->now();
  configuration with = load_configuration(asked.file, *(*zones)->snapshot(), now);
  if (asked.probe && with.loaded.usable()) {
    probe_tenant(with.loaded);
    probe_brokers(with.loaded);
    probe_stores(with);
  }
  const bool usable = with.loaded.usable();
  if (asked.json) {
    std::fputs(as_json(with.loaded).c_str(), stdout);
  } else if (tell_problems(with.loaded)) {
    fmt::print(stdout, "{}: can be used{}\n", asked.file.string(),
               asked.probe ? ", and tenant, brokers and stores agree" : "");
  }
  return usable ? exit_code::fine : exit_code::bad_config;
}

}  // namespace

void add_check(CLI::App& app, chosen_verb& chosen) {
  auto asked = std::make_shared<check_options>();
  auto* verb = app.add_subcommand("check", "Tell everything that is wrong with the configuration");
  add_config_option(*verb, asked->file);
  verb->add_flag(
      "--probe", asked->probe,
      "Ask the tenant and the brokers too, which changes nothing there, and try the stores "
      "of passes with a secret that is withdrawn at once");
  verb->add_flag("--json", asked->json, "As JSON");
  verb->callback([&chosen, asked] { chosen = [asked] { return check(*asked); }; });
}

}  // namespace daypass
