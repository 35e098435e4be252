"""An estimate over tables: for each combination of their rows it has results.

In: a function of records, whose fields are numbers. Out: an `Estimate`, which is called with tables
and gives a column for each field of its results. NumPy works it out, column by column, or code that
was compiled for it, combination by combination: the numbers are the same.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .columns import Column, Number
from .tape import Tape

Kind: TypeAlias = Any
"""A class of records: a `NamedTuple` or a dataclass.

Fields that are written `Bit` are conditions, so annotations must be text. A field whose usual value
is a tuple is so many numbers.
"""


class Estimate:
    """A function of records that is worked out for tables of them.

    Parameters
    ----------
    work
        Given a record of each kind, it returns its results.
    tables
        For each table, the kinds of records that its rows are made of, side by side. A loop runs
        over the rows of each: the first is the outermost.
    results
        The kinds of the records that ``work`` returns: none of their fields is a tuple.

    Attributes
    ----------
    compiled
        What works it out instead of NumPy, once there is something.
    """

    def __init__(
        self,
        work: Callable[..., tuple[Any, ...]],
        tables: Sequence[Sequence[Kind]],
        results: Sequence[Kind],
    ) -> None:
        self.work, self.tables, self.results = work, tables, results
        self.name = f"{work.__module__}.{work.__qualname__}"
        self.compiled: Callable[..., Column] | None = None

    def __call__(self, *tables: Column) -> list[Any]:
        """The results, records of columns that have an axis for each table.

        Parameters
        ----------
        tables
            Arrays of float64, contiguous, with a row for each record and a column for each number:
            see `numbers`.
        """
        columns = (self.by_columns if self.compiled is None else self.compiled)(*tables)
        values = iter(columns)
        return [record(kind, values) for kind in self.results]

    def by_columns(self, *tables: Column) -> Column:
        """The numbers of the results along a first axis, by NumPy."""
        axes, records = len(tables), []
        for axis, (kinds, table) in enumerate(zip(self.tables, tables, strict=True)):
            shape = (1,) * axis + (-1,) + (1,) * (axes - axis - 1)
            single = len(table) == 1
            values = iter(table[0].tolist() if single else [one.reshape(shape) for one in table.T])
            records += [record(kind, values) for kind in kinds]
        out = np.empty((width(*self.results), *map(len, tables)))
        for place, column in zip(out, numbers(*self.work(*records)), strict=True):
            place[...] = column
        return out

    def traced(self) -> tuple[Tape, list[Any]]:
        """What is done to a row of each table, and the results' numbers."""
        tape, records = Tape(), []
        for axis, kinds in enumerate(self.tables):
            values = (tape.given(axis, place) for place in itertools.count())
            records += [record(kind, values) for kind in kinds]
        return tape, numbers(*self.work(*records))


class Field(NamedTuple):
    """A field of a kind of records."""

    name: str
    condition: bool
    several: int  # numbers that it is a tuple of; 0 if it is one number


@functools.cache
def fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind of records, in order."""
    if _dataclass(kind):
        types, usual = {one.name: one.type for one in dataclasses.fields(kind)}, {}
    else:
        types, usual = kind.__annotations__, kind._field_defaults
    return tuple(
        Field(
            name,
            "Bit" in str(text),
            len(usual[name]) if isinstance(usual.get(name), tuple) else 0,
        )
        for name, text in types.items()
    )


def numbers(*records: Any) -> list[Any]:
    """The numbers of records side by side: a row of a table."""
    found: list[Any] = []
    for one in records:
        kind: Kind = type(one)
        values = vars(one).values() if _dataclass(kind) else one
        if _several(kind):
            values = itertools.chain.from_iterable(
                value if isinstance(value, tuple) else (value,) for value in values
            )
        found += values
    return found


@functools.cache
def _several(kind: Kind) -> bool:
    """Whether a field of it is a tuple."""
    return any(field.several for field in fields(kind))


def width(*kinds: Kind) -> int:
    """How many numbers a row of such records has."""
    return sum(max(1, one.several) for kind in kinds for one in fields(kind))


def record(kind: Kind, values: Iterator[Number]) -> Any:
    """A record of the next of some numbers that stand side by side."""
    return kind(**{field.name: _value(field, values) for field in fields(kind)})


def _value(field: Field, values: Iterator[Number]) -> Any:
    found = tuple(itertools.islice(values, max(1, field.several)))
    if field.condition:
        found = tuple(number != 0 for number in found)
    return found if field.several else found[0]


def _dataclass(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind)
