"""The demo, small; once whole."""

import json

import numpy as np
import pytest

from filtergrad import cli
from filtergrad.demo import recover

pytest.importorskip("matplotlib")
from filtergrad.demo import picture

HIDDEN = recover.hidden_filter()


@pytest.fixture(scope="module")
def photo():
    return picture.photograph()[:, 100:228, 180:300]


def test_photograph():
    photo = picture.photograph()
    assert (photo.shape, photo.dtype) == ((1, 600, 512, 3), np.float32)
    assert (photo.min(), photo.max()) == (0, 1)


def test_convolve(photo):
    windows = np.lib.stride_tricks.sliding_window_view(photo[0], (7, 7), axis=(0, 1))
    expected = np.einsum("pqcrs,rsck->pqk", windows, HIDDEN)[None]
    np.testing.assert_allclose(recover.convolve(photo, HIDDEN), expected, atol=1e-5)


def test_descent_finds_the_filter(photo):
    steps = []
    filtered = recover.convolve(photo, HIDDEN)
    found = recover.recover(photo, filtered, 25, lambda step, loss: steps.append(step))
    assert steps == list(range(1, 26))
    assert found.check < 1e-5
    assert len(found.filters) == len(found.losses) == 26
    distances = found.distances(HIDDEN)
    assert distances[0] == pytest.approx(1)
    assert distances[-1] < 1e-3
    assert found.losses[-1] < 1e-7 * found.losses[0]
    # The hidden filter is not what the answer was read from.
    other = recover.recover(photo, recover.convolve(photo, HIDDEN[::-1]), 25)
    assert other.distances(np.ascontiguousarray(HIDDEN[::-1]))[-1] < 1e-3


def test_the_command(photo, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(picture, "photograph", lambda: photo)
    words = ["demo", "--output", str(tmp_path / "demo.png"), "--steps"]
    assert cli.main([*words, "25"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("filter     recovered: ")
    assert err == ""
    assert (tmp_path / "demo.png").read_bytes().startswith(b"\x89PNG")
    assert cli.main([*words, "25"]) == 3
    assert "--force replaces it" in capsys.readouterr().err
    # Too few steps find nothing, and the exit code says so.
    assert cli.main([*words, "2", "--force", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_without_matplotlib(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["demo", "--output", str(tmp_path / "demo.png")]) == 4
    line = 'filtergrad: the demo needs matplotlib: pip install "filtergrad[demo]"\n'
    assert capsys.readouterr().err == line
