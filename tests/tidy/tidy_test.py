#!/usr/bin/env python3
"""The self-lint: every rule over the whole tree, one case each. Run by ctest, label tidy."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from rules import RULES  # noqa: E402
from rules.tree import Tree  # noqa: E402

THE_TREE = Tree(HERE.parents[1])
SHOWN = 50


class TheTree(unittest.TestCase):
    """Each rule finds nothing in this repository."""


def holds(rule):
    def case(self):
        found = sorted(rule(THE_TREE))
        if found:
            more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
            self.fail("\n".join([rule.__doc__, *map(str, found[:SHOWN]), *more]))

    return case


for name, rule in RULES.items():
    setattr(TheTree, f"test_{name}", holds(rule))

if __name__ == "__main__":
    unittest.main()
