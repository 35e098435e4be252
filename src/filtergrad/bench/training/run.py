"""Trainings, each host's in its own process, and the table of their times.

In: hosts, networks, dtypes. Out: rows, and lines of text.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from filtergrad import api

from . import HOSTS, MODELS, Row

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
) -> Iterator[Row]:
    """Train networks with and without us.

    Parameters
    ----------
    hosts
        Of ``torch``, ``keras`` and ``jax``; all that are installed by default.
    models
        Of ``resnet50``, ``mobilenet_v2`` and ``unet``; all by default. JAX has the last alone.
    dtypes
        ``float32``, and ``bfloat16`` in the way of the host: autocast or a mixed policy.
    steps
        Of each training; the first two are not timed.
    batch, size
        How many images a step sees, and their rows and columns.

    Yields
    ------
    dict
        A training: its settings, seconds a step ``without`` us, ``with`` us and with
        ``no_filters``' gradients at all, the curves of the loss, and how far apart they are: also
        when nothing but one filter is ``nudged`` by a rounding.
    """
    for name, known in (*((h, HOSTS) for h in hosts), *((m, MODELS) for m in models)):
        if name not in known:
            raise ValueError(f"there is no {name!r} to train; there are {', '.join(known)}")
    for host in hosts or HOSTS:
        if importlib.util.find_spec(HOSTS[host]) is None:
            yield {"host": host, "refused": f"{HOSTS[host]} is not installed"}
            continue
        wanted = [m for m in models or MODELS if host != "jax" or m == "unet"]
        settings = [
            {"model": model, "dtype": dtype, "batch": batch, "size": size}
            for model in wanted
            for dtype in dtypes
        ]
        yield from _rows(host, {"settings": settings, "steps": steps})


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
