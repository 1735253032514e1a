#!/usr/bin/env python3
"""Each rule finds the violation planted for it in a small tree, and nothing in its mended twin."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from rules import RULES  # noqa: E402
from rules.tree import Tree  # noqa: E402


def function(lines, head="void f() {"):
    """A function of so many lines, braces included."""
    return "\n".join([head, *["  call();"] * (lines - 2), "}"]) + "\n"


MODULE = "daypass_module({} DEPENDS {} LIBRARIES fmt::fmt)\n"
AFTER_RAW = 'const char* a = R"(})"; // {\n'

# rule -> cases: a path, its planted content, its mended content (None: no file), the line found.
PLANTED = {
    "long_lines": [
        ("lib/a/src/a.cpp", "x" * 101 + "\n", "x" * 100 + "\n", 1),
        ("lib/README.md", "\n" + "word " * 21 + "\n", "| " + "word " * 21 + "|\n", 2),
    ],
    "long_files": [("lib/a/src/a.cpp", "//\n" * 401, "//\n" * 400, 401)],
    "trailing_whitespace": [
        ("config/a.toml", "a = 1\nb = 2 \n", "a = 1\nb = 2\n", 2),
        ("config/a.toml", "a = 1", "a = 1\n", 1),
    ],
    "left_for_later": [("lib/a/src/a.cpp", "int a;\n// TO" "DO: b\n", "int a;\n", 2)],
    "machine_paths": [
        ("deploy/run", "cd /ho" "me/me/daypass\n", "cd ~/home/daypass\n", 1),
        ("deploy/run", "cat /ro" "ot/a\n", "cat $folder/root/a\n", 1),
    ],
    "registry_hosts": [("deploy/run", "curl pypi.o" "rg\n", "pip install a\n", 1)],
    "scripts_parse": [
        ("deploy/run", "#!/usr/bin/env bash\nif true; then\n", "#!/usr/bin/env bash\ntrue\n", 1),
        ("deploy/run", "#!/usr/bin/env python3\na = (\n", "#!/usr/bin/env python3\na = ()\n", 2),
    ],
    "long_functions": [
        ("lib/a/src/a.cpp", function(71), function(70), 1),
        ("lib/a/src/a.cpp", AFTER_RAW + function(71), AFTER_RAW + function(70), 2),
        ("lib/a/src/a.cpp", "namespace a {\nclass b {\n" + function(71) + "};\n}\n",
         "namespace a {\nclass b {\n" + function(70) * 2 + "};\n}\n", 3),
        ("lib/a/src/a.cpp", function(71, "a::a(int b) : c_{b}, d_(b) {"),
         function(70, "a::a(int b) : c_{b}, d_(b) {"), 1),
        ("lib/a/src/a.cpp", function(71, "template <typename T> bool operator==(T a) const {"),
         "const std::array rows = {\n" + "1,\n" * 80 + "};\n", 1),
        ("lib/a/src/a.cpp", function(71, "TEST(A, B) {"),
         "enum class a {\n" + "b,\n" * 80 + "};\n", 1),
        ("lib/a/src/a.cpp", function(71, "#if A {\n#endif\nvoid f() {"), function(70), 3),
        ("deploy/run", "#!/usr/bin/env python3\ndef f():\n" + "    call()\n" * 70,
         "#!/usr/bin/env python3\ndef f():\n" + "    call()\n" * 69, 2),
    ],
    "wall_clock": [
        ("lib/a/src/a.cpp", "auto a = std::chrono::system_clock::now();\n",
         "// not system_clock::now()\nauto a = steady_clock::now();\n", 1),
        ("tests/tidy/clock_allowed.txt", "lib/gone.cpp  because\n", "# lib/gone.cpp\n", 1),
    ],
    "exposed_secrets": [
        ("daemon/a.cpp", "use(secret.expose());\n", 'use("secret.expose()");\n', 1),
        ("daemon/a.cpp", "use(secret->expose_writable());\n", "// secret.expose()\n", 1),
        ("tests/tidy/expose_allowed.txt", "lib/gone.cpp  because\n", "# lib/gone.cpp\n", 1),
    ],
    "clang_format": [("lib/a/src/a.cpp", "int a;\nint  b;\n", "int a;\nint b;\n", 2)],
    "dependency_order": [
        ("lib/a/src/a.cpp", '#include "daypass/c/c.hpp"\n', '#include "daypass/b/b.hpp"\n', 1),
        ("lib/a/src/a.cpp", "\n#include <daypass/c/c.hpp>\n", "#include <daypass/d/d.hpp>\n", 2),
        ("lib/a/src/a.cpp", '#include "../a.hpp"\n', '#include "a.hpp"\n', 1),
    ],
    "house_plan": [
        ("lib/entra/CMakeLists.txt", MODULE.format("entra", "net vault"),
         MODULE.format("entra", "net ports"), 1),
        ("lib/engine/CMakeLists.txt", MODULE.format("engine", "ports store"),
         MODULE.format("engine", "ports planner"), 1),
        ("lib/planner/CMakeLists.txt", MODULE.format("planner", "ports"),
         MODULE.format("planner", "base domain"), 1),
    ],
    "light_headers": [
        ("lib/a/include/daypass/a/a.hpp", "#include <boost/beast/http.hpp>\n",
         "#include <boost/asio/awaitable.hpp>\n", 1),
    ],
    "simulator_apart": [
        ("tests/simulators/entra/a.cpp", '#include "daypass/entra/a.hpp"\n',
         '#include "daypass/base/error.hpp"\n', 1),
        ("tests/simulators/key_vault/a.cpp", '#include "daypass/vault/a.hpp"\n',
         '#include "daypass/base/secret_text.hpp"\n', 1),
    ],
    "top_level": [("docs/a.md", "a\n", None, 1), ("notes.txt", "a\n", None, 1)],
    "readmes": [("lib/b/README.md", None, "b\n", 1)],
}

# What every planted tree holds besides: modules a -> b -> d and c, and their READMEs.
AROUND = {
    "README.md": "a\n",
    "lib/README.md": "a\n",
    "lib/a/README.md": "a\n",
    "lib/a/CMakeLists.txt": MODULE.format("a", "b"),
    "lib/b/CMakeLists.txt": MODULE.format("b", "d"),
    "lib/b/README.md": "b\n",
}


def found_in(rule, path, content):
    """(path, line) of what a rule finds in the tree around, with one file of this content."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**AROUND, path: content}.items():
            if text is not None:
                (pathlib.Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (pathlib.Path(folder) / name).write_text(text)
        layout = pathlib.Path(folder) / ".clang-format"
        layout.write_text("BasedOnStyle: Google\n")
        return [(violation.path, violation.line) for violation in RULES[rule](Tree(folder))]


class Planted(unittest.TestCase):
    def test_every_rule_has_a_planted_violation(self):
        self.assertEqual(sorted(PLANTED), sorted(RULES))

    def test_a_build_folder_is_not_looked_at(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "mine").mkdir()
            (pathlib.Path(folder) / "mine" / "CMakeCache.txt").write_text("a \n")
            self.assertEqual(Tree(folder).files, [])

    def test_an_allowed_file_may(self):
        reads = "auto a = std::chrono::system_clock::now();\n"
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {"lib/a/src/clock.cpp": reads,
                               "tests/tidy/clock_allowed.txt": "lib/a/src/clock.cpp  the clock\n"
                               }.items():
                (pathlib.Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (pathlib.Path(folder) / name).write_text(text)
            self.assertEqual(list(RULES["wall_clock"](Tree(folder))), [])


def finds(rule, path, planted, mended, line):
    def case(self):
        found = found_in(rule, path, planted)
        where = path.split("/")[0] if rule == "top_level" else path
        self.assertEqual(found, [(where, line)])
        self.assertEqual(found_in(rule, path, mended), [])

    return case


for name, cases in PLANTED.items():
    for number, planted_case in enumerate(cases, 1):
        setattr(Planted, f"test_{name}_{number}", finds(name, *planted_case))

if __name__ == "__main__":
    unittest.main()
