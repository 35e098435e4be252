"""`filtergrad doctor` says what it found, and finds what is wrong."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import filtergrad as fg
from filtergrad import system
from filtergrad.arrays import DTYPES
from filtergrad.cli import doctor, trials
from filtergrad.cpu.run import host
from filtergrad.native import proof

RIGHT = "import filtergrad; got = filtergrad.conv2d_backprop_filter(x, sizes, dy, ones, 'SAME')"
CALLS = {
    "right": (RIGHT, ""),
    "wrong numbers": (
        RIGHT + " + 1", ", but a call that was tried failed (a call gave wrong numbers)"
    ),
    "a crash": (
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        ", but a call that was tried ended its process (Segmentation fault)",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def one_shape_and_no_host(monkeypatch):
    monkeypatch.setattr(doctor, "SHAPES", {"3x3": doctor.SHAPES["3x3"]})
    monkeypatch.setattr(doctor, "HOSTS", {})


def test_doctor(say):
    code, out, err = say("doctor")
    assert (code, err) == (0, "")
    assert "8 of 8 kernels are right" in out
    code, out, _ = say("doctor", "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["self_test"]["ok"]
    assert facts["processor"]["isa"] in facts["processor"]["isa_available"]
    assert set(facts["cache"]) == {
        "folder", "state", "kernels", "cubins", "bytes", "tuned",
    }  # fmt: skip
    assert set(facts["GPU"]) >= {"driver", "triton", "hosts"}


def test_variables_that_nobody_reads_are_named(say, monkeypatch):
    monkeypatch.setenv("FILTERGRAD_NUM_TREADS", "2")
    monkeypatch.setenv("FILTERGRAD_DEBUG", "0")
    there = json.loads(say("doctor", "--json")[1])["variables"]
    assert there["FILTERGRAD_DEBUG"] == "0"
    text = "not a variable of filtergrad; did you mean FILTERGRAD_NUM_THREADS?"
    assert there["FILTERGRAD_NUM_TREADS"] == text
    assert f"FILTERGRAD_NUM_TREADS: {text}" in " ".join(say("doctor")[1].split())  # broken lines


def test_a_sick_engine_is_found(say, monkeypatch):
    right = fg.conv2d_backprop_filter
    wrong = {"float16": 1.01, "float64": np.nan}

    def sick(x, *rest, **more):
        if x.dtype == ml_dtypes.bfloat16:
            raise RuntimeError("broken")
        dw = right(x, *rest, **more)
        return (dw * wrong.get(dw.dtype.name, 1)).astype(dw.dtype)

    monkeypatch.setattr(doctor.api, "conv2d_backprop_filter", sick)
    code, out, _ = say("doctor")
    assert code == 1
    assert "bfloat16 NHWC 3x3: RuntimeError: broken" in out
    assert "2 of 8 kernels are right" in out
    code, out, _ = say("doctor", "--json")
    assert code == 1
    failed = [c for c in json.loads(out)["self_test"]["checks"] if not c["ok"]]
    assert {c["dtype"] for c in failed} == {"float16", "bfloat16", "float64"}
    assert failed[-1]["error"] is None


@pytest.fixture
def little(monkeypatch):
    """Little of what `--full` tries."""
    monkeypatch.setattr(trials, "PROBLEMS", 4)
    monkeypatch.setattr(trials, "_TIMES", 2)
    monkeypatch.setattr(trials, "_best", lambda work: work() is None or 1e-6)


def test_full(say, little):
    """Every instruction set of this machine, and what a stranger's machine is."""
    code, out, err = say("doctor", "--full")
    assert (code, err) == (0, "")
    rows = host.available()
    for row in rows:
        assert f"  as {row.name:<13} ok: largest error" in out
    assert f"{8 + 10 * len(rows)} of {8 + 10 * len(rows)} kernels are right" in out
    assert out.endswith("please send us all of this.\n")
    assert f"taken for {system.NAME}" in out
    for feature in host.detected()[1]:
        assert feature in out


def test_full_finds_what_is_sick(say, little, monkeypatch):
    right = fg.conv2d_backprop_filter
    monkeypatch.setattr(trials.api, "conv2d_backprop_filter", lambda *a, **b: right(*a, **b) * 2)
    code, out, _ = say("doctor", "--full", "--json")
    checks = json.loads(out)["self_test"]["checks"]
    told = {check["shape"] for check in checks if check["device"] != "cpu" and not check["ok"]}
    assert code == 1
    assert told >= {"problem 0", "whole numbers", "threads that call at once", "subnormal numbers"}


def test_random_problems_are_of_every_kind():
    calls = [trials._random(random.Random(number)) for number in range(trials.PROBLEMS)]
    for name in ("dtype", "data_format", "padding", "precision"):
        assert {call[name] for call in calls} == {
            "dtype": set(DTYPES), "data_format": {"NHWC", "NCHW"},
            "padding": {"SAME", "VALID", "EXPLICIT"}, "precision": {"default", "highest"},
        }[name]  # fmt: skip


def test_doors(say, monkeypatch):
    """Hosts are called in processes of their own, and may be missing, broken or silent."""
    hosts = {"torch": "surely_not_installed", "nonsense": "numpy"}
    monkeypatch.setattr(doctor, "HOSTS", hosts)
    code, out, _ = say("doctor", "--json")
    assert code == 0
    found = json.loads(out)["hosts"]
    assert found["torch"] == "surely_not_installed is not installed"
    missing = "ModuleNotFoundError: No module named 'filtergrad.nonsense'"
    assert found["nonsense"] == f"a call that was tried failed ({missing})"

    def silent(*arguments, timeout, **more):
        raise subprocess.TimeoutExpired(arguments, timeout)

    monkeypatch.setattr(proof.subprocess, "run", silent)
    assert doctor.doors()["nonsense"] == "a call that was tried did not end within 120 s"


@pytest.mark.parametrize(("call", "reason"), CALLS.values(), ids=CALLS)
def test_a_door_that_lies(call, reason, say, monkeypatch, tmp_path):
    """A host that says "native" and whose call then is wrong, or ends its process."""
    shutil.copytree(Path(fg.__file__).parent, tmp_path / "filtergrad")
    (tmp_path / "filtergrad/liar.py").write_text("def door_state(): return 'native'")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(doctor, "HOSTS", {"liar": "numpy"})
    monkeypatch.setitem(proof.CALLS, "liar", call)
    code, out, _ = say("doctor", "--json")
    assert code == bool(reason)
    assert json.loads(out)["hosts"]["liar"] == f"native{reason}"
