#!/usr/bin/env python3
"""Where the daemon's secrets are: codes nowhere once they are published; client secret, tokens, the
signing key and the password for Kafka in no file and no answer, and in memory only in pages that
are kept out of core dumps. Codes on their way likewise."""

import contextlib
import datetime
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

import canary  # noqa: E402
import memory  # noqa: E402
import wanted  # noqa: E402
from checks import expect  # noqa: E402
from flow import NEAR, Flow  # noqa: E402
from rig import (  # noqa: E402
    DEAD_TOPIC, FAST_GRAPH, QUICK_LIMITS, feed, parse, percentile, programs)
from secret_rig import PASSWORD, SecretRig  # noqa: E402


def secrets_of(rig):
    """All but the codes. The key is that of the signer's file as it is now."""
    return {**wanted.dressed("client secret", programs.CLIENT_SECRET),
            **wanted.dressed("password for Kafka", PASSWORD),
            **wanted.private_key(rig.folder / "signer.key"),
            **wanted.tokens_of(rig.simulator.pid)}


def codes():
    return wanted.dressed("code", canary.TEXT)


def publish(rig, flow, count):
    rig.send([flow.announce(NEAR) for _ in range(count)])
    rig.wait_until_quiet(60)
    expect(len(rig.daypass.passes.labels()) == len(flow.hires), "not every pass was published")


def nothing_in(raw, secrets, where):
    found = sorted({f"{secret} ({how})" for (secret, how), one in secrets.items() if one in raw})
    expect(not found, f"{where} holds {found}")


def only_kept_out(found, where, *must):
    expect(not found.elsewhere, f"{where}, in pages that can be dumped: {found.elsewhere}")
    for secret in must:
        expect(found.kept_out[secret] > 0, f"{where}: no {secret}, so the search finds nothing")
    print(f"memory, {where}: {found.size / 1e6:.0f} MB, none in pages that are dumped; in those "
          f"kept out: {dict(found.kept_out)}", flush=True)


def look_at_cores(rig, where, secrets, filters=(True, False)):
    for keep_filter in filters:
        core = memory.core_of(rig.daypass.daemon.pid, rig.folder, keep_filter)
        # The command line lies on the stack, which is dumped: so this is the daemon's memory.
        expect(os.fsencode(rig.daypass.config) in core, "a core dump without the command line")
        nothing_in(core, secrets, f"a core dump ({where})")
        how = "by" if keep_filter else "without"
        print(f"core dump, {where}, {how} coredump_filter: none in {len(core) / 1e6:.1f} MB that "
              "aren't zero", flush=True)


def look_at_rest(rig):
    """Everything is published, so no code is anywhere, kept out of dumps or not."""
    pid = rig.daypass.daemon.pid
    secrets = secrets_of(rig)
    with memory.standing_still(pid):
        only_kept_out(memory.search(pid, secrets), "at rest", "private key", "token",
                      "password for Kafka")
        found = memory.search(pid, codes())
    expect(not found.elsewhere and not found.kept_out, f"a code that was published: {found}")
    print("memory, at rest: no code anywhere", flush=True)
    look_at_cores(rig, "after publishing", {**secrets, **codes()})


def passes_asked_for(rig):
    return rig.query("SELECT count(*) FROM hires WHERE actual ->> '$.pass.attempted_at' NOTNULL "
                     "AND actual ->> '$.pass.id' ISNULL")[0][0]


def look_while_codes_wait(rig, flow, count=20):
    """Between Graph's answer and publishing stands the record of the pass: while this test holds
    the state's write lock, codes that have come wait for it."""
    pid = rig.daypass.daemon.pid
    rig.entra.fault(match={"kind": "pass.create"}, times=0,
                    fault={"name": "delay", "delay_ms": 1000})
    rig.send([flow.announce(NEAR) for _ in range(count)])
    programs.wait_for("passes to be asked for", 30, lambda: passes_asked_for(rig) == count)
    with contextlib.closing(sqlite3.connect(rig.folder / "state" / "state.db", timeout=30,
                                            isolation_level=None)) as state:
        state.execute("BEGIN IMMEDIATE")
        programs.wait_for("a code", 30, lambda: memory.search(pid, codes()).kept_out["code"] > 0)
        with memory.standing_still(pid):
            everything = {**secrets_of(rig), **codes()}
            only_kept_out(memory.search(pid, everything), "while codes wait", "code", "token")
            look_at_cores(rig, "while codes wait", everything, filters=(False,))
        state.execute("ROLLBACK")
    rig.entra.clear_faults()
    rig.wait_until_quiet(60)


def look_under_way(rig, flow, times):
    """Stands still again and again while somebody signs in and others' requests are under way."""
    pid = rig.daypass.daemon.pid
    secrets = {**secrets_of(rig), **codes()}
    sent = {("client secret", "plain"): programs.CLIENT_SECRET.encode()}
    found = memory.search(pid, {})
    rig.entra.fault(match={"kind": "token"}, times=0, fault={"name": "delay", "delay_ms": 1000})
    for _ in range(times):
        rig.entra.act("expire_tokens")
        rig.send([flow.announce(NEAR) for _ in range(20)])
        programs.wait_for("the client secret to be sent", 30,
                          lambda: memory.search(pid, sent).kept_out)
        with memory.standing_still(pid):
            found += memory.search(pid, secrets)
        rig.wait_until_quiet(60)
    rig.entra.clear_faults()
    only_kept_out(found, f"{times} times with a sign-in under way", "client secret")


