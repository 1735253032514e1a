"""Where a code may not be, and in which clothes it is looked for there."""

import base64
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse

from rig import DEAD_TOPIC, feed

# Stands in every code. JSON, URLs and base64 write some of its characters otherwise.
TEXT = 'Kn"ar/i&e+7Q'


def base64_windows(raw, encode):
    """What of `raw` is the same wherever it stands inside something longer: one for each of the
    three alignments."""
    found = []
    for shift in range(3):
        text = encode(b"\0" * shift + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len(raw)) * 8 // 6
        found.append(text[first:last])
    return found


def encodings(text):
    """{name: bytes to look for}"""
    raw = text.encode()
    escaped = json.dumps(text)[1:-1]
    unicode_escaped = "".join(f"\\u{ord(one):04x}" for one in text)
    some_escaped = "".join(one if one.isalnum() else f"\\u{ord(one):04x}" for one in text)
    percent = "".join(f"%{one:02X}" for one in raw)
    quoted = urllib.parse.quote(text, safe="")
    made = {
        "plain": raw,
        "JSON": escaped.encode(),
        "JSON with \\/": escaped.replace("/", "\\/").encode(),
        "JSON, twice": json.dumps(escaped)[1:-1].encode(),
        "JSON, signs as \\u": some_escaped.encode(),
        "JSON, signs as \\U": some_escaped.upper().replace("\\U", "\\u").encode(),
        "JSON, all as \\u": unicode_escaped.encode(),
        "JSON, all as \\U": unicode_escaped.upper().replace("\\U", "\\u").encode(),
        "percent": quoted.encode(),
        "percent, lower case": percent.lower().encode(),
        "percent, all": percent.encode(),
        "percent in a query": urllib.parse.quote(text, safe="/").encode(),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "hex with spaces": raw.hex(" ").encode(),
        "UTF-16LE": text.encode("utf-16-le"),
        "UTF-16BE": text.encode("utf-16-be"),
    }
    some_percent = "".join(
        one if one.isalnum() else f"%{ord(one):02x}" for one in text)
    made["percent, signs in lower case"] = some_percent.encode()
    for alignment, window in enumerate(base64_windows(raw, base64.b64encode)):
        made[f"base64, alignment {alignment}"] = window
    for alignment, window in enumerate(base64_windows(raw, base64.urlsafe_b64encode)):
        made[f"base64url, alignment {alignment}"] = window
    return made


def state_files(folder):
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]


def letters(rig, topic):
    found = []
    for one in feed.read_all(rig.broker.bootstrap, topic):
        text = "\n".join([str(one["key"]), str(one["payload"]), *map(str, one.get("headers", []))])
        found.append((f"{topic} {one['offset']}", text.encode(errors="surrogateescape")))
    return found


def places_of(rig, seen):
    """[(name, bytes)]: state, log, dead letters, what was seen of metrics and /proc; the labels
    beside the passes too."""
    places = state_files(rig.folder / "state")
    places.append(("log", rig.daypass.log.read_bytes()))
    places += letters(rig, DEAD_TOPIC)
    places += [(file.name, file.read_bytes()) for file in rig.daypass.passes.folder.glob("*.json")]
    return places + seen


def search(places, text):
    """[(place, encoding)] of every hit."""
    wanted = encodings(text)
    return [(place, name) for place, contents in places
            for name, clothes in wanted.items() if clothes in contents]


def control(rig, text):
    """Plants each encoding in a copy of each kind of place, and says how many were found; raises
    when one was not."""
    planted = 0
    for name, clothes in encodings(text).items():
        for place, contents in plants(rig, clothes):
            must_find(place, contents, name, text)
            planted += 1
    for name, contents in planted_letters(rig, encodings(text)):
        must_find("dead letter", contents, name, text)
        planted += 1
    return f"{planted} of {planted} found"


def must_find(place, contents, name, text):
    if (place, name) not in search([(place, contents)], text):
        raise AssertionError(f"a canary as {name}, planted in {place}, was not found")


def planted_letters(rig, wanted):
    """A topic with a record for each encoding: [(encoding, what is read of its record)]."""
    topic = "planted"
    rig.kafka.create_topic(topic, 1)
    for clothes in wanted.values():
        file = rig.folder / "aside" / "letter"
        file.write_bytes(b"{" + clothes + b"}")
        subprocess.run(["kcat", "-q", "-P", "-b", rig.broker.bootstrap, "-t", topic, str(file)],
                       stdin=subprocess.DEVNULL, check=True, timeout=60)
    return zip(wanted, (contents for _, contents in letters(rig, topic)), strict=True)


def plants(rig, clothes):
    aside = rig.folder / "aside"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    shutil.copy(rig.folder / "state" / "state.db", aside / "state.db")
    yield from planted_state(aside, clothes)
    (aside / "log").write_bytes(rig.daypass.log.read_bytes()[-10_000:] + clothes + b"\n")
    yield "log", (aside / "log").read_bytes()
    metrics = rig.daypass.get("/metrics")[1].encode()
    yield "metrics", metrics + b'daypass_x{y="' + clothes + b'"} 1\n'
    yield from planted_process(clothes)


def planted_state(aside, clothes):
    """In the log of what was written, then in the file, then in the shared index."""
    state = sqlite3.connect(aside / "state.db", isolation_level=None)
    state.execute("PRAGMA journal_mode=WAL")
    state.execute("CREATE TABLE planted (what BLOB)")
    state.execute("INSERT INTO planted VALUES (?)", (clothes,))
    yield "state.db-wal", (aside / "state.db-wal").read_bytes()
    shm = (aside / "state.db-shm").read_bytes()
    yield "state.db-shm", shm[:-4096] + clothes + shm[-4096:]
    state.close()
    yield "state.db", (aside / "state.db").read_bytes()


def planted_process(clothes):
    """A process whose arguments hold it. A zero byte ends an argument, so it makes more of them."""
    words = [os.fsdecode(word) for word in clothes.split(b"\0")]
    command = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()", *words]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env={"CODE": words[0], **os.environ})
    try:
        child.stdout.readline()
        yield "/proc/PID/cmdline", pathlib.Path(f"/proc/{child.pid}/cmdline").read_bytes()
        if len(words) == 1:
            yield "/proc/PID/environ", pathlib.Path(f"/proc/{child.pid}/environ").read_bytes()
    finally:
        child.communicate()
