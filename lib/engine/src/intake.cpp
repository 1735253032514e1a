#include "intake.hpp"

#include "recorder.hpp"
#include "worker.hpp"

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr auto pause_first = milliseconds{100};
constexpr auto pause_max = seconds{10};

/// The highest position of each partition.
std::vector<position> positions_of(const std::vector<intake_item>& items) {
  std::vector<position> ends;
  for (const intake_item& item : items) {
    const auto known = std::ranges::find(ends, item.after.partition, &position::partition);
    if (known == ends.end()) {
      ends.push_back(item.after);
    } else {
      known->next_offset = std::max(known->next_offset, item.after.next_offset);
    }
  }
  return ends;
}

void report_item(workshop* shop, const intake_item& item, intake_result result) {
  if (item.event) {
    shop->with.reports.report(happening::event_recorded{item.event->key, item.event->kind, result});
  } else if (item.quarantine) {
    shop->with.reports.report(
        happening::event_quarantined{item.quarantine->raw.partition, item.quarantine->raw.offset,
                                     item.quarantine->code, item.quarantine->what});
  } else {
    shop->with.reports.report(happening::event_passed_over{item.after.partition});
  }
}

/// Tells the outbox at once what there is to copy.
void nudge_outbox(workshop* shop, const intake_receipt& receipt) {
  if (std::ranges::find(receipt.results, intake_result::quarantined) == receipt.results.end())
    return;
  shop->letters_waiting = true;
  shop->letters_to_send.set();
}

/// Hires under work hear of it at once; the others are due.
void nudge_workers(workshop* shop, const intake_receipt& receipt) {
  for (const hire_key& key : receipt.touched) {
    const auto busy = shop->workers.find(key);
    if (busy != shop->workers.end()) busy->second->nudge();
  }
  if (!receipt.touched.empty()) shop->wake();
}

asio::awaitable<bool> record(workshop* shop, intake_batch items) {
  duration pause = pause_first;
  while (true) {
    const auto started_at = shop->with.time.steady_now();
    auto receipt = co_await shop->with.state.record_batch(
        items, make_fold(shop->meaning, shop->rules, shop->with.time.now()));
    if (receipt) {
      shop->state_trouble = false;
      const auto took = shop->with.time.steady_now() - started_at;
      shop->with.feed.recorded(positions_of(*items));
      for (std::size_t index = 0; index < items->size(); ++index) {
        report_item(shop, (*items)[index], receipt->results[index]);
      }
      shop->with.reports.report(
          happening::batch_recorded{items->size(), std::chrono::duration_cast<duration>(took)});
      nudge_workers(shop, *receipt);
      nudge_outbox(shop, *receipt);
      co_return true;
    }
    shop->state_trouble = true;
    shop->with.reports.report(happening::store_trouble{receipt.error()});
    if (shop->stopping) co_return false;
    co_await shop->with.time.sleep(pause);
    pause = std::min<duration>(pause * 2, pause_max);
  }
}

/// From who decodes to who records: one batch is recorded while the next is decoded.
class pipeline {
 public:
  explicit pipeline(const asio::any_io_executor& executor) : moved_(executor) {}

  /// Waits until the batch before was taken. False: nobody takes any more.
  asio::awaitable<bool> put(intake_batch batch) {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (next_ && !closed_ && !co_await is_cancelled()) co_await moved_.wait();
    if (next_ || closed_) co_return false;
    next_ = std::move(batch);
    moved_.set();
    co_return true;
  }

  /// Nothing: no more come.
  asio::awaitable<intake_batch> take() {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!next_ && !closed_ && !co_await is_cancelled()) co_await moved_.wait();
    intake_batch taken = std::exchange(next_, nullptr);
    moved_.set();
    co_return taken;
  }

  void close() {
    closed_ = true;
    moved_.set();
  }

 private:
  intake_batch next_;
  bool closed_ = false;
  wake_event moved_;
};

asio::awaitable<void> record_batches(workshop* shop, std::shared_ptr<pipeline> line) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (const intake_batch batch = co_await line->take()) {
    if (!co_await record(shop, batch)) break;
  }
  line->close();
}

intake_batch decoded(const workshop& shop, std::vector<raw_event> raws) {
  const std::string cluster = shop.with.feed.cluster();
  std::vector<intake_item> items;
  items.reserve(raws.size());
  for (raw_event& raw : raws) {
    items.push_back(shop.with.decoder->decode(std::move(raw), cluster));
  }
  return batch_of(std::move(items));
}

}  // namespace

asio::awaitable<void> run_intake(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto line = std::make_shared<pipeline>(shop->with.executor);
  shop->children.start(record_batches(shop, line));
  duration pause = pause_first;
  while (!shop->stopping) {
    auto batch = co_await shop->with.feed.next(shop->with.room.intake_batch);
    if (!batch) {
      if (batch.error().kind == failure::cancelled) break;
      shop->with.reports.report(happening::feed_trouble{batch.error().what});
      co_await shop->with.time.sleep(pause);
      pause = std::min<duration>(pause * 2, pause_max);
      continue;
    }
    pause = pause_first;
    if (!co_await line->put(decoded(*shop, std::move(*batch)))) break;
  }
  line->close();
}

}  // namespace daypass::engine
