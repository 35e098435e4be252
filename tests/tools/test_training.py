"""Whole networks: the same in all hosts, the same data, and rows that say what was measured."""

import json
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from filtergrad.bench.training import HOSTS, MODELS
from filtergrad.bench.training import run as training
from filtergrad.bench.training.layers import Settings

ROW = {
    "host": "torch",
    "version": "torch 2",
    "model": "unet",
    "dtype": "float32",
    "median_seconds": {"without": 0.4, "with": 0.2, "no_filters": 0.1},
    "losses_apart": 1e-6,
    "nudged_apart": 2e-6,
}


def test_a_line():
    assert training.line(ROW) == (
        "torch", "unet", "float32", "400.0", "200.0", "2.00", "75%", "1.0e-06", "2.0e-06"
    )  # fmt: skip
    assert training.line({"host": "jax", "refused": "gone"}) == ("jax", "", "", "gone")
    assert len(training.HEADS) == len(training.line(ROW))


@pytest.mark.parametrize("model", MODELS)
def test_data_is_the_same_again(model):
    settings = Settings(model, batch=4, size=40)
    (images, labels), (again, _) = settings.data(), settings.data()
    assert images.shape == (4, 40, 40, 3)
    assert labels.shape == ((4, 40, 40) if model == "unet" else (4,))
    assert labels.min() >= 0
    assert labels.max() < settings.classes
    np.testing.assert_array_equal(images, again)


def test_what_is_not_there(monkeypatch):
    with pytest.raises(ValueError, match="no 'alexnet' to train; there are resnet50"):
        list(training.train(models=["alexnet"]))
    monkeypatch.setitem(HOSTS, "torch", "surely_not_installed")
    rows = list(training.train(["torch"]))
    assert rows == [{"host": "torch", "refused": "surely_not_installed is not installed"}]
    monkeypatch.setattr(training, "_rows", lambda host, asked: iter(asked["settings"]))
    monkeypatch.setitem(HOSTS, "jax", "json")  # which is there
    (row,) = training.train(["jax"], ["resnet50"])
    assert row == {"host": "jax", "model": "resnet50", "refused": "jax has no such network here"}


def test_the_command(say, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(
        training, "train", lambda *given, **more: asked.append((given, more)) or [ROW]
    )
    file = tmp_path / "rows.json"
    words = ("bench", "--training", "torch,unet", "--steps", "3", "--size", "64", "--output", file)
    code, out, err = say(*words)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == " ".join(training.HEADS).split()
    assert "2.00" in out
    assert json.loads(file.read_text()) == [ROW]
    assert asked == [
        ((["torch"], ["unet"]), {"steps": 3, "size": 64, "data_format": "NHWC", "layers": False})
    ]
    assert max(map(len, out.splitlines())) <= 80
    assert say(*words)[0] == 3  # the file exists
    assert json.loads(say(*words, "--json", "--force")[1]) == [ROW]


INSIDE = {
    "host": "torch", "model": "unet", "dtype": "float32", "batch": 8, "size": 64,
    "data_format": "NHWC", "median_seconds": {"without": 0.4, "with": 0.2},
    "layers": [
        {
            "x": (8, 24, 7, 5), "weight": (24, 1, 3, 3), "stride": (2, 2), "dilation": (1, 1),
            "groups": 24, "dtype": "float32", "calls": 2.0,
            "median_seconds": {"host": 4e-3, "ours": 1e-3},
            "min_seconds": {"host": 3e-3, "ours": 1e-3},
        }
    ],
}  # fmt: skip


def test_what_is_seen_inside_of_steps(say, monkeypatch):
    monkeypatch.setattr(training, "train", lambda *given, **more: [INSIDE])
    code, out, err = say("bench", "--training", "torch,unet", "--layers")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert " ".join(lines[2].split()) == "3x3 24 depthwise stride 2 7x5 2 4.000 1.000 4.00 3.00"
    assert "weight gradients: 8.0 and 2.0 ms a step, 4.00 times as fast" in lines
    assert "whole step: 400.0 and 200.0 ms, 2.00 times as fast" in lines
    assert max(map(len, lines)) <= 80
    assert list(training.inside({"host": "torch", "refused": "gone"})) == ["torch: gone"]


def test_only_torch_is_looked_into():
    with pytest.raises(ValueError, match="--layers is for trainings in torch, not in jax"):
        list(training.train(["jax"], layers=True))
    with pytest.raises(ValueError, match="--data-format NCHW is for trainings in torch"):
        list(training.train(["keras"], data_format="NCHW"))


def test_each_layer_inside_of_a_step():
    """Every convolution of a small network, as often as a step calls it."""
    if find_spec("torch") is None:
        pytest.skip("torch is not installed; `make hosts` installs it")
    (row,) = training.train(
        ["torch"], ["unet"], ["float32"], steps=2, batch=1, size=16, data_format="NCHW", layers=True
    )
    assert "refused" not in row, row
    calls = {tuple(one["weight"]): one["calls"] for one in row["layers"]}
    assert sum(calls.values()) == 15
    assert calls[32, 32, 3, 3] == 2
    assert all(min(one["min_seconds"].values()) > 0 for one in row["layers"])


@pytest.mark.parametrize("host", HOSTS)
def test_losses_are_alike(host):
    """A few steps of the smallest network, in the host's own process."""
    if find_spec(HOSTS[host]) is None:
        pytest.skip(f"{HOSTS[host]} is not installed; `make hosts` installs it")
    (row,) = training.train([host], ["unet"], ["float32"], steps=4, batch=2, size=32)
    assert "refused" not in row, row
    assert row["losses_apart"] < 1e-3
    assert row["losses"]["without"][-1] < row["losses"]["without"][0]


def test_networks_of_the_papers():
    """As many parameters as the papers' networks with 1000 classes have."""
    if find_spec("torch") is None:
        pytest.skip("torch is not installed; `make hosts` installs it")
    code = """
from filtergrad.bench.training.torch_networks import NETWORKS
for name in ("resnet50", "mobilenet_v2", "efficientnet_b0", "convnext_tiny"):
    print(sum(p.numel() for p in NETWORKS[name](1000).parameters()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["25557032", "3504872", "5288548", "28589128"]
