// What the libraries alone take to seal one pass, to keep it and to record one hire: the processor
// time below which no daemon on them gets, Kafka, Graph, TLS and all decisions left out.
#include "openssl_handles.hpp"
#include "support/credentials/scratch_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/rand.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace daypass {
namespace {

constexpr int hires = 1000;
constexpr int sharing = 20;  // Hires that share a commit or the sync of a directory.

using vault::cipher_context;
using vault::digest_context;
using vault::key_context;
using vault::key_handle;
using vault::release_with;
using database = std::unique_ptr<sqlite3, release_with<sqlite3_close>>;
using statement = std::unique_ptr<sqlite3_stmt, release_with<sqlite3_finalize>>;

/// This thread's processor time a hire, in microseconds.
double measured(const std::function<void(int hire)>& one) {
  const auto now = [] {
    timespec at{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e6 + static_cast<double>(at.tv_nsec) / 1e3;
  };
  const double began = now();
  for (int hire = 0; hire < hires; ++hire) one(hire);
  return (now() - began) / hires;
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void sign(EVP_PKEY* key, std::string_view attributes) {
  const digest_context context(EVP_MD_CTX_new());
  std::array<unsigned char, 128> made{};
  std::size_t size = made.size();
  ASSERT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key), 1);
  ASSERT_EQ(EVP_DigestSign(context.get(), made.data(), &size, bytes(attributes), attributes.size()),
            1);
}

void agree(EVP_PKEY* recipient) {
  const key_handle one_time(EVP_EC_gen("P-256"));
  const key_context context(EVP_PKEY_CTX_new(one_time.get(), nullptr));
  std::array<unsigned char, 32> secret{};
  std::size_t size = secret.size();
  ASSERT_EQ(EVP_PKEY_derive_init(context.get()), 1);
  ASSERT_EQ(EVP_PKEY_derive_set_peer_ex(context.get(), recipient, 0), 1);
  ASSERT_EQ(EVP_PKEY_derive(context.get(), secret.data(), &size), 1);
}

void encrypt(std::string_view text) {
  std::array<unsigned char, 44> key_and_nonce{};
  ASSERT_EQ(RAND_bytes(key_and_nonce.data(), key_and_nonce.size()), 1);
  const cipher_context context(EVP_CIPHER_CTX_new());
  std::string made(text.size(), '\0');
  int size = 0;
  ASSERT_EQ(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key_and_nonce.data(),
                                key_and_nonce.data() + 32, nullptr),
            1);
  ASSERT_EQ(EVP_EncryptUpdate(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size,
                              bytes(text), static_cast<int>(text.size())),
            1);
}

/// ECDSA, a one-time ECDH and AES-256-GCM; no ASN.1.
double sealing() {
  const key_handle signer(EVP_EC_gen("P-256"));
  const key_handle recipient(EVP_EC_gen("P-256"));
  EXPECT_TRUE(signer && recipient);
  const std::string text(900, 'x');
  return measured([&](int) {
    sign(signer.get(), std::string_view(text).substr(0, 100));
    agree(recipient.get());
    encrypt(text);
  });
}

void put(int folder, const std::string& name, std::string_view contents) {
  const int file = ::openat(folder, "draft", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0640);
  ASSERT_GE(file, 0);
  ASSERT_EQ(::write(file, contents.data(), contents.size()), std::ssize(contents));
  ASSERT_EQ(::fdatasync(file), 0);
  ::close(file);
  ASSERT_EQ(::renameat(folder, "draft", folder, name.c_str()), 0);
}

/// The sealed file and the label beside it.
double keeping() {
  const support::scratch_folder scratch;
  const int folder = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::string sealed(1500, 's');
  const std::string label(500, 'l');
  const double took = measured([&](int hire) {
    put(folder, fmt::format("pass-{}.cms", hire), sealed);
    put(folder, fmt::format("pass-{}.json", hire), label);
    if (hire % sharing == 0) ASSERT_EQ(::fsync(folder), 0);
  });
  ::close(folder);
  return took;
}

