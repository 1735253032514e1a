#!/usr/bin/env python3
"""A daemon whose profile hands passes over in Azure Key Vault, which is simulated: a hire's way
there and back, and what `check --probe` says of vaults that don't serve."""

import datetime
import pathlib
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

FINE, BAD_CONFIG = 0, 78
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Stockholm")).date()
SOON = (TODAY + datetime.timedelta(days=1)).isoformat()
AUDIENCE = "https://vault.azure.net"


def vault_section(port, ca_file, audience=AUDIENCE):
    return (f'[key_vaults.hr]\nhost = "localhost:{port}"\naudience = "{audience}"\n'
            f'ca_file = "{ca_file}"\n')


class KeyVault(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.scratch.name)
        cls.broker, cls.bootstrap = programs.start_mock_broker(PROGRAMS, folder, {"hires": 1})
        cls.simulator, cls.tenant = programs.start_entra(
            PROGRAMS, folder, "--domain", "contoso.example", "--vault")
        cls.entra = control.Entra(cls.tenant["control_port"])
        cls.entra.act("set_policy", state="enabled")
        ca_file = folder / "entra-ca.pem"
        cls.section = vault_section(cls.tenant["vault_port"], ca_file)
        cls.daypass = installation.Installation(
            PROGRAMS, folder, cls.bootstrap, cls.tenant, ca_file, graph="methods_per_second = 50",
            profile='store = "hr"', stores=cls.section, process='shutdown_grace = "5s"')
        cls.usual = cls.daypass.config.read_text()
        cls.before = cls.entra.call("GET", "/vault/switches")

    @classmethod
    def tearDownClass(cls):
        cls.daypass.stop()
        cls.simulator.stop()
        cls.broker.stop()
        cls.scratch.cleanup()

    def setUp(self):
        self.daypass.config.write_text(self.usual)
        self.addCleanup(self.entra.call, "PATCH", "/vault/switches", self.before)

    def replace(self, old, new):
        text = self.daypass.config.read_text()
        self.assertIn(old, text)
        self.daypass.config.write_text(text.replace(old, new))

    def probe(self):
        command = [self.daypass.program, "check", "--config", self.daypass.config, "--probe"]
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)

    def fails(self, *words):
        done = self.probe()
        self.assertEqual(done.returncode, BAD_CONFIG, done.stderr)
        for each in words:
            self.assertIn(each, done.stderr)

    def vault(self, what, **query):
        pairs = "&".join(f"{name}={value}" for name, value in query.items())
        return self.entra.call("GET", f"/vault/inspect/{what}?{pairs}")

    def live(self):
        """The secrets that can be read."""
        return [one for one in self.vault("secrets") if one["state"] == "live"]

    def told(self, kind, employee, revision, **data):
        data = {"employeeId": employee, "revision": revision, **data}
        event = feed.hire_event(kind, f"{employee}-{revision}", data)
        feed.send(self.bootstrap, "hires", [event])

    def wait(self, what, look):
        try:
            return programs.wait_for(what, 30, look)
        except Exception:
            self.daypass.tell_last_words()
            raise

    def test_a_hire_finds_the_pass_there_until_the_offer_is_rescinded(self):
        self.daypass.start()
        self.addCleanup(self.daypass.stop)
        self.told("announced", "K1", 1, givenName="Åsa", surname="Öberg",
                  timeZone="Europe/Stockholm", startDate=SOON)
        secret = self.wait("the pass", lambda: next(iter(self.live()), None))
        newest = secret["versions"][-1]
        self.assertEqual(newest["tags"]["userPrincipalName"], "asa.oberg@contoso.example")
        self.assertEqual(newest["tags"]["displayName"], "Åsa Öberg")
        self.assertNotIn("oberg", secret["name"])
        at = newest["tags"]["usableFromUtc"].replace("Z", ".000Z")
        account = self.entra.accounts()["K1"]
        opened = self.entra.act("would_sign_in", user=account["id"], code=newest["value"], at=at)
        self.assertEqual(opened["reason"], "ok")
        self.assertEqual(list((self.daypass.folder / "passes").glob("*.cms")), [])

        code = newest["value"]
        self.told("rescinded", "K1", 2)
        self.wait("the lock-out", lambda: not self.live())
        left = self.wait("the purge", lambda: self.entra.call(
            "POST", "/vault/actions/find_value", {"value": code}))
        self.assertEqual(left["readable_now"], 0)
        self.wait("the locked account", lambda: not self.entra.accounts()["K1"]["enabled"])
        self.assertNotIn(code, self.daypass.log.read_text())

    def test_a_probe_leaves_nothing(self):
        before = len(self.vault("secrets"))
        done = self.probe()
        self.assertEqual(done.returncode, FINE, done.stderr)
        self.assertIn("tenant, brokers and stores agree", done.stdout)
        after = self.vault("secrets")
        self.assertEqual(len(after), before + 1)
        self.assertEqual(after[-1]["state"], "purged")

    def test_a_missing_role(self):
        owner = {"principal": self.tenant["client_id"], "permissions": ["set"]}
        self.entra.call("POST", "/vault/actions/revoke", owner)
        self.addCleanup(self.entra.call, "POST", "/vault/actions/grant", owner)
        self.fails("key_vaults.hr does not serve: store hr: setting a secret: refused with 403 "
                   "ForbiddenByRbac", "give it Key Vault Secrets Officer")

    def test_a_firewall(self):
        self.entra.call("PATCH", "/vault/switches", {"firewall": True})
        self.fails("403 ForbiddenByFirewall", "does not know this machine's address")

    def test_tokens_for_something_else(self):
        self.replace(f'audience = "{AUDIENCE}"', 'audience = "https://vault.azure.cn"')
        self.fails("key_vaults.hr does not serve: ")

    def test_a_vault_that_is_not_there(self):
        self.replace(f"localhost:{self.tenant['vault_port']}", "localhost:1")
        self.fails("key_vaults.hr does not serve: store hr: setting a secret: https://localhost:1: "
                   "connect: Connection refused")

    def test_a_vault_of_another_cloud(self):
        lines = ("cloud = ", "host = \"localhost", "login_host = ", "audience = ")
        text = "\n".join(line for line in self.usual.splitlines() if not line.startswith(lines))
        section = '[key_vaults.hr]\nhost = "hr.vault.azure.cn"'
        self.daypass.config.write_text(text.replace("[key_vaults.hr]", section))
        self.fails('key_vaults.hr.host is "hr.vault.azure.cn", which is no vault of this cloud',
                   "write NAME.vault.azure.net")


if __name__ == "__main__":
    unittest.main(verbosity=2)
