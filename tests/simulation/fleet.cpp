#include "simulation/fleet.hpp"

#include "daypass/base/assert.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <vector>

namespace daypass::simulation {
namespace {

constexpr char line_end_within = '\x1e';

struct worker {
  pid_t process = -1;
  int from = -1;
};

/// The seed that each worker is at: one number each, shared with the parent.
class progress {
 public:
  explicit progress(unsigned workers)
      : size_(workers * sizeof(std::uint64_t)),
        seeds_(static_cast<std::uint64_t*>(
            mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
    DAYPASS_ASSERT(static_cast<void*>(seeds_) != MAP_FAILED);
  }
  ~progress() { munmap(seeds_, size_); }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  std::uint64_t& of(unsigned worker) { return seeds_[worker]; }

 private:
  std::size_t size_;
  std::uint64_t* seeds_;
};

void write_counts(std::ostream& out, const char* what,
                  const std::map<std::string, std::uint64_t>& counts) {
  for (const auto& [name, count] : counts) out << what << '\t' << name << '\t' << count << '\n';
}

std::string written(const verdict& sum) {
  std::ostringstream out;
  for (std::string broken : sum.broken) {
    std::ranges::replace(broken, '\n', line_end_within);
    out << "broken\t" << broken << "\t0\n";
  }
  write_counts(out, "sum",
               {{"hires", sum.hires},
                {"faults", sum.faults},
                {"crashes", sum.crashes},
                {"orders", sum.orders},
                {"purged", sum.purged},
                {"steps", sum.steps}});
  write_counts(out, "fault", sum.faults_by_kind);
  write_counts(out, "crash", sum.crashes_at);
  write_counts(out, "await", sum.awaits);
  out << "end\t\t0\n";
  return out.str();
}

/// False: the text is not complete.
bool read_into(verdict& sum, const std::string& text) {
  std::istringstream in(text);
  std::string what;
  std::string name;
  std::map<std::string, std::uint64_t> sums;
  verdict one;
  bool ended = false;
  for (std::string count; std::getline(in, what, '\t');) {
    std::getline(in, name, '\t');
    std::getline(in, count);
    std::ranges::replace(name, line_end_within, '\n');
    if (what == "end") ended = true;
    if (what == "broken") one.broken.push_back(name);
    if (what == "sum") sums[name] = std::stoull(count);
    if (what == "fault") one.faults_by_kind[name] = std::stoull(count);
    if (what == "crash") one.crashes_at[name] = std::stoull(count);
    if (what == "await") one.awaits[name] = std::stoull(count);
  }
  one.hires = sums["hires"];
  one.faults = sums["faults"];
  one.crashes = sums["crashes"];
  one.orders = sums["orders"];
  one.purged = sums["purged"];
  one.steps = sums["steps"];
  add(sum, one);
  return ended;
}

std::string with_replay(std::uint64_t seed, const std::string& broken) {
  const std::string number = std::to_string(seed);
  return "seed " + number + ": " + broken +
         "\n  replay: DAYPASS_SEEDS=1 DAYPASS_FIRST_SEED=" + number + " simulation_test";
}

/// The work of one process: every `stride`-th seed.
[[noreturn]] void work(std::uint64_t first, std::uint64_t end, unsigned stride, std::uint64_t& at,
                       int to) {
  verdict sum;
  for (at = first; at < end; at += stride) {
    verdict one = play(at);
    for (std::string& broken : one.broken) broken = with_replay(at, broken);
    add(sum, one);
  }
  const std::string text = written(sum);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(to, text.data() + done, text.size() - done);
    if (wrote <= 0) _exit(1);
    done += static_cast<std::size_t>(wrote);
  }
  _exit(0);
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

}  // namespace

verdict play_all(std::uint64_t first, std::uint64_t count, unsigned workers) {
  progress seeds(workers);
  std::vector<worker> all;
  std::fflush(nullptr);
  for (unsigned number = 0; number < workers; ++number) {
    std::array<int, 2> ends{};
    DAYPASS_ASSERT(::pipe(ends.data()) == 0);
    const pid_t process = ::fork();
    DAYPASS_ASSERT(process >= 0);
    if (process == 0) work(first + number, first + count, workers, seeds.of(number), ends[1]);
    ::close(ends[1]);
    all.push_back({process, ends[0]});
  }
  verdict sum;
  for (unsigned number = 0; number < workers; ++number) {
    const bool complete = read_into(sum, read_all(all[number].from));
    int status = 0;
    ::waitpid(all[number].process, &status, 0);
    if (complete && status == 0) continue;
    sum.broken.push_back(with_replay(seeds.of(number), "its process died"));
  }
  return sum;
}

}  // namespace daypass::simulation
