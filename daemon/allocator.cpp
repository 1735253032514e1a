// jemalloc's settings (jemalloc(3), TUNING), which it looks for under this name. Batches are made
// on one thread and freed on another: its caches keep both from waiting for each other. A flood
// leaves as it came: what was freed goes back to the system within seconds, by a thread of
// jemalloc's own. Large pieces get no arena of their own, which would escape private_heap.

extern "C" {
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables,misc-use-internal-linkage)
const char* malloc_conf =
    "background_thread:true,narenas:4,tcache_max:8192,dirty_decay_ms:3000,muzzy_decay_ms:0,"
    "oversize_threshold:0";
}
