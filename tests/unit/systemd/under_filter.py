#!/usr/bin/env python3
"""Runs a command under a unit's SystemCallFilter, without systemd as the first process.

  under_filter.py UNIT-FILE COMMAND [ARGUMENT...]

The groups are systemd's own (`systemd-analyze syscall-filter`), the filter is libseccomp's; what it
refuses gets the unit's SystemCallErrorNumber.
"""

import ctypes
import errno
import os
import pathlib
import subprocess
import sys

ALLOW = 0x7FFF0000
ERRNO = 0x00050000


def calls_of(name):
    """The system calls that a group or a name stands for."""
    if not name.startswith("@"):
        return {name}
    shown = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", name],
                           check=True, capture_output=True, text=True).stdout
    found = set()
    for line in shown.splitlines()[1:]:
        if line.strip() and not line.strip().startswith("#"):
            found |= calls_of(line.strip())
    return found


def allowed_calls(unit):
    """What the unit's filter lines leave; `@default` is always in, and `~` takes away."""
    allowed, error = calls_of("@default"), "EPERM"
    for line in pathlib.Path(unit).read_text().splitlines():
        key, _, value = line.partition("=")
        if key == "SystemCallErrorNumber":
            error = value
        elif key == "SystemCallFilter":
            named = set().union(*map(calls_of, value.lstrip("~").split()))
            allowed = allowed - named if value.startswith("~") else allowed | named
    return allowed, getattr(errno, error)


def load_filter(allowed, error):
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ERRNO | error)))
    for name in sorted(allowed):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # others don't exist on this architecture
            if library.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0) != 0:
                raise OSError(f"seccomp refuses a rule for {name}")
    if library.seccomp_load(context) != 0:
        raise OSError("seccomp refuses the filter")


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    load_filter(*allowed_calls(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
