"""What `explain` says must be what the engine does."""

import dataclasses
import json

import numpy as np
import pytest

import filtergrad as fg
from filtergrad import disk, environment, knobs, speed

ARGUMENTS = ((2, 10, 12, 16), (3, 3, 16, 32), (1, 1, 1, 1), "SAME")


@pytest.fixture(scope="module")
def explanation():
    return fg.explain(*ARGUMENTS)


def test_the_plan_is_the_one_that_runs(explanation):
    kernel = fg.compile(*ARGUMENTS)
    assert explanation.problem == kernel.problem
    assert explanation.plan == kernel.plan == explanation.candidates[0][1]
    prices = [price.wall for price, _ in explanation.candidates]
    assert prices == sorted(prices)
    assert len(set(explanation.candidates)) == len(prices) > 1


def test_text(explanation):
    text = str(explanation)
    assert max(map(len, text.splitlines())) <= 80
    assert " ".join(text.split()).startswith(
        "problem x [2, 10, 12, 16], dy [2, 10, 12, 32] -> dW [3, 3, 16, 32], float32 NHWC; "
        "pads 1, 1, 1, 1 (top, bottom, left, right); "
    )
    for word in ("plan ", "predicted ", "roof ", "measured ", "candidates", "acc += outer(x, dy)"):
        assert f"\n{word}" in text or word in text
    assert "measured" not in explanation.text(measure=False)
    assert "Problem" not in repr(explanation)


def test_shares_are_shares(explanation):
    assert 0 < explanation.predicted <= 1
    measured = explanation.measured
    assert measured is explanation.measured
    assert 0 < measured.share < 1.5
    assert measured.flops == pytest.approx(2 * explanation.problem.macs / measured.seconds)
    assert measured.roof == measured.peak  # all of it fits in the cache


def test_roof_of_memory():
    slow = speed.Measurement(1e-3, 1e9, peak=1e11, bandwidth=1e10, intensity=2.0, threads=2)
    assert slow.roof == 2e10
    assert slow.share == 0.05
    assert dataclasses.replace(slow, intensity=100.0).roof == 1e11
    assert 1e8 < speed.bandwidth(2, 8 << 20) < 1e13


def test_json(explanation):
    facts = json.loads(explanation.as_json())
    assert facts == json.loads(json.dumps(explanation.to_dict()))
    assert facts["problem"]["filter_sizes"] == [3, 3, 16, 32]
    assert facts["candidates"][0]["plan"] == facts["plan"]
    assert facts["considered"] >= len(facts["candidates"])
    assert facts["measured"]["share"] == explanation.measured.share
    assert explanation.to_dict(measure=False)["measured"] is None


def test_html(explanation):
    page = explanation._repr_html_()
    assert page.startswith("<table>")
    assert "-&gt; dW" in page
    assert page.count("<pre>") == page.count("</pre>") == 2


def test_strides_dilations_groups():
    text = fg.explain(
        (1, 8, 9, 9), (2, 2, 4, 6), (1, 1, 2, 3), "VALID",
        data_format="NCHW", dilations=(1, 1, 3, 2), dtype=np.float64, precision="highest",
    ).text(measure=False)  # fmt: skip
    assert "float64 NCHW; strides 2, 3; dilations 3, 2; 2 groups; " in " ".join(text.split())


def test_empty_and_enormous(monkeypatch):
    nothing = fg.explain((0, 10, 12, 16), *ARGUMENTS[1:])
    assert (nothing.plan, nothing.predicted, nothing.measured) == (None, None, None)
    assert "nothing to run" in str(nothing)
    assert json.loads(nothing.as_json())["plan"] is None
    assert "nothing to run" in nothing._repr_html_()
    monkeypatch.setattr(speed, "MOST_BYTES", 1000)
    much = fg.explain(*ARGUMENTS)
    assert much.measured is None
    assert "not tried: 0 GiB" in str(much)


def test_versions(capsys):
    fg.show_versions()
    text = capsys.readouterr().out
    for word in ("versions", "numpy", "llvmlite", "isa", "threads", "cache"):
        assert word in text


def test_where_the_number_of_threads_came_from():
    before = fg.get_num_threads()
    try:
        with knobs.override(num_threads=7):
            fg.set_num_threads(7)
            assert environment.threads()["from"] == "FILTERGRAD_NUM_THREADS"
            fg.set_num_threads(5)
            facts = environment.threads()
            assert (facts["used"], facts["from"]) == (5, "set_num_threads")
    finally:
        fg.set_num_threads(before)


def test_states_of_the_cache(tmp_path):
    def state(path):
        with knobs.override(cache_dir=path):
            return environment.cache()["state"]

    (tmp_path / "file").touch()
    (tmp_path / "mine").mkdir(mode=0o700)
    assert state(tmp_path / "none") == "made with the first kernel"
    assert state(tmp_path / "file") == "not used: not a folder"
    assert state(tmp_path / "file" / "below").startswith("not used: ")
    assert state(tmp_path / "mine") == "in use"
    (tmp_path / "mine").chmod(0o720)
    assert state(tmp_path / "mine") == "not used: others may write to it"
    with knobs.override(cache="off"):
        assert environment.cache()["state"] == "off"
        assert disk.cache_dir() is None
