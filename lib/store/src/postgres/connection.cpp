#include "connection.hpp"

#include "address_lookup.hpp"
#include "conninfo.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <libpq-fe.h>

#include <algorithm>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;
using descriptor = asio::posix::stream_descriptor;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

/// Beside what the server allows a statement.
constexpr auto travel_time = seconds{3};

/// In one line: a log's line is one event.
std::string one_line(std::string_view words) {
  std::string line;
  for (const char letter : words) line += letter == '\n' ? ' ' : letter;
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

void ignore_notice(void* /*nobody*/, const char* /*words*/) {}

}  // namespace

void connection_closer::operator()(pg_conn* handle) const {
  PQfinish(handle);
}

connection::connection(const asio::any_io_executor& executor,
                       std::shared_ptr<const postgres_settings> settings, purpose why)
    : executor_(executor),
      settings_(std::move(settings)),
      why_(why),
      descriptor_(executor),
      timer_(executor) {}

connection::~connection() {
  close();
}

void connection::close() {
  if (descriptor_.is_open()) descriptor_.release();
  handle_.reset();
  prepared_.clear();
}

void connection::abandon() {
  abandoned_ = true;
  timer_.cancel();
  boost::system::error_code ignored;
  if (descriptor_.is_open()) descriptor_.cancel(ignored);
}

// --- connecting

asio::awaitable<outcome<void>> connection::open() {
  co_await asio::this_coro::throw_if_cancelled(false);
  close();
  const auto until = std::chrono::steady_clock::now() + settings_->connect_timeout;
  auto [places, problems] = co_await find_places(executor_, settings_->hosts, until);
  std::size_t left = places.size();
  const std::size_t first = left == 0 ? 0 : last_good_ % left;
  for (std::size_t index = 0; index < places.size() && !abandoned_; ++index) {
    const std::size_t which = (first + index) % places.size();
    // A server that swallows packets may use up only its share of the time.
    const auto now = std::chrono::steady_clock::now();
    const auto share = (until - now) / static_cast<std::int64_t>(left--);
    const std::string problem = co_await connect_to(places[which], now + share);
    if (problem.empty()) {
      last_good_ = which;
      co_return outcome<void>{};
    }
    close();
    problems += places[which].host + ": " + problem + "; ";
  }
  if (problems.ends_with("; ")) problems.resize(problems.size() - 2);
  co_return std::unexpected(lost_connection(abandoned_ ? "stopped" : "no connection: " + problems));
}

std::string connection::start(const server_place& place) {
  secret_text password;
  if (settings_->password) {
    auto given = settings_->password();
    if (!given) return "the password: " + given.error().what;
    password = std::move(*given);
  }
  handle_.reset(start_connecting(conninfo_of(*settings_, place, why_), password));
  if (!handle_) return "no memory for a connection";
  PQsetNoticeProcessor(handle_.get(), ignore_notice, nullptr);
  return PQstatus(handle_.get()) == CONNECTION_BAD ? last_words() : std::string();
}

asio::awaitable<std::string> connection::connect_to(server_place place, time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (std::string problem = start(place); !problem.empty()) co_return problem;
  set_deadline(until);
  std::string problem = co_await shake_hands();
  clear_deadline();
  if (!problem.empty()) co_return problem;
  const std::string_view encoding = PQparameterStatus(handle_.get(), "server_encoding");
  if (encoding != "UTF8") co_return "the database's encoding must be UTF8";
  PQsetnonblocking(handle_.get(), 1);
  PQenterPipelineMode(handle_.get());
  descriptor_.assign(PQsocket(handle_.get()));
  co_return "";
}

asio::awaitable<std::string> connection::shake_hands() {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK) {
    if (wanted == PGRES_POLLING_FAILED) co_return last_words();
    // libpq may close its socket and open another in each step, so it is ours only in between.
    descriptor_.assign(PQsocket(handle_.get()));
    const bool came =
        co_await wait_for(wanted == PGRES_POLLING_READING ? event::readable : event::writable);
    if (descriptor_.is_open()) descriptor_.release();
    if (!came) co_return abandoned_ ? "stopped" : "no answer in time";
    wanted = PQconnectPoll(handle_.get());
  }
  co_return "";
}

// --- waiting

void connection::set_deadline(time_point until) {
  late_ = false;
  const std::uint64_t mark = ++deadline_;
  timer_.expires_at(until);
  timer_.async_wait([weak = weak_from_this(), mark](const boost::system::error_code& moved) {
    const auto self = weak.lock();
    if (moved || !self || self->deadline_ != mark) return;
    self->late_ = true;
    boost::system::error_code ignored;
    if (self->descriptor_.is_open()) self->descriptor_.cancel(ignored);
  });
}

void connection::clear_deadline() {
  ++deadline_;
  timer_.cancel();
}

connection::time_point connection::statement_deadline() const {
  return std::chrono::steady_clock::now() + settings_->statement_timeout + travel_time;
}

asio::awaitable<bool> connection::wait_for(event what) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (late_ || abandoned_) co_return false;
  const auto kind = what == event::readable ? descriptor::wait_read : descriptor::wait_write;
  co_await descriptor_.async_wait(kind, no_throw);
  co_return !late_ && !abandoned_;
}

// What we send is read by a server that answers after each statement, and would stop reading if
// nobody took its answers: but it is small when the answers are large, and the other way round.
asio::awaitable<bool> connection::flush() {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left <= 0) co_return left == 0;
    if (!co_await wait_for(event::writable)) co_return false;
    if (PQconsumeInput(handle_.get()) == 0) co_return false;
  }
}

