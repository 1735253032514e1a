"""Rules about lines and files, whatever the language."""

import ast
import re
import subprocess

from rules.tree import Violation

LINE_MAX = 100
FILE_MAX = 400
CORPUS = "tests/fuzz/corpus/"

# Put together here, so that this file doesn't hold what it looks for.
LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME"]) + r")\b")
MACHINE = re.compile(r"(?<![\w.~-])/(?:" + "|".join(["work", "root", "home"]) + r")/\w")
REGISTRY = re.compile("|".join(
    [r"pypi\." + "org", r"repo1?\." + "maven", r"proxy\.golang\." + "org",
     r"deb\.debian\." + "org"]))


def long_lines(tree):
    """A line over 100 columns; in prose, tables and links can't be broken."""
    for path in tree.files:
        prose = tree.is_prose(path)
        if not (prose or tree.is_code(path)):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            unbreakable = prose and (line.startswith("|") or "](" in line)
            if len(line) > LINE_MAX and not unbreakable:
                yield Violation(path, number, f"{len(line)} columns, the limit is {LINE_MAX}")


def long_files(tree):
    """A file over 400 lines, code or prose."""
    for path in tree.files:
        lines = len(tree.lines(path))
        if lines > FILE_MAX and (tree.is_prose(path) or tree.is_code(path)):
            yield Violation(path, lines, f"{lines} lines, the limit is {FILE_MAX}")


def trailing_whitespace(tree):
    """Whitespace at a line's end, and a last line without its end; data are as they were got."""
    for path in tree.files:
        if path.endswith((".csv", ".tsv")) or path.startswith(CORPUS):
            continue
        text = tree.text(path)
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                yield Violation(path, number, "trailing whitespace")
        if text and not text.endswith("\n"):
            yield Violation(path, len(tree.lines(path)), "no newline at the end")


def lines_that_match(tree, pattern, message):
    for path in tree.files:
        for number, line in enumerate(tree.lines(path), 1):
            if match := pattern.search(line):
                yield Violation(path, number, f"{message}: {match.group(0)}")


def left_for_later(tree):
    """A note of what isn't done: it is done, or it is an issue."""
    yield from lines_that_match(tree, LATER, "left for later")


def machine_paths(tree):
    """A path that is true on one machine only."""
    yield from lines_that_match(tree, MACHINE, "a path of one machine")


def registry_hosts(tree):
    """A host of a package registry: clients are configured where they run."""
    yield from lines_that_match(tree, REGISTRY, "a registry's host")


def scripts_parse(tree):
    """A bash or Python script that can't be read by its own language."""
    for path in tree.files:
        first = tree.text(path).split("\n", 1)[0]
        if path.endswith(".py") or (first.startswith("#!") and "python" in first):
            try:
                ast.parse(tree.text(path))
            except SyntaxError as error:
                yield Violation(path, error.lineno or 1, f"not Python: {error.msg}")
        elif path.endswith(".sh") or (first.startswith("#!") and first.endswith("sh")):
            run = subprocess.run(["bash", "-n", tree.root / path], capture_output=True, text=True)
            if run.returncode != 0:
                yield Violation(path, 1, f"not bash: {run.stderr.strip()}")
