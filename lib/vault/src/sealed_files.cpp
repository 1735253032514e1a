#include "daypass/vault/sealed_files.hpp"

#include "sealed_document.hpp"
#include "sealed_store.hpp"
#include "sealer.hpp"

#include "daypass/domain/refusal.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;

constexpr std::size_t name_size_max = 128;

/// A name that is a plain file name on any file system and hides nothing: [A-Za-z0-9_-]+.
result<void> check_name(const secret_name& name) {
  const auto plain = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-';
  };
  if (!name.empty() && name.text().size() <= name_size_max &&
      std::ranges::all_of(name.text(), plain)) {
    return {};
  }
  return fail(failure::permanent, refusal::rejected,
              "sealed files: a secret's name is 1 to 128 of A-Z, a-z, 0-9, _ and -");
}

class sealed_files final : public secret_store {
 public:
  sealed_files(std::shared_ptr<sealer> seals, std::unique_ptr<file_worker> worker)
      : seals_(std::move(seals)), worker_(std::move(worker)) {}

  // Sealed on the caller's thread: the code is borrowed for that moment only, and nothing but
  // ciphertext reaches the queue.
  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    auto document = sealed_document(name, label, *code);
    if (!document) co_return std::unexpected(document.error());
    auto seal = seals_->seal(*document, recipients);
    document->wipe();
    if (!seal) co_return std::unexpected(seal.error());
    co_return co_await worker_->run({.action = file_action::publish,
                                     .name = name.text(),
                                     .seal = std::move(*seal),
                                     .label = label_document(name, label),
                                     .outcome = {}},
                                    options);
  }

  asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                        call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    co_return co_await worker_->run({.action = file_action::relabel,
                                     .name = name.text(),
                                     .seal = {},
                                     .label = label_document(name, label),
                                     .outcome = {}},
                                    options);
  }

  asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto good = check_name(name); !good) co_return good;
    co_return co_await worker_->run({.action = file_action::withdraw,
                                     .name = name.text(),
                                     .seal = {},
                                     .label = {},
                                     .outcome = {}},
                                    options);
  }

 private:
  std::shared_ptr<sealer> seals_;
  std::unique_ptr<file_worker> worker_;
};

result<std::unique_ptr<secret_store>> load_and_make(const seal_settings& settings,
                                                    std::unique_ptr<file_worker> worker) {
  auto seals = sealer::load(settings);
  if (!seals) return std::unexpected(seals.error());
  return make_sealed_store(std::make_shared<sealer>(std::move(*seals)), std::move(worker));
}

}  // namespace

std::unique_ptr<secret_store> make_sealed_store(std::shared_ptr<sealer> seals,
                                                std::unique_ptr<file_worker> worker) {
  return std::make_unique<sealed_files>(std::move(seals), std::move(worker));
}

result<std::unique_ptr<secret_store>> make_sealed_files(asio::any_io_executor executor,
                                                        sealed_settings settings) {
  auto files = open_folder(settings.place);
  if (!files) return std::unexpected(files.error());
  return make_sealed_files(std::move(executor), settings.seal, std::move(*files));
}

result<std::unique_ptr<secret_store>> make_sealed_files(asio::any_io_executor executor,
                                                        const seal_settings& settings,
                                                        std::unique_ptr<file_layer> files) {
  return load_and_make(settings, make_file_thread(std::move(executor), std::move(files)));
}

result<std::unique_ptr<secret_store>> make_sealed_files_inline(const seal_settings& settings,
                                                               std::unique_ptr<file_layer> files) {
  return load_and_make(settings, make_inline_worker(std::move(files)));
}

result<void> check_signer(const secret_text& key, const std::filesystem::path& certificate) {
  auto loaded = signer::load(key, certificate);
  if (!loaded) return std::unexpected(loaded.error());
  return {};
}

}  // namespace daypass::vault
