#!/usr/bin/env python3
"""The verbs of daypassd as a person types them: what they print, and how they end."""

import datetime
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "support"))
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()

from kit import entra as control  # noqa: E402
from kit import feed, installation, programs  # noqa: E402

FINE, FAILED, USAGE, BAD_INPUT, NO_INPUT, UNAVAILABLE, BAD_CONFIG = 0, 1, 64, 65, 66, 69, 78
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Stockholm")).date()  # As PERSON's.
SOON = (TODAY + datetime.timedelta(days=1)).isoformat()
YEAR = TODAY.year + 1
PERSON = {"givenName": "Åsa", "surname": "Öberg", "timeZone": "Europe/Stockholm"}


def announced(employee, start, revision=1):
    data = {**PERSON, "employeeId": employee, "startDate": start, "revision": revision}
    return feed.hire_event("announced", f"{employee}-{revision}", data)


class Verbs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.scratch.name)
        cls.broker, cls.bootstrap = programs.start_mock_broker(
            PROGRAMS, folder, {"hires": 2, "dead": 1})
        cls.simulator, cls.tenant = programs.start_entra(
            PROGRAMS, folder, "--domain", "contoso.example")
        cls.entra = control.Entra(cls.tenant["control_port"])
        cls.daypass = installation.Installation(
            PROGRAMS, folder, cls.bootstrap, cls.tenant, folder / "entra-ca.pem",
            kafka='dead_letter_topic = "dead"\ngroup_instance_id = "cli"\nsession_timeout = "6s"',
            graph="methods_per_second = 50",
            limits='start_ahead_max = "800d"', process='shutdown_grace = "5s"')

    @classmethod
    def tearDownClass(cls):
        cls.daypass.stop()
        cls.simulator.stop()
        cls.broker.stop()
        cls.scratch.cleanup()

    def type(self, *words):
        return subprocess.run([str(self.daypass.program), *map(str, words)], capture_output=True,
                              text=True, timeout=60)

    def on_config(self, verb, *words):
        return self.type(verb, "--config", self.daypass.config, *words)

    def write(self, name, text):
        file = self.daypass.folder / name
        file.write_text(text)
        return file

    def running(self):
        if not (self.daypass.daemon and self.daypass.daemon.running()):
            self.daypass.start()

    def stopped(self):
        self.daypass.stop()

    def wait(self, what, look):
        return programs.wait_for(what, 30, look)

    def known(self, employee, start=f"{YEAR}-12-01"):
        """A hire that is in the state."""
        self.running()
        feed.send(self.bootstrap, "hires", [announced(employee, start)])
        self.wait(f"{employee} in the state", lambda: employee in self.daypass.hires())


class Usage(Verbs):
    def test_no_verb_is_a_usage_error_with_help(self):
        done = self.type()
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("--help", done.stderr + done.stdout)

    def test_an_unknown_verb_or_option_is_named(self):
        for words in (("frobnicate",), ("list", "--frobnicate")):
            done = self.type(*words)
            self.assertEqual(done.returncode, USAGE)
            self.assertIn("frobnicate", done.stderr)

    def test_help_names_every_verb(self):
        for words in (("help",), ("--help",)):
            done = self.type(*words)
            self.assertEqual(done.returncode, FINE)
            for verb in ("run", "check", "explain", "list", "show", "retry", "revoke", "release",
                         "hold", "reissue", "adopt", "dead-letters", "status", "acknowledge",
                         "version", "help"):
                self.assertRegex(done.stdout, rf"(?m)^  {verb}\b")

    def test_version(self):
        self.assertRegex(self.type("version").stdout, r"^daypassd \d+\.\d+\.\d+\n$")
        self.assertIn("version", json.loads(self.type("version", "--json").stdout))

    def test_a_configuration_that_is_not_there(self):
        for verb, *words in (["check"], ["run"], ["list"], ["show", "E1"], ["retry", "--all"]):
            done = self.type(verb, "--config", "/nowhere.toml", *words)
            self.assertEqual(done.returncode, BAD_CONFIG, verb)
            self.assertIn("/nowhere.toml", done.stderr)


