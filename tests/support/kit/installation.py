"""A folder with everything that a daemon needs, and the daemon on it."""

import http.client
import json
import pathlib
import re
import socket
import subprocess
import sys

from . import sealed
from .feed import SOURCE
from .programs import CLIENT_SECRET, Program, wait_for

CONFIG = """\
default_profile = "standard"

[state]
path = "{folder}/state/state.db"

[kafka]
brokers = ["{bootstrap}"]
topics = ["{topic}"]
group = "{group}"
{kafka}

[sources."{source}"]
population = "contoso"

[graph]
tenant_id = "{tenant}"
client_id = "{client_id}"
client_secret = "file:{folder}/client-secret"
cloud = "custom"
host = "localhost:{port}"
login_host = "localhost:{login_port}"
ca_file = "{entra_ca}"
domains = ["contoso.example"]
{graph}

[sealed]
folder = "{folder}/passes"
recipients = ["{folder}/people.pem"]
signing_key = "file:{folder}/signer.key"
signing_certificate = "{folder}/signer.pem"

{stores}

[profiles.standard]
upn_domain = "contoso.example"
usage_location = "DE"
{profile}

[limits]
{limits}

[admin]
socket = "{folder}/admin.sock"
metrics = "unix:{folder}/metrics.sock"

[logging]
level = "{level}"
format = "json"

[process]
{process}
"""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.path)


class Installation:
    """Certificates and configuration in `folder`; the daemon of `programs`, started and stopped.

    `settings` adds lines to sections: kafka, graph, profile, limits, process; and sections of
    stores. topic, group and level (of the log) stand for themselves."""

    def __init__(self, programs, folder, bootstrap, entra, entra_ca, **settings):
        self.program = pathlib.Path(programs) / "daypassd"
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "daypassd.toml"
        self.log = self.folder / "daypassd.log"
        self.daemon = None
        for name in ("state", "passes"):
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        key, certificate = sealed.make_certificate(self.folder, "people", "people@contoso.example")
        _, signer = sealed.make_certificate(self.folder, "signer", "daypass@contoso.example")
        self.passes = sealed.SealedFolder(self.folder / "passes", key, certificate, signer)
        secret = self.folder / "client-secret"
        secret.write_text(CLIENT_SECRET + "\n")
        for private in (secret, key, self.folder / "signer.key"):
            private.chmod(0o600)
        given = {name: "" for name in ("kafka", "graph", "profile", "limits", "process",
                                      "stores")}
        given.update({"level": "info", "topic": "hires", "group": "daypass", **settings})
        self.config.write_text(
            CONFIG.format(
                folder=self.folder,
                bootstrap=bootstrap,
                source=SOURCE,
                tenant=entra["tenant"],
                client_id=entra["client_id"],
                port=entra["port"],
                login_port=entra.get("login_port", entra["port"]),
                entra_ca=entra_ca,
                **given,
            )
        )

    def start(self, wait=True, under=()):
        """`under`: a command that runs the daemon, in its place as the child."""
        self.daemon = Program([*under, self.program, "run", "--config", self.config], self.log)
        if wait:
            self.wait_until_up()
        return self.daemon

    def stop(self):
        """SIGTERM; the exit code, or nothing when it isn't running."""
        return self.daemon.stop() if self.daemon and self.daemon.running() else None

    def tell_last_words(self, lines=8):
        """For who looks into a failure: the end of the daemon's log, to stderr."""
        if self.log.exists():
            print(f"--- the daemon's last words\n{self.daemon.tail(lines)}", file=sys.stderr)

    def wait_until_up(self, seconds=60):
        def look():
            if not self.daemon.running():
                raise RuntimeError(f"daypassd ended:\n{self.daemon.tail()}")
            try:
                return self.get("/healthz")[0] == 200
            except OSError:
                return False

        wait_for("daypassd to come up", seconds, look)

    def get(self, path):
        """(status, text) from the health and metrics socket."""
        connection = UnixConnection(self.folder / "metrics.sock")
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def metrics(self):
        """{'daypass_hires{standing="held"}': 3.0, ...}"""
        found = {}
        for line in self.get("/metrics")[1].splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                found[name] = float(value)
        return found

    def metric(self, name):
        """The sum over a family's children."""
        pattern = re.compile(re.escape(name) + r"(\{.*\})?$")
        return sum(value for key, value in self.metrics().items() if pattern.match(key))

    def verb(self, *words, expect=0):
        """What a verb printed to stdout; RuntimeError when it ends otherwise than expected."""
        command = [self.program, words[0], "--config", self.config, *words[1:]]
        done = subprocess.run(map(str, command), capture_output=True, text=True, timeout=120)
        if done.returncode != expect:
            raise RuntimeError(
                f"daypassd {' '.join(map(str, words))}: {done.returncode}\n"
                f"{done.stdout}{done.stderr}"
            )
        return done.stdout

    def show(self, hire):
        return json.loads(self.verb("show", hire, "--json"))

    def hires(self):
        """{employeeId: row of list}"""
        rows = json.loads(self.verb("list", "--json", "--max", "1000000"))
        return {row["hire"].split("/", 1)[1]: row for row in rows}

    def log_lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