asio::awaitable<bool> connection::read_on() {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!co_await wait_for(event::readable)) co_return false;
  co_return PQconsumeInput(handle_.get()) == 1;
}

asio::awaitable<outcome<result_handle>> connection::next_result() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (PQisBusy(handle_.get()) == 1) {
    if (!co_await read_on()) co_return std::unexpected(give_up("while waiting for an answer"));
  }
  co_return result_handle(PQgetResult(handle_.get()));
}

sql_failure connection::give_up(const std::string& what) {
  std::string why = last_words();
  if (late_) why = "no answer in time";
  if (abandoned_) why = "stopped";
  close();
  return lost_connection("connection lost " + what + ": " + why);
}

std::string connection::last_words() const {
  return one_line(PQerrorMessage(handle_.get()));
}

// --- statements

asio::awaitable<outcome<replies>> connection::run(questions asked) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!handle_) co_return std::unexpected(lost_connection("not connected"));
  set_deadline(statement_deadline());
  outcome<replies> given = std::unexpected(lost_connection("not sent"));
  auto sent = send(asked);
  if (!sent) {
    given = std::unexpected(sent.error());
  } else if (!co_await flush()) {
    given = std::unexpected(give_up("while sending"));
  } else {
    given = co_await collect(std::move(*sent));
  }
  clear_deadline();
  if (!given && given.error().lost) close();
  co_return given;
}

outcome<std::vector<connection::step>> connection::send(const questions& asked) {
  std::vector<step> steps;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  bool sent = true;
  for (const auto& [what, with] : asked) {
    const auto [known, fresh] = prepared_.try_emplace(what);
    std::string& name = known->second;
    if (fresh) {
      name = "s" + std::to_string(++names_);
      sent = sent && PQsendPrepare(handle_.get(), name.c_str(), what->sql, 0, nullptr) == 1;
      steps.push_back({what, true});
    }
    with.lay_out(values, lengths, formats);
    sent = sent && PQsendQueryPrepared(handle_.get(), name.c_str(), with.count(), values.data(),
                                       lengths.data(), formats.data(), 1) == 1;
    steps.push_back({what, false});
  }
  sent = sent && PQpipelineSync(handle_.get()) == 1;
  if (!sent) return std::unexpected(give_up("before sending"));
  return steps;
}

asio::awaitable<outcome<replies>> connection::collect(std::vector<step> steps) {
  co_await asio::this_coro::throw_if_cancelled(false);
  replies given;
  std::optional<sql_failure> failed;
  for (const step& one : steps) {
    auto answered = co_await next_result();
    if (!answered) co_return std::unexpected(answered.error());
    const auto status = PQresultStatus(answered->get());
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!fine && one.prepares) prepared_.erase(one.what);
    if (!fine && PQstatus(handle_.get()) == CONNECTION_BAD) {
      co_return std::unexpected(give_up("while waiting for an answer"));
    }
    if (!fine && !failed) failed = failure_of(answered->get());
    if (fine && !one.prepares) given.emplace_back(std::move(*answered));
    const auto end = co_await next_result();
    if (!end) co_return std::unexpected(end.error());
  }
  const auto synced = co_await next_result();
  if (!synced) co_return std::unexpected(synced.error());
  if (PQresultStatus(synced->get()) != PGRES_PIPELINE_SYNC) {
    co_return std::unexpected(give_up("out of step"));
  }
  if (failed) co_return std::unexpected(std::move(*failed));
  co_return given;
}

asio::awaitable<outcome<void>> connection::script(std::string sql) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!handle_) co_return std::unexpected(lost_connection("not connected"));
  set_deadline(statement_deadline());
  std::optional<sql_failure> failed;
  const bool sent = PQexitPipelineMode(handle_.get()) == 1 &&
                    PQsendQuery(handle_.get(), sql.c_str()) == 1 && co_await flush();
  if (!sent) failed = give_up("while sending");
  while (handle_) {
    const auto answered = co_await next_result();
    if (!answered) failed = answered.error();
    if (!answered || !*answered) break;
    const bool fine = PQresultStatus(answered->get()) != PGRES_FATAL_ERROR;
    if (!fine && !failed) failed = failure_of(answered->get());
  }
  clear_deadline();
  if (failed && failed->lost) close();
  if (handle_) PQenterPipelineMode(handle_.get());
  if (failed) co_return std::unexpected(std::move(*failed));
  co_return outcome<void>{};
}

asio::awaitable<outcome<void>> connection::wait_for_news(time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!handle_) co_return std::unexpected(lost_connection("not connected"));
  set_deadline(until);
  listening_ = true;
  const bool came = co_await wait_for(event::readable);
  listening_ = false;
  clear_deadline();
  if (abandoned_ || (came && PQconsumeInput(handle_.get()) == 0)) {
    co_return std::unexpected(give_up("while listening"));
  }
  co_return outcome<void>{};
}

void connection::interrupt_listening() {
  boost::system::error_code ignored;
  if (listening_ && descriptor_.is_open()) descriptor_.cancel(ignored);
}

std::vector<std::string> connection::take_news() {
  std::vector<std::string> payloads;
  while (handle_) {
    PGnotify* told = PQnotifies(handle_.get());
    if (told == nullptr) break;
    payloads.emplace_back(told->extra);
    PQfreemem(told);
  }
  return payloads;
}

}  // namespace daypass::store::postgres