class Check(Verbs):
    def test_a_good_configuration(self):
        done = self.on_config("check")
        self.assertEqual((done.returncode, done.stderr), (FINE, ""))
        self.assertIn("can be used", done.stdout)

    def test_everything_wrong_at_once_with_its_place_and_cure(self):
        text = self.daypass.config.read_text()
        text = text.replace('upn_domain = "contoso.example"', 'upn_domain = "other.example"')
        text = text.replace('level = "info"', 'level = "loud"')
        text = text.replace("people.pem", "nobody.pem")
        bad = self.write("bad.toml", text)
        done = self.type("check", "--config", bad)
        self.assertEqual((done.returncode, done.stdout), (BAD_CONFIG, ""))
        for setting in ("profiles.standard.upn_domain", "logging.level", "sealed.recipients"):
            self.assertRegex(done.stderr, rf"{bad}:\d+:\d+: error: {setting}")
        self.assertEqual(self.type("run", "--config", bad).returncode, BAD_CONFIG)
        told = json.loads(self.type("check", "--json", "--config", bad).stdout)
        self.assertFalse(told["usable"])
        self.assertGreaterEqual(len(told["problems"]), 3)

    def test_probe_tells_which_profile_the_tenant_refuses(self):
        self.assertEqual(self.on_config("check", "--probe").returncode, FINE)
        self.entra.act("set_policy", maximumLifetimeInMinutes=120)
        try:
            done = self.on_config("check", "--probe")
        finally:
            self.entra.act("set_policy", maximumLifetimeInMinutes=480)
        self.assertEqual(done.returncode, BAD_CONFIG)
        self.assertRegex(done.stderr, r"profiles\.standard\.lifetime is 480 minutes.*60 to 120")

    def test_probe_tells_of_brokers_that_do_not_answer(self):
        text = self.daypass.config.read_text().replace(self.bootstrap, "127.0.0.1:1")
        done = self.type("check", "--probe", "--config", self.write("lost.toml", text))
        self.assertEqual(done.returncode, BAD_CONFIG)
        self.assertRegex(done.stderr, r"error: kafka\.brokers does not serve: no broker answers")

    def test_probe_tells_of_a_secret_that_does_not_sign_in(self):
        secret = self.daypass.folder / "client-secret"
        good = secret.read_text()
        secret.write_text("not the secret\n")
        try:
            done = self.on_config("check", "--probe")
        finally:
            secret.write_text(good)
        self.assertEqual(done.returncode, BAD_CONFIG)
        self.assertIn("graph.client_secret", done.stderr)
        self.assertNotIn("not the secret", done.stderr)


class Explain(Verbs):
    def test_tells_what_would_be_done_and_when(self):
        file = self.write("event.json", json.dumps(announced("E1", f"{YEAR}-07-01")))
        done = self.on_config("explain", file)
        self.assertEqual(done.returncode, FINE, done.stderr)
        self.assertIn("asa.oberg@contoso.example", done.stdout)
        self.assertIn(f"{YEAR}-07-01 08:00 CEST (+02:00) Europe/Stockholm = "
                      f"{YEAR}-07-01T06:00:00Z", done.stdout)
        self.assertRegex(done.stdout, rf"{YEAR}-06-17T06:00:00Z  create_account ")
        self.assertRegex(done.stdout, rf"{YEAR}-06-29T06:00:00Z  issue_pass ")
        self.assertIn("settled: registered", done.stdout)
        told = json.loads(self.on_config("explain", "--json", file).stdout)
        self.assertEqual(told["hires"][0]["start_utc"], f"{YEAR}-07-01T06:00:00Z")

    def test_tells_what_is_wrong_with_an_event(self):
        broken = announced("E1", f"{YEAR}-02-30")
        file = self.write("broken.json", json.dumps([broken, announced("E2", f"{YEAR}-07-01")]))
        done = self.on_config("explain", file)
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertRegex(done.stdout, r"event 1: \w+: .*startDate")
        self.assertIn("event 2: announced contoso/E2", done.stdout)

    def test_a_file_that_is_not_there(self):
        done = self.on_config("explain", "/nowhere.json")
        self.assertEqual(done.returncode, NO_INPUT)
        self.assertIn("/nowhere.json", done.stderr)


