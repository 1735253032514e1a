#include "daypass/domain/upn.hpp"

#include <algorithm>

namespace daypass {

std::string upn_with_number(std::string_view upn, unsigned number) {
  const std::size_t at = std::min(upn.rfind('@'), upn.size());
  const std::string_view domain = upn.substr(at);  // with its @, or empty
  const std::string digits = std::to_string(number);

  const std::size_t room_in_all = upn_total_max - std::min(upn_total_max, domain.size());
  const std::size_t room = std::min(upn_local_max, room_in_all);
  std::string_view local = upn.substr(0, at);
  local = local.substr(0, room - std::min(room, digits.size()));
  while (local.ends_with('.')) local.remove_suffix(1);

  std::string numbered(local);
  numbered += digits;
  numbered += domain;
  return numbered;
}

}  // namespace daypass
