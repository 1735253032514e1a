#pragma once
// Hears of requests and tokens where nobody counts them: for probes.

#include "daypass/entra/request_observer.hpp"

namespace daypass {

class deaf_observer final : public entra::request_observer {
 public:
  void on_request(const entra::request_made&) override {}
  void on_token(const error*) override {}
};

}  // namespace daypass