def process_texts(pid):
    """What anyone may see of a process."""
    folder = pathlib.Path(f"/proc/{pid}")
    files = [folder / name for name in ("cmdline", "environ", "maps", "status")]
    files += folder.glob("task/*/comm")
    return [(f"/proc/PID/{file.relative_to(folder)}", file.read_bytes()) for file in files]


def look_outside(rig, seen):
    """State, log, dead letters, passes, metrics and /proc."""
    places = canary.places_of(rig, seen)
    places += [(file.name, file.read_bytes()) for file in rig.daypass.passes.folder.glob("*")]
    everything = {**secrets_of(rig), **codes()}
    for place, raw in places:
        nothing_in(raw, everything, place)
    print(f"outside: none in {len(places)} texts, {sum(len(raw) for _, raw in places):,} bytes, "
          f"{len(everything)} encodings", flush=True)


def look_at(rig):
    """What is to be searched of the daemon while it runs."""
    limits = pathlib.Path(f"/proc/{rig.daypass.daemon.pid}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    expect(core.split()[4:6] == ["0", "0"], f"the kernel may write a core: {core}")
    return [("metrics", rig.daypass.get("/metrics")[1].encode()),
            *process_texts(rig.daypass.daemon.pid)]


def control():
    """Another process, whose ordinary memory holds the canary: found there and in its core."""
    code = "import sys; kept = sys.stdin.readline() * 3; print(flush=True); sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    try:
        child.stdin.write(canary.TEXT.encode() + b"\n")
        child.stdin.flush()
        child.stdout.readline()
        expect(memory.search(child.pid, codes()).elsewhere, "a code in memory was not found")
        raw = memory.core_of(child.pid, pathlib.Path("/dev/shm"), True)
        expect(canary.TEXT.encode() in raw, "a code in a core dump was not found")
    finally:
        child.communicate()
    print("control: a code in another process's memory, and in its core dump, is found")


def code_lifetimes(rig):
    """Seconds between the end of each issue (its answer was read) and of its publication, by the
    daemon's own log; the code is wiped as that is recorded."""
    issued, lived = {}, []
    for line in rig.daypass.log_lines():
        if line["event"] != "step_finished" or line["outcome"] != "done":
            continue
        at = datetime.datetime.fromisoformat(line["time"].replace("Z", "+00:00")).timestamp()
        if line["step"] == "issue_pass":
            issued[line["hireKey"]] = at
        elif line["step"] == "publish_secret" and line["hireKey"] in issued:
            lived.append(at - issued[line["hireKey"]])
    return lived


def tell_lifetimes(rig, flow):
    lived = code_lifetimes(rig)
    expect(len(lived) == len(flow.hires), f"{len(lived)} codes of {len(flow.hires)}")
    print(f"a code lives {percentile(lived, 0.5) * 1000:.0f} ms (p50), "
          f"{percentile(lived, 0.99) * 1000:.0f} ms (p99), {max(lived) * 1000:.0f} ms at most, of "
          f"{len(lived)} that came at once")


def other_levels(rig, flow, seen):
    """The rest of the log's levels, its other form, and the other kind of signing key."""
    rig.sign_with_rsa()
    for level, form in (("info", "text"), ("warning", "json"), ("error", "text")):
        expect(rig.daypass.stop() == 0, "the daemon did not drain")
        rig.reconfigure(level=level, format=form)
        rig.daypass.start()
        seen += look_at(rig)
        publish(rig, flow, 4)
    pid = rig.daypass.daemon.pid
    with memory.standing_still(pid):
        only_kept_out(memory.search(pid, secrets_of(rig)), "with an RSA key", "private key")
    look_at_cores(rig, "with an RSA key", {**secrets_of(rig), **codes()}, filters=(False,))
    look_outside(rig, seen)


def play(rig, flow, asked):
    rig.daypass.start()
    seen = look_at(rig)
    pid = rig.daypass.daemon.pid
    with memory.standing_still(pid):
        only_kept_out(memory.search(pid, secrets_of(rig)), "just started", "private key")
    rig.send(['{"specversion": "1.0", "type": "hr.hire.ann', "not even JSON"])
    publish(rig, flow, asked.hires)
    programs.wait_for("dead letters", 30, lambda: len(
        feed.read_all(rig.broker.bootstrap, DEAD_TOPIC)) == 2)
    tell_lifetimes(rig, flow)
    look_while_codes_wait(rig, flow)
    look_under_way(rig, flow, asked.times)
    look_at_rest(rig)
    look_outside(rig, seen + look_at(rig))
    other_levels(rig, flow, seen)


def main():
    reader = parse(__doc__)
    reader.add_argument("--hires", type=int, default=100)
    reader.add_argument("--times", type=int, default=3, help="looks while requests are under way")
    asked = reader.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("secrets_test: only root reads the memory of what is not dumpable")
    began = time.monotonic()
    control()
    with SecretRig(asked.programs, asked.kafka,
                   simulator=("--set", "throttling=false", "--canary", canary.TEXT),
                   graph=FAST_GRAPH, limits=QUICK_LIMITS, profile='issue_ahead = "5d"',
                   level="debug", process="creations_per_hour_max = 1000000") as rig:
        play(rig, Flow(random.Random(1)), asked)
    print(f"secrets_test: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
