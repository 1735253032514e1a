#pragma once
// Ports that pass every call on: a planted bug derives from one and gets a single thing wrong.

#include "daypass/ports/directory.hpp"
#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/secret_store.hpp"
#include "daypass/ports/state_store.hpp"
#include "daypass/vault/file_layer.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace daypass::simulation {

namespace asio = boost::asio;

class passing_state : public state_store {
 public:
  explicit passing_state(state_store& below) : below_(below) {}

  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    return below_.record_batch(std::move(items), std::move(fold));
  }
  asio::awaitable<result<std::vector<position>>> positions() override { return below_.positions(); }
  asio::awaitable<result<std::vector<leased_onboarding>>> lease_due(
      lease_request request) override {
    return below_.lease_due(request);
  }
  asio::awaitable<result<std::optional<instant>>> next_due(instant after) override {
    return below_.next_due(after);
  }
  asio::awaitable<result<onboarding>> update(lease held, transition change) override {
    return below_.update(std::move(held), std::move(change));
  }
  void release(lease held) override { below_.release(std::move(held)); }
  asio::awaitable<result<std::uint64_t>> add_order(hire_key key, order given) override {
    return below_.add_order(std::move(key), std::move(given));
  }
  asio::awaitable<result<std::uint64_t>> wake(reason why, instant now) override {
    return below_.wake(why, now);
  }
  asio::awaitable<result<std::uint64_t>> wake_all(std::string basis, instant now) override {
    return below_.wake_all(std::move(basis), now);
  }
  asio::awaitable<result<std::vector<listed_onboarding>>> list(list_filter filter) override {
    return below_.list(std::move(filter));
  }
  asio::awaitable<result<std::optional<onboarding>>> find(hire_key key) override {
    return below_.find(std::move(key));
  }
  asio::awaitable<result<std::vector<history_entry>>> history(hire_key key) override {
    return below_.history(std::move(key));
  }
  asio::awaitable<result<state_totals>> totals(instant now) override { return below_.totals(now); }
  asio::awaitable<result<std::vector<quarantined_event>>> quarantine(std::size_t max) override {
    return below_.quarantine(max);
  }
  asio::awaitable<result<std::vector<quarantined_event>>> undelivered(std::uint64_t after,
                                                                      std::size_t max) override {
    return below_.undelivered(after, max);
  }
  asio::awaitable<result<void>> mark_delivered(std::vector<std::uint64_t> numbers) override {
    return below_.mark_delivered(std::move(numbers));
  }
  asio::awaitable<result<purge_receipt>> purge(purge_request request) override {
    return below_.purge(request);
  }

 protected:
  state_store& below_;
};

class passing_directory : public directory {
 public:
  explicit passing_directory(directory& below) : below_(below) {}

  asio::awaitable<result<account_holders>> look_account(std::string user_principal_name,
                                                        std::string employee_id,
                                                        call_options options) override {
    return below_.look_account(std::move(user_principal_name), std::move(employee_id), options);
  }
  asio::awaitable<result<account_holders>> read_account(user_id user,
                                                        call_options options) override {
    return below_.read_account(std::move(user), options);
  }
  asio::awaitable<result<account_created>> create_account(member_attributes attributes,
                                                          call_options options) override {
    return below_.create_account(std::move(attributes), options);
  }
  asio::awaitable<result<adoption_evidence>> gather_evidence(user_id user,
                                                             call_options options) override {
    return below_.gather_evidence(std::move(user), options);
  }
  asio::awaitable<result<void>> update_account(user_id user, member_attributes attributes,
                                               call_options options) override {
    return below_.update_account(std::move(user), std::move(attributes), options);
  }
  asio::awaitable<result<void>> set_enabled(user_id user, bool enabled,
                                            call_options options) override {
    return below_.set_enabled(std::move(user), enabled, options);
  }
  asio::awaitable<result<bool>> link_manager(user_id user, std::string manager,
                                             call_options options) override {
    return below_.link_manager(std::move(user), std::move(manager), options);
  }
  asio::awaitable<result<account_holders>> look_address(std::string address,
                                                        call_options options) override {
    return below_.look_address(std::move(address), options);
  }
  asio::awaitable<result<void>> join_group(user_id user, std::string group,
                                           call_options options) override {
    return below_.join_group(std::move(user), std::move(group), options);
  }
  asio::awaitable<result<methods_seen>> look_methods(user_id user, call_options options) override {
    return below_.look_methods(std::move(user), options);
  }
  asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                  call_options options) override {
    return below_.issue_pass(std::move(user), std::move(plan), options);
  }
  asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                            call_options options) override {
    return below_.delete_pass(std::move(user), std::move(pass), options);
  }
  asio::awaitable<result<void>> revoke_sessions(user_id user, call_options options) override {
    return below_.revoke_sessions(std::move(user), options);
  }
  asio::awaitable<result<tenant_pass_policy>> read_pass_policy(call_options options) override {
    return below_.read_pass_policy(options);
  }
  [[nodiscard]] std::optional<duration> clock_offset() const override {
    return below_.clock_offset();
  }

 protected:
  directory& below_;
};

class passing_secrets : public secret_store {
 public:
  explicit passing_secrets(secret_store& below) : below_(below) {}

  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    return below_.publish(std::move(name), std::move(label), std::move(recipients), code, options);
  }
  asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                        call_options options) override {
    return below_.relabel(std::move(name), std::move(label), options);
  }
  asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override {
    return below_.withdraw(std::move(name), options);
  }

 protected:
  secret_store& below_;
};

class passing_feed : public event_feed {
 public:
  explicit passing_feed(event_feed& below) : below_(below) {}

  asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override {
    return below_.next(max);
  }
  void recorded(std::vector<position> positions) override { below_.recorded(std::move(positions)); }
  [[nodiscard]] std::string cluster() const override { return below_.cluster(); }
  void stop() override { below_.stop(); }

 protected:
  event_feed& below_;
};

class passing_files : public vault::file_layer {
 public:
  explicit passing_files(std::unique_ptr<vault::file_layer> below) : below_(std::move(below)) {}

  std::error_code write_draft(std::string_view contents, vault::draft& written) override {
    return below_->write_draft(contents, written);
  }
  std::error_code sync_drafts(std::span<const vault::draft> drafts) override {
    return below_->sync_drafts(drafts);
  }
  std::error_code install(vault::draft which, const std::string& name) override {
    return below_->install(which, name);
  }
  void discard(vault::draft which) override { below_->discard(which); }
  std::error_code remove(const std::string& name, bool& removed) override {
    return below_->remove(name, removed);
  }
  std::error_code exists(const std::string& name, bool& found) override {
    return below_->exists(name, found);
  }
  std::error_code sync_folder() override { return below_->sync_folder(); }

 protected:
  std::unique_ptr<vault::file_layer> below_;
};

}  // namespace daypass::simulation
