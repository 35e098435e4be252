"""``filtergrad run``: a program runs as by Python, and what it computes is told."""

import json
import subprocess
import sys

import pytest

import filtergrad
from filtergrad import knobs, summary
from filtergrad.cli import run

PROGRAM = """
import os, pickle, sys
import numpy as np
import filtergrad as fg
print(__name__, sys.argv, os.path.basename(__file__), sys.path[0] == os.path.dirname(__file__))
x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 5, 4), np.float32)
fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 1, 1, 1], "SAME")
class Own:
    pass
assert type(pickle.loads(pickle.dumps(Own()))) is Own
if "--fail" in sys.argv:
    1 / 0
if "--exit" in sys.argv:
    sys.exit("no more")
"""
TABLE = "filtergrad: 1 weight gradient in "


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def start(*given, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "filtergrad", "run", *map(str, given)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def test_a_script(program):
    done = start(program, "--lr", "0.1", "--json")
    assert done.stdout.split(" ", 1) == [
        "__main__", f"{[str(program), '--lr', '0.1', '--json']} program.py True\n",
    ]  # fmt: skip
    assert done.stderr.startswith(TABLE)
    assert done.returncode == 0


def test_a_module(program):
    done = start("-m", "program", "--lr", cwd=program.parent)
    assert done.stdout.startswith("__main__")
    assert done.stderr.startswith(TABLE)
    assert done.returncode == 0


def test_failures_are_the_programs(program):
    done = start(program, "--fail")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "cli" not in done.stderr
    assert TABLE in done.stderr
    done = start(program, "--exit")
    assert done.returncode == 1
    assert done.stderr.startswith("no more\n" + TABLE)
    done = start("nosuch.py")
    assert done.returncode == 2
    assert done.stderr == "filtergrad: there is no file nosuch.py\n"


def test_json(program):
    done = start("--json", program)
    (row,) = json.loads(done.stderr)
    assert (row["calls"], row["ours"]) == (1, True)


def test_notebooks(capsys):
    filtergrad.load_ipython_extension(None)
    try:
        assert knobs.current().summary
        filtergrad.load_ipython_extension(None)
        assert sys.meta_path.count(run._finder) == 1
        summary.count("a", "layer", "quickly", 0.5)
    finally:
        filtergrad.unload_ipython_extension(None)
    assert run._finder not in sys.meta_path
    assert not knobs.current().summary
    assert "1 weight gradient in 500.0 ms" in capsys.readouterr().out
