#!/usr/bin/env python3
"""A second member of the group joins and leaves every second while hires flow and the broker is
restarted and killed: afterwards everything is recorded and committed, and each hire has its one
account and its one pass. Meanwhile, on another broker, consumers get stuck."""

import collections
import contextlib
import itertools
import pathlib
import random
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

from checks import check_hire, expect, what_is_there  # noqa: E402
from flow import NEAR, Flow  # noqa: E402
from looks import Looks  # noqa: E402
from members import Member, all_recorded, committed, group_of  # noqa: E402
from rig import FAST_GRAPH, QUICK_LIMITS, Rig, parse, programs  # noqa: E402
from stuck import Stuck, StuckRig  # noqa: E402

REST_SECONDS = 60
# Seconds that the second member stays. A rebalance waits for the daemon's next heartbeat, up to two
# seconds, so it stays a while now and then: until it has got partitions and read from them.
STAYS = (1, 1, 1, 5)


class Storm:
    """A member that joins, is there for a second, leaves, and joins again. What it takes it commits
    nothing of: all of that must come to the daemon."""

    def __init__(self, rig):
        self.rig, self.joined = rig, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.blow)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def blow(self):
        for stay in itertools.cycle(STAYS):
            if self.ended.is_set():
                return
            member = Member(self.rig, commits=False)
            self.joined += 1
            self.stay(stay)
            member.leave()

    def stay(self, seconds):
        until, before = time.monotonic() + seconds, self.taken()
        while time.monotonic() < until and not self.ended.wait(0.1):
            if seconds > 1 and self.taken() > before:
                return

    def taken(self):
        """Events that it read, which kcat wrote to its log."""
        return (self.rig.folder / "kcat.log").read_bytes().count(b'"specversion"')


def send_for(rig, flow, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        rig.send([flow.announce(NEAR) for _ in range(8)])
        # Of the latest ones too, whose passes are being issued just now.
        latest = itertools.islice(reversed(flow.hires.values()), 4)
        rig.send([flow.rename(hire) for hire in [*latest, *flow.pick(2)]])
        time.sleep(0.2)


def sent_and_taken(rig, flow, storm):
    send_for(rig, flow, 0.5)
    return storm.taken() > 0


def blow(rig, flow, seconds):
    with Looks(rig, pause=0.3) as looks, Storm(rig) as storm:
        for end in (None, rig.broker.stop, rig.broker.kill):
            if end is not None:
                end()
                rig.broker.start()
            send_for(rig, flow, seconds / 3)
        programs.wait_for("the second member to read", 30, lambda: sent_and_taken(rig, flow, storm))
    print(f"storm: a second member joined and left {storm.joined} times and read {storm.taken()} "
          f"events, the broker was restarted and killed, {flow.events_made} events of "
          f"{len(flow.hires)} hires sent meanwhile", flush=True)
    expect(storm.joined >= seconds / 2, f"only {storm.joined} times a second member")
    print(looks.told(), flush=True)


def wait_for_rest(rig):
    began = time.monotonic()
    programs.wait_for("all events to be recorded", REST_SECONDS, lambda: all_recorded(rig))
    programs.wait_for("all positions to be committed", REST_SECONDS,
                      lambda: committed(rig) == rig.log_ends())
    programs.wait_for("the lag to be 0", REST_SECONDS,
                      lambda: rig.daypass.metric("daypass_feed_lag_records") == 0)
    programs.wait_for("the daemon to be alone in the group", REST_SECONDS,
                      lambda: group_of(rig, 1))
    print(f"storm: everything recorded and committed, lag 0, {time.monotonic() - began:.1f} s "
          "after its end", flush=True)
    rig.wait_until_quiet(REST_SECONDS)


def check_hires(rig, flow):
    accounts, sealed = what_is_there(rig)
    tally = collections.Counter()
    for hire in flow.hires.values():
        check_hire(rig, hire, accounts, sealed.pop(hire["id"], []), tally)
    expect(not sealed, f"sealed passes of nobody: {dict(sealed)}")
    several = rig.entra.inspect("employees", several=1)
    expect(several == [], f"several accounts for one: {several}")
    seen = rig.query("SELECT count(*) FROM seen_events")[0][0]
    expect(seen == flow.events_made, f"{seen} events recorded of {flow.events_made}")
    again = sum(value for name, value in rig.daypass.metrics().items()
                if name.startswith("daypass_events_total") and 'result="duplicate"' in name)
    print(f"hires: {dict(tally)}; {seen} events recorded, {again:.0f} came more than once",
          flush=True)
    # The tenant loses nothing, and no look stands still until an answer is given up: no code is
    # lost, so that no pass is issued twice.
    twice = [who for who, those in accounts.items() if any(one["former_passes"] for one in those)]
    issued = rig.entra.inspect("counters")["requests"]["pass.create"]
    expect(not twice and issued == {"201": len(flow.hires)},
           f"{issued} for {len(flow.hires)} passes: "
           + "\n".join(rig.daypass.verb("show", who) for who in twice[:3]))


def play_storm(asked):
    with Rig(asked.programs, asked.kafka, simulator=("--set", "throttling=false"),
             kafka='session_timeout = "6s"', graph=FAST_GRAPH, limits=QUICK_LIMITS,
             profile='issue_ahead = "5d"', process="creations_per_hour_max = 1000000") as rig:
        flow = Flow(random.Random(1))
        rig.daypass.start()
        blow(rig, flow, asked.seconds)
        wait_for_rest(rig)
        check_hires(rig, flow)


def main():
    reader = parse(__doc__)
    reader.add_argument("--seconds", type=float, default=6, help="of flow, besides restarts")
    reader.add_argument("--only", choices=("storm", "stuck"))
    asked = reader.parse_args()
    began = time.monotonic()
    with contextlib.ExitStack() as around:
        if asked.only != "storm":
            stuck = Stuck(around.enter_context(StuckRig(asked.programs, asked.kafka)))
            stuck.begin()
        if asked.only != "stuck":
            play_storm(asked)
        if asked.only != "storm":
            stuck.end()
    print(f"storm_test: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
