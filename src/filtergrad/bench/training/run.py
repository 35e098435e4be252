"""Trainings, each host's in its own process, and the table of their times.

In: hosts, networks, dtypes. Out: rows, and lines of text.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from filtergrad import api

from . import HOSTS, MODELS, TRAINED, Row

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "2", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": "-1"}
HEADS = (
    "host",
    "network",
    "numbers",
    "alone ms",
    "ours ms",
    "faster",
    "filters",
    "losses",
    "nudged",
)


def train(
    hosts: Sequence[str] = (),
    models: Sequence[str] = (),
    dtypes: Sequence[str] = ("float32", "bfloat16"),
    *,
    steps: int = 50,
    batch: int = 8,
    size: int = 128,
    data_format: str = "NHWC",
    layers: bool = False,
) -> Iterator[Row]:
    """Train networks with and without us.

    Parameters
    ----------
    hosts
        Of ``torch``, ``keras`` and ``jax``; all that are installed by default.
    models
        Of ``resnet50``, ``mobilenet_v2``, ``unet``, ``efficientnet_b0`` and ``convnext_tiny``: all
        that a host has by default. Keras has the first three, JAX has ``unet`` alone.
    dtypes
        ``float32``, and ``bfloat16`` in the way of the host: autocast or a mixed policy.
    steps
        Of each training; the first two are not timed.
    batch, size
        How many images a step sees, and their rows and columns.
    data_format
        How images lie in memory in PyTorch: ``NCHW`` if channels are not last.
    layers
        Look into the steps: the seconds of each layer's weight gradient, PyTorch's and ours, of
        the same tensors in turn. Keras and JAX compile a step whole, so there is no look inside.

    Yields
    ------
    dict
        A training: its settings, seconds a step ``without`` us, ``with`` us and with
        ``no_filters``' gradients at all, the curves of the loss, and how far apart they are: also
        when nothing but one filter is ``nudged`` by a rounding. With ``layers`` there are no
        curves, but a row for each kind of layer.

    Raises
    ------
    ValueError
        If there is no such host or network, or a host has no way for what is asked.
    """
    for name, known in (*((h, HOSTS) for h in hosts), *((m, MODELS) for m in models)):
        if name not in known:
            raise ValueError(f"there is no {name!r} to train; there are {', '.join(known)}")
    inside = layers or data_format != "NHWC"
    if inside and (others := [host for host in hosts if host != "torch"]):
        asked = "--layers" if layers else f"--data-format {data_format}"
        raise ValueError(f"{asked} is for trainings in torch, not in {', '.join(others)}")
    for host in hosts or (("torch",) if inside else HOSTS):
        if importlib.util.find_spec(HOSTS[host]) is None:
            yield {"host": host, "refused": f"{HOSTS[host]} is not installed"}
            continue
        for model in models:
            if model not in TRAINED[host]:
                yield {"host": host, "model": model, "refused": f"{host} has no such network here"}
        wanted = [model for model in models or MODELS if model in TRAINED[host]]
        same = {"batch": batch, "size": size, "data_format": data_format}
        pairs = itertools.product(wanted, dtypes)
        settings = [{"model": model, "dtype": dtype} | same for model, dtype in pairs]
        if settings:
            yield from _rows(host, {"settings": settings, "steps": steps, "layers": layers})


def _rows(host: str, asked: dict[str, Any]) -> Iterator[Row]:
    """Run a host's process, and yield its rows as they come."""
    threads = api.get_num_threads()
    command = [sys.executable, "-m", "filtergrad.bench.training.worker", host]
    environment = os.environ | QUIET | {"OMP_NUM_THREADS": str(threads)}
    with subprocess.Popen(
        [*command, json.dumps(asked | {"threads": threads})],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        for text in child.stdout:
            yield json.loads(text)
        said = child.stderr.read().strip().splitlines()
    if child.returncode:
        why = said[-1][:300] if said else "it said nothing"
        yield {"host": host, "refused": f"ended with code {child.returncode}: {why}"}


def inside(row: Row) -> Iterator[str]:
    """Write what was seen inside of a network's steps, a line for each kind of layer.

    A kind that several layers have is named once, with how many calls a step has.
    """
    name = f"{row['host']} {row.get('model', '')} {row.get('dtype', '')}".rstrip()
    if "refused" in row:
        yield f"{name}: {row['refused']}"
        return
    yield f"{name}, {row['batch']} images of {row['size']}x{row['size']}, {row['data_format']}"
    yield _inside("layer", "image", "calls", "host ms", "ours ms", "faster", "least")
    total = {"host": 0.0, "ours": 0.0}
    for one in row["layers"]:
        times, least = one["median_seconds"], one["min_seconds"]
        for who in total:
            total[who] += 1e3 * one["calls"] * times[who]
        yield _inside(
            _layer(one), "x".join(map(str, one["x"][2:])), f"{one['calls']:.0f}",
            f"{times['host'] * 1e3:.3f}", f"{times['ours'] * 1e3:.3f}",
            f"{times['host'] / times['ours']:.2f}", f"{least['host'] / least['ours']:.2f}",
        )  # fmt: skip
    if not row["layers"]:
        yield "no layer's weight gradient was ours"
        return
    yield "of a call: medians, and how many times as fast by them and by the least times"
    host, ours = total.values()
    yield f"weight gradients: {host:.1f} and {ours:.1f} ms a step, {host / ours:.2f} times as fast"
    host, ours = (1e3 * row["median_seconds"][name] for name in ("without", "with"))
    yield f"whole step: {host:.1f} and {ours:.1f} ms, {host / ours:.2f} times as fast"


def _inside(*words: str) -> str:
    widths = (30, 8, 6, 10, 10, 7, 7)
    return words[0].ljust(widths[0]) + "".join(map(str.rjust, words[1:], widths[1:]))


def _layer(one: Row) -> str:
    """A layer in a few words: filter, channels, and what is not 1."""
    k, c, *filters = one["weight"]
    groups = one["groups"]
    words = ["x".join(map(str, filters))]
    words += [f"{k} depthwise"] if c == 1 and k == groups else [f"{c * groups} to {k}"]
    words += [f"{name} {one[name][0]}" for name in ("stride", "dilation") if max(one[name]) > 1]
    return " ".join(words + ([f"{groups} groups"] if c > 1 and groups > 1 else []))


def line(row: Row) -> tuple[str, ...]:
    """Write a row in the order of `HEADS`."""
    name = (row["host"], row.get("model", ""), row.get("dtype", ""))
    if "refused" in row:
        return (*name, row["refused"])
    times = row["median_seconds"]
    without, ours, none = (times[key] for key in ("without", "with", "no_filters"))
    return (
        *name,
        f"{without * 1e3:.1f}",
        f"{ours * 1e3:.1f}",
        f"{without / ours:.2f}",
        f"{1 - none / without:.0%}",
        f"{row['losses_apart']:.1e}",
        f"{row['nudged_apart']:.1e}",
    )
