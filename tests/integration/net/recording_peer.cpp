#include "integration/net/recording_peer.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_outcome = asio::as_tuple(asio::use_awaitable);

std::string taken_from(BIO* bio) {
  std::string bytes(BIO_ctrl_pending(bio), '\0');
  if (!bytes.empty()) BIO_read(bio, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

template <typename Object, typename Read>
Object* object_in(const std::string& pem, Read read) {
  BIO* source = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Object* object = read(source, nullptr, nullptr, nullptr);
  BIO_free(source);
  DAYPASS_ASSERT(object != nullptr);
  return object;
}

int keep_asked_name(SSL* stream, int*, void* peer) {
  const char* name = SSL_get_servername(stream, TLSEXT_NAMETYPE_host_name);
  static_cast<recording_peer*>(peer)->asked_name = name == nullptr ? "" : name;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

recording_peer::recording_peer(asio::io_context& context)
    : tls_(SSL_CTX_new(TLS_server_method())),
      acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  SSL_CTX_set_security_level(tls(), 0);
  SSL_CTX_set_min_proto_version(tls(), TLS1_VERSION);
  SSL_CTX_set_tlsext_servername_callback(tls(), keep_asked_name);
  SSL_CTX_set_tlsext_servername_arg(tls(), this);
  asio::co_spawn(context, accept_all(this), asio::detached);
}

void recording_peer::show(const identity& who, const std::vector<identity>& between) {
  auto* leaf = object_in<X509>(who.certificate, PEM_read_bio_X509);
  auto* key = object_in<EVP_PKEY>(who.key, PEM_read_bio_PrivateKey);
  DAYPASS_ASSERT(SSL_CTX_use_certificate(tls(), leaf) == 1);
  DAYPASS_ASSERT(SSL_CTX_use_PrivateKey(tls(), key) == 1);
  X509_free(leaf);
  EVP_PKEY_free(key);
  for (const auto& each : between) {
    auto* certificate = object_in<X509>(each.certificate, PEM_read_bio_X509);
    DAYPASS_ASSERT(SSL_CTX_add_extra_chain_cert(tls(), certificate) == 1);
  }
}

asio::awaitable<void> recording_peer::accept_all(recording_peer* self) {
  const auto executor = self->acceptor_.get_executor();
  while (true) {
    tcp::socket connection(executor);
    auto [problem] = co_await self->acceptor_.async_accept(connection, as_outcome);
    if (problem) co_return;
    connection.set_option(tcp::no_delay(true));
    ++self->connections;
    asio::co_spawn(executor, serve(self, std::move(connection)), asio::detached);
  }
}

asio::awaitable<void> recording_peer::serve(recording_peer* self, tcp::socket connection) {
  ++self->open;
  if (self->how == manner::speaks_tls || self->how == manner::spells_tls) {
    co_await talk_tls(self, &connection);
  } else {
    co_await say(self, &connection);
  }
  --self->open;
}

asio::awaitable<void> recording_peer::talk_tls(recording_peer* self, tcp::socket* connection) {
  const tls_pointer stream(SSL_new(self->tls()));
  SSL_set_bio(stream.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(stream.get());
  std::string request;
  while (true) {
    const auto bytes = co_await hear(self, connection);
    if (bytes.empty()) co_return;
    BIO_write(SSL_get_rbio(stream.get()), bytes.data(), static_cast<int>(bytes.size()));
    self->read_and_answer(stream.get(), &request);
    if (!co_await write(self, connection, taken_from(SSL_get_wbio(stream.get())))) co_return;
  }
}

void recording_peer::read_and_answer(SSL* stream, std::string* request) {
  ERR_clear_error();
  std::array<char, 4096> room{};
  int size = 0;
  while ((size = SSL_read(stream, room.data(), static_cast<int>(room.size()))) > 0) {
    request->append(room.data(), static_cast<std::size_t>(size));
    deciphered.append(room.data(), static_cast<std::size_t>(size));
  }
  if (!request->contains("\r\n\r\n")) return;
  request->clear();
  SSL_write(stream, answer.data(), static_cast<int>(answer.size()));
  if (answer_behind.empty()) return;
  SSL_write(stream, answer_behind.data(), static_cast<int>(answer_behind.size()));
}

asio::awaitable<void> recording_peer::say(recording_peer* self, tcp::socket* connection) {
  auto bytes = co_await hear(self, connection);
  if (bytes.empty()) co_return;
  if (self->how == manner::resets) {
    connection->set_option(asio::socket_base::linger(true, 0));
    connection->close();
    co_return;
  }
  if (!co_await write(self, connection, self->words)) co_return;
  if (self->how == manner::says_words_closes) co_return;
  while (self->how == manner::says_without_end) {
    if (!co_await write(self, connection, self->words)) co_return;
    if (connection->available() != 0) co_await hear(self, connection);
  }
  while (!bytes.empty()) bytes = co_await hear(self, connection);
}

asio::awaitable<std::string> recording_peer::hear(recording_peer* self, tcp::socket* connection) {
  std::array<char, 4096> room{};
  auto [problem, size] = co_await connection->async_read_some(asio::buffer(room), as_outcome);
  const std::string bytes(room.data(), size);
  self->heard += bytes;
  co_return bytes;
}

asio::awaitable<bool> recording_peer::write(recording_peer* self, tcp::socket* connection,
                                            std::string bytes) {
  constexpr std::chrono::milliseconds pause{10};
  const std::size_t step = self->how == manner::spells_tls ? 1 : bytes.size();
  asio::steady_timer timer(connection->get_executor());
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    auto [problem, size] =
        co_await asio::async_write(*connection, asio::buffer(bytes.data() + at, step), as_outcome);
    if (problem) co_return false;
    if (self->how != manner::spells_tls) continue;
    timer.expires_after(pause);
    co_await timer.async_wait(as_outcome);
  }
  co_return true;
}

std::size_t largest_application_record(std::string_view heard) {
  constexpr std::size_t header_size = 5;
  constexpr char application_data = 23;
  std::size_t largest = 0;
  while (heard.size() >= header_size) {
    const auto high = static_cast<unsigned char>(heard[3]);
    const auto low = static_cast<unsigned char>(heard[4]);
    const std::size_t size = (std::size_t{high} << 8U) + low;
    if (heard[0] == application_data) largest = std::max(largest, size);
    heard.remove_prefix(std::min(heard.size(), header_size + size));
  }
  return largest;
}

}  // namespace daypass::net::testing
