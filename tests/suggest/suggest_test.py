#!/usr/bin/env python3
"""--suggest as a user runs it.

The binary is that of the environment variable PROMFILE, else build/promfile. The tests are in the
files suggest_*.py beside this one; arguments name some: suggest_run.Run.test_options"""

import sys
import unittest

FILES = ["suggest_run", "suggest_fields", "suggest_numbers", "suggest_rows", "suggest_secrets"]

if __name__ == "__main__":
    tests = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:] or FILES)
    sys.exit(not unittest.TextTestRunner(verbosity=0).run(tests).wasSuccessful())
