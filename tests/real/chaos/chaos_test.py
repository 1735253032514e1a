#!/usr/bin/env python3
"""The daemon on a real broker and the Entra simulator, with every fault we can make at once: the
wire, the service, the disk, the clock, the broker, the process. Then all of that stops, everything
must come to rest, and what each hire has is looked up outside the daemon.

  chaos_test.py --programs build/release/bin                    3 minutes of faults
  chaos_test.py --programs ... --minutes 60                     longer
  chaos_test.py --programs ... --kills 1000 --hires 100000      until so many were killed and sent
"""

import collections
import json
import pathlib
import random
import shutil
import sys
import threading
import time
import traceback

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "daemon")]

from chaos_flow import ChaosFlow  # noqa: E402
from deaths import KILLS, Deaths  # noqa: E402
from ending import check_all, come_to_rest, look_for_canary  # noqa: E402
from tracks import QUICK, all_tracks  # noqa: E402
from world import World  # noqa: E402

import canary  # noqa: E402
from chaos_rig import LANES, ChaosRig  # noqa: E402
from checks import control  # noqa: E402
from rig import FAST_GRAPH, parse  # noqa: E402

LIMITS = """\
late_effect_max = "{late}"
not_yet_max = "4s"
settle_delay = "100ms"
retry_first = "50ms"
retry_max = "2s"
hold_look_interval = "2s"
"""
# How late what was sent may take effect. Longer where kills are counted, as that takes an hour and
# the machine may do other things meanwhile.
LATE, LATE_WHERE_BUSY = "4s", "10s"
SEND_INTERVAL = 0.5
# Of each kind in the table of README.md, so many must have struck for each minute of faults.
LEAST_PER_MINUTE = 0.4
# What struck less goes on for so long beyond the time that was asked for.
OVERTIME_SECONDS = 150


class Feeding(threading.Thread):
    """Events at a steady rate; or, where kills and hires are counted, as many as there were kills
    for."""

    def __init__(self, world, asked, deaths):
        super().__init__(name="feeding", daemon=True)
        self.world, self.asked, self.deaths = world, asked, deaths

    def wanted(self):
        if self.asked.kills is None:
            return int(self.asked.rate * self.world.elapsed())
        share = min(1, (self.deaths.kills + 1) / self.asked.kills)
        return int(self.asked.hires * share)

    def run(self):
        world, flow = self.world, self.world.flow
        try:
            while not world.ended.wait(SEND_INTERVAL):
                missing = self.wanted() - len(flow.hires)
                with world.broker_in_use:
                    if missing > 0 and not world.ended.is_set():
                        world.rig.send(flow.batch(min(missing, 200)))
        except Exception:
            world.broken.append(f"feeding:\n{traceback.format_exc()}")
            world.ended.set()


class Watching(threading.Thread):
    """What may not be at any moment; and texts in which no code may be."""

    def __init__(self, world):
        super().__init__(name="watching", daemon=True)
        self.world, self.looks = world, 0

    def run(self):
        rig = self.world.rig
        while not self.world.ended.wait(2):
            several = rig.entra.inspect("employees", several=1)
            if several:
                self.world.broken.append(f"several accounts for one: {several}")
                self.world.ended.set()
            self.looks += 1
            if self.looks % 5 == 0:
                self.read_metrics(rig)

    def read_metrics(self, rig):
        try:
            self.world.seen.append(("metrics", rig.daypass.get("/metrics")[1].encode()))
        except OSError:  # it was killed just then
            pass


def enough(world, deaths, asked):
    if asked.kills is None:
        over = -world.left()
        return over >= 0 and (over >= OVERTIME_SECONDS or not struck_too_seldom(world))
    return deaths.kills >= asked.kills and len(world.flow.hires) >= asked.hires


def rage(world, asked):
    """All of it at once, until it is enough."""
    deaths = Deaths(world, many=asked.kills is not None)
    deaths.start()
    deaths.wait_until_up()
    world.began = time.monotonic()
    world.until = None if asked.kills else asked.minutes * 60
    feeding, watching = Feeding(world, asked, deaths), Watching(world)
    tracks = all_tracks(world)
    world.known = [f"{track.name}: {kind}" for track in tracks for kind in track.kinds]
    world.known += [*KILLS, "SIGSTOP", "broker restarts"]
    threads = [feeding, watching, *tracks]
    for thread in threads:
        thread.start()
    told = 0
    try:
        while not world.ended.is_set() and not enough(world, deaths, asked):
            deaths.next()
            if world.elapsed() > told + 60:
                told = world.elapsed()
                print(f"  {told:.0f} s: {len(world.flow.hires)} hires, {deaths.kills} kills, "
                      f"{standings(world.rig)}", flush=True)
    finally:
        world.ended.set()
        for thread in threads:
            thread.join(60)
    return deaths, watching


def standings(rig):
    """How many hires are at work, held, waiting."""
    try:
        found = rig.daypass.metrics()
    except OSError:  # it was killed just then
        return "not up"
    return {name.split('"')[1]: int(value) for name, value in found.items()
            if name.startswith("daypass_hires{") and value}


