"""Graph's limits used up in real time: hires enough for the write limit and for that of the
authentication methods, for a minute (bars: 95 % of each, and no 429 that our buckets or a
Retry-After forbade)."""

import argparse
import sys
import time

import measured
import rig

FLOOD = "creations_per_hour_max = 1000000"
WRITES_A_SECOND = 3000 / 150
METHODS_A_SECOND = 5 / 10
WRITE_KINDS = ("user.create", "user.update", "manager.set", "user.revoke")
METHOD_KINDS = ("methods.list", "pass.create", "pass.delete")


def sent(world, kinds):
    requests = world.entra.inspect("counters")["requests"]
    return sum(sum(requests.get(kind, {}).values()) for kind in kinds)


def use_up(world, seconds):
    """Requests on each lane in so many seconds once both lanes' buckets are empty."""
    methods_before, writes_before = sent(world, METHOD_KINDS), sent(world, WRITE_KINDS)
    began = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    writes = sent(world, WRITE_KINDS) - writes_before
    methods = sent(world, METHOD_KINDS) - methods_before
    return writes / took / WRITES_A_SECOND, methods / took / METHODS_A_SECOND


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--programs", required=True, help="folder of the built programs")
    reader.add_argument("--seconds", type=float, default=60)
    asked = reader.parse_args()
    bars = measured.Bars()
    limits = ("--set", "authentication_limit=true")
    burst = 2900
    far = int(burst + WRITES_A_SECOND * (asked.seconds + 120))
    with rig.Rig(asked.programs, limits, process=FLOOD) as world:
        world.daypass.start()
        # Their passes are due at once; the others' accounts are created and no more.
        world.send(rig.announced(each, rig.day(1), "NEAR") for each in range(200))
        world.send(rig.announced(each, rig.day(7), "FAR") for each in range(far))
        # What is left then is the last 5 %, for urgent calls.
        tokens = 'daypass_graph_budget_tokens{lane="writes"}'
        rig.programs.wait_for(
            "the writes' bucket to be empty",
            180,
            lambda: sent(world, WRITE_KINDS) > 0 and world.daypass.metrics()[tokens] < 200,
            0.2,
        )
        writes, methods = use_up(world, asked.seconds)
        bars.at_least("share of the write limit", 100 * writes, 95, "%")
        bars.at_least("share of the methods' limit", 100 * methods, 95, "%")
        counters = world.entra.inspect("counters")
        bars.at_most("refusals for pace", counters["throttled_total"], 0, "429s")
        bars.at_most("requests inside a Retry-After", counters["inside_retry_after"], 0, "requests")
        world.daypass.stop()
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    main()
