#pragma once
// A reporter that can be taken away from those who outlive it: a client left behind in a hanging
// close must not reach into what is gone.

#include "daypass/ports/reporter.hpp"

#include <mutex>

namespace daypass::kafka {

class muted_reporter {
 public:
  explicit muted_reporter(reporter& tell) : tell_(&tell) {}

  /// Any thread. Nothing after mute().
  void report(const happening_variant& what) {
    const std::scoped_lock held(mutex_);
    if (tell_ != nullptr) tell_->report(what);
  }
  void mute() {
    const std::scoped_lock held(mutex_);
    tell_ = nullptr;
  }

 private:
  std::mutex mutex_;
  reporter* tell_;
};

}  // namespace daypass::kafka
