#!/usr/bin/env python3
"""Every way to sign in to Entra ID: one that works, those that don't and what `check --probe` says
of them, and what is replaced while the daemon runs."""

import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "support"))
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()

from kit import entra as control  # noqa: E402
from kit import feed, installation, programs, proofs  # noqa: E402

FINE, BAD_CONFIG = 0, 78
OTHER_ID = "99999999-7777-8888-9999-aaaaaaaaaaaa"
HOUR = 3_600


class SignIn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.broker, cls.bootstrap = programs.start_mock_broker(
            PROGRAMS, cls.folder, {"hires": 1})
        cls.simulator, cls.tenant = programs.start_entra(
            PROGRAMS, cls.folder, "--domain", "contoso.example")
        cls.entra = control.Entra(cls.tenant["control_port"])
        cls.entra.act("set_policy", state="enabled")
        cls.daypass = installation.Installation(
            PROGRAMS, cls.folder, cls.bootstrap, cls.tenant, cls.folder / "entra-ca.pem",
            graph="methods_per_second = 50", process='shutdown_grace = "5s"')
        cls.usual = cls.daypass.config.read_text()
        cls.before = cls.entra.switch()

    @classmethod
    def tearDownClass(cls):
        cls.daypass.stop()
        cls.simulator.stop()
        cls.broker.stop()
        cls.scratch.cleanup()

    def tearDown(self):
        self.entra.switch(**self.before)

    def configure(self, *lines, drop=("client_secret",), **changes):
        """The usual configuration with these lines in place of what signs in there; `changes`
        replace whole settings of [graph]."""
        text = []
        for line in self.usual.splitlines():
            name = line.split(" = ")[0]
            if name in changes:
                line = f'{name} = "{changes[name]}"'
            if name not in drop:
                text.append(line)
            if line == "[graph]":
                text.extend(lines)
        self.daypass.config.write_text("\n".join(text) + "\n")

    def probe(self, env=None):
        command = [self.daypass.program, "check", "--config", self.daypass.config, "--probe"]
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60,
                              env={**os.environ, **(env or {})})

    def works(self, env=None):
        done = self.probe(env)
        self.assertEqual(done.returncode, FINE, done.stderr)
        self.assertIn("tenant, brokers and stores agree", done.stdout)

    def fails(self, *words, env=None):
        """The probe fails, and says all of `words`."""
        done = self.probe(env)
        self.assertEqual(done.returncode, BAD_CONFIG, done.stdout)
        for word in words:
            self.assertIn(word, done.stderr)


class ByClientSecret(SignIn):
    def test_works(self):
        self.configure(drop=())
        self.works()

    def test_a_wrong_secret_is_named_with_its_usual_cause(self):
        secret = self.folder / "wrong"
        secret.write_text("5f0c9a1e-id-of-the-secret")
        secret.chmod(0o600)
        self.configure(f'client_secret = "file:{secret}"')
        self.fails("AADSTS7000215", "the secret's value is wanted, not its id",
                   "check graph.tenant_id, graph.client_id, graph.client_secret")

    def test_an_expired_secret_is_to_be_made_anew(self):
        self.configure(drop=())
        self.entra.switch(secret_expired=True)
        self.fails("AADSTS7000222", "the client secret has expired")

    def test_another_application_is_not_in_the_tenant(self):
        self.configure(drop=(), client_id=OTHER_ID)
        self.fails("AADSTS700016", "check client id and tenant")

    def test_another_tenant_does_not_exist(self):
        self.configure(drop=(), tenant_id=OTHER_ID)
        self.fails("AADSTS90002", "check tenant and cloud")

    def test_a_secret_that_is_not_there(self):
        self.configure('client_secret = "file:/nowhere/secret"')
        self.fails("graph.client_secret names file:/nowhere/secret, which isn't there")


