#include "simulators/entra/https/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace daypass::entra_simulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using tls_stream = asio::ssl::stream<tcp::socket>;

class Https : public testing::Test {
 protected:
  Https() : serving(graph, {}), thread([this] { serving.run(); }) {
    trust.set_verify_mode(asio::ssl::verify_peer);
    trust.add_certificate_authority(asio::buffer(serving.authority_pem()));
    trust.set_verify_callback(asio::ssl::host_name_verification("localhost"));
  }

  ~Https() override {
    serving.stop();
    thread.join();
  }

  tls_stream connect() {
    tls_stream stream(io, trust);
    stream.lowest_layer().connect({asio::ip::address_v4::loopback(), serving.port()});
    stream.handshake(asio::ssl::stream_base::client);
    return stream;
  }

  template <typename Stream>
  http::response<http::string_body> ask(Stream& stream, http::verb method, const char* target,
                                        const char* body, boost::system::error_code& wrong) {
    http::request<http::string_body> asked(method, target, 11);
    asked.set(http::field::host, "localhost");
    asked.body() = body;
    asked.prepare_payload();
    http::write(stream, asked, wrong);
    http::response<http::string_body> answered;
    boost::beast::flat_buffer buffer;
    if (!wrong) http::read(stream, buffer, answered, wrong);
    return answered;
  }

  asio::io_context io;
  asio::ssl::context trust{asio::ssl::context::tls_client};
  graph_service graph;
  server serving;
  std::thread thread;
};

TEST_F(Https, KeepsItsConnectionAndItsCertificateIsGood) {
  tls_stream stream = connect();
  boost::system::error_code wrong;
  for (int i = 0; i < 3; ++i) {
    const auto made = ask(stream, http::verb::get, "/v1.0/users", "", wrong);
    ASSERT_FALSE(wrong) << wrong.message();
    EXPECT_EQ(made.result_int(), 401U);
    EXPECT_NE(made.body().find("InvalidAuthenticationToken"), std::string::npos);
  }
}

TEST_F(Https, CarriesOutFaultsGivenOnTheControlPort) {
  tcp::socket control(io);
  control.connect({asio::ip::address_v4::loopback(), serving.control_port()});
  boost::system::error_code wrong;
  const std::pair<const char*, boost::system::error_code> faults[] = {
      {"reset", asio::error::connection_reset},
      {"lost_answer", asio::ssl::error::stream_truncated},
      {"partial", asio::ssl::error::stream_truncated}};
  for (const auto& [name, expected] : faults) {
    const std::string rule = std::string(R"({"fault":{"name":")") + name + "\"}}";
    const auto added = ask(control, http::verb::post, "/faults", rule.c_str(), wrong);
    ASSERT_FALSE(wrong) << wrong.message();
    ASSERT_EQ(added.result_int(), 200U) << added.body();
    tls_stream stream = connect();
    static_cast<void>(ask(stream, http::verb::get, "/v1.0/users", "", wrong));
    EXPECT_EQ(wrong, expected) << name << wrong.message();
  }
  const auto counters = ask(control, http::verb::get, "/inspect/counters", "", wrong);
  EXPECT_NE(counters.body().find("\"user.list\":{\"0\":3}"), std::string::npos) << counters.body();
}

}  // namespace
}  // namespace daypass::entra_simulator
