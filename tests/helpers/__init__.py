"""What tests share: oracles, random problems, tables, made-up hosts. No test imports another."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
