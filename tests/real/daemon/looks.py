"""Looks at both sides of the feed's promise: nothing is committed that isn't recorded."""

import collections
import contextlib
import os
import pathlib
import signal
import sqlite3
import threading
import time

from rig import GROUP, PARTITIONS, TOPIC, Kafka, KafkaError

# The daemon stands still as long as a look takes, and must not give up what it has asked for.
LOOK_SECONDS = 3


class Looks:
    """Stops the daemon for a moment (SIGSTOP), again and again, so that the two are read as they
    stand together: committed by Kafka's protocol, stored from the state's file."""

    def __init__(self, rig, pause=0.03):
        self.rig, self.pause = rig, pause
        self.count = self.behind = 0
        self.without = collections.Counter()  # looks without an answer, by what was in the way
        self.wrong = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def watch(self):
        while not self.ended.wait(self.pause):
            daemon = self.rig.daypass.daemon
            if daemon is None or not daemon.running():
                continue
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                self.look(daemon.pid)

    def look(self, pid):
        os.kill(pid, signal.SIGSTOP)
        try:
            until = time.monotonic() + 5
            while pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "T":
                if time.monotonic() > until:
                    return
            stored = self.rig.stored()
            # What had been asked for may be on its way: the last of two equal answers counts.
            committed = self.committed()
            while (again := self.committed()) != committed:
                committed = again
        except sqlite3.Error as locked:
            self.without[f"state: {locked}"] += 1
            return
        except (KafkaError, OSError) as away:
            self.without["broker restarting" if isinstance(away, OSError) else str(away)] += 1
            return
        finally:
            os.kill(pid, signal.SIGCONT)
        self.count += 1
        self.behind += any(committed.get(part, 0) < at for part, at in stored.items())
        if any(at > stored.get(part, 0) for part, at in committed.items()):
            self.wrong.append((committed, stored))

    def committed(self):
        return Kafka(self.rig.broker.bootstrap, LOOK_SECONDS).committed(GROUP, TOPIC, PARTITIONS)

    def told(self):
        if self.wrong:
            raise AssertionError(f"committed beyond what is stored: {self.wrong[:3]}")
        return (f"{self.count} looks, committed never beyond stored ({self.behind} times behind it,"
                f" without an answer: {dict(self.without)})")
