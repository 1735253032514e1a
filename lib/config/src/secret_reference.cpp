#include "daypass/config/secret_reference.hpp"

#include "daypass/config/problem.hpp"
#include "daypass/config/surroundings.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace daypass::config {
namespace {

std::unexpected<error> refuse(config_errc code, const secret_reference& reference,
                              std::string_view what) {
  return fail(failure::permanent, code, fmt::format("secret {}: {}", to_string(reference), what),
              failure_scope::lane);
}

class file_handle {
 public:
  explicit file_handle(const std::filesystem::path& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  file_handle(const file_handle&) = delete;
  file_handle& operator=(const file_handle&) = delete;
  ~file_handle() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Reads until the end or until `into` is full; negative on failure.
ssize_t read_all(int from, std::span<char> into) {
  std::size_t have = 0;
  while (have < into.size()) {
    const ssize_t got = ::read(from, into.data() + have, into.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return got;
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(have);
}

/// The text without the line end that editors and echo put behind it.
std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

result<secret_text> copy_fit(std::string_view text, const secret_reference& reference) {
  const std::string_view bare = without_line_end(text);
  if (bare.empty()) return refuse(config_errc::secret_unfit, reference, "it is empty");
  if (bare.size() > secret_bytes_max) {
    return refuse(config_errc::secret_unfit, reference, "it is longer than any secret");
  }
  return secret_text::copy_of(bare);
}

}  // namespace

std::string to_string(const secret_reference& reference) {
  switch (reference.place) {
    case secret_place::file:
      return "file:" + reference.name;
    case secret_place::credential:
      return "credential:" + reference.name;
    case secret_place::environment:
      return "env:" + reference.name;
  }
  return reference.name;
}

result<std::filesystem::path> file_of(const secret_reference& reference,
                                      const surroundings& around) {
  if (reference.place == secret_place::file) return std::filesystem::path(reference.name);
  if (reference.place == secret_place::credential) {
    const auto folder = around.variable("CREDENTIALS_DIRECTORY");
    if (folder && !folder->empty()) return std::filesystem::path(*folder) / reference.name;
  }
  return refuse(config_errc::secret_absent, reference, "no credentials were given to this process");
}

result<secret_text> read_secret(const secret_reference& reference, const surroundings& around) {
  if (reference.place == secret_place::environment) {
    auto value = around.variable(reference.name);
    if (!value) return refuse(config_errc::secret_absent, reference, "no such variable");
    auto copied = copy_fit(*value, reference);
    ::explicit_bzero(value->data(), value->size());
    return copied;
  }
  const auto path = file_of(reference, around);
  if (!path) return std::unexpected(path.error());
  const file_handle from(*path);
  if (from.number() < 0) {
    return errno == ENOENT ? refuse(config_errc::secret_absent, reference, "no such file")
                           : refuse(config_errc::no_access, reference, "it can't be opened");
  }
  struct stat facts{};
  if (::fstat(from.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return refuse(config_errc::no_access, reference, "it is no file");
  }
  if (facts.st_size <= 0 || static_cast<std::size_t>(facts.st_size) > secret_bytes_max) {
    return refuse(config_errc::secret_unfit, reference, "it is empty or longer than any secret");
  }
  auto whole = secret_text::with_size(static_cast<std::size_t>(facts.st_size));
  if (!whole) return whole;
  const ssize_t got = read_all(from.number(), whole->expose_writable());
  if (got < 0) return refuse(config_errc::no_access, reference, "it can't be read");
  return copy_fit(whole->expose().substr(0, static_cast<std::size_t>(got)), reference);
}

}  // namespace daypass::config
