// Promise 1: no hire is lost.
#include "simulation/planted/planting.hpp"
#include "simulation/world.hpp"

#include <boost/asio/this_coro.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace daypass::simulation {
namespace {

/// Commits what was handed out before anything is recorded, and the broker alone says where to
/// begin.
class offset_stored_first final : public planted_bug {
  class feed final : public passing_feed {
   public:
    feed(event_feed& below, world& of) : passing_feed(below), of_(of) {}
    asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override {
      co_await asio::this_coro::throw_if_cancelled(false);
      auto batch = co_await below_.next(max);
      if (!batch) co_return batch;
      for (const raw_event& one : *batch) {
        static_cast<void>(of_.topic.commit(one.partition.number, one.offset + 1, of_.now()));
      }
      co_return batch;
    }

   private:
    world& of_;
  };
  class state final : public passing_state {
   public:
    using passing_state::passing_state;
    asio::awaitable<result<std::vector<position>>> positions() override {
      co_return std::vector<position>{};
    }
  };

 public:
  std::unique_ptr<event_feed> over_feed(event_feed& below, world& of) override {
    return std::make_unique<feed>(below, of);
  }
  std::unique_ptr<state_store> over_state(state_store& below, world& /*of*/) override {
    return std::make_unique<state>(below);
  }
};

/// Adds one where the next offset was given already.
class offset_one_too_far final : public planted_bug {
  static std::vector<position> beyond(std::vector<position> ends) {
    for (position& one : ends) ++one.next_offset;
    return ends;
  }
  class feed final : public passing_feed {
   public:
    using passing_feed::passing_feed;
    void recorded(std::vector<position> positions) override {
      below_.recorded(beyond(std::move(positions)));
    }
  };
  class state final : public passing_state {
   public:
    using passing_state::passing_state;
    asio::awaitable<result<std::vector<position>>> positions() override {
      co_await asio::this_coro::throw_if_cancelled(false);
      auto stored = co_await below_.positions();
      if (stored) *stored = beyond(std::move(*stored));
      co_return stored;
    }
  };

 public:
  std::unique_ptr<event_feed> over_feed(event_feed& below, world& /*of*/) override {
    return std::make_unique<feed>(below);
  }
  std::unique_ptr<state_store> over_state(state_store& below, world& /*of*/) override {
    return std::make_unique<state>(below);
  }
};

intake_receipt nothing_folded(std::size_t size) {
  return {.results = std::vector(size, intake_result::passed_over), .urgent = {}, .touched = {}};
}

class failed_batch_dropped final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto receipt = co_await below_.record_batch(items, std::move(fold));
    co_return receipt ? std::move(receipt) : result<intake_receipt>(nothing_folded(items->size()));
  }
};

/// Items that `drops` names are recorded as their position alone.
class filtering_state : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    std::vector<intake_item> left;
    for (std::size_t index = 0; index < items->size(); ++index) {
      left.push_back((*items)[index]);
      if (!drops(left.back(), index, items->size())) continue;
      left.back() = {.after = left.back().after, .event = {}, .quarantine = {}, .origin = {}};
    }
    return below_.record_batch(batch_of(std::move(left)), std::move(fold));
  }

 protected:
  virtual bool drops(const intake_item& item, std::size_t index, std::size_t size) = 0;
};

class last_of_batch_lost final : public filtering_state {
 public:
  using filtering_state::filtering_state;

 private:
  bool drops(const intake_item& /*item*/, std::size_t index, std::size_t size) override {
    return size > 1 && index + 1 == size;
  }
};

class poison_skipped final : public filtering_state {
 public:
  using filtering_state::filtering_state;

 private:
  bool drops(const intake_item& item, std::size_t /*index*/, std::size_t /*size*/) override {
    return item.quarantine.has_value();
  }
};

/// Has seen an event whose key is the same; what failed to be recorded counts as seen as well.
template <typename Key>
class deduplicating_state : public filtering_state {
 public:
  using memory_type = std::map<Key, event_digest>;
  deduplicating_state(state_store& below, memory_type& seen)
      : filtering_state(below), seen_(seen) {}

 protected:
  virtual Key key_of(const hire_event& event) = 0;

 private:
  bool drops(const intake_item& item, std::size_t /*index*/, std::size_t /*size*/) override {
    if (!item.event) return false;
    const auto known = seen_.try_emplace(key_of(*item.event), item.event->digest).first;
    return known->second != item.event->digest;
  }

  memory_type& seen_;
};

class duplicate_by_revision final : public deduplicating_state<std::int64_t> {
 public:
  using deduplicating_state::deduplicating_state;

 private:
  std::int64_t key_of(const hire_event& event) override { return event.order; }
};

class duplicate_by_kind final : public deduplicating_state<std::pair<hire_key, event_kind>> {
 public:
  using deduplicating_state::deduplicating_state;

 private:
  std::pair<hire_key, event_kind> key_of(const hire_event& event) override {
    return {event.key, event.kind};
  }
};

}  // namespace

plantings bugs_of_intake() {
  return {
      {"offset_stored_first", "promise 1", 79,
       "offsets are committed when records are handed out, and the broker alone says where to "
       "begin",
       make_bug<offset_stored_first>},
      {"offset_one_too_far", "promise 1", 19, "one is added to an offset that is the next already",
       make_bug<offset_one_too_far>},
      {"failed_batch_dropped", "promise 1", 3, "a batch that failed is told of, and given up",
       make_bug<in_front<failed_batch_dropped>>},
      {"last_of_batch_lost", "promise 1", 22, "the loop over a batch ends one too early",
       make_bug<in_front<last_of_batch_lost>>},
      {"poison_skipped", "promise 1", 1, "what can't be decoded is passed over",
       make_bug<in_front<poison_skipped>>},
      {"duplicate_by_revision", "promise 1", 1,
       "an event counts as a duplicate by its revision, whoever it is about",
       make_bug<in_front<duplicate_by_revision>>},
      {"duplicate_by_kind", "promise 1", 1,
       "a second event of one kind for one hire counts as a duplicate",
       make_bug<in_front<duplicate_by_kind>>},
  };
}

}  // namespace daypass::simulation
