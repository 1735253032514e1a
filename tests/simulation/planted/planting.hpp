#pragma once
// How a mistake becomes a planted bug: a decorator of one port, made anew for each life.

#include "simulation/planted/passing_ports.hpp"
#include "simulation/planted/planted_bugs.hpp"

#include <concepts>
#include <memory>
#include <utility>

namespace daypass::simulation {

/// What a mistake remembers over the lives of the daemon, where it does: a `memory_type` of its
/// own.
template <typename Mistake>
concept remembers = requires { typename Mistake::memory_type; };

struct no_memory {};

template <typename Mistake>
struct memory_of {
  using type = no_memory;
};
template <remembers Mistake>
struct memory_of<Mistake> {
  using type = typename Mistake::memory_type;
};

/// In front of the port that `Mistake` is: it is made from the port below and, if it takes them,
/// its memory or the world.
template <typename Mistake>
class in_front final : public planted_bug {
 public:
  std::unique_ptr<state_store> over_state(state_store& below, world& of) override {
    return over(below, of);
  }
  std::unique_ptr<directory> over_directory(directory& below, world& of) override {
    return over(below, of);
  }
  std::unique_ptr<secret_store> over_secrets(secret_store& below, world& of) override {
    return over(below, of);
  }
  std::unique_ptr<event_feed> over_feed(event_feed& below, world& of) override {
    return over(below, of);
  }
  std::unique_ptr<net::https_client> over_client(net::https_client& below, world& of) override {
    return over(below, of);
  }
  std::unique_ptr<vault::file_layer> over_files(std::unique_ptr<vault::file_layer> below,
                                                world& /*of*/) override {
    if constexpr (std::derived_from<Mistake, vault::file_layer>) {
      return std::make_unique<Mistake>(std::move(below));
    } else {
      return below;
    }
  }
  std::shared_ptr<const interpreter> over_meaning(std::shared_ptr<const interpreter> below,
                                                  world& of) override {
    return over(std::move(below), of);
  }
  std::shared_ptr<const event_decoder> over_decoder(std::shared_ptr<const event_decoder> below,
                                                    world& of) override {
    return over(std::move(below), of);
  }

 private:
  using memory = typename memory_of<Mistake>::type;

  template <typename Port>
  std::unique_ptr<Port> over(Port& below, world& of) {
    if constexpr (!std::derived_from<Mistake, Port>) {
      return nullptr;
    } else if constexpr (std::constructible_from<Mistake, Port&, memory&>) {
      return std::make_unique<Mistake>(below, remembered_);
    } else if constexpr (std::constructible_from<Mistake, Port&, world&>) {
      return std::make_unique<Mistake>(below, of);
    } else {
      return std::make_unique<Mistake>(below);
    }
  }

  template <typename Port>
  std::shared_ptr<const Port> over(std::shared_ptr<const Port> below, world& of) {
    if constexpr (!std::derived_from<Mistake, Port>) {
      return below;
    } else if constexpr (std::constructible_from<Mistake, std::shared_ptr<const Port>, world&>) {
      return std::make_shared<const Mistake>(std::move(below), of);
    } else {
      return std::make_shared<const Mistake>(std::move(below));
    }
  }

  memory remembered_;
};

template <typename Bug>
std::unique_ptr<planted_bug> make_bug() {
  return std::make_unique<Bug>();
}

}  // namespace daypass::simulation
