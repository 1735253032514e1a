#pragma once
// Where secrets pass through on their way: buffers of TLS and HTTP, what a library copies.

namespace daypass {

/// Leaves the heap out of core dumps, the kernel's and a debugger's, as the secret memory is
/// (madvise(2), MADV_DONTDUMP): what jemalloc has already and what it maps later. Before any secret
/// is read and any thread is started. False when it can't: nothing else changes then. True without
/// jemalloc, whose heap this is about.
[[nodiscard]] bool keep_heap_out_of_dumps();

}  // namespace daypass
