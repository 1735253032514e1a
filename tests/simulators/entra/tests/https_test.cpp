#include "simulators/entra/tests/https_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Https : public HttpsServer {
 protected:
  Https() { start(); }
};

TEST_F(Https, KeepsItsConnectionAndItsCertificateIsGood) {
  tls_stream stream = connect(serving.port());
  boost::system::error_code wrong;
  for (int i = 0; i < 3; ++i) {
    const auto made = ask(stream, verb::get, "/v1.0/users", "", wrong);
    ASSERT_FALSE(wrong) << wrong.message();
    EXPECT_EQ(made.result_int(), 401U);
    EXPECT_NE(made.body().find("InvalidAuthenticationToken"), std::string::npos);
  }
}

TEST_F(Https, CarriesOutFaultsGivenOnTheControlPort) {
  tcp::socket control = connect_control();
  boost::system::error_code wrong;
  const std::pair<const char*, boost::system::error_code> faults[] = {
      {"reset", boost::asio::error::connection_reset},
      {"lost_answer", boost::asio::ssl::error::stream_truncated},
      {"partial", boost::asio::ssl::error::stream_truncated}};
  for (const auto& [name, expected] : faults) {
    const std::string rule = std::string(R"({"fault":{"name":")") + name + "\"}}";
    const auto added = ask(control, verb::post, "/faults", rule, wrong);
    ASSERT_FALSE(wrong) << wrong.message();
    ASSERT_EQ(added.result_int(), 200U) << added.body();
    tls_stream stream = connect(serving.port());
    static_cast<void>(ask(stream, verb::get, "/v1.0/users", "", wrong));
    EXPECT_EQ(wrong, expected) << name << wrong.message();
  }
  const auto counters = ask(control, verb::get, "/inspect/counters", "", wrong);
  EXPECT_NE(counters.body().find("\"user.list\":{\"0\":3}"), std::string::npos) << counters.body();
}

}  // namespace
}  // namespace daypass::entra_simulator
