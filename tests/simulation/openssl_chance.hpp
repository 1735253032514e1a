#pragma once
// OpenSSL's random numbers from a seed, so that a world is the same bit for bit.

#include <cstdint>

namespace daypass::simulation {

/// From now on everything that OpenSSL draws follows from `seed`. One thread; test programs only.
void seed_openssl(std::uint64_t seed);

}  // namespace daypass::simulation
