"""What daypass asks of Graph, asked by Microsoft's own SDKs of the simulator."""

import datetime
import uuid

import pytest
from azure.core.exceptions import ClientAuthenticationError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.authentication_method_state import AuthenticationMethodState
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.password_profile import PasswordProfile
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.reference_update import ReferenceUpdate
from msgraph.generated.models.temporary_access_pass_authentication_method import (
    TemporaryAccessPassAuthenticationMethod,
)
from msgraph.generated.models.temporary_access_pass_authentication_method_configuration import (
    TemporaryAccessPassAuthenticationMethodConfiguration,
)
from msgraph.generated.models.user import User
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from conftest import SCOPE

POLICY = "TemporaryAccessPass"


def new_name():
    return "u" + uuid.uuid4().hex[:12]


def hire(name, **more):
    return User(
        account_enabled=False,
        display_name=name,
        mail_nickname=name,
        user_principal_name=f"{name}@contoso.example",
        employee_id=name,
        usage_location="DE",
        password_profile=PasswordProfile(password="Xy4711-long+enough"),
        **more,
    )


def selecting(builder, **query):
    return RequestConfiguration(query_parameters=builder(**query))


def refused(status, code):
    """Makes a check of the SDK's typed error."""

    def check(raised):
        assert raised.value.response_status_code == status
        assert raised.value.error.code == code

    return check


# --- token


def test_token(simulator):
    token = simulator.credential().get_token(SCOPE)
    assert token.token.count(".") == 2
    left = token.expires_on - datetime.datetime.now().timestamp()
    assert 3500 < left < 5500


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"client_secret": "wrong"}, "AADSTS7000215"),
        ({"client_id": str(uuid.uuid4())}, "AADSTS700016"),
    ],
)
def test_token_refused(simulator, changes, number):
    with pytest.raises(ClientAuthenticationError, match=number):
        simulator.credential(**changes).get_token(SCOPE)


def test_token_with_a_wrong_scope(simulator):
    with pytest.raises(ClientAuthenticationError, match="AADSTS70011"):
        simulator.credential().get_token("https://graph.microsoft.com/User.Read")


def test_token_with_an_expired_secret(simulator):
    simulator.switch(secret_expired=True)
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000222"):
        simulator.credential().get_token(SCOPE)


# --- user


def test_user_is_created_and_read(simulator):
    name = new_name()
    hired = datetime.datetime(2027, 1, 4, tzinfo=datetime.timezone.utc)

    async def story(client):
        made = await client.users.post(hire(name, employee_hire_date=hired))
        assert made.id and made.account_enabled is None
        read = await client.users.by_user_id(made.id).get(
            selecting(
                UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters,
                select=["id", "employeeId", "accountEnabled", "userType", "employeeHireDate"],
            )
        )
        assert (read.employee_id, read.account_enabled, read.user_type) == (name, False, "Member")
        assert read.employee_hire_date == hired
        assert read.display_name is None

    simulator.run(story)


def test_user_is_found_by_filter(simulator):
    name = new_name()

    async def story(client):
        made = await client.users.post(hire(name))
        found = await client.users.get(
            selecting(
                UsersRequestBuilder.UsersRequestBuilderGetQueryParameters,
                filter=f"employeeId eq '{name}' or userPrincipalName eq 'o''hara@contoso.example'",
                select=["id"],
                top=5,
            )
        )
        assert [each.id for each in found.value] == [made.id]

    simulator.run(story)


def test_user_is_enabled_and_disabled(simulator):
    name = new_name()

    async def story(client):
        made = await client.users.post(hire(name))
        for wanted in (True, False):
            await client.users.by_user_id(made.id).patch(User(account_enabled=wanted))
        revoked = await client.users.by_user_id(made.id).revoke_sign_in_sessions.post()
        assert revoked.value is True

    simulator.run(story)
    assert simulator.look(f"accounts?user={name}")[0]["times_enabled"] == 1


def test_user_is_deleted_and_restored(simulator):
    name = new_name()

    async def story(client):
        made = await client.users.post(hire(name))
        await client.users.by_user_id(made.id).delete()
        deleted = await client.directory.deleted_items.graph_user.get()
        assert made.id in [each.id for each in deleted.value]
        item = client.directory.deleted_items.by_directory_object_id(made.id)
        await item.restore.post(None)
        assert (await client.users.by_user_id(made.id).get()).id == made.id

    simulator.run(story)


