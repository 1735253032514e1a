#include "stores.hpp"

#include "connections.hpp"

#include "daypass/entra/token_source.hpp"
#include "daypass/vault/key_vault.hpp"
#include "daypass/vault/named_stores.hpp"
#include "daypass/vault/sealed_files.hpp"

#include <fmt/format.h>

#include <utility>

namespace daypass {
namespace {

namespace asio = boost::asio;
using config::config_errc;

/// The tokens of one vault, by the credential that signs in to Graph too.
class vault_tokens final : public vault::bearer_tokens {
 public:
  vault_tokens(const store_makings& with, std::string audience)
      : source_(with.executor, with.credential, std::move(audience), with.time, with.random,
                with.tokens) {}

  asio::awaitable<result<std::shared_ptr<const secret_text>>> get(
      std::chrono::steady_clock::time_point deadline, bool urgent) override {
    return source_.get(deadline, urgent);
  }
  void drop(const std::shared_ptr<const secret_text>& refused) override { source_.drop(refused); }

 private:
  entra::token_source source_;
};

}  // namespace

class opened_store::vault_link {
 public:
  vault_link(std::unique_ptr<net::https_client> client, const store_makings& with,
             std::string audience)
      : client_(std::move(client)), tokens_(with, std::move(audience)) {}

  [[nodiscard]] net::https_client& client() { return *client_; }
  [[nodiscard]] vault::bearer_tokens& tokens() { return tokens_; }

 private:
  std::unique_ptr<net::https_client> client_;
  vault_tokens tokens_;
};

opened_store::opened_store(opened_store&&) noexcept = default;
opened_store& opened_store::operator=(opened_store&&) noexcept = default;
opened_store::~opened_store() = default;

void opened_store::stop() {
  if (link_) link_->client().stop();
}

result<opened_store> opened_store::sealed(const config::settings& from, const store_makings& with) {
  auto sealing = sealed_settings_of(from, with.time.now());
  if (!sealing) return std::unexpected(std::move(sealing.error()));
  auto files = vault::make_sealed_files(with.executor, std::move(*sealing));
  if (!files) return std::unexpected(std::move(files.error()));
  opened_store made;
  made.store_ = std::move(*files);
  return made;
}

result<opened_store> opened_store::key_vault(const config::settings& from, const std::string& name,
                                             const store_makings& with) {
  const config::key_vault_settings& how = from.key_vaults.at(name);
  auto client = net::make_https_client(with.executor, vault_client_of(how));
  if (!client) return std::unexpected(std::move(client.error()));
  opened_store made;
  made.link_ = std::make_unique<vault_link>(std::move(*client), with, vault_audience_of(from, how));
  vault::key_vault_settings settings{.store = "store " + name, .on_kept = nullptr};
  if (with.reports != nullptr) {
    settings.on_kept = [name, reports = with.reports](const vault::kept_secret& kept) {
      reports->report(happening::secret_kept{name, kept.why});
    };
  }
  made.store_ = vault::make_key_vault(made.link_->client(), made.link_->tokens(), with.time,
                                      std::move(settings));
  return made;
}

result<pass_stores> pass_stores::open(const config::settings& from, const store_makings& with) {
  pass_stores made;
  vault::store_table table;
  const auto add = [&](const std::string& name, result<opened_store> one) -> result<void> {
    if (!one) return std::unexpected(std::move(one.error()));
    table.emplace(name, one->take());
    made.links_.push_back(std::move(*one));
    return {};
  };
  if (from.seals) {
    if (auto added = add("", opened_store::sealed(from, with)); !added) {
      return std::unexpected(std::move(added.error()));
    }
  }
  for (const auto& [name, how] : from.key_vaults) {
    if (auto added = add(name, opened_store::key_vault(from, name, with)); !added) {
      return std::unexpected(std::move(added.error()));
    }
  }
  made.all_ = vault::make_named_stores(std::move(table));
  return made;
}

void check_stores(config::loaded& into) {
  const auto hosts = hosts_of_cloud(into.values.graph.cloud);
  for (const auto& [name, how] : into.values.key_vaults) {
    const std::string key = "key_vaults." + name;
    if (!hosts && how.audience.empty()) {
      into.add(config_errc::missing, key + ".audience", "is missing, and the cloud is a custom one",
               "say what the vault's tokens are for: \"https://vault.azure.net\" is the global "
               "cloud's");
    }
    if (hosts && !how.audience.empty()) {
      into.add(config_errc::contradiction, key + ".audience", "is known of this cloud",
               "drop it; only with graph.cloud = \"custom\" it is yours to say");
    }
    if (hosts && !how.host.host.ends_with(hosts->vault_suffix)) {
      into.add(config_errc::contradiction, key + ".host",
               fmt::format("is \"{}\", which is no vault of this cloud", how.host.host),
               fmt::format("write NAME{}", hosts->vault_suffix));
    }
  }
}

}  // namespace daypass
