"""Every environment variable, typed, in one table: `os.environ` in, a frozen `Knobs` out. Floor 0.

`current()` is what the rest of the package reads; it parses once, at its first call, so that a bad
value fails where it is used and not at `import filtergrad`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from filtergrad import forks

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Knobs:
    """The settings in force; one field a row of `TABLE`."""

    isa: str | None = None
    num_threads: int | None = None
    cache: str = "on"
    cache_dir: Path | None = None
    debug: int = 0
    dump: Path | None = None
    check_spills: bool = False


class Row(NamedTuple):
    """One environment variable: its name, what it may be, its default, and what it does."""

    name: str
    type: str
    default: str
    doc: str
    parse: Callable[[str], object]

    @property
    def field(self) -> str:
        """The field of `Knobs` that this variable sets."""
        return self.name.removeprefix("FILTERGRAD_").lower()


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise ValueError
    return count


def _path(text: str) -> Path:
    forks.load("pathlib")
    from pathlib import Path  # 7 ms of `import filtergrad`, if it stood above

    return Path(text).expanduser()


def _one_of(*allowed: str) -> Callable[[str], str]:
    return lambda text: allowed[allowed.index(text.lower())]


def _level(text: str) -> int:
    return int(_one_of(*"012345")(text))


def _flag(text: str) -> bool:
    return _one_of("0", "1")(text) == "1"


TABLE = (
    Row(
        "FILTERGRAD_ISA",
        "an instruction set's name",
        "the machine's best",
        "Compile for this instruction set instead of the best that the machine has.",
        str,
    ),
    Row(
        "FILTERGRAD_NUM_THREADS",
        "an integer from 1 up",
        "OMP_NUM_THREADS, else the CPUs this process may use",
        "How many threads share a call; the result has the same bits for every number.",
        _count,
    ),
    Row(
        "FILTERGRAD_CACHE",
        '"on" or "off"',
        "on",
        "Whether compiled kernels are kept on disk; in memory they always are.",
        _one_of("on", "off"),
    ),
    Row(
        "FILTERGRAD_CACHE_DIR",
        "a folder",
        "filtergrad in the user's cache folder",
        "Where compiled kernels are kept.",
        _path,
    ),
    Row(
        "FILTERGRAD_DEBUG",
        "an integer from 0 to 5",
        "0",
        "What to print: 1 calls, 2 candidates, 3 loop nest, 4 LLVM IR, 5 assembly, each with those "
        "before it.",
        _level,
    ),
    Row(
        "FILTERGRAD_DUMP",
        "a folder",
        "nowhere",
        "Write every stage of each compilation into this folder.",
        _path,
    ),
    Row(
        "FILTERGRAD_CHECK_SPILLS",
        '"0" or "1"',
        "0",
        "Fail when a compiled kernel keeps an accumulator in memory.",
        _flag,
    ),
)

_current: Knobs | None = None


def current() -> Knobs:
    """The settings in force (read from the environment at the first call)."""
    return reload() if _current is None else _current


def reload(environ: Mapping[str, str] = os.environ) -> Knobs:
    """Read the environment again and put its settings in force."""
    global _current
    # An empty variable is an unset one, as in most programs: it lets a shell clear a setting.
    given = {row.field: _parsed(row, text) for row in TABLE if (text := environ.get(row.name))}
    _current = Knobs(**given)
    return _current


@contextlib.contextmanager
def override(**changes: Any) -> Iterator[Knobs]:
    """Put other settings in force inside a ``with`` block, for every thread of the process."""
    global _current
    before = current()
    _current = replace(before, **changes)
    try:
        yield _current
    finally:
        _current = before


def _parsed(row: Row, text: str) -> Any:
    try:
        return row.parse(text)
    except ValueError:
        raise ValueError(f"{row.name} is {text!r}, but must be {row.type}") from None
