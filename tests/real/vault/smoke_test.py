#!/usr/bin/env python3
"""A real Vault server does what daypass will ask of it, and refuses as it should: KV v2, AppRole,
Kubernetes and token sign-in, wrapping, sealing, restarts, TLS. Run by ctest, label real."""

import pathlib
import ssl
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from client import Client  # noqa: E402
from cluster import Cluster, openssl  # noqa: E402
from vault import ACTIVE, SEALED, Vault, wait_for  # noqa: E402

SECONDS = 30
FOLDER = tempfile.TemporaryDirectory(prefix="daypass-vault-")
SERVER = Vault(pathlib.Path(FOLDER.name) / "shared")


def setUpModule():
    unittest.addModuleCleanup(FOLDER.cleanup)
    SERVER.start()
    unittest.addModuleCleanup(SERVER.stop)
    SERVER.enable_sign_in("approle")
    SERVER.enable_sign_in("kubernetes")


class Case(unittest.TestCase):
    def refused(self, answer, status, words=""):
        self.assertEqual(answer.status, status, answer.body)
        self.assertIn(words, " ".join(answer.errors))

    def eventually(self, status, look):
        """Polls a request until it is answered so; its last answer."""
        def seen():
            answer = look()
            return answer if answer.status == status else None
        return wait_for(f"an answer {status}", SECONDS, seen)


class Kv(Case):
    """Each test has a path of its own, where version 1 lies."""

    def setUp(self):
        self.root = SERVER.root
        self.name = self.id().rsplit(".", 1)[1]
        written = self.put("one", cas=0)
        self.assertEqual((written.status, written.data["version"]), (200, 1))

    def put(self, code, cas):
        body = {"options": {"cas": cas}, "data": {"code": code}}
        return self.root.call("POST", f"secret/data/{self.name}", body)

    def get(self):
        return self.root.call("GET", f"secret/data/{self.name}")

    def absent(self, **state):
        """It answers 404, and still tells what became of the version."""
        answer = self.get()
        self.assertEqual(answer.status, 404)
        self.assertIsNone(answer.data["data"])
        for key, value in state.items():
            self.assertEqual(bool(answer.data["metadata"][key]), value, key)

    def test_reads_what_was_written(self):
        self.assertEqual(self.get().data["data"], {"code": "one"})

    def test_refuses_a_second_write_with_cas_0(self):
        self.refused(self.put("two", cas=0), 400,
                     "check-and-set parameter did not match the current version")
        self.assertEqual(self.put("two", cas=1).data["version"], 2)
        self.assertEqual(self.get().data["data"], {"code": "two"})

    def test_refuses_a_write_without_cas_where_it_is_required(self):
        self.root.write(f"secret/metadata/{self.name}", cas_required=True)
        self.refused(self.root.call("POST", f"secret/data/{self.name}", {"data": {}}), 400,
                     "check-and-set parameter required for this call")

    def test_keeps_metadata(self):
        self.root.write(f"secret/metadata/{self.name}", custom_metadata={"hire": "h-1"},
                        delete_version_after="26h")
        told = self.root.read(f"secret/metadata/{self.name}").data
        self.assertEqual(told["custom_metadata"], {"hire": "h-1"})
        self.assertEqual(told["delete_version_after"], "26h0m0s")
        self.assertEqual(told["current_version"], 1)
        self.assertEqual(self.get().data["metadata"]["deletion_time"], "", "only later versions")
        self.assertNotEqual(self.put("two", cas=1).data["deletion_time"], "")

    def test_deletes_a_version_by_itself(self):
        self.root.write(f"secret/metadata/{self.name}", delete_version_after="1s")
        self.put("two", cas=1)
        self.eventually(404, self.get)
        self.absent(deletion_time=True, destroyed=False)

    def test_undeletes_what_was_deleted(self):
        self.root.must("DELETE", f"secret/data/{self.name}")
        self.absent(deletion_time=True, destroyed=False)
        self.refused(self.put("two", cas=0), 400, "did not match the current version")
        self.root.write(f"secret/undelete/{self.name}", versions=[1])
        self.assertEqual(self.get().data["data"], {"code": "one"})

    def test_destroys_for_good(self):
        self.root.write(f"secret/destroy/{self.name}", versions=[1])
        self.absent(destroyed=True)
        self.root.write(f"secret/undelete/{self.name}", versions=[1])
        self.absent(destroyed=True)

    def test_forgets_all_with_the_metadata(self):
        self.root.must("DELETE", f"secret/metadata/{self.name}")
        answer = self.get()
        self.assertEqual((answer.status, answer.body), (404, {"errors": []}))
        self.assertEqual(self.put("one", cas=0).data["version"], 1)
        self.root.must("DELETE", f"secret/metadata/{self.name}")
        self.root.must("DELETE", f"secret/metadata/{self.name}")  # a repeat is as good

    def test_logs_requests_without_values(self):
        SERVER.log_requests()
        self.assertEqual(self.put("canary-in-the-log", cas=1).status, 200)
        self.root.must("DELETE", "sys/audit/file")
        seen = [entry["request"] for entry in SERVER.logged_requests()
                if entry["request"]["path"] == f"secret/data/{self.name}"]
        self.assertEqual({one["operation"] for one in seen}, {"update"})
        self.assertNotIn("canary-in-the-log", (SERVER.data / "requests.log").read_text())


