// RAND_set_rand_method is how a program gives OpenSSL 3 numbers of its own; it is deprecated for
// what would be a grave fault anywhere but in a simulation.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "simulation/openssl_chance.hpp"

#include "simulation/chance.hpp"

#include "daypass/base/assert.hpp"

#include <openssl/rand.h>

namespace daypass::simulation {
namespace {

chance& numbers() {
  static chance all(0);
  return all;
}

int fill(unsigned char* into, int size) {
  std::uint64_t drawn = 0;
  for (int index = 0; index < size; ++index) {
    if (index % 8 == 0) drawn = numbers().next();
    into[index] = static_cast<unsigned char>(drawn >> (8 * (index % 8)));
  }
  return 1;
}

int ready() {
  return 1;
}

}  // namespace

void seed_openssl(std::uint64_t seed) {
  static const RAND_METHOD method{nullptr, fill, nullptr, nullptr, fill, ready};
  numbers() = chance(seed);
  DAYPASS_ASSERT(RAND_set_rand_method(&method) == 1);
}

}  // namespace daypass::simulation
