#pragma once
// check --probe of the stores of passes.

#include "configuration.hpp"

namespace daypass {

/// Puts a secret of the probe's own into each store, labels it and takes it away again; adds what
/// fails to `into`. Blocks, for two minutes a store at most.
void probe_stores(configuration& into);

}  // namespace daypass
