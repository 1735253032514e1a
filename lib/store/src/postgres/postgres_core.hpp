#pragma once
// What the state in PostgreSQL is made of: who is a member, what is leased, and three desks.

#include "batch.hpp"
#include "desk.hpp"
#include "held_leases.hpp"
#include "leasing.hpp"
#include "member_keeper.hpp"
#include "session.hpp"
#include "updates.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace daypass::store::postgres {

/// An update as a job: done together with the others that wait.
class update_job : public job {
 public:
  update_job(lease held, transition change) : held_(std::move(held)), change_(std::move(change)) {}

  [[nodiscard]] bool in_group() const override { return true; }
  boost::asio::awaitable<void> run(session* on) override;
  virtual void give(result<onboarding> said) = 0;
  void fail(const error& why) override { give(std::unexpected(why)); }

  [[nodiscard]] const lease& held() const { return held_; }
  [[nodiscard]] const transition& change() const { return change_; }

 private:
  lease held_;
  transition change_;
};

/// On the executor's thread. Held by shared_ptr: its coroutines keep it.
class postgres_core : public std::enable_shared_from_this<postgres_core> {
 public:
  postgres_core(boost::asio::any_io_executor executor,
                std::shared_ptr<const postgres_settings> settings);

  /// Brings the schema up to date, joins the members, and starts what runs until stop().
  boost::asio::awaitable<outcome<void>> begin();
  boost::asio::awaitable<void> stop();
  /// Ends all waits: nobody is told anything more.
  void abandon();

  boost::asio::awaitable<outcome<std::vector<leased_onboarding>>> lease_due(session* on,
                                                                            lease_request request);
  boost::asio::awaitable<outcome<intake_receipt>> record(session* on, intake_batch items,
                                                         std::shared_ptr<fold_function> fold);

  boost::asio::any_io_executor executor;
  held_leases leases;
  member_keeper keeper;
  recorder_memory memory;
  desk work;  ///< Leases, updates, orders: what the engine waits for.
  desk feed;  ///< Batches from the feed.
  desk look;  ///< Lists and counts.

 private:
  boost::asio::awaitable<outcome<void>> set_up();
  boost::asio::awaitable<outcome<void>> opened(connection* link);
  boost::asio::awaitable<void> tell_releases(session* on);
  boost::asio::awaitable<void> update_together(session* on, jobs group);
  boost::asio::awaitable<outcome<bool>> try_updates(session* on, std::vector<update_order*> orders);
  boost::asio::awaitable<void> grant(session* on, claimed got, instant now,
                                     std::vector<leased_onboarding>* into);
  void start(boost::asio::awaitable<void> loop);

  std::shared_ptr<const postgres_settings> settings_;
  session work_session_;
  session feed_session_;
  session look_session_;
  std::int64_t claims_ = 0;
  std::size_t running_ = 0;
  boost::asio::steady_timer ended_;  ///< Cancelled when the last loop has ended.
};

}  // namespace daypass::store::postgres
