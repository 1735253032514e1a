"""Signing in to a vault with Microsoft's SDK, being refused, throttled and cut off."""

import uuid

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError

from secrets_test import CODE, refused


class Given:
    """A credential that has one token, whatever it is asked for."""

    def __init__(self, token):
        self.token = token
        self.scopes = []

    def get_token(self, *scopes, **_):
        self.scopes += scopes
        return AccessToken(self.token, 4102444800)


# --- the challenge, with the SDK's verification of its resource on


def test_challenge_leads_to_a_token_for_the_vault(simulator, control, name):
    token = control.act("make_token")["token"]
    given = Given(token)
    url = f"https://v{uuid.uuid4().hex[:20]}.vault.azure.net"
    before = control.count("secret.set", 401)
    simulator.client(given, url=url).set_secret(name, CODE)
    assert given.scopes == ["https://vault.azure.net/.default"]
    assert control.count("secret.set", 401) == before + 1


def test_challenge_may_name_a_scope(simulator, control, name):
    control.switch(challenge_scope=True)
    given = Given(control.act("make_token")["token"])
    url = f"https://v{uuid.uuid4().hex[:20]}.vault.azure.net"
    simulator.client(given, url=url).set_secret(name, CODE)
    assert given.scopes == ["https://vault.azure.net/.default"]


def test_resource_of_another_domain_gets_no_token(simulator, name):
    given = Given("never shown")
    client = simulator.client(given, url=f"https://localhost:{simulator.vault_port}")
    with pytest.raises(ValueError, match="does not match the requested domain"):
        client.get_secret(name)
    assert given.scopes == []


# --- tokens


def test_token_for_graph_is_refused(simulator, name):
    token = simulator.credential().get_token("https://graph.microsoft.com/.default").token
    with pytest.raises(ClientAuthenticationError) as raised:
        simulator.client(Given(token)).get_secret(name)
    assert refused(raised, 401, "Unauthorized") == (
        "AKV10022: Invalid audience. Expected https://vault.azure.net, "
        "found: https://graph.microsoft.com."
    )


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"lifetime_s": 0}, "TokenExpired"),
        ({"tenant": str(uuid.uuid4())}, "AKV10032: Invalid issuer"),
        ({"audience": "https://vault.azure.net/"}, "AKV10022: Invalid audience"),
    ],
)
def test_token_is_refused(simulator, control, name, claims, message):
    token = control.act("make_token", **claims)["token"]
    with pytest.raises(ClientAuthenticationError) as raised:
        simulator.client(Given(token)).get_secret(name)
    assert message in refused(raised, 401, "Unauthorized")


def test_sign_in_is_refused(simulator, name):
    client = simulator.client(simulator.credential(client_secret="wrong"))
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        client.get_secret(name)


# --- permissions


@pytest.mark.parametrize(
    ("model", "inner", "part"),
    [
        ("rbac", "ForbiddenByRbac", "'Microsoft.KeyVault/vaults/secrets/setSecret/action'"),
        ("policy", "ForbiddenByPolicy", "does not have secrets set permission on key vault"),
    ],
)
def test_forbidden(client, control, name, model, inner, part):
    control.switch(access_model=model)
    control.act("revoke", permissions=["set"])
    with pytest.raises(HttpResponseError) as raised:
        client.set_secret(name, CODE)
    assert part in refused(raised, 403, "Forbidden", inner)


def test_forbidden_by_the_firewall(client, control, name):
    control.switch(firewall=True)
    with pytest.raises(HttpResponseError) as raised:
        client.get_secret(name)
    assert "Client address is not authorized" in refused(
        raised, 403, "Forbidden", "ForbiddenByFirewall"
    )


def test_a_permission_just_given_is_none_yet(simulator, control, name):
    reader = Given(control.act("make_token", principal="reader")["token"])
    client = simulator.client(reader)
    control.switch(grant_lag_ms=3_600_000)
    control.act("grant", principal="reader", permissions=["set"])
    with pytest.raises(HttpResponseError) as raised:
        client.set_secret(name, CODE)
    refused(raised, 403, "Forbidden", "ForbiddenByRbac")
    control.switch(grant_lag_ms=0)
    control.act("revoke", principal="reader", permissions=["set"])
    control.act("grant", principal="reader", permissions=["set"])
    assert client.set_secret(name, CODE).value == CODE


def test_a_reader_reads_its_own_secret_only(simulator, client, control, name):
    client.set_secret(name, CODE)
    client.set_secret(name + "-other", CODE)
    manager = Given(control.act("make_token", principal=name)["token"])
    control.act("grant", principal=name, permissions=["get"], secret=name)
    theirs = simulator.client(manager)
    assert theirs.get_secret(name).value == CODE
    for forbidden in (
        lambda: theirs.get_secret(name + "-other"),
        lambda: theirs.set_secret(name, "x"),
        lambda: list(theirs.list_properties_of_secrets()),
    ):
        with pytest.raises(HttpResponseError) as raised:
            forbidden()
        refused(raised, 403, "Forbidden", "ForbiddenByRbac")


# --- throttling and faults


@pytest.mark.parametrize("retry_after", ["0.2", None])
def test_throttling_is_waited_out(client, control, name, retry_after):
    client.set_secret(name, CODE)
    before = control.count("secret.get", 429), control.inspect("counters")["inside_retry_after"]
    control.switch(retry_after_grace_ms=0)
    control.fault("secret.get", times=3, name="throttle", retry_after=retry_after)
    assert client.get_secret(name).value == CODE
    after = control.count("secret.get", 429), control.inspect("counters")["inside_retry_after"]
    assert after == (before[0] + 3, before[1])


def test_throttling_without_end(simulator, client, control, name):
    control.switch(requests_in_10_s=0, omit_retry_after=True)
    with pytest.raises(HttpResponseError) as raised:
        simulator.client(retry_total=2).get_secret(name)
    message = refused(raised, 429, "Throttled")
    assert message.startswith("Request was not processed because too many requests were received.")


def test_a_lost_answer_to_a_set_leaves_two_versions(client, control, name):
    control.fault("secret.set", name="lost_answer")
    client.set_secret(name, CODE)
    assert len(list(client.list_properties_of_secret_versions(name))) == 2


def test_a_server_error_is_tried_again(client, control, name):
    control.fault("secret.set", name="status", status=503)
    client.set_secret(name, CODE)
    assert len(list(client.list_properties_of_secret_versions(name))) == 1
