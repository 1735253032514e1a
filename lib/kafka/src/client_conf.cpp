#include "client_conf.hpp"

#include "failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace daypass::kafka {
namespace {

using words = std::array<char, 512>;

std::unexpected<error> refuse(std::string what) {
  return fail(failure::permanent,
              {static_cast<int>(RD_KAFKA_RESP_ERR__INVALID_ARG), kafka_category()}, std::move(what),
              failure_scope::lane);
}

result<void> set(rd_kafka_conf_t* conf, const char* name, const char* value) {
  words why{};
  if (rd_kafka_conf_set(conf, name, value, why.data(), why.size()) == RD_KAFKA_CONF_OK) return {};
  return refuse(fmt::format("Kafka setting {}: {}", name, why.data()));
}

/// librdkafka wants the password NUL-terminated, and keeps a copy of its own.
result<void> set_password(rd_kafka_conf_t* conf, const secret_text& password) {
  auto terminated = secret_text::with_size(password.size() + 1);
  if (!terminated) return std::unexpected(terminated.error());
  const auto room = terminated->expose_writable();
  std::ranges::copy(password.expose(), room.begin());
  words why{};
  if (rd_kafka_conf_set(conf, "sasl.password", room.data(), why.data(), why.size()) ==
      RD_KAFKA_CONF_OK) {
    return {};
  }
  return refuse("Kafka setting sasl.password was refused");
}

}  // namespace

result<rd_conf> make_conf(const connection_settings& connection,
                          std::initializer_list<property> needed) {
  rd_conf conf(rd_kafka_conf_new());
  for (const auto& [name, value] : connection.properties) {
    if (auto done = set(conf.get(), name.c_str(), value.c_str()); !done) {
      return std::unexpected(done.error());
    }
  }
  const std::initializer_list<property> ours = {{"bootstrap.servers", connection.brokers},
                                                {"client.id", connection.client_id},
                                                {"log.connection.close", "false"}};
  for (const auto& part : {ours, needed}) {
    for (const auto& [name, value] : part) {
      if (auto done = set(conf.get(), name, value.c_str()); !done) {
        return std::unexpected(done.error());
      }
    }
  }
  if (!connection.sasl_password.empty()) {
    if (auto done = set_password(conf.get(), connection.sasl_password); !done) {
      return std::unexpected(done.error());
    }
  }
  return conf;
}

result<rd_client> make_client(rd_kafka_type_t type, rd_conf conf) {
  words why{};
  rd_kafka_t* const client = rd_kafka_new(type, conf.get(), why.data(), why.size());
  if (client == nullptr) return refuse(fmt::format("Kafka client: {}", why.data()));
  static_cast<void>(conf.release());  // The client owns it now.
  return rd_client(client);
}

}  // namespace daypass::kafka
