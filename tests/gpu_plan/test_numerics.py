"""The errors that docs/numerics.md promises of GPUs, on a model of their matrix units.

A matrix unit adds products and accumulator exactly and cuts sums to float32, once an instruction
(Fasi et al. 2021, doi 10.7717/peerj-cs.330); multiply-adds outside of it round to nearest. The
model adds as a plan says: instructions, steps, chains, slots.
"""

import ml_dtypes
import numpy as np
import pytest
from helpers.gpu import asked

from filtergrad.gpu import choose
from filtergrad.gpu.base.arch import named
from filtergrad.problem import Problem

CHANNELS = 16
FLOAT32, FLOAT64 = np.float32, np.float64


def cut(exact):
    """Numbers of float64 to float32, towards zero."""
    near = exact.astype(FLOAT32)
    far = np.abs(near.astype(FLOAT64)) > np.abs(exact)
    near[far] = np.nextafter(near[far], FLOAT32(0))
    return near


def pieces(numbers, bits, count):
    """Numbers as sums of so many, each of so many significant bits."""
    rest, found = numbers.astype(FLOAT32), []
    for _ in range(count):
        drop = np.uint32(24 - bits)
        one = np.uint32(1)
        raw = rest.view(np.uint32)
        odd = (raw >> drop) & one
        raw = (raw + (one << (drop - one)) - one + odd) >> drop << drop
        found.append(raw.view(FLOAT32).astype(FLOAT64))
        rest = rest - raw.view(FLOAT32)
    return found


def pairs(a, b, products):
    """The factors of the products that stand for one of float32 numbers, small ones first."""
    parts = {"tf32": 1, "ieee": 1, "tf32x3": 2}.get(products, 3)
    if products == "ieee":
        return [(a.astype(FLOAT64), b.astype(FLOAT64))]
    bits = 11 if products.startswith("tf32") else 8
    x, y = pieces(a, bits, parts), pieces(b, bits, parts)
    order = {
        "tf32": [(0, 0)],
        "tf32x3": [(1, 0), (0, 1), (0, 0)],
        "bf16x3": [(1, 0), (0, 1), (0, 0)],
        "bf16x6": [(2, 0), (0, 2), (1, 1), (1, 0), (0, 1), (0, 0)],
    }[products]
    return [(x[i], y[j]) for i, j in order]


def product(a, b, acc, plan):
    """What `tl.dot` adds to ``acc`` for the pixels of a step."""
    dtype = plan.problem.dtype
    if dtype == "float64":
        return acc + a.T @ b
    if dtype == "float32" and plan.products == "ieee":
        for i in range(len(a)):
            exact = acc.astype(FLOAT64) + np.outer(a[i].astype(FLOAT64), b[i].astype(FLOAT64))
            acc = exact.astype(FLOAT32)
        return acc
    k = 8 if plan.products.startswith("tf32") else 16
    alone = dtype == "float32"  # emulated products begin anew in each step
    total = np.zeros_like(acc) if alone else acc
    factors = pairs(a, b, plan.products) if alone else [(a.astype(FLOAT64), b.astype(FLOAT64))]
    for x, y in factors:
        for i in range(0, len(a), k):
            total = cut(total.astype(FLOAT64) + x[i : i + k].T @ y[i : i + k])
    return acc + total if alone else total


def modelled(plan, a, b):
    """The dW of a 1x1 layer, as a plan adds."""
    dtype = FLOAT64 if plan.compute_dtype == "float64" else FLOAT32
    slots, pixels = {}, plan.tile.pixels
    for program in range(plan.division.programs):
        for tile, begin, end in plan.division.ranges(program):
            if tile:
                continue
            for first in range(begin, end, plan.chain_steps):
                acc = np.zeros((a.shape[1], b.shape[1]), dtype)
                for step in range(first, min(first + plan.chain_steps, end)):
                    part = slice(step * pixels, (step + 1) * pixels)
                    acc = product(a[part], b[part], acc, plan)
                left = acc.astype(plan.partial_dtype)
                slots[program] = slots[program] + left if program in slots else left
    total = np.zeros((a.shape[1], b.shape[1]), plan.partial_dtype)
    for program in sorted(slots):
        total = total + slots[program]
    return total


def error(plan, pixels):
    rng = np.random.default_rng(0)
    stored = {"bfloat16": ml_dtypes.bfloat16}.get(plan.problem.dtype, plan.problem.dtype)
    a, b = (rng.standard_normal((pixels, CHANNELS)).astype(stored) for _ in range(2))
    if plan.problem.dtype in ("bfloat16", "float16"):
        a, b = a.astype(FLOAT32), b.astype(FLOAT32)
    want = a.astype(FLOAT64).T @ b.astype(FLOAT64)
    got = modelled(plan, a, b).astype(FLOAT64)
    return np.sqrt(np.mean((got - want) ** 2) / np.mean(want**2))


def planned(pixels, dtype, precision, arch):
    side = int(pixels**0.5)
    shape = (1, side, side, CHANNELS)
    problem = Problem.make(
        shape, (1, 1, CHANNELS, CHANNELS), None, (1, 1, 1, 1), "VALID", dtype=dtype
    )
    return choose.choose(asked(problem, precision), named(arch))


@pytest.mark.parametrize(
    ("dtype", "precision", "most"),
    [
        ("float32", "default", 1.5e-6),
        ("float32", "highest", 3e-7),
        ("float32", "tf32", 1e-3),
        # A tenth of what rounding the result costs: 1.1e-3 and 1.4e-4.
        ("bfloat16", "default", 1.1e-4),
        ("float16", "default", 1.4e-5),
        ("float64", "default", 1e-14),
    ],
)
@pytest.mark.parametrize("arch", ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120"])
def test_the_promised_error(arch, dtype, precision, most):
    pixels = 65536
    plan = planned(pixels, dtype, precision, arch)
    assert error(plan, pixels) < most


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_the_error_does_not_grow_with_the_layer(dtype):
    """A million pixels in one program: chains end, whoever adds them."""
    pixels = 2**18
    plan = planned(pixels, dtype, "default", "sm_90")
    from dataclasses import replace

    from filtergrad.gpu.base.units import Division

    alone = replace(plan, division=Division(1, pixels // plan.tile.pixels, 1), writes_dw=False)
    most = {"float32": 1.5e-6, "bfloat16": 1.1e-4, "float16": 1.4e-5}[dtype]
    assert error(alone, pixels) < most


def test_a_plain_chain_would_not_do():
    """Three products of TF32 in one chain of 65536 pixels: why sums leave the unit every step."""
    plan = planned(65536, "float32", "default", "sm_80")
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((65536, CHANNELS)).astype(FLOAT32) for _ in range(2))
    acc = np.zeros((CHANNELS, CHANNELS), FLOAT32)
    for x, y in [pairs(a, b, "tf32x3")[2]]:
        for i in range(0, len(a), 8):
            acc = cut(acc.astype(FLOAT64) + x[i : i + 8].T @ y[i : i + 8])
    want = a.astype(FLOAT64).T @ b.astype(FLOAT64)
    assert np.sqrt(np.mean((acc - want) ** 2) / np.mean(want**2)) > 1e-4
    assert plan.products == "tf32x3"
