"""The house: which folders there are, and that each says what it is for."""

import pathlib

from rules.tree import Violation

FOLDERS = {"config", "daemon", "deploy", "lib", "systemd", "tests"}
FILES = {"CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md"}


def top_level(tree):
    """A folder or file at the top that the design doesn't name."""
    for name in sorted({pathlib.Path(path).parts[0] for path in tree.files}):
        if name.startswith("."):
            continue
        if (tree.root / name).is_dir() and name not in FOLDERS:
            yield Violation(name, 1, "a top-level folder that the house plan doesn't have")
        elif (tree.root / name).is_file() and name not in FILES:
            yield Violation(name, 1, "a top-level file that the house plan doesn't have")


def readmes(tree):
    """A module or folder without a README."""
    files = set(tree.files)
    wanted = {"README.md"}
    for path in files:
        parts = pathlib.Path(path).parts
        if len(parts) > 1 and not parts[0].startswith("."):
            wanted.add(f"{parts[0]}/README.md")
        if len(parts) > 2 and parts[0] in ("lib", "tests"):
            wanted.add(f"{parts[0]}/{parts[1]}/README.md")
    for path in sorted(wanted - files):
        yield Violation(path, 1, "missing: each folder says what lives there and what may not")
