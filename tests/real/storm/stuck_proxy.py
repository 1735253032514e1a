"""Stands before a broker and makes a consumer stuck: the connections on which it fetches a topic
bring no records any more, while its other connections, heartbeats among them, go on. Whoever
connects anew is served well.

Kafka's protocol as far as librdkafka 2.0.2 speaks it (Fetch up to version 11)."""

import contextlib
import socket
import struct
import threading
import time

FETCH = 1
BLACK_HOLE, STARVE = "black hole", "starve"


class Stream:
    """Reads frames: a size of four bytes, then so many bytes."""

    def __init__(self, sock):
        self.file = sock.makefile("rb")

    def frame(self):
        head = self.file.read(4)
        if len(head) < 4:
            return None
        body = self.file.read(struct.unpack(">i", head)[0])
        return body


class Link:
    """One client's connection: what it fetches, and what is done to it."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.topics = set()
        self.fetches = {}  # correlation id -> version of Fetch
        self.stuck = None

    def close(self):
        for sock in (self.client, self.server):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


class StuckProxy:
    """Listens on `port`; `target` is set before anybody connects."""

    def __init__(self, topics):
        self.topics = topics
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.target = None
        self.lock = threading.Lock()
        self.links = []
        self.starved = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.listener.close()
        for link in self.links:
            link.close()

    def stick(self, topic, how):
        """What fetches this topic now is stuck until it ends. How many connections that are."""
        with self.lock:
            chosen = [link for link in self.links if topic in link.topics]
            for link in chosen:
                link.stuck = how
        return len(chosen)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            link = Link(client, server)
            with self.lock:
                self.links.append(link)
            for work in (self.upwards, self.downwards):
                threading.Thread(target=work, args=(link,), daemon=True).start()

    def upwards(self, link):
        self.pump(link, link.client, link.server, self.note_request)

    def downwards(self, link):
        self.pump(link, link.server, link.client, self.bend_answer)

    def pump(self, link, source, sink, work):
        stream = Stream(source)
        with contextlib.suppress(OSError):
            while (body := stream.frame()) is not None:
                body = work(link, body)
                if link.stuck != BLACK_HOLE:
                    sink.sendall(struct.pack(">i", len(body)) + body)
        link.close()
        with self.lock, contextlib.suppress(ValueError):
            self.links.remove(link)

    def note_request(self, link, body):
        key, version, number = struct.unpack_from(">hhi", body)
        if key == FETCH:
            with self.lock:
                link.fetches[number] = version
                for topic in self.topics:
                    if struct.pack(">h", len(topic)) + topic.encode() in body:
                        link.topics.add(topic)
        return body

    def bend_answer(self, link, body):
        with self.lock:
            version = link.fetches.pop(struct.unpack_from(">i", body)[0], None)
        if version is None or link.stuck != STARVE:
            return body
        self.starved += 1
        time.sleep(0.1)  # as a broker that waits for records; else it would be asked at once again
        return without_records(body, version)


def without_records(body, version):
    """An answer to Fetch whose partitions hold no records."""
    made, at = bytearray(), 0

    def copy(form):
        nonlocal at
        values = struct.unpack_from(">" + form, body, at)
        made.extend(body[at:at + struct.calcsize(">" + form)])
        at += struct.calcsize(">" + form)
        return values[-1]

    copy("i" + ("i" if version >= 1 else "") + ("hi" if version >= 7 else ""))
    for _ in range(copy("i")):
        size = copy("h")
        made.extend(body[at:at + size])
        at += size
        for _ in range(copy("i")):
            copy("ihq" + ("q" if version >= 4 else "") + ("q" if version >= 5 else ""))
            if version >= 4:
                for _ in range(max(copy("i"), 0)):
                    copy("qq")
            if version >= 11:
                copy("i")
            at += 4 + max(struct.unpack_from(">i", body, at)[0], 0)
            made.extend(struct.pack(">i", 0))
    return bytes(made)
