#pragma once
// Every section of the file, as a table.

#include "section.hpp"

namespace daypass::config {

[[nodiscard]] const section<state_settings>& state_section();
[[nodiscard]] const section<kafka_settings>& kafka_section();
[[nodiscard]] const section<source_settings>& source_section();
[[nodiscard]] const section<graph_settings>& graph_section();
[[nodiscard]] const section<sealed_settings>& sealed_section();
[[nodiscard]] const section<key_vault_settings>& key_vault_section();
[[nodiscard]] const section<profile>& profile_section();
[[nodiscard]] const section<planner::limits>& limits_section();
[[nodiscard]] const section<admin_settings>& admin_section();
[[nodiscard]] const section<logging_settings>& logging_section();
[[nodiscard]] const section<process_settings>& process_section();

/// Form and bounds of the names that operators choose, and of the settings that hold one value.
[[nodiscard]] form<std::string> profile_name();
[[nodiscard]] form<std::string> zone_name();
inline constexpr std::size_t source_max = 512;    ///< Characters of a CloudEvents source.
inline constexpr std::size_t site_max = 64;       ///< Characters of a site.
inline constexpr std::size_t named_max = 10'000;  ///< Sources, profiles or sites.

}  // namespace daypass::config
