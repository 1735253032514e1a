"""What a process costs, what else ran meanwhile, and figures held against their bars."""

import os
import pathlib
import time

TICKS = os.sysconf("SC_CLK_TCK")
CPUS = os.cpu_count() or 1
# Others' share of the machine up to which a rate says something about us.
IDLE_SHARE = 0.1


def cpu_seconds(pid):
    """User and system time of a process with all its threads, in seconds."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid, which="VmRSS:"):
    """Resident memory, in MB of 10^6 bytes; VmHWM: the most it ever was."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def busy_seconds():
    """Processor time that the whole machine has spent."""
    first = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _idle, _wait, hard, soft, steal = map(int, first[:8])
    return (user + nice + system + hard + soft + steal) / TICKS


class Span:
    """From its making to end(): wall time, each process's CPU, and what others used."""

    def __init__(self, **pids):
        self.pids = {**pids, "bench": os.getpid()}
        self.before = {name: cpu_seconds(pid) for name, pid in self.pids.items()}
        self.busy = busy_seconds()
        self.began = time.monotonic()

    def end(self):
        self.wall = time.monotonic() - self.began
        self.cpu = {name: cpu_seconds(pid) - self.before[name] for name, pid in self.pids.items()}
        others = busy_seconds() - self.busy - sum(self.cpu.values())
        self.others_share = max(0.0, others / (self.wall * CPUS))
        return self

    def tell(self):
        used = ", ".join(f"{name} {spent:.2f} s" for name, spent in self.cpu.items())
        print(f"  in {self.wall:.2f} s: {used}; others {self.others_share:.0%} of the machine")


class Bars:
    """Prints figures beside their bars; `missed` counts. `quiet` says that nobody else used the
    machine: what others do changes rates and processor time, so a miss beside them is told and not
    counted."""

    def __init__(self):
        self.missed = 0

    def at_most(self, what, figure, bar, unit, quiet=True):
        self._judge(what, figure, f"at most {bar:g}", unit, figure <= bar, quiet)

    def at_least(self, what, figure, bar, unit, quiet=True):
        self._judge(what, figure, f"at least {bar:g}", unit, figure >= bar, quiet)

    def _judge(self, what, figure, bar, unit, good, counts):
        verdict = "ok" if good else "MISSED" if counts else "missed, but the machine was busy"
        print(f"{what}: {figure:.4g} {unit} (bar: {bar}) {verdict}", flush=True)
        if not good and counts:
            self.missed += 1


def quicken(*pids):
    """Lets measured processes go before others, where that is permitted."""
    for pid in pids:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(task), -10)
        except (PermissionError, FileNotFoundError):
            return
