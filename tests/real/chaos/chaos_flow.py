"""What HR sends here: hires, changes, rescissions, a rescission taken back, everything again; some
events twice, some late and out of order, some that nobody can use."""

import collections
import json
import threading

from flow import FAR, MIDDLE, NEAR, Flow
from rig import feed

KEPT_FOR_AGAIN = 400
TAG = "poison-"


class ChaosFlow(Flow):
    """`counts` tells what was made. One thread at a time."""

    def __init__(self, chance):
        super().__init__(chance)
        self.counts = collections.Counter()
        self.names = []
        self.sent = collections.deque(maxlen=KEPT_FOR_AGAIN)
        self.late = []
        self.poisoned = 0
        self.lock = threading.Lock()

    def announce(self, span):
        made = super().announce(span)
        self.names.append(made["data"]["employeeId"])
        return made

    def announce_again(self, hire):
        """All of it anew; takes a rescission back, if there was one."""
        self.counts["taken back" if hire["rescinded"] else "announced again"] += 1
        hire["rescinded"] = False
        hire["start"], hire["span"] = self.day(NEAR), NEAR
        return self.event("announced", hire, givenName=hire["given"], surname=hire["surname"],
                          startDate=hire["start"].isoformat(), timeZone=hire["zone"])

    def pick(self, count, span=None, rescinded=False):
        """Some of those announced so far; of a hundred thousand not all are looked at."""
        found = {}
        for _ in range(count * 4 if self.names else 0):
            hire = self.hires[self.chance.choice(self.names)]
            if hire["rescinded"] == rescinded and span in (None, hire["span"]):
                found[hire["id"]] = hire
            if len(found) == count:
                break
        return list(found.values())

    def poison(self):
        self.poisoned += 1
        tag = f"{TAG}{self.poisoned}"
        nameless = feed.hire_event("announced", tag, {"employeeId": tag, "revision": 1})
        stranger = feed.hire_event("announced", tag, {
            "employeeId": tag, "revision": 1, "givenName": "P", "surname": "Q",
            "startDate": "2027-01-04", "timeZone": "Europe/Berlin"}, source="https://else.example")
        orderless = feed.hire_event("changed", tag, {"employeeId": tag, "surname": "Q"})
        broken = ['{"specversion": "1.0", "type": "hr.hire.ann' + tag, tag]
        return self.chance.choice([json.dumps(one) for one in (nameless, stranger, orderless)]
                                  + broken)

    def batch(self, announced):
        """The next events in the order in which they are sent."""
        chance = self.chance
        spans = [NEAR] * 7 + [MIDDLE] * 2 + [FAR]
        events = [self.announce(chance.choice(spans)) for _ in range(announced)]
        for share, make in ((0.25, self.move), (0.15, self.rename), (0.15, self.rescind),
                            (0.1, self.announce_again)):
            events += [make(hire) for hire in self.pick(self.about(announced * share))]
        events += [self.announce_again(hire)
                   for hire in self.pick(self.about(announced * 0.02), rescinded=True)]
        self.counts["hire events"] += len(events)
        return self.disturb(events)

    def about(self, share):
        """A whole number, on average the share."""
        return int(share) + (self.chance.random() < share % 1)

    def disturb(self, events):
        chance = self.chance
        if chance.random() < 0.4:
            self.counts["shuffled batches"] += 1
            chance.shuffle(events)
        held_back = [one for one in events if chance.random() < 0.1]
        events = [one for one in events if one not in held_back]
        self.counts["sent late"] += len(held_back)
        if chance.random() < 0.3:
            events += self.late
            self.late = []
        self.late += held_back
        again = chance.sample(self.sent, min(len(self.sent), self.about(len(events) * 0.1)))
        self.counts["sent twice"] += len(again)
        self.sent.extend(events)
        poison = [self.poison() for _ in range(self.about(len(events) * 0.02))]
        self.counts["poison"] += len(poison)
        mixed = events + again + poison
        for one in again + poison:
            mixed.remove(one)
            mixed.insert(chance.randrange(len(mixed) + 1), one)
        return mixed

    def last_words(self):
        """What was held back; and everyone's start comes near, so that each must be ready."""
        events, self.late = self.late, []
        return events + [self.move(hire) for span in (FAR, MIDDLE)
                         for hire in self.open_hires(span)]
