#!/usr/bin/env python3
"""One node of Apache Kafka (KRaft: broker and controller) on loopback, for tests.

  broker.py fetch VERSION...
  broker.py start --version VERSION --data FOLDER   in the background; returns when it answers
  broker.py stop  --data FOLDER                     as an operator would: SIGTERM, and waits
  broker.py kill  --data FOLDER                     SIGKILL, and waits
  broker.py run   --version VERSION --data FOLDER   in the foreground, until SIGTERM or until its
                                                    parent ends

FOLDER keeps data, ports and settings, so start after stop or kill is a restart of the same broker
at the same address. FOLDER/ready.json ({"bootstrap", "pid", "version"}) exists while it answers.
Python tests use the class Broker.
"""

import argparse
import base64
import contextlib
import ctypes
import json
import os
import pathlib
import random
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import jars  # noqa: E402

READY_SECONDS = 120
STOP_SECONDS = 60
PR_SET_PDEATHSIG = 1

SETTINGS = """\
process.roles=broker,controller
node.id=1
{quorum}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}{behind}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}{front}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,BEHIND:PLAINTEXT
log.dirs={logs}
num.partitions=4
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
controlled.shutdown.max.retries=1
"""


def free_ports(count):
    """Ports that are free now. Below the range for outgoing connections: a client that keeps
    dialling a stopped broker's port could otherwise be given that very port, and hold it."""
    with contextlib.ExitStack() as bound:
        ports = []
        while len(ports) < count:
            candidate = bound.enter_context(socket.socket())
            try:
                candidate.bind(("127.0.0.1", random.SystemRandom().randrange(15_000, 32_000)))
            except OSError:
                continue
            ports.append(candidate.getsockname()[1])
        return ports


def die_with_parent(sign):
    """Asks the kernel to signal this process when its parent ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign)


class Broker:
    """A broker with its data in a folder. Not for two threads at once. `front_port` is that of a
    proxy before the listener BEHIND, which tells clients that the broker is at the proxy's."""

    def __init__(self, version, data, front_port=None):
        self.version = version
        self.front_port = front_port
        self.data = pathlib.Path(data).resolve()
        self.settings = self.data / "server.properties"
        self.ready_file = self.data / "ready.json"
        self.jars = None
        self.process = None
        self.bootstrap = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, background=False):
        """Starts it and waits until it answers a metadata request. In the background it outlives
        this process. A first start that loses its ports to another process takes others."""
        self.jars = jars.fetch(self.version)
        for attempt in range(3):
            fresh = not self.settings.exists()
            if fresh:
                self.format()
            self.bootstrap = f"127.0.0.1:{self.port()}"
            self.launch(background)
            if self.await_ready():
                self.write_ready()
                return
            if not fresh:
                break
            self.settings.unlink()
        raise RuntimeError(f"kafka {self.version} did not start: {self.log_tail()}")

    def format(self):
        """Draws ports, writes the settings and formats the log folder, as a new cluster."""
        port, controller_port, behind = free_ports(3)
        proxied = self.front_port is not None
        modern = self.is_modern()
        quorum = (f"controller.quorum.bootstrap.servers=127.0.0.1:{controller_port}" if modern
                  else f"controller.quorum.voters=1@127.0.0.1:{controller_port}")
        self.data.mkdir(parents=True, exist_ok=True)
        logs = self.data / f"logs-{port}"
        self.settings.write_text(SETTINGS.format(
            quorum=quorum, port=port, controller_port=controller_port, logs=logs,
            behind=f",BEHIND://127.0.0.1:{behind}" if proxied else "",
            front=f",BEHIND://127.0.0.1:{self.front_port}" if proxied else ""))
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        standalone = ["--standalone"] if modern else []
        # An id may not begin with a dash, which would read as an option.
        run = subprocess.run(
            self.java("kafka.tools.StorageTool", "format", "-t", cluster.replace("-", "x"),
                      *standalone, "-c", self.settings),
            capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"kafka {self.version}: format failed: {run.stdout}{run.stderr}")

    def java(self, *arguments):
        """A command line. Kafka 4 logs through log4j 2, which is silent without more jars. With the
        first compiler alone a broker's start, of which there are many, takes half the work."""
        log4j = f"-Dlog4j.configuration=file:{jars.HERE / 'log4j.properties'}"
        logging = [] if self.is_modern() else [log4j]
        return ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *logging,
                "-cp", f"{self.jars}/*", *arguments]

    def is_modern(self):
        return int(self.version.split(".")[0]) >= 4

    def port(self, listener="PLAINTEXT"):
        """The port that a listener is bound to."""
        for line in self.settings.read_text().splitlines():
            if line.startswith("listeners="):
                for one in line.removeprefix("listeners=").split(","):
                    if one.startswith(listener + "://"):
                        return int(one.rsplit(":", 1)[1])
        raise RuntimeError(f"kafka: no listener {listener} in {self.settings}")

    def launch(self, background):
        with open(self.data / "broker.log", "ab") as log:
            self.process = subprocess.Popen(
                self.java("kafka.Kafka", self.settings), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=background,
                preexec_fn=None if background else lambda: die_with_parent(signal.SIGKILL))

    def await_ready(self):
        """True once the broker names itself in its metadata; False when it ended instead."""
        deadline = time.monotonic() + READY_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            run = subprocess.run(
                ["kcat", "-L", "-J", "-m", "2", "-b", self.bootstrap,
                 "-X", "reconnect.backoff.ms=50", "-X", "reconnect.backoff.max.ms=200"],
                capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if run.returncode == 0 and json.loads(run.stdout)["brokers"]:
                return True
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        return False

    def write_ready(self):
        ready = {"bootstrap": self.bootstrap, "pid": self.process.pid, "version": self.version}
        partial = self.ready_file.with_suffix(".partial")
        partial.write_text(json.dumps(ready) + "\n")
        partial.rename(self.ready_file)

    def log_tail(self):
        return "\n".join((self.data / "broker.log").read_text().splitlines()[-20:])

    def stop(self):
        """Ends it as an operator would, and waits. A repeat does nothing."""
        self.end(signal.SIGTERM)

    def kill(self):
        """Ends it at once, as a power cut would, and waits."""
        self.end(signal.SIGKILL)

    def end(self, sign):
        self.ready_file.unlink(missing_ok=True)
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(sign)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"kafka did not stop within {STOP_SECONDS} s") from None


