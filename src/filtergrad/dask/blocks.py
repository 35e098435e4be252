"""The blocks of Dask's arrays: checked when they come, or read from a file.

In: a block that some task made, or a `.npy` file. Out: a NumPy array, or an error that says what
the block is instead.
"""

from __future__ import annotations

import os
from typing import Any, TypeAlias

import dask.array as da
import numpy as np
import numpy.typing as npt

from filtergrad.arrays import Array, numpy_dtype

Path: TypeAlias = str | os.PathLike[str]

MASKED = (
    "{} is a masked array, whose mask would be lost; use dask.array.ma.filled({}, 0) first, which "
    "leaves masked numbers out of the sum"
)


def plain(block: object, name: str, dtype: str) -> Array:
    """Return a block, if it is what its array says; Dask itself never checks that."""
    if isinstance(block, np.ma.MaskedArray):
        raise TypeError(MASKED.format(f"a block of {name}", name))
    if not isinstance(block, np.ndarray):
        raise TypeError(
            f"a block of {name} is a {type(block).__name__}, not a NumPy array; use "
            f"{name}.map_blocks(numpy.asarray) first, if that is right for it"
        )
    if block.dtype != numpy_dtype(dtype) or block.ndim != 4:
        raise TypeError(
            f"a block of {name} has {block.ndim} axes of {block.dtype}, though the array says 4 of "
            f"{dtype}; nothing is converted silently"
        )
    return np.asarray(block)


def from_npy(path: Path, chunks: Any = "auto", dtype: npt.DTypeLike | None = None) -> da.Array:
    """Open a ``.npy`` file as a dask array without reading it.

    Each task maps the file itself and reads its block. (``dask.array.from_array`` of a
    ``numpy.memmap`` would send the whole file through the scheduler.)

    Parameters
    ----------
    path
        A file that every worker can open.
    chunks
        As for ``dask.array.from_array``.
    dtype
        What the numbers are, of the file's item size: NumPy writes bfloat16 as ``"V2"``.
    """
    kind = _mapped(path, dtype).dtype
    cut = da.core.normalize_chunks(chunks, _mapped(path, dtype).shape, dtype=kind)
    return da.map_blocks(_read, path, dtype, chunks=cut, dtype=kind, meta=np.empty((0,) * 4, kind))


def _mapped(path: Path, dtype: npt.DTypeLike | None) -> Array:
    """The file mapped into memory, with the dtype that the user says."""
    array: Array = np.load(path, mmap_mode="r")
    return array if dtype is None else array.view(dtype)


def _read(path: Path, dtype: npt.DTypeLike | None, block_info: Any = None) -> Array:
    """One block of the file, none of whose pages is read yet."""
    place = tuple(slice(*ends) for ends in block_info[None]["array-location"])
    return np.asarray(_mapped(path, dtype)[place])
