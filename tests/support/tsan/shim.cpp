// Debian's librdkafka runs its threads on glibc's C11 functions, which ThreadSanitizer doesn't
// intercept: the first such thread has no sanitizer state and crashes. Defined here, in the
// program, they win over glibc's and forward to the pthread functions, which are intercepted.
#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <memory>

static_assert(sizeof(pthread_mutex_t) <= sizeof(mtx_t));
static_assert(sizeof(pthread_cond_t) <= sizeof(cnd_t));
static_assert(sizeof(pthread_once_t) == sizeof(once_flag));

namespace {

struct start {
  thrd_start_t run;
  void* argument;
};

void* run_started(void* opaque) {
  const std::unique_ptr<start> started(static_cast<start*>(opaque));
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(started->run(started->argument)));
}

int to_thrd(int status) {
  switch (status) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

pthread_mutex_t* native(mtx_t* mutex) {
  return reinterpret_cast<pthread_mutex_t*>(mutex);
}
pthread_cond_t* native(cnd_t* condition) {
  return reinterpret_cast<pthread_cond_t*>(condition);
}

}  // namespace

extern "C" {

/// What ThreadSanitizer leaves out: librdkafka isn't instrumented, so the atomics by which it
/// synchronises can't be seen. A race in code of ours is still reported.
const char* __tsan_default_suppressions() {
  return "race:librdkafka.so.1\n";
}

int thrd_create(thrd_t* thread, thrd_start_t run, void* argument) {
  auto started = std::make_unique<start>(start{run, argument});
  const int status = pthread_create(thread, nullptr, run_started, started.get());
  if (status == 0) static_cast<void>(started.release());
  return to_thrd(status);
}

thrd_t thrd_current() {
  return pthread_self();
}

int thrd_join(thrd_t thread, int* result) {
  void* returned = nullptr;
  const int status = pthread_join(thread, &returned);
  if (status == 0 && result != nullptr) {
    *result = static_cast<int>(reinterpret_cast<std::intptr_t>(returned));
  }
  return to_thrd(status);
}

int mtx_init(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  const bool recursive = (type & mtx_recursive) != 0;
  pthread_mutexattr_settype(&attributes,
                            recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
  const int status = pthread_mutex_init(native(mutex), &attributes);
  pthread_mutexattr_destroy(&attributes);
  return to_thrd(status);
}

void mtx_destroy(mtx_t* mutex) {
  pthread_mutex_destroy(native(mutex));
}
int mtx_lock(mtx_t* mutex) {
  return to_thrd(pthread_mutex_lock(native(mutex)));
}
int mtx_trylock(mtx_t* mutex) {
  return to_thrd(pthread_mutex_trylock(native(mutex)));
}
int mtx_unlock(mtx_t* mutex) {
  return to_thrd(pthread_mutex_unlock(native(mutex)));
}

int cnd_init(cnd_t* condition) {
  return to_thrd(pthread_cond_init(native(condition), nullptr));
}
void cnd_destroy(cnd_t* condition) {
  pthread_cond_destroy(native(condition));
}
int cnd_signal(cnd_t* condition) {
  return to_thrd(pthread_cond_signal(native(condition)));
}
int cnd_broadcast(cnd_t* condition) {
  return to_thrd(pthread_cond_broadcast(native(condition)));
}

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return to_thrd(pthread_cond_wait(native(condition), native(mutex)));
}

int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  return to_thrd(pthread_cond_timedwait(native(condition), native(mutex), until));
}

void call_once(once_flag* flag, void (*run)()) {
  pthread_once(reinterpret_cast<pthread_once_t*>(flag), run);
}

}  // extern "C"
