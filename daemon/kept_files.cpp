#include "kept_files.hpp"

#include "daypass/domain/refusal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace daypass {
namespace {

/// Written whole, then named, then the name made durable.
std::error_code write_durably(const std::filesystem::path& file, const std::string& text) {
  const auto failed = [] { return std::error_code(errno, std::system_category()); };
  const std::string draft = file.string() + ".new";
  const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed();
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  std::error_code trouble = whole && ::fsync(fd) == 0 ? std::error_code() : failed();
  ::close(fd);
  if (trouble) return trouble;
  if (::rename(draft.c_str(), file.c_str()) != 0) return failed();
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failed();
  if (::fsync(folder) != 0) trouble = failed();
  ::close(folder);
  return trouble;
}

result<std::string> draw_bytes(std::size_t count) {
  std::string drawn(count, '\0');
  auto* const into = reinterpret_cast<unsigned char*>(drawn.data());
  if (RAND_bytes(into, static_cast<int>(count)) == 1) return drawn;
  return fail(failure::permanent, std::make_error_code(std::errc::io_error),
              "OpenSSL's generator gives no bytes");
}

std::unexpected<error> not_written(const std::filesystem::path& file, std::error_code trouble) {
  return fail(failure::permanent, trouble,
              fmt::format("{} can't be written: {}", file.string(), trouble.message()));
}

/// Empty: there is no such file.
result<std::string> first_line_of(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream kept(file);
  std::string line;
  if (std::getline(kept, line) || errno == ENOENT) return line;
  const std::error_code trouble(errno, std::system_category());
  return fail(failure::permanent, trouble,
              fmt::format("{} can't be read: {}", file.string(),
                          trouble ? trouble.message() : "it is empty"));
}

}  // namespace

result<std::string> keep_mask_key(const std::filesystem::path& file) {
  constexpr std::size_t key_bytes = 32;
  std::string key(key_bytes, '\0');
  std::ifstream kept(file, std::ios::binary);
  if (kept.read(key.data(), key_bytes)) return key;
  auto drawn = draw_bytes(key_bytes);
  if (!drawn) return drawn;
  if (const auto trouble = write_durably(file, *drawn)) return not_written(file, trouble);
  return drawn;
}

result<void> keep_folder_mark(const std::filesystem::path& kept,
                              const std::filesystem::path& folder) {
  const std::filesystem::path mark = folder / ".daypass-folder";
  const auto known = first_line_of(kept);
  if (!known) return std::unexpected(known.error());
  auto found = first_line_of(mark);
  if (!found) return std::unexpected(std::move(found.error()));
  if (!known->empty() && *found == *known) return {};
  if (!known->empty()) {
    return fail(
        failure::permanent, refusal::store_refused,
        fmt::format("sealed.folder {} is not where this state's passes are: {} {}; mount "
                    "the right one or name it, or, if those passes can't be read by anyone "
                    "any more, remove {}",
                    folder.string(), mark.string(),
                    found->empty() ? "is missing" : "is another installation's", kept.string()));
  }
  if (found->empty()) {
    constexpr std::size_t mark_bytes = 16;
    const auto drawn = draw_bytes(mark_bytes);
    if (!drawn) return std::unexpected(drawn.error());
    for (const char one : *drawn) *found += fmt::format("{:02x}", static_cast<unsigned char>(one));
    if (const auto trouble = write_durably(mark, *found + "\n")) return not_written(mark, trouble);
  }
  if (const auto trouble = write_durably(kept, *found + "\n")) return not_written(kept, trouble);
  return {};
}

lost_events::lost_events(std::filesystem::path file, reporter& next)
    : file_(std::move(file)), next_(next) {
  std::ifstream kept(file_);
  for (std::string line; std::getline(kept, line);) lines_.push_back(line);
}

void lost_events::report(const happening_variant& what) {
  const auto* reset = std::get_if<happening::positions_reset>(&what);
  if (reset != nullptr && reset->events_lost) remember(*reset);
  next_.report(what);
}

void lost_events::remember(const happening::positions_reset& what) {
  const std::scoped_lock held(mutex_);
  lines_.push_back(
      fmt::format("{} [{}]: {}", what.partition.topic, what.partition.number, what.what));
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  if (const auto trouble = write_durably(file_, text)) {
    next_.report(happening::files_trouble{
        fmt::format("{} can't be written, so a restart would forget that events were lost: {}",
                    file_.string(), trouble.message()),
        "free the disk, or mend the folder's rights"});
  }
}

std::vector<std::string> lost_events::not_acknowledged() const {
  const std::scoped_lock held(mutex_);
  return lines_;
}

bool lost_events::acknowledge() {
  const std::scoped_lock held(mutex_);
  const bool any = !lines_.empty();
  lines_.clear();
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
  return any;
}

}  // namespace daypass
