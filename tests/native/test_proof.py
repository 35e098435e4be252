"""Doors open where the host's interface is known or a call was right; nothing is tried twice."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from filtergrad import disk, knobs
from filtergrad.native import proof

PACKAGES = {"torch": "torch", "jax": "jax", "tensorflow": "tensorflow", "onnx": "onnxruntime"}
RIGHT = "import filtergrad; got = filtergrad.conv2d_backprop_filter(x, sizes, dy, ones, 'SAME')"
CALLS = {
    "right": (RIGHT, ""),
    "wrong numbers": (RIGHT + " + 1", "failed (a call gave wrong numbers)"),
    "an error": ("raise OSError('not here')", "failed (OSError: not here)"),
    "an exit": ("sys.exit(3)", "failed (code 3)"),
    "an end": ("import os; os.abort()", "ended its process (Abort"),
    "no end": ("import time; time.sleep(60)", "did not end within 2 s"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A cache of its own, and nothing that this process remembers."""
    monkeypatch.setenv("FILTERGRAD_CACHE_DIR", str(tmp_path / "cache"))
    knobs.reload()
    proof.why_closed.cache_clear()
    yield tmp_path / "cache"
    monkeypatch.undo()
    knobs.reload()
    proof.why_closed.cache_clear()


@pytest.fixture
def tried(monkeypatch):
    """What was run in processes of their own."""
    runs, run = [], subprocess.run

    def counted(*arguments, **more):
        runs.append(arguments)
        return run(*arguments, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    return runs


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_tried_once(name, tried, monkeypatch):
    call, reason = CALLS[name]
    monkeypatch.setitem(proof.CALLS, "torch", call)
    monkeypatch.setattr(proof, "SECONDS", 2.0 if name == "no end" else 60.0)
    for _ in range(3):
        closed = proof.why_closed("torch", "99.1.2+cpu")
        assert bool(closed) == bool(reason)
        assert reason in closed
        if closed:
            text = "PyTorch 99.1.2+cpu is not one that filtergrad knows (2.13), and a call that was"
            assert closed.startswith(text)
        proof.why_closed.cache_clear()  # as in the next process
    assert len(tried) == 1
    proof.why_closed("torch", "99.1.3")
    assert len(tried) == 2


def test_what_is_known_is_not_tried(tried):
    assert not proof.why_closed("torch", "2.13.7+cu130")
    assert not proof.why_closed("jax", "0.99.0", "FFI 0.2")
    assert not tried


def test_a_process_that_tries_does_not_try(tried, monkeypatch):
    monkeypatch.setattr(proof, "trying", "torch")
    assert not proof.why_closed("torch", "99.1")
    assert not tried


def test_where_nothing_can_be_remembered_nothing_is_tried(tried, monkeypatch):
    monkeypatch.setenv("FILTERGRAD_CACHE", "off")
    knobs.reload()
    assert "no folder (FILTERGRAD_CACHE_DIR) to remember" in proof.why_closed("torch", "99.1")
    assert not tried


@pytest.mark.parametrize("program", ["", None, "/usr/bin/uwsgi"])
def test_where_there_is_no_python_nothing_is_tried(program, tried, monkeypatch):
    monkeypatch.setattr(sys, "executable", program)
    assert "there is no Python to try a call" in proof.why_closed("torch", "99.1")
    assert not tried


def test_a_frozen_program_is_not_started_again(tried, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "there is no Python to try a call" in proof.why_closed("torch", "99.1")
    assert not tried


def test_an_interrupt_is_no_verdict(monkeypatch):
    def interrupted(*arguments, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        proof.why_closed("torch", "99.1")
    monkeypatch.undo()
    monkeypatch.setitem(proof.CALLS, "torch", RIGHT)
    assert not proof.why_closed("torch", "99.1")


def test_a_debugged_call_tries_the_door(monkeypatch):
    """FILTERGRAD_DEBUG closes doors, and a verdict is about open ones."""
    monkeypatch.setenv("FILTERGRAD_DEBUG", "1")
    checked = "import os; assert 'FILTERGRAD_DEBUG' not in os.environ\n" + RIGHT
    monkeypatch.setitem(proof.CALLS, "torch", checked)
    assert not proof.why_closed("torch", "99.1")


def test_verdicts_go_with_the_cache(folder, monkeypatch):
    monkeypatch.setitem(proof.CALLS, "torch", RIGHT)
    proof.why_closed("torch", "99.1")
    assert disk.cache_info(proof.VERDICT)[0] > 0
    assert {path.suffix for path in folder.iterdir()} >= {proof.VERDICT}


@pytest.mark.parametrize("host", proof.KNOWN)
def test_hosts(host, folder):
    """An unknown one is tried in earnest, and its verdict is found again."""
    if find_spec(PACKAGES[host]) is None:
        pytest.skip(f"{PACKAGES[host]} is not installed; `make hosts` installs it")
    program = f"""
import sys
from filtergrad.native import proof
proof.KNOWN[{host!r}] = {{"another"}}
if sys.argv[1:]:
    proof._tried = None
import filtergrad.{host} as host
print(host.door_state())
"""
    environment = os.environ | {
        "CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3",
    }  # fmt: skip

    def state(*remembered):
        done = subprocess.run(
            [sys.executable, "-c", program, *remembered],
            env=environment, capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
        return done.stdout.strip()

    assert state() == "native"
    assert state("remembered") == "native"
    for path in folder.glob("*" + proof.VERDICT):
        key = path.stem
        if disk.read(key, proof.VERDICT) == b"right":
            disk.write(key, b"a call that was tried did this", proof.VERDICT)
    said = state("remembered")
    assert said.startswith(("python: ", "xla: ", "function: "))
    assert "(another), and a call that was tried did this" in said