class ByCertificate(SignIn):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both, cls.certificate = proofs.make_certificate(cls.folder, "application")

    def setUp(self):
        self.entra.act("register_certificates", pem=[self.certificate])
        self.use(self.both)

    def use(self, file, **changes):
        self.configure('sign_in = "certificate"', f'certificate = "file:{file}"', **changes)

    def test_works(self):
        self.works()

    def test_one_that_is_not_registered(self):
        _, other = proofs.make_certificate(self.folder, "other")
        self.entra.act("register_certificates", pem=[other])
        self.fails("AADSTS700027", "the certificate is not registered with the application",
                   "check graph.tenant_id, graph.client_id, graph.certificate")

    def test_a_clock_that_is_off_is_measured(self):
        self.entra.switch(clock_offset_ms=2 * HOUR * 1_000)
        self.fails("AADSTS700024", "set this machine's clock (by the answer it is 7", "s slow)")

    def test_another_tenant(self):
        self.use(self.both, tenant_id=OTHER_ID)
        self.fails("AADSTS90002", "the tenant does not exist in this cloud")

    def test_one_that_has_expired_is_told_before_anybody_is_asked(self):
        self.use(proofs.make_expired(self.folder, "outdated"))
        self.fails("graph.certificate", "can't sign in: certificate: it expired on 2025-01-01")

    def test_one_that_soon_expires_is_a_warning(self):
        both, certificate = proofs.make_certificate(self.folder, "soon", "-days", "9")
        self.entra.act("register_certificates", pem=[certificate])
        self.use(both)
        done = self.probe()
        self.assertEqual(done.returncode, FINE, done.stderr)
        end = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=9)
        self.assertIn(f"warning: graph.certificate (file:{both}) expires on {end}", done.stderr)

    def test_a_key_of_another_certificate(self):
        file = self.folder / "mixed.pem"
        file.write_text(proofs.make_key(self.folder, "mixed").read_text() + self.certificate)
        file.chmod(0o600)
        self.use(file)
        self.fails("can't sign in: certificate: none in the PEM is of the private key in it")

    def test_a_key_with_a_passphrase(self):
        file = self.folder / "locked.pem"
        locked = proofs.openssl("pkey", "-in", self.folder / "application.key", "-aes256",
                                "-passout", "pass:word")
        file.write_text(locked.decode() + self.certificate)
        file.chmod(0o600)
        self.use(file)
        self.fails("private key: it is encrypted; store it without a passphrase")


class ByWorkloadIdentity(SignIn):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = proofs.make_key(cls.folder, "issuer")
        cls.token = cls.folder / "token"

    def setUp(self):
        self.trust(self.key)
        self.configure('sign_in = "workload_identity"', f'federated_token = "file:{self.token}"')

    def trust(self, key):
        self.entra.act("federate", issuer="https://cluster.example/",
                       subject="system:serviceaccount:hr:daypass",
                       key=proofs.openssl("pkey", "-in", key, "-pubout").decode())

    def give(self, text):
        self.token.write_text(text)
        self.token.chmod(0o600)

    def test_works(self):
        self.give(proofs.federated_token(self.key))
        self.works()

    def test_claims_that_no_federated_credential_has(self):
        for claim, number, cure in (
                ("iss", "700211", "compare it with the cluster's"),
                ("sub", "700213", "compare service account and namespace"),
                ("aud", "700212", "api://AzureADTokenExchange")):
            with self.subTest(claim):
                self.give(proofs.federated_token(self.key, **{claim: "another"}))
                self.fails(f"AADSTS{number}", cure, "graph.federated_token")

    def test_a_token_that_was_not_rotated_in_time(self):
        past = int(time.time()) - 2 * HOUR
        self.give(proofs.federated_token(self.key, nbf=past, exp=past + HOUR))
        self.fails("AADSTS700024")

    def test_a_forged_token(self):
        self.give(proofs.federated_token(proofs.make_key(self.folder, "forger")))
        self.fails("AADSTS50013", "the assertion's signature is wrong")

    def test_a_file_with_something_else(self):
        self.give("no token")
        self.fails("AADSTS50027", "the assertion is no signed token")

    def test_no_file(self):
        self.token.unlink(missing_ok=True)
        self.fails(f"graph.federated_token names file:{self.token}, which isn't there")


class ByManagedIdentity(SignIn):
    def setUp(self):
        self.use(f"127.0.0.1:{self.tenant['control_port']}")

    def use(self, endpoint, drop=("client_secret", "tenant_id", "login_host", "client_id"),
            **changes):
        self.configure('sign_in = "managed_identity"', f'identity_endpoint = "{endpoint}"',
                       drop=drop, **changes)

    def test_works(self):
        self.works()

    def test_works_as_the_user_assigned_one(self):
        self.use(f"127.0.0.1:{self.tenant['control_port']}",
                 drop=("client_secret", "tenant_id", "login_host"))
        self.works()

    def test_a_machine_without_identity(self):
        self.entra.switch(identity_assigned=False)
        self.fails("no such identity is assigned to this machine",
                   "check that this machine has a managed identity")

    def test_another_identity_than_the_assigned(self):
        self.use(f"127.0.0.1:{self.tenant['control_port']}", client_id=OTHER_ID,
                 drop=("client_secret", "tenant_id", "login_host"))
        self.fails("no such identity is assigned to this machine")

    def test_an_endpoint_that_is_not_ready(self):
        self.entra.fault(match={"kind": "token.metadata"}, times=0,
                         fault={"name": "status", "status": 410})
        self.addCleanup(self.entra.clear_faults)
        self.fails("sign-in: 410: no identity endpoint, or it is not ready yet")

    def test_no_endpoint(self):
        self.use("127.0.0.1:1")
        self.fails("sign-in: http://127.0.0.1:1: connect: Connection refused")

    def test_an_endpoint_elsewhere_is_asked_nothing(self):
        self.use("10.1.2.3")
        self.fails("graph.identity_endpoint is at 10.1.2.3, which is neither loopback nor "
                   "link-local")

    def test_what_another_way_needs(self):
        self.use("127.0.0.1:1", drop=())
        self.fails("graph.client_secret is not used with sign_in = \"managed_identity\"",
                   "graph.tenant_id is not used", "graph.login_host is not used")


