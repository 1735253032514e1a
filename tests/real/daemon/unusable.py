"""Events that come twice, that use an id again, and that can't be used (design: input that can't be
trusted)."""

import hashlib
import json

from flow import FAR
from rig import DEAD_TOPIC, TOPIC, feed, programs

KEPT_BYTES = 64 * 1024


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def events_counted(rig, result):
    return sum(value for name, value in rig.daypass.metrics().items()
               if name.startswith("daypass_events_total") and f'result="{result}"' in name)


def raise_of(rig, result):
    """A look that says by how much a count rose since now."""
    before = events_counted(rig, result)
    return lambda: events_counted(rig, result) - before


def send_and_wait(rig, events):
    rig.send(events)
    programs.wait_for("them to be recorded", 60, rig.all_recorded)


def play_duplicates(rig, flow):
    announced = flow.announce(FAR)
    duplicates, reused = raise_of(rig, "duplicate"), raise_of(rig, "id_reused")
    send_and_wait(rig, [announced, announced, announced])
    programs.wait_for("two duplicates", 30, lambda: duplicates() == 2)
    hire = announced["data"]["employeeId"]
    before = wanted(rig, hire)
    other = json.loads(json.dumps(announced))
    other["data"]["surname"], other["data"]["revision"] = "Another", 5
    send_and_wait(rig, [other])
    programs.wait_for("an id that was used again", 30, lambda: reused() == 1)
    expect(before["set"][0]["surname"] != "Another", "folded before it came")
    expect('"Another"' in json.dumps(wanted(rig, hire)), "an event with a used id was not folded")
    story = json.dumps(rig.daypass.show(hire))
    expect("id_reused" in story, f"show doesn't tell of the id: {story}")
    print("duplicates: 2 of 3 counted as such; a used id with other data folded and flagged")


def wanted(rig, hire):
    return json.loads(rig.query("SELECT wanted FROM hires WHERE hire_id = ?", hire)[0][0])


def play_quarantine(rig, flow):
    good = [flow.announce(FAR), flow.announce(FAR)]
    unknown = feed.hire_event("announced", "x1", good[0]["data"], source="https://else.example")
    nameless = feed.hire_event("announced", "x2", {"employeeId": "X2", "revision": 1})
    huge = json.dumps(feed.hire_event(
        "announced", "x3", {**good[0]["data"], "displayName": "ä" * 800_000}), ensure_ascii=False)
    bad = ['{"specversion": "1.0", "type": "hr.hire.ann', json.dumps(unknown), json.dumps(nameless),
           huge]
    before = len(feed.read_all(rig.broker.bootstrap, DEAD_TOPIC))
    send_and_wait(rig, [good[0], *bad, good[1]])
    rows = rig.query("SELECT code, value, full_digest, part, record_offset FROM quarantine "
                     "ORDER BY number DESC LIMIT 4")
    expect(len(rows) == 4, f"{len(rows)} quarantined")
    letters = programs.wait_for("the dead letters", 30, lambda: some_letters(rig, before, len(bad)))
    by_origin = {(one["daypass-origin-partition"], one["daypass-origin-offset"]): one
                 for one in letters}
    for code, value, digest, part, offset in rows:
        letter = by_origin[(str(part), str(offset))]
        expect(letter["daypass-error-code"] == code, f"{letter} is not {code}")
        expect(letter["daypass-origin-topic"] == TOPIC, f"{letter} is of another topic")
        expect(letter["payload"].encode(errors="surrogateescape") == value,
               "the copy has another value")
        expect(letter.get("daypass-value-sha256") == digest, f"the copy has another digest: {code}")
    kept, digest = next((value, digest) for _, value, digest, _, _ in rows if digest)
    expect(kept == huge.encode()[:KEPT_BYTES], f"{len(kept)} bytes of the large value are kept")
    expect(digest == hashlib.sha256(huge.encode()).hexdigest(), "the digest is of something else")
    names = {hire for hire, in rig.query("SELECT hire_id FROM hires")}
    expect({one["data"]["employeeId"] for one in good} <= names, "an event beside them was lost")
    print(f"quarantine: {sorted(code for code, *_ in rows)}, each with its dead letter; of "
          f"{len(huge.encode()):,} bytes {KEPT_BYTES:,} and the digest are kept")


def some_letters(rig, before, count):
    letters = feed.read_all(rig.broker.bootstrap, DEAD_TOPIC)[before:]
    if len(letters) < count:
        return None
    expect(len(letters) == count, f"{len(letters)} dead letters for {count}")
    return [dict(zip(one["headers"][::2], one["headers"][1::2])) | {"payload": one["payload"]}
            for one in letters]


def play_unusable(rig, flow):
    play_duplicates(rig, flow)
    play_quarantine(rig, flow)
