#!/usr/bin/env python3
"""The quickstart's story ends well with this daemon, and fails with a broken one."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()

# A daemon that is up and hears nothing of the hires.
DEAF = """#!/bin/sh
[ "$1" = run ] && sed -i 's/^topics = .*/topics = ["elsewhere"]/' "$3"
exec {daemon} "$@"
"""


def play(*words, folder):
    command = [sys.executable, ROOT / "deploy" / "story" / "story.py", "--programs", PROGRAMS]
    return subprocess.run(
        [*map(str, command), "--exit", *words],
        capture_output=True,
        text=True,
        timeout=180,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(folder)},
    )


class Quickstart(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def broken(self, script):
        file = pathlib.Path(self.folder.name) / "daypassd"
        file.write_text(script.format(daemon=PROGRAMS / "daypassd"))
        file.chmod(0o755)
        return play("--daemon", str(file), folder=self.folder.name)

    def test_tells_the_whole_story(self):
        done = play(folder=self.folder.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for told in ("Europe/Stockholm", "Asia/Tokyo", "America/New_York", "1 duplicate",
                     "marked not_json", "AccountDisabled", "SIGKILL", "NotYetValid"):
            self.assertIn(told, done.stdout)
        codes = re.findall(r"the code is (\S+)", done.stdout)
        self.assertEqual(len(codes), 1)
        for log in pathlib.Path(self.folder.name).glob("daypass-*/daypassd.log"):
            self.assertNotIn(codes[0], log.read_text())

    def test_notices_a_daemon_that_ends_at_once(self):
        done = play("--daemon", "/bin/false", folder=self.folder.name)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("FAILED", done.stderr)

    def test_notices_a_daemon_that_hears_nothing(self):
        done = self.broken(DEAF)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("a sealed and verified pass for E1001", done.stderr)


if __name__ == "__main__":
    unittest.main()