class Wrapping(Case):
    def setUp(self):
        SERVER.root.write("secret/data/wrapped", data={"code": "one"})
        self.wrapped = SERVER.root.must("GET", "secret/data/wrapped", wrap="60s").body["wrap_info"]
        self.holder = SERVER.client(self.wrapped["token"])

    def unwrap(self, client, **body):
        return client.call("POST", "sys/wrapping/unwrap", body)

    def test_unwraps_once(self):
        self.assertEqual(self.wrapped["creation_path"], "secret/data/wrapped")
        self.assertEqual(self.unwrap(self.holder).data["data"], {"code": "one"})
        self.refused(self.unwrap(self.holder), 400, "wrapping token is not valid")

    def test_tells_of_a_wrapping_without_using_it(self):
        for _ in range(2):
            told = SERVER.client().must(
                "POST", "sys/wrapping/lookup", {"token": self.wrapped["token"]})
            self.assertEqual(told.data["creation_path"], "secret/data/wrapped")
        self.assertEqual(self.unwrap(self.holder).status, 200)

    def test_unwraps_for_another_token_but_not_with_its_own_in_both_places(self):
        token = self.wrapped["token"]
        self.refused(self.unwrap(SERVER.client(), token=token), 403)
        self.assertEqual(self.unwrap(SERVER.root, token=token).status, 200)
        self.setUp()
        token = self.wrapped["token"]
        self.refused(self.unwrap(self.holder, token=token), 500, "use-count")
        self.refused(self.unwrap(self.holder), 400, "wrapping token is not valid")

    def test_wrapping_token_reads_nothing_else(self):
        self.refused(self.holder.call("GET", "secret/data/wrapped"), 403, "permission denied")

    def test_wrapping_expires(self):
        short = SERVER.root.must("GET", "secret/data/wrapped", wrap="1s").body["wrap_info"]
        self.eventually(400, lambda: SERVER.client().call(
            "POST", "sys/wrapping/lookup", {"token": short["token"]}))
        self.refused(self.unwrap(SERVER.client(short["token"])), 400)


