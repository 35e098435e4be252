"""What is measured where a device is: explanations, tuning; and what doctor says of it."""

import json

import pytest
from helpers import fake_cuda  # before anything imports Triton

import filtergrad as fg
from filtergrad import disk, environment, knobs
from filtergrad.cli import doctor
from filtergrad.gpu.engine import Gpu
from filtergrad.gpu.run import driver, trial

WORDS = "--input-shape 1,3,3,16 --filter-sizes 1,1,16,16 --padding SAME --dtype float16"
SAME = (1, 1), "SAME", (1, 1)
ARGUMENTS = (1, 3, 3, 16), (1, 1, 16, 16), (1, 1, 1, 1), "SAME"


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(Gpu, "build", fake_cuda.Pair)
    monkeypatch.setattr(trial, "REPEATS", 2)
    monkeypatch.setattr(Gpu, "LAUNCHES", 2)
    made = fake_cuda.Fake(90, 80)
    driver.use(made)
    yield made
    made.leave()


def test_an_explanation_is_measured(fake):
    found = fg.explain(*ARGUMENTS, dtype="float16", device="cuda:0")
    measured = found.measured
    assert measured.seconds > 0
    assert measured.threads == 0
    assert measured.bandwidth == 3.0e12
    text = str(found)
    assert "\non         sm_90, a fake GPU\n" in text
    assert "by the architecture's row" in text
    assert " ms, " in text.partition("\nmeasured")[2].partition("\n")[0]
    before = len(fake.launches)
    assert "\nmeasured" not in fg.explain(*ARGUMENTS, device="cuda:0").text(measure=False)
    assert len(fake.launches) == before


def test_an_architecture_that_is_not_here(fake):
    text = str(fg.explain(*ARGUMENTS, device="sm_100"))
    assert "measured   not tried: no GPU here is sm_100: there is sm_90, sm_80\n" in text
    assert fg.explain(*ARGUMENTS, device="sm_80").measured is not None


def test_tuning(fake, say, tmp_path):
    words = ("tune", *WORDS.split(), "--milliseconds", 1, "--candidates", 2, "--device", "cuda:0")
    with knobs.override(cache="on", cache_dir=tmp_path / "kernels"):
        code, out, err = say(*words, "--json")
        assert (code, err) == (0, "")
        (row,) = json.loads(out)["rows"]
        assert row["remembered"]
        assert 1 <= len(row["candidates"]) <= 2
        assert all("tile" in one["plan"] for one in row["candidates"])
        assert disk.cache_info(disk.TUNED)[0] == 1
        assert "no GPU here is sm_100" in say(*words[:-1], "sm_100")[2]


def test_what_is_here(fake, capsys):
    facts = environment.gpu()
    assert facts["driver"].startswith("CUDA 1")
    first, second = facts["devices"]
    assert first.startswith("0: a fake GPU, sm_90, 3 SMs, ")
    assert second.startswith("1: a fake GPU, sm_80, ")
    assert facts["missing"] == "nothing"
    driver.use(fake_cuda.Fake(35))
    facts = environment.gpu()
    assert facts["devices"][0].endswith("(no row: nothing is computed on it)")
    assert facts["missing"] == ["a device that there is a row for"]
    fg.show_versions()
    assert "\nGPU\n" in capsys.readouterr().out


def test_doctor_computes_on_each_architecture(fake, say, monkeypatch):
    monkeypatch.setattr(doctor, "SHAPES", {"3x3": ((1, 4, 5, 16), (3, 3, 16, 16), *SAME)})
    monkeypatch.setattr(doctor, "HOSTS", {})
    code, out, err = say("doctor")
    assert (code, err) == (0, "")
    assert "\n  cuda:0           ok: largest error " in out
    assert "\n  cuda:1           ok: largest error " in out
    monkeypatch.setattr(doctor, "_computed", lambda gradient, x, dy: 0 * x.sum())
    code, out, _ = say("doctor", "--json")
    assert code == 1
    checks = json.loads(out)["self_test"]["checks"]
    assert {check["device"] for check in checks if not check["ok"]} == {"cuda:0", "cuda:1"}
