"""The daemon as a process, on a real broker and the Entra simulator, and what is so in each."""

import contextlib
import json
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "support"), str(HERE.parent / "kafka")]

from broker import Broker  # noqa: E402
from kit import feed, programs  # noqa: E402
from kit.cms import Opener  # noqa: E402
from kit.entra import Entra  # noqa: E402
from kit.installation import Installation  # noqa: E402
from wire import Kafka, KafkaError  # noqa: E402

PARTITIONS = 4
TOPIC, DEAD_TOPIC, GROUP = "hires", "hires.dead", "daypass"
FAST_GRAPH = """\
reads_per_second = 5000
writes_per_second = 5000
methods_per_second = 5000
requests_per_second = 5000"""
# Seconds instead of minutes: the simulator loses nothing that the test doesn't make it lose.
QUICK_LIMITS = """\
late_effect_max = "3s"
not_yet_max = "3s"
settle_delay = "100ms"
retry_first = "50ms"
retry_max = "2s"
"""


class Rig:
    """Broker, simulator and installation in one folder, gone with it. `settings` are those of
    Installation; `simulator` more options of the Entra simulator."""

    def __init__(self, bin_folder, version, simulator=(), **settings):
        self.bin_folder, self.version = pathlib.Path(bin_folder).resolve(), version
        self.simulator_options, self.settings = simulator, settings
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as building:
            self.folder = pathlib.Path(
                building.enter_context(tempfile.TemporaryDirectory(prefix="daypass-real-")))
            self.prepare(building)
            self.broker = building.enter_context(self.make_broker())
            self.kafka = Kafka(self.broker.bootstrap)
            self.make_topics()
            simulator, tenant = programs.start_entra(
                self.bin_folder, self.folder, "--domain", "contoso.example",
                "--log-entries", "3000000", *self.simulator_options)
            building.callback(simulator.stop)
            self.simulator = simulator
            self.entra = Entra(tenant["control_port"])
            kafka = f'dead_letter_topic = "{DEAD_TOPIC}"\n' + self.settings.pop("kafka", "")
            self.daypass = Installation(
                self.bin_folder, self.folder, *self.way_of_daemon(tenant),
                self.folder / "entra-ca.pem", topic=TOPIC, group=GROUP, kafka=kafka,
                **self.settings)
            building.callback(self.daypass.stop)
            held = self.daypass.passes
            self.opener = Opener(held.key, held.certificate, held.signer)
            self.stack = building.pop_all()
        return self

    def __exit__(self, *why):
        if why[0] is not None:
            self.daypass.tell_last_words()
        return self.stack.__exit__(*why)

    def prepare(self, building):
        """What a kind of rig needs in its folder before anything starts."""

    def make_broker(self):
        return Broker(self.version, self.folder / "kafka")

    def way_of_daemon(self, tenant):
        """The broker's address and the tenant's ports, as the daemon is told them."""
        return self.broker.bootstrap, tenant

    def make_topic(self):
        # The broker's own time of appending is what reaction times are counted from.
        self.kafka.create_topic(TOPIC, PARTITIONS, message_timestamp_type="LogAppendTime",
                                max_message_bytes=8_000_000)

    def make_topics(self):
        self.make_topic()
        self.kafka.create_topic(DEAD_TOPIC, 1, max_message_bytes=8_000_000)
        self.kafka.await_coordinator(GROUP)

    def send(self, events):
        feed.send(self.broker.bootstrap, TOPIC, events)

    def log_ends(self):
        return self.kafka.offsets(TOPIC, PARTITIONS)

    def committed(self):
        return self.kafka.committed(GROUP, TOPIC, PARTITIONS)

    def query(self, sql, *values):
        """Rows of the state, read beside the daemon."""
        file = self.folder / "state" / "state.db"
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as state:
            return state.execute(sql, values).fetchall()

    def stored(self):
        """{partition: next offset} as the state holds it for this cluster."""
        return dict(self.query(
            "SELECT part, next_offset FROM positions WHERE topic = ? AND cluster = ?",
            TOPIC, self.cluster()))

    def cluster(self):
        """The cluster's id, from the broker's own disk."""
        meta = next(self.broker.data.glob("logs-*/meta.properties")).read_text()
        return meta.split("cluster.id=", 1)[1].split()[0]

    def copy_of_state(self):
        """The rows of a daemon that is not running: [{"hire", "standing", ..., "actual"}], and the
        stored positions. Read from a copy, so that nothing is recovered or checkpointed for it."""
        with tempfile.TemporaryDirectory() as aside:
            for name in ("state.db", "state.db-wal"):
                if (self.folder / "state" / name).exists():
                    shutil.copy(self.folder / "state" / name, aside)
            with contextlib.closing(sqlite3.connect(f"{aside}/state.db")) as state:
                if not state.execute("SELECT 1 FROM sqlite_schema WHERE name='hires'").fetchall():
                    return [], {}
                rows = [
                    {"hire": hire, "standing": standing, "due_at": due_at, "verified": verified,
                     "actual": json.loads(actual)}
                    for hire, standing, due_at, verified, actual in state.execute(
                        "SELECT hire_id, standing, due_at, verified, actual FROM hires")
                ]
                positions = dict(state.execute(
                    "SELECT part, next_offset FROM positions WHERE topic = ?", (TOPIC,)))
        return rows, positions

    def all_recorded(self):
        return self.stored() == {
            part: end for part, end in self.log_ends().items() if end > 0}

    def quiet(self, for_seconds=5):
        """Nothing is due now nor soon."""
        soon = int((time.time() + for_seconds) * 1e6)
        return self.query("SELECT count(*) FROM hires WHERE due_at < ?", soon)[0][0] == 0

    def wait_until_quiet(self, seconds=120, horizon=5):
        """Until every event is recorded and nothing is due within `horizon` seconds."""
        programs.wait_for("every event to be recorded", seconds, self.all_recorded)
        try:
            programs.wait_for("nothing to be due", seconds, lambda: self.quiet(horizon),
                              pause=0.1)
        except TimeoutError as late:
            soon = int((time.time() + horizon) * 1e6)
            rows = self.query(
                "SELECT hire_id, standing, reason, actual FROM hires WHERE due_at < ? LIMIT 3",
                soon)
            raise TimeoutError(f"{late}: {rows}") from None


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def parse(description):
    import argparse

    reader = argparse.ArgumentParser(description=description)
    reader.add_argument("--programs", type=pathlib.Path, required=True)
    reader.add_argument("--kafka", default="3.9.1", help="version of Apache Kafka")
    return reader


__all__ = ["DEAD_TOPIC", "FAST_GRAPH", "GROUP", "PARTITIONS", "QUICK_LIMITS", "TOPIC", "Kafka",
           "KafkaError", "Rig", "feed", "parse", "percentile", "programs"]
