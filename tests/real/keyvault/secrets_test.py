"""What daypass and its readers ask of a vault, asked by Microsoft's SDK of the simulator."""

import datetime

import pytest
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceNotFoundError

CODE = "+4j6-$8h2/kY"


def refused(raised, status, code, inner=None):
    """Holds the SDK's typed error against the service's words."""
    error = raised.value.response.json()["error"]
    assert (raised.value.status_code, error["code"]) == (status, code)
    assert error.get("innererror", {}).get("code") == inner
    return error["message"]


def utc(year, month, day):
    return datetime.datetime(year, month, day, tzinfo=datetime.timezone.utc)


# --- set, get, update, list


def test_set_and_get(client, name):
    window = {"not_before": utc(2030, 1, 4), "expires_on": utc(2030, 1, 5)}
    made = client.set_secret(
        name, CODE, content_type="text/plain", tags={"kind": "pass", "site": "Zürich"}, **window
    )
    read = client.get_secret(name)
    assert made.value == read.value == CODE
    for each in (made.properties, read.properties):
        assert each.name == name
        assert each.id == f"https://daypass-sim.vault.azure.net/secrets/{name}/{each.version}"
        assert len(each.version) == 32
        assert each.content_type == "text/plain"
        assert each.tags == {"kind": "pass", "site": "Zürich"}
        assert (each.not_before, each.expires_on) == (utc(2030, 1, 4), utc(2030, 1, 5))
        assert each.enabled and each.created_on == each.updated_on
        assert (each.recovery_level, each.recoverable_days) == ("Recoverable+Purgeable", 90)


def test_window_does_not_keep_a_value_from_being_read(client, name):
    client.set_secret(name, CODE, not_before=utc(2001, 1, 1), expires_on=utc(2001, 1, 2))
    assert client.get_secret(name).value == CODE


def test_get_of_a_version(client, name):
    first = client.set_secret(name, "one").properties.version
    second = client.set_secret(name, "two").properties.version
    assert client.get_secret(name).properties.version == second
    assert client.get_secret(name, first).value == "one"
    assert client.get_secret(name.upper(), second).value == "two"


def test_versions_are_listed(client, name):
    versions = {client.set_secret(name, str(i)).properties.version for i in range(5)}
    listed = list(client.list_properties_of_secret_versions(name, max_page_size=2))
    assert {each.version for each in listed} == versions
    assert list(client.list_properties_of_secret_versions("nobody")) == []


def test_secrets_are_listed_over_pages(client, name):
    names = {f"{name}-{i}" for i in range(30)}
    for each in names:
        client.set_secret(each, CODE, tags={"of": name})
    listed = [each for each in client.list_properties_of_secrets() if each.name.startswith(name)]
    assert {each.name for each in listed} == names
    assert all(each.version is None and each.tags == {"of": name} for each in listed)


def test_update_of_properties(client, name):
    first = client.set_secret(name, "one", tags={"a": "1"}).properties.version
    client.set_secret(name, "two")
    changed = client.update_secret_properties(name, content_type="x", expires_on=utc(2031, 1, 1))
    assert (changed.content_type, changed.expires_on) == ("x", utc(2031, 1, 1))
    assert client.get_secret(name).value == "two"
    client.update_secret_properties(name, first, enabled=False)
    with pytest.raises(HttpResponseError) as raised:
        client.get_secret(name, first)
    message = refused(raised, 403, "Forbidden", "SecretDisabled")
    assert message == "Operation get is not allowed on a disabled secret."
    again = client.update_secret_properties(name, first, enabled=True)
    assert again.tags == {"a": "1"}
    assert client.get_secret(name, first).value == "one"


def test_one_that_is_not_there(client, name):
    with pytest.raises(ResourceNotFoundError) as raised:
        client.get_secret(name)
    assert f"A secret with (name/id) {name} was not found" in refused(
        raised, 404, "SecretNotFound"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": "ada_lovelace"}, "The request URI contains an invalid name: ada_lovelace"),
        ({"value": "x" * 25601}, "Property has invalid value\r\n"),
        ({"content_type": "x" * 256}, "Property has invalid value\r\n"),
        ({"tags": {str(i): "x" for i in range(16)}}, "Property has invalid value\r\n"),
    ],
)
def test_limits(client, name, given, message):
    with pytest.raises(HttpResponseError) as raised:
        client.set_secret(**{"name": name, "value": CODE, **given})
    assert refused(raised, 400, "BadParameter") == message


