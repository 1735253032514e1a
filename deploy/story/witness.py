"""Looks until something is so, and tells it; or tells what is so instead, and fails."""

import datetime
import sys
import time

PATIENCE_SECONDS = 30


class Unexpected(Exception):
    """Something did not come to be."""


class Witness:
    def __init__(self, entra, installation):
        self.entra = entra
        self.daypass = installation

    def chapter(self, title):
        print(f"\n{title}", flush=True)

    def saw(self, line):
        print(f"   {line}", flush=True)

    def until(self, expectation, look):
        """The first value of `look` that is not None. What it raises counts as not yet."""
        until = time.monotonic() + PATIENCE_SECONDS
        last = None
        while time.monotonic() < until:
            if self.daypass.daemon and not self.daypass.daemon.running():
                raise Unexpected(f"{expectation}: the daemon ended\n{self.daypass.daemon.tail()}")
            try:
                seen = look()
                last = "nothing of the kind"
            except Exception as trouble:  # noqa: BLE001
                seen, last = None, trouble
            if seen is not None:
                return seen
            time.sleep(0.05)
        raise Unexpected(f"{expectation}: not within {PATIENCE_SECONDS} s ({last})")

    def account(self, employee):
        """The only account that this employee ever had."""
        found = [one for one in self.entra.inspect("accounts", history=0)
                 if one["employee_id"] == employee]
        if len(found) != 1:
            raise Unexpected(f"{employee} has {len(found)} accounts")
        return found[0]

    def sealed(self, employee):
        """The sealed pass of a hire: (name, label), or nothing."""
        for name, label in self.daypass.passes.labels().items():
            if label["hire"].endswith("/" + employee):
                return name, label
        return None

    def ready(self, employee):
        """Waits until the hire's verified pass is in the folder; (account, name, label)."""

        def look():
            sealed = self.sealed(employee)
            verified = self.daypass.show(employee)["pass"]["secret"] == "verified"
            return (self.account(employee), *sealed) if sealed and verified else None

        return self.until(f"a sealed and verified pass for {employee}", look)

    def sign_in(self, employee, code, at):
        """Whether that code would sign in at an hour: Entra's reason, `ok` if so."""
        answer = self.entra.act("would_sign_in", user=employee, code=code, at=at)
        return answer["reason"]


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def fail(why):
    print(f"\nquickstart: FAILED: {why}", file=sys.stderr)
    return 1
