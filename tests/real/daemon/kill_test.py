#!/usr/bin/env python3
"""The daemon on a real broker, killed with SIGKILL again and again while hires, changes and
rescissions flow: each hire ends with one account and one live pass whose sealed code signs in, or
with none and a disabled account. Then the canary inside every code is looked for wherever a code
may not be."""

import collections
import random
import sys
import time

sys.dont_write_bytecode = True

import canary  # noqa: E402
import kills as killing  # noqa: E402
from checks import check_hire, control, expect, what_is_there  # noqa: E402
from flow import FAR, MIDDLE, NEAR, Flow  # noqa: E402
from rig import (  # noqa: E402
    DEAD_TOPIC, FAST_GRAPH, QUICK_LIMITS, Rig, feed, parse, programs)

LEAST_OF_A_KIND = 5


def kill_often(rig, flow, chance, asked):
    doer = killing.Kills(rig, flow, chance, max(4, asked.hires // asked.kills))
    rig.daypass.start()
    left = killing.schedule(chance, asked.kills)
    while left:
        doer.run(left.pop(0))
        if not left:
            # A moment that was missed is tried again; what was hit instead stays counted.
            left = [kind for kind in killing.KINDS if doer.hits[kind] < LEAST_OF_A_KIND]
            expect(sum(doer.done.values()) < asked.kills + 30, killing.describe(doer))
    return doer


def finish(rig, flow, wanted_hires):
    """No more kills: the rest is announced, everyone's start comes near, and all comes to rest."""
    events = [flow.announce(NEAR) for _ in range(len(flow.hires), wanted_hires)]
    events += [flow.move(hire) for span in (FAR, MIDDLE) for hire in flow.open_hires(span)]
    rig.send(events)
    rig.daypass.wait_until_up()
    rig.wait_until_quiet(seconds=180)
    programs.wait_for("all positions to be committed", 15,
                      lambda: rig.committed() == rig.log_ends())


def check_all(rig, flow):
    accounts, sealed = what_is_there(rig)
    tally = collections.Counter()
    for hire in flow.hires.values():
        check_hire(rig, hire, accounts, sealed.pop(hire["id"], []), tally)
    expect(not sealed, f"sealed passes of nobody: {dict(sealed)}")
    shared = rig.entra.inspect("employees", several=1)
    expect(shared == [], f"several accounts for one: {shared}")
    expect(rig.query("SELECT count(*) FROM quarantine") == [(0,)], "events were quarantined")
    seen = rig.query("SELECT count(*) FROM seen_events")[0][0]
    expect(seen == flow.events_made, f"{flow.events_made} events made, {seen} recorded")
    return tally


def look_for_canary(rig, doer, text):
    """Dead letters are made last, so that there are some."""
    rig.send(['{"specversion": "1.0", "type": "hr.hire.ann', "not even JSON"])
    programs.wait_for("dead letters", 30, lambda: len(
        feed.read_all(rig.broker.bootstrap, DEAD_TOPIC)) == 2)
    doer.seen.append(("metrics", rig.daypass.get("/metrics")[1].encode()))
    places = canary.places_of(rig, doer.seen)
    found = canary.search(places, text)
    expect(not found, f"the canary was found: {found}")
    print(f"canary: 0 hits in {len(places)} texts, {sum(len(one) for _, one in places):,} bytes, "
          f"{len(canary.encodings(text))} encodings")
    print(f"canary, planted: {canary.control(rig, text)}")


def main():
    reader = parse(__doc__)
    reader.add_argument("--kills", type=int, default=50)
    reader.add_argument("--hires", type=int, default=2000)
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = reader.parse_args()
    chance = random.Random(asked.seed)
    print(f"seed {asked.seed}, Apache Kafka {asked.kafka}", flush=True)
    began = time.monotonic()
    with Rig(
        asked.programs, asked.kafka,
        simulator=("--set", "throttling=false", "--canary", canary.TEXT),
        kafka='group_instance_id = "daypass-1"\nsession_timeout = "6s"',
        graph=FAST_GRAPH, limits=QUICK_LIMITS, profile='issue_ahead = "5d"', level="debug",
        process="creations_per_hour_max = 1000000",
    ) as rig:
        flow = Flow(chance)
        doer = kill_often(rig, flow, chance, asked)
        print(f"{sum(doer.done.values())} kills in {time.monotonic() - began:.0f} s\n"
              f"{killing.describe(doer)}", flush=True)
        finish(rig, flow, asked.hires)
        tally = check_all(rig, flow)
        print(f"{len(flow.hires)} hires, {flow.events_made} events: {dict(tally)}", flush=True)
        look_for_canary(rig, doer, canary.TEXT)
        expect(rig.daypass.stop() == 0, "the daemon did not drain")
        expect(rig.committed() == rig.log_ends(), "not all was committed at the end")
        control(rig, flow)
    print(f"kill_test: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