class Tokens(Case):
    """What AppRole and the token store give, and how it ends."""

    def setUp(self):
        self.name = self.id().rsplit(".", 1)[1]
        SERVER.write_policy("passes", {
            "secret/data/passes/*": ["create", "update", "read"],
            "secret/metadata/passes/*": ["read", "delete"]})

    def sign_in(self, role_id, secret_id):
        return SERVER.client().call("POST", "auth/approle/login",
                                    {"role_id": role_id, "secret_id": secret_id})

    def signed_in(self, **settings):
        """(client, what the login said)"""
        role_id = SERVER.write_approle(self.name, ["passes"], **settings)
        secret_id = SERVER.draw_secret_id(self.name).data["secret_id"]
        answer = self.sign_in(role_id, secret_id)
        self.assertEqual(answer.status, 200, answer.body)
        return SERVER.client(answer.auth["client_token"]), answer.auth

    def test_policy_hides_the_rest(self):
        client, auth = self.signed_in(token_ttl="1h")
        self.assertEqual(sorted(auth["policies"]), ["default", "passes"])
        self.assertEqual((auth["lease_duration"], auth["renewable"]), (3600, True))
        client.write("secret/data/passes/one", data={"code": "one"})
        self.assertEqual(client.read("secret/data/passes/one").data["data"], {"code": "one"})
        for method, path in (("GET", "secret/data/others/one"), ("POST", "secret/data/others/one"),
                             ("LIST", "secret/metadata/passes"), ("GET", "sys/mounts"),
                             ("DELETE", "secret/data/passes/one")):
            self.refused(client.call(method, path), 403, "permission denied")

    def test_renews_up_to_the_end_it_was_given(self):
        client, _ = self.signed_in(token_ttl="1h", token_max_ttl="2h")
        renewed = client.write("auth/token/renew-self", increment="90m").auth
        self.assertEqual(renewed["lease_duration"], 5400)
        renewed = client.must("POST", "auth/token/renew-self", {"increment": "9h"})
        self.assertLessEqual(renewed.auth["lease_duration"], 7200)
        self.assertTrue(renewed.body["warnings"])

    def test_expired_token_is_denied(self):
        client, _ = self.signed_in(token_ttl="1s")
        self.eventually(403, lambda: client.call("GET", "auth/token/lookup-self"))
        self.refused(client.call("GET", "secret/data/passes/one"), 403, "permission denied")
        self.refused(client.call("POST", "auth/token/renew-self", {}), 403, "permission denied")

    def test_revoked_token_is_denied(self):
        client, _ = self.signed_in()
        self.assertEqual(client.call("GET", "auth/token/lookup-self").status, 200)
        SERVER.root.write("auth/token/revoke", token=client.token)
        self.refused(client.call("GET", "auth/token/lookup-self"), 403, "permission denied")

    def test_refuses_a_secret_that_is_wrong_or_used_up(self):
        role_id = SERVER.write_approle(self.name, ["passes"], secret_id_num_uses=1)
        secret_id = SERVER.draw_secret_id(self.name).data["secret_id"]
        self.refused(self.sign_in(role_id, "wrong"), 400, "invalid secret id")
        self.assertEqual(self.sign_in(role_id, secret_id).status, 200)
        self.refused(self.sign_in(role_id, secret_id), 400, "invalid secret id")
        self.refused(self.sign_in("wrong", secret_id), 400, "invalid role ID")

    def test_locks_a_role_out_after_five_wrong_secrets(self):
        role_id = SERVER.write_approle(self.name, ["passes"])
        for _ in range(5):
            self.refused(self.sign_in(role_id, "wrong"), 400, "invalid secret id")
        right = SERVER.draw_secret_id(self.name).data["secret_id"]
        self.refused(self.sign_in(role_id, right), 403, "permission denied")

    def test_secret_is_delivered_wrapped(self):
        role_id = SERVER.write_approle(self.name, ["passes"])
        wrapped = SERVER.draw_secret_id(self.name, wrap="60s").body["wrap_info"]
        unwrapped = SERVER.client(wrapped["token"]).must("POST", "sys/wrapping/unwrap")
        self.assertEqual(self.sign_in(role_id, unwrapped.data["secret_id"]).status, 200)

    def test_token_of_a_token(self):
        given = SERVER.root.write("auth/token/create", policies=["passes"], ttl="1h").auth
        client = SERVER.client(given["client_token"])
        self.assertIn("passes", client.read("auth/token/lookup-self").data["policies"])
        self.refused(SERVER.client().call("GET", "secret/data/passes/one"), 403)


