"""A short slice of the soak: one case of each kind; and a fault ends it with the way back to it."""

import json
import os
import subprocess
import sys

import pytest
from helpers import TESTS
from soak import KINDS

SOAK = TESTS / "soak.py"
COUNTS = {
    "problems": "problems",
    "plans": "plan runs",
    "threads": "threaded calls",
    "forks": "forks",
    "signals": "signals",
    "exceptions": "exceptions",
    "shapes": "shapes",
    "gpu": "interpreted plans",
}


def soak(*words, **environ):
    return subprocess.run(
        [sys.executable, SOAK, *words],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | environ,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, guard pages and /proc")
@pytest.mark.parametrize("kind", KINDS)
def test_a_case(kind):
    if kind == "gpu":
        pytest.importorskip("triton", reason="Triton is not installed")
    done = soak("--only", kind, "--seed", "1", "--last", "0", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["cases"] == 1
    assert told[COUNTS[kind]] > 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are passed on")
def test_a_fault_is_told():
    done = soak("--only", "problems", "--seed", "5", "--first", "3", FILTERGRAD_CACHE="perhaps")
    assert done.returncode == 1
    assert "FILTERGRAD_CACHE is 'perhaps'" in done.stderr
    assert "python tests/soak.py --only problems --seed 5 --first 3 --last 3" in done.stderr
