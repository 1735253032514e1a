"""The memory of a process and core dumps of it, looked through from outside (root only: the daemon
is not dumpable)."""

import collections
import contextlib
import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import time

ZEROES = bytes(1 << 16)
HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ (\d+) *(.*)")
DONT_DUMP = "dd"


@dataclasses.dataclass
class Mapping:
    start: int
    end: int
    rights: str
    file: bool
    name: str
    flags: tuple = ()

    @property
    def kept_out(self):
        """Of core dumps, by the kernel and by gcore (madvise(2), MADV_DONTDUMP)."""
        return DONT_DUMP in self.flags

    def __str__(self):
        return (f"{self.name or 'anonymous'} {self.rights} {(self.end - self.start) // 1024} KiB "
                f"[{' '.join(self.flags)}]")


def mappings(pid):
    """All of them, from smaps."""
    found = []
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if head := HEAD.match(line):
            start, end, rights, inode, name = head.groups()
            found.append(Mapping(int(start, 16), int(end, 16), rights, inode != "0", name))
        elif line.startswith("VmFlags:"):
            found[-1].flags = tuple(line.split()[1:])
    return found


def contents(pid):
    """(mapping, its bytes) of whatever the process may have written: a file that is mapped and not
    writable holds what the file holds."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for one in mappings(pid):
            if "r" not in one.rights or one.name in ("[vvar]", "[vsyscall]", "[vdso]"):
                continue
            if one.file and "w" not in one.rights:
                continue
            with contextlib.suppress(OSError):
                memory.seek(one.start)
                yield one, read_exactly(memory, one.end - one.start)


def read_exactly(memory, size):
    """As without_zeroes: most of a stack was never touched."""
    raw, left = bytearray(), size
    while left > 0 and (part := memory.read(min(left, len(ZEROES)))):
        left -= len(part)
        if part != ZEROES:
            raw += part
    return bytes(raw)


def without_zeroes(raw):
    """Leaves out whole pieces of zeroes, in which nothing can begin, end or lie."""
    pieces = (raw[at:at + len(ZEROES)] for at in range(0, len(raw), len(ZEROES)))
    return b"".join(piece for piece in pieces if piece != ZEROES)


@contextlib.contextmanager
def standing_still(pid):
    """SIGSTOP, so that what is read belongs together."""
    os.kill(pid, signal.SIGSTOP)
    try:
        until = time.monotonic() + 5
        while pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "T":
            if time.monotonic() > until:
                raise TimeoutError("the process did not stop")
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@dataclasses.dataclass
class Found:
    """Hits by secret: how many in pages kept out of dumps, and each of the others."""

    kept_out: collections.Counter
    elsewhere: list
    size: int

    def __add__(self, other):
        return Found(self.kept_out + other.kept_out, self.elsewhere + other.elsewhere,
                     self.size + other.size)


def search(pid, wanted):
    """`wanted` is {(secret, encoding): bytes}."""
    found = Found(collections.Counter(), [], 0)
    for mapping, raw in contents(pid):
        found.size += len(raw)
        for (secret, encoding), clothes in wanted.items():
            count = raw.count(clothes)
            if count and mapping.kept_out:
                found.kept_out[secret] += count
            elif count:
                found.elsewhere.append((secret, encoding, count, str(mapping)))
    return found


def core_of(pid, folder, keep_filter):
    """A core file as gdb's gcore writes it: by the kernel's coredump_filter, or of all private and
    shared memory whatever that says. Pages kept out of dumps are left out of both. gdb must be the
    only one who stops the process."""
    file = folder / "core"
    use = "on" if keep_filter else "off"
    # Before it attaches: it would read the symbols of every library, or ask for them.
    first = ("set auto-load no", "set debuginfod enabled off", "set auto-solib-add off")
    then = (f"set use-coredump-filter {use}", f"generate-core-file {file}", "detach")
    command = ["gdb", "-nx", "-batch", *(word for one in first for word in ("-iex", one)),
               "-p", str(pid), *(word for one in then for word in ("-ex", one))]
    run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                         timeout=120)
    if not file.exists():
        raise RuntimeError(f"gdb: {run.stdout}{run.stderr}")
    raw = file.read_bytes()
    file.unlink()
    return without_zeroes(raw)