/// One row and its history, from an event to a verified pass: the row is written with the event,
/// with each of four intents and with the end; each tells what was answered and what comes next.
class records {
 public:
  records() {
    sqlite3* opened = nullptr;
    const std::string file = scratch_.path() / "state.db";
    EXPECT_EQ(sqlite3_open(file.c_str(), &opened), SQLITE_OK);
    db_.reset(opened);
    EXPECT_EQ(sqlite3_exec(opened,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                           "CREATE TABLE hires (number INTEGER PRIMARY KEY, key TEXT NOT NULL,"
                           " due_at INTEGER, wanted TEXT NOT NULL,"
                           " actual TEXT NOT NULL CHECK (json_valid(actual))) STRICT;"
                           "CREATE UNIQUE INDEX hires_key ON hires (key);"
                           "CREATE INDEX hires_due ON hires (due_at);"
                           "CREATE TABLE history (hire INTEGER, line INTEGER, at INTEGER,"
                           " what TEXT, detail TEXT, PRIMARY KEY (hire, line))"
                           " STRICT, WITHOUT ROWID;",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    insert_ = prepare("INSERT INTO hires VALUES (?1, 'employees/E' || ?1, ?2, ?3, '{}')");
    update_ = prepare("UPDATE hires SET due_at = ?2, actual = ?3 WHERE number = ?1");
    tell_ = prepare("INSERT INTO history VALUES (?1, ?2, 1795309207474988, ?3, ?4)");
  }

  double hire_all() {
    return measured([this](int hire) {
      if (hire % sharing == 0) write_together(hire);
    });
  }

 private:
  statement prepare(const char* sql) {
    sqlite3_stmt* made = nullptr;
    EXPECT_EQ(sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr),
              SQLITE_OK);
    return statement(made);
  }

  static void run(const statement& what) {
    ASSERT_EQ(sqlite3_step(what.get()), SQLITE_DONE);
    sqlite3_reset(what.get());
  }

  static void bind(const statement& to, int place, const std::string& text) {
    sqlite3_bind_text(to.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }

  void write_together(int first) {
    for (int write = 0; write < 6; ++write) {
      run(begin_);
      for (int hire = first; hire < first + sharing; ++hire) this->write(hire, write);
      run(commit_);
    }
  }

  void write(int hire, int write) {
    const std::string text = R"({"account":")" + std::string(400U + 150U * write, 'a') + R"("})";
    const statement& row = write == 0 ? insert_ : update_;
    sqlite3_bind_int(row.get(), 1, hire);
    sqlite3_bind_int64(row.get(), 2, 1795309207474988 + hire + (write == 5 ? 86'400'000'000 : 0));
    bind(row, 3, text);
    run(row);
    for (int line = 0; line < (write == 0 ? 1 : 2); ++line) {
      sqlite3_bind_int(tell_.get(), 1, hire);
      sqlite3_bind_int(tell_.get(), 2, 2 * write + line);
      bind(tell_, 3, what_);
      bind(tell_, 4, detail_);
      run(tell_);
    }
  }

  support::scratch_folder scratch_;
  const std::string what_ = "create_account";
  const std::string detail_ = "done: user 61772b93-7cd5-4ff0-90a4-2eac3faf4f4c";
  database db_;
  statement begin_, commit_, insert_, update_, tell_;
};

TEST(Floor, OfOneHireInTheLibrariesAlone) {
  const double seal = sealing();
  const double keep = keeping();
  const double record = records().hire_all();
  std::puts(fmt::format("  sealing {:.0f} us, keeping {:.0f} us, recording {:.0f} us: at least "
                        "{:.3f} ms of processor time a hire",
                        seal, keep, record, (seal + keep + record) / 1000)
                .c_str());
  EXPECT_GT(seal, 0);
  EXPECT_GT(keep, 0);
  EXPECT_GT(record, 0);
}

}  // namespace
}  // namespace daypass
