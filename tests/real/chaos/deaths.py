"""What ends or stops processes: SIGKILL at moments of the daemon's work, SIGSTOP, a broker that
restarts. In the main thread: a child ends with the thread that started it."""

import pathlib
import signal
import time

import traps
from disks import says_full

from chaos_rig import programs

PATIENCE_SECONDS, SHORT_PATIENCE_SECONDS = 5, 3
UP_SECONDS = 180
RESTART_SECONDS = 0.5  # as a service manager waits
CALLS = ("user.create", "pass.create", "user.update", "methods.list", "pass.delete", "user.get")
POINTS = ("before_effect", "after_effect", "after_answer")
KILLS = ("kill at a call", "kill at a file", "kill at random")


class Deaths:
    """One deed at a time, drawn from a bag in which kills are the most; more so, and with less of a
    pause, where it is kills that are counted. What never struck yet comes first of a new bag."""

    def __init__(self, world, many=False):
        self.world, self.rig, self.many = world, world.rig, many
        self.chance = world.chance("deaths")
        self.patience = SHORT_PATIENCE_SECONDS if many else PATIENCE_SECONDS
        self.bag, self.kills, self.exits = [], 0, []

    def start(self):
        daemon = self.rig.start_daemon()
        for name in ("cmdline", "environ"):
            text = pathlib.Path(f"/proc/{daemon.pid}/{name}").read_bytes()
            self.world.seen.append((f"/proc/PID/{name}", text))

    def draw(self):
        if not self.bag:
            self.bag = [*KILLS * (8 if self.many else 3), "SIGSTOP", "SIGSTOP", "broker restarts"]
            self.chance.shuffle(self.bag)
            self.bag.sort(key=lambda kind: self.world.struck[kind] == 0)
        return self.bag.pop()

    def next(self):
        """One deed, and a while in which the daemon works."""
        kind = self.draw()
        if kind in KILLS:
            struck = self.kill(kind)
        else:
            struck = self.stop_for_a_while() if kind == "SIGSTOP" else self.restart_broker()
        self.world.count(kind, struck)
        if self.chance.random() < 0.8:
            self.wait_until_up()
            self.watch_for(self.chance.uniform(0.2, 1.5 if self.many else 3))

    def kill(self, kind):
        """Gives nothing when the moment didn't come: then it is killed anyhow, which counts too."""
        trap = self.trap_of(kind)
        daemon = self.rig.daypass.daemon
        ended_before = not daemon.running()
        trap.arm(daemon)
        caught = trap.wait(daemon)
        if ended_before or daemon.process.poll() not in (None, -signal.SIGKILL):
            self.note_exit()
            return False
        daemon.kill()
        self.kills += 1
        self.start()
        return caught

    def trap_of(self, kind):
        if kind == "kill at a call":
            return CallTrap(self.rig.entra, self.chance.choice(CALLS), self.chance.choice(POINTS),
                            self.chance.randint(1, 4), self.patience)
        if kind == "kill at a file":
            event, ending = self.chance.choice(
                ((traps.IN_CREATE, ".draft"), (traps.IN_MOVED_TO, ".json")))
            return traps.FolderTrap(self.rig.daypass.passes.folder, event, ending,
                                    self.chance.randint(1, 4), self.patience)
        return traps.RandomTrap(self.chance, 2)

    def stop_for_a_while(self):
        daemon = self.rig.daypass.daemon
        if not daemon.running():
            return False
        daemon.process.send_signal(signal.SIGSTOP)
        self.world.ended.wait(self.chance.choice((0.5, 2, 4, 8)))
        daemon.process.send_signal(signal.SIGCONT)
        return True

    def restart_broker(self):
        with self.world.broker_in_use:
            self.chance.choice((self.rig.broker.stop, self.rig.broker.kill))()
            self.watch_for(self.chance.uniform(0, 2))
            self.rig.broker.start()
        return True

    def note_exit(self):
        """It ended by itself: only a full disk may bring it to that."""
        daemon = self.rig.daypass.daemon
        code = daemon.process.wait()
        self.exits.append(code)
        # Noticed late where a broker was restarted meanwhile.
        lately = self.world.elapsed() < self.world.disk_full_until + 30
        if not (lately and says_full(daemon.tail(1).encode())):
            self.world.broken.append(f"the daemon ended by itself with {code}:\n{daemon.tail()}")
            self.world.ended.set()
        self.world.ended.wait(RESTART_SECONDS)
        self.start()

    def watch_for(self, seconds):
        """As a service manager does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.world.ended.is_set():
            if not self.rig.daypass.daemon.running():
                self.note_exit()
            self.world.ended.wait(0.05)

    def wait_until_up(self):
        def up():
            if not self.rig.daypass.daemon.running():
                self.note_exit()
            return self.world.ended.is_set() or self.rig.daemon_is_up()

        programs.wait_for("the daemon to come up", UP_SECONDS, up)


class CallTrap(traps.GraphTrap):
    """Among other faults: takes back only its own."""

    def __init__(self, entra, kind, at, nth, patience):
        super().__init__(entra, kind, at, nth)
        self.patience = patience

    def arm(self, daemon):
        self.rule = self.entra.fault(match=self.match, nth=self.nth, fault={
            "name": "kill", "pid": daemon.pid, "at": self.at})["id"]

    def wait(self, daemon):
        ended = traps.wait_for_end(daemon, self.patience)
        self.entra.call("DELETE", f"/faults/{self.rule}")
        return ended
