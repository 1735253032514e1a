// Retry-After and HTTP dates.
#include "target.hpp"

#include "daypass/net/http_date.hpp"

#include <string>

namespace daypass::fuzz {
namespace {

/// 2026-11-21T12:00:00Z
constexpr instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + hours{12}};
constexpr duration longest = hours{1};

void read_date(std::string_view text) {
  const auto at = net::parse_http_date(text, now);
  if (!at) return;
  // A leap second may lead out of the years that can be written.
  if (*at >= std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}) return;
  const std::string written = net::format_http_date(*at);
  require(net::parse_http_date(written, now) == *at, "a date is written and read again");
  require(written.size() == 29 && written.ends_with(" GMT"), "a date is written in one form");
}

}  // namespace

void read_one(std::string_view bytes) {
  read_date(bytes);
  const auto delay = net::parse_retry_after(bytes, now, longest);
  if (!delay) {
    require(!net::parse_http_date(bytes, now), "a date is a delay");
    return;
  }
  require(*delay >= duration::zero() && *delay <= longest, "a delay keeps to its bounds");
  const auto shorter = net::parse_retry_after(bytes, now, longest / 2);
  require(shorter && *shorter == std::min(*delay, longest / 2), "a shorter bound only cuts");
}

}  // namespace daypass::fuzz
