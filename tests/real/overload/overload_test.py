#!/usr/bin/env python3
"""Hires arrive at ten times the rate that a slowed Entra allows: memory stays bounded, rescissions
take no longer than they may, and once Entra is itself again everything is caught up with."""

import collections
import math
import pathlib
import random
import sys
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TESTS / "real" / "daemon"), str(TESTS / "bench" / "daemon")]

from checks import check_hire, expect, what_is_there  # noqa: E402
from flow import NEAR, Flow  # noqa: E402
from measured import resident_mb  # noqa: E402
from rescission_test import Withdrawals, measure, prepare, sealed_names, tell  # noqa: E402
from rig import Rig, parse, programs  # noqa: E402

FACTOR = 10
LATENCY_SECONDS, CONNECTIONS = 0.25, 4
# Entra's documented limits hold all the time, for the daemon too, but for that of the
# authentication methods, which would let through one hire in six seconds.
GRAPH = f"methods_per_second = 100\nconnections_max = {CONNECTIONS}"
RESIDENT_MB = 60  # 10^6 bytes, at most, ever: what 200 000 pending hires may take
RESCISSION_SECONDS = 5.0
CATCH_UP_SECONDS = 60


def requests_made(rig):
    return sum(count for kind in rig.entra.inspect("counters")["requests"].values()
               for count in kind.values())


def unready(rig, flow):
    rescinded = sum(hire["rescinded"] for hire in flow.hires.values())
    return len(flow.hires) - rescinded - rig.query(
        "SELECT count(*) FROM hires WHERE verified = 1 AND standing <> 'settled'")[0][0]


class Overload:
    def __init__(self, rig, flow, rescissions):
        self.rig, self.flow = rig, flow
        before = requests_made(rig)
        self.chosen = prepare(rig, flow, rescissions)
        self.names = sealed_names(rig)
        self.requests_per_hire = (requests_made(rig) - before) / rescissions
        allowed = CONNECTIONS / LATENCY_SECONDS / self.requests_per_hire
        self.rate = math.ceil(FACTOR * allowed)
        print(f"a hire takes {self.requests_per_hire:.1f} requests, so {CONNECTIONS} connections "
              f"at {LATENCY_SECONDS * 1000:.0f} ms allow {allowed:.2f} hires a second; {self.rate} "
              "arrive", flush=True)

    def arrive(self, seconds):
        """So many hires each second, and a rescission of one that was ready."""
        began, left = time.monotonic(), list(self.chosen)
        for turn in range(seconds):
            self.rig.send([self.flow.announce(NEAR) for _ in range(self.rate)]
                          + [self.flow.rescind(left.pop())])
            time.sleep(max(0, began + turn + 1 - time.monotonic()))
        took = time.monotonic() - began
        expect(took < seconds * 1.05, f"{took:.1f} s to send what arrives in {seconds}")

    def check_rescissions(self, withdrawals):
        took = measure(self.rig, self.chosen, self.names, withdrawals)
        tell("overloaded", took, RESCISSION_SECONDS)

    def check_memory(self, when):
        peak = resident_mb(self.rig.daypass.daemon.pid, "VmHWM:")
        print(f"memory {when}: at most {peak:.1f} MB resident (bar: {RESIDENT_MB})", flush=True)
        expect(peak <= RESIDENT_MB, f"{peak:.1f} MB resident {when}")

    def catch_up(self):
        """Entra's documented limit of 3000 writes in 150 s holds, and each hire takes two."""
        writes = 2 * unready(self.rig, self.flow)
        allowed = CATCH_UP_SECONDS + 1.2 * max(0, writes - 3000) / 20
        began = time.monotonic()
        programs.wait_for("all hires to be ready", allowed,
                          lambda: unready(self.rig, self.flow) == 0, pause=0.2)
        self.rig.wait_until_quiet(30)
        print(f"caught up with {writes // 2} hires {time.monotonic() - began:.1f} s after Entra "
              f"was itself again (bar: {allowed:.0f})", flush=True)

    def check_hires(self):
        accounts, sealed = what_is_there(self.rig)
        tally = collections.Counter()
        for hire in self.flow.hires.values():
            check_hire(self.rig, hire, accounts, sealed.pop(hire["id"], []), tally)
        expect(not sealed, f"sealed passes of nobody: {dict(sealed)}")
        print(f"hires: {dict(tally)}", flush=True)


def play(rig, seconds):
    rig.daypass.start()
    flow = Flow(random.Random(1))
    overload = Overload(rig, flow, seconds)
    withdrawals = Withdrawals(rig.daypass.passes.folder)
    try:
        rig.entra.switch(latency_ms=LATENCY_SECONDS * 1000)
        overload.arrive(seconds)
        behind = unready(rig, flow)
        # Or it was no overload.
        expect(behind > len(flow.hires) * (1 - 2 / FACTOR), f"only {behind} hires wait")
        print(f"{len(flow.hires)} hires in all, {behind} of them wait after {seconds} s; 429s: "
              f"{rig.entra.inspect('counters')['throttled_total']}", flush=True)
        overload.check_rescissions(withdrawals)
    finally:
        withdrawals.stop()
    overload.check_memory("overloaded")
    rig.entra.switch(latency_ms=0)
    overload.catch_up()
    overload.check_memory("after catching up")
    overload.check_hires()


def main():
    reader = parse(__doc__)
    reader.add_argument("--minutes", type=float, default=1, help="of overload")
    asked = reader.parse_args()
    began = time.monotonic()
    with Rig(asked.programs, asked.kafka, simulator=("--set", "throttling=true"), graph=GRAPH,
             profile='issue_ahead = "5d"', limits='settle_delay = "100ms"',
             process="creations_per_hour_max = 1000000") as rig:
        play(rig, int(asked.minutes * 60))
    print(f"overload_test: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
