#!/usr/bin/env python3
"""A TCP proxy with faults, as a process of its own: one JSON command a line on stdin, one answer a
line on stdout.

  {"do": "listen", "lane": "graph"}                    {"port": 4711}
  {"do": "target", "lane": "graph", "port": 443}
  {"do": "strike", "lane": "graph", "fault": {"kind": "delay", ...}}
  {"do": "calm", "lane": "graph"}                      {"struck": 12}: what the fault hit
  {"do": "look", "lane": "graph"}                      {"struck": 3}: so far
  {"do": "thaw", "lane": "graph"}                      resets what is still dead

A lane has one fault at a time. Streams stay streams: bytes are late, few or missing, never others.
"""

import asyncio
import contextlib
import ctypes
import json
import random
import signal
import socket
import struct
import sys

UP, DOWN = "up", "down"  # to the server, to the client
CHUNK = 1 << 16
FROZEN = {"half_open_up": {UP}, "half_open_down": {DOWN}, "black_hole": {UP, DOWN}}


class Link:
    """A client's connection and its own to the server."""

    def __init__(self, client, server):
        self.ends = {UP: server, DOWN: client}  # where each direction's bytes go
        self.frozen = set()
        self.closed = False

    def close(self, abruptly=False):
        self.closed = True
        for writer in self.ends.values():
            if abruptly and (sock := writer.get_extra_info("socket")) is not None:
                with contextlib.suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if abruptly:
                writer.transport.abort()
            else:
                writer.close()


class Lane:
    def __init__(self):
        self.target = None
        self.links = set()
        self.fault = None
        self.struck = 0
        self.chance = random.Random(0)

    def strike(self, fault):
        self.fault, self.struck = fault, 0
        self.chance = random.Random(fault.get("seed", 0))
        kind, share = fault["kind"], fault.get("share", 1)
        for link in [one for one in self.links if self.chance.random() < share]:
            if kind == "reset":
                self.struck += 1
                link.close(abruptly=True)
            elif kind in FROZEN:
                link.frozen = FROZEN[kind]

    def calm(self):
        """What was swallowed can't be made good: such a link is reset, or stays dead until its
        client lets go of it."""
        fault, self.fault = self.fault, None
        if fault and not fault.get("stay_frozen"):
            self.thaw()
        return self.struck

    def thaw(self):
        for link in [one for one in self.links if one.frozen]:
            link.close(abruptly=True)

    async def serve(self, reader, writer):
        fault = self.fault or {}
        if fault.get("kind") == "reset" and self.chance.random() < fault.get("share", 1):
            self.struck += 1
            writer.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:  # the server is away: so is what stands before it
            writer.transport.abort()
            return
        link = Link(writer, far_writer)
        link.frozen = FROZEN.get(fault.get("kind"), set())
        self.links.add(link)
        pumps = [asyncio.ensure_future(self.pump(link, UP, reader)),
                 asyncio.ensure_future(self.pump(link, DOWN, far_reader))]
        try:
            await asyncio.wait(pumps)
        finally:
            self.links.discard(link)
            link.close()

    async def pump(self, link, way, reader):
        """Until either side ends. A dead direction also loses the end of the other side."""
        writer = link.ends[way]
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while not link.closed and (chunk := await reader.read(CHUNK)):
                if way in link.frozen:
                    self.struck += self.fault is not None
                    continue
                if self.fault is None:
                    writer.write(chunk)
                    await writer.drain()
                elif not await self.bend(link, way, writer, chunk):
                    break
        if way == UP or way not in link.frozen:
            link.close()

    async def bend(self, link, way, writer, chunk):
        """Passes a chunk on as the fault has it. False when the link is over."""
        fault = self.fault
        kind = fault["kind"]
        if kind == "delay":
            self.struck += 1
            await asyncio.sleep(self.chance.uniform(*fault["seconds"]))
        elif kind == "trickle":
            self.struck += 1
            return await self.trickle(fault, writer, chunk)
        elif kind == "cut" and way == DOWN and self.chance.random() < fault.get("share", 1):
            self.struck += 1
            writer.write(chunk[:max(1, len(chunk) // 2)])
            link.close()
            return False
        writer.write(chunk)
        await writer.drain()
        return True

    async def trickle(self, fault, writer, chunk):
        """A few bytes at a time, while the fault lasts, and never longer than a set time a chunk:
        what an attempt sent may not take effect long after it was given up."""
        loop = asyncio.get_running_loop()
        until, at = loop.time() + fault["chunk_seconds"], 0
        while at < len(chunk):
            over = self.fault is not fault or loop.time() > until
            size = len(chunk) if over else fault["bytes"]
            writer.write(chunk[at:at + size])
            await writer.drain()
            at += size
            if not over:
                await asyncio.sleep(fault["pause"])
        return True


class Proxy:
    def __init__(self):
        self.lanes = {}
        self.servers = []

    async def obey(self, order):
        lane = self.lanes.setdefault(order["lane"], Lane())
        if order["do"] == "listen":
            self.servers.append(await asyncio.start_server(lane.serve, "127.0.0.1", 0, backlog=512))
            return {"port": self.servers[-1].sockets[0].getsockname()[1]}
        if order["do"] == "target":
            lane.target = order["port"]
        elif order["do"] == "strike":
            lane.strike(order["fault"])
        elif order["do"] == "calm":
            return {"struck": lane.calm()}
        elif order["do"] == "look":
            return {"struck": lane.struck}
        elif order["do"] == "thaw":
            lane.thaw()
        return {}

    async def run(self):
        orders = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        while line := await orders.readline():
            print(json.dumps(await self.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    asyncio.run(Proxy().run())
