"""Hires from event to verified sealed pass, against the simulator without throttling: how many a
second, and what one costs the daemon (bars: 2 000/s, 0.3 ms of its CPU)."""

import argparse
import sys

import measured
import rig

FAST_GRAPH = """\
reads_per_second = 100000
writes_per_second = 100000
methods_per_second = 100000
requests_per_second = 100000"""
FLOOD = "creations_per_hour_max = 1000000"
ISSUE_NOW = 'issue_ahead = "5d"'  # At every hour of the day, in every zone.


def flow(world, count, first):
    """Sends `count` hires whose pass is due at once, and waits until each is ready."""
    ready_before = world.daypass.metric("daypass_hires_ready_total")
    events = [rig.announced(first + each, rig.day(2)) for each in range(count)]
    span = measured.Span(**world.processes())
    world.send(events)
    world.wait_for_metric("daypass_hires_ready_total", ready_before + count, 60 + count / 50)
    return span.end()


def tell_steps(world):
    metrics = world.daypass.metrics()
    for name, value in sorted(metrics.items()):
        if name.startswith(("daypass_steps_total", "daypass_graph_requests_total")):
            print(f"  {name} {value:.0f}")


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--programs", required=True, help="folder of the built programs")
    reader.add_argument("--hires", type=int, default=6000)
    reader.add_argument("--warm-up", type=int, default=500)
    reader.add_argument("--steps", action="store_true", help="print steps and requests by outcome")
    reader.add_argument("--batch", type=int, default=1, help="graph.batch_max")
    reader.add_argument("--pause", action="store_true", help="wait for Enter before measuring")
    asked = reader.parse_args()
    bars = measured.Bars()
    graph = FAST_GRAPH + (f"\nbatch_max = {asked.batch}" if asked.batch > 1 else "")
    quiet_entra = ("--set", "throttling=false")
    settings = {"graph": graph, "process": FLOOD, "profile": ISSUE_NOW}
    with rig.Rig(asked.programs, quiet_entra, **settings) as world:
        world.daypass.start()
        measured.quicken(*world.processes().values())
        flow(world, asked.warm_up, 1)
        if asked.pause:
            input(f"daemon {world.daypass.daemon.pid}; Enter goes on")
        span = flow(world, asked.hires, 100_000)
        span.tell()
        if asked.steps:
            tell_steps(world)
        print(f"  resident {measured.resident_mb(world.daypass.daemon.pid):.1f} MB")
        quiet = span.others_share <= measured.IDLE_SHARE
        bars.at_least("hires", asked.hires / span.wall, 2000, "a second", quiet)
        cost = span.cpu["daemon"] / asked.hires * 1000
        bars.at_most("daemon's CPU a hire", cost, 0.3, "ms", quiet)
        alone = measured.CPUS * asked.hires / sum(span.cpu.values())
        print(f"  all processes' CPU would allow {alone:.0f} hires a second on this machine")
        world.daypass.stop()
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    main()
