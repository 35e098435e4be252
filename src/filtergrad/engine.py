"""What every engine has: what it is asked, what it answers, and what others may ask of the answer.

In: nothing. Out: records and protocols. An engine is a module with the names of `Engine`: `cpu` is
one, and `devices` says which one computes where. Everything outside an engine sees this and nothing
behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import (
    Any,
    Generic,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypeVar,
    runtime_checkable,
)

from filtergrad.arrays import Array, Operand
from filtergrad.problem import Problem

Sizes: TypeAlias = tuple[int, int, int, int]
"""Of the axes n, h, w, c, whatever the order in which the user has them."""

Strides: TypeAlias = tuple[int, int, int, int]
"""Bytes from an element to the next along n, h, w, c."""


class Layout(NamedTuple):
    """How an array lies in memory.

    Parameters
    ----------
    kind
        ``rows`` (channels are neighbours), ``planes`` (columns are neighbours) or ``any``.
    dense
        Whether the pixels of rows, images (and for ``rows`` of the whole batch) follow one another
        without gaps.
    aligned
        Whether the channels of every pixel begin at a multiple of 16 bytes, where an engine asks.
    """

    kind: str
    dense: bool = False
    aligned: bool = False


def layout(sizes: Sizes, strides: Strides, itemsize: int) -> tuple[Layout, Strides]:
    """How an array lies in memory, and its strides with those of axes of length 1 made plain.

    Parameters
    ----------
    sizes, strides
        In the order n, h, w, c; strides in bytes.
    itemsize
        Bytes of an element.
    """
    n, h, w, c = sizes
    sn, sh, sw, sc = strides
    rows = c == 1 or sc == itemsize
    unit = c * itemsize if rows else itemsize  # what a dense pixel takes
    if rows:
        sc = itemsize
    if w == 1:
        sw = unit
    if h == 1:
        sh = w * sw
    if n == 1:
        sn = h * sh
    dense = sw == unit and sh == w * sw and (not rows or sn == h * sh)
    kind = "rows" if rows else "planes" if sw == itemsize else "any"
    return Layout(kind, dense and kind != "any"), (sn, sh, sw, sc)


class Spec(NamedTuple):
    """What an engine is asked for: plans and kernels are chosen by this, and by nothing else.

    Parameters
    ----------
    problem
        What to compute; no tensor of it is empty.
    x_layout, dy_layout
        How the arrays lie in memory.
    precision
        ``"default"`` or ``"highest"``.
    """

    problem: Problem
    x_layout: Layout
    dy_layout: Layout
    precision: str = "default"


Prospect: TypeAlias = tuple[Spec, tuple[Strides, Strides, Strides], bool]
"""What will be computed: a spec, the strides of x, dy and dW, whether an old dW is added."""


class Price(Protocol):
    """What a plan is expected to cost; a dataclass, whose fields are the engine's own."""

    @property
    def wall(self) -> float:
        """Cycles until the last of a usual team is done: the least is the best."""


class Plan(Protocol):
    """How a problem is computed: a frozen dataclass, and its ``repr`` tells it all."""

    @property
    def problem(self) -> Problem:
        """What is computed, perhaps with its pixels cut into other rows."""

    @property
    def isa(self) -> Any:
        """The instruction set it is for; its ``str`` is the name."""

    @property
    def compute_dtype(self) -> str:
        """The type in which numbers are multiplied and added."""

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides the bits of a result."""

    @property
    def tasks(self) -> int:
        """In how many tasks it is divided."""


_Price_co = TypeVar("_Price_co", bound=Price, covariant=True)
_Plan_co = TypeVar("_Plan_co", bound=Plan, covariant=True)


class Priced(NamedTuple, Generic[_Price_co, _Plan_co]):
    """A plan and its price; each of the engine's own class."""

    price: _Price_co
    plan: _Plan_co


class Kernel(Protocol):
    """A plan, compiled."""

    @property
    def problem(self) -> Problem:
        """What the user asked for."""

    @property
    def plan(self) -> Plan:
        """How it is computed."""

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes, without dW."""

    @property
    def ir(self) -> str:
        """The code as it was emitted."""

    @property
    def assembly(self) -> str:
        """The machine's code as text."""


@runtime_checkable
class Near(Kernel, Protocol):
    """A kernel whose arrays lie in this machine's own memory."""

    def steps(self, strides: Strides) -> Strides:
        """The strides to launch with, of those that `Engine.layout` gave."""

    def launch(
        self, x: int, x_steps: Strides, dy: int, dy_steps: Strides, out: int, old: int = 0
    ) -> None:
        """Compute dW at the address ``out``; with ``old`` the numbers there are added."""

    def settled(self) -> Near:
        """The same, by the best code from now on, where that of another size stands in."""


