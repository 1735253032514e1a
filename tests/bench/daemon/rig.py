"""Mock broker, Entra simulator and daemon as processes, and hires by the thousand."""

import contextlib
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from kit import feed, programs  # noqa: E402
from kit.entra import Entra  # noqa: E402
from kit.installation import Installation  # noqa: E402

TOPIC = "hires"
# The mock keeps 5 MiB a partition and drops what is older.
PARTITIONS = 64
# It also ignores a member's leaving: a restart waits for the session to end.
MOCK_KAFKA = 'session_timeout = "6s"'
NAMES = ("Anna", "Boris", "Chiara", "Dang", "Émilie", "Farid", "Grace", "Hiroshi")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney")


def announced(number, start, prefix="E", **more):
    """One hire's announcement, as long as real ones are."""
    data = {
        "employeeId": f"{prefix}{number}",
        "givenName": NAMES[number % len(NAMES)],
        "surname": f"Bellweather{number}",
        "startDate": start,
        "timeZone": ZONES[number % len(ZONES)],
        "department": "Research and Development",
        "jobTitle": "Engineer",
        "companyName": "Contoso",
        "country": "DE",
        "revision": 1,
        **more,
    }
    return feed.hire_event("announced", f"{prefix}-{number}-1", data)


def day(ahead):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (today + datetime.timedelta(days=ahead)).isoformat()


class Rig:
    """All of it in one folder, gone with it. `settings` are those of Installation."""

    def __init__(self, bin_folder, simulator=(), **settings):
        self.bin_folder = pathlib.Path(bin_folder).resolve()
        self.simulator_options, self.settings = simulator, settings
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as building:
            self.folder = pathlib.Path(
                building.enter_context(tempfile.TemporaryDirectory(prefix="daypass-bench-"))
            )
            self.broker, self.bootstrap = programs.start_mock_broker(
                self.bin_folder, self.folder, {TOPIC: PARTITIONS}
            )
            building.callback(self.broker.stop)
            self.simulator, tenant = programs.start_entra(
                self.bin_folder, self.folder, "--domain", "contoso.example",
                "--log-entries", "1000", *self.simulator_options,
            )  # fmt: skip
            building.callback(self.simulator.stop)
            self.entra = Entra(tenant["control_port"])
            self.daypass = Installation(
                self.bin_folder, self.folder, self.bootstrap, tenant,
                self.folder / "entra-ca.pem", topic=TOPIC,
                **{"kafka": MOCK_KAFKA, **self.settings},
            )  # fmt: skip
            building.callback(self.daypass.stop)
            self.stack = building.pop_all()
        return self

    def __exit__(self, *why):
        if why[0] is not None:
            self.daypass.tell_last_words()
        return self.stack.__exit__(*why)

    def send(self, events):
        """Spreads events over the partitions as fast as one producer can."""
        lines = (f"{event['data']['employeeId']}\t{json.dumps(event)}\n" for event in events)
        command = ["kcat", "-q", "-P", "-b", self.bootstrap, "-t", TOPIC, "-K", "\t"]
        command += ["-H", "content-type=application/cloudevents+json"]
        command += ["-X", "linger.ms=20", "-X", "batch.num.messages=2000"]
        done = subprocess.run(
            command, input="".join(lines), text=True, capture_output=True, timeout=300
        )
        if done.returncode != 0:
            raise RuntimeError(f"kcat: {done.stderr}")

    def processes(self):
        return {
            "daemon": self.daypass.daemon.pid,
            "simulator": self.simulator.pid,
            "broker": self.broker.pid,
        }

    def wait_for_metric(self, name, least, seconds, pause=0.05):
        """Until a family's sum is at least that; TimeoutError with what it was."""
        seen = [0.0]

        def look():
            seen[0] = self.daypass.metric(name)
            return seen[0] >= least

        try:
            programs.wait_for(f"{name} to reach {least}", seconds, look, pause)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; it is {seen[0]:.0f}") from None
