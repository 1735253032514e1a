"""The consumer group, seen from outside while brokers and members come and go."""

import subprocess

from rig import GROUP, TOPIC, KafkaError, programs


class Member:
    """kcat as another member of the group. It commits what it reads only where `commits`: it turns
    automatic commits on whatever it is told, so then it stores nothing to be committed."""

    def __init__(self, rig, commits):
        store = f"enable.auto.offset.store={'true' if commits else 'false'}"
        self.log = open(rig.folder / "kcat.log", "ab")
        command = ["kcat", "-u", "-b", rig.broker.bootstrap, "-X", "session.timeout.ms=6000",
                   "-X", "heartbeat.interval.ms=500", "-X", store,
                   "-X", "auto.offset.reset=earliest", "-G", GROUP, TOPIC]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, preexec_fn=programs.die_with_parent)

    def leave(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def group_of(rig, count):
    """Whether the group is at work with that many members."""
    try:
        state, members = rig.kafka.members(GROUP)
    except (KafkaError, OSError):
        return False
    return state == "Stable" and len(members) == count


def all_recorded(rig):
    try:
        return rig.all_recorded()
    except (KafkaError, OSError):
        return False


def committed(rig):
    try:
        return rig.committed()
    except (KafkaError, OSError):
        return None
