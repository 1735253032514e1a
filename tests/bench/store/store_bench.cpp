// Intake, updates and leases of the SQLite state, durable, with a trivial fold. `cpu_us` is the
// whole process's time per item, both threads. Beside them: what one fdatasync costs here, for a
// durable figure means nothing without it.
#include "support/credentials/scratch_folder.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <string>

namespace daypass::store {
namespace {

namespace asio = boost::asio;

constexpr instant noon{duration{1'800'000'000'000'000}};

double cpu_us() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto us = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(used.ru_utime) + us(used.ru_stime);
}

folded announce_fold(const onboarding* before, const hire_event& event) {
  folded after;
  if (before != nullptr) after.wants = before->wants;
  const stamp by = stamp_of(event);
  stamped_fields& fields = after.wants.fields.edit();
  for (std::size_t index = 0; index < field_count; ++index) {
    const auto which = static_cast<field>(index);
    if (event.changes.names(which)) fields[index] = {event.changes.value(which), by};
  }
  after.wants.announced_by = by;
  after.wants.first_announced_at = event.received_at;
  ++after.wants.version;
  after.due = {.due_at = noon, .activation_at = noon + hours{event.order % 9'000}};
  after.history = {{event.received_at, "event announced", "revision 1 of /hr/workday"}};
  return after;
}

intake_item hire(std::int64_t number) {
  intake_item item;
  item.after = {{"hires", 0}, number + 1, "cluster-1"};
  hire_event& event = item.event.emplace();
  const auto mixed = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15U;
  event.key = {"employees", "E" + std::to_string(number)};
  event.id = {"/hr/workday", std::to_string(mixed) + "-b7c1-4f3e-9d2a"};
  event.order = number;
  event.received_at = noon;
  event.digest.fill(static_cast<std::uint8_t>(number));
  for (std::size_t index = 1; index < field_count; ++index) {
    event.changes.clear(static_cast<field>(index));
  }
  event.changes.set(field::employee_id, "E" + std::to_string(number));
  event.changes.set(field::given_name, "Annabelle");
  event.changes.set(field::surname, "Bellweather");
  event.changes.set(field::start_date, "2027-01-15");
  event.changes.set(field::place, "zone:Europe/Berlin");
  event.changes.set(field::department, "Research and Development");
  event.changes.set(field::job_title, "Engineer");
  event.changes.set(field::country, "DE");
  return item;
}

// A record in the middle of its way, as large as they get.
recording next_step(const onboarding& fresh) {
  recording next{.is = fresh.is, .due = {}, .history = {}};
  actual& is = next.is;
  is.account.reserved.edit().user_principal_name = fresh.key.hire_id + "@contoso.example";
  is.account.reserved.edit().display_name = "Annabelle Bellweather";
  is.account.reserved.edit().employee_id = fresh.key.hire_id;
  is.account.written = is.account.reserved;
  is.account.id = user_id("7f3e9d2a-0000-4000-8000-" + fresh.key.hire_id);
  is.account.origin = account_origin::created;
  is.pass.plan = pass_plan{.start_at = noon,
                           .secret = secret_name("k3j4h5g6f7d8s9a0"),
                           .recipients = {std::string(64, 'f')},
                           .zone = "Europe/Berlin"};
  is.attempts = {{static_cast<step_id>(is.next_step), step_kind::issue_pass, noon, {}}};
  is.retries.edit()[3].failures = 1;
  is.stands.where = is.version % 2 == 0 ? standing::working : standing::waiting;
  ++is.next_step;
  next.due = {.due_at = noon, .next_lane = lane::methods, .activation_at = noon + hours{9}};
  next.history = {{noon, "step " + std::to_string(is.next_step), "done in 31 ms"}};
  return next;
}

class bench_state {
 public:
  bench_state() {
    sqlite_settings settings;
    settings.file = scratch_.path() / "state.db";
    store_ = std::move(make_sqlite_state(context_.get_executor(), settings).value());
  }

  template <typename T>
  T get(asio::awaitable<result<T>> asked) {
    return std::move(support::run_all(context_, std::move(asked)).value());
  }
  void fill(std::int64_t first, std::int64_t count, std::int64_t batch) {
    for (std::int64_t start = first; start < first + count; start += batch) {
      std::vector<intake_item> items;
      for (std::int64_t number = start; number < start + batch; ++number) {
        items.push_back(hire(number));
      }
      get(store_->record_batch(batch_of(std::move(items)), announce_fold));
    }
  }

  support::scratch_folder scratch_;
  asio::io_context context_;
  std::unique_ptr<state_store> store_;
};

void count_cpu(benchmark::State& timing, double begun, std::int64_t items) {
  timing.SetItemsProcessed(items);
  timing.counters["cpu_us"] = (cpu_us() - begun) / static_cast<double>(items);
}

void intake(benchmark::State& timing) {
  bench_state state;
  const std::int64_t batch = timing.range(0);
  std::int64_t next = 0;
  const double begun = cpu_us();
  for (auto _ : timing) {
    state.fill(next, batch, batch);
    next += batch;
  }
  count_cpu(timing, begun, next);
}
BENCHMARK(intake)->Arg(100)->Arg(1'000)->Iterations(100)->UseRealTime();

asio::awaitable<void> step_repeatedly(state_store* store, lease held, std::int64_t* left) {
  while ((*left)-- > 0) {
    const auto written = co_await store->update(held, next_step);
    EXPECT_TRUE(written);
  }
}

// So many hires are worked on at a time, each waiting for its own answer.
void updates(benchmark::State& timing) {
  bench_state state;
  state.fill(0, 2'000, 1'000);
  const auto hires = static_cast<std::size_t>(timing.range(0));
  const auto leased = state.get(state.store_->lease_due({.now = noon, .max = hires}));
  const std::int64_t each = hires == 1 ? 300 : 5'000;
  std::int64_t items = 0;
  const double begun = cpu_us();
  for (auto _ : timing) {
    std::int64_t left = each;
    for (const auto& one : leased) {
      asio::co_spawn(state.context_, step_repeatedly(state.store_.get(), one.held, &left),
                     asio::detached);
    }
    state.context_.restart();
    state.context_.run();
    items += each;
  }
  count_cpu(timing, begun, items);
}
BENCHMARK(updates)->Arg(1)->Arg(10)->Arg(100)->Arg(1'000)->Iterations(4)->UseRealTime();

// Leases 100 of so many that are due, and lets go of them.
void leases(benchmark::State& timing) {
  bench_state state;
  state.fill(0, timing.range(0), 1'000);
  std::int64_t items = 0;
  const double begun = cpu_us();
  for (auto _ : timing) {
    for (auto& one : state.get(state.store_->lease_due({.now = noon, .max = 100}))) {
      state.store_->release(one.held);
      ++items;
    }
  }
  count_cpu(timing, begun, items);
}
BENCHMARK(leases)->Arg(1'000)->Arg(20'000)->Iterations(50)->UseRealTime();

void fdatasync_4k(benchmark::State& timing) {
  const support::scratch_folder scratch;
  const int file = ::open((scratch.path() / "f").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const std::array<char, 4096> page{};
  for (auto _ : timing) {
    EXPECT_EQ(::write(file, page.data(), page.size()), 4096);
    ::fdatasync(file);
  }
  ::close(file);
}
BENCHMARK(fdatasync_4k)->Iterations(300)->UseRealTime();

TEST(StoreBench, Runs) {
  std::array<char, 12> name = {"store_bench"};
  std::array<char*, 1> arguments = {name.data()};
  int count = 1;
  benchmark::Initialize(&count, arguments.data());
  EXPECT_GT(benchmark::RunSpecifiedBenchmarks(), 0U);
}

}  // namespace
}  // namespace daypass::store
