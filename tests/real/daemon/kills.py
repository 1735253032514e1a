"""Kills of each kind, one after another while hires flow, and what each of them really hit."""

import collections
import json
import signal
import threading

import traps
from flow import FAR, MIDDLE, NEAR
from rig import programs

INTENT, REQUEST, ANSWER = "intent-request", "request-answer", "answer-record"
RECORD, PUBLISH, INTAKE = "record-publish", "publish-verify", "intake"
RANDOM = "random"
KINDS = (INTENT, REQUEST, ANSWER, RECORD, PUBLISH, INTAKE)
POINT = {INTENT: "before_effect", REQUEST: "after_effect", ANSWER: "after_answer"}


class Kills:
    """Does the killing; `hits` counts kills whose moment the state left behind proves."""

    def __init__(self, rig, flow, chance, batch):
        self.rig, self.flow, self.chance, self.batch = rig, flow, chance, batch
        self.done, self.hits = collections.Counter(), collections.Counter()
        self.missed = []
        self.seen = []  # texts of /proc and of the metrics, for the canary
        self.wants_verify_request = False
        self.target = None  # the hire whose verification is waited for

    def run(self, kind):
        """One kill: the daemon runs, events are sent, the trap closes; what it hit is looked up."""
        if kind == INTAKE:
            self.rig.daypass.wait_until_up()
            self.rig.wait_until_quiet()
        trap = self.trap_of(kind)
        daemon = self.rig.daypass.daemon
        trap.arm(daemon)
        self.watch(daemon.pid)
        before = self.rig.stored() if kind == INTAKE else None
        caught = (self.caught_at_rest if kind == INTAKE else self.caught_in_flow)(
            trap, daemon, self.events_for(kind))
        if not caught:
            traps.kill(daemon.pid)
        daemon.process.wait()
        self.done[kind if caught else RANDOM] += 1
        if daemon.process.returncode != -9:
            raise RuntimeError(f"the daemon ended by itself:\n{daemon.process.returncode}")
        hit = caught and self.proved(kind, before)
        self.hits[kind] += hit
        if not hit:
            self.missed.append((kind, "not caught" if not caught else "not proved"))
        self.rig.daypass.start(wait=kind in (INTAKE, RANDOM) and self.chance.random() < 0.5)
        return hit

    def caught_at_rest(self, trap, daemon, events):
        """The events are all there when the daemon, which stood still, goes on."""
        trap.wait_for_rest()
        daemon.process.send_signal(signal.SIGSTOP)
        self.rig.send(events)
        daemon.process.send_signal(signal.SIGCONT)
        return trap.wait(daemon)

    def caught_in_flow(self, trap, daemon, events):
        sending = threading.Thread(target=self.rig.send, args=(events,))
        sending.start()
        caught = trap.wait(daemon)
        sending.join()
        return caught

    def trap_of(self, kind):
        self.target = None
        rig, nth = self.rig, self.chance.randint(1, 12)
        if kind in POINT:
            call = self.chance.choice(("user.create", "pass.create"))
            return traps.GraphTrap(rig.entra, call, POINT[kind], nth)
        folder = rig.daypass.passes.folder
        if kind == RECORD:
            return traps.FolderTrap(folder, traps.IN_CREATE, ".draft", nth)
        if kind == PUBLISH:
            self.wants_verify_request = not self.wants_verify_request
            found = self.hire_with_account() if self.wants_verify_request else None
            if found is None:
                return traps.FolderTrap(folder, traps.IN_MOVED_TO, ".json", nth)
            self.target, user = found
            # The look before the issue is the first, the verification the second.
            return traps.GraphTrap(rig.entra, "methods.list", "before_effect", 2, user)
        if kind == INTAKE:
            return traps.WriteTrap(rig.folder / "state" / "state.db-shm")
        return traps.RandomTrap(self.chance, 3)

    def hire_with_account(self):
        """A hire whose account was made and whose pass is for later: (hire, user id)."""
        for hire in self.flow.pick(20, MIDDLE):
            found = self.rig.entra.inspect("accounts", user=hire["id"], history=0)
            if found and found[0]["pass"] is None:
                return hire, found[0]["id"]
        return None

    def events_for(self, kind):
        size = self.batch
        if kind == INTAKE:  # nothing that has the engine write meanwhile
            return [self.flow.announce(FAR) for _ in range(size)]
        events = self.flow.some_of_everything(size, size // 5, size // 8, size // 10)
        events += [self.flow.move(hire, NEAR) for hire in self.flow.pick(size // 5, FAR)]
        if self.target is not None and not self.target["rescinded"]:
            events.append(self.flow.move(self.target, NEAR))
        return events

    def watch(self, pid):
        for name in ("cmdline", "environ"):
            with open(f"/proc/{pid}/{name}", "rb") as file:
                self.seen.append((f"/proc/PID/{name}", file.read()))

    def proved(self, kind, positions_before):
        if kind == RANDOM:
            return True
        rows, positions = self.rig.copy_of_state()
        if kind == INTAKE:
            return positions == positions_before
        hits = collections.Counter()
        for row in rows:
            if row["actual"] is not None:
                self.judge(row, hits)
        return hits[INTENT if kind == INTENT else REQUEST if kind == ANSWER else kind] > 0

    def judge(self, row, hits):
        """What of the hire was in flight when the daemon ended. An answer that had been written and
        was not recorded looks as one that had not: REQUEST stands for both."""
        account, held = row["actual"].get("account", {}), row["actual"].get("pass", {})
        made_account = account.get("attempted_at") and not account.get("id")
        made_pass = held.get("attempted_at") and not held.get("id")
        if made_account or made_pass:
            found = self.rig.entra.inspect("accounts", user=row["hire"], history=0)
            there = bool(found) and (made_account or found[0]["pass"] is not None)
            hits[REQUEST if there else INTENT] += 1
        name = held.get("plan", {}).get("secret")
        if held.get("id") and name and not held.get("deleted"):
            labelled = (self.rig.daypass.passes.folder / f"{name}.json").exists()
            if not labelled and held.get("secret", "none") in ("none", "unverified"):
                hits[RECORD] += 1
            if labelled and held.get("secret", "none") != "verified":
                hits[PUBLISH] += 1


def schedule(chance, total):
    """Seven of each kind that has a name, the rest at random; the first are of intake, when the
    state is empty, and others of it come late, when it is full."""
    named = [kind for kind in KINDS for _ in range(7) if kind != INTAKE]
    rest = named + [RANDOM] * (total - len(named) - 7)
    chance.shuffle(rest)
    third = len(rest) // 3
    return ([INTAKE] * 3 + rest[:third] + [INTAKE] * 2 + rest[third:2 * third] + [INTAKE] * 2
            + rest[2 * third:])


def describe(kills):
    lines = [f"{kind}: {kills.done[kind]} kills, {kills.hits[kind]} proved by what was left"
             for kind in (*KINDS, RANDOM)]
    return "\n".join(lines + [f"missed: {json.dumps(kills.missed)}"])


__all__ = ["INTAKE", "KINDS", "Kills", "RANDOM", "describe", "programs", "schedule"]
