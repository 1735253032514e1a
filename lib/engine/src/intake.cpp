#include "intake.hpp"

#include "recorder.hpp"
#include "worker.hpp"

#include <boost/asio/this_coro.hpp>

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

asio::awaitable<bool> record(workshop* shop, std::vector<intake_item> items) {
  duration pause = pause_first;
  while (true) {
    const auto started_at = shop->with.time.steady_now();
    auto receipt = co_await shop->with.state.record_batch(
        items, make_fold(shop->meaning, shop->rules, shop->with.time.now()));
    if (receipt) {
      shop->state_trouble = false;
      const auto took = shop->with.time.steady_now() - started_at;
      shop->with.feed.recorded(positions_of(items));
      for (std::size_t index = 0; index < items.size(); ++index) {
        report_item(shop, items[index], receipt->results[index]);
      }
      shop->with.reports.report(
          happening::batch_recorded{items.size(), std::chrono::duration_cast<duration>(took)});
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

}  // namespace

asio::awaitable<void> run_intake(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  duration pause = pause_first;
  while (!shop->stopping) {
    auto batch = co_await shop->with.feed.next(shop->with.room.intake_batch);
    if (!batch) {
      if (batch.error().kind == failure::cancelled) co_return;
      shop->with.reports.report(happening::feed_trouble{batch.error().what});
      co_await shop->with.time.sleep(pause);
      pause = std::min<duration>(pause * 2, pause_max);
      continue;
    }
    pause = pause_first;
    const std::string cluster = shop->with.feed.cluster();
    std::vector<intake_item> items;
    items.reserve(batch->size());
    for (raw_event& raw : *batch) {
      items.push_back(shop->with.decoder->decode(std::move(raw), cluster));
    }
    if (!co_await record(shop, std::move(items))) co_return;
  }
}

}  // namespace daypass::engine
