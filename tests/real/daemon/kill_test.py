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
from flow import FAR, MIDDLE, NEAR, Flow, activation  # noqa: E402
from rig import (  # noqa: E402
    DEAD_TOPIC, FAST_GRAPH, QUICK_LIMITS, Rig, feed, parse, programs)

LEAST_OF_A_KIND = 5


class Failed(AssertionError):
    pass


def expect(truth, what):
    if not truth:
        raise Failed(what)


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


def check_hire(rig, hire, accounts, sealed, tally):
    who, mine = hire["id"], accounts.get(hire["id"], [])
    if hire["rescinded"]:
        expect(len(mine) <= 1, f"{who}: {len(mine)} accounts")
        expect(not sealed, f"{who} is rescinded and has sealed passes {sealed}")
        for account in mine:
            expect(not account["enabled"] and account["pass"] is None,
                   f"{who} is rescinded and has {account}")
        tally["rescinded, with an account" if mine else "rescinded before there was one"] += 1
        return
    expect(len(mine) == 1, f"{who}: {len(mine)} accounts")
    account = mine[0]
    expect(account["state"] == "live" and account["enabled"], f"{who}: {account}")
    expect(account["properties"]["surname"] == hire["surname"], f"{who}: another surname")
    expect(account["pass"] is not None, f"{who} has no pass")
    expect(len(sealed) == 1, f"{who} has {len(sealed)} sealed passes")
    inside = rig.opener.open(rig.daypass.passes.folder / f"{sealed[0]}.cms")
    at = activation(hire).strftime("%Y-%m-%dT%H:%M:%SZ")
    expect(inside["usableFromUtc"] == at, f"{who}: usable from {inside['usableFromUtc']}, not {at}")
    answer = rig.entra.act("would_sign_in", user=who, code=inside["code"], at=at)
    expect(answer["reason"] == "ok", f"{who}: its sealed code at {at}: {answer}")
    tally["ready"] += 1
    tally["issued again"] += bool(account["former_passes"])


def what_is_there(rig):
    """The accounts and the names of the sealed passes, each by employeeId."""
    accounts, sealed = collections.defaultdict(list), collections.defaultdict(list)
    for account in rig.entra.inspect("accounts", history=0):
        accounts[account["employee_id"]].append(account)
    for name, label in rig.daypass.passes.labels().items():
        sealed[label["hire"].split("/", 1)[1]].append(name)
    return accounts, sealed


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


def control(rig, flow):
    """The checks see what they are for: each of these, done by hand to a hire that was well, must
    be found."""
    ready = [one for one in flow.hires.values() if not one["rescinded"]][:3]
    gone = next(one for one in flow.hires.values() if one["rescinded"]
                and rig.entra.inspect("accounts", user=one["id"], history=0))
    start = activation(ready[1]).strftime("%Y-%m-%dT%H:%M:%SZ")
    act = rig.entra.act
    acts = {
        "a pass that is gone": (ready[0], lambda who: act("delete_pass", user=who)),
        "another pass than the sealed one": (ready[1], lambda who: act(
            "make_pass", user=who, start=start, lifetime_minutes=480, once=False)),
        "a second account": (ready[2], lambda who: act("create_user", properties={
            "userPrincipalName": "second@contoso.example", "displayName": "Second",
            "mailNickname": "second", "employeeId": who, "accountEnabled": False})),
        "a rescinded account that is enabled": (gone, lambda who: act("enable_user", user=who)),
    }
    for what, (hire, spoil) in acts.items():
        check_again(rig, hire)
        spoil(hire["id"])
        try:
            check_again(rig, hire)
        except Failed:
            continue
        raise AssertionError(f"{what} was not found")
    print(f"control: {', '.join(acts)}: each found")


def check_again(rig, hire):
    accounts, sealed = what_is_there(rig)
    check_hire(rig, hire, accounts, sealed[hire["id"]], collections.Counter())


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
