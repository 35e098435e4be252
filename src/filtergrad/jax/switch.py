"""The reversible switch: every convolution of a program gets our weight gradient. Floor 7.

In: nothing. Out: another rule for what flows back to the filter of `jax.lax.conv_general_dilated`,
in force where the switch is on. The switch is part of the key of JAX's caches, so that functions
which were traced without it are traced again, and the others are not forgotten.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import jax
from jax.interpreters import ad

from .convolution import case_of
from .weight import weight

_on: Any = None  # JAX's context, made when the switch is first touched


def enable() -> None:
    """Give every 2-D convolution our weight gradient, in all threads from now on.

    Raises
    ------
    RuntimeError
        If this JAX keeps its rules, or its settings, elsewhere.
    """
    _everywhere(True)


def disable() -> None:
    """Take `enable` back."""
    _everywhere(False)


@contextlib.contextmanager
def enabled() -> Iterator[None]:
    """Give every 2-D convolution our weight gradient, in this thread and inside the block.

    It counts where a gradient is traced: around the first call of a jitted function, and around
    each later one, too, for the state of the switch is part of what a jitted function is known by.

    Raises
    ------
    RuntimeError
        If this JAX keeps its rules elsewhere.
    """
    with _installed()(True):
        yield


def _everywhere(on: bool) -> None:
    switch = _installed()
    if not hasattr(switch, "set_global"):
        raise RuntimeError(
            f"JAX {jax.__version__} has no such setting for all threads, only JAX 0.10 has; "
            "use `with filtergrad.jax.enabled():` in each"
        )
    switch.set_global(on)


def _installed() -> Any:
    """The switch, with our rule behind it."""
    global _on
    if _on is None:
        primitive = jax.lax.conv_general_dilated_p
        rule = ad.primitive_transposes.get(primitive)
        if (
            not hasattr(jax, "make_user_context")
            or not isinstance(rule, functools.partial)
            or len(rule.args) != 2
            or rule.keywords
        ):
            raise RuntimeError(
                f"JAX {jax.__version__} keeps its gradient of convolutions where this filtergrad "
                "does not look; filtergrad.jax.conv_general_dilated works without the switch"
            )
        to_lhs, to_rhs = rule.args
        switch = jax.make_user_context(False)

        def to_ours(dy: Any, lhs: Any, rhs: Any, **params: Any) -> Any:
            case = case_of(lhs, rhs.aval, params) if switch.value else None
            if case is None or dy.dtype != lhs.dtype:
                return to_rhs(dy, lhs, rhs, **params)
            return weight(lhs, dy, case)

        # Left there for good: another thread may be inside of `enabled`. Off, it is JAX's own rule.
        ad.defbilinear(primitive, to_lhs, to_ours)
        _on = switch
    return _on
