#pragma once
// A state whose visits see another record than the one that is there, or write something else than
// they wanted.

#include "simulation/planted/passing_ports.hpp"

#include <utility>

namespace daypass::simulation {

class rewriting_state : public passing_state {
 public:
  using passing_state::passing_state;

  asio::awaitable<result<onboarding>> update(lease held, transition change) override {
    auto rewritten = [this, change = std::move(change)](const onboarding& fresh) {
      onboarding seen = fresh;
      see(seen);
      recording taken = change(seen);
      rewrite(fresh, taken);
      return taken;
    };
    return below_.update(std::move(held), std::move(rewritten));
  }

 protected:
  virtual void see(onboarding& /*fresh*/) {}
  virtual void rewrite(const onboarding& /*fresh*/, recording& /*taken*/) {}
};

}  // namespace daypass::simulation
