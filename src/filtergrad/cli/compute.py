"""Compute the filter gradient of two .npy files.

The inputs are memory-mapped and read in place, so they may be larger than memory. The output
appears whole or not at all.
"""

from __future__ import annotations

import argparse
import io
import time
import warnings
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np

from filtergrad import api, files
from filtergrad.arrays import Array

from .parse import add_force, add_problem, problem_arguments
from .say import FILES, USAGE, Failure, beside, print_json, progress

EXAMPLES = """\
filtergrad compute --input x.npy --out-backprop dy.npy --output dw.npy \\
    --filter-sizes 3,3,64,128 --padding SAME
filtergrad compute --input x.npy --out-backprop dy.npy --output dw.npy \\
    --filter-sizes 3,3,1,64 --strides 1,1,2,2 --data-format NCHW \\
    --padding EXPLICIT --explicit-paddings 0,0,0,0,1,1,1,1 --force
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take the op's arguments, with files for arrays."""
    parser.add_argument(
        "--input", required=True, type=Path, metavar="X.npy", help="what was convolved"
    )
    parser.add_argument(
        "--out-backprop",
        required=True,
        type=Path,
        metavar="DY.npy",
        help="the gradient of the convolution's output",
    )
    add_problem(parser)
    parser.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="DW.npy",
        help="where the gradient of the filter goes",
    )
    add_force(parser)
    parser.add_argument(
        "--accumulate", type=Path, metavar="OLD.npy", help="add the gradient to this one"
    )
    parser.add_argument("--name", help="what error messages begin with")
    parser.add_argument(
        "--use-cudnn-on-gpu",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="for TensorFlow's sake; has no effect",
    )


def run(args: argparse.Namespace) -> int:
    """Read, compute, write."""
    files.check(args.output, force=args.force)
    x, dy = load(args.input), load(args.out_backprop)
    given = problem_arguments(args)
    out = None if args.accumulate is None else old(args.accumulate, args.filter_sizes, x)
    progress(f"computing from {(x.nbytes + dy.nbytes) / 1e6:.0f} MB")
    start = time.perf_counter()
    try:
        dw = api.conv2d_backprop_filter(
            input=x,
            out_backprop=dy,
            use_cudnn_on_gpu=args.use_cudnn_on_gpu,
            name=args.name,
            out=out,
            accumulate=out is not None,
            precision=args.precision,
            **given,
        )
    finally:
        progress()
    seconds = time.perf_counter() - start
    save(args.output, dw, args.force)
    # The call has left its gradient where `api` looks first, so that nothing is checked again.
    problem = api.gradient(
        x.shape,
        out_backprop_shape=dy.shape,
        dtype=dw.dtype.name,
        precision=args.precision,
        **given,
    ).problem
    facts: dict[str, Any] = {
        "output": str(args.output),
        "dtype": dw.dtype.name,
        "shape": list(dw.shape),
        "seconds": seconds,  # reading and, if it must be, compiling included
        "gflops": 2 * problem.macs / seconds / 1e9,
        "threads": api.get_num_threads(),
    }
    text = "{output}: {dtype} {shape}, in {seconds:.3f} s with reading and compiling".format(
        **facts
    )
    text += f" ({facts['gflops']:.3g} GFLOP/s)"
    if args.json:
        print_json(facts, beside(args.output))
    else:
        print(text, file=beside(args.output))
    return 0


def old(path: Path, sizes: tuple[int, ...], x: Array) -> Array:
    """A copy of the gradient that is added to."""
    array = load(path)
    if array.shape != sizes:
        text = f"it has shape {list(array.shape)}, but --filter-sizes is {list(sizes)}"
    elif array.dtype != x.dtype:
        text = f"it is {array.dtype}, but --input is {x.dtype}"
    else:
        return np.array(array, order="C")
    raise Failure(f"--accumulate {path}: {text}", USAGE)


def load(path: Path) -> Array:
    """Map a .npy file into memory."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise Failure(f"{path}: not a regular file, which could be mapped into memory", FILES)
    try:
        with warnings.catch_warnings(action="ignore"):  # NumPy warns of what it then refuses
            array = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError:
        raise
    except Exception as error:  # a header is Python's source text, so any error may come of it
        raise Failure(f"{path}: not a .npy file of numbers", FILES) from error
    if not isinstance(array, np.ndarray):
        raise Failure(f"{path}: an .npz archive; unpack the array you mean", FILES)
    if array.dtype == np.dtype("V2"):  # NumPy's format has no bfloat16, and writes it as this
        return array.view(ml_dtypes.bfloat16)
    if array.dtype.kind not in "biufc" and array.dtype != ml_dtypes.bfloat16:
        raise Failure(f"{path}: not a .npy file of numbers, but of {array.dtype}", FILES)
    if not array.dtype.isnative:
        there, here = array.dtype.str, array.dtype.newbyteorder("=").name
        text = f"{path}: numbers {there!r} of a foreign byte order; convert them first, as in"
        raise Failure(f"{text} numpy.save(path, array.astype({here!r}))", FILES)
    return array


def save(path: Path, array: Array, force: bool) -> None:
    """Write a .npy file: whole or not at all, and over another one only with ``force``."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(array))
    files.write(path, header.getvalue(), array.reshape(-1).view(np.uint8).data, force=force)
