#!/usr/bin/env python3
"""clang-tidy-run fails on what is planted in a source or a header, and passes the mended twin."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PLAIN = "int twice(int it) { return it * 2; }\n"
PLANTED = "int* nowhere() { return 0; }\n"


def run(header, source, other="int other(int it) { return it * 3; }\n"):
    """(exit code, what was said) over a module of two sources and a header."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name).resolve()
        (root / "lib/a/src").mkdir(parents=True)
        (root / "build/b").mkdir(parents=True)
        (root / ".clang-tidy").write_bytes((HERE.parents[1] / ".clang-tidy").read_bytes())
        (root / "lib/a/src/a.hpp").write_text("#pragma once\n" + header)
        commands = []
        for unit, content in (("one", source), ("two", other)):
            path = root / f"lib/a/src/{unit}.cpp"
            path.write_text('#include "a.hpp"\n' + content)
            commands.append({"directory": str(root), "file": str(path),
                             "command": f"clang++-19 -std=c++23 -Wall "
                                        f"-o lib/a/CMakeFiles/a.dir/{unit}.o -c {path}"})
        (root / "build/b/compile_commands.json").write_text(json.dumps(commands))
        ran = subprocess.run([sys.executable, HERE / "clang-tidy-run", "--root", root, "--build",
                              "build/b"], capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr


class ClangTidyRun(unittest.TestCase):
    def test_passes_what_is_clean(self):
        code, said = run("int one();\n", PLAIN)
        self.assertEqual((code, said.splitlines()[-1]), (0, "1 passed, 0 failed"), said)

    def test_finds_what_is_planted_in_a_source(self):
        code, said = run("int one();\n", PLANTED)
        self.assertEqual((code, said.splitlines()[-1]), (1, "0 passed, 1 failed"), said)
        self.assertRegex(said, r"lib/a/src/one\.cpp:2:.*modernize-use-nullptr")

    def test_finds_what_is_planted_in_a_header(self):
        code, said = run("inline " + PLANTED, PLAIN)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, r"lib/a/src/a\.hpp:2:.*modernize-use-nullptr")

    def test_finds_what_does_not_compile(self):
        code, said = run("int one();\n", "int wrong() { return missing; }\n")
        self.assertEqual(code, 1, said)


if __name__ == "__main__":
    unittest.main()