def end_faults(world, deaths):
    rig = world.rig
    for lane in LANES:
        rig.proxy.tell("calm", lane)
        rig.proxy.tell("thaw", lane)
    rig.entra.clear_faults()
    rig.entra.switch(flap_probability=0, **QUICK)
    for disk in rig.disks.values():
        disk.free()
    rig.clock.step_to(0)
    world.ended.clear()
    deaths.wait_until_up()


def least_of_a_kind(world):
    return max(1, int(LEAST_PER_MINUTE * (world.until or world.elapsed()) / 60))


def struck_too_seldom(world):
    return [kind for kind in sorted(world.known) if world.struck[kind] < least_of_a_kind(world)]


def tell_of_faults(world):
    print("faults that struck, of those tried "
          f"(each must have struck {least_of_a_kind(world)} times):")
    for kind in sorted(world.tried):
        print(f"  {kind:40} {world.struck[kind]:5} of {world.tried[kind]}")


def play(asked):
    # The state's log alone takes 80 before it is emptied; a hire takes some KiB in either folder.
    mebibytes = 192 + (asked.hires or int(asked.minutes * 60 * asked.rate)) // 50
    with ChaosRig(
        asked.programs, asked.kafka, mebibytes, mountable=not asked.no_mounts,
        simulator=("--set", "throttling=false", "--canary", canary.TEXT, "--seed", asked.seed),
        kafka='group_instance_id = "daypass-1"\nsession_timeout = "6s"',
        graph=FAST_GRAPH + "\nconnections_max = 256",
        limits=LIMITS.format(late=LATE_WHERE_BUSY if asked.kills else LATE),
        profile='issue_ahead = "5d"', level="info" if asked.kills else "debug",
        process="creations_per_hour_max = 1000000",
    ) as rig:
        print("the disk that is filled:", ", ".join({one.kind for one in rig.disks.values()}))
        try:
            play_on(rig, asked)
        except BaseException:
            keep(rig, asked.keep)
            raise


def keep(rig, folder):
    """For who looks into a failure."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("daypassd.log", "proxy.log", "entra.log", "state"):
        if (rig.folder / name).is_dir():
            shutil.copytree(rig.folder / name, folder / name, dirs_exist_ok=True)
        elif (rig.folder / name).exists():
            shutil.copy(rig.folder / name, folder)
    (folder / "accounts.json").write_text(json.dumps(rig.entra.inspect("accounts"), indent=1))
    requests = rig.entra.inspect("requests", count=3_000_000)
    (folder / "requests.json").write_text("\n".join(map(json.dumps, requests)))


def play_on(rig, asked):
    flow = ChaosFlow(random.Random(f"{asked.seed}/flow"))
    world = World(rig, flow, asked.seed)
    deaths, watching = rage(world, asked)
    seconds = world.elapsed()
    short = struck_too_seldom(world)
    tell_of_faults(world)
    tell_of_flow(world, deaths, watching, seconds)
    if world.broken:
        raise AssertionError("\n".join(world.broken))
    end_faults(world, deaths)
    took = come_to_rest(rig, flow, deaths)
    print(f"at rest {took:.1f} s after the last fault", flush=True)
    tally = check_all(rig, flow)
    print(f"{len(flow.hires)} hires: {dict(tally)}", flush=True)
    look_for_canary(rig, world.seen)
    if rig.daypass.stop() != 0:
        raise AssertionError("the daemon did not drain")
    control(rig, flow)
    if short:
        raise AssertionError(f"struck too seldom to tell anything: {short}")


def tell_of_flow(world, deaths, watching, seconds):
    hires = len(world.flow.hires)
    print(f"{seconds:.0f} s of faults: {hires} hires ({hires / seconds:.1f} a second), "
          f"{world.flow.events_made} events, {deaths.kills} kills "
          f"({seconds / max(1, deaths.kills):.2f} s each), "
          f"{watching.looks} looks for a second account")
    print(f"the flow: {dict(world.flow.counts)}")
    print(f"the daemon ended by itself, the disk being full: {len(deaths.exits)} times "
          f"{dict(collections.Counter(deaths.exits))}", flush=True)


def main():
    reader = parse(__doc__)
    reader.add_argument("--minutes", type=float, default=3)
    reader.add_argument("--rate", type=float, default=4, help="hires a second")
    reader.add_argument("--kills", type=int, help="instead of minutes, with --hires")
    reader.add_argument("--hires", type=int)
    reader.add_argument("--no-mounts", action="store_true", help="as where nothing may be mounted")
    reader.add_argument("--keep", type=pathlib.Path, help="folder for logs and state of a failure")
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = reader.parse_args()
    if (asked.kills is None) != (asked.hires is None):
        reader.error("--kills and --hires go together")
    began = time.monotonic()
    print(f"seed {asked.seed}, Apache Kafka {asked.kafka}", flush=True)
    play(asked)
    print(f"chaos_test: passed in {time.monotonic() - began:.0f} s")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
