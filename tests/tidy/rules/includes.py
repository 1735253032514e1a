"""The dependency order: what a module names in its CMakeLists.txt is all it may include."""

import functools
import pathlib
import re

from rules.tree import Violation

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', re.MULTILINE)
MODULE = re.compile(r"daypass_module\(\s*(\w+)([^)]*)\)")
KEYWORDS = {"DEPENDS", "LIBRARIES", "PRIVATE_LIBRARIES"}

# Design, section 3. An adapter sees no other adapter and not the engine; the engine sees ports.
ADAPTERS = {"hr", "kafka", "entra", "vault", "store"}
PURE = {"planner", "calendar"}
HEAVY = re.compile(r"boost/beast|librdkafka/|sqlite3\.h|libpq-fe\.h")


def depends_of(tree):
    """module -> what its CMakeLists.txt names under DEPENDS, with that line's number."""
    modules = {}
    for path in tree.files:
        parts = pathlib.Path(path).parts
        if len(parts) == 3 and parts[0] == "lib" and parts[2] == "CMakeLists.txt":
            for match in MODULE.finditer(tree.text(path)):
                named, section = set(), None
                for word in match.group(2).split():
                    section = word if word in KEYWORDS else section
                    if section == "DEPENDS" and word != section:
                        named.add(word)
                modules[match.group(1)] = named
    return modules


def closures(modules):
    """module -> itself and all it reaches."""

    def reach(module, seen):
        if module not in seen:
            seen.add(module)
            for named in modules.get(module, ()):
                reach(named, seen)
        return seen

    return {module: reach(module, set()) for module in modules}


def includes(tree, path):
    """(line, what is included)."""
    text = tree.text(path)
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1)


def dependency_order(tree):
    """An include of a module that the including one doesn't depend on."""
    reached = closures(depends_of(tree))
    for path in tree.cpp("lib"):
        parts = pathlib.Path(path).parts
        if len(parts) < 3:
            continue
        module = parts[1]
        for line, name in includes(tree, path):
            target = re.match(r"daypass/(\w+)/", name)
            if target and target.group(1) not in reached.get(module, {module}):
                yield Violation(path, line, f"{module} does not depend on {target.group(1)}")
            elif name.startswith(".."):
                yield Violation(path, line, "includes by a path out of its folder")


def house_plan(tree):
    """A dependency that the design forbids, whatever the CMakeLists.txt says."""
    modules = depends_of(tree)
    reached = closures(modules)
    for module in sorted(modules):
        report = functools.partial(Violation, f"lib/{module}/CMakeLists.txt", 1)
        others = reached[module] - {module}
        if module in PURE and others - {"base", "domain"}:
            yield report(f"{module} is pure: base and domain only, not {sorted(others)}")
        if module in ADAPTERS and (others & (ADAPTERS | {"engine", "admin"})):
            yield report(f"an adapter sees no other adapter, engine or admin: {sorted(others)}")
        if module == "engine" and (others & (ADAPTERS | {"net", "config", "admin"})):
            yield report(f"the engine sees ports, never adapters: {sorted(others)}")


def light_headers(tree):
    """A public header that brings Beast, librdkafka, SQLite or libpq to whoever includes it."""
    for path in tree.cpp("lib"):
        if "include" in pathlib.Path(path).parts:
            for line, name in includes(tree, path):
                if HEAVY.search(name):
                    yield Violation(path, line, f"a public header includes {name}")


def simulator_apart(tree):
    """A simulator and its client share no code, so that they can't share a mistake."""
    for path in tree.cpp("tests"):
        if path.startswith("tests/simulators/"):
            for line, name in includes(tree, path):
                if re.match(r"daypass/(entra|vault)/|(entra|vault)/src", name):
                    yield Violation(path, line, f"the simulator includes {name}")
