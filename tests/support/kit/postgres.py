#!/usr/bin/env python3
"""PostgreSQL servers of Debian's package, each in a folder of its own, never the system's cluster.

  postgres.py serve [NAME=VALUE...]   one server with these settings; prints the folder of its
                                      socket, and ends with its standard input
"""

import getpass
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile

if __package__:
    from .programs import Program, wait_for
else:
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
    from kit.programs import Program, wait_for

DATABASE = "daypass"
OWNER = "daypass"
# Where durability is not what is tested.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "autovacuum_naptime": "5s",
}


def programs():
    """The folder of the server's own programs, which Debian keeps out of the path."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise SystemExit("postgres: no server installed: apt-get install postgresql-15")
    return found[-1].parent


def account():
    """Whose processes the servers are: they refuse to run as root."""
    return "postgres" if os.geteuid() == 0 else getpass.getuser()


def drawn_port():
    with socket.socket() as drawn:
        drawn.bind(("127.0.0.1", 0))
        return drawn.getsockname()[1]


def own(folder):
    """Makes a folder that the servers' account owns."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        entry = pwd.getpwnam(account())
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


def as_account():
    """For subprocess: run as that account."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(account())
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Server:
    """One server in `folder`, which it must be able to reach. `settings` go over SETTINGS."""

    def __init__(self, folder, settings=None, port=5432):
        self.folder = own(pathlib.Path(folder))
        self.data = self.folder / "data"
        self.port = port
        self.settings = {**SETTINGS, "unix_socket_directories": f"'{self.folder}'",
                         **(settings or {})}
        self.process = None

    def tool(self, name, *words, **options):
        """Runs one of the server's programs and gives what it printed."""
        command = [str(programs() / name), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder,
                              **as_account(), **options)
        if done.returncode != 0:
            raise RuntimeError(f"{name} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def make(self):
        """An empty cluster whose local users are believed."""
        self.tool("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync")
        return self

    def copy_of(self, primary, slot):
        """A standby of a running primary, that streams from it through a slot."""
        self.tool("pg_basebackup", "-h", primary.folder, "-p", primary.port, "-U", "postgres",
                  "-D", self.data, "-C", "-S", slot, "-R", "-X", "stream", "-c", "fast",
                  "--no-sync")
        return self

    def start(self):
        words = [programs() / "postgres", "-D", self.data, "-p", self.port]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value.strip(chr(39))}"]
        self.process = Program(words, self.folder / "server.log", **as_account())
        wait_for("PostgreSQL to come up", 60, self.up, 0.05)
        return self

    def up(self):
        if not self.process.running():
            raise RuntimeError(f"PostgreSQL ended:\n{self.process.tail()}")
        asked = subprocess.run([programs() / "pg_isready", "-q", "-h", self.folder, "-p",
                                str(self.port)], check=False)
        return asked.returncode == 0

    def sql(self, text, database="postgres"):
        """Runs SQL as the superuser; the rows as lines."""
        return self.tool("psql", "-h", self.folder, "-p", self.port, "-U", "postgres", "-X", "-q",
                         "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text).strip()

    def make_database(self):
        self.sql(f"CREATE ROLE {OWNER} LOGIN")
        self.sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        return self

    def promote(self):
        self.tool("pg_ctl", "promote", "-D", self.data, "-w", "-t", "60")

    def kill(self):
        """As a power cut: no process of it is left."""
        for child in self.children():
            os.kill(child, 9)
        self.process.kill()

    def children(self):
        listed = subprocess.run(["pgrep", "-P", str(self.process.pid)], check=False,
                                capture_output=True, text=True)
        return [int(word) for word in listed.stdout.split()]

    def stop(self):
        """At once, and in order: sessions are ended."""
        if self.process and self.process.running():
            self.process.process.send_signal(2)  # SIGINT: fast shutdown.
            self.process.process.wait(60)


def serve(words):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="daypass-pg-"))
    folder.chmod(0o755)
    settings = {**FORGETFUL, **dict(word.split("=", 1) for word in words)}
    server = Server(folder / "s", settings)
    try:
        server.make().start().make_database()
        print(server.folder, flush=True)
        sys.stdin.read()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] != ["serve"]:
        raise SystemExit(__doc__)
    serve(sys.argv[2:])
