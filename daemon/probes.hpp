#pragma once
// check --probe: what the tenant and the brokers say of the configuration, before a hire finds out.

#include "daypass/config/load.hpp"

namespace daypass {

/// Signs in, reads the pass policy and asks for what the daemon's permissions are needed for; adds
/// what is wrong to `into`. Changes nothing in the tenant. Blocks, for two minutes at most.
void probe_tenant(config::loaded& into);

/// Asks the brokers for the topics and the group; joins nothing and moves nothing. Blocks, for half
/// a minute at most.
void probe_brokers(config::loaded& into);

}  // namespace daypass
