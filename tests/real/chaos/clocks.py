"""The daemon's own wall clock, stepped while it runs (stepped_clock.cpp). Everyone else's stays
true."""

import mmap
import pathlib
import struct


class SteppedClock:
    def __init__(self, programs, folder):
        self.library = pathlib.Path(programs) / "stepped-clock.so"
        self.file = pathlib.Path(folder) / "clock-offset"
        self.file.write_bytes(bytes(8))
        with open(self.file, "r+b") as file:
            self.held = mmap.mmap(file.fileno(), 8)
        self.offset = 0

    def step_to(self, seconds):
        """The daemon's next look at the time sees it."""
        self.held[:] = struct.pack("q", seconds * 1_000_000_000)
        self.offset = seconds

    def under(self):
        """The command that a daemon with this clock is started under. Where files may not grow
        (disks.py) it is not to die of that."""
        return ("env", "--ignore-signal=XFSZ", f"LD_PRELOAD={self.library}",
                f"STEPPED_CLOCK={self.file}")
