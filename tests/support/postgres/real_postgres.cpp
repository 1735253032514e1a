#include "support/postgres/real_postgres.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace daypass::support {
namespace {

/// tests/support/kit/postgres.py, which ends the server when its standard input ends.
class served {
 public:
  served() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe for PostgreSQL");
    }
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in[0], STDIN_FILENO);
      ::dup2(out[1], STDOUT_FILENO);
      ::execl(DAYPASS_PYTHON, DAYPASS_PYTHON, DAYPASS_POSTGRES_KIT, "serve", nullptr);
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    keep_ = in[1];
    char letter = 0;
    while (::read(out[0], &letter, 1) == 1 && letter != '\n') folder_ += letter;
    ::close(out[0]);
    if (folder_.empty()) throw std::runtime_error("PostgreSQL did not start");
  }
  served(const served&) = delete;
  served& operator=(const served&) = delete;
  ~served() {
    ::close(keep_);
    ::waitpid(child_, nullptr, 0);
  }

  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  pid_t child_ = 0;
  int keep_ = -1;
  std::string folder_;
};

const std::string& server_folder() {
  static const served server;
  return server.folder();
}

struct finish {
  void operator()(PGconn* one) const { PQfinish(one); }
  void operator()(PGresult* one) const { PQclear(one); }
};

}  // namespace

store::postgres_settings fresh_postgres() {
  static int made = 0;
  store::postgres_settings settings;
  settings.hosts = {{server_folder(), 5'432}};
  settings.database = "daypass";
  settings.user = "daypass";
  settings.schema = "s" + std::to_string(++made);
  settings.tls = store::postgres_tls::off;
  settings.lease_duration = milliseconds{2'000};
  return settings;
}

std::string ask_postgres(const std::string& schema, const std::string& sql) {
  const std::string how = "host=" + server_folder() + " dbname=daypass user=postgres options='-c " +
                          "search_path=" + schema + "'";
  const std::unique_ptr<PGconn, finish> link(PQconnectdb(how.c_str()));
  const std::unique_ptr<PGresult, finish> given(PQexec(link.get(), sql.c_str()));
  const auto status = PQresultStatus(given.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(link.get()));
  }
  return PQntuples(given.get()) > 0 && PQnfields(given.get()) > 0 ? PQgetvalue(given.get(), 0, 0)
                                                                  : "";
}

}  // namespace daypass::support
