"""Intake into the state, and memory and restart with many pending hires (bars: 15 000 events/s;
40 MB resident when idle, 60 MB with 200 000 pending; 1.5 s from a restart to the first action)."""

import argparse
import sys
import time

import measured
import rig
from kit import programs

EVENTS = "daypass_events_total"


def settled_memory(pid, seconds=2):
    """The most resident memory seen in a while in which nothing is done, once the daemon has had
    the time to give back what it freed, which takes some seconds."""
    time.sleep(12)
    until = time.monotonic() + seconds
    most = 0.0
    while time.monotonic() < until:
        most = max(most, measured.resident_mb(pid))
        time.sleep(0.1)
    return most


def peak_mb(pid):
    return measured.resident_mb(pid, "VmHWM:")


def fill_topic(world, count):
    """Hires that start in two to ten months: nothing of them is due before long."""
    world.send(rig.announced(each, rig.day(60 + each % 240)) for each in range(count))


def measure_intake(world, count, bars):
    """Everything is in the topic, so nothing but daemon and broker runs: decoded, validated, folded
    and kept with its history. Counted from the first recorded batch on: joining takes the mock
    seconds."""
    world.wait_for_metric(EVENTS, 1, 60)
    span = measured.Span(**world.processes())
    counted = count - world.daypass.metric(EVENTS)
    world.wait_for_metric(EVENTS, count, 60 + count / 500)
    span.end().tell()
    quiet = span.others_share <= measured.IDLE_SHARE
    bars.at_least("intake", counted / span.wall, 15_000, "events a second", quiet)
    print(f"  {span.cpu['daemon'] / counted * 1e6:.1f} us of the daemon's CPU an event")
    return quiet


def measure_restart(world, bars, quiet):
    """Kills the daemon while a hire's first request is under way; the next process must come back
    to that hire."""
    world.entra.fault(match={"kind": "user.get"}, nth=1, times=0, fault={"name": "stall"})
    world.send([rig.announced(1, rig.day(1), "DUE")])

    def asked():
        requests = world.entra.inspect("requests", kind="user.get", count=1)
        return len(requests) > 0

    programs.wait_for("the hire's first request", 60, asked)
    world.daypass.daemon.kill()
    world.entra.clear_faults()
    world.entra.call("POST", "/forget")
    began = time.monotonic()
    world.daypass.start(wait=False)
    measured.quicken(world.daypass.daemon.pid)
    programs.wait_for("the first action after the restart", 60, asked, pause=0.005)
    took = time.monotonic() - began
    used = measured.cpu_seconds(world.daypass.daemon.pid)
    print(f"  the new process had used {used:.2f} s of CPU by then")
    bars.at_most("restart to the first due action", took, 1.5, "s", quiet)


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--programs", required=True, help="folder of the built programs")
    reader.add_argument("--hires", type=int, default=200_000)
    asked = reader.parse_args()
    bars = measured.Bars()
    with rig.Rig(asked.programs, ("--set", "throttling=false")) as world:
        world.daypass.start()
        measured.quicken(world.simulator.pid, world.broker.pid)
        bars.at_most("resident, idle", settled_memory(world.daypass.daemon.pid), 40, "MB")
        world.daypass.stop()
        fill_topic(world, asked.hires)
        pid = world.daypass.start().pid
        measured.quicken(pid)
        quiet = measure_intake(world, asked.hires, bars)
        scale = f"resident, {asked.hires} pending"
        bars.at_most(scale, settled_memory(pid), 60, "MB")
        print(f"  at most {peak_mb(pid):.1f} MB on the way")
        measure_restart(world, bars, quiet)
        after = settled_memory(world.daypass.daemon.pid)
        bars.at_most(f"{scale}, after a restart", after, 60, "MB")
        world.daypass.stop()
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    main()
