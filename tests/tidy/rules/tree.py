"""The tree that the rules look at, and what they report."""

import dataclasses
import functools
import os
import pathlib
import subprocess

# Made by tools, never by hand; git ignores them too.
IGNORED = {".git", ".cache", "__pycache__", "build"}
CPP = {".cpp", ".hpp", ".h"}
CODE = CPP | {".py", ".sh", ".cmake"}
PROSE = {".md"}


@dataclasses.dataclass(frozen=True, order=True)
class Violation:
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """The files below a folder that git would keep; all files where there is no git. A folder
    that holds a CMakeCache.txt is somebody's build, whatever its name."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    @functools.cached_property
    def files(self):
        """Paths relative to the root, sorted."""
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root, check=True, capture_output=True, text=True,
            ).stdout.split("\0")
            found = {name for name in listed if name and (self.root / name).is_file()}
        else:
            found = set(self.walk())
        builds = {path.parent.name for path in self.root.glob("*/CMakeCache.txt")}
        return sorted(path for path in found if pathlib.Path(path).parts[0] not in builds)

    def walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in IGNORED]
            for name in names:
                yield str((pathlib.Path(folder) / name).relative_to(self.root))

    @functools.cache
    def text(self, path):
        """A file's text; empty for what isn't UTF-8 text."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""

    def lines(self, path):
        return self.text(path).splitlines()

    def is_script(self, path):
        return pathlib.Path(path).suffix == "" and self.text(path).startswith("#!")

    def is_code(self, path):
        name = pathlib.Path(path)
        return name.suffix in CODE or name.name == "CMakeLists.txt" or self.is_script(path)

    def is_prose(self, path):
        return pathlib.Path(path).suffix in PROSE

    def cpp(self, *folders):
        """C++ files in these top-level folders."""
        return [path for path in self.files if pathlib.Path(path).suffix in CPP
                and pathlib.Path(path).parts[0] in folders]


def allowed(tree, name):
    """An allow-list: path -> the number of its line. A line is a path, then why it may."""
    entries = {}
    path = f"tests/tidy/{name}"
    for number, line in enumerate(tree.lines(path) if path in tree.files else [], 1):
        if line.strip() and not line.startswith("#"):
            entries[line.split()[0]] = number
    return entries


def against_allow_list(tree, name, found, message):
    """What was found in files that aren't listed, and lines of the list that are of no use."""
    entries = allowed(tree, name)
    for violation in found:
        if violation.path not in entries:
            yield violation
    used = {violation.path for violation in found}
    for path, number in entries.items():
        if path not in used:
            yield Violation(f"tests/tidy/{name}", number, f"{path} {message}")
