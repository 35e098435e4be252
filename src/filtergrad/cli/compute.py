"""Compute the filter gradient of two .npy files. Floor 7.

The inputs are memory-mapped and read in place, so they may be larger than memory. The output
appears whole or not at all.
"""

from __future__ import annotations

import argparse
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt

from filtergrad import api
from filtergrad.problem import Problem

from .words import FILES, Failure, add_problem, print_json, problem_arguments, progress


def add(parser: argparse.ArgumentParser) -> None:
    """Take the op's arguments, with files for arrays."""
    parser.add_argument("--input", required=True, type=Path, metavar="X.npy")
    parser.add_argument("--out-backprop", required=True, type=Path, metavar="DY.npy")
    add_problem(parser)
    parser.add_argument("--output", required=True, type=Path, metavar="DW.npy")
    parser.add_argument("--force", action="store_true", help="replace the output if it exists")
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
    check_output(args.output, args.force)
    x, dy = load(args.input), load(args.out_backprop)
    given = problem_arguments(args)
    out = None if args.accumulate is None else np.array(load(args.accumulate), order="C")
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
    problem = Problem.make(x.shape, out_backprop_shape=dy.shape, dtype=dw.dtype, **given)
    facts: dict[str, Any] = {
        "output": str(args.output),
        "dtype": dw.dtype.name,
        "shape": list(dw.shape),
        "seconds": seconds,  # with compiling and reading
        "gflops": 2 * problem.macs / seconds / 1e9,
        "threads": api.get_num_threads(),
    }
    if args.json:
        print_json(facts)
    else:
        print(
            "{output}: {dtype} {shape}, in {seconds:.3f} s ({gflops:.1f} GFLOP/s)".format(**facts)
        )
    return 0


def load(path: Path) -> npt.NDArray[Any]:
    """Map a .npy file into memory."""
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        # An array without elements has nothing to map.
        with suppress(ValueError, EOFError):
            return _numbers(np.load(path, allow_pickle=False))
        raise Failure(f"{path}: not a .npy file of numbers", FILES) from error
    if not isinstance(array, np.ndarray):
        raise Failure(f"{path}: an .npz archive; unpack the array you mean", FILES)
    return _numbers(array)


def _numbers(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    # NumPy's file format knows no bfloat16: it writes two bytes without a meaning.
    return array.view(ml_dtypes.bfloat16) if array.dtype == np.dtype("V2") else array


def check_output(path: Path, force: bool) -> None:
    """Refuse what cannot be written before anything is computed."""
    if path.is_dir():
        raise Failure(f"{path}: a folder, not a file", FILES)
    if not path.parent.is_dir():
        raise Failure(f"{path.parent}: no such folder", FILES)
    if path.exists() and not force:
        raise _exists(path)


def save(path: Path, array: npt.NDArray[Any], force: bool) -> None:
    """Write a .npy file: whole or not at all, and over another one only with ``force``."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        put(temporary, path, force)
    finally:
        temporary.unlink(missing_ok=True)


def put(temporary: Path, path: Path, force: bool) -> None:
    """Give a finished file its name."""
    if not force:
        try:
            path.hardlink_to(temporary)  # unlike a rename, this fails where the name is taken
        except FileExistsError:
            raise _exists(path) from None
        except OSError:  # a file system without links
            if path.exists():
                raise _exists(path) from None
        else:
            return
    temporary.replace(path)


def _exists(path: Path) -> Failure:
    return Failure(f"{path}: exists already; --force replaces it", FILES)
