#pragma once
// A tenant and a daemon: the engine with the real Graph client, the real event decoder, the real
// interpreter and a SQLite state, against the Entra simulator's logic, under stepped time. Sealed
// passes go to the secret store in memory, so that tests see whose code is readable.

#include "integration/authority/hr_topic.hpp"
#include "simulators/entra/logic/control_service.hpp"
#include "support/fakes/memory_secrets.hpp"
#include "support/fakes/stepped_clock.hpp"
#include "support/graph_link/graph_link.hpp"

#include "daypass/engine/engine.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::integration {

using entra_simulator::json;

/// What a test may want otherwise than usual.
struct company_wishes {
  std::string standard_profile;  ///< Lines for the default profile, in TOML.
  std::string more;              ///< More sections.
  std::uint64_t creations_per_hour_max = 2000;
};

class company {
 public:
  explicit company(const company_wishes& wishes = {});
  ~company();
  company(const company&) = delete;
  company& operator=(const company&) = delete;

  // HR.

  /// Publishes `hr.hire.<kind>.v1` of that source; `data` is HR's, with the next revision added.
  void publish(std::string_view kind, json data, std::string_view source = "/hr");

  // Time.

  [[nodiscard]] instant now() const { return time_.now(); }
  /// Lets everything happen that happens until then.
  void advance_to(instant when);
  void advance(duration by) { advance_to(now() + by); }

  // Operators.

  void order(const std::string& hire, order_kind kind);

  // Entra: what administrators and users do, and what is so (tests/simulators/entra/README.md).

  json act(std::string_view verb, const json& body);
  [[nodiscard]] entra_simulator::graph_service& graph() { return graph_; }
  [[nodiscard]] support::graph_link& link() { return link_; }

  // The daemon's own view.

  [[nodiscard]] std::optional<onboarding> find(const std::string& hire);
  [[nodiscard]] std::string story_of(const std::string& hire);
  [[nodiscard]] std::vector<quarantined_event> quarantine();
  [[nodiscard]] const std::map<std::string, fakes::published_secret>& secrets() const {
    return secrets_.published();
  }
  /// Everything that was reported, oldest first.
  [[nodiscard]] const std::vector<happening_variant>& reported() const;

 private:
  class listener;
  struct machinery;

  template <typename T>
  T ask(boost::asio::awaitable<result<T>> call);

  boost::asio::io_context context_{1};
  fakes::stepped_clock time_{context_.get_executor()};
  fakes::seeded_entropy random_{11};
  entra_simulator::graph_service graph_;
  support::graph_link link_;
  hr_topic topic_;
  fakes::memory_secrets secrets_;
  std::unique_ptr<machinery> daemon_;
  std::int64_t revision_ = 0;
};

}  // namespace daypass::integration
