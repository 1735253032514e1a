#pragma once
// The secret store in memory, with faults on demand: what simulations publish to and look into.

#include "daypass/ports/clock.hpp"
#include "daypass/ports/secret_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace daypass::fakes {

enum class secret_action : std::uint8_t { publish, relabel, withdraw };

/// What becomes of one call.
enum class secret_fault : std::uint8_t {
  none,
  refused,       ///< No effect: retryable, store_refused, for the lane.
  given_up,      ///< No effect: cancelled, given_up.
  lost_request,  ///< No effect, but the caller can't know: unknown_effect, no_answer.
  lost_answer,   ///< The effect is there: unknown_effect, no_answer.
  late_effect,   ///< As lost_request, but the effect comes with take_late_effects().
};

struct secret_call {
  secret_action action{};
  secret_name name;
  bool urgent = false;
};

/// A published pass. The code is plain: nothing here is a real one.
struct published_secret {
  secret_label label;
  std::vector<std::string> recipients;
  std::string code;
};

/// One thread. Copies nothing of a call before its interceptor returns, so a call whose frame is
/// destroyed while it waits there has no effect.
class memory_secrets final : public secret_store {
 public:
  /// `time`, which outlives it, says when a call comes too late. None: never.
  explicit memory_secrets(const clock* time = nullptr) : time_(time) {}

  /// Asked at every call before anything happens; may wait. None: no faults.
  using interceptor = std::function<boost::asio::awaitable<secret_fault>(secret_call)>;

  void intercept(interceptor asked) { intercept_ = std::move(asked); }

  /// Only these fingerprints are known from now on; others are refused. Default: all are.
  void know_recipients(std::set<std::string> fingerprints) { known_ = std::move(fingerprints); }

  /// Lets what was late take effect now, in order.
  void take_late_effects();

  [[nodiscard]] const std::map<std::string, published_secret>& published() const {
    return published_;
  }

  boost::asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                               std::vector<std::string> recipients,
                                               const secret_text* code,
                                               call_options options) override;
  boost::asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                               call_options options) override;
  boost::asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override;

 private:
  using effect = std::function<result<void>()>;

  boost::asio::awaitable<secret_fault> ask(secret_call call, call_options options);
  result<void> settle(secret_fault fault, const effect& take);

  const clock* time_;
  interceptor intercept_;
  std::optional<std::set<std::string>> known_;
  std::map<std::string, published_secret> published_;
  std::vector<effect> late_;
};

}  // namespace daypass::fakes
