// Serves librdkafka's mock cluster to other processes on loopback until SIGTERM or SIGINT.
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int usage_error = 64;

struct topic {
  std::string name;
  int partitions = 1;
};

struct arguments {
  std::string port_file;
  std::vector<topic> topics;
};

/// `NAME:PARTITIONS`, 1 to 1000 of them.
std::optional<topic> topic_of(std::string_view text) {
  constexpr int partitions_max = 1000;
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string count(text.substr(colon + 1));
  char* end = nullptr;
  const long partitions = std::strtol(count.c_str(), &end, 10);
  if (count.empty() || *end != '\0' || partitions < 1 || partitions > partitions_max) {
    return std::nullopt;
  }
  return topic{std::string(text.substr(0, colon)), static_cast<int>(partitions)};
}

std::optional<arguments> parse(std::span<char*> given) {
  arguments parsed;
  for (std::size_t index = 1; index + 1 < given.size(); index += 2) {
    const std::string_view name = given[index];
    if (name == "--port-file") {
      parsed.port_file = given[index + 1];
    } else if (const auto one = topic_of(given[index + 1]); name == "--topic" && one) {
      parsed.topics.push_back(*one);
    } else {
      return std::nullopt;
    }
  }
  if (given.size() % 2 == 0 || parsed.topics.empty()) return std::nullopt;
  return parsed;
}

/// Written beside and renamed, so that who waits for the file never reads half of it.
bool write_file(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  {
    std::ofstream file(beside);
    file << text << '\n';
    if (!file.flush()) return false;
  }
  std::error_code failed;
  std::filesystem::rename(beside, path, failed);
  return !failed;
}

int serve(const arguments& wanted, const sigset_t& ends) {
  std::array<char, 512> why{};
  rd_kafka_t* const host =
      rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), why.data(), why.size());
  if (host == nullptr) {
    std::cerr << "mock-broker: " << why.data() << '\n';
    return EXIT_FAILURE;
  }
  rd_kafka_mock_cluster_t* const cluster = rd_kafka_mock_cluster_new(host, 1);
  int status = EXIT_SUCCESS;
  for (const auto& one : wanted.topics) {
    if (rd_kafka_mock_topic_create(cluster, one.name.c_str(), one.partitions, 1) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
      std::cerr << "mock-broker: topic " << one.name << " was refused\n";
      status = EXIT_FAILURE;
    }
  }
  const std::string brokers = rd_kafka_mock_cluster_bootstraps(cluster);
  if (status == EXIT_SUCCESS && !wanted.port_file.empty() &&
      !write_file(wanted.port_file, brokers)) {
    std::cerr << "mock-broker: can't write " << wanted.port_file << '\n';
    status = EXIT_FAILURE;
  }
  if (status == EXIT_SUCCESS) {
    std::cout << brokers << std::endl;  // Flushed: a script waits for this line.
    int signal = 0;
    sigwait(&ends, &signal);
  }
  rd_kafka_mock_cluster_destroy(cluster);
  rd_kafka_destroy(host);
  return status;
}

}  // namespace

int main(int count, char** values) {
  const auto wanted = parse(std::span(values, static_cast<std::size_t>(count)));
  if (!wanted) {
    std::cerr << "usage: mock-broker [--port-file FILE] --topic NAME:PARTITIONS...\n";
    return usage_error;
  }
  // Blocked before any thread starts, so that all of them leave the signals to sigwait.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return serve(*wanted, ends);
}