class Reading(Verbs):
    def test_without_a_state_says_so(self):
        self.stopped()
        text = self.daypass.config.read_text().replace("/state/state.db", "/none/state.db")
        other = self.write("other.toml", text)
        done = self.type("list", "--config", other)
        self.assertEqual(done.returncode, NO_INPUT)
        self.assertIn("state.db", done.stderr)

    def test_hires_are_listed_and_shown_while_the_daemon_runs_and_after(self):
        self.known("E100")
        for end in (lambda: None, self.stopped):
            end()
            self.assertIn("contoso/E100", self.on_config("list").stdout)
            self.assertIn("contoso/E100", self.on_config("list", "--waiting").stdout)
            self.assertNotIn("contoso/E100", self.on_config("list", "--parked").stdout)
            self.assertIn("Öberg", self.on_config("show", "e100").stdout)
            self.assertEqual(self.daypass.show("contoso/E100")["hire"], "contoso/E100")

    def test_a_hire_that_is_not_there(self):
        self.known("E101")
        done = self.on_config("show", "E999")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("E999", done.stderr)

    def test_a_reason_that_is_not_there(self):
        self.known("E102")
        self.assertEqual(self.on_config("list", "--reason", "bad_mood").returncode, FAILED)
        self.assertEqual(self.on_config("retry", "--reason", "bad_mood").returncode, USAGE)

    def test_dead_letters_are_whole(self):
        self.running()
        feed.send(self.bootstrap, "hires", ["{broken"])
        letters = self.wait("the dead letter", lambda: "not_json" in self.on_config(
            "dead-letters").stdout and json.loads(self.on_config("dead-letters", "--json").stdout))
        self.assertIn("{broken", json.dumps(letters))

    def test_status_tells_of_a_daemon_that_is_not_there(self):
        self.known("E103")
        self.wait("readiness", lambda: self.on_config("status").stdout.startswith("ready\n"))
        self.stopped()
        self.assertIn("can't be asked", self.on_config("status").stdout)


class Orders(Verbs):
    def test_need_a_daemon(self):
        self.stopped()
        for words in (("retry", "--all"), ("revoke", "E1", "--why", "test"), ("release", "E1"),
                      ("acknowledge", "events-lost")):
            done = self.on_config(*words)
            self.assertEqual(done.returncode, UNAVAILABLE, words)
            self.assertIn("admin.sock", done.stderr)

    def test_need_a_reason_and_a_hire(self):
        self.assertEqual(self.on_config("revoke", "E1").returncode, USAGE)
        self.assertEqual(self.on_config("retry").returncode, USAGE)
        self.assertEqual(self.on_config("retry", "E1", "--all").returncode, USAGE)

    def test_are_taken_told_and_carried_out(self):
        self.known("E200", start=SOON)
        self.wait("the pass", lambda: self.daypass.passes.labels())
        done = self.on_config("revoke", "E200", "--why", "signed elsewhere")
        self.assertEqual(done.returncode, FINE, done.stderr)
        self.assertIn("revoke of contoso/E200", done.stdout)
        self.wait("the lock-out", lambda: not self.daypass.passes.labels())
        self.wait("the end", lambda: "settled" in self.on_config("list").stdout)
        self.assertFalse(self.entra.accounts()["E200"]["enabled"])
        orders = self.daypass.show("E200")["orders"]
        self.assertEqual((orders[0]["kind"], orders[0]["why"]), ("revoke", "signed elsewhere"))
        self.assertEqual(self.on_config("release", "E200").returncode, FINE)

    def test_name_a_hire_that_is_not_there(self):
        self.running()
        done = self.on_config("hold", "E999", "--why", "test")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("E999", done.stderr)

    def test_there_is_nothing_to_acknowledge(self):
        self.running()
        self.assertIn("nothing to", self.on_config("acknowledge", "events-lost").stdout)


