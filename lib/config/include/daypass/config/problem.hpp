#pragma once
// What is wrong with a configuration: where, what, and what to do about it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace daypass::config {

/// Every kind of thing that can be wrong. Zero is success, as std::error_code wants it.
enum class config_errc : std::uint8_t {
  file_unreadable = 1,  ///< The configuration itself can't be read.
  file_too_large,       ///< More than config_bytes_max.
  not_text,             ///< A NUL byte, or not UTF-8.
  too_deep,             ///< Nested deeper than any setting is.
  syntax,               ///< Not TOML 1.0.
  duplicate_key,        ///< A key or table is given twice.
  unknown_key,          ///< No such setting.
  missing,              ///< A setting without a default isn't there.
  wrong_type,           ///< A number where text belongs, and the like.
  empty,                ///< Empty text or an empty list where something must be named.
  too_long,             ///< Text or a list beyond its bound.
  out_of_range,         ///< A number or duration beyond its bounds.
  malformed_duration,   ///< Not of the form 14d, 48h, 30m, 10s or 500ms.
  malformed_hour,       ///< Not a local hour from 00:01 to 23:59.
  malformed_address,    ///< Not HOST or HOST:PORT, or not loopback where it must be.
  malformed_id,         ///< Not a GUID.
  malformed_name,       ///< A name with characters that have a meaning elsewhere.
  malformed_path,       ///< Not an absolute path.
  malformed_mode,       ///< Not file permissions such as 0640, or open to others.
  malformed_domain,     ///< Not a DNS domain.
  malformed_country,    ///< Not an ISO 3166-1 alpha-2 code.
  malformed_template,   ///< A template for user principal names that can't give one.
  unknown_choice,       ///< Not one of the words that the setting knows.
  listed_twice,         ///< The same entry twice in a list.
  literal_secret,       ///< A secret written into the file.
  malformed_reference,  ///< file:, credential: or env: with something else behind it.
  undefined_profile,    ///< default_profile names no profile.
  domain_not_allowed,   ///< A profile's upn_domain isn't among graph.domains.
  adoption_by_event,    ///< A profile that events may name allows adoption.
  unknown_zone,         ///< A site's zone isn't in the tz database.
  contradiction,        ///< Two settings that can't hold together.
  no_such_file,         ///< A file or folder that a setting names isn't there.
  no_access,            ///< It is there and may not be read, or entered.
  wrong_kind,           ///< A folder where a file belongs, or the other way round.
  unknown_group,        ///< No such group on this machine.
  secret_absent,        ///< What a secret reference names isn't there.
  secret_unfit,         ///< A secret that is empty or too long.
  secret_exposed,       ///< A warning: others on this machine can read the secret's file.
  lane_too_narrow,      ///< A warning: a day to come has more hires than passes can be issued.
  unfit_certificate,    ///< A warning: one of several that can't be used; the daemon looks at them.
};

inline constexpr std::size_t config_errc_count = 40;

/// The stable name: `unknown_key`.
[[nodiscard]] std::string_view to_string(config_errc code);

/// The category of config_errc, named "config".
[[nodiscard]] const std::error_category& config_category() noexcept;

/// Found by argument-dependent lookup when a config_errc becomes a std::error_code.
[[nodiscard]] std::error_code make_error_code(config_errc code) noexcept;

/// A place in the file; line 0: the file as a whole. Both count from 1, columns in characters.
struct place {
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator==(const place&, const place&) = default;
};

/// One finding. Never holds a value that could be a secret.
struct problem {
  config_errc code{};
  std::string file;
  place at;
  std::string what;  ///< The setting and what is wrong with it.
  std::string cure;  ///< What to write or do instead.

  /// A warning doesn't stop the daemon.
  [[nodiscard]] bool is_warning() const {
    return code == config_errc::secret_exposed || code == config_errc::lane_too_narrow ||
           code == config_errc::unfit_certificate;
  }
};

/// `FILE:LINE:COLUMN: error: WHAT: CURE`; without line and column where the whole file is meant.
[[nodiscard]] std::string to_string(const problem& found);

}  // namespace daypass::config

template <>
struct std::is_error_code_enum<daypass::config::config_errc> : std::true_type {};
