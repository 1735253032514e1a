// daypassd run: the daemon from the first line to the last.

#include "command_line.hpp"
#include "daemon.hpp"
#include "private_heap.hpp"
#include "system_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace daypass {
namespace {

namespace asio = boost::asio;

/// Codes are in memory: no core dump, no other process of this user looks in, and what a debugger
/// of root's dumps has no secrets in it.
void keep_memory_private() {
  constexpr rlimit none{0, 0};
  static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
  static_cast<void>(::prctl(PR_SET_DUMPABLE, 0));
  if (!keep_heap_out_of_dumps()) {
    std::fputs("daypassd: the heap can't be kept out of core dumps\n", stderr);
  }
}

/// The first SIGTERM or SIGINT drains, the end of the grace period gives up, a second signal ends
/// the process at once: the state is durable at every moment.
class stop_signals {
 public:
  stop_signals(asio::io_context& context, daemon& running, duration grace)
      : signals_(context, SIGTERM, SIGINT), timer_(context), running_(running), grace_(grace) {
    signals_.async_wait([this](const boost::system::error_code& gone, int) {
      if (!gone) begin();
    });
  }

 private:
  void begin() {
    running_.drain();
    timer_.expires_after(grace_);
    timer_.async_wait([this](const boost::system::error_code& gone) {
      if (!gone) running_.abandon();
    });
    signals_.async_wait([](const boost::system::error_code& gone, int) {
      if (gone) return;
      std::fputs("daypassd: second signal: ends at once\n", stderr);
      ::_exit(static_cast<int>(exit_code::failed));
    });
  }

  asio::signal_set signals_;
  asio::steady_timer timer_;
  daemon& running_;
  duration grace_;
};

exit_code cannot_start(const error& why) {
  fmt::print(stderr, "daypassd: {}\n", why.what);
  return exit_code::failed;
}

exit_code run(const std::filesystem::path& file) {
  keep_memory_private();
  std::signal(SIGPIPE, SIG_IGN);
  auto zones = open_zones();
  if (!zones) return cannot_start(zones.error());
  asio::io_context context(1);
  const instant now = make_system_clock(context.get_executor())->now();
  const configuration with = load_configuration(file, *(*zones)->snapshot(), now);
  if (!tell_problems(with.loaded)) return exit_code::bad_config;
  auto running = daemon::assemble(context, with, **zones);
  if (!running) return cannot_start(running.error());

  stop_signals signals(context, **running, with.loaded.values.process.shutdown_grace);
  exit_code code = exit_code::failed;
  asio::co_spawn(context, (*running)->run(), [&](std::exception_ptr bug, result<void> ended) {
    context.stop();  // The clock and the signals would wait for ever.
    if (bug) std::rethrow_exception(bug);
    code = ended ? exit_code::fine : cannot_start(ended.error());
  });
  context.run();
  running->reset();
  return code;
}

}  // namespace

void add_run(CLI::App& app, chosen_verb& chosen) {
  auto file = std::make_shared<std::filesystem::path>();
  auto* verb = app.add_subcommand("run", "Run the daemon until SIGTERM");
  add_config_option(*verb, *file);
  verb->callback([&chosen, file] { chosen = [file] { return run(*file); }; });
}

}  // namespace daypass
