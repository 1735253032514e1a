"""A few calls of Kafka's wire protocol, spoken by hand: independent of librdkafka. One broker."""

import contextlib
import itertools
import socket
import struct
import time

CLIENT = "daypass-tests"
LATEST, EARLIEST = -1, -2
COORDINATOR_ERRORS = (14, 15, 16)  # loading, not available, not (yet) the coordinator


class KafkaError(RuntimeError):
    def __init__(self, what, code=None):
        super().__init__(what if code is None else f"{what}: Kafka error {code}")
        self.code = code


class Writer:
    def __init__(self):
        self.parts = []

    def pack(self, form, *values):
        self.parts.append(struct.pack(">" + form, *values))
        return self

    def text(self, value):
        if value is None:
            return self.pack("h", -1)
        raw = value.encode()
        self.parts.append(struct.pack(">h", len(raw)) + raw)
        return self

    def array(self, values, write):
        self.pack("i", len(values))
        for value in values:
            write(self, value)
        return self

    def topics(self, by_topic, write):
        """{topic: [partition value]}"""
        return self.array(
            list(by_topic.items()), lambda to, item: to.text(item[0]).array(item[1], write))

    def bytes(self):
        return b"".join(self.parts)


class Reader:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def unpack(self, form):
        values = struct.unpack_from(">" + form, self.raw, self.at)
        self.at += struct.calcsize(">" + form)
        return values if len(values) > 1 else values[0]

    def text(self):
        size = self.unpack("h")
        if size < 0:
            return None
        self.at += size
        return self.raw[self.at - size:self.at].decode()

    def blob(self):
        size = self.unpack("i")
        self.at += max(size, 0)

    def array(self, read):
        return [read() for _ in range(self.unpack("i"))]

    def topics(self, read):
        """[(topic, what `read` gives for a partition)]"""
        found = []
        for _ in range(self.unpack("i")):
            topic = self.text()
            found += [(topic, one) for one in self.array(read)]
        return found


def check(code, what):
    if code != 0:
        raise KafkaError(what, code)


class Kafka:
    """A connection for each call: broker restarts need no care. OSError or KafkaError when it
    fails."""

    def __init__(self, bootstrap, seconds=30):
        self.seconds = seconds
        host, port = bootstrap.rsplit(":", 1)
        self.address = (host, int(port))
        self.numbers = itertools.count(1)

    def call(self, key, version, body):
        number = next(self.numbers)
        head = Writer().pack("hhi", key, version, number).text(CLIENT).bytes()
        with contextlib.closing(socket.create_connection(self.address, timeout=self.seconds)) as to:
            to.sendall(struct.pack(">i", len(head) + len(body)) + head + body)
            with to.makefile("rb") as answers:
                size = struct.unpack(">i", self.exactly(answers, 4))[0]
                reader = Reader(self.exactly(answers, size))
        if reader.unpack("i") != number:
            raise KafkaError("an answer to something else")
        return reader

    @staticmethod
    def exactly(answers, size):
        raw = answers.read(size)
        if len(raw) != size:
            raise KafkaError("the broker closed the connection")
        return raw

    def create_topic(self, name, partitions, **configs):
        body = Writer()
        body.array([name], lambda to, topic: (
            to.text(topic).pack("ih", partitions, 1).pack("i", 0)
            .array(list(configs.items()), lambda at, one: at.text(one[0].replace("_", "."))
                   .text(str(one[1])))))
        answer = self.call(19, 2, body.pack("i?", 30_000, False).bytes())
        answer.unpack("i")
        made = answer.array(lambda: (answer.text(), answer.unpack("h"), answer.text()))
        for _, code, why in made:
            check(code, f"create {name}: {why}")

    def delete_topic(self, name):
        body = Writer().array([name], lambda to, topic: to.text(topic)).pack("i", 30_000)
        answer = self.call(20, 1, body.bytes())
        answer.unpack("i")
        for _, code in answer.array(lambda: (answer.text(), answer.unpack("h"))):
            check(code, f"delete {name}")

    def offsets(self, topic, partitions, which=LATEST):
        """{partition: the log's end, or its start}"""
        body = Writer().pack("i", -1)
        body.topics({topic: range(partitions)}, lambda to, part: to.pack("iq", part, which))
        answer = self.call(2, 1, body.bytes())
        found = {}
        for _, (part, code, _, offset) in answer.topics(lambda: answer.unpack("ihqq")):
            check(code, f"offsets of {topic}")
            found[part] = offset
        return found

    def await_coordinator(self, group, seconds=60):
        """Asks for the group's coordinator, which makes the topic of offsets where there is none,
        and waits until it answers."""
        until = time.monotonic() + seconds
        while True:
            answer = self.call(10, 1, Writer().text(group).pack("b", 0).bytes())
            answer.unpack("i")
            code = answer.unpack("h")
            try:
                check(code, f"coordinator of {group}")
                return self.members(group)
            except KafkaError as why:
                if why.code not in COORDINATOR_ERRORS or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def committed(self, group, topic, partitions):
        """{partition: offset} of what the group has committed; absent where nothing."""
        body = Writer().text(group).topics(
            {topic: range(partitions)}, lambda to, part: to.pack("i", part))
        answer = self.call(9, 2, body.bytes())

        def one():
            part, offset = answer.unpack("iq")
            answer.text()
            return part, offset, answer.unpack("h")

        found = {}
        for _, (part, offset, code) in answer.topics(one):
            check(code, f"committed by {group}")
            if offset >= 0:
                found[part] = offset
        check(answer.unpack("h"), f"committed by {group}")
        return found

    def commit(self, group, topic, offsets):
        """Sets a group's offsets while it has no members."""
        body = Writer().text(group).pack("i", -1).text("").pack("q", -1)
        body.topics({topic: list(offsets.items())},
                    lambda to, one: to.pack("iq", *one).text(None))
        answer = self.call(8, 2, body.bytes())
        for _, (_, code) in answer.topics(lambda: answer.unpack("ih")):
            check(code, f"commit for {group}")

    def forget_commits(self, group, topic, partitions):
        """Takes a group's offsets of a topic away while it has no members."""
        body = Writer().text(group).topics(
            {topic: range(partitions)}, lambda to, part: to.pack("i", part))
        answer = self.call(47, 0, body.bytes())
        check(answer.unpack("h"), f"delete offsets of {group}")
        answer.unpack("i")
        for _, (_, code) in answer.topics(lambda: answer.unpack("ih")):
            check(code, f"delete offsets of {group}")

    def delete_records(self, topic, before):
        """{partition: first offset to stay}"""
        body = Writer().topics({topic: list(before.items())}, lambda to, one: to.pack("iq", *one))
        answer = self.call(21, 0, body.pack("i", 30_000).bytes())
        answer.unpack("i")
        for _, (_, _, code) in answer.topics(lambda: answer.unpack("iqh")):
            check(code, f"delete records of {topic}")

    def members(self, group):
        """(state of the group, its members' names)"""
        body = Writer().array([group], lambda to, name: to.text(name))
        answer = self.call(15, 0, body.bytes())
        answer.unpack("i")
        code, _, state, _, _ = (answer.unpack("h"), answer.text(), answer.text(), answer.text(),
                                answer.text())
        check(code, f"describe {group}")

        def member():
            name = answer.text()
            answer.text()
            answer.text()
            answer.blob()
            answer.blob()
            return name

        return state, answer.array(member)
