"""The end of a block: a task's accumulators are added to dW or a partial, and cleared.

In: a `DepthwisePlan`. Out: an LLVM function.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code import tile
from filtergrad.cpu.code.convert import NUMBERS
from filtergrad.cpu.code.ir import I1, I64, PTR, Code, Ptr, splat, vector
from filtergrad.cpu.code.tile import Column, Row, Tile
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan

# The parameters of `flush`. `acc` is the address of the task's accumulators, `dw` that of dW or the
# partial at the task's first channel, which is overwritten if it is the `first` time and else added
# to. There are `vectors` of channels; a `ragged` last one overlaps its neighbour, which writes the
# channels that they share.
FLUSH = (("acc", PTR), ("dw", PTR), ("first", I1), ("vectors", I64), ("ragged", I1))


def emit(module: ir.Module, plan: DepthwisePlan) -> ir.Function:
    """Write the function that adds a task's accumulators to dW or a partial, and clears them."""
    code = Code(module, "flush", FLUSH)
    acc, dw, first, vectors, ragged = code.arguments
    kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
    slot = code.variable(kind)
    size, partial_size = SIZES[plan.compute_dtype], SIZES[plan.partial_dtype]
    fresh = plan.problem.k % plan.lanes

    def put(acc_at: Ptr, dw_at: Ptr, lanes: int) -> None:
        code.b.store(code.b.load(acc_at, typ=kind), slot)
        code.b.store(splat(kind, 0.0), acc_at)
        column = Column(0, 0, 0, lanes)
        place = Tile(
            plan.compute_dtype, plan.partial_dtype, plan.lanes, False, (Row(0, 0),), (column,)
        )
        tile.Body(code, place, plan.isa, [[slot]]).flush(first, dw_at)

    whole = code.sub(vectors, code.b.zext(ragged, I64)) if fresh else vectors
    with code.loop(0, plan.accumulators, name="tap") as tap:
        acc_tap = code.at(acc, code.mul(tap, plan.tap_bytes))
        dw_tap = code.at(dw, code.mul(tap, plan.problem.k * partial_size))
        with code.loop(0, whole, name="vector") as v:
            k = code.mul(v, plan.lanes)
            put(
                code.at(acc_tap, code.mul(k, size)),
                code.at(dw_tap, code.mul(k, partial_size)),
                plan.lanes,
            )
        if fresh:
            with code.when(ragged):
                k = code.mul(whole, plan.lanes)
                back = code.sub(k, plan.lanes - fresh)
                put(
                    code.at(acc_tap, code.mul(k, size)),
                    code.at(dw_tap, code.mul(back, partial_size)),
                    fresh,
                )
    code.ret()
    return code.function
