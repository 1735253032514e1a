#pragma once
// A disk in memory that knows what would survive a power failure, and fails at a chosen call.

#include "daypass/vault/file_layer.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace daypass::vault {

/// Outlives the layer that the store owns.
struct memory_disk {
  std::map<std::string, std::string> seen;     ///< What readers see now.
  std::map<std::string, std::string> durable;  ///< What a power failure leaves.
  std::map<draft, std::string> drafts;
  std::map<draft, bool> synced;
  std::vector<std::string> calls;
  std::size_t fail_at = 0;  ///< Which call fails, from 1; 0: none.
  std::error_code trouble = std::make_error_code(std::errc::no_space_on_device);
  std::function<void()> after_each;  ///< Looks at the disk after every call.
};

class memory_folder final : public file_layer {
 public:
  explicit memory_folder(memory_disk* disk) : disk_(disk) {}

  std::error_code write_draft(std::string_view contents, draft& written) override {
    if (fails("write")) return disk_->trouble;
    written = static_cast<draft>(++last_);
    disk_->drafts[written] = contents;
    return done();
  }

  std::error_code sync_drafts(std::span<const draft> drafts) override {
    if (fails("sync " + std::to_string(drafts.size()))) return disk_->trouble;
    for (const draft one : drafts) disk_->synced[one] = true;
    return done();
  }

  std::error_code install(draft which, const std::string& name) override {
    const auto held = disk_->drafts.extract(which);
    if (fails("install " + name)) return disk_->trouble;
    if (!disk_->synced[which]) return std::make_error_code(std::errc::protocol_error);
    disk_->seen[name] = held.mapped();
    return done();
  }

  void discard(draft which) override { disk_->drafts.erase(which); }

  std::error_code remove(const std::string& name, bool& removed) override {
    if (fails("remove " + name)) return disk_->trouble;
    removed = disk_->seen.erase(name) > 0;
    return done();
  }

  std::error_code exists(const std::string& name, bool& found) override {
    if (fails("exists " + name)) return disk_->trouble;
    found = disk_->seen.contains(name);
    return done();
  }

  std::error_code sync_folder() override {
    if (fails("sync folder")) return disk_->trouble;
    disk_->durable = disk_->seen;
    return done();
  }

 private:
  bool fails(std::string call) {
    disk_->calls.push_back(std::move(call));
    return disk_->calls.size() == disk_->fail_at;
  }

  std::error_code done() {
    if (disk_->after_each) disk_->after_each();
    return {};
  }

  memory_disk* disk_;
  std::uint64_t last_ = 0;
};

}  // namespace daypass::vault
