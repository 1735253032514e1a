"""Rules about what C++ code may call, and how it is laid out."""

import concurrent.futures
import os
import re
import subprocess

from rules.scrub import scrub
from rules.tree import Violation, against_allow_list

CLOCK = re.compile(r"\bsystem_clock\s*::\s*now\b")
EXPOSE = re.compile(r"(?:\.|->)\s*expose(?:_writable)?\s*\(")
FORMATTED = re.compile(r"^(.*?):(\d+):\d+: error: (.*)$", re.MULTILINE)


def calls(tree, paths, pattern, message):
    for path in paths:
        for number, line in enumerate(scrub(tree.text(path)).splitlines(), 1):
            if pattern.search(line):
                yield Violation(path, number, message)


def wall_clock(tree):
    """`system_clock::now` outside the clock: what reads it can't be simulated."""
    found = list(calls(tree, tree.cpp("lib", "daemon", "tests"), CLOCK,
                       "reads the wall clock; take the clock port (clock_allowed.txt)"))
    yield from against_allow_list(tree, "clock_allowed.txt", found, "reads no clock any more")


def exposed_secrets(tree):
    """A secret's `expose` outside the files whose secrets leave for their one destination."""
    found = list(calls(tree, tree.cpp("lib", "daemon"), EXPOSE,
                       "exposes a secret and isn't listed in expose_allowed.txt"))
    yield from against_allow_list(tree, "expose_allowed.txt", found, "exposes no secret any more")


def clang_format(tree):
    """A file that clang-format would change."""
    paths = tree.cpp("lib", "daemon", "tests")
    workers = os.cpu_count() or 1
    batches = [batch for batch in (paths[i::workers] for i in range(workers)) if batch]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for said in pool.map(lambda batch: format_check(tree, batch), batches):
            changed = {}
            for path, line, message in FORMATTED.findall(said):
                changed.setdefault(path, (int(line), message))
            for path, (line, message) in changed.items():
                yield Violation(path, line, message)


def format_check(tree, paths):
    run = subprocess.run(["clang-format-19", "--dry-run", "-Werror", *paths], cwd=tree.root,
                         capture_output=True, text=True)
    return run.stderr
