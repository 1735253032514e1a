// After an answer with a secret in it has been used, no copy is left in this process.
#include "unit/net/scripted_server.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

// The canaries exist in this process only as what they are after this: the server, a child process,
// is the only one to undo it.
constexpr char mask = 0x5A;
constexpr std::string_view masked_code = "\x19\x2f\x3e\x2a\x33\x34\x19\x3b\x34\x3b\x28\x23\x6b\x6d";
constexpr std::string_view masked_token =
    "\x0e\x35\x31\x3f\x34\x19\x3b\x34\x3b\x28\x23\x6f\x68\x2e\x31\x34";

std::string unmasked(std::string_view text) {
  std::string out(text);
  for (auto& letter : out) letter = static_cast<char>(letter ^ mask);
  return out;
}

bool is_unmasked(std::string_view text, std::string_view masked) {
  return std::ranges::equal(text, masked, {},
                            [](char letter) { return static_cast<char>(letter ^ mask); });
}

std::size_t count_in(std::string_view memory, std::string_view masked) {
  const char first = static_cast<char>(masked.front() ^ mask);
  std::size_t found = 0;
  for (auto at = memory.find(first); at != std::string_view::npos;
       at = memory.find(first, at + 1)) {
    if (is_unmasked(memory.substr(at, masked.size()), masked)) ++found;
  }
  return found;
}

struct region {
  std::size_t from;
  std::size_t to;
};

// The writable memory of this process, without `window`, into which it is read, and without what
// a sanitizer reserves for itself.
std::vector<region> writable_regions(region window) {
  std::vector<region> regions;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream in(line);
    region found{};
    char dash = 0;
    std::string access;
    in >> std::hex >> found.from >> dash >> found.to >> access;
    constexpr std::size_t largest = std::size_t{1} << 28U;
    if (!access.starts_with("rw") || found.to - found.from > largest) continue;
    if (window.from >= found.from && window.from < found.to) {
      regions.push_back({found.from, window.from});
      found.from = std::min(window.to, found.to);
    }
    regions.push_back(found);
  }
  return regions;
}

// How often the canary lies in the writable memory of this process.
std::size_t copies_of(std::string_view masked) {
  constexpr std::size_t step = 1 << 20;
  constexpr std::size_t overlap = 64;
  static std::vector<char> window(step + overlap);
  const auto window_at = reinterpret_cast<std::size_t>(window.data());
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  std::size_t found = 0;
  for (const auto& area : writable_regions({window_at, window_at + window.size()})) {
    for (auto at = area.from; at < area.to; at += step) {
      // So far into the next step that a canary across the border is seen, and seen once.
      const auto want = std::min(area.to - at, step + masked.size() - 1);
      const auto got = ::pread(memory, window.data(), want, static_cast<off_t>(at));
      if (got > 0) found += count_in({window.data(), static_cast<std::size_t>(got)}, masked);
    }
  }
  ::close(memory);
  std::ranges::fill(window, 0);
  return found;
}

asio::awaitable<void> answer_with_code(server_session session) {
  while (!(co_await session.read_request()).empty()) {
    const auto code = unmasked(masked_code);
    co_await session.write(reply_with(201, R"({"temporaryAccessPass":")" + code + R"("})",
                                      "X-Copy: " + code + "\r\n"));
  }
}

// Serves in a child process, which ends with this object.
class server_process {
 public:
  server_process() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      asio::io_context context;
      scripted_server server(context, usual_identity(), answer_with_code);
      const auto port = server.port();
      if (::write(ends[1], &port, sizeof port) != sizeof port) ::_exit(1);
      context.run();
      ::_exit(0);
    }
    EXPECT_EQ(::read(ends[0], &port_, sizeof port_), static_cast<ssize_t>(sizeof port_));
    ::close(ends[0]);
    ::close(ends[1]);
  }
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;
  ~server_process() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
};

std::shared_ptr<const secret_text> token() {
  auto text = secret_text::with_size(masked_token.size());
  EXPECT_TRUE(text);
  std::ranges::transform(masked_token, text->expose_writable().begin(),
                         [](char letter) { return static_cast<char>(letter ^ mask); });
  return std::make_shared<const secret_text>(std::move(*text));
}

TEST(Wipe, LeavesNoCopyOfASecretAnswerOrToken) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  (void)usual_identity();  // made before the child is
  const server_process server;
  asio::io_context context;
  https_client_settings settings;
  settings.host = "localhost";
  settings.port = server.port();
  settings.ca_file = usual_authority().file();
  const auto client = make_https_client(context.get_executor(), settings);
  ASSERT_TRUE(client);
  for (int count = 0; count < 3; ++count) {
    auto request = post("{}");
    request.secret = secret_header{};
    request.secret->value = token();
    auto answer = run(context, (*client)->send(std::move(request)));
    ASSERT_TRUE(answer) << answer.error().what;
    ASSERT_TRUE(is_unmasked(answer->body.view().substr(24, masked_code.size()), masked_code));
    EXPECT_EQ(copies_of(masked_code), 2U) << "the header and the body, found as a control";
  }
  EXPECT_EQ(copies_of(masked_code), 0U);
  EXPECT_EQ(copies_of(masked_token), 0U);
}

}  // namespace
}  // namespace daypass::net::testing
