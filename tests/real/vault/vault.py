#!/usr/bin/env python3
"""One HashiCorp Vault server on loopback, for tests.

  vault.py build                     builds the server once (minutes the first time); prints it
  vault.py run --data FOLDER [--tls] in the foreground, until SIGTERM or until its parent ends

FOLDER keeps data, port, certificate and keys, so a start after stop or kill is a restart of the
same server at the same address. `run` prints one line of JSON once KV v2 answers at secret/:
{"address", "ca_file", "token", "unseal_key", "pid"}, with a token that may do all.
Python tests use the class Vault.
"""

import argparse
import json
import pathlib
import signal
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "support"), str(HERE.parent / "kafka")]

import binary  # noqa: E402
from broker import die_with_parent, free_ports  # noqa: E402
from client import Client  # noqa: E402
from cluster import make_server_certificate  # noqa: E402
from kit.programs import Program, wait_for  # noqa: E402

READY_SECONDS = 60
STOP_SECONDS = 30
ACTIVE, SEALED, UNINITIALISED = 200, 503, 501


class Vault:
    """A server with its data in a folder. After start it is initialised, unsealed and answers, and
    `root` may do all. Not for two threads at once."""

    def __init__(self, data, tls=False):
        self.data = pathlib.Path(data).resolve()
        self.tls = tls
        self.ca_file = self.data / "vault.pem" if tls else None
        self.keys_file = self.data / "keys.json"
        self.ready_file = self.data / "ready.json"
        self.program = None
        self.address = None
        self.root = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, unseal=True):
        """A first start initialises it and mounts KV v2 at secret/. Each later one is a restart,
        which leaves it sealed where `unseal` is false. A first start that loses its port to
        another process takes another."""
        self.data.mkdir(parents=True, exist_ok=True)
        fresh = not self.keys_file.exists()
        for attempt in range(3):
            if self.launch(fresh):
                break
        else:
            raise RuntimeError(f"vault did not start:\n{self.program.tail()}")
        if fresh:
            self.initialise()
        self.root = self.client(self.keys()["root_token"])
        if fresh or unseal:
            self.unseal()
        if fresh:
            self.mount_kv("secret")

    def launch(self, fresh):
        """Starts the program and waits until it listens; False when it ended instead."""
        port_file = self.data / "port"
        if fresh or not port_file.exists():
            port_file.write_text(str(free_ports(1)[0]))
        self.ready_file.unlink(missing_ok=True)
        command = [binary.fetch(), "--storage", self.data / "storage",
                   "--port", port_file.read_text(), "--ready-file", self.ready_file]
        if self.tls:
            if not self.ca_file.exists():
                make_server_certificate(self.data, "vault")
            command += ["--certificate", self.ca_file, "--key", self.data / "vault.key"]
        self.program = Program(command, self.data / "vault.log")
        try:
            ready = json.loads(self.program.wait_for_file(self.ready_file, READY_SECONDS))
        except RuntimeError:
            return False
        self.address = f"{'https' if self.tls else 'http'}://127.0.0.1:{ready['port']}"
        return True

    def stop(self):
        """Ends it as an operator would, and waits. A repeat does nothing."""
        if self.program is not None:
            self.ready_file.unlink(missing_ok=True)
            self.program.stop(STOP_SECONDS)

    def kill(self):
        """Ends it at once, as a power cut would, and waits."""
        self.ready_file.unlink(missing_ok=True)
        self.program.kill()

    def restart(self, unseal=True):
        self.stop()
        self.start(unseal)

    # What an operator does.

    def client(self, token=None):
        return Client(self.address, token, self.ca_file)

    def health(self):
        """The status of sys/health: ACTIVE, SEALED or UNINITIALISED."""
        return self.client().call("GET", "sys/health").status

    def initialise(self):
        """One key share, and a root token; both stay in the folder."""
        shares = {"secret_shares": 1, "secret_threshold": 1}
        self.keys_file.write_text(json.dumps(self.client().must("PUT", "sys/init", shares).body))
        self.keys_file.chmod(0o600)

    def keys(self):
        return json.loads(self.keys_file.read_text())

    def unseal(self):
        """Returns once it is active and each KV v2 answers."""
        self.client().must("PUT", "sys/unseal", {"key": self.keys()["keys"][0]})
        wait_for("vault to be active", READY_SECONDS, lambda: self.health() == ACTIVE)
        for path, mount in self.root.read("sys/mounts").data.items():
            if (mount["options"] or {}).get("version") == "2":
                self.await_kv(path)

    def seal(self):
        """From now on everything answers 503, until unseal."""
        self.root.must("PUT", "sys/seal")

    def mount_kv(self, path):
        """KV v2; returns once it answers, since it prepares itself after the mount."""
        self.root.write(f"sys/mounts/{path}", type="kv", options={"version": "2"})
        self.await_kv(path)

    def await_kv(self, path):
        config = f"{path.strip('/')}/config"
        wait_for(f"KV at {path}", READY_SECONDS,
                 lambda: self.root.call("GET", config).status == 200)

    def enable_sign_in(self, kind):
        """"approle" or "kubernetes", at its own name."""
        self.root.write(f"sys/auth/{kind}", type=kind)

    def write_policy(self, name, paths):
        """`paths` is {path: [capability]}."""
        rules = {path: {"capabilities": able} for path, able in paths.items()}
        self.root.must("PUT", f"sys/policies/acl/{name}",
                       {"policy": json.dumps({"path": rules})})

    def write_approle(self, name, policies, **settings):
        """A role of AppRole, for instance with token_ttl="1h", token_max_ttl, secret_id_ttl or
        secret_id_num_uses; its role_id."""
        self.root.write(f"auth/approle/role/{name}", token_policies=policies, **settings)
        return self.root.read(f"auth/approle/role/{name}/role-id").data["role_id"]

    def draw_secret_id(self, name, wrap=None):
        """The answer with a new secret_id in its data, or with wrap_info where `wrap` is given."""
        return self.root.must("POST", f"auth/approle/role/{name}/secret-id", {}, wrap)

    def log_requests(self):
        """Has every request and answer logged from now on, values as hashes."""
        self.root.must("PUT", "sys/audit/file", {
            "type": "file", "options": {"file_path": str(self.data / "requests.log")}})

    def logged_requests(self):
        """[{"type": "request" or "response", "request": {"operation", "path", ...}, ...}]"""
        return [json.loads(line) for line in (self.data / "requests.log").read_text().splitlines()]


def run_in_foreground(server):
    """Until SIGTERM, SIGINT, the parent's end, or the server's own end, which is a failure."""
    asked = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: asked.set())
    die_with_parent(signal.SIGTERM)
    with server:
        print(json.dumps({
            "address": server.address,
            "ca_file": str(server.ca_file) if server.tls else None,
            "token": server.root.token,
            "unseal_key": server.keys()["keys"][0],
            "pid": server.program.pid,
        }), flush=True)
        while not asked.wait(0.2):
            if not server.program.running():
                raise SystemExit(f"vault ended by itself:\n{server.program.tail()}")


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("build")
    known = verbs.add_parser("run")
    known.add_argument("--data", required=True)
    known.add_argument("--tls", action="store_true")
    chosen = parser.parse_args()
    if chosen.verb == "build":
        print(binary.fetch())
    else:
        run_in_foreground(Vault(chosen.data, chosen.tls))


if __name__ == "__main__":
    main()
