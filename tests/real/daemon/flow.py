"""Hires that are announced, changed and rescinded, and what HR said last of each."""

import datetime
import random
import zoneinfo

from rig import feed

ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Australia/Sydney")
NEAR, MIDDLE, FAR = (2, 4), (8, 12), (60, 90)  # days: a pass at once; an account; nothing yet


class Flow:
    """`hires` is {employeeId: what is wanted}; every method returns events to be sent."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.hires = {}
        self.events_made = 0
        self.today = datetime.datetime.now(datetime.timezone.utc).date()

    def day(self, span):
        return self.today + datetime.timedelta(days=self.chance.randint(*span))

    def event(self, kind, hire, **data):
        self.events_made += 1
        hire["revision"] += 1
        data |= {"employeeId": hire["id"], "revision": hire["revision"]}
        return feed.hire_event(kind, f"{hire['id']}-{hire['revision']}", data)

    def announce(self, span):
        number = len(self.hires) + 1
        hire = {"id": f"K{number:05}", "given": "Kim", "surname": f"Berg {number}", "revision": 0,
                "start": self.day(span), "zone": self.chance.choice(ZONES), "span": span,
                "rescinded": False}
        self.hires[hire["id"]] = hire
        return self.event("announced", hire, givenName=hire["given"], surname=hire["surname"],
                          startDate=hire["start"].isoformat(), timeZone=hire["zone"])

    def open_hires(self, span=None):
        return [one for one in self.hires.values()
                if not one["rescinded"] and span in (None, one["span"])]

    def move(self, hire, span=NEAR):
        hire["start"], hire["span"] = self.day(span), span
        return self.event("changed", hire, startDate=hire["start"].isoformat())

    def rename(self, hire):
        hire["surname"] = f"Berg-Holm {hire['id'][1:]}"
        return self.event("changed", hire, surname=hire["surname"])

    def rescind(self, hire):
        hire["rescinded"] = True
        return self.event("rescinded", hire, reason="the offer was withdrawn")

    def some_of_everything(self, announced, moved, renamed, rescinded):
        """Near ones mostly; changes are of hires that were announced before, or just now."""
        spans = [NEAR] * 7 + [MIDDLE] * 2 + [FAR]
        events = [self.announce(self.chance.choice(spans)) for _ in range(announced)]
        for count, change in ((moved, self.move), (renamed, self.rename)):
            for hire in self.pick(count):
                events.append(change(hire))
        events += [self.rescind(hire) for hire in self.pick(rescinded)]
        return events

    def pick(self, count, span=None):
        found = self.open_hires(span)
        return self.chance.sample(found, min(count, len(found)))


def activation(hire):
    """When the pass is to become usable, by Python's own time zones."""
    local = datetime.datetime.combine(
        hire["start"], datetime.time(8), zoneinfo.ZoneInfo(hire["zone"]))
    return local.astimezone(datetime.timezone.utc)
