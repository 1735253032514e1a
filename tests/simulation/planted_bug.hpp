#pragma once
// A bug that the simulation plants to see whether its checker finds it: something in front of a
// part of the daemon. The product itself is built once and has no switch for any of it.

#include "daypass/net/https_client.hpp"
#include "daypass/ports/directory.hpp"
#include "daypass/ports/event_decoder.hpp"
#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/interpreter.hpp"
#include "daypass/ports/secret_store.hpp"
#include "daypass/ports/state_store.hpp"
#include "daypass/vault/file_layer.hpp"

#include <memory>

namespace daypass::simulation {

struct world;

/// Asked once in each life of the daemon for each part; what it gives stands in front of `below`,
/// which outlives it. Null: nothing does. What must survive a crash is in the bug itself.
class planted_bug {
 public:
  planted_bug() = default;
  planted_bug(const planted_bug&) = delete;
  planted_bug& operator=(const planted_bug&) = delete;
  virtual ~planted_bug() = default;

  virtual std::unique_ptr<state_store> over_state(state_store& /*below*/, world& /*of*/) {
    return nullptr;
  }
  virtual std::unique_ptr<directory> over_directory(directory& /*below*/, world& /*of*/) {
    return nullptr;
  }
  virtual std::unique_ptr<net::https_client> over_client(net::https_client& /*below*/,
                                                         world& /*of*/) {
    return nullptr;
  }
  virtual std::unique_ptr<secret_store> over_secrets(secret_store& /*below*/, world& /*of*/) {
    return nullptr;
  }
  virtual std::unique_ptr<event_feed> over_feed(event_feed& /*below*/, world& /*of*/) {
    return nullptr;
  }
  virtual std::unique_ptr<vault::file_layer> over_files(std::unique_ptr<vault::file_layer> below,
                                                        world& /*of*/) {
    return below;
  }
  virtual std::shared_ptr<const interpreter> over_meaning(std::shared_ptr<const interpreter> below,
                                                          world& /*of*/) {
    return below;
  }
  virtual std::shared_ptr<const event_decoder> over_decoder(
      std::shared_ptr<const event_decoder> below, world& /*of*/) {
    return below;
  }
};

}  // namespace daypass::simulation
