#pragma once
// What the Graph client tells about its requests, in the words of the metrics.

#include "daypass/entra/request_observer.hpp"
#include "daypass/ports/request_observer.hpp"

namespace daypass {

/// Passes on to `metrics`, which outlives it. On the io_context's thread.
class graph_watch final : public entra::request_observer {
 public:
  explicit graph_watch(daypass::request_observer& metrics) : metrics_(metrics) {}

  void on_request(const entra::request_made& made) override;
  void on_token(const error* failed) override;

 private:
  daypass::request_observer& metrics_;
};

}  // namespace daypass
