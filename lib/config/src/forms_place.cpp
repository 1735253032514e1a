// Paths, addresses, secrets: where things are.
#include "forms.hpp"
#include "text_guard.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

namespace daypass::config {
namespace {

constexpr std::size_t path_max = 4'095;
constexpr std::size_t socket_path_max = 107;  // sun_path, less its end

bool read_plain(const reading& at, std::size_t most, std::string& into) {
  return text(most).read(at, into);
}

bool is_host_letter(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' || letter == '-' ||
         letter == '_';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failed != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

/// `host`, `host:1234`, `[::1]:1234`.
std::optional<endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
  endpoint made;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    made.host = text.substr(1, end - 1);
    if (made.host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos) {
      return std::nullopt;
    }
    rest = text.substr(end + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    made.host = text.substr(0, colon);
    if (!std::ranges::all_of(made.host, is_host_letter)) return std::nullopt;
    rest = text.substr(colon);
  }
  if (made.host.empty() || made.host.size() > 253) return std::nullopt;
  if (rest.empty()) {
    if (default_port == 0) return std::nullopt;
    made.port = default_port;
    return made;
  }
  const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  made.port = *port;
  return made;
}

std::string show_endpoint(const endpoint& value) {
  if (value.host.empty()) return {};
  const bool six = value.host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", six ? "[" : "", value.host, six ? "]" : "", value.port);
}

bool read_path(const reading& at, const std::string& given, std::filesystem::path& into) {
  if (!given.starts_with('/')) {
    return at.refuse(config_errc::malformed_path,
                     fmt::format("is \"{}\", not an absolute path", printable(given, 60)),
                     "begin it with a slash: the daemon's working folder is not yours");
  }
  into = given;
  return true;
}

bool is_loopback(const std::string& host) {
  return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

bool read_listen(const reading& at, listen_place& into) {
  std::string given;
  if (!read_plain(at, path_max, given)) return false;
  if (given.starts_with("unix:")) {
    if (given.size() - 5 > socket_path_max) {
      return at.refuse(config_errc::too_long, "names a socket with a long path",
                       fmt::format("give at most {} characters", socket_path_max));
    }
    std::filesystem::path socket;
    if (!read_path(at, given.substr(5), socket)) return false;
    into = {{}, socket};
    return true;
  }
  const auto tcp = parse_endpoint(given, 0);
  if (!tcp || !is_loopback(tcp->host)) {
    return at.refuse(
        config_errc::malformed_address,
        fmt::format("is \"{}\", which is no loopback address with a port", printable(given, 60)),
        "write \"127.0.0.1:9464\" or \"unix:/run/daypass/metrics.sock\": "
        "it has no sign-in, so it stays on this machine");
  }
  into = {{tcp->host == "localhost" ? "127.0.0.1" : tcp->host, tcp->port}, {}};
  return true;
}

struct scheme {
  std::string_view prefix;
  secret_place where;
};
constexpr std::array<scheme, 3> schemes = {{{"file:", secret_place::file},
                                            {"credential:", secret_place::credential},
                                            {"env:", secret_place::environment}}};

bool fits(const secret_reference& reference) {
  if (reference.place == secret_place::file) return reference.name.starts_with('/');
  if (reference.name.empty() || reference.name.starts_with('.')) return false;
  return std::ranges::all_of(reference.name, is_host_letter);
}

bool read_secret_reference(const reading& at, secret_reference& into) {
  const std::string ways = R"(write "credential:NAME", "file:/PATH" or "env:NAME")";
  if (!at.is(node_kind::text, "a reference such as \"credential:NAME\"")) return false;
  for (const auto& [prefix, where] : schemes) {
    if (!at.value.text.starts_with(prefix)) continue;
    const secret_reference given{where, at.value.text.substr(prefix.size())};
    if (given.name.size() > path_max || !fits(given)) {
      return at.refuse(config_errc::malformed_reference,
                       fmt::format("has no usable name behind \"{}\"", prefix), ways);
    }
    into = given;
    return true;
  }
  // What stands here may be the secret itself: it isn't repeated.
  return at.refuse(config_errc::literal_secret, "is no reference, and perhaps a secret itself",
                   ways + ", and replace the secret if it was one");
}

bool read_mode(const reading& at, std::uint32_t& into) {
  std::string given;
  if (!read_plain(at, 64, given)) return false;
  std::uint32_t mode = 0;
  const auto [end, failed] = std::from_chars(given.data(), given.data() + given.size(), mode, 8);
  const bool parsed = failed == std::errc{} && end == given.data() + given.size();
  // Readers may read: nothing is executable, and nothing is open to all.
  if (!parsed || given.size() != 4 || (mode & ~0660U) != 0 || (mode & 0600U) != 0600U) {
    return at.refuse(config_errc::malformed_mode, fmt::format("is \"{}\"", printable(given, 40)),
                     R"(write "0600", "0640" or "0660": no rights for others)");
  }
  into = mode;
  return true;
}

}  // namespace

form<std::filesystem::path> absolute_path() {
  return {"absolute path",
          [](const reading& at, std::filesystem::path& into) {
            std::string given;
            return read_plain(at, path_max, given) && read_path(at, given, into);
          },
          [](const std::filesystem::path& value) { return value.string(); }};
}

form<std::uint32_t> file_mode() {
  return {"`0600`, `0640`, `0660`", read_mode,
          [](const std::uint32_t& value) { return fmt::format("{:04o}", value); }};
}

form<endpoint> host_and_port(std::uint16_t default_port) {
  const auto read = [=](const reading& at, endpoint& into) {
    std::string given;
    if (!read_plain(at, 300, given)) return false;
    const auto made = parse_endpoint(given, default_port);
    if (!made) {
      return at.refuse(config_errc::malformed_address,
                       fmt::format("is \"{}\"", printable(given, 60)),
                       fmt::format("write HOST{}, without a scheme or path",
                                   default_port == 0 ? ":PORT" : " or HOST:PORT"));
    }
    into = *made;
    return true;
  };
  return {default_port == 0 ? "HOST:PORT" : "HOST or HOST:PORT", read, show_endpoint};
}

form<listen_place> loopback_or_socket() {
  return {"loopback HOST:PORT, or unix:/PATH", read_listen, [](const listen_place& value) {
            return value.socket.empty() ? show_endpoint(value.tcp)
                                        : "unix:" + value.socket.string();
          }};
}

form<secret_reference> secret() {
  return {"secret reference", read_secret_reference,
          [](const secret_reference& value) { return value.empty() ? "" : to_string(value); }};
}

}  // namespace daypass::config
