#include "simulation/fleet.hpp"

#include "simulation/premises.hpp"
#include "simulation/verdict_text.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>

namespace daypass::simulation {
namespace {

/// What the processes share: the seed that each is at, and the lowest that broke a promise.
struct board {
  std::atomic<std::uint64_t> lowest_broken;
  std::array<std::atomic<std::uint64_t>, 64> at;
};

class shared_board {
 public:
  shared_board()
      : board_(static_cast<board*>(mmap(nullptr, sizeof(board), PROT_READ | PROT_WRITE,
                                        MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
    DAYPASS_ASSERT(static_cast<void*>(board_) != MAP_FAILED);
    board_->lowest_broken = ~0ULL;
  }
  ~shared_board() { munmap(board_, sizeof(board)); }
  shared_board(const shared_board&) = delete;
  shared_board& operator=(const shared_board&) = delete;

  board& operator*() { return *board_; }
  board* operator->() { return board_; }

 private:
  board* board_;
};

void note_broken(board& all, std::uint64_t seed) {
  std::uint64_t lowest = all.lowest_broken;
  while (seed < lowest && !all.lowest_broken.compare_exchange_weak(lowest, seed)) continue;
}

/// The worlds of one process: every `workers`-th seed.
fleet_verdict play_share(const voyage& how, unsigned number, board& all) {
  fleet_verdict told;
  for (std::uint64_t seed = how.first + number; seed < how.first + how.count; seed += how.workers) {
    if (how.until_broken && seed > all.lowest_broken) break;
    all.at[number] = seed;
    const auto bug = how.planted ? how.planted() : nullptr;
    const verdict one = play(seed, {}, bug.get());
    add(told.sum, one);
    if (one.broken.empty()) continue;
    note_broken(all, seed);
    told.failing.push_back({seed, one.broken});
  }
  return told;
}

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(to, text.data(), text.size());
    if (wrote <= 0) _exit(1);
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

std::string read_all(int from) {
  std::string text;
  std::array<char, 65536> part{};
  for (ssize_t got = 0; (got = ::read(from, part.data(), part.size())) > 0;) {
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  ::close(from);
  return text;
}

/// Coverage is written at exit(), which a process that was forked does not reach by itself.
extern "C" int __attribute__((weak)) __llvm_profile_write_file();

struct worker {
  pid_t process = -1;
  int from = -1;
};

worker launch(const voyage& how, unsigned number, board& all) {
  std::array<int, 2> ends{};
  DAYPASS_ASSERT(::pipe(ends.data()) == 0);
  const pid_t process = ::fork();
  DAYPASS_ASSERT(process >= 0);
  if (process == 0) {
    ::close(ends[0]);
    premises::disown();
    write_all(ends[1], to_json(play_share(how, number, all)).dump());
    premises::leave();
    if (__llvm_profile_write_file != nullptr) __llvm_profile_write_file();
    _exit(0);
  }
  ::close(ends[1]);
  return {process, ends[0]};
}

}  // namespace

fleet_verdict play_all(const voyage& how) {
  shared_board all;
  std::vector<worker> crew;
  std::fflush(nullptr);
  const unsigned size = std::clamp(how.workers, 1U, static_cast<unsigned>(all->at.size()));
  voyage shared = how;
  shared.workers = size;
  for (unsigned number = 0; number < size; ++number) {
    crew.push_back(launch(shared, number, *all));
  }
  fleet_verdict sum;
  for (unsigned number = 0; number < size; ++number) {
    const auto text = nlohmann::json::parse(read_all(crew[number].from), nullptr, false);
    int status = 0;
    ::waitpid(crew[number].process, &status, 0);
    if (status == 0 && text.is_object()) {
      add(sum, verdict_from(text));
    } else {
      sum.died.push_back(
          fmt::format("a process died in the world of seed {}", all->at[number].load()));
    }
  }
  if (how.until_broken && !sum.failing.empty()) sum.failing.resize(1);
  return sum;
}

}  // namespace daypass::simulation
