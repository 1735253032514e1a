#include "sealed_folder.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace daypass::vault {
namespace {

std::string seal_file(const file_job& job) {
  return job.name + ".cms";
}

std::string label_file(const file_job& job) {
  return job.name + ".json";
}

/// No room and no rights need a person; anything else may pass by itself. All of it concerns every
/// hire, not this one.
refusal code_of(std::error_code why) {
  const bool refused =
      why == std::errc::no_space_on_device || why == std::errc::read_only_file_system ||
      why == std::errc::permission_denied || why == std::errc::operation_not_permitted ||
      why == std::errc::file_too_large || why == std::errc::no_such_file_or_directory ||
      why.value() == EDQUOT;
  return refused ? refusal::store_refused : refusal::unavailable;
}

}  // namespace

void sealed_folder::give_up(drafted& one, std::string_view doing, std::error_code why) {
  if (one.seal) files_->discard(*std::exchange(one.seal, std::nullopt));
  if (one.label) files_->discard(*std::exchange(one.label, std::nullopt));
  if (one.failed) return;
  one.failed = true;
  auto what = fmt::format("sealed files: {}: {}", doing, why.message());
  one.job->outcome =
      one.named
          ? fail(failure::unknown_effect, refusal::no_answer, std::move(what), failure_scope::lane)
          : fail(failure::retryable, code_of(why), std::move(what), failure_scope::lane);
}

void sealed_folder::carry_out(std::span<file_job* const> jobs) {
  std::vector<drafted> all;
  all.reserve(jobs.size());
  for (file_job* job : jobs) {
    job->outcome = {};
    all.push_back({.job = job});
    write(all.back());
  }
  sync(all);
  for (auto& one : all) {
    if (!one.failed) name_files(one);
  }
  if (std::ranges::none_of(all, &drafted::named)) return;
  if (const auto trouble = files_->sync_folder()) {
    for (auto& one : all) {
      if (one.named) give_up(one, "sync of the folder", trouble);
    }
  }
}

void sealed_folder::write(drafted& one) {
  const auto write_one = [&](const std::string& contents, std::optional<draft>& into) {
    if (one.failed) return;
    draft written{};
    if (const auto trouble = files_->write_draft(contents, written)) {
      give_up(one, "write", trouble);
    } else {
      into = written;
    }
  };
  if (one.job->action == file_action::publish) write_one(one.job->seal, one.seal);
  if (one.job->action != file_action::withdraw) write_one(one.job->label, one.label);
}

void sealed_folder::sync(std::span<drafted> all) {
  std::vector<draft> drafts;
  for (const auto& one : all) {
    if (one.seal) drafts.push_back(*one.seal);
    if (one.label) drafts.push_back(*one.label);
  }
  if (drafts.empty()) return;
  if (const auto trouble = files_->sync_drafts(drafts)) {
    for (auto& one : all) {
      if (one.label) give_up(one, "sync", trouble);
    }
  }
}

void sealed_folder::name_files(drafted& one) {
  switch (one.job->action) {
    case file_action::publish:
      publish(one);
      break;
    case file_action::relabel:
      relabel(one);
      break;
    case file_action::withdraw:
      withdraw(one);
      break;
  }
}

void sealed_folder::publish(drafted& one) {
  if (const auto trouble =
          files_->install(*std::exchange(one.seal, std::nullopt), seal_file(*one.job))) {
    return give_up(one, "rename", trouble);
  }
  one.named = true;
  if (const auto trouble =
          files_->install(*std::exchange(one.label, std::nullopt), label_file(*one.job))) {
    give_up(one, "rename of the label", trouble);
  }
}

void sealed_folder::relabel(drafted& one) {
  bool found = false;
  if (const auto trouble = files_->exists(seal_file(*one.job), found)) {
    return give_up(one, "look", trouble);
  }
  if (!found) {
    files_->discard(*std::exchange(one.label, std::nullopt));
    // Whoever removed it may not have synced the folder: a power failure would bring it back.
    one.named = true;
    one.job->outcome = fail(failure::permanent, refusal::not_found,
                            "sealed files: nothing is published under this name");
    return;
  }
  if (const auto trouble =
          files_->install(*std::exchange(one.label, std::nullopt), label_file(*one.job))) {
    return give_up(one, "rename of the label", trouble);
  }
  one.named = true;
}

void sealed_folder::withdraw(drafted& one) {
  bool removed = false;
  const auto label_trouble = files_->remove(label_file(*one.job), removed);
  if (const auto trouble = files_->remove(seal_file(*one.job), removed)) {
    return give_up(one, "remove", trouble);
  }
  if (label_trouble) return give_up(one, "removal of the label", label_trouble);
  // Also when nothing was there: an earlier removal may have reached memory only, so the folder is
  // synced all the same.
  one.named = true;
}

}  // namespace daypass::vault
