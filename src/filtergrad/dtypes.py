"""The four element types: how large their numbers are, and in which type sums are made."""

from __future__ import annotations

SIZES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
"""Bytes of a number."""

HALVES = ("float16", "bfloat16")
"""The types that are stored only: sums are made in a wider one."""


def compute_dtype(dtype: str) -> str:
    """The type in which numbers of a stored type are multiplied and added."""
    return "float64" if dtype == "float64" else "float32"