class Running(Verbs):
    def test_a_second_daemon_says_who_holds_the_state(self):
        self.running()
        done = self.on_config("run")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(str(self.daypass.daemon.pid), done.stderr)

    def test_a_folder_that_is_not_that_of_the_passes_is_refused(self):
        self.running()
        self.stopped()
        empty = self.daypass.folder / "not-mounted"
        empty.mkdir(mode=0o700)
        passes = f'folder = "{self.daypass.folder}/passes"'
        text = self.daypass.config.read_text()
        self.assertIn(passes, text)
        other = self.write("other.toml", text.replace(passes, f'folder = "{empty}"'))
        done = self.type("run", "--config", other)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(f"sealed.folder {empty} is not where this state's passes are", done.stderr)
        self.assertIn("mount the right one", done.stderr)
        self.assertEqual(list(empty.iterdir()), [], "nothing was written there")

    def test_a_metrics_address_in_use_is_named(self):
        self.stopped()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            text = self.daypass.config.read_text().replace(
                f"unix:{self.daypass.folder}/metrics.sock", f"127.0.0.1:{port}")
            done = self.type("run", "--config", self.write("taken.toml", text))
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(str(port), done.stderr)

    def test_sigterm_drains_and_ends_with_0(self):
        self.running()
        self.assertEqual(self.daypass.stop(), FINE)
        self.assertFalse((self.daypass.folder / "admin.sock").exists())

    def test_a_second_signal_ends_at_once(self):
        self.running()
        self.entra.fault(match={"kind": "*"}, times=0, fault={"name": "stall"})
        feed.send(self.bootstrap, "hires", [announced("E300", SOON)])
        self.wait("a request in flight", lambda: any(
            rule["fired"] for rule in self.entra.call("GET", "/faults")["faults"]))
        # The log is that of every daemon before, and two signals too close are one.
        before = self.daypass.log.read_text().count('"draining"')
        self.daypass.daemon.process.send_signal(signal.SIGTERM)
        self.wait("draining", lambda: self.daypass.log.read_text().count('"draining"') > before)
        self.daypass.daemon.process.send_signal(signal.SIGTERM)
        try:
            self.assertEqual(self.daypass.daemon.process.wait(5), FAILED)
        finally:
            self.entra.clear_faults()

    def test_health_readiness_and_metrics_are_served(self):
        self.running()
        self.wait("readiness", lambda: self.daypass.get("/readyz")[0] == 200)
        self.assertEqual(self.daypass.get("/healthz")[0], 200)
        self.assertIn("daypass_build_info", self.daypass.get("/metrics")[1])
        self.assertEqual(self.daypass.get("/nothing")[0], 404)


class Filtered(Verbs):
    def test_a_hire_is_served_under_the_units_system_call_filter(self):
        self.stopped()
        # LeakSanitizer, where it is built in, traces the process as it ends: the filter forbids it.
        under = ("env", "ASAN_OPTIONS=detect_leaks=0",
                 sys.executable, ROOT / "tests" / "unit" / "systemd" / "under_filter.py",
                 ROOT / "systemd" / "daypassd.service")
        self.daypass.start(under=under)
        status = pathlib.Path(f"/proc/{self.daypass.daemon.pid}/status").read_text()
        self.assertRegex(status, r"Seccomp:\s+2")
        feed.send(self.bootstrap, "hires", [announced("E400", SOON), "{broken"])
        self.wait("the pass", lambda: self.daypass.passes.labels())
        self.wait("the dead letter", lambda: feed.read_all(self.bootstrap, "dead"))
        self.assertEqual(self.on_config("revoke", "E400", "--why", "test").returncode, FINE)
        self.wait("the lock-out", lambda: not self.daypass.passes.labels())
        self.assertEqual(self.daypass.stop(), FINE)


if __name__ == "__main__":
    unittest.main()
