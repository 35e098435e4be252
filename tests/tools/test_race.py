"""The benchmark against others, each in its own process, well-behaved or not."""

import dataclasses
import os
import signal
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from helpers import TESTS

from filtergrad.bench import against, peers, report, run
from filtergrad.bench.accuracy import Sample, errors, operands
from filtergrad.bench.cases import Case, read_cases
from filtergrad.bench.peers.process import Gone, Process
from filtergrad.reference import filter_gradient

HOSTS = ("tensorflow", "torch", "jax")
DENSE = Case("tiny", "3x3:dense*3", 2, 9, 8, 6, 3, 3, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1)
STRIDED = Case("tiny", "3x3s2:same", 2, 10, 9, 4, 3, 3, 8, 2, 2, 0, 1, 1, 1, 1, 1, 1)
DEEP = Case("tiny", "dw3:mult2", 2, 9, 8, 6, 3, 3, 12, 1, 1, 1, 1, 1, 1, 1, 1, 6)
GROUPED = Case("tiny", "grp:uneven", 2, 9, 8, 8, 3, 3, 6, 1, 1, 3, 1, 0, 2, 1, 1, 2)
DILATED = Case("tiny", "dil:two", 2, 9, 8, 6, 3, 3, 5, 1, 1, 2, 2, 2, 2, 2, 2, 1)


def table(path, *cases):
    file = path / "tiny.csv"
    lines = [",".join(map(str, dataclasses.astuple(case))) for case in cases]
    file.write_text("\n".join([",".join(Case.__dataclass_fields__), *lines]))
    return str(file)


# ---- accuracy ----


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
@pytest.mark.parametrize("case", [DENSE, STRIDED, DEEP, GROUPED, DILATED], ids=lambda c: c.layer)
def test_the_sample_is_part_of_the_whole(case, data_format):
    problem = case.problem("float64", data_format)
    x, dy = operands(problem)
    sample, whole = Sample.of(problem), filter_gradient(problem, x, dy)
    exact = sample.exact(problem, x, dy)
    if len(sample.groups) == 1:
        np.testing.assert_allclose(sample.take(whole), exact, rtol=1e-12, atol=1e-12)
    assert errors(sample.take(whole), exact)[1] < 1e-12
    assert {0, problem.k - 1} <= set(sample.ks)
    assert {(0, 0), (problem.r - 1, problem.s - 1)} <= set(sample.taps)


def test_a_large_layer_has_a_small_sample():
    for case in read_cases("core_mix"):
        problem = case.problem()
        sample = Sample.of(problem)
        pixels = problem.n * problem.p * problem.q * len(sample.taps)
        read = pixels * (len(sample.groups) * len(sample.cs) + len(sample.ks))
        assert read < 2e8, case.layer
        assert len(sample.taps) * len(sample.cs) * len(sample.ks) < 1e5


def test_errors_are_relative_to_the_size_of_what_is_right():
    exact = np.array([3.0, -4.0, 0.0, 5.0])
    assert errors(exact.astype(np.float32), exact) == (0, 0)
    size = np.sqrt(50 / 4)
    assert errors(exact + np.eye(4)[0] / 10, exact) == pytest.approx((0.05 / size, 0.1 / size))
    assert errors(np.full(4, np.nan), exact) == (np.inf, np.inf)
    assert errors(np.ones(2), np.zeros(2)) == (np.inf, np.inf)
    assert errors(np.zeros(2), np.zeros(2)) == (0, 0)


# ---- peers that misbehave ----


@pytest.fixture
def race(monkeypatch, tmp_path):
    """Run layers against a fake peer of the given variants."""
    monkeypatch.setitem(peers.MODULES, "fake_peer", "fake_peer")
    monkeypatch.syspath_prepend(TESTS / "helpers")
    monkeypatch.setenv("PYTHONPATH", str(TESTS / "helpers"))

    def go(fake, *cases, limit=20.0, **settings):
        monkeypatch.setenv("FAKE", fake)
        settings = {"seconds": 0.02, "threads": 2, **settings}
        suite = table(tmp_path, *(cases or (DENSE,)))
        return run.bench(suite, against=["fake_peer"], limit=limit, **settings)

    return go


