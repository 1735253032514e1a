#include "contract/secrets/secrets_harness.hpp"
#include "support/credentials/credentials.hpp"
#include "support/credentials/scratch_folder.hpp"

#include "daypass/vault/sealed_files.hpp"

#include <atomic>
#include <utility>

namespace daypass::contract {
namespace {

using support::credential;

struct disk_faults {
  std::atomic<bool> fail_next_folder_sync = false;
  std::atomic<bool> fill_next_change = false;
};

/// The real folder, failing on demand.
class failing_folder final : public vault::file_layer {
 public:
  failing_folder(std::unique_ptr<vault::file_layer> real, disk_faults* faults)
      : real_(std::move(real)), faults_(faults) {}

  std::error_code write_draft(std::string_view contents, vault::draft& written) override {
    if (faults_->fill_next_change.exchange(false)) return no_room();
    return real_->write_draft(contents, written);
  }
  std::error_code sync_drafts(std::span<const vault::draft> drafts) override {
    return real_->sync_drafts(drafts);
  }
  std::error_code install(vault::draft which, const std::string& name) override {
    return real_->install(which, name);
  }
  void discard(vault::draft which) override { real_->discard(which); }
  std::error_code remove(const std::string& name, bool& removed) override {
    if (name.ends_with(".cms") && faults_->fill_next_change.exchange(false)) return no_room();
    return real_->remove(name, removed);
  }
  std::error_code exists(const std::string& name, bool& found) override {
    return real_->exists(name, found);
  }
  std::error_code sync_folder() override {
    if (faults_->fail_next_folder_sync.exchange(false)) {
      return std::make_error_code(std::errc::io_error);
    }
    return real_->sync_folder();
  }

 private:
  static std::error_code no_room() { return std::make_error_code(std::errc::no_space_on_device); }

  std::unique_ptr<vault::file_layer> real_;
  disk_faults* faults_;
};

class sealed_harness final : public secrets_harness {
 public:
  explicit sealed_harness(bool thread) {
    EXPECT_TRUE(initialise_secret_memory(1U << 20U));
    auto key = secret_text::copy_of(signer_.key_pem);
    auto folder = vault::open_folder({.folder = scratch_.path(), .group = {}, .mode = 0640});
    EXPECT_TRUE(key && folder);
    const vault::seal_settings settings{
        .recipients = {outside_.write("reader.pem", reader_.certificate_pem)},
        .signing_key = std::move(*key),
        .signing_certificate = outside_.write("signer.pem", signer_.certificate_pem),
        .now = instant{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}}};
    auto files = std::make_unique<failing_folder>(std::move(*folder), &faults_);
    auto made = thread
                    ? vault::make_sealed_files(context_.get_executor(), settings, std::move(files))
                    : vault::make_sealed_files_inline(settings, std::move(files));
    EXPECT_TRUE(made) << made.error().what;
    store_ = std::move(*made);
  }

  secret_store& store() override { return *store_; }
  std::string recipient() override { return reader_.fingerprint; }

  std::optional<std::string> read_code(const std::string& name) override {
    const auto sealed = support::contents_of(scratch_.path() / (name + ".cms"));
    if (sealed.empty()) return std::nullopt;
    return member(support::open_sealed(sealed, reader_, signer_).value_or(""), "code");
  }

  std::optional<std::string> read_label(const std::string& name) override {
    return member(support::contents_of(scratch_.path() / (name + ".json")), "userPrincipalName");
  }

  void lose_next_answer() override { faults_.fail_next_folder_sync = true; }
  void refuse_next() override { faults_.fill_next_change = true; }

 private:
  static std::optional<std::string> member(const std::string& json, const std::string& name) {
    const std::string start = '"' + name + "\": \"";
    const auto found = json.find(start);
    if (found == std::string::npos) return std::nullopt;
    const auto begin = found + start.size();
    return json.substr(begin, json.find('"', begin) - begin);
  }

  credential signer_ = support::make_credential("P-256");
  credential reader_ = support::make_credential("P-256");
  support::scratch_folder scratch_;
  support::scratch_folder outside_;
  disk_faults faults_;
  std::unique_ptr<secret_store> store_;
};

}  // namespace

std::unique_ptr<secrets_harness> make_sealed_thread_harness() {
  return std::make_unique<sealed_harness>(true);
}

std::unique_ptr<secrets_harness> make_sealed_inline_harness() {
  return std::make_unique<sealed_harness>(false);
}

}  // namespace daypass::contract
