#include "file_lock.hpp"

#include "daypass/ports/state_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

namespace daypass::store {
namespace {

std::unexpected<error> io_failure(const std::filesystem::path& file, int number) {
  return fail(failure::retryable, state_errc::io,
              "state: " + file.string() + ": " + std::generic_category().message(number),
              failure_scope::lane);
}

int open_private(const std::filesystem::path& file) {
  return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

// What the holder wrote: its process id.
std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const auto size = ::pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string("?");
}

}  // namespace

file_lock::file_lock(file_lock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

file_lock& file_lock::operator=(file_lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

file_lock::~file_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

result<file_lock> file_lock::take(const std::filesystem::path& file) {
  const int descriptor = open_private(file);
  if (descriptor < 0) return io_failure(file, errno);
  file_lock taken(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return io_failure(file, errno);
    return fail(failure::retryable, state_errc::busy,
                "the state is held by process " + holder(descriptor) + " (" + file.string() +
                    "): only one daypassd may run on it",
                failure_scope::lane);
  }
  const std::string owner = std::to_string(::getpid());
  const bool written =
      ::ftruncate(descriptor, 0) == 0 &&
      ::pwrite(descriptor, owner.data(), owner.size(), 0) == static_cast<ssize_t>(owner.size());
  if (!written) return io_failure(file, errno);
  return taken;
}

result<void> make_private_file(const std::filesystem::path& file) {
  const int descriptor = open_private(file);
  if (descriptor < 0) return io_failure(file, errno);
  const bool restricted = ::fchmod(descriptor, 0600) == 0;
  const int number = errno;
  ::close(descriptor);
  if (!restricted) return io_failure(file, number);
  return {};
}

}  // namespace daypass::store
