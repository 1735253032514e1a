#include "store_probe.hpp"

#include "deaf_observer.hpp"
#include "sign_in.hpp"
#include "stores.hpp"
#include "system_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <exception>

namespace daypass {
namespace {

namespace asio = boost::asio;

/// The three calls that a pass needs of a store, one after the other.
asio::awaitable<result<void>> try_out(secret_store* store, clock* time, secret_name name,
                                      std::vector<std::string> recipients) {
  const auto soon = [time] { return call_options{.deadline = time->steady_now() + seconds{30}}; };
  secret_label label;
  label.key = {"probe", "probe"};
  label.display_name = "a probe of daypassd check; nobody's pass";
  const auto code = secret_text::copy_of("this is no pass");
  if (!code) co_return std::unexpected(code.error());
  auto done = co_await store->publish(name, label, std::move(recipients), &*code, soon());
  if (done) done = co_await store->relabel(name, label, soon());
  auto gone = co_await store->withdraw(name, soon());
  co_return done ? gone : done;
}

void probe_one(config::loaded& into, const std::string& setting, result<opened_store> store,
               asio::io_context& context, clock& time, const secret_name& name,
               std::vector<std::string> recipients) {
  if (!store) {
    into.add(config::config_errc::no_access, setting, "can't be used: " + store.error().what,
             "mend what it names");
    return;
  }
  result<void> said;
  context.restart();
  asio::co_spawn(context, try_out(&store->port(), &time, name, std::move(recipients)),
                 [&](const std::exception_ptr& bug, result<void> outcome) {
                   said = std::move(outcome);
                   store->stop();
                   context.stop();
                   if (bug) std::rethrow_exception(bug);
                 });
  context.run();
  if (said) return;
  into.add(config::config_errc::no_access, setting, "does not serve: " + said.error().what,
           "a pass must be written, labelled and withdrawn there");
}

}  // namespace

void probe_stores(configuration& into) {
  const config::settings settings = into.loaded.values;
  asio::io_context context(1);
  const auto time = make_system_clock(context.get_executor());
  const auto random = make_system_entropy();
  auto who = make_sign_in(context.get_executor(), settings, *time, *random);
  if (!who) return;  // The tenant's probe has said so.
  deaf_observer nothing;
  const store_makings with{.executor = context.get_executor(),
                           .credential = who->credential,
                           .time = *time,
                           .random = *random,
                           .tokens = nothing};
  const secret_name name(fmt::format("daypass-probe-{:016x}", random->next()));
  if (settings.seals) {
    std::vector<std::string> recipients;
    recipients.reserve(into.recipients.size());
    for (const vault::recipient& one : into.recipients) recipients.push_back(one.fingerprint);
    probe_one(into.loaded, "sealed.folder", opened_store::sealed(settings, with), context, *time,
              name, std::move(recipients));
  }
  for (const auto& [store, how] : settings.key_vaults) {
    probe_one(into.loaded, "key_vaults." + store, opened_store::key_vault(settings, store, with),
              context, *time, name, {});
  }
  who->client->stop();
}

}  // namespace daypass
