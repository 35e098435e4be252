"""Why a problem is computed the way it is, and how near the roof that comes.

In: the arguments of `compile`. Out: an `Explanation`, which prints itself, turns into JSON, and
shows itself in notebooks. What `import filtergrad` need not pay for is imported where it is used.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from filtergrad.arrays import HERE, Ints
from filtergrad.engine import Elsewhere, Plan, Priced
from filtergrad.gradient import Gradient, Precision, check_precision
from filtergrad.lines import filled
from filtergrad.once import once
from filtergrad.problem import Problem

if TYPE_CHECKING:
    from filtergrad.speed import Measurement

SHOWN = 12  # candidates


def explain(
    input_shape: Ints,
    filter_sizes: Ints,
    strides: Ints,
    padding: str | bytes,
    *,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    dtype: npt.DTypeLike = "float32",
    precision: Precision = "default",
    device: str = HERE,
) -> Explanation:
    """Explain how a filter gradient is computed, and why so.

    Parameters
    ----------
    input_shape, filter_sizes, strides, padding, explicit_paddings, data_format, dilations
        As for `compile`.
    dtype, precision, device
        As for `compile`.

    Returns
    -------
    Explanation
        Print it; or see `Explanation.to_dict`. It is measured when its speed is first looked at,
        and where there is a device of the kind. Nothing is compiled for GPUs only to be explained.

    Raises
    ------
    InvalidArgumentError, TypeError
        As for `conv2d_backprop_filter`.
    ValueError
        If there is no engine for `device`.
    """
    problem = Problem.make(
        input_shape,
        filter_sizes,
        None,
        strides=strides,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        dtype=dtype,
    )
    check_precision(precision)
    gradient = Gradient(problem, precision, device)
    _ = gradient.engine, gradient.kernel
    return Explanation(gradient)


@dataclass(frozen=True)
class Explanation:
    """A problem, its plan, the plans that lost against it, and its speed.

    Parameters
    ----------
    gradient
        What `compile` made of the problem.
    """

    gradient: Gradient = field(repr=False)

    @property
    def problem(self) -> Problem:
        """What is computed."""
        return self.gradient.problem

    @property
    def plan(self) -> Plan | None:
        """How it is computed; None for an empty problem, whose gradient is all zeros."""
        return self.gradient.plan

    @once
    def candidates(self) -> list[Priced[Any, Any]]:
        """The plans that were considered, each with its price: the one taken, then by price."""
        return sorted(self._untuned, key=lambda pair: pair.plan != self.plan)

    @once
    def _untuned(self) -> list[Priced[Any, Any]]:
        if self.plan is None:
            return []
        ranked = self.gradient.engine.candidates(self.gradient.spec)
        # Several ways of dividing the work may come out the same.
        return list(dict.fromkeys(ranked))

    @once
    def nest(self) -> str:
        """The loop nest as pseudo-code."""
        return self.gradient.engine.nest(self.plan) if self.plan is not None else "dW = 0"

    @once
    def predicted(self) -> float | None:
        """The share of the multiply-add peak that the plan's price promises."""
        if self.plan is None:
            return None
        return self.gradient.engine.predicted(self.candidates[0], self.problem)

    @once
    def measured(self) -> Measurement | None:
        """How fast it is, here and now; None for what is empty, too large or elsewhere."""
        from filtergrad import speed

        if self.problem.empty or self._untried:
            return None
        if isinstance(self.gradient.engine, Elsewhere):
            return speed.measure_there(self.gradient)
        return speed.measure(self.gradient)

    @property
    def resources(self) -> dict[str, Any] | None:
        """What the machine code of the main kernel takes and does, compiled now if need be.

        None for an empty problem, and on the CPU, whose code `Gradient.assembly` shows.

        Raises
        ------
        ImportError
            If it must be compiled and Triton is not installed.
        RuntimeError
            If Triton is not there to read it.
        """
        engine = self.gradient.engine
        if self.plan is None or not isinstance(engine, Elsewhere):
            return None
        return engine.resources(self.gradient.spec)

    @once
    def _untried(self) -> str:
        """Why a problem is not tried: nobody is there, or it is too much; empty if it is."""
        return self.gradient.engine.absent() or self._too_large

    @property
    def _too_large(self) -> str:
        from filtergrad import speed

        if (size := self.problem.tensor_bytes) > speed.MOST_BYTES:
            return f"{size / 2**30:.0f} GiB"
        if (cycles := self.candidates[0].price.wall) > speed.MOST_CYCLES:
            return f"{cycles / 1e9:.0f} thousand million cycles"
        return ""

    def to_dict(self, *, measure: bool = True) -> dict[str, Any]:
        """Everything as plain numbers, strings, lists and dicts."""
        problem, plan = self.problem, self.plan
        measured = self.measured if measure else None
        speed = measured and {**asdict(measured), "roof": measured.roof, "share": measured.share}
        shown = [
            {"plan": _plan_dict(plan), "price": asdict(price)}
            for price, plan in self.candidates[:SHOWN]
        ]
        return {
            "problem": {
                **asdict(problem),
                "input_shape": list(problem.input_shape),
                "out_backprop_shape": list(problem.out_backprop_shape),
                "filter_sizes": list(problem.filter_shape),
                "macs": problem.macs,
            },
            "precision": self.gradient.precision,
            "plan": plan and _plan_dict(plan),
            "workspace_bytes": self.gradient.workspace_bytes,
            "candidates": shown,
            "considered": len(self.candidates),
            "nest": self.nest.splitlines(),
            "predicted_share": self.predicted,
            "measured": speed,
        }

    def as_json(self, *, measure: bool = True) -> str:
        """Format `to_dict` as JSON."""
        import json

        return json.dumps(self.to_dict(measure=measure), indent=2)

    def text(self, *, measure: bool = True) -> str:
        """What printing shows; without ``measure`` nothing is run."""
        facts = "\n".join(filled(value, f"{name:<11}") for name, value in self._facts(measure))
        return f"{facts}\n\n{self._why()}\n\n{self.nest}"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        import html

        cell = "text-align:left; vertical-align:top; padding:2px 12px 2px 0"
        rows = "".join(
            f'<tr><th style="{cell}">{html.escape(name)}</th>'
            f'<td style="{cell}">{html.escape(value)}</td></tr>'
            for name, value in self._facts(measure=True)
        )
        why, nest = (f"<pre>{html.escape(text)}</pre>" for text in (self._why(), self.nest))
        folded = f"<details><summary>why</summary>{why}</details>"
        return f"<table>{rows}</table>{folded}<details open><summary>nest</summary>{nest}</details>"

    def _why(self) -> str:
        if self.plan is None:
            return "an empty tensor: nothing is compiled"
        tuned = self.plan != self._untuned[0].plan
        return (
            f"{self.gradient.engine.table(self.candidates, SHOWN)}\n"
            f"({len(self.candidates)} priced to the end; the first is taken"
            f"{': it was measured to be faster' if tuned else ''})"
        )

    def _facts(self, measure: bool) -> list[tuple[str, str]]:
        """The lines above the candidates."""
        facts = [("problem", _sentence(self.problem))]
        if self.plan is not None:
            engine, workspace = self.gradient.engine, self.gradient.workspace_bytes
            facts += [
                ("plan", engine.summary(self.plan)),
                ("on", f"{self.plan.isa}, {engine.processor()}"),
                ("workspace", f"{workspace / 2**10:.0f} KiB, {engine.workers()}"),
                ("predicted", self._promise),
            ]
        if not measure:
            return facts
        if (measured := self.measured) is not None:
            return [*facts, ("roof", _roof(measured)), ("measured", _speed(measured))]
        why = "nothing to run" if self.problem.empty else f"not tried: {self._untried}"
        return [*facts, ("measured", why)]

    @property
    def _promise(self) -> str:
        """What the price says, in words."""
        engine, share = self.gradient.engine, f"{self.predicted:.0%} of the multiply-add peak"
        if not isinstance(engine, Elsewhere):
            return share
        return f"{engine.seconds(self.candidates[0]) * 1e6:.1f} us, {share} (by the model)"


