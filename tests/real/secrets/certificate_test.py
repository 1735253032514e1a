#!/usr/bin/env python3
"""The key of the certificate that signs in: read for each sign-in, and nowhere in the daemon's
memory after it, in whatever form. Root only."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
for folder in ("real/daemon", "support"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / folder))
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()

import memory  # noqa: E402
import wanted  # noqa: E402
from kit import entra, installation, programs, proofs  # noqa: E402


class CertificateKey(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        broker, bootstrap = programs.start_mock_broker(PROGRAMS, self.folder, {"hires": 1})
        self.addCleanup(broker.stop)
        simulator, tenant = programs.start_entra(
            PROGRAMS, self.folder, "--domain", "contoso.example")
        self.addCleanup(simulator.stop)
        self.entra = entra.Entra(tenant["control_port"])
        self.daypass = installation.Installation(
            PROGRAMS, self.folder, bootstrap, tenant, self.folder / "entra-ca.pem")
        self.addCleanup(self.daypass.stop)
        self.both, certificate = proofs.make_certificate(self.folder, "application")
        self.entra.act("register_certificates", pem=[certificate])

    def start(self):
        text = self.daypass.config.read_text()
        by_secret = f'client_secret = "file:{self.folder}/client-secret"'
        self.assertIn(by_secret, text)
        self.daypass.config.write_text(text.replace(
            by_secret, f'sign_in = "certificate"\ncertificate = "file:{self.both}"'))
        self.daypass.start()
        programs.wait_for("a sign-in", 60, self.signed_in)

    def signed_in(self):
        return self.entra.inspect("counters")["requests"].get("token", {}).get("200")

    def test_is_nowhere_after_a_sign_in(self):
        self.start()
        key = self.folder / "application.key"
        with memory.standing_still(self.daypass.daemon.pid):
            found = memory.search(self.daypass.daemon.pid, wanted.private_key(key))
        self.assertGreater(found.size, 1 << 20)
        self.assertEqual(found.elsewhere, [])
        self.assertEqual(dict(found.kept_out), {})

    def test_would_be_found(self):
        self.start()
        pem = (self.folder / "application.key").read_text()
        holder = programs.Program([sys.executable, "-c", "import signal; signal.pause()", pem],
                                  self.folder / "holder.log")
        self.addCleanup(holder.kill)
        programs.wait_for("its memory", 30, lambda: memory.search(
            holder.pid, wanted.private_key(self.folder / "application.key")).elsewhere)


if __name__ == "__main__":
    unittest.main()
