// Where the code is in this process's memory after a publish: nowhere.

#include "unit/vault/seal_setup.hpp"

#include "daypass/vault/sealed_files.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace daypass::vault {
namespace {

/// The code, so written that its own bytes are in no constant of this program.
constexpr unsigned char mask = 0x5a;
constexpr std::array<unsigned char, 12> masked_code = {0x19, 0x1b, 0x14, 0x1b, 0x08, 0x03,
                                                       0x77, 0x22, 0x6d, 0x2b, 0x63, 0x2d};

bool is_code(const unsigned char* bytes) {
  for (std::size_t i = 0; i < masked_code.size(); ++i) {
    if ((bytes[i] ^ mask) != masked_code[i]) return false;
  }
  return true;
}

secret_text make_code() {
  auto code = secret_text::with_size(masked_code.size());
  EXPECT_TRUE(code);
  const auto out = code->expose_writable();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(masked_code[i] ^ mask);
  return std::move(*code);
}

/// How often the code is in what this process can write to: heap, stacks, data, secure heap.
int copies_in_memory() {
  constexpr std::uint64_t region_max = std::uint64_t{1} << 30U;  // Beyond: a sanitizer's shadow.
  std::ifstream maps("/proc/self/maps");
  const int memory = ::open("/proc/self/mem", O_RDONLY);
  static std::vector<unsigned char> page(4096 + 64);
  int found = 0;
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0;
    unsigned long to = 0;
    std::array<char, 5> rights{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights.data()) != 3) continue;
    if (rights[0] != 'r' || rights[1] != 'w' || to - from > region_max) continue;
    for (std::uint64_t at = from; at < to; at += 4096) {
      const auto own = reinterpret_cast<std::uint64_t>(page.data());
      if (at + page.size() > own && at < own + page.size()) continue;
      const ssize_t size = ::pread(memory, page.data(), page.size(), static_cast<off_t>(at));
      for (ssize_t i = 0; i < 4096 && i + static_cast<ssize_t>(masked_code.size()) <= size; ++i) {
        if (is_code(page.data() + i)) ++found;
      }
    }
  }
  ::close(memory);
  std::ranges::fill(page, 0);
  return found;
}

TEST(Memory, HoldsNoCopyOfTheCodeAfterAPublish) {
  const seal_setup setup;
  support::scratch_folder place;
  boost::asio::io_context context(1);
  auto store = make_sealed_files(
      context.get_executor(),
      {.place = {.folder = place.path(), .group = {}, .mode = 0640}, .seal = setup.settings()});
  ASSERT_TRUE(store) << store.error().what;
  {
    const secret_text code = make_code();
    EXPECT_GE(copies_in_memory(), 1) << "the search itself";
    for (int i = 0; i < 20; ++i) {
      boost::asio::co_spawn(
          context,
          (*store)->publish(secret_name("n" + std::to_string(i)), {.key = {"main", "E1"}},
                            {setup.ec.fingerprint, setup.rsa.fingerprint}, &code,
                            {.deadline = std::chrono::steady_clock::time_point::max()}),
          [](const std::exception_ptr&, const result<void>& outcome) { EXPECT_TRUE(outcome); });
    }
    context.run();
    EXPECT_EQ(copies_in_memory(), 1) << "the caller's own";
  }
  EXPECT_EQ(copies_in_memory(), 0);

  const secret_text again = make_code();
  const std::string planted(again.expose());
  EXPECT_EQ(copies_in_memory(), 2) << "a copy on the heap or stack is found";
}

}  // namespace
}  // namespace daypass::vault
