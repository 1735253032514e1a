#pragma once
// A directory over scripted clients, on a clock that the test moves.

#include "scripted_client.hpp"
#include "support/fakes/stepped_clock.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/graph_directory.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace daypass::entra {

class kept_events final : public request_observer {
 public:
  void on_request(const request_made& made) override { requests.push_back(made); }
  void on_token(const error* failed) override { ++(failed == nullptr ? tokens : token_failures); }

  std::vector<request_made> requests;
  int tokens = 0;
  int token_failures = 0;
};

class CallSetup : public testing::Test {
 protected:
  CallSetup() {
    EXPECT_TRUE(initialise_secret_memory(1 << 18));
    login.script = {{200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-1"})"},
                    {200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-2"})"}};
  }

  std::shared_ptr<credential> sign_in(secret_reader secret = [] {
    return secret_text::copy_of("s~e+c&r=t");
  }) {
    return make_client_secret_credential({"contoso.example", "client"}, std::move(secret), login,
                                         time);
  }

  directory& open(graph_settings settings = {}) {
    settings.sign_in = sign_in();
    opened = make_graph_directory(context.get_executor(), std::move(settings), graph, time, random,
                                  events);
    return *opened;
  }

  [[nodiscard]] call_options within(duration limit, bool urgent = false) const {
    return {time.steady_now() + limit, urgent};
  }

  /// Starts a call; its outcome is there once the clock has gone far enough.
  template <typename T>
  support::pending<result<T>> start(boost::asio::awaitable<result<T>> call) {
    return support::start(context, std::move(call));
  }

  template <typename T>
  result<T> run(boost::asio::awaitable<result<T>> call) {
    return fakes::run(context, time, std::move(call));
  }

  boost::asio::io_context context{1};
  fakes::stepped_clock time{context.get_executor()};
  fakes::seeded_entropy random{3};
  scripted_client graph{time};
  scripted_client login{time};
  kept_events events;
  std::unique_ptr<directory> opened;
};

}  // namespace daypass::entra