@pytest.mark.parametrize(("dtype", "data_format"), [("float32", "NHWC"), ("bfloat16", "NCHW")])
def test_a_good_peer(race, dtype, data_format):
    found = race("right", DENSE, GROUPED, dtype=dtype, data_format=data_format)
    assert found.peers == {"fake_peer": {"fake": "1.0 with 2"}}
    unit = float(np.finfo(np.float32).eps if dtype == "float32" else 2.0**-8)
    for row in found.rows:
        answer = row.peers["fake_peer"]
        assert answer.variant == "right"
        assert not answer.refused
        assert answer.samples + answer.dropped >= 2
        assert 0 < answer.min_seconds <= answer.median_seconds
        assert row.ratio() == row.ratio("fake_peer") == answer.min_seconds / row.min_seconds
        assert 0 < row.error_rms < 4 * unit
        assert row.error_rms <= row.error_max < 20 * unit
        assert answer.error_rms < 20 * unit


def test_the_fastest_right_variant_counts(race):
    answer = race("slow,wrong,refuses,right").rows[0].peers["fake_peer"]
    assert answer.variant == "right"
    assert answer.tried["wrong"] == "wrong: the error is 1 times dW"
    assert answer.tried["refuses"] == "NotImplementedError: no such layer here"
    assert answer.tried["slow"].endswith(" ms")


def test_refusals_are_recorded_in_words(race):
    found = race("refuses,wrong", DENSE, DILATED)
    for row in found.rows:
        refused = row.peers["fake_peer"].refused
        assert refused.startswith("refuses: NotImplementedError: no such layer here; wrong: ")
        assert row.best_peer == ""
        assert row.min_seconds > 0
    text = report.summary(found)
    assert "2 refused, crashed or too slow" in text
    assert "fake_peer, dil:two: refuses: NotImplementedError" in text


def test_a_crash_ends_one_variant_only(race):
    answer = race("right,crashes").rows[0].peers["fake_peer"]
    assert answer.variant == "right"
    assert answer.tried["crashes"] == "ended by SIGABRT: Check failed: stride > 7"


def test_a_crash_while_it_is_timed(race):
    rows = race("dies_late", DENSE, DENSE).rows
    for row in rows:
        assert row.peers["fake_peer"].refused.startswith("dies_late: ended with code 3")


def test_silence_is_ended(race):
    began = time.monotonic()
    answer = race("hangs,right", limit=1.0).rows[0].peers["fake_peer"]
    assert answer.tried["hangs"] == "no answer within 1 s"
    assert answer.variant == "right"
    assert time.monotonic() - began < 30


def test_a_peer_that_does_not_start_is_left_out(race, monkeypatch):
    monkeypatch.setenv("FAKE_START", "no")
    found = race("right")
    assert found.peers == {}
    assert "libfake.so is not there" in found.missing["fake_peer"]
    assert "fake_peer was left out" in report.summary(found)


def test_a_process_rests_between_answers_and_goes_with_its_owner(race, monkeypatch):
    monkeypatch.setenv("FAKE", "right")
    process = Process("fake_peer", 1)
    process.start()
    pid = process._child.pid
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    assert state in "TRS"  # on its way to being stopped
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Gone, match="ended by SIGKILL"):
        process.ask({"do": "open"}, 5.0)
    process.close()
    process.close()


def test_names_of_peers(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="there is no peer 'caffe'; there are tensorflow, torch"):
        against.chosen(["torch", "caffe"])
    monkeypatch.setattr(against.importlib.util, "find_spec", lambda name: None)
    assert against.chosen(["torch", "jax"]) == (
        {},
        {"torch": "not installed", "jax": "not installed"},
    )


# ---- the real ones ----


@pytest.mark.parametrize("host", HOSTS)
def test_a_real_peer_agrees(host, tmp_path):
    if find_spec(host) is None:
        pytest.skip(f"{host} is not installed; `make hosts` installs it")
    suite = table(tmp_path, DENSE, STRIDED, DEEP, GROUPED, DILATED)
    found = run.bench(suite, against=[host], seconds=0.01, threads=1)
    assert found.peers[host][host]
    for row in found.rows:
        answer = row.peers[host]
        if host == "tensorflow" and row.layer.startswith(("grp", "dil")):
            continue  # oneDNN's kernel may leave them to one that refuses
        assert not answer.refused, answer
        assert answer.min_seconds > 0
        assert answer.error_rms < 1e-6


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float64"])
def test_a_real_peer_in_other_numbers(dtype, tmp_path):
    host = next((host for host in ("jax", "torch", "tensorflow") if find_spec(host)), None)
    if host is None:
        pytest.skip("no framework is installed; `make hosts` installs them")
    found = run.bench(table(tmp_path, DENSE), against=[host], dtype=dtype, seconds=0.01)
    error = found.rows[0].peers[host].error_rms
    assert 0 < error < {"bfloat16": 1e-2, "float16": 1e-3, "float64": 1e-13}[dtype]
