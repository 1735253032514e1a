"""What all that goes on at once shares: the rig, the count of what struck, and who may be late."""

import collections
import contextlib
import random
import threading
import time
import traceback

# What a fault may make late (a request in the proxy, an effect in the simulator, a replica) is over
# within this time; the daemon is told that nothing is later than `late_effect_max`.
LATE_SECONDS = 2.5
LONGER_SECONDS = 5


class Lateness:
    """A clock that jumps ahead ends the daemon's patience for what is late before its time. With
    the patience of real installations only a jump by a quarter of an hour does; here, where all is
    seconds, the two are kept apart."""

    def __init__(self):
        self.changed = threading.Condition()
        self.late, self.last_end, self.jumping = 0, 0.0, False

    @contextlib.contextmanager
    def some(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.jumping)
            self.late += 1
        try:
            yield
        finally:
            with self.changed:
                self.late -= 1
                self.last_end = time.monotonic()
                self.changed.notify_all()

    @contextlib.contextmanager
    def none(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.jumping)
            self.jumping = True
            self.changed.wait_for(lambda: self.late == 0)
        time.sleep(max(0.0, self.last_end + LATE_SECONDS - time.monotonic()))
        try:
            yield
        finally:
            with self.changed:
                self.jumping = False
                self.changed.notify_all()


class World:
    def __init__(self, rig, flow, seed):
        self.rig, self.flow, self.seed = rig, flow, seed
        self.began = time.monotonic()
        self.until = None  # seconds since then; nothing when the kills say when it is over
        self.ended = threading.Event()
        self.struck, self.tried = collections.Counter(), collections.Counter()
        self.lateness = Lateness()
        self.broker_in_use = threading.Lock()  # the flow sends to it, or it is being restarted
        self.disk_full_until = float("-inf")
        self.broken = []
        self.known = []
        self.seen = []  # texts of /proc and of the metrics, for the canary

    def elapsed(self):
        return time.monotonic() - self.began

    def left(self):
        return float("inf") if self.until is None else self.until - self.elapsed()

    def chance(self, name):
        return random.Random(f"{self.seed}/{name}")

    def count(self, kind, struck):
        self.tried[kind] += 1
        self.struck[kind] += bool(struck)


class Track(threading.Thread):
    """Plays kinds of faults, one after another, until the end. `kinds` is {name: play}, and a
    play gives what it struck."""

    def __init__(self, world, name, kinds, pause):
        super().__init__(name=name, daemon=True)
        self.world, self.kinds, self.pause = world, kinds, pause
        self.chance = world.chance(name)

    def draw(self):
        """One of those that struck least."""
        struck = {kind: self.world.struck[f"{self.name}: {kind}"] for kind in self.kinds}
        least = min(struck.values())
        return self.chance.choice([kind for kind, count in struck.items() if count == least])

    def run(self):
        try:
            while not self.world.ended.wait(self.chance.uniform(*self.pause)):
                kind = self.draw()
                self.world.count(f"{self.name}: {kind}", self.kinds[kind]())
        except Exception:
            self.world.broken.append(f"{self.name}:\n{traceback.format_exc()}")
            self.world.ended.set()

    def last(self, least, most, struck=lambda: True):
        """Waits for the length of a fault, longer if it has struck nothing yet, or until all
        ends."""
        self.world.ended.wait(self.chance.uniform(least, most))
        until = time.monotonic() + LONGER_SECONDS
        while not struck() and time.monotonic() < until and not self.world.ended.is_set():
            self.world.ended.wait(0.2)
