"""A tape: what an estimate does to its numbers, written down step by step, to be compiled.

In: a function of numbers. Out: `Symbol` objects, each the result of one step. The function is run
once with symbols in the place of numbers, and each operation adds a step.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn, TypeAlias

CONDITIONS = frozenset({"<", "<=", "==", "!=", "&", "|"})
"""Operations whose result is a condition."""


class Step(NamedTuple):
    """An operation and what it is done to: symbols or numbers."""

    operation: str
    operands: tuple[Any, ...]


class Tape:
    """Steps in the order in which they can be taken; none is written twice."""

    def __init__(self) -> None:
        self._symbols: dict[tuple[object, ...], Symbol] = {}

    def given(self, axis: int, place: int) -> Symbol:
        """A number of a table: its column ``place``, in the row that the loop ``axis`` is at."""
        return self._put(Step("given", (axis, place)), axis)

    def step(self, operation: str, *operands: Any) -> Symbol:
        """The result of an operation."""
        loops = [one.loop for one in operands if isinstance(one, Symbol)]
        return self._put(Step(operation, operands), max(loops))

    def _put(self, step: Step, loop: int) -> Symbol:
        # By identity or type and value: 1 and True are not the same here.
        key = (
            step.operation,
            *(id(one) if isinstance(one, Symbol) else (type(one), one) for one in step.operands),
        )
        found = self._symbols.get(key)
        if found is None:
            found = self._symbols[key] = Symbol(self, step, loop)
        return found

    def leading_to(self, results: Iterable[Any]) -> list[Symbol]:
        """The symbols that some results need, each behind those that it needs itself."""
        needed: set[Symbol] = set()
        open_ = [one for one in results if isinstance(one, Symbol)]
        while open_:
            symbol = open_.pop()
            if symbol not in needed:
                needed.add(symbol)
                open_ += [one for one in symbol.step.operands if isinstance(one, Symbol)]
        return [symbol for symbol in self._symbols.values() if symbol in needed]


class Symbol:
    """A number, or a condition, that is known when an estimate is worked out.

    Parameters
    ----------
    tape
        Where it was written.
    step
        How it comes about.
    loop
        The innermost loop over a table's rows in which it changes.
    """

    __slots__ = ("loop", "step", "tape")
    __array_ufunc__ = None  # NumPy's numbers leave operations to it.

    def __init__(self, tape: Tape, step: Step, loop: int) -> None:
        self.tape, self.step, self.loop = tape, step, loop

    @property
    def condition(self) -> bool:
        """Whether it is a condition."""
        operation, operands = self.step
        return operation in CONDITIONS or (operation == "pick" and _condition(operands[1]))

    def __bool__(self) -> NoReturn:
        raise TypeError("Nobody knows yet: an estimate calls `pick` instead of asking `if`")

    def __neg__(self) -> Symbol:
        return self.tape.step("-", 0.0, self)

    def __add__(self, other: Operand) -> Symbol:
        return self.tape.step("+", self, other)

    def __radd__(self, other: Operand) -> Symbol:
        return self.tape.step("+", other, self)

    def __sub__(self, other: Operand) -> Symbol:
        return self.tape.step("-", self, other)

    def __rsub__(self, other: Operand) -> Symbol:
        return self.tape.step("-", other, self)

    def __mul__(self, other: Operand) -> Symbol:
        return self.tape.step("*", self, other)

    def __rmul__(self, other: Operand) -> Symbol:
        return self.tape.step("*", other, self)

    def __truediv__(self, other: Operand) -> Symbol:
        return self.tape.step("/", self, other)

    def __rtruediv__(self, other: Operand) -> Symbol:
        return self.tape.step("/", other, self)

    def __floordiv__(self, other: Operand) -> Symbol:
        return self.tape.step("floor", self / other)

    def __rfloordiv__(self, other: Operand) -> Symbol:
        return self.tape.step("floor", other / self)

    def __mod__(self, other: Operand) -> Symbol:
        return self - self // other * other

    def __lt__(self, other: Operand) -> Symbol:
        return self.tape.step("<", self, other)

    def __le__(self, other: Operand) -> Symbol:
        return self.tape.step("<=", self, other)

    def __gt__(self, other: Operand) -> Symbol:
        return self.tape.step("<", other, self)

    def __ge__(self, other: Operand) -> Symbol:
        return self.tape.step("<=", other, self)

    def __eq__(self, other: object) -> Any:
        return self.tape.step("==", self, other)

    def __ne__(self, other: object) -> Any:
        return self.tape.step("!=", self, other)

    __hash__ = object.__hash__

    def __and__(self, other: Operand) -> Symbol:
        return self.tape.step("&", self, other)

    __rand__ = __and__

    def __or__(self, other: Operand) -> Symbol:
        return self.tape.step("|", self, other)

    __ror__ = __or__


Operand: TypeAlias = "Symbol | float"


def _condition(operand: Operand) -> bool:
    return operand.condition if isinstance(operand, Symbol) else isinstance(operand, bool)
