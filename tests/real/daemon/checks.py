"""What must be so of each hire once all is at rest, looked up in Entra and in the sealed folder."""

import collections

from flow import activation


# How a hire can be failed.
LOST, SECOND_ACCOUNT, SECOND_PASS, DEAD_CODE, NOT_LOCKED_OUT = FAILINGS = (
    "lost", "with two accounts", "with two passes", "whose code doesn't sign in",
    "rescinded and not locked out")


class Failed(AssertionError):
    def __init__(self, what, failing=None):
        super().__init__(what)
        self.failing = failing


def expect(truth, what, failing=None):
    if not truth:
        raise Failed(what, failing)


def check_hire(rig, hire, accounts, sealed, tally):
    who, mine = hire["id"], accounts.get(hire["id"], [])
    expect(len(mine) <= 1, f"{who}: {len(mine)} accounts", SECOND_ACCOUNT)
    if hire["rescinded"]:
        expect(not sealed, f"{who} is rescinded and has sealed passes {sealed}", NOT_LOCKED_OUT)
        for account in mine:
            expect(not account["enabled"] and account["pass"] is None,
                   f"{who} is rescinded and has {account}", NOT_LOCKED_OUT)
        tally["rescinded, with an account" if mine else "rescinded before there was one"] += 1
        return
    expect(mine, f"{who} has no account", LOST)
    account = mine[0]
    expect(account["state"] == "live" and account["enabled"], f"{who}: {account}", LOST)
    expect(account["properties"]["surname"] == hire["surname"], f"{who}: another surname", LOST)
    expect(account["pass"] is not None, f"{who} has no pass", LOST)
    expect(sealed, f"{who} has no sealed pass", LOST)
    expect(len(sealed) == 1, f"{who} has the sealed passes {sealed}", SECOND_PASS)
    inside = rig.opener.open(rig.daypass.passes.folder / f"{sealed[0]}.cms")
    at = activation(hire).strftime("%Y-%m-%dT%H:%M:%SZ")
    expect(inside["usableFromUtc"] == at, f"{who}: usable from {inside['usableFromUtc']}, not {at}",
           DEAD_CODE)
    answer = rig.entra.act("would_sign_in", user=who, code=inside["code"], at=at)
    expect(answer["reason"] == "ok", f"{who}: its sealed code at {at}: {answer}", DEAD_CODE)
    tally["ready"] += 1
    tally["issued again"] += bool(account["former_passes"])


def what_is_there(rig):
    """The accounts and the names of the sealed passes, each by employeeId."""
    accounts, sealed = collections.defaultdict(list), collections.defaultdict(list)
    for account in rig.entra.inspect("accounts", history=0):
        accounts[account["employee_id"]].append(account)
    for name, label in rig.daypass.passes.labels().items():
        sealed[label["hire"].split("/", 1)[1]].append(name)
    return accounts, sealed


def control(rig, flow):
    """The checks see what they are for: each of these, done by hand to a hire that was well, must
    be found."""
    ready = [one for one in flow.hires.values() if not one["rescinded"]][:3]
    gone = next(one for one in flow.hires.values() if one["rescinded"]
                and rig.entra.inspect("accounts", user=one["id"], history=0))
    start = activation(ready[1]).strftime("%Y-%m-%dT%H:%M:%SZ")
    act = rig.entra.act
    acts = {
        "a pass that is gone": (ready[0], lambda who: act("delete_pass", user=who)),
        "another pass than the sealed one": (ready[1], lambda who: act(
            "make_pass", user=who, start=start, lifetime_minutes=480, once=False)),
        "a second account": (ready[2], lambda who: act("create_user", properties={
            "userPrincipalName": "second@contoso.example", "displayName": "Second",
            "mailNickname": "second", "employeeId": who, "accountEnabled": False})),
        "a rescinded account that is enabled": (gone, lambda who: act("enable_user", user=who)),
    }
    for what, (hire, spoil) in acts.items():
        check_again(rig, hire)
        spoil(hire["id"])
        try:
            check_again(rig, hire)
        except Failed:
            continue
        raise AssertionError(f"{what} was not found")
    print(f"control: {', '.join(acts)}: each found")


def check_again(rig, hire):
    accounts, sealed = what_is_there(rig)
    check_hire(rig, hire, accounts, sealed[hire["id"]], collections.Counter())
