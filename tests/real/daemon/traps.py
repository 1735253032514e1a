"""Moments in the daemon's work, caught from outside, at which it is killed (SIGKILL)."""

import ctypes
import fcntl
import os
import random
import select
import signal
import struct
import time

IN_MOVED_TO, IN_CREATE = 0x80, 0x100
# SQLite: WALINDEX_LOCK_OFFSET; the first of its bytes is the lock of whoever writes.
WAL_WRITE_LOCK = 120
PATIENCE_SECONDS = 30


def kill(pid):
    os.kill(pid, signal.SIGKILL)


class GraphTrap:
    """The simulator kills at the n-th request of a kind: `before_effect`, `after_effect` or
    `after_answer` (the answer has been written to the connection)."""

    def __init__(self, entra, kind, at, nth=1, path=None):
        self.entra, self.at = entra, at
        self.match = {"kind": kind, **({"path": path} if path else {})}
        self.nth = nth

    def arm(self, daemon):
        self.entra.fault(match=self.match, nth=self.nth,
                         fault={"name": "kill", "pid": daemon.pid, "at": self.at})

    def wait(self, daemon):
        ended = wait_for_end(daemon, PATIENCE_SECONDS)
        self.entra.clear_faults()
        return ended


class FolderTrap:
    """Kills when a file comes to be (`IN_CREATE`) or gets its name (`IN_MOVED_TO`) in the folder of
    sealed passes."""

    def __init__(self, folder, event, ending, nth=1, patience=PATIENCE_SECONDS):
        self.folder, self.event, self.ending, self.left = folder, event, ending.encode(), nth
        self.patience = patience

    def arm(self, daemon):
        libc = ctypes.CDLL(None, use_errno=True)
        self.watch = libc.inotify_init1(os.O_CLOEXEC)
        if libc.inotify_add_watch(self.watch, os.fsencode(self.folder), self.event) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def wait(self, daemon):
        try:
            until = time.monotonic() + self.patience
            while (left := until - time.monotonic()) > 0 and daemon.running():
                if select.select([self.watch], [], [], min(left, 0.5))[0] and self.struck():
                    kill(daemon.pid)
                    return True
            return False
        finally:
            os.close(self.watch)

    def struck(self):
        raw, at = os.read(self.watch, 65536), 0
        while at < len(raw):
            size = struct.unpack_from("iIII", raw, at)[3]
            name = raw[at + 16:at + 16 + size].rstrip(b"\0")
            at += 16 + size
            self.left -= name.endswith(self.ending)
        return self.left <= 0


class WriteTrap:
    """Kills while the daemon holds SQLite's write lock, so inside a transaction of its state."""

    def __init__(self, shm):
        self.shm = shm

    def arm(self, daemon):
        pass

    def holder(self, file):
        asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, WAL_WRITE_LOCK, 1, 0)
        kind, _, _, _, pid = struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, asked))
        return None if kind == fcntl.F_UNLCK else pid

    def wait_for_rest(self, seconds=0.3):
        """Until nothing has been written for a while."""
        with open(self.shm, "rb+") as file:
            rested, until = time.monotonic(), time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() - rested < seconds:
                if self.holder(file) is not None:
                    rested = time.monotonic()
                if time.monotonic() > until:
                    raise TimeoutError("the state is written all the time")

    def wait(self, daemon):
        with open(self.shm, "rb+") as file:
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until:
                if self.holder(file) == daemon.pid:
                    kill(daemon.pid)
                    return True
        return False


class RandomTrap:
    """Kills after a while, whatever happens then."""

    def __init__(self, chance: random.Random, longest_seconds):
        self.seconds = chance.uniform(0, longest_seconds)

    def arm(self, daemon):
        pass

    def wait(self, daemon):
        if not wait_for_end(daemon, self.seconds):
            kill(daemon.pid)
        return True


def wait_for_end(daemon, seconds):
    handle = os.pidfd_open(daemon.pid)
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
