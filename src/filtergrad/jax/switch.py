"""The reversible switch: every convolution of a program gets our weight gradient.

In: nothing. Out: another rule for what flows back to the filter of `jax.lax.conv_general_dilated`,
in force where the switch is on. The switch is part of the key of JAX's caches, so that functions
which were traced without it are traced again, and the others are not forgotten.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import jax
from jax.interpreters import ad

from filtergrad import knobs, summary
from filtergrad.reports import OFF, ON

from . import more, private


def enable() -> None:
    """Give every convolution in one or two dimensions our weight gradient, from now on.

    In all threads; transposed ones (`jax.lax.conv_transpose`), too.

    Raises
    ------
    RuntimeError
        If this JAX keeps its rules elsewhere.
    """
    install()
    private.switch.set_global(True)


def disable() -> None:
    """Take `enable` back."""
    private.switch.set_global(False)


class Block:
    """A setting that holds for this thread, inside of a block.

    Blocks may lie in one another; as a decorator, each call of the function is a block.
    """

    # A signal's handler may raise between any two steps. So a setting is never put back to what it
    # was, but to what the open blocks ask for, and that is done twice; and a block whose `__exit__`
    # was interrupted before its first line is left when nothing refers to it any more.

    _setting: Any  # JAX's own object
    _threads: _Threads
    _open: Any = frozenset()  # the open blocks of the thread that entered it

    def __enter__(self) -> None:
        if id(self) in self._open:
            raise RuntimeError(f"this block is open; make another by {type(self).__name__}()")
        self._open = self._threads.open
        try:
            self._open.add(id(self))
            self._set()
        except BaseException:
            self._leave()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self._leave()
        finally:
            self._leave()

    def __del__(self) -> None:
        if id(self) in self._open:
            self._leave()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inside(*arguments: Any, **named: Any) -> Any:
            with type(self)():
                return function(*arguments, **named)

        return inside

    def _leave(self) -> None:
        try:
            self._open.discard(id(self))
        finally:
            self._set()

    def _set(self) -> None:
        """Have the setting as this thread's open blocks ask for it."""
        self._setting.set_local(True if self._threads.open else private.UNSET)


class _Threads(threading.local):
    """The open blocks of a thread, by their ids."""

    def __init__(self) -> None:
        self.open: set[int] = set()


class enabled(Block):  # noqa: N801 - `with enabled():`, as a function
    """Give every convolution in one or two dimensions our weight gradient, inside the block.

    In this thread; transposed ones (`jax.lax.conv_transpose`), too.

    It counts where a gradient is traced: around the first call of a jitted function, and around
    each later one, too, for the state of the switch is part of what a jitted function is known by.
    Blocks may lie in one another; as a decorator, each call of the function is a block.

    Raises
    ------
    RuntimeError
        If this JAX keeps its rules elsewhere, or this very block is entered again inside of itself.
    """

    _setting, _threads = private.switch, _Threads()

    def __init__(self) -> None:
        install()


class exporting(Block):  # noqa: N801
    """Have the programs that `jax.export` writes inside the block call filtergrad.

    The process that loads one imports `filtergrad.jax` first, and JAX wants to be told that this is
    meant: ``disabled_checks=[export.DisabledSafetyCheck.custom_call(filtergrad.jax.TARGET)]``.
    Outside of such a block exported programs hold XLA's own gradient, and run everywhere.
    """

    _setting, _threads = private.exporting, _Threads()


def why_not(lhs: Any, rhs: Any, params: dict[str, Any]) -> str:
    """Why the gradient of a filter that is taken here and now is not ours; `ON` where it is."""
    if not private.switch.value:
        return OFF
    return more.why_not(lhs, rhs, params) or ON


_rule: Any = None  # our rule, as JAX keeps it, once it is installed


def install() -> None:
    """Put our rule before JAX's, for good, because another thread may be in the middle of it.

    While the switch is off, our rule calls JAX's.
    """
    global _rule
    primitive = jax.lax.conv_general_dilated_p
    rule = ad.primitive_transposes.get(primitive)
    if rule is not None and rule is _rule:
        return
    if not isinstance(rule, functools.partial) or len(rule.args) != 2 or rule.keywords:
        raise RuntimeError(
            f"JAX {jax.__version__} keeps its gradient of convolutions where this filtergrad "
            "does not look; filtergrad.jax.conv_general_dilated works without the switch"
        )
    to_lhs, to_rhs = rule.args

    def to_ours(dy: Any, lhs: Any, rhs: Any, **params: Any) -> Any:
        why = why_not(lhs, rhs.aval, params)
        ours = more.gradient(dy, lhs, rhs.aval, params) if why == ON else None
        private.tell(lhs, rhs.aval, params, why)
        if ours is None and why != OFF and knobs.current().summary:
            shapes = ("x".join(map(str, a.shape)) for a in (lhs, rhs.aval))
            text = f"{lhs.dtype} {' filter '.join(shapes)}"
            summary.guarded(lambda: summary.seen("JAX", text, why, ours=False))
        return to_rhs(dy, lhs, rhs, **params) if ours is None else ours

    ad.defbilinear(primitive, to_lhs, to_ours)
    _rule = ad.primitive_transposes[primitive]
