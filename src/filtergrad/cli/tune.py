"""Measure the candidates of layers and remember the fastest; or check the cost model."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NamedTuple

from filtergrad.arrays import DTYPES
from filtergrad.engine import Engine
from filtergrad.lines import filled
from filtergrad.problem import Problem

from .layers import add_layers, layers
from .parse import Parser, add_device, count, engine_of
from .say import FILES, Failure, print_json, progress

if TYPE_CHECKING:
    from filtergrad.tune import Contender, Contest


class Row(NamedTuple):
    """One layer: its table and name, what was measured, is the winner kept, and what computed."""

    table: str
    layer: str
    contest: Contest
    kept: bool
    engine: Engine


WORST = 12  # layers of a check whose plans are shown
HEAD = """\
predicted  measured         ms  plan; predicted and measured times are multiples
                                of the first one's, the untuned choice\
"""
NOISY = "*: other programs were running in every sample, so that nothing was remembered"


EXAMPLES = """\
filtergrad tune --input-shape 8,56,56,64 --filter-sizes 3,3,64,64 \\
    --padding SAME
filtergrad tune --suite my_layers.csv --dtype bfloat16
filtergrad tune --check --suite core_mix --only 1x1
"""


def add(parser: Parser) -> None:
    """Take a layer or tables of them, and how to measure."""
    add_layers(parser)
    parser.add_argument("--dtype", default="float32", choices=DTYPES, help="float32")
    add_device(parser)
    parser.add_argument(
        "--any-order",
        action="store_true",
        help="let plans win that add in another order: results then have other bits than untuned",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="remember nothing; say how much slower than the best the untuned choices are",
    )
    parser.add_argument(
        "--milliseconds", type=count, default=2000, metavar="N", help="for each layer; 2000"
    )
    parser.add_argument(
        "--candidates", type=count, default=12, metavar="N", help="how many are measured; 12"
    )


def run(args: argparse.Namespace) -> int:
    """Tune or check, layer by layer."""
    from filtergrad import tune
    from filtergrad.bench.result import mean

    device, engine = engine_of(args.device)
    if absent := engine.absent():
        raise Failure(f"nothing can be measured: {absent}")
    found = layers(args, args.dtype)
    lasting = not args.check and _lasting()
    rows: list[Row] = []
    gauge, seconds = tune.gauge(args.dtype, device), args.milliseconds / 1e3
    settings = {
        "any_order": args.any_order or args.check,
        "most": args.candidates,
        "device": device,
    }
    known: dict[Problem, tuple[Contest, bool]] = {}  # layers of several tables may be the same
    for number, one in enumerate(found, start=1):
        problem = tune.smaller(one.problem) if args.check else one.problem
        progress(f"{number} of {len(found)}: {one.layer}")
        if problem not in known and args.check:
            contest = tune.contest(problem, args.precision, gauge, seconds, **settings)
            known[problem] = contest, False
        elif problem not in known:
            known[problem] = tune.tune(problem, args.precision, gauge, seconds, **settings)
        progress()
        rows.append(Row(one.table, one.layer, *known[problem], engine))
        if not args.json:
            print(_line(rows[-1], args.check) if args.suite else _table(rows[-1]))
    if args.json:
        tables = _by_table(rows).items()
        means = {name: mean(one.lost for one in contests) for name, contests in tables}
        print_json({"rows": [_facts(row) for row in rows], "untuned_over_best": means})
    else:
        if args.suite and not all(row.contest.counted for row in rows):
            print(NOISY)
        if args.check:
            print(_summary(rows))
    if lasting and not all(row.kept for row in rows):
        raise Failure("not every winner could be written to the disk", FILES)
    return 0


def _lasting() -> bool:
    """Whether winners are to be remembered; fails, before anything is measured, if none can be."""
    from filtergrad import disk

    if (state := disk.state()) == "read only" or state.startswith("not used"):
        text = f"{disk.cache_dir()}, where winners are remembered: {state}; --check only measures"
        raise Failure(text, FILES)
    return state != "off"


# ---- text ----


def _table(row: Row) -> str:
    """Every candidate of one layer, and which of them is taken from now on."""
    return "\n".join([HEAD, *(_entry(row, one) for one in row.contest.entries), _verdict(row)])


def _entry(row: Row, entry: Contender) -> str:
    """One candidate."""
    numbers = f"{entry.predicted:9.2f}  {entry.measured:8.2f}  {entry.seconds * 1e3:9.3f}"
    return filled(row.engine.summary(entry.plan), f"{numbers}  ")


def _verdict(row: Row) -> str:
    """Which candidate won, and whether it is remembered."""
    contest = row.contest
    if contest.winner is contest.choice:
        text = "the untuned choice stays: nothing was surely faster"
    else:
        plan = row.engine.summary(contest.winner.plan)
        text = f"winner: {_gain(contest)} than untuned: {plan}"
    busy = "" if contest.counted else " (the machine was busy all the time)"
    text = filled(f"{text}{busy}")
    return text if row.kept else f"{text}\nnot remembered"


def _gain(contest: Contest) -> str:
    """How much faster the winner is than the untuned choice."""
    return f"{1 / contest.ratio - 1:.0%} faster"


def _line(row: Row, check: bool) -> str:
    """One layer of many."""
    contest = row.contest
    milliseconds = f"{contest.choice.seconds * 1e3:9.3f} ms"
    if check:
        verdict = f"{contest.lost - 1:4.0%} slower than best of {len(contest.entries)}"
    elif contest.winner is contest.choice:
        verdict = "stays"
    else:
        verdict = _gain(contest) + ("" if row.kept else ", not remembered")
    name = f"{row.layer:<30}" if len(row.layer) <= 30 else f"{row.layer}\n{' ' * 30}"
    return f"{name} {milliseconds}  {verdict}{'' if contest.counted else ' *'}"


def _by_table(rows: list[Row]) -> dict[str, list[Contest]]:
    """What was measured of each table, and of all together."""
    tables: dict[str, list[Contest]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row.contest)
    return {**tables, "all": [row.contest for row in rows]}


def _summary(rows: list[Row]) -> str:
    """How good the choices of a check are, by table, and the worst of them."""
    from filtergrad.bench.result import mean

    lines = ["", "untuned over best, geometric mean:"]
    for name, found in _by_table(rows).items():
        lost = mean(contest.lost for contest in found)
        lines.append(f"  {lost:.3f}  {name} ({len(found)})")
    lines += ["", "the worst:"]
    for row in sorted(rows, key=lambda row: -row.contest.lost)[:WORST]:
        lines += [f"  {row.contest.lost:.2f}  {row.table} {row.layer}".rstrip()]
        entries = (row.contest.choice, row.contest.best)
        lines += [_entry(row, entry) for entry in entries]
    return "\n".join(lines)


def _facts(row: Row) -> dict[str, Any]:
    """A layer as JSON."""
    contest = row.contest

    def entry(one: Contender) -> dict[str, Any]:
        return {
            "plan": row.engine.summary(one.plan),
            "predicted": one.predicted,
            "measured": one.measured,
            "seconds": one.seconds,
        }

    return {
        "table": row.table,
        "layer": row.layer,
        "problem": repr(contest.spec.problem),
        "untuned_over_best": contest.lost,
        "winner": entry(contest.winner),
        "gain": 1 / contest.ratio if contest.winner is not contest.choice else 1.0,
        "remembered": row.kept,
        "undisturbed": contest.counted,
        "candidates": [entry(one) for one in contest.entries],
    }
