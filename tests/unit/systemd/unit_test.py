#!/usr/bin/env python3
"""The unit as systemd itself judges it, and what its system-call filter lets through."""

import configparser
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SYSTEMD = HERE.parents[2] / "systemd"
UNIT = SYSTEMD / "daypassd.service"
EXPOSURE_MAX = 12  # tenths: 1.2


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", "--no-pager", *arguments],
                          capture_output=True, text=True)


def settings(section):
    """Of the unit; the last one wins where a key repeats."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNIT)
    return parser[section]


def table(name):
    """The fields of a sysusers or tmpfiles line, line by line."""
    lines = (SYSTEMD / name).read_text().splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def under_filter(*command):
    return subprocess.run([sys.executable, HERE / "under_filter.py", UNIT, *command],
                          capture_output=True, text=True)


class Unit(unittest.TestCase):
    def test_exposure_is_low(self):
        run = analyze("security", "--offline=yes", f"--threshold={EXPOSURE_MAX}", str(UNIT))
        self.assertEqual(run.returncode, 0, run.stdout[-300:] + run.stderr)

    def test_a_lower_threshold_is_refused(self):
        run = analyze("security", "--offline=yes", "--threshold=1", str(UNIT))
        self.assertNotEqual(run.returncode, 0)

    def test_verifies_without_a_word(self):
        # verify wants the programs to exist; the daemon isn't installed where tests run.
        text = UNIT.read_text().replace("/usr/bin/daypassd", "/bin/true")
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / UNIT.name
            copy.write_text(text)
            run = analyze("verify", "--man=no", str(copy))
        said = [line for line in run.stderr.splitlines() if UNIT.name in line]
        self.assertEqual((run.returncode, said), (0, []))

    def test_checks_the_configuration_before_it_starts(self):
        service = settings("Service")
        self.assertRegex(service["ExecStartPre"], r"^/usr/bin/daypassd check --config ")
        self.assertEqual(service["ExecStartPre"].split()[-1], service["ExecStart"].split()[-1])
        self.assertIn("78", service["RestartPreventExitStatus"].split())

    def test_secrets_stay_in_memory(self):
        service = settings("Service")
        self.assertEqual((service["LimitCORE"], service["MemorySwapMax"]), ("0", "0"))
        self.assertTrue(service["LimitMEMLOCK"])

    def test_folders_and_users_are_declared(self):
        declared = {fields[1] for fields in table("daypassd.sysusers.conf")} | {"root"}
        folders = {fields[1]: fields[3:5] for fields in table("daypassd.tmpfiles.conf")}
        for path, owners in folders.items():
            self.assertLessEqual(set(owners), declared, path)
        service = settings("Service")
        self.assertIn(service["User"], declared)
        for path in service["ReadWritePaths"].split():
            self.assertIn(path, folders)

    def test_sealed_passes_go_to_their_readers(self):
        modes = {fields[1]: fields[2:5] for fields in table("daypassd.tmpfiles.conf")}
        self.assertEqual(modes["/var/lib/daypass-passes"], ["2750", "daypass", "daypass-readers"])


class SystemCallFilter(unittest.TestCase):
    def test_lets_an_ordinary_program_run(self):
        run = under_filter("/bin/sh", "-c", "cat /proc/self/status")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(re.search(r"^Seccomp:\s+2$", run.stdout, re.MULTILINE))

    def test_refuses_what_only_an_intruder_wants(self):
        for call in ("os.chroot('/')", "os.nice(1)", "os.setuid(0)", "os.chown('/', -1, -1)"):
            with self.subTest(call):
                run = under_filter(sys.executable, "-c", f"import os; {call}")
                self.assertIn("PermissionError", run.stderr)


if __name__ == "__main__":
    unittest.main()
