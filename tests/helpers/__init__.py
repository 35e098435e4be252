"""What tests share: oracles, random problems, tables, made-up hosts. No test imports another."""

import importlib.util
import os
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent


def compiles():
    """Whether Triton is there, and compiles in this process instead of interpreting."""
    interprets = os.environ.get("TRITON_INTERPRET", "0") != "0"
    return bool(importlib.util.find_spec("triton")) and not interprets