def test_user_errors(simulator):
    name = new_name()

    async def story(client):
        await client.users.post(hire(name))
        with pytest.raises(ODataError) as taken:
            await client.users.post(hire(name))
        refused(400, "Request_BadRequest")(taken)
        assert taken.value.error.details[0].code == "ObjectConflict"
        assert taken.value.error.details[0].target == "userPrincipalName"
        with pytest.raises(ODataError) as missing:
            await client.users.by_user_id(f"{new_name()}@contoso.example").get()
        refused(404, "Request_ResourceNotFound")(missing)
        assert missing.value.error.inner_error.request_id
        simulator.switch(permissions=["User.Read.All"])
        with pytest.raises(ODataError) as forbidden:
            await client.users.post(hire(new_name()))
        refused(403, "Authorization_RequestDenied")(forbidden)

    simulator.run(story)


def test_sdk_waits_out_a_429(simulator):
    simulator.fault("user.list", name="throttle", retry_after=1)

    async def story(client):
        assert (await client.users.get()).value is not None

    simulator.run(story)
    assert simulator.look("counters")["inside_injected_retry_after"] == 0


def test_a_token_that_expired_is_refused(simulator):
    async def story(client):
        await client.organization.get()
        simulator.act("expire_tokens")
        with pytest.raises(ODataError) as expired:
            await client.organization.get()
        refused(401, "InvalidAuthenticationToken")(expired)

    simulator.run(story)


# --- manager


def test_manager(simulator):
    async def story(client):
        boss = await client.users.post(hire(new_name()))
        made = await client.users.post(hire(new_name()))
        manager = client.users.by_user_id(made.id).manager
        with pytest.raises(ODataError) as none:
            await manager.get()
        refused(404, "Request_ResourceNotFound")(none)
        link = f"https://graph.microsoft.com/v1.0/users/{boss.id}"
        await manager.ref.put(ReferenceUpdate(odata_id=link))
        assert (await manager.get()).id == boss.id
        await manager.ref.delete()

    simulator.run(story)


def test_manager_before_replication(simulator):
    simulator.switch(reference_lag_ms=60000)

    async def story(client):
        made = await client.users.post(hire(new_name()))
        link = f"https://graph.microsoft.com/v1.0/users/{made.id}"
        with pytest.raises(ODataError) as early:
            await client.users.by_user_id(made.id).manager.ref.put(ReferenceUpdate(odata_id=link))
        refused(400, "Request_BadRequest")(early)
        assert early.value.error.message == "Not a valid reference update"

    simulator.run(story)


# --- policy


def policy_of(client):
    policies = client.policies.authentication_methods_policy
    configurations = policies.authentication_method_configurations
    return configurations.by_authentication_method_configuration_id(POLICY)


def test_policy(simulator):
    async def story(client):
        read = await policy_of(client).get()
        assert isinstance(read, TemporaryAccessPassAuthenticationMethodConfiguration)
        assert read.state == AuthenticationMethodState.Enabled
        assert (read.minimum_lifetime_in_minutes, read.maximum_lifetime_in_minutes) == (60, 480)
        assert read.include_targets[0].id == "all_users"
        await policy_of(client).patch(
            TemporaryAccessPassAuthenticationMethodConfiguration(
                odata_type="#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration",
                maximum_lifetime_in_minutes=1440,
            )
        )
        assert (await policy_of(client).get()).maximum_lifetime_in_minutes == 1440
        await policy_of(client).delete()
        assert (await policy_of(client).get()).state == AuthenticationMethodState.Disabled

    simulator.run(story)


# --- pass


def passes_of(client, user_id):
    return client.users.by_user_id(user_id).authentication.temporary_access_pass_methods


