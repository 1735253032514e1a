#!/usr/bin/env python3
"""The daemon as a consumer of a real broker: rebalances, restarts of the broker, draining; then
every line of what it does about positions and events that can't be trusted."""

import random
import sys
import time

sys.dont_write_bytecode = True

from flow import FAR, Flow  # noqa: E402
from looks import Looks  # noqa: E402
from members import Member, all_recorded, committed, group_of  # noqa: E402
from positions import play_positions  # noqa: E402
from rig import PARTITIONS, Rig, parse, programs  # noqa: E402
from unusable import play_unusable  # noqa: E402


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def consume(rig, flow, count):
    rig.send([flow.announce(FAR) for _ in range(count)])
    recorded(rig, flow)


def recorded(rig, flow, seconds=60):
    """Everything sent is recorded, each event as one, and its position committed."""
    programs.wait_for("all events to be recorded", seconds, lambda: all_recorded(rig))
    programs.wait_for("all positions to be committed", seconds,
                      lambda: committed(rig) == rig.log_ends())
    found = rig.query("SELECT count(*) FROM hires")[0][0]
    expect(found == len(flow.hires), f"{found} hires of {len(flow.hires)}")


def rebalance(rig, flow, times, commits):
    programs.wait_for("the daemon to be a member", 60, lambda: group_of(rig, 1))
    for _ in range(times):
        other = Member(rig, commits)
        programs.wait_for("a second member", 60, lambda: group_of(rig, 2))
        rig.send([flow.announce(FAR) for _ in range(60)])
        theirs = programs.wait_for("events of our half to be recorded", 60, lambda: half(rig))
        if commits:
            programs.wait_for("theirs to be committed", 60,
                              lambda: committed(rig) == rig.log_ends())
        other.leave()
        programs.wait_for("the second member to be gone", 60, lambda: group_of(rig, 1))
        recorded(rig, flow)
    how = "committing what it didn't record, " if commits else ""
    print(f"rebalance: a second member joined, {how}and left, {times} times; partitions {theirs} "
          "were its own last, and nothing of them was lost", flush=True)


def half(rig):
    """The partitions that aren't recorded, once those that are ours must have been."""
    ends, stored = rig.log_ends(), rig.stored()
    behind = sorted(part for part, end in ends.items() if stored.get(part, 0) < end)
    if not behind or len(behind) > PARTITIONS - 2:
        return None
    return behind


def broker_restarts(rig, flow):
    for end in (rig.broker.stop, rig.broker.kill, rig.broker.kill):
        rig.send([flow.announce(FAR) for _ in range(40)])
        end()
        rig.broker.start()
        began = time.monotonic()
        rig.send([flow.announce(FAR) for _ in range(40)])
        recorded(rig, flow, seconds=120)
        print(f"broker: {end.__name__} and start; everything recorded and committed "
              f"{time.monotonic() - began:.1f} s after it was back", flush=True)


def drain(rig, flow):
    for _ in range(3):
        rig.send([flow.announce(FAR) for _ in range(150)])
        expect(rig.daypass.stop() == 0, "the daemon did not drain")
        stored, told = rig.stored(), rig.committed()
        expect(stored == told, f"after a drain {told} is committed and {stored} stored")
        rig.daypass.start()
        recorded(rig, flow)
    print("drain: after SIGTERM committed equals stored, 3 times")


def play_group(rig, flow):
    with Looks(rig) as looks:
        consume(rig, flow, 200)
        rebalance(rig, flow, 3, commits=False)
        broker_restarts(rig, flow)
        drain(rig, flow)
    print(looks.told(), flush=True)
    rebalance(rig, flow, 2, commits=True)


def main():
    reader = parse(__doc__)
    reader.add_argument("--only", choices=("group", "events", "positions"))
    asked = reader.parse_args()
    began = time.monotonic()
    print(f"Apache Kafka {asked.kafka}", flush=True)
    with Rig(asked.programs, asked.kafka, simulator=("--set", "throttling=false"),
             kafka='session_timeout = "6s"') as rig:
        flow = Flow(random.Random(1))
        rig.daypass.start()
        if asked.only in (None, "group"):
            play_group(rig, flow)
        if asked.only in (None, "events"):
            play_unusable(rig, flow)
        if asked.only in (None, "positions"):
            play_positions(rig, flow)
    print(f"feed_test: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
