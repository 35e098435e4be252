"""The code of estimates: loops over the rows of tables, and in each loop what changes there.

In: `Estimate` objects. Out: a module with a function for each. Their numbers are those of NumPy to
the last bit: every operation is one of float64, in the same order, and none is contracted.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

from llvmlite import ir

from filtergrad.cpu.base.estimate import Estimate, width
from filtergrad.cpu.base.tape import Symbol

from .ir import F64, I1, I64, PTR, Code, Int, Ptr, Value


def emit(estimates: Iterable[Estimate]) -> ir.Module:
    """A module with a function for each estimate, of its name.

    It is given the address and the number of rows of each table, and the address of the result:
    for each field an array of float64 numbers, with one for each combination of rows.
    """
    module = ir.Module("estimates")
    for estimate in estimates:
        _function(module, estimate)
    return module


def _function(module: ir.Module, estimate: Estimate) -> None:
    tape, results = estimate.traced()
    steps, axes = tape.leading_to(results), range(len(estimate.tables))
    parameters = [pair for i in axes for pair in ((f"table{i}", PTR), (f"rows{i}", I64))]
    code = Code(module, estimate.name, [*parameters, ("out", PTR)], internal=False)
    values: dict[Symbol, Value] = {}
    with ExitStack() as loops:
        cell: Int = 0
        for axis in axes:
            rows = code.named[f"rows{axis}"]
            at = loops.enter_context(code.loop(0, rows, name=f"row{axis}"))
            cell = code.sum(at, (cell, rows))
            row_bytes = 8 * width(*estimate.tables[axis])
            row = code.at(code.named[f"table{axis}"], code.mul(at, row_bytes))
            for symbol in steps:
                if symbol.loop == axis:
                    values[symbol] = _value(code, symbol, values, row)
        _store(code, [_operand(one, values) for one in results], cell)
    code.ret()


def _store(code: Code, results: Sequence[Value], cell: Int) -> None:
    """Write the result's fields: each is an array with a number for each combination of rows."""
    rows = [one for name, one in code.named.items() if name.startswith("rows")]
    cells: Int = 1
    for count in rows:
        cells = code.mul(cells, count)
    for place, result in enumerate(results):
        at = code.mul(code.sum(cell, (cells, place)), 8)
        code.store(_number(code, result), code.named["out"], at)


def _value(code: Code, symbol: Symbol, values: dict[Symbol, Value], row: Ptr) -> Value:
    """The instruction of a step; ``row`` is where its loop is."""
    b, (operation, operands) = code.b, symbol.step
    if operation == "given":
        return code.load(F64, row, 8 * operands[1])
    given = [_operand(one, values) for one in operands]
    if operation == "pick":
        found = given[1:] if symbol.condition else [_number(code, one) for one in given[1:]]
        return b.select(given[0], *found)
    if operation in ("&", "|"):
        return (b.and_ if operation == "&" else b.or_)(*given)
    given = [_number(code, one) for one in given]
    if operation in ("min", "max"):
        return b.select(b.fcmp_ordered("<" if operation == "min" else ">", *given), *given)
    compare = {sign: functools.partial(b.fcmp_ordered, sign) for sign in ("<", "<=", "==", "!=")}
    plain = {
        "+": b.fadd,
        "-": b.fsub,
        "*": b.fmul,
        "/": b.fdiv,
        "floor": functools.partial(code.intrinsic, "floor.f64", F64),
        "root": functools.partial(code.intrinsic, "sqrt.f64", F64),
        **compare,
    }
    return plain[operation](*given)


def _operand(operand: Symbol | float, values: dict[Symbol, Value]) -> Value:
    if isinstance(operand, Symbol):
        return values[operand]
    if isinstance(operand, bool):
        return ir.Constant(I1, operand)
    return ir.Constant(F64, float(operand))


def _number(code: Code, value: Value) -> Value:
    """A condition as 1 or 0; any number as it is."""
    if value.type != I1:
        return value
    return code.b.select(value, ir.Constant(F64, 1.0), ir.Constant(F64, 0.0))
