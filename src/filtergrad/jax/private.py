"""What JAX has no public name for, each in one place, and an error where it has moved.

In: one of our primitives, a context of lowering, or a sharding. Out: what JAX then knows of the
primitive, or says of the context. The settings of `switch` are here, too.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jax

_FRAMES = 100  # of a user's, by which two calls of one line are told apart
_OLDEST = (0, 7, 2)  # the first whose `custom_partitioning` can be told what must not be divided
_known = f"filtergrad.jax knows JAX 0.7.2 to 0.10, but this is JAX {jax.__version__}"
if jax.__version_info__ < _OLDEST:
    raise ImportError(_known)
try:
    from jax._src import source_info_util as sources
    from jax._src.dispatch import apply_primitive, prim_requires_devices_during_lowering
    from jax._src.sharding_impls import parse_flatten_op_sharding

    # Whether the switch is on: a part of the key of JAX's caches. A thread may leave it unset.
    switch = jax.make_user_context(False)._obj  # noqa: SLF001
    # Whether programs that are exported call us.
    exporting = jax.make_user_context(False)._obj  # noqa: SLF001
    # Who wants to hear what becomes of convolutions, or None.
    _listener = jax.make_user_context(None)._obj  # noqa: SLF001
    UNSET = switch.get_local()
except (ImportError, AttributeError):
    raise ImportError(
        f"{_known}, which runs primitives, lowers them or keeps settings in another way"
    ) from None


def runs_alone(primitive: Any) -> None:
    """Let a primitive be a program of its own outside of transformations, as JAX's own are.

    A function under `jax.jit` in its place would call itself where `jax.disable_jit` or, for a NaN,
    `jax.debug_nans` runs the body of such functions.
    """
    primitive.def_impl(functools.partial(apply_primitive, primitive))


def needs_devices(primitive: Any) -> None:
    """Tell JAX that lowering a primitive asks for the devices, as `custom_partitioning` does."""
    prim_requires_devices_during_lowering.add(primitive)


def bilinear_in_jet(primitive: Any) -> None:
    """Tell `jax.experimental.jet` how Taylor series pass a primitive, as JAX's own convolution."""
    with contextlib.suppress(ImportError, AttributeError):  # jet is an experiment, which may end
        from jax.experimental import jet

        jet.jet_rules[primitive] = functools.partial(jet._bilinear_taylor_rule, primitive)  # noqa: SLF001


def for_export(context: Any) -> bool:
    """Whether a program is lowered to be exported."""
    return bool(getattr(context.module_context.lowering_parameters, "for_export", False))


def names_axes(context: Any) -> bool:
    """Whether `custom_partitioning` is told the names of all the axes over which XLA shards.

    It is not told them where only some axes of a mesh are manual, nor where a sharding belongs to
    no mesh. Where nothing is sharded, or nothing by XLA, there are no such axes.
    """
    return getattr(context.module_context.axis_context, "abstract_mesh", None) is not None


def refuses_calls(context: Any) -> bool:
    """Whether XLA would abort at a call: GSPMD does, where only some axes of a mesh are manual."""
    axes = context.module_context.axis_context
    manual = getattr(axes, "manual_axes", ())
    shardy = getattr(jax.config, "jax_use_shardy_partitioner", True)
    return bool(manual) and set(manual) != set(axes.mesh.axis_names) and not shardy


def named(mesh: Any, sharding: Any) -> Any:
    """The names of the mesh's axes for each axis of an array; none where XLA has divided one."""
    # JAX raises several kinds of errors for a sharding that has no such names.
    try:
        return parse_flatten_op_sharding(sharding._hlo_sharding, mesh)[0]  # noqa: SLF001
    except (ValueError, LookupError, AssertionError, NotImplementedError):
        return ()


# ---- what becomes of convolutions, and where they come from ----


class Place(NamedTuple):
    """Where an operation comes from: the scopes by name, and the lines, the innermost one last."""

    scopes: str
    lines: str

    @property
    def name(self) -> str:
        """The scopes, or else the line, for people."""
        line, _, function = self.lines.rpartition("\n")[2].partition(" (")
        number = ":".join(line.split(":")[1:2])
        return self.scopes or f"{Path(line.split(':')[0]).name}:{number} ({function}"


class _Heard(list[tuple[Place, Any, Any, Any, str]]):
    """What was told: it is itself only, so that what JAX traces for it it traces for no other."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def tell(lhs: Any, rhs: Any, params: Any, why: str) -> None:
    """Let who listens know what becomes of the gradient of a filter that is being traced."""
    if _listener.value is not None:
        _listener.value.append((_place(sources.current()), lhs.aval, rhs, params, why))


def heard_of(call: Callable[..., Any], *given: Any, **named: Any) -> tuple[Any, _Heard]:
    """What a call returns, and what it lets know while it traces; nothing is remembered of it."""
    heard, before = _Heard(), _listener.get_local()
    _listener.set_local(heard)
    try:
        return call(*given, **named), heard
    finally:
        _listener.set_local(before)


def place_of(equation: Any) -> Place:
    """Where an operation of a program comes from."""
    return _place(equation.source_info)


def _place(source: Any) -> Place:
    # Some releases write down the transformations, too, which differ between the two passes.
    scopes = re.sub(r"\b(?:transpose|jvp|vmap|checkpoint|remat)\(|\)", "", str(source.name_stack))
    return Place(scopes, sources.summarize(source, num_frames=_FRAMES))


# JAX tells where an operation comes from by the last line that is not JAX's, and not ours.
sources.register_exclusion(str(Path(__file__).parent))
