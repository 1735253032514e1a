"""A disk of its own, small and in memory, that can be filled; or, where nothing may be mounted, a
limit on the size of files that stands for it."""

import contextlib
import ctypes
import errno
import os
import resource
import subprocess

CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
# The last is SQLite's where its shared index finds no room.
SAID_WHEN_FULL = (b"disk is full", b"No space left", b"File too large", b"disk I/O error (4874)")
libc = ctypes.CDLL(None, use_errno=True)


def says_full(text):
    """Whether these words of the daemon's are of a full disk."""
    return any(words in text for words in SAID_WHEN_FULL)


def own_mounts():
    """True when this process may mount from now on, seen by nobody else and gone with it."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS) != 0:
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0:
            return False
        with contextlib.suppress(OSError):
            for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"),
                               ("gid_map", f"0 {group} 1")):
                with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                    file.write(text)
    return subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True).returncode == 0


class SmallDisk:
    """A tmpfs at `folder`."""

    kind = "a small tmpfs"
    hides_log = False

    def __init__(self, folder, mebibytes):
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)
        self.mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=700", "tmpfs", folder],
            capture_output=True).returncode == 0

    def unmount(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=True)

    def fill(self):
        """Takes all that is free; what is freed later stays free."""
        with open(self.folder / ".filler", "ab") as file:
            size = 1 << 30
            while size >= 4096:
                try:
                    os.posix_fallocate(file.fileno(), file.tell(), size)
                    file.seek(0, os.SEEK_END)
                except OSError as refused:
                    if refused.errno not in (errno.ENOSPC, errno.EFBIG):
                        raise
                    size //= 2

    def free(self):
        (self.folder / ".filler").unlink(missing_ok=True)


class SizeLimit:
    """No file of the daemon may grow (RLIMIT_FSIZE): what is left where mounting is refused."""

    kind = "a limit on file sizes, as nothing may be mounted here"
    hides_log = True  # The log can't grow either.

    def __init__(self, daemon_pid):
        self.daemon_pid = daemon_pid

    def unmount(self):
        pass

    def fill(self):
        self.limit(1)

    def free(self):
        self.limit(resource.RLIM_INFINITY)

    def limit(self, size):
        with contextlib.suppress(ProcessLookupError):
            _, hard = resource.prlimit(self.daemon_pid(), resource.RLIMIT_FSIZE)
            resource.prlimit(self.daemon_pid(), resource.RLIMIT_FSIZE, (size, hard))
