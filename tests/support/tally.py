#!/usr/bin/env python3
"""Reads what ctest knows and what its programs reported, for tests/run.

  tally.py tiers BUILD                        the tiers of a build folder: ctest's labels
  tally.py count BUILD JUNIT GOOGLETEST-FOLDER  "PASSED FAILED" in test cases, failures on stderr

A GoogleTest program counts by its own JSON report; a script by its closing line (this project's
'N passed, N failed', unittest's or pytest's); any other entry of ctest is one case. A skipped or
disabled case counts as failed: what doesn't run proves nothing.
"""

import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

# In the order they run. A label that isn't here is a tier too, after them.
ORDER = ["tidy", "unit", "contract", "simulation", "integration", "real", "bench"]
# Labels that say how a program is built, not which tier it belongs to.
TRAITS = {"threads"}


def entries_of(build):
    """What ctest would run: name -> (program, labels)."""
    shown = subprocess.run(
        ["ctest", "--test-dir", build, "--show-only=json-v1"],
        check=True, capture_output=True, text=True,
    ).stdout
    entries = {}
    for test in json.loads(shown)["tests"]:
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        program = pathlib.Path(test.get("command", [test["name"]])[0]).name
        entries[test["name"]] = (program, properties.get("LABELS", []))
    return entries


def tiers(build):
    """The labels that name tiers, in running order. A test that has none would never run."""
    entries = entries_of(build)
    homeless = [name for name, (_, labels) in entries.items() if not set(labels) - TRAITS]
    if homeless:
        raise SystemExit(f"tally: tests without a label, so in no tier: {', '.join(homeless)}")
    found = {label for _, labels in entries.values() for label in labels} - TRAITS
    return [t for t in ORDER if t in found] + sorted(found - set(ORDER))


def googletest_report(path):
    """(passed, names of those that failed, were skipped or disabled)."""
    passed, bad = 0, []
    for suite in json.loads(path.read_text())["testsuites"]:
        for case in suite["testsuite"]:
            name = f"{suite['name']}.{case['name']}"
            if case.get("failures"):
                bad.append(name)
            elif case["status"] != "RUN" or case["result"] != "COMPLETED":
                bad.append(f"{name} (did not run)")
            else:
                passed += 1
    return passed, bad


def script_report(output):
    """(passed, failed) as a script's own closing lines say, or None."""
    ours = re.findall(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    if ours:
        return int(ours[-1][0]), int(ours[-1][1])
    ran = re.findall(r"^Ran (\d+) tests? in ", output, re.MULTILINE)
    if ran:
        bad = re.findall(r"(?:failures|errors|skipped|unexpected successes)=(\d+)", output)
        failed = sum(map(int, bad))
        return int(ran[-1]) - failed, failed
    closing = re.findall(r"^=+ (.*\d+ \w+.*) in [\d.]+s.* =+$", output, re.MULTILINE)
    if closing:
        counts = {word: int(n) for n, word in re.findall(r"(\d+) (\w+)", closing[-1])}
        bad = ("failed", "error", "errors", "skipped", "xpassed")
        return counts.get("passed", 0), sum(counts.get(word, 0) for word in bad)
    return None


def junit_entries(path):
    """name -> (ctest's verdict, output)."""
    entries = {}
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        entries[case.get("name")] = (case.get("status") == "run", output)
    return entries


def judge(passed, bad, succeeded, name):
    """Adds what a report can't say of itself: that its program failed, or held no case."""
    if not succeeded and not bad:
        bad = [f"{name} (failed after its last case, or never got there)"]
    elif passed == 0 and not bad:
        bad = [f"{name} (ran no test)"]
    return passed, bad


def count(build, junit, reports):
    """(passed, failed) over all entries that ran; says on stderr what failed and its output."""
    programs = {name: program for name, (program, _) in entries_of(build).items()}
    passed_total, failed_total, reported = 0, 0, set()
    for name, (succeeded, output) in sorted(junit_entries(junit).items()):
        program = programs.get(name, name)
        files = sorted(f for f in pathlib.Path(reports).glob(f"{program}*.json")
                       if re.fullmatch(re.escape(program) + r"(_\d+)?\.json", f.name))
        passed, bad = 0, []
        if files and program not in reported:
            for report in files:
                more_passed, more_bad = googletest_report(report)
                passed, bad = passed + more_passed, bad + more_bad
            passed, bad = judge(passed, bad, succeeded, name)
        elif files:  # another entry of a program that is counted already
            bad = [] if succeeded else [name]
        elif (counts := script_report(output)) is not None:
            passed, bad = judge(counts[0], [f"{name}: a case"] * counts[1], succeeded, name)
        else:
            passed, bad = judge(int(succeeded), [], succeeded, name)
        reported.add(program)
        passed_total, failed_total = passed_total + passed, failed_total + len(bad)
        if bad:
            print(f"--- {name} failed:", *sorted(set(bad)), sep="\n    ", file=sys.stderr)
            print("\n".join(output.splitlines()[-60:]), file=sys.stderr)
    return passed_total, failed_total


def main(arguments):
    match arguments:
        case ["tiers", build]:
            print(*tiers(build), sep="\n")
        case ["count", build, junit, reports]:
            print(*count(build, junit, reports))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