class Peak(Protocol):
    """How many multiply-adds a second a device really does."""

    def rate(self, seconds: float) -> float:
        """Floating-point operations a second, over about so many seconds."""


Trial: TypeAlias = Callable[[Any], tuple[Callable[[], None], Callable[[], Array]]]
"""Takes a plan; gives what computes dW and waits for it, and what returns the last dW."""


class Engine(Protocol):
    """A module that computes on one kind of device."""

    MEMORY: str
    """The kind of device in whose memory its arrays lie: see `devices.kind`."""

    def layout(self, sizes: Sizes, strides: Strides, itemsize: int, /) -> tuple[Layout, Strides]:
        """How an array lies in memory; its strides with those of axes of length 1 made plain."""

    def candidates(self, spec: Spec, /) -> list[Priced[Any, Any]]:
        """The plans for a spec with their prices; the first is taken unless one was tuned."""

    def compiled(self, spec: Spec, /, accumulate: bool = False) -> Kernel:
        """The kernel for a spec; with ``accumulate`` one that can add to an old dW."""

    def kernel(self, problem: Problem, plan: Any, /) -> Kernel:
        """The kernel of one plan, chosen or not."""

    def remember(self, spec: Spec, plan: Any, /) -> bool:
        """Let `compiled` take a plan from now on; whether later processes will, too."""

    def summary(self, plan: Any, /) -> str:
        """A plan in one short line."""

    def nest(self, plan: Any, /) -> str:
        """The loop nest as pseudo-code."""

    def table(self, priced: list[Any], most: int, /) -> str:
        """The first plans with their prices."""

    def workers(self) -> str:
        """What shares the tasks of a call, in words: how many threads, for instance."""

    def processor(self) -> str:
        """What computes, by its maker's name."""

    def predicted(self, priced: Any, problem: Problem, /) -> float:
        """The share of the multiply-add peak that a price promises."""

    def peak(self, dtype: str, /) -> Peak:
        """What to measure the multiply-add peak with, for arrays of a dtype."""

    def timed(self, kernel: Any, call: Callable[[], None], /) -> None:
        """Run a launch of a kernel and print a line about it."""

    def trial(self, laid: tuple[Spec, Strides, Strides], x: Array, dy: Array, /) -> Trial:
        """What runs plans on numbers of this machine's memory, to time them.

        The first argument is what `Gradient.laid` says of x and dy.
        """

    def absent(self) -> str:
        """Why nothing can be run here; empty if it can."""


class Made(Protocol):
    """What came of a kernel that was to be made before it is called."""

    @property
    def what(self) -> str:
        """Which it is, in words."""

    @property
    def code_bytes(self) -> int:
        """Bytes of its machine code."""

    @property
    def known(self) -> bool:
        """Whether it had been made before."""

    @property
    def error(self) -> Exception | None:
        """Why there is none."""


class RemoteCall(Protocol):
    """What computes dW in a device's memory."""

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that it takes."""

    def __call__(self, x: Operand, dy: Operand, out: Operand, /) -> None:
        """Compute dW of x and dy into ``out``, with a stream and a workspace of x's owner."""

    def on(self, number: int, /) -> Callable[[int, int, int, int, int], None]:
        """Bring code to a device; what launches it takes x, dy, dW, workspace and stream."""


@runtime_checkable
class Remote(Protocol):
    """What an engine has besides whose device has memory of its own."""

    def empty(self, like: Operand, shape: tuple[int, ...], dtype: str, /) -> Any:
        """An array for the result, where an operand lies."""

    def given(self, like: Operand, result: Any, /) -> Any:
        """The result as the namespace of an operand has it."""

    def clear(self, x: Operand, out: Operand, /) -> None:
        """Fill an array with zeros."""

    def prepared(
        self, spec: Spec, steps: tuple[Strides, Strides, Strides], accumulate: bool, /
    ) -> RemoteCall:
        """What computes dW of x and dy that lie as told, into a third operand.

        Strides are those of x, dy and dW in bytes, along n, h, w, c, n, p, q, k and r, s, c, k.
        """


@runtime_checkable
class Elsewhere(Protocol):
    """What an engine has besides that compiles for devices that need not be here."""

    LAUNCHES: int
    """How often what a trial gives computes dW at a time."""

    def ahead(
        self, wanted: Iterable[Prospect], /, *forms: str, processes: int = 1
    ) -> tuple[int, Iterator[Made]]:
        """Make kernels before they are called: how many, and each as soon as it is made."""

    def seconds(self, priced: Any, /) -> float:
        """Seconds that a price stands for."""

    def bandwidth(self) -> float:
        """Bytes a second from the device's memory, as its maker promises them or nearly so."""

    def resources(self, spec: Spec, /) -> dict[str, Any]:
        """What the machine code of the main kernel takes and does, by name."""
