// Preloaded into the daemon: its wall clock is the machine's plus what a file says, to be changed
// at any time. The steady clock, timers and the times of files stay true. libfaketime would do, but
// its set-up allocates, and jemalloc's set-up asks for the time: neither ends (libfaketime 0.9.10).

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

namespace {

constexpr std::int64_t billion = 1'000'000'000;

// Nothing here may allocate: the first caller is the allocator.
const std::atomic<std::int64_t>* map_offset() {
  static std::atomic<std::int64_t> none{0};
  const char* const file = ::getenv("STEPPED_CLOCK");
  if (file == nullptr) return &none;
  const int opened = ::open(file, O_RDONLY | O_CLOEXEC);
  if (opened < 0) return &none;
  void* const mapped = ::mmap(nullptr, sizeof none, PROT_READ, MAP_SHARED, opened, 0);
  ::close(opened);
  return mapped == MAP_FAILED ? &none : static_cast<const std::atomic<std::int64_t>*>(mapped);
}

std::atomic<const std::atomic<std::int64_t>*> offset_place{nullptr};

std::int64_t offset_ns() {
  const auto* place = offset_place.load(std::memory_order_acquire);
  if (place == nullptr) {
    // Two threads may both map it, once: better than a lock in here.
    place = map_offset();
    offset_place.store(place, std::memory_order_release);
  }
  return place->load(std::memory_order_relaxed);
}

std::int64_t in_ns(const timespec& span) {
  return span.tv_sec * billion + span.tv_nsec;
}

timespec from_ns(std::int64_t ns) {
  return {.tv_sec = ns / billion, .tv_nsec = ns % billion};
}

}  // namespace

extern "C" int clock_gettime(clockid_t which, timespec* into) noexcept;

namespace {

/// As the kernel does it: a step ahead ends the wait early, one back prolongs it. The kernel knows
/// nothing of our offset, so it is looked at now and then.
int wait_by_wall_clock(pthread_cond_t* what, pthread_mutex_t* with, const timespec& until) {
  constexpr std::int64_t slice = billion / 50;
  for (;;) {
    timespec here{};
    timespec steady{};
    clock_gettime(CLOCK_REALTIME, &here);
    clock_gettime(CLOCK_MONOTONIC, &steady);
    const std::int64_t left = std::max<std::int64_t>(in_ns(until) - in_ns(here), 0);
    const timespec moment = from_ns(in_ns(steady) + std::min(left, slice));
    const int ended = pthread_cond_clockwait(what, with, CLOCK_MONOTONIC, &moment);
    if (ended != ETIMEDOUT || left <= slice) return ended;
  }
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* into) noexcept {
  const auto failed = ::syscall(SYS_clock_gettime, which, into);
  if (failed != 0) return -1;
  if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) {
    *into = from_ns(in_ns(*into) + offset_ns());
  }
  return 0;
}

int timespec_get(timespec* into, int base) noexcept {
  return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, into) == 0 ? base : 0;
}

int gettimeofday(timeval* into, void* /*zone*/) noexcept {
  timespec now{};
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  into->tv_sec = now.tv_sec;
  into->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* into) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (into != nullptr) *into = now.tv_sec;
  return now.tv_sec;
}

/// Waits until a moment of whichever clock the variable has. A steady clock's moment counts from
/// the start of the machine and is a small number.
int pthread_cond_timedwait(pthread_cond_t* what, pthread_mutex_t* with, const timespec* until) {
  constexpr time_t decades = 1'000'000'000;
  if (until->tv_sec < decades) return pthread_cond_clockwait(what, with, CLOCK_MONOTONIC, until);
  return wait_by_wall_clock(what, with, *until);
}

/// glibc's own goes past the one above.
int cnd_timedwait(cnd_t* what, mtx_t* with, const timespec* until) {
  switch (pthread_cond_timedwait(reinterpret_cast<pthread_cond_t*>(what),
                                 reinterpret_cast<pthread_mutex_t*>(with), until)) {
    case 0:
      return thrd_success;
    case ETIMEDOUT:
      return thrd_timedout;
    default:
      return thrd_error;
  }
}

}  // extern "C"
