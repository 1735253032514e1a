#!/usr/bin/env python3
"""Mutates the planner line by line and asks whether its unit tests notice.

  mutate.py --build BUILD                  40 mutants, spread over the files by --seed
  mutate.py --build BUILD --all            every one of them
  mutate.py --build BUILD --only FILE      every one of one file; may be given again

BUILD is a configured build folder in which the target planner_test is built: its compile commands,
objects and libraries are used, its sources are copied. A mutant is killed when a test fails, ends
by a signal or takes too long. One that survives must stand in explained.txt, with the reason why no
test can or should notice; a line there that explains nothing any more fails too, with --all. Closes
with 'N passed, N failed'; what does not compile or link counts as neither.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile

import mutants

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCES = ROOT / "lib" / "planner" / "src"
TIMEOUT_S = 60
# Every permutation takes a second: only a mutant of the folding itself needs them.
ALL_PERMUTATIONS = "Fold.GivesTheSameForEveryOrderOfArrival"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def every_mutant():
    """file name -> its mutants."""
    headers = [path.read_text() for module in ("domain", "planner", "base")
               for path in sorted((ROOT / "lib" / module / "include").rglob("*.hpp"))]
    enums = mutants.enumerators(headers)
    return {path.name: mutants.of_file(path.name, path.read_text(), enums)
            for path in sorted(SOURCES.glob("*.cpp"))}


def spread(found, count, seed):
    """`count` mutants, in turn from each file, by a seed."""
    draw = random.Random(seed)
    piles = [draw.sample(pile, len(pile)) for _, pile in sorted(found.items()) if pile]
    draw.shuffle(piles)
    chosen = []
    while len(chosen) < count and any(piles):
        for pile in piles:
            if pile and len(chosen) < count:
                chosen.append(pile.pop())
    return chosen


class Workbench:
    """Compiles one changed source and links it before the library that holds the original."""

    def __init__(self, build, scratch):
        self.build, self.scratch = build, scratch
        self.commands = {}
        for entry in json.loads((build / "compile_commands.json").read_text()):
            path = pathlib.Path(entry["file"])
            if path.parent == SOURCES or path.parent.resolve() == SOURCES:
                self.commands[path.name] = self.compile_command(entry)
        objects = sorted(
            (build / "tests/unit/planner/CMakeFiles/planner_test.dir").rglob("*.o"))
        libraries = [next(build.rglob(f"libdaypass_{name}.a"))
                     for name in ("planner_table", "planner", "domain", "base")]
        if not objects or not self.commands:
            raise SystemExit("mutate: planner_test is not built in " + str(build))
        compiler = next(iter(self.commands.values()))[0]
        self.prefix = self.precompile()
        # The original may come along for a template that others need of it: the changed one rules.
        self.link = [compiler, "-fuse-ld=lld-19", "-Wl,--allow-multiple-definition",
                     *map(str, objects)]
        self.libraries = [*map(str, libraries), "-lgtest", "-lgmock", "-lgtest_main", "-lfmt",
                          "-lcrypto", "-lpthread"]

    def precompile(self):
        """What all the sources include, parsed once: most of the time of each compilation."""
        included = {line for path in SOURCES.glob("*.[ch]pp") for line in
                    path.read_text().splitlines() if re.match(r'#include [<"](?!\w+\.hpp")', line)}
        header, compiled = self.scratch / "prefix.hpp", self.scratch / "prefix.pch"
        header.write_text("\n".join(sorted(included)) + "\n")
        command = next(iter(self.commands.values()))
        subprocess.run([*command, "-x", "c++-header", str(header), "-o", str(compiled)],
                       check=True)
        return compiled

    @staticmethod
    def compile_command(entry):
        words = shlex.split(entry["command"])
        if pathlib.Path(words[0]).name == "ccache":
            words = words[1:]
        kept, skip = [], False
        for word in words:
            if skip:
                skip = False
            elif word in ("-o", "-c", "-MF", "-MT"):
                skip = True
            elif not re.match(r"-(O|g\d?$|M|D_FORTIFY|W|flto)", word):
                kept.append(word)
        return [*kept, "-O0", "-w"]

    def run(self, mutant, number):
        """'killed', 'survived' or 'not compiling'."""
        folder = self.scratch / str(number)
        folder.mkdir()
        source = folder / mutant.file
        lines = (SOURCES / mutant.file).read_text().splitlines()
        lines[mutant.line - 1] = mutant.after
        source.write_text("\n".join(lines) + "\n")
        changed, program = folder / "changed.o", folder / "test"
        compiled = subprocess.run(
            [*self.commands[mutant.file], "-include-pch", str(self.prefix), "-c", str(source), "-o",
             str(changed)], capture_output=True)
        if compiled.returncode != 0:
            return "not compiling"
        # Changed so that another file no longer finds what it calls: no program either.
        if self.linked(program, changed).returncode != 0:
            return "not compiling"
        verdict = self.test(program, mutant.file)
        if verdict == "survived":
            print(f"survived: line {mutant.line} of {mutant}", flush=True)
        program.unlink()
        changed.unlink()
        return verdict

    def linked(self, program, *changed):
        return subprocess.run(
            [*self.link, *map(str, changed), "-Wl,--start-group", *self.libraries,
             "-Wl,--end-group", "-o", str(program)], capture_output=True, text=True)

    def check(self):
        """Unchanged it must link, and its tests pass: else every mutant would look killed."""
        program = self.scratch / "unchanged"
        tried = self.linked(program)
        if tried.returncode != 0:
            raise SystemExit("mutate: can't link\n" + tried.stderr)
        if self.test(program, "fold.cpp") != "survived":
            raise SystemExit("mutate: the tests fail without any change")

    @staticmethod
    def test(program, file):
        chosen = "*" if file == "fold.cpp" else f"-{ALL_PERMUTATIONS}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GTEST_")}
        try:
            ran = subprocess.run(
                [str(program), "--gtest_fail_fast", "--gtest_brief=1", f"--gtest_filter={chosen}"],
                capture_output=True, timeout=TIMEOUT_S, env=environment)
        except subprocess.TimeoutExpired:
            return "killed"
        return "survived" if ran.returncode == 0 else "killed"


def explained():
    """The mutants of explained.txt: their text, as a survivor is printed."""
    known = set()
    for line in (HERE / "explained.txt").read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            known.add(line)
    return known


def report(verdicts, known, complete):
    counts = {}
    unexplained = []
    for mutant, verdict in verdicts.items():
        kind = verdict
        if verdict == "survived":
            kind = "explained" if str(mutant) in known else "survived"
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "survived":
            unexplained.append(mutant)
    for mutant in unexplained:
        print(f"survived, and is not explained: line {mutant.line} of {mutant}")
    stale = []
    if complete:
        survivors = {str(m) for m, verdict in verdicts.items() if verdict == "survived"}
        stale = sorted(known - survivors)
        for text in stale:
            print(f"explained, but does not survive: {text}")
    print(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    passed = counts.get("killed", 0) + counts.get("explained", 0)
    failed = len(unexplained) + len(stale)
    print(f"{passed} passed, {failed} failed")
    return failed == 0


def main():
    given = arguments()
    found = every_mutant()
    total = sum(map(len, found.values()))
    if given.only:
        chosen = [m for name in given.only for m in found[name]]
    elif given.all:
        chosen = [m for pile in found.values() for m in pile]
    else:
        chosen = spread(found, given.count, given.seed)
    print(f"{len(chosen)} of {total} mutants, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        bench = Workbench(given.build.resolve(), pathlib.Path(scratch))
        bench.check()
        verdicts = dict(zip(chosen, pool.map(bench.run, chosen, range(len(chosen)))))
    sys.exit(0 if report(verdicts, explained(), given.all) else 1)


if __name__ == "__main__":
    main()
