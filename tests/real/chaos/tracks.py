"""The kinds of faults, but for those that end processes (deaths.py)."""

import contextlib

from disks import says_full
from world import Track

from chaos_rig import programs

# How far the daemon's clock is set ahead (+) or back (-), in seconds. Over 120 it is not trusted.
CLOCK_STEPS = {"ahead, not trusted": (130, 150), "back, not trusted": (-170, -130),
               "ahead": (20, 100), "back": (-100, -20)}
HOLD_SECONDS = 20  # until the daemon tells that it holds
STEP_SECONDS = 4, 9
LAGS = {"directory_lag_ms": 1200, "index_lag_ms": 1200, "authentication_lag_ms": 1200,
        "reference_lag_ms": 1200}
QUICK = {name: {"min": 0, "max": 0} for name in LAGS}


def on_the_wire(world, name, lanes, length, pause):
    """Faults of the proxy, on all of these lanes at once."""

    def frozen():
        return {"share": track.chance.uniform(0.2, 0.8),
                "stay_frozen": track.chance.random() < 0.25}

    kinds = {
        "delay": lambda: {"seconds": [0.05, track.chance.uniform(0.2, 1.0)]},
        "reset": lambda: {"share": track.chance.uniform(0.3, 1)},
        "half_open_up": frozen, "half_open_down": frozen, "black_hole": frozen,
        "trickle": lambda: {"bytes": track.chance.choice((1, 7, 40, 150)), "pause": 0.005,
                            "chunk_seconds": 0.8},
        "cut": lambda: {"share": track.chance.uniform(0.2, 0.8)},
    }

    def struck(do):
        return sum(world.rig.proxy.tell(do, lane)["struck"] for lane in lanes)

    def play(kind):
        fault = {"kind": kind, "seed": track.chance.randrange(1 << 30),
                 **kinds[kind]()}
        with world.lateness.some() if kind in ("delay", "trickle") else contextlib.nullcontext():
            for lane in lanes:
                world.rig.proxy.tell("strike", lane, fault=fault)
            track.last(*length, lambda: struck("look"))
            return struck("calm")

    track = Track(world, name, {kind: lambda one=kind: play(one) for kind in kinds}, pause)
    return track


def in_graph(world):
    """Faults of the service itself."""
    entra = world.rig.entra
    faults = {
        "lost request": {"name": "lost_request"},
        "lost answer": {"name": "lost_answer"},
        "late effect": {"name": "late_effect", "late_by_ms": 1500},
        "504, carried out later": {"name": "status", "status": 504, "effect": "late",
                                   "late_by_ms": 1500},
        "500, carried out": {"name": "status", "status": 500, "effect": "now"},
        "503": {"name": "status", "status": 503},
        "503 with Retry-After": {"name": "status", "status": 503, "retry_after": "1"},
        "429 with Retry-After": {"name": "throttle", "retry_after": "1"},
        "429 without": {"name": "throttle", "retry_after": None},
        "401": {"name": "unauthorized"},
        "half an answer": {"name": "partial"},
        "broken JSON": {"name": "broken_json"},
        "slow": {"name": "delay", "delay_ms": 900},
        "stall": {"name": "stall"},
    }
    late = ("late effect", "504, carried out later", "slow")
    # A stalled request holds its hire for a minute, so few are.
    rare = ("stall", "429 with Retry-After", "429 without")

    def play(kind):
        share = track.chance.uniform(*((0.02, 0.06) if kind in rare else (0.1, 0.5)))
        with world.lateness.some() if kind in late else contextlib.nullcontext():
            rule = entra.fault(match={}, probability=share, fault=faults[kind])["id"]
            track.last(1.5, 4, lambda: times_fired(rule))
            fired = times_fired(rule)
            entra.call("DELETE", f"/faults/{rule}")
        return fired

    def times_fired(rule):
        return next(one["fired"] for one in entra.call("GET", "/faults")["faults"]
                    if one["id"] == rule)

    def lag():
        """Every service learns late of new users, and forgets them again for a moment."""
        before = accounts_made(entra)
        with world.lateness.some():
            entra.switch(flap_probability=0.3, flap_window_ms=800,
                         **{name: {"min": 0, "max": most} for name, most in LAGS.items()})
            track.last(3, 6, lambda: accounts_made(entra) > before)
            entra.switch(flap_probability=0, **QUICK)
        return accounts_made(entra) - before

    def expire():
        entra.act("expire_tokens")
        return 1

    kinds = {kind: lambda one=kind: play(one) for kind in faults}
    kinds |= {"replicas lag and flap": lag, "tokens expire": expire}
    track = Track(world, "graph", kinds, (0.5, 1.5))
    return track


def accounts_made(entra):
    return entra.inspect("counters")["requests"].get("user.create", {}).get("201", 0)


def of_disk(world):
    def play(name):
        disk, log = world.rig.disks[name], world.rig.daypass.log
        seen = log.stat().st_size
        world.disk_full_until = float("inf")
        disk.fill()
        try:
            track.last(2, 5, lambda: disk.hides_log or felt(log, seen))
        finally:
            disk.free()
            world.disk_full_until = world.elapsed()
        return disk.hides_log or felt(log, seen)

    def felt(log, seen):
        """The daemon has told of it since its log was so long."""
        with open(log, "rb") as file:
            file.seek(seen)
            return says_full(file.read())

    track = Track(world, "full disk", {name: lambda one=name: play(one)
                                       for name in world.rig.disks}, (4, 12))
    return track


def of_clock(world):
    clock = world.rig.clock

    def step_to(seconds):
        if seconds <= clock.offset:
            clock.step_to(seconds)
            return
        with world.lateness.none():
            clock.step_to(seconds)

    def offset_is_known():
        with contextlib.suppress(OSError):
            return abs(world.rig.daypass.metric("daypass_clock_offset_seconds")) > 120
        return False

    def play(kind):
        offset = track.chance.randint(*CLOCK_STEPS[kind])
        step_to(offset)
        struck = 1
        if "not trusted" in kind:
            with contextlib.suppress(TimeoutError):
                struck = 0
                struck = programs.wait_for("the hold", HOLD_SECONDS, lambda: world.ended.is_set() or
                                           offset_is_known(), pause=0.2)
        track.last(*STEP_SECONDS)
        step_to(0)
        return struck

    def has_time(kind):
        """What was planned for a moment while ahead comes due when the clock is there again."""
        latest = STEP_SECONDS[1] + HOLD_SECONDS + CLOCK_STEPS[kind][1]
        return kind.startswith("back") or world.left() > latest

    def draw():
        """Of those that struck least the first: what takes long is not left for the end."""
        struck = {kind: world.struck[f"clock: {kind}"] for kind in CLOCK_STEPS}
        fit = [kind for kind in CLOCK_STEPS if has_time(kind) or not struck[kind]]
        return min(fit, key=struck.get)

    track = Track(world, "clock", {kind: lambda one=kind: play(one) for kind in CLOCK_STEPS},
                  (2, 8))
    track.draw = draw
    return track


def all_tracks(world):
    return [on_the_wire(world, "wire to Graph", ("graph", "login"), (1.5, 4), (1, 3)),
            on_the_wire(world, "wire to Kafka", ("kafka",), (2, 6), (1, 4)),
            in_graph(world), of_disk(world), of_clock(world)]
