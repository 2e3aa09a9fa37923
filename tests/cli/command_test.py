#!/usr/bin/env python3
"""Runs the promfile binary as a user would: options, messages, exit statuses, streams, files.

The binary is that of the environment variable PROMFILE, else build/promfile. The tests are in the
files command_*.py beside this one; arguments name some: command_stores.Stores.test_keep"""

import sys
import unittest

FILES = ["command_usage", "command_messages", "command_stores"]

if __name__ == "__main__":
    tests = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:] or FILES)
    outcome = unittest.TextTestRunner(verbosity=0).run(tests)
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