class Kubernetes(Case):
    """Sign-in with a service account's token; "daypass" in "hr" may, for the audience "vault"."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="daypass-cluster-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.cluster = cls.enterClassContext(Cluster(folder.name))
        SERVER.write_policy("passes", {"secret/data/passes/*": ["create", "update", "read"]})
        SERVER.root.write("auth/kubernetes/config", **cls.cluster.settings())
        SERVER.root.write(
            "auth/kubernetes/role/daypass", bound_service_account_names=["daypass"],
            bound_service_account_namespaces=["hr"], audience="vault",
            token_policies=["passes"], token_ttl="1h")

    def sign_in(self, token, role="daypass"):
        return SERVER.client().call("POST", "auth/kubernetes/login", {"role": role, "jwt": token})

    def good_token(self, **changes):
        return self.cluster.token(**({"account": "daypass", "namespace": "hr",
                                      "audiences": ["vault"]} | changes))

    def test_signs_in_and_renews(self):
        answer = self.sign_in(self.good_token())
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.auth["metadata"]["service_account_namespace"], "hr")
        client = SERVER.client(answer.auth["client_token"])
        client.write("secret/data/passes/pod", data={"code": "one"})
        self.assertEqual(client.write("auth/token/renew-self").auth["lease_duration"], 3600)

    def test_refuses_another_ones_signature(self):
        key = self.folder / "other.key"
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
        asked = self.cluster.reviews
        self.refused(self.sign_in(self.good_token(key=key)), 403)
        self.assertEqual(self.cluster.reviews, asked, "refused before the cluster is asked")

    def test_refuses_other_claims(self):
        for changes, words in (
                ({"audiences": ["cluster"]}, "audience"),
                ({"lifetime_seconds": -600}, "expired"),
                ({"account": "default"}, "service account name not authorized"),
                ({"namespace": "sales"}, "namespace not authorized")):
            with self.subTest(**changes):
                self.refused(self.sign_in(self.good_token(**changes)), 403, words)

    def test_refuses_the_token_of_a_deleted_account(self):
        token = self.good_token()
        self.cluster.delete_account("daypass", "hr")
        asked = self.cluster.reviews
        self.refused(self.sign_in(token), 403, "permission denied")
        self.assertGreater(self.cluster.reviews, asked)
        self.assertEqual(self.sign_in(self.good_token()).status, 200)

    def test_refuses_an_unknown_role_and_what_is_no_token(self):
        self.refused(self.sign_in(self.good_token(), role="nobody"), 400, "invalid role name")
        self.refused(self.sign_in("no.token.this"), 403, "permission denied")
        self.refused(self.sign_in(""), 400, "missing jwt")

    def test_denies_while_the_cluster_fails(self):
        token = self.good_token()
        self.cluster.fails = True
        self.addCleanup(setattr, self.cluster, "fails", False)
        self.refused(self.sign_in(token), 403, "permission denied")
        self.cluster.fails = False
        self.assertEqual(self.sign_in(token).status, 200)


class Life(Case):
    """A server of one test's own, by TLS, with one secret in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="daypass-vault-")
        self.addCleanup(folder.cleanup)
        self.server = self.enterContext(Vault(folder.name, tls=True))
        self.server.root.write("secret/data/kept", data={"code": "one"})

    def read(self):
        return self.server.root.call("GET", "secret/data/kept")

    def assert_kept(self):
        self.assertEqual(self.server.health(), ACTIVE)
        self.assertEqual(self.read().data["data"], {"code": "one"})

    def test_sealed_it_answers_503_and_unsealed_as_before(self):
        self.server.seal()
        self.assertEqual(self.server.health(), SEALED)
        self.refused(self.read(), 503, "Vault is sealed")
        self.refused(self.server.client().call("POST", "auth/approle/login", {}), 503)
        self.server.unseal()
        self.assert_kept()

    def test_restarted_it_is_the_same_server(self):
        address, token = self.server.address, self.server.root.token
        self.server.restart()
        self.assert_kept()
        self.server.kill()
        self.server.start(unseal=False)
        self.refused(self.read(), 503, "Vault is sealed")
        self.server.unseal()
        self.assert_kept()
        self.assertEqual((self.server.address, self.server.root.token), (address, token))

    def test_shows_its_certificate(self):
        self.assertTrue(self.server.address.startswith("https://"))
        stranger = Client(self.server.address)
        stranger.trust = ssl.create_default_context()
        with self.assertRaises(ssl.SSLCertVerificationError):
            stranger.call("GET", "sys/health")

    def test_stopped_it_is_gone(self):
        self.server.stop()
        self.server.stop()
        self.assertFalse(self.server.ready_file.exists())
        with self.assertRaises(ConnectionRefusedError):
            self.server.health()


def main():
    ended = unittest.main(exit=False).result
    failed = len(ended.failures) + len(ended.errors) + len(ended.skipped)
    print(f"{ended.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
