"""What must be so once all faults have stopped."""

import collections
import json
import time

import canary
from checks import FAILINGS, Failed, check_hire, expect, what_is_there
from chaos_flow import TAG
from rig import DEAD_TOPIC, TOPIC, feed, programs

# So long nothing may get on. A silent broker is given up within a minute, a lost request is waited
# for as long; and what was planned by a clock that was ahead waits until it is that hour
# (CLOCK_STEPS in tracks.py). How long all of it takes is for the number of hires and the machine.
REST_SECONDS = 180
# Only that is due so soon: the passes are for days from now.
HORIZON_SECONDS = 600
COMMIT_SECONDS = 30
LETTER_SECONDS = 60


def come_to_rest(rig, flow, deaths):
    began = time.monotonic()
    rig.send(flow.last_words())
    deaths.wait_until_up()
    wait_while_it_falls("events that are not recorded", lambda: not_recorded(rig))
    wait_while_it_falls("hires that are due", lambda: len(due(rig)), lambda: due(rig)[:3])
    took = time.monotonic() - began
    programs.wait_for("all positions to be committed", COMMIT_SECONDS,
                      lambda: rig.committed() == rig.log_ends())
    return took


def not_recorded(rig):
    stored = rig.stored()
    return sum(end - stored.get(part, 0) for part, end in rig.log_ends().items())


def due(rig):
    soon = int((time.time() + HORIZON_SECONDS) * 1e6)
    return rig.query("SELECT hire_id, standing, reason FROM hires WHERE due_at < ?", soon)


def wait_while_it_falls(what, count, examples=str):
    """Until it is none; REST_SECONDS without fewer than ever before are too long."""
    fewest, since = float("inf"), time.monotonic()
    while (left := count()) > 0:
        if left < fewest:
            fewest, since = left, time.monotonic()
        expect(time.monotonic() - since < REST_SECONDS,
               f"{what}: {left}, and not fewer for {REST_SECONDS} s: {examples()}")
        time.sleep(0.5)


def check_all(rig, flow):
    accounts, sealed = what_is_there(rig)
    tally, wrong, failings = collections.Counter(), [], collections.Counter()
    names = {name for of_one in sealed.values() for name in of_one}
    for hire in flow.hires.values():
        try:
            check_hire(rig, hire, accounts, sealed.pop(hire["id"], []), tally)
        except (Failed, RuntimeError) as found:
            failings[getattr(found, "failing", None)] += 1
            wrong.append(f"{found}; {rig.query(STORY, hire['id'])}")
    print(f"{len(flow.hires)} hires looked up: "
          + ", ".join(f"{failings[one]} {one}" for one in FAILINGS), flush=True)
    expect(not wrong, f"{len(wrong)} hires are not as they must be, such as\n"
           + "\n".join(wrong[:5]))
    expect(not sealed, f"sealed passes of nobody: {dict(sealed)}")
    stems = {file.stem for file in rig.daypass.passes.folder.glob("*.cms")}
    expect(stems == names, f"passes without a label or the reverse: {stems ^ names}")
    check_feed(rig, flow)
    return tally


STORY = "SELECT standing, reason, wanted, actual FROM hires WHERE hire_id = ?"


def check_feed(rig, flow):
    shared = rig.entra.inspect("employees", several=1)
    expect(shared == [], f"several accounts for one: {shared}")
    seen = rig.query("SELECT count(*) FROM seen_events")[0][0]
    expect(seen == flow.events_made, f"{flow.events_made} events made, {seen} recorded")
    sent = feed.read_all(rig.broker.bootstrap, TOPIC)
    poison = {(one["partition"], one["offset"]) for one in sent if TAG in one["payload"]}
    rows = set(rig.query("SELECT part, record_offset FROM quarantine"))
    expect(rows == poison, f"quarantined and not poison, or the reverse: {rows ^ poison}")
    programs.wait_for("each to have its dead letter", LETTER_SECONDS,
                      lambda: origins_of_letters(rig) == poison, pause=1)


def origins_of_letters(rig):
    found = set()
    for one in feed.read_all(rig.broker.bootstrap, DEAD_TOPIC):
        headers = dict(zip(one["headers"][::2], one["headers"][1::2]))
        found.add((int(headers["daypass-origin-partition"]), int(headers["daypass-origin-offset"])))
    return found


def look_for_canary(rig, seen):
    seen.append(("metrics", rig.daypass.get("/metrics")[1].encode()))
    once = {text: name for name, text in seen}  # what is the same need not be read again
    places = canary.places_of(rig, [(name, text) for text, name in once.items()])
    found = canary.search(places, canary.TEXT)
    expect(not found, f"the canary was found: {found}")
    must = [("planted", places[0][1] + json.dumps(canary.TEXT).encode())]
    expect(canary.search(must, canary.TEXT), "a planted canary was not found")
    print(f"canary: 0 hits in {len(places)} texts, {sum(len(one) for _, one in places):,} bytes")
