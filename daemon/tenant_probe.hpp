#pragma once
// check --probe: what the tenant says of the configuration, before a hire finds out.

#include "daypass/config/load.hpp"

namespace daypass {

/// Signs in, reads the pass policy and asks for what the daemon's permissions are needed for; adds
/// what is wrong to `into`. Changes nothing in the tenant. Blocks, for two minutes at most.
void probe_tenant(config::loaded& into);

}  // namespace daypass
