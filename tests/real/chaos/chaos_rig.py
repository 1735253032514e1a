"""The rig with a proxy between the daemon and each other process, a disk that can be filled and a
clock that can be stepped."""

import json
import pathlib
import subprocess
import sys
import threading

from broker import Broker
from clocks import SteppedClock
from disks import SizeLimit, SmallDisk, own_mounts
from rig import Rig, programs

HERE = pathlib.Path(__file__).resolve().parent
LANES = ("graph", "login", "kafka")


class Proxy:
    """The process that stands between."""

    def __init__(self, log):
        self.lock = threading.Lock()
        self.process = subprocess.Popen(
            [sys.executable, HERE / "proxy.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(log, "ab"), text=True)
        self.ports = {lane: self.tell("listen", lane)["port"] for lane in LANES}

    def tell(self, do, lane, **more):
        with self.lock:
            print(json.dumps({"do": do, "lane": lane, **more}), file=self.process.stdin, flush=True)
            return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)


class ChaosRig(Rig):
    def __init__(self, bin_folder, version, mebibytes, mountable=True, **settings):
        super().__init__(bin_folder, version, **settings)
        self.mebibytes, self.mountable = mebibytes, mountable

    def prepare(self, building):
        self.proxy = Proxy(self.folder / "proxy.log")
        building.callback(self.proxy.stop)
        self.clock = SteppedClock(self.bin_folder, self.folder)
        self.disks = {}
        if self.mountable and own_mounts():
            for name in ("state", "passes"):
                disk = SmallDisk(self.folder / name, self.mebibytes)
                building.callback(disk.unmount)
                self.disks[name] = disk
        if not self.disks or not all(one.mounted for one in self.disks.values()):
            self.disks = {"files": SizeLimit(lambda: self.daypass.daemon.pid)}

    def make_broker(self):
        return Broker(self.version, self.folder / "kafka", front_port=self.proxy.ports["kafka"])

    def way_of_daemon(self, tenant):
        ports = self.proxy.ports
        for lane, port in (("graph", tenant["port"]), ("login", tenant["port"]),
                           ("kafka", self.broker.port("BEHIND"))):
            self.proxy.tell("target", lane, port=port)
        return (f"127.0.0.1:{ports['kafka']}",
                {**tenant, "port": ports["graph"], "login_port": ports["login"]})

    def start_daemon(self):
        """Does not wait; from the main thread only, as the daemon ends with the thread that
        started it."""
        return self.daypass.start(wait=False, under=self.clock.under())

    def daemon_is_up(self):
        try:
            return self.daypass.get("/healthz")[0] == 200
        except OSError:
            return False


__all__ = ["ChaosRig", "LANES", "Proxy", "programs"]
