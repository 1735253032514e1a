#include "support/disk/disk_folder.hpp"

#include "support/disk/open_file.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>

#include <map>
#include <span>
#include <utility>

namespace daypass::support {
namespace {

using vault::draft;

constexpr std::string_view draft_ending = ".draft";
constexpr std::string_view trial_contents = "trial\n";
constexpr std::size_t drafts_synced_singly_max = 3;

// The calls and their order are those of vault's posix_folder.
class disk_folder final : public vault::file_layer {
 public:
  disk_folder(simulated_disk& disk, std::string prefix)
      : disk_(&disk), prefix_(std::move(prefix)), life_(disk.life()) {}

  std::error_code write_draft(std::string_view contents, draft& written) override {
    const auto id = static_cast<draft>(++drafts_);
    open_file file;
    bool read_only = false;
    auto trouble = shut_out();
    if (!trouble)
      trouble = open_file::open(*disk_, draft_name(id), open_mode::new_only, file, read_only);
    if (trouble) return trouble;
    trouble = file.write(0, contents);
    open_.emplace(id, std::move(file));
    if (trouble) {
      discard(id);
    } else {
      written = id;
    }
    return trouble;
  }

  // One syncfs for many. It would take all else on the disk along; that nobody may rely on it is
  // the harder case.
  std::error_code sync_drafts(std::span<const draft> drafts) override {
    if (drafts.size() <= drafts_synced_singly_max) {
      for (const draft one : drafts) {
        if (const auto trouble = open_.at(one).sync()) return trouble;
      }
      return {};
    }
    const auto verdict = disk_->ask(life_, {.kind = disk_call_kind::sync, .name = prefix_});
    if (verdict == disk_verdict::pretend) return {};
    const auto trouble = error_of(verdict);
    if (verdict == disk_verdict::crash_before) return trouble;
    for (const draft one : drafts) {
      disk_file& file = open_.at(one).file();
      if (trouble) {
        file.sync_partly(disk_->chance());
      } else {
        file.sync();
      }
    }
    return trouble ? trouble : disk_->done(verdict);
  }

  std::error_code install(draft which, const std::string& name) override {
    open_.erase(which);
    const std::string from = draft_name(which);
    const auto trouble = disk_->rename(life_, from, path(name));
    if (trouble) disk_->unlink(life_, from);
    return trouble;
  }

  void discard(draft which) override {
    open_.erase(which);
    disk_->unlink(life_, draft_name(which));
  }

  std::error_code remove(const std::string& name, bool& removed) override {
    const auto trouble = disk_->unlink(life_, path(name));
    removed = !trouble;
    return trouble == std::errc::no_such_file_or_directory ? std::error_code{} : trouble;
  }

  std::error_code exists(const std::string& name, bool& found) override {
    const std::string whole = path(name);
    const auto verdict = disk_->ask(life_, {.kind = disk_call_kind::look, .name = whole});
    if (const auto trouble = error_of(verdict)) return trouble;
    found = disk_->contents(whole).has_value();
    return disk_->done(verdict);
  }

  std::error_code sync_folder() override { return disk_->sync_folder(life_, prefix_); }

  std::error_code sweep() {
    for (const std::string& name : disk_->names(prefix_)) {
      if (!name.starts_with('.') || !name.ends_with(draft_ending)) continue;
      if (const auto trouble = disk_->unlink(life_, path(name))) return trouble;
    }
    return {};
  }

 private:
  [[nodiscard]] std::error_code shut_out() const {
    return life_ == disk_->life() ? std::error_code{} : error_of(disk_verdict::crash_before);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return prefix_ + "/" + name; }
  [[nodiscard]] std::string draft_name(draft id) const {
    return path(fmt::format(".{}{}", std::to_underlying(id), draft_ending));
  }

  simulated_disk* disk_;
  std::string prefix_;
  std::uint64_t life_;
  std::uint64_t drafts_ = 0;
  std::map<draft, open_file> open_;
};

}  // namespace

result<std::unique_ptr<vault::file_layer>> make_disk_folder(simulated_disk& disk,
                                                            std::string prefix) {
  const auto unfit = [&](std::string_view what, std::error_code why) {
    return fail(failure::permanent, refusal::store_refused,
                fmt::format("sealed folder {}: can't be {}: {}", prefix, what, why.message()));
  };
  auto made = std::make_unique<disk_folder>(disk, prefix);
  if (const auto trouble = made->sweep()) return unfit("swept", trouble);
  draft trial{};
  if (const auto trouble = made->write_draft(trial_contents, trial)) {
    return unfit("written", trouble);
  }
  made->discard(trial);
  return std::unique_ptr<vault::file_layer>(std::move(made));
}

}  // namespace daypass::support
