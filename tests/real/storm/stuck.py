"""Consumers that are stuck: their partitions are theirs, heartbeats go on, the broker has records,
and nothing comes. Two daemons at a time: one whose connection for fetching is a black hole, one
that is given empty answers only. Each must notice within a minute and recover by itself."""

import contextlib
import datetime
import random
import sqlite3
import threading
import time

from broker import Broker
from checks import expect
from flow import FAR, Flow
from kit.installation import Installation
from rig import PARTITIONS, Rig, feed, programs
from stuck_proxy import BLACK_HOLE, STARVE, StuckProxy

NOTICED_SECONDS, GIVEN_UP_SECONDS = 60, 120
HEARD_OF = 6  # seconds: longer than between two heartbeats
SECOND = "others"


class StuckRig(Rig):
    """The daemon reaches the broker through the proxy; so does a second one, for another topic."""

    def prepare(self, building):
        self.proxy = StuckProxy(("hires", SECOND))
        building.callback(self.proxy.stop)

    def make_broker(self):
        return Broker(self.version, self.folder / "kafka", front_port=self.proxy.port)

    def way_of_daemon(self, tenant):
        self.tenant = tenant
        self.proxy.target = self.broker.port("BEHIND")
        return f"127.0.0.1:{self.proxy.port}", tenant

    def make_topics(self):
        super().make_topics()
        self.kafka.create_topic(SECOND, PARTITIONS)

    def second(self):
        folder = self.folder / "second"
        folder.mkdir()
        made = Installation(
            self.bin_folder, folder, f"127.0.0.1:{self.proxy.port}", self.tenant,
            self.folder / "entra-ca.pem", topic=SECOND, group=SECOND)
        self.stack.callback(made.stop)
        return made


class Side:
    """One daemon with its topic, and how it is stuck."""

    def __init__(self, rig, daypass, topic, group, how):
        self.rig, self.daypass, self.topic, self.group, self.how = rig, daypass, topic, group, how
        self.flow = Flow(random.Random(topic))
        daypass.start()

    def send(self, count):
        feed.send(self.rig.broker.bootstrap, self.topic,
                  [self.flow.announce(FAR) for _ in range(count)])

    def recorded(self):
        file = self.daypass.folder / "state" / "state.db"
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as state:
            found = state.execute("SELECT count(*) FROM hires").fetchone()[0]
        return found == len(self.flow.hires)

    def at_rest(self):
        kafka = self.rig.kafka
        return self.recorded() and kafka.committed(self.group, self.topic, PARTITIONS) == {
            part: end for part, end in kafka.offsets(self.topic, PARTITIONS).items() if end}

    def wait_until_at_rest(self, seconds):
        programs.wait_for(f"{self.how}: everything to be recorded and committed", seconds,
                          self.at_rest, pause=0.1)

    def get_stuck(self):
        """Sends once nothing comes any more."""
        self.lines = len(self.daypass.log_lines())
        self.troubles = self.daypass.metric("daypass_feed_troubles_total")
        expect(self.rig.proxy.stick(self.topic, self.how) > 0, f"{self.how}: no connection fetches")
        self.began = time.time()
        self.send(40)

    def noticed(self):
        """Line of the log that tells of it."""
        for line in self.daypass.log_lines()[self.lines:]:
            if line["event"] == "feed_trouble" and self.tells(line["message"]):
                return line
        return None

    def tells(self, message):
        if self.how == STARVE:
            return "the consumer is replaced" in message
        return "timed out" in message

    def check(self):
        line = self.noticed()
        expect(line is not None, f"{self.how}: the log doesn't tell")
        at = datetime.datetime.fromisoformat(line["time"].replace("Z", "+00:00")).timestamp()
        expect(at - self.began <= NOTICED_SECONDS,
               f"{self.how}: noticed after {at - self.began:.1f} s")
        expect(self.daypass.metric("daypass_feed_troubles_total") > self.troubles,
               f"{self.how}: the metric doesn't tell")
        programs.wait_for("the lag to be 0", 15,
                          lambda: self.daypass.metric("daypass_feed_lag_records") == 0)
        print(f"{self.how}: noticed after {at - self.began:.1f} s, everything recorded and "
              f"committed after {self.ended - self.began:.1f} s:\n    {line['message']}",
              flush=True)


class Stuck:
    """Both of them; from begin() to end() a thread watches them get loose."""

    def __init__(self, rig):
        self.rig = rig
        self.sides = [Side(rig, rig.daypass, "hires", "daypass", STARVE),
                      Side(rig, rig.second(), SECOND, SECOND, BLACK_HOLE)]
        self.thread = threading.Thread(target=self.watch)
        self.failed = None

    def begin(self):
        for side in self.sides:
            side.send(20)
        for side in self.sides:
            side.wait_until_at_rest(60)
        for side in self.sides:
            side.get_stuck()
        self.thread.start()

    def watch(self):
        try:
            self.look_that_stuck()
            left, until = list(self.sides), time.monotonic() + GIVEN_UP_SECONDS
            while left:
                expect(time.monotonic() < until, f"{[one.how for one in left]}: still stuck")
                for side in [one for one in left if one.at_rest()]:
                    side.ended = time.time()
                    left.remove(side)
                time.sleep(0.1)
        except Exception as why:  # noqa: BLE001  for who waits
            self.failed = why

    def look_that_stuck(self):
        """They are, and as members of their groups they are well."""
        time.sleep(max(0, self.sides[-1].began + HEARD_OF - time.time()))
        for side in self.sides:
            expect(not side.recorded(), f"{side.how}: not stuck")
            state, members = self.rig.kafka.members(side.group)
            expect((state, len(members)) == ("Stable", 1), f"{side.how}: group {state}")

    def end(self):
        self.thread.join()
        if self.failed is not None:
            raise self.failed
        expect(self.rig.proxy.starved > 0, "nothing was kept from the consumer")
        for side in self.sides:
            side.check()
