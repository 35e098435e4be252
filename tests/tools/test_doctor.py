"""`filtergrad doctor` says what it found, and finds what is wrong."""

import json

import ml_dtypes
import numpy as np
import pytest

import filtergrad as fg
from filtergrad.cli import doctor


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


def test_doors(say, monkeypatch):
    """Hosts are asked in processes of their own, and may be missing, broken or silent."""
    hosts = {"torch": "surely_not_installed", "nonsense": "numpy"}
    monkeypatch.setattr(doctor, "HOSTS", hosts)
    code, out, _ = say("doctor", "--json")
    assert code == 0
    found = json.loads(out)["hosts"]
    assert found["torch"] == "surely_not_installed is not installed"
    assert found["nonsense"] == "ModuleNotFoundError: No module named 'filtergrad.nonsense'"

    def silent(*arguments, timeout, **more):
        raise doctor.subprocess.TimeoutExpired(arguments, timeout)

    monkeypatch.setattr(doctor.subprocess, "run", silent)
    assert doctor.doors()["nonsense"] == "no answer within 180 s"
