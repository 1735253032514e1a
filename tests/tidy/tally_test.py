#!/usr/bin/env python3
"""tests/run must not miscount: each way a test can end badly is seen by support/tally.py."""

import json
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import tally  # noqa: E402

CASE = {"name": "DoesThis", "status": "RUN", "result": "COMPLETED"}


def report(*cases):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"testsuites": [{"name": "Subject", "testsuite": list(cases)}]}, file)
        file.flush()
        return tally.googletest_report(pathlib.Path(file.name))


class Tally(unittest.TestCase):
    def test_googletest_cases(self):
        self.assertEqual(report(CASE), (1, []))
        self.assertEqual(report({**CASE, "failures": [{}]}), (0, ["Subject.DoesThis"]))
        for odd in ({"result": "SKIPPED"}, {"status": "NOTRUN", "result": "SUPPRESSED"}):
            self.assertEqual(report({**CASE, **odd}), (0, ["Subject.DoesThis (did not run)"]))

    def test_closing_lines_of_scripts(self):
        for output, counts in {
            "3 passed, 0 failed\n4 passed, 1 failed\n": (4, 1),
            "Ran 5 tests in 0.1s\n\nOK\n": (5, 0),
            "Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1)\n": (3, 2),
            "Ran 5 tests in 0.1s\n\nOK (skipped=2)\n": (3, 2),
            "===== 7 passed in 1.2s =====\n": (7, 0),
            "== 1 failed, 2 passed, 1 skipped, 1 error in 61.20s (0:01:01) ==\n": (2, 3),
            "done\n": None,
        }.items():
            with self.subTest(output):
                self.assertEqual(tally.script_report(output), counts)

    def test_what_a_report_cannot_say_of_itself(self):
        self.assertEqual(tally.judge(3, [], True, "a"), (3, []))
        self.assertEqual(len(tally.judge(3, [], False, "a")[1]), 1)
        self.assertEqual(len(tally.judge(0, [], True, "a")[1]), 1)


if __name__ == "__main__":
    unittest.main()
