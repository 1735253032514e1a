#!/usr/bin/env python3
"""Plays a first day on a simulated tenant and tells what can be seen of it."""

import argparse
import contextlib
import datetime
import os
import pathlib
import signal
import sys
import tempfile
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests" / "support")]

from kit import entra as control  # noqa: E402
from kit import feed, installation, programs  # noqa: E402
from witness import Unexpected, Witness, fail, utc  # noqa: E402

PEOPLE = {
    "E1001": ("Åsa", "Öberg", "Europe/Stockholm"),
    "E1002": ("Aiko", "Tanaka", "Asia/Tokyo"),
    "E1003": ("Noah", "Williams", "America/New_York"),
}
LATECOMER = ("E1004", "Zoë", "Müller", "Europe/Berlin")
TODAY = datetime.date.today()  # Of the whole story, should midnight fall into it.


def date_in(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


class Story:
    def __init__(self, witness, bootstrap, topic, dead_topic):
        self.witness = witness
        self.daypass = witness.daypass
        self.bootstrap, self.topic, self.dead_topic = bootstrap, topic, dead_topic

    def hr_says(self, kind, event_id, **data):
        event = feed.hire_event(kind, event_id, data)
        feed.send(self.bootstrap, self.topic, [event])
        return event

    def announce(self, employee, given, surname, zone):
        return self.hr_says(
            *("announced", f"{employee}-1"),
            **{"employeeId": employee, "givenName": given, "surname": surname, "revision": 1},
            **{"startDate": date_in(2), "timeZone": zone},
        )

    def play(self):
        self.hires_arrive()
        self.an_event_comes_twice()
        self.an_event_is_broken()
        self.a_start_moves()
        self.an_offer_is_rescinded()
        self.an_administrator_deletes_a_pass()
        self.the_plug_is_pulled()
        self.a_pass_is_opened()

    def hires_arrive(self):
        see = self.witness
        see.chapter("HR announces three hires, to start the day after tomorrow at 08:00, each in"
                    " a zone of their own.")
        for employee, (given, surname, zone) in PEOPLE.items():
            self.announce(employee, given, surname, zone)
        for employee in PEOPLE:
            account, name, label = see.ready(employee)
            if not account["enabled"] or account["pass"]["reason"] != "NotYetValid":
                raise Unexpected(f"{employee}: {account}")
            if not label["usableFromLocal"].startswith(date_in(2) + " 08:00"):
                raise Unexpected(f"{employee} is usable from {label['usableFromLocal']}")
            if utc(account["pass"]["starts_at"]) != utc(label["usableFromUtc"]):
                raise Unexpected(f"{employee}: Entra has another start than the label")
            see.saw(f"Entra has {account['upn']}, enabled; a pass that is not valid yet")
            see.saw(f"    usable from {label['usableFromLocal']} = {label['usableFromUtc']}")
            see.saw(f"    sealed as {name}.cms")

    def an_event_comes_twice(self):
        see = self.witness
        see.chapter("The HR system sends the first event again.")
        before = see.account("E1001")["pass"]["id"]
        self.announce("E1001", *PEOPLE["E1001"])
        duplicates = 'daypass_events_total{kind="announced",result="duplicate"}'
        see.until("the duplicate counted", lambda: self.daypass.metrics().get(duplicates))
        account = see.account("E1001")
        if account["pass"]["id"] != before or account["former_passes"]:
            raise Unexpected(f"a duplicate changed the pass: {account}")
        see.saw("metrics count 1 duplicate; Entra still has one account and that one pass")

    def an_event_is_broken(self):
        see = self.witness
        see.chapter("Someone puts a broken event on the topic.")
        feed.send(self.bootstrap, self.topic, ['{"specversion": "1.0", "type": "hr.hire.ann'])

        def dead():
            letters = feed.read_all(self.bootstrap, self.dead_topic)
            return letters[0] if letters else None

        letter = see.until("a copy on the dead-letter topic", dead)
        headers = dict(zip(letter["headers"][::2], letter["headers"][1::2]))
        see.saw(f"Kafka's {self.dead_topic} has it whole, marked {headers['daypass-error-code']}:")
        see.saw(f"    {headers['daypass-error']}")

    def a_start_moves(self):
        see = self.witness
        see.chapter("HR moves Aiko's start by a day.")
        _, old_name, _ = see.ready("E1002")
        old_pass = see.account("E1002")["pass"]["id"]
        self.hr_says("changed", "E1002-2", employeeId="E1002", startDate=date_in(3), revision=2)

        def moved():
            account, name, label = see.ready("E1002")
            fresh = name != old_name and account["pass"] and account["pass"]["id"] != old_pass
            return (account, name, label) if fresh else None

        account, name, label = see.until("another pass", moved)
        if not label["usableFromLocal"].startswith(date_in(3) + " 08:00"):
            raise Unexpected(f"usable from {label['usableFromLocal']}")
        if old_name in self.daypass.passes.labels():
            raise Unexpected("the old sealed pass is still there")
        see.saw(f"Entra's log: the old pass was {account['former_passes'][0]['ended_how']}; "
                f"its sealed file is gone")
        see.saw(f"    usable from {label['usableFromLocal']}, sealed as {name}.cms")

    def an_offer_is_rescinded(self):
        see = self.witness
        see.chapter("Noah's offer is rescinded.")
        _, name, label = see.ready("E1003")
        code = self.daypass.passes.open(name)["code"]
        began = time.monotonic()
        self.hr_says("rescinded", "E1003-2", employeeId="E1003", revision=2)

        def locked():
            account = see.account("E1003")
            gone = not account["enabled"] and not account["pass"] and not see.sealed("E1003")
            return account if gone else None

        see.until("the lock-out", locked)
        took = time.monotonic() - began
        why = see.sign_in("E1003", code, label["usableFromUtc"])
        if why == "ok":
            raise Unexpected("the code of a rescinded hire would sign in")
        see.saw(f"{took:.1f} s later Entra has the account disabled and no pass; the sealed file is"
                " gone")
        see.saw(f"    his code, tried at the hour it was for: {why}")

    def an_administrator_deletes_a_pass(self):
        see = self.witness
        see.chapter("An administrator deletes Åsa's pass by hand.")
        old = see.account("E1001")["pass"]["id"]
        see.entra.act("delete_pass", user="E1001")

        def replaced():
            account, name, label = see.ready("E1001")
            fresh = account["pass"] and account["pass"]["id"] != old
            return (account, name) if fresh else None

        account, name = see.until("a new pass", replaced)
        see.saw(f"it was noticed: Entra has another pass, the old one {gone(account)};")
        see.saw(f"    sealed as {name}.cms")

    def the_plug_is_pulled(self):
        see = self.witness
        employee, *person = LATECOMER
        see.chapter("The daemon is killed (SIGKILL) the moment Entra has carried out a create.")
        see.entra.fault(
            match={"kind": "user.create"},
            fault={"name": "kill", "pid": self.daypass.daemon.pid, "at": "after_effect"},
        )
        self.announce(employee, *person)
        see.saw(f"it ended with {killed(self.daypass.daemon)}; Entra has "
                f"{see.account(employee)['upn']}, and nobody was told")
        self.daypass.start()
        account, name, label = see.ready(employee)
        see.saw("started again, it found that account as its own: Entra has no second one")
        see.saw(f"    usable from {label['usableFromLocal']}, sealed as {name}.cms")

    def a_pass_is_opened(self):
        see = self.witness
        see.chapter("Åsa's manager opens her pass with openssl (the daemon can't).")
        _, name, label = see.ready("E1001")
        inside = self.daypass.passes.open(name)
        tries = {
            "now": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            label["usableFromLocal"]: label["usableFromUtc"],
        }
        see.saw(f"the signature is the daemon's; the code is {inside['code']}")
        answers = []
        for when, at in tries.items():
            answers.append(see.sign_in("E1001", inside["code"], at))
            see.saw(f"    Entra would say to it, {when}: {answers[-1]}")
        if answers != ["NotYetValid", "ok"]:
            raise Unexpected(f"the code of a good pass: {answers}")


def gone(account):
    return account["former_passes"][-1]["ended_how"]


def killed(daemon):
    return signal.Signals(-daemon.process.wait(30)).name


def say_where(folder, bootstrap, daypass):
    print(f"""
Look around:
   build/release/bin/daypassd list --config {daypass.config}
   build/release/bin/daypassd show E1001 --config {daypass.config}
   build/release/bin/daypassd dead-letters --config {daypass.config}
   curl --unix-socket {folder}/metrics.sock http://localhost/metrics
   less {daypass.log}
   kcat -C -e -b {bootstrap} -t hires""", flush=True)


def run(asked, folder, stack):
    bin_folder = asked.programs.resolve()
    mark = uuid.uuid4().hex[:8]
    topic, dead_topic = ("hires", "hires.dead") if not asked.kafka else (
        f"hires-{mark}", f"hires-{mark}.dead")
    if asked.kafka:
        bootstrap = asked.kafka
    else:
        broker, bootstrap = programs.start_mock_broker(
            bin_folder, folder, {topic: 4, dead_topic: 1})
        stack.callback(broker.stop)
    simulator, tenant = programs.start_entra(bin_folder, folder, "--domain", "contoso.example")
    stack.callback(simulator.stop)
    daypass = installation.Installation(
        bin_folder, folder, bootstrap, tenant, folder / "entra-ca.pem",
        topic=topic,
        group=f"daypass-{mark}",
        kafka=f'dead_letter_topic = "{dead_topic}"\n'
              'group_instance_id = "daypass-1"\nsession_timeout = "6s"',
        graph="methods_per_second = 50",
        profile='issue_ahead = "5d"',
        limits='verify_interval = "2s"\nsettle_delay = "1s"',
    )
    if asked.daemon:
        daypass.program = asked.daemon.resolve()
    witness = Witness(control.Entra(tenant["control_port"]), daypass)
    print(f"broker at {bootstrap}, simulated Entra at https://localhost:{tenant['port']}, "
          f"everything else in {folder}")
    if asked.kafka:
        feed.make_topics(bootstrap, [topic, dead_topic])
    print(daypass.verb("check", "--probe").strip())
    daypass.start()
    stack.callback(daypass.stop)
    Story(witness, bootstrap, topic, dead_topic).play()
    say_where(folder, bootstrap, daypass)
    if not asked.exit:
        print("\nIt all stays up until Ctrl-C.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    if (code := daypass.daemon.stop()) != 0:
        raise Unexpected(f"the daemon ended with {code} after SIGTERM:\n{daypass.daemon.tail()}")
    print("\nquickstart: everything was as it should be; the daemon drained and ended with 0")


def parse():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--programs", type=pathlib.Path, required=True)
    reader.add_argument("--exit", action="store_true")
    reader.add_argument("--kafka", metavar="HOST:PORT")
    reader.add_argument("--daemon", type=pathlib.Path)
    return reader.parse_args()


def main():
    asked = parse()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="daypass-", dir=os.environ.get("TMPDIR")))
    with contextlib.ExitStack() as stack:
        try:
            run(asked, folder, stack)
        except (Unexpected, RuntimeError, TimeoutError) as why:
            return fail(f"{why}\n(everything is in {folder})")
        except KeyboardInterrupt:
            print("\nquickstart: stopped")
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