class ByPlatformIdentity(SignIn):
    """App Service and Container Apps."""

    def setUp(self):
        self.configure('sign_in = "managed_identity"',
                       drop=("client_secret", "tenant_id", "login_host", "client_id"))
        place = f"http://127.0.0.1:{self.tenant['control_port']}/msi/token"
        self.env = {"IDENTITY_ENDPOINT": place, "IDENTITY_HEADER": "sim-identity-header"}

    def test_works(self):
        self.works(self.env)

    def test_a_header_of_another_app(self):
        self.fails("sign-in: 401: the identity header is not the platform's",
                   env={**self.env, "IDENTITY_HEADER": "another"})

    def test_an_app_without_identity(self):
        self.entra.switch(identity_assigned=False)
        self.fails("no such identity is assigned to this machine", env=self.env)

    def test_an_endpoint_that_is_no_url(self):
        self.fails("$IDENTITY_ENDPOINT is no http URL",
                   env={**self.env, "IDENTITY_ENDPOINT": "https://[::1"})

    def test_an_endpoint_elsewhere(self):
        self.fails("which is neither loopback nor link-local",
                   env={**self.env, "IDENTITY_ENDPOINT": "http://collector.example/msi/token"})


class WhileItRuns(SignIn):
    """What proves the daemon is replaced under it."""

    def setUp(self):
        """A cluster of its own for each: the mock has trouble with members that come and go."""
        place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        broker, self.bootstrap = programs.start_mock_broker(PROGRAMS, place, {"hires": 1})
        self.addCleanup(broker.stop)
        self.usual = type(self).usual.replace(type(self).bootstrap, self.bootstrap)

    def start(self, *lines):
        self.configure(*lines)
        self.daypass.start()
        self.addCleanup(self.daypass.stop)

    def by_certificate(self, *options):
        self.file = self.folder / "current.pem"
        self.put_certificate("first", *options)
        self.start('sign_in = "certificate"', f'certificate = "file:{self.file}"')

    def put(self, text):
        draft = self.folder / "draft"
        draft.write_text(text)
        draft.chmod(0o600)
        draft.rename(self.file)

    def put_certificate(self, name, *options):
        both, certificate = proofs.make_certificate(self.folder, name, *options)
        self.entra.act("register_certificates", pem=[certificate])
        self.put(both.read_text())

    def hire(self):
        """An account is made for a hire of today's."""
        employee = "E" + uuid.uuid4().hex[:8]
        start = datetime.date.today() + datetime.timedelta(days=2)
        data = {"givenName": "Ada", "surname": employee, "timeZone": "Europe/Berlin",
                "employeeId": employee, "startDate": start.isoformat(), "revision": 1}
        feed.send(self.bootstrap, "hires", [feed.hire_event("announced", employee, data)])
        programs.wait_for("the account", 30, lambda: employee in self.entra.accounts())

    def tokens(self):
        return self.entra.inspect("counters")["requests"]["token"].get("200", 0)

    def test_a_certificate_is_replaced_and_a_challenge_answered(self):
        self.by_certificate()
        self.hire()
        signed_in = self.tokens()
        self.put_certificate("second")
        self.entra.act("expire_tokens")
        self.hire()
        self.assertEqual(self.tokens(), signed_in + 1)
        self.entra.act("challenge_tokens")
        self.hire()
        self.assertEqual(self.tokens(), signed_in + 2)

    def test_a_certificate_near_its_end_is_told(self):
        self.by_certificate("-days", "9")
        programs.wait_for("the warning", 30, lambda: "expires on" in self.daypass.get("/readyz")[1])
        told = [line for line in self.daypass.log_lines() if "expires on" in str(line)]
        self.assertEqual(len(told), 1, told)
        self.assertIn("register its successor", str(told[0]))

    def test_a_client_secret_is_replaced(self):
        self.file = self.folder / "current-secret"
        self.put(programs.CLIENT_SECRET)
        self.start(f'client_secret = "file:{self.file}"')
        self.addCleanup(self.entra.act, "set_secret", secret=programs.CLIENT_SECRET)
        self.hire()
        self.entra.act("set_secret", secret="another~secret")
        self.put("another~secret\n")
        self.entra.act("expire_tokens")
        self.hire()

    def test_a_federated_token_is_replaced(self):
        key = proofs.make_key(self.folder, "issuer")
        self.entra.act("federate", issuer="https://cluster.example/",
                       subject="system:serviceaccount:hr:daypass",
                       key=proofs.openssl("pkey", "-in", key, "-pubout").decode())
        self.file = self.folder / "current-token"
        self.put(proofs.federated_token(key))
        self.start('sign_in = "workload_identity"', f'federated_token = "file:{self.file}"')
        self.hire()
        self.put(proofs.federated_token(key, jti="rotated"))
        self.entra.act("expire_tokens")
        self.hire()


if __name__ == "__main__":
    unittest.main()