def end_background(data, sign):
    """Ends the broker that FOLDER/ready.json names, and waits until its process is gone."""
    ready_file = pathlib.Path(data) / "ready.json"
    pid = json.loads(ready_file.read_text())["pid"]
    handle = os.pidfd_open(pid)
    signal.pidfd_send_signal(handle, sign)
    poller = select.poll()
    poller.register(handle)
    if not poller.poll(STOP_SECONDS * 1000):
        raise SystemExit(f"kafka: process {pid} did not end within {STOP_SECONDS} s")
    ready_file.unlink(missing_ok=True)


def run_in_foreground(broker):
    """Until SIGTERM, SIGINT, the parent's end, or the broker's own end, which is a failure."""
    asked = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: asked.set())
    die_with_parent(signal.SIGTERM)
    broker.start()
    print(json.dumps({"bootstrap": broker.bootstrap, "pid": broker.process.pid}), flush=True)
    while not asked.wait(0.2):
        if broker.process.poll() is not None:
            raise SystemExit(f"kafka ended by itself: {broker.log_tail()}")
    broker.stop()


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("fetch").add_argument("versions", nargs="+")
    for verb in ("start", "run", "stop", "kill"):
        known = verbs.add_parser(verb)
        known.add_argument("--data", required=True)
        if verb in ("start", "run"):
            known.add_argument("--version", default=jars.VERSIONS[0])
    chosen = parser.parse_args()
    if chosen.verb == "fetch":
        print(*map(jars.fetch, chosen.versions), sep="\n")
    elif chosen.verb == "run":
        run_in_foreground(Broker(chosen.version, chosen.data))
    elif chosen.verb == "start":
        broker = Broker(chosen.version, chosen.data)
        broker.start(background=True)
        print(broker.ready_file.read_text(), end="")
    else:
        end_background(chosen.data, signal.SIGTERM if chosen.verb == "stop" else signal.SIGKILL)


if __name__ == "__main__":
    main()