def test_pass_is_created_listed_and_deleted(simulator):
    start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)
    start = start.replace(microsecond=0)

    async def story(client):
        made = await client.users.post(hire(new_name()))
        created = await passes_of(client, made.id).post(
            TemporaryAccessPassAuthenticationMethod(
                start_date_time=start, lifetime_in_minutes=120, is_usable_once=False
            )
        )
        assert "Kanarie" in created.temporary_access_pass
        assert created.start_date_time == start
        assert (created.is_usable, created.method_usability_reason) == (False, "NotYetValid")
        listed = (await passes_of(client, made.id).get()).value
        assert [each.id for each in listed] == [created.id]
        assert listed[0].temporary_access_pass is None
        methods = (await client.users.by_user_id(made.id).authentication.methods.get()).value
        assert {each.odata_type for each in methods} == {
            "#microsoft.graph.passwordAuthenticationMethod",
            "#microsoft.graph.temporaryAccessPassAuthenticationMethod",
        }
        item = passes_of(client, made.id).by_temporary_access_pass_authentication_method_id(
            created.id
        )
        assert (await item.get()).id == created.id
        await item.delete()
        assert (await passes_of(client, made.id).get()).value == []

    simulator.run(story)


def test_pass_errors(simulator):
    async def story(client):
        made = await client.users.post(hire(new_name()))
        passes = passes_of(client, made.id)
        with pytest.raises(ODataError) as long:
            await passes.post(TemporaryAccessPassAuthenticationMethod(lifetime_in_minutes=1440))
        refused(400, "badRequest")(long)
        assert "valid range between 60 and 480" in long.value.error.message
        simulator.act("set_policy", isUsableOnce=True)
        with pytest.raises(ODataError) as several:
            await passes.post(TemporaryAccessPassAuthenticationMethod(is_usable_once=False))
        refused(400, "badRequest")(several)
        simulator.act("set_policy", state="disabled")
        with pytest.raises(ODataError) as disabled:
            await passes.post(TemporaryAccessPassAuthenticationMethod())
        assert "UserCredentialPolicy does not allow" in disabled.value.error.message
        with pytest.raises(ODataError) as unknown:
            await passes_of(client, str(uuid.uuid4())).get()
        refused(404, "resourceNotFound")(unknown)
        simulator.switch(permissions=["User.ReadWrite.All"])
        with pytest.raises(ODataError) as forbidden:
            await passes.get()
        refused(403, "accessDenied")(forbidden)

    simulator.run(story)


def test_pass_signs_in(simulator):
    name = new_name()

    async def story(client):
        made = await client.users.post(hire(name))
        await client.users.by_user_id(made.id).patch(User(account_enabled=True))
        return await passes_of(client, made.id).post(TemporaryAccessPassAuthenticationMethod())

    created = simulator.run(story)
    code = created.temporary_access_pass
    assert simulator.act("sign_in", user=name, code=code) == {"succeeded": True, "reason": "ok"}
    assert not simulator.act("sign_in", user=name, code=code + "x")["succeeded"]


# --- roles and groups


def test_roles_and_groups(simulator):
    group = simulator.act("create_group", display_name="Starters")["id"]

    async def story(client):
        made = await client.users.post(hire(new_name()))
        link = f"https://graph.microsoft.com/v1.0/directoryObjects/{made.id}"
        await client.groups.by_group_id(group).members.ref.post(ReferenceCreate(odata_id=link))
        member_of = await client.users.by_user_id(made.id).transitive_member_of.get()
        assert [each.id for each in member_of.value] == [group]
        simulator.act("assign_role", principal=made.id)
        simulator.act("assign_role", principal=made.id, eligible=True)
        directory = client.role_management.directory
        query = RequestConfiguration()
        for builder in (directory.role_assignments, directory.role_eligibility_schedule_instances):
            parameters = next(
                value for key, value in vars(type(builder)).items()
                if key.endswith("GetQueryParameters")
            )
            query.query_parameters = parameters(filter=f"principalId eq '{made.id}'")
            found = await builder.get(query)
            assert [each.principal_id for each in found.value] == [made.id]
        with pytest.raises(ODataError) as protected:
            await client.users.by_user_id(made.id).delete()
        refused(403, "Authorization_RequestDenied")(protected)

    simulator.run(story)


def test_organization_and_domains(simulator):
    async def story(client):
        organization = (await client.organization.get()).value[0]
        assert organization.id == simulator.tenant
        assert [each.name for each in organization.verified_domains] == ["contoso.example"]
        assert (await client.domains.get()).value[0].is_verified

    simulator.run(story)