# ---- words ----


def _sentence(problem: Problem) -> str:
    x, dy, dw = problem.input_shape, problem.out_backprop_shape, problem.filter_shape
    parts = [f"x {list(x)}, dy {list(dy)} -> dW {list(dw)}, {problem.dtype} {problem.data_format}"]
    if (problem.u, problem.v) != (1, 1):
        parts.append(f"strides {problem.u}, {problem.v}")
    if (problem.dr, problem.ds) != (1, 1):
        parts.append(f"dilations {problem.dr}, {problem.ds}")
    if problem.g > 1:
        parts.append(f"{problem.g} groups")
    pads = problem.top, problem.bottom, problem.left, problem.right
    if any(pads):
        parts.append("pads {}, {}, {}, {} (top, bottom, left, right)".format(*pads))
    return "; ".join([*parts, f"{2 * problem.macs / 1e9:.3g} GFLOP without the padding's"])


def _roof(measured: Measurement) -> str:
    whose = f"of {measured.threads} threads" if measured.threads else "by the architecture's row"
    peak = f"{measured.peak / 1e9:.1f} GFLOP/s, the multiply-add peak {whose}"
    if measured.bandwidth is None:
        return f"{peak} (the tensors fit in the last cache)"
    fed = measured.bandwidth * measured.intensity
    memory = (
        f"memory could feed {fed / 1e9:.1f}: {measured.bandwidth / 1e9:.1f} GB/s "
        f"x {measured.intensity:.1f} operations a byte"
    )
    return f"{peak} ({memory})" if fed >= measured.peak else f"{memory} (peak: {peak})"


def _speed(measured: Measurement) -> str:
    return (
        f"{measured.seconds * 1e3:.3f} ms, {measured.flops / 1e9:.1f} GFLOP/s, "
        f"{measured.share:.0%} of the roof"
    )


def _plan_dict(plan: Plan) -> dict[str, Any]:
    told: Any = plan
    named = {one.name: getattr(plan, one.name) for one in fields(told)}
    return {**named, "problem": repr(plan.problem), "isa": str(plan.isa), "tasks": plan.tasks}
