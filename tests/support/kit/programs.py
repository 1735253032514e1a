"""Programs of this tree as child processes."""

import ctypes
import json
import os
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PR_SET_PDEATHSIG = 1


def wait_for(what, seconds, look, pause=0.02):
    """Polls `look` until it gives something true, and returns that; TimeoutError names `what`."""
    until = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > until:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(pause)


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Program:
    """A child process with its stderr in a file."""

    def __init__(self, command, log, env=None):
        self.command = [str(word) for word in command]
        self.log = pathlib.Path(log)
        with open(self.log, "ab") as stderr:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=stderr,
                stderr=stderr,
                env={**os.environ, **(env or {})},
                preexec_fn=die_with_parent,
            )

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        return self.process.wait()

    def stop(self, seconds=60):
        """SIGTERM; the exit code."""
        if self.running():
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise TimeoutError(f"{self.command[0]} did not end within {seconds} s of SIGTERM")

    def wait_for_file(self, file, seconds=30):
        """The text of a file that the program writes once it is up."""

        def look():
            if not self.running():
                raise RuntimeError(f"{self.command[0]} ended: see {self.log}\n{self.tail()}")
            return file.exists() and file.read_text()

        return wait_for(f"{self.command[0]} to come up", seconds, look)

    def tail(self, lines=15):
        with open(self.log, "rb") as file:  # which may be long
            file.seek(max(0, self.log.stat().st_size - 4096 * lines))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def start_mock_broker(programs, folder, topics):
    """librdkafka's mock cluster; `topics` is {name: partitions}. (Program, bootstrap address)."""
    port_file = folder / "broker.address"
    port_file.unlink(missing_ok=True)
    command = [programs / "mock-broker", "--port-file", port_file]
    for name, partitions in topics.items():
        command += ["--topic", f"{name}:{partitions}"]
    broker = Program(command, folder / "broker.log")
    return broker, broker.wait_for_file(port_file).strip()


def start_entra(programs, folder, *options):
    """The Entra simulator. (Program, what it tells of itself)."""
    ready_file = folder / "entra.json"
    ready_file.unlink(missing_ok=True)
    command = [programs / "entra-simulator", "--ca-file", folder / "entra-ca.pem"]
    command += ["--ready-file", ready_file, "--client-secret", CLIENT_SECRET, *options]
    simulator = Program(command, folder / "entra.log")
    return simulator, json.loads(simulator.wait_for_file(ready_file))


CLIENT_SECRET = "a-client-secret-for-tests-0123456789"  # noqa: S105
