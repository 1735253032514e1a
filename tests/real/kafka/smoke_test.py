#!/usr/bin/env python3
"""A real broker of each version takes records and gives them back, also after a restart and after
a kill. Run by ctest, label real."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import jars  # noqa: E402
from broker import Broker  # noqa: E402

RECORDS = [f"hire-{number}" for number in range(100)]


def kcat(broker, *arguments, given=""):
    run = subprocess.run(["kcat", "-q", "-b", broker.bootstrap, *arguments], input=given,
                         capture_output=True, text=True, timeout=60)
    if run.returncode != 0:
        raise AssertionError(f"kcat {arguments}: {run.stderr}")
    return run.stdout


def read_all(broker):
    return sorted(kcat(broker, "-C", "-t", "hires", "-o", "beginning", "-e").split(),
                  key=lambda record: int(record.split("-")[1]))


class Smoke(unittest.TestCase):
    def play(self, version):
        with tempfile.TemporaryDirectory() as folder, Broker(version, folder) as broker:
            kcat(broker, "-P", "-t", "hires", given="\n".join(RECORDS) + "\n")
            self.assertEqual(read_all(broker), RECORDS)
            address = broker.bootstrap
            for end in (broker.stop, broker.kill):
                end()
                self.assertFalse(broker.ready_file.exists())
                broker.start()
                self.assertEqual(broker.bootstrap, address)
                self.assertEqual(read_all(broker), RECORDS)


def plays(version):
    return lambda self: self.play(version)


for known in jars.VERSIONS:
    setattr(Smoke, f"test_{known.replace('.', '_')}_keeps_what_it_took", plays(known))

if __name__ == "__main__":
    unittest.main()
