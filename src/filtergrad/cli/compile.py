"""Make kernels ahead of their first call, for this machine or for GPUs that are elsewhere."""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filtergrad import disk, knobs
from filtergrad.arrays import DTYPES
from filtergrad.engine import Elsewhere, Engine, Made
from filtergrad.gradient import Gradient

from .layers import Layer, add_batch, add_layers, layers
from .parse import Parser, add_device, count, engine_of, words
from .say import FAILED, FILES, MISSING, USAGE, Failure, counted, print_json, progress

EXAMPLES = """\
filtergrad compile --suite my_layers.csv --batch 32
filtergrad compile --suite core_mix --device sm_90 --dtype bfloat16 \\
    --output kernels
"""


def add(parser: Parser) -> None:
    """Take layers, devices, and where to put what is made."""
    add_layers(parser)
    add_batch(parser)
    parser.add_argument(
        "--dtype", default=["float32"], type=words, metavar="NAME,...", help=", ".join(DTYPES)
    )
    add_device(parser)
    parser.add_argument(
        "--form",
        default="both",
        choices=("both", "constant", "general"),
        help="of kernels for GPUs: for each shape, for every shape, or both; both",
    )
    parser.add_argument(
        "--accumulate",
        action="store_true",
        help="also the kernels that add to an old gradient, where they are others",
    )
    parser.add_argument(
        "--jobs", type=count, default=1, metavar="N", help="processes that compile for GPUs; 1"
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="where to put them, for FILTERGRAD_CACHE_DIR on another machine; the cache",
    )


def run(args: argparse.Namespace) -> int:
    """Compile, layer by layer or kernel by kernel."""
    if unknown := [name for name in args.dtype if name not in DTYPES]:
        raise Failure(f"--dtype: {unknown[0]!r} is none of {', '.join(DTYPES)}", USAGE)
    engines = [engine_of(name) for name in words(args.device)]
    found = [one for dtype in args.dtype for one in layers(args, dtype)]
    with _into(args.output):
        if (state := disk.state()) != "in use" and state != "made with the first kernel":
            raise Failure(f"{disk.cache_dir()}, where kernels are kept: {state}", FILES)
        before, start = disk.cache_info(None)[1], time.perf_counter()
        counts: list[dict[str, Any]] = []
        for device, engine in engines:
            gradients = [Gradient(one.problem, args.precision, device) for one in found]
            if isinstance(engine, Elsewhere):
                counts.append(_there(device, engine, gradients, args))
            else:
                counts.append(_here(device, engine, found, gradients, accumulate=args.accumulate))
        facts = {
            "folder": str(disk.cache_dir()),
            "layers": len(found),
            "devices": counts,
            "bytes": disk.cache_info(None)[1] - before,
            "seconds": time.perf_counter() - start,
        }
    if args.json:
        print_json(facts)
    else:
        print(_text(facts))
    return FAILED if any(one["failed"] for one in counts) else 0


@contextlib.contextmanager
def _into(folder: Path | None) -> Iterator[None]:
    """Keep kernels in a folder, which is made for its owner alone: others' code is never run."""
    if folder is None:
        yield
        return
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    with knobs.override(cache="on", cache_dir=Path(os.path.abspath(folder))):  # noqa: PTH100
        yield


def _there(
    device: str, engine: Elsewhere, gradients: list[Gradient], args: argparse.Namespace
) -> dict[str, Any]:
    """Make every kernel of the layers for an architecture; what came of it."""
    forms = ("constant", "general") if args.form == "both" else (args.form,)
    uses = (False, True) if args.accumulate else (False,)
    wanted = [
        gradient.prospect(accumulate=use)
        for gradient in gradients
        if not gradient.problem.empty
        for use in uses
    ]
    total, each = engine.ahead(wanted, *forms, processes=args.jobs)
    made: list[Made] = []
    try:
        progress(f"{device}: {total} kernels")
        for one in each:
            made.append(one)
            progress(f"{device}: {len(made)} of {total}: {one.what}")
    except ImportError as error:
        raise Failure(str(error), MISSING) from error
    finally:
        progress()
    return {
        "device": device,
        "made": sum(not one.known and one.error is None for one in made),
        "known": sum(one.known for one in made),
        "failed": [f"{one.what}: {one.error}" for one in made if one.error is not None],
        "code_bytes": sum(one.code_bytes for one in made),
    }


def _here(
    device: str, engine: Engine, found: list[Layer], gradients: list[Gradient], *, accumulate: bool
) -> dict[str, Any]:
    """Make the CPU's kernels; what came of it."""
    before = disk.cache_info()
    for at, (one, gradient) in enumerate(zip(found, gradients, strict=True), start=1):
        progress(f"{device}: {at} of {len(found)}: {one.layer}")
        if not gradient.problem.empty:
            for use in (False, True) if accumulate else (False,):
                engine.compiled(gradient.spec, use)
    progress()
    count, size = disk.cache_info()
    made = count - before[0]
    return {
        "device": device,
        "made": made,
        "known": None,
        "failed": [],
        "code_bytes": size - before[1],
    }


def _text(facts: dict[str, Any]) -> str:
    """What was made, device by device."""
    lines = []
    for one in facts["devices"]:
        known = f", {one['known']} were there" if one["known"] else ""
        size = f"{one['code_bytes'] / 2**20:.1f} MiB of code"
        lines.append(f"{one['device']}: {counted(one['made'], 'kernel')} made{known}, {size}")
        lines += [f"  FAILED {text}" for text in one["failed"]]
    lines.append(
        f"{counted(facts['layers'], 'layer')}, {facts['bytes'] / 2**20:.1f} MiB more in "
        f"{facts['folder']}, in {facts['seconds']:.0f} s"
    )
    return "\n".join(lines)
