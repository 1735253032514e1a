#pragma once
// The bugs by which the checker is checked: mistakes that people make, each in front of one part of
// the daemon.

#include "simulation/planted_bug.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace daypass::simulation {

/// A bug, and how the checker names the promise that it breaks: its rules begin so.
struct planting {
  std::string_view name;
  std::string_view promise;  ///< "promise 3", "liveness".
  std::uint64_t seed;        ///< A world in which it was found before: the first to be played.
  std::string_view mistake;  ///< What people would have done, in a sentence.
  std::unique_ptr<planted_bug> (*make)();
};

/// All of them, by promise.
[[nodiscard]] std::span<const planting> planted_bugs();

using plantings = std::vector<planting>;

[[nodiscard]] plantings bugs_of_intake();    ///< Promise 1.
[[nodiscard]] plantings bugs_of_accounts();  ///< Promise 2.
[[nodiscard]] plantings bugs_of_passes();    ///< Promise 2.
[[nodiscard]] plantings bugs_of_lockout();   ///< Promise 3.
[[nodiscard]] plantings bugs_of_secrecy();   ///< Promise 4.
[[nodiscard]] plantings bugs_of_hours();     ///< Promise 5.
[[nodiscard]] plantings bugs_of_rest();      ///< Promise 6.
[[nodiscard]] plantings bugs_of_service();   ///< Liveness.

}  // namespace daypass::simulation