@pytest.mark.parametrize("version", ["7.4", "7.5", "7.6", "2025-07-01", "2026-04-01"])
def test_versions_of_the_api(simulator, name, version):
    client = simulator.client(api_version=version)
    client.set_secret(name, CODE)
    assert client.get_secret(name).value == CODE


# --- delete, recover, purge


def deleted(client, name):
    client.set_secret(name, CODE, content_type="text/plain")
    poller = client.begin_delete_secret(name, _polling_interval=0.05)
    poller.wait()
    return poller.result()


def test_delete_is_waited_for(client, control, name):
    control.switch(delete_lag_ms=300)
    first = client.set_secret(name, "one").properties.version
    found = deleted(client, name)
    assert control.count("deleted.get", 404) >= 1
    assert found.recovery_id == f"https://daypass-sim.vault.azure.net/deletedsecrets/{name}"
    assert found.scheduled_purge_date - found.deleted_date == datetime.timedelta(days=90)
    for version in (None, first):
        with pytest.raises(ResourceNotFoundError):
            client.get_secret(name, version)
    again = client.get_deleted_secret(name)
    assert (again.id, again.deleted_date) == (found.id, found.deleted_date)
    assert again.properties.content_type == "text/plain"
    assert name in {each.name for each in client.list_deleted_secrets()}


def test_name_of_a_deleted_one_is_taken(client, control, name):
    deleted(client, name)
    with pytest.raises(ResourceExistsError) as raised:
        client.set_secret(name, CODE)
    message = refused(raised, 409, "Conflict", "ObjectIsDeletedButRecoverable")
    assert message.startswith(f"Secret {name} is currently in a deleted but recoverable state")


def test_name_of_one_that_is_being_deleted_is_taken(client, control, name):
    control.switch(delete_lag_ms=3_600_000)
    client.set_secret(name, CODE)
    client.begin_delete_secret(name)
    with pytest.raises(ResourceExistsError) as raised:
        client.set_secret(name, CODE)
    refused(raised, 409, "Conflict", "ObjectIsBeingDeleted")
    with pytest.raises(ResourceExistsError) as raised:
        client.purge_deleted_secret(name)
    refused(raised, 409, "Conflict", "ObjectIsBeingDeleted")


def test_recovery_brings_back_every_version(client, control, name):
    control.switch(recover_lag_ms=300)
    first = client.set_secret(name, "one").properties.version
    deleted(client, name)
    poller = client.begin_recover_deleted_secret(name, _polling_interval=0.05)
    assert poller.result().name == name
    with pytest.raises(ResourceExistsError) as raised:
        client.set_secret(name, CODE)
    refused(raised, 409, "Conflict", "ObjectIsBeingRecovered")
    poller.wait()
    assert client.get_secret(name).value == CODE
    assert client.get_secret(name, first).value == "one"
    with pytest.raises(ResourceNotFoundError):
        client.get_deleted_secret(name)


def test_purge_ends_it(client, name):
    deleted(client, name)
    client.purge_deleted_secret(name)
    with pytest.raises(ResourceNotFoundError) as raised:
        client.get_deleted_secret(name)
    assert refused(raised, 404, "SecretNotFound") == f"Deleted Secret not found: {name}"
    client.set_secret(name, "new")
    assert len(list(client.list_properties_of_secret_versions(name))) == 1


def test_purge_protection(client, control, name):
    control.switch(purge_protection=True, recoverable_days=7)
    deleted(client, name)
    found = client.get_deleted_secret(name)
    assert found.properties.recovery_level == "CustomizedRecoverable"
    assert found.scheduled_purge_date - found.deleted_date == datetime.timedelta(days=7)
    with pytest.raises(HttpResponseError) as raised:
        client.purge_deleted_secret(name)
    assert "purge protection is enabled for this vault" in refused(raised, 403, "Forbidden")


def test_a_withdrawn_code_is_nowhere(client, control, name):
    code = f"code-{name}"
    client.set_secret(name, code)
    assert control.find(code)["readable_now"] == 1
    client.set_secret(name, "withdrawn")
    client.begin_delete_secret(name, _polling_interval=0.05).wait()
    left = control.find(code)
    assert [each["readable"] for each in left["places"]] == ["when recovered"]
    assert (left["readable_now"], left["ever_again"]) == (0, 1)
    client.purge_deleted_secret(name)
    assert control.find(code)["ever_again"] == 0
