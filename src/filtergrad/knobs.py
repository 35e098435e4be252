"""Every environment variable, typed, in one table: `os.environ` in, a frozen `Knobs` out.

`current()` is what the rest of the package reads; it parses once, at its first call, so that a bad
value fails where it is used and not at `import filtergrad`.
"""

from __future__ import annotations

import contextlib
import errno
import operator
import os
import stat
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
    gpu_form: str = "both"
    summary: bool = False


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


def _folder(text: str) -> Path:
    from pathlib import Path  # 7 ms of `import filtergrad`, if it stood above

    # From where the process is now: it may go elsewhere, and the folder shall not.
    path = Path(text or "\0").expanduser().absolute()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in NEVER:
            raise
        return path  # to be made, or not for us: that is seen where it is used
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError
    return path


def _one_of(*allowed: str) -> Callable[[str], str]:
    return lambda text: allowed[allowed.index(text.lower())]


def _level(text: str) -> int:
    return int(_one_of(*"012345")(text))


def _flag(text: str) -> bool:
    return _one_of("0", "1")(text) == "1"


# How the system says that there can be no folder of that name.
NEVER = (errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)

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
        _folder,
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
        _folder,
    ),
    Row(
        "FILTERGRAD_CHECK_SPILLS",
        '"0" or "1"',
        "0",
        "Fail when a compiled kernel keeps an accumulator in memory.",
        _flag,
    ),
    Row(
        "FILTERGRAD_GPU_FORM",
        '"both", "constant" or "general"',
        "both",
        "Kernels for GPUs: for one shape, for every shape, or the second until the first is there.",
        _one_of("both", "constant", "general"),
    ),
    Row(
        "FILTERGRAD_SUMMARY",
        '"0" or "1"',
        "0",
        "Print when the process ends, for each layer: calls, milliseconds, algorithm, and what was "
        "left to the host and why.",
        _flag,
    ),
)


class _Layer:
    """Settings that are in force while no others lie on them."""

    __slots__ = ("knobs",)

    def __init__(self, knobs: Knobs | None) -> None:
        self.knobs = knobs


# Those of the environment, None until they are read, and on them those of each `override` that has
# not ended. Threads put theirs down and take them away in any order; a list does that at once.
_layers = [_Layer(None)]


def current() -> Knobs:
    """The settings in force (read from the environment at the first call)."""
    layer = _layers[-1]
    if layer.knobs is None:
        layer.knobs = _read(os.environ)
    return layer.knobs


def reload(environ: Mapping[str, str] = os.environ) -> Knobs:
    """Read the environment again and put its settings in force."""
    found = _read(environ)
    _layers[-1].knobs = found
    return found


def _read(environ: Mapping[str, str]) -> Knobs:
    # An empty variable is an unset one, as in most programs: it lets a shell clear a setting.
    given = {row.field: _parsed(row, text) for row in TABLE if (text := environ.get(row.name))}
    return Knobs(**given)


def unknown(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables that look like ours and are none, each with the name that may be meant."""
    import difflib

    known = [row.name for row in TABLE]
    strange = sorted(
        name
        for name in environ
        if name.startswith("FILTERGRAD_") and not name.startswith("FILTERGRAD_TEST_")  # of tests
    )
    close = {name: difflib.get_close_matches(name, known, 1) for name in strange}
    return {name: "".join(near) for name, near in close.items() if name not in known}


@contextlib.contextmanager
def override(**changes: Any) -> Iterator[Knobs]:
    """Put other settings in force inside a ``with`` block, for every thread of the process.

    Parameters
    ----------
    changes
        Fields of `Knobs`, as they are or as the environment would spell them.

    Raises
    ------
    ValueError
        If a value is none that the variable of that name may have.
    """
    rows = {row.field: row for row in TABLE}
    for name in changes.keys() & rows:
        changes[name] = _given(rows[name], changes[name])
    found = replace(current(), **changes)
    layer = _Layer(found)
    try:
        try:
            _layers.append(layer)
            yield found
        finally:
            _end(layer)
    finally:  # once more, in case an interrupt came between
        _end(layer)


def _end(layer: _Layer) -> None:
    with contextlib.suppress(ValueError):
        _layers.remove(layer)


def _given(row: Row, value: Any) -> Any:
    """A value of a program, checked as the environment's are; a path may be any."""
    if value is None and getattr(Knobs(), row.field) is None:
        return None
    if row.parse is _folder and hasattr(type(value), "__fspath__"):
        return value
    return _parsed(row, str(operator.index(value)) if hasattr(type(value), "__index__") else value)


def _parsed(row: Row, text: Any) -> Any:
    if isinstance(text, str):
        if row.parse is _folder:
            forks.load("pathlib")
            import pathlib  # noqa: F401  # here, where nothing that goes wrong is the text's fault
        try:
            return row.parse(text)
        except RecursionError:  # a RuntimeError that says nothing of the text
            raise
        # pathlib has another for users without a folder; a deleted folder has no name.
        except (ValueError, RuntimeError, OSError):
            pass
    raise ValueError(f"{row.name} is {text!r}, but must be {row.type}")
