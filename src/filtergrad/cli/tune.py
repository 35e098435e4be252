"""Measure the candidates of layers and remember the fastest; or check the cost model."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NamedTuple

from filtergrad import devices
from filtergrad.arrays import DTYPES, HERE
from filtergrad.problem import Problem

from .parse import Parser, add_problem, count, integers, problem_arguments
from .say import FILES, USAGE, Failure, print_json, progress

if TYPE_CHECKING:
    from filtergrad.tune import Contender, Contest


class Row(NamedTuple):
    """One layer: its table and its name, what was measured, and whether the winner is kept."""

    table: str
    layer: str
    contest: Contest
    kept: bool


WORST = 12  # layers of a check whose plans are shown
HEAD = """\
predicted  measured         ms  plan (times are multiples of the first one's, the untuned choice)\
"""


def add(parser: Parser) -> None:
    """Take a layer or tables of them, and how to measure."""
    parser.add_argument("--input-shape", type=integers, metavar="N,H,W,C")
    add_problem(parser, required=False)
    parser.add_argument("--dtype", default="float32", choices=DTYPES)
    parser.add_argument(
        "--suite",
        action="append",
        default=[],
        metavar="TABLE",
        help="instead of one layer: a table that comes with the package, a CSV file with its "
        "columns, or `all`; may be repeated",
    )
    parser.add_argument(
        "--only", default="", metavar="KIND,...", help="kinds (3x3), suites or patterns (*rn50*)"
    )
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

    layers = _layers(args)
    lasting = not args.check and _lasting()
    rows: list[Row] = []
    gauge, seconds = tune.gauge(args.dtype), args.milliseconds / 1e3
    settings = {"any_order": args.any_order or args.check, "most": args.candidates}
    known: dict[Problem, tuple[Contest, bool]] = {}  # layers of several tables may be the same
    for number, one in enumerate(layers, start=1):
        problem = tune.smaller(one.problem) if args.check else one.problem
        progress(f"{number} of {len(layers)}: {one.layer}")
        if problem not in known and args.check:
            contest = tune.contest(problem, args.precision, gauge, seconds, **settings)
            known[problem] = contest, False
        elif problem not in known:
            known[problem] = tune.tune(problem, args.precision, gauge, seconds, **settings)
        progress()
        rows.append(Row(one.table, one.layer, *known[problem]))
        if not args.json:
            print(_line(rows[-1], args.check) if args.suite else _table(rows[-1]))
    if args.json:
        means = {name: mean(one.lost for one in found) for name, found in _by_table(rows).items()}
        print_json({"rows": [_facts(row) for row in rows], "untuned_over_best": means})
    elif args.check:
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


class Layer(NamedTuple):
    """One layer that was asked for; outside of a table it has no name."""

    table: str
    layer: str
    problem: Problem


def _layers(args: argparse.Namespace) -> list[Layer]:
    """Every layer that was asked for."""
    from filtergrad.bench.cases import read_cases, table_names
    from filtergrad.bench.run import select

    one = ("input_shape", "filter_sizes", "padding")
    missing = [f"--{name.replace('_', '-')}" for name in one if not getattr(args, name)]
    if args.suite:
        if len(missing) < len(one):
            raise Failure("give one layer or --suite, not both", USAGE)
        names = table_names() if "all" in args.suite else args.suite
        cases = select((case for name in names for case in read_cases(name)), args.only)
        at = args.dtype, args.data_format
        return [Layer(case.suite, case.layer, case.problem(*at)) for case in cases]
    if missing:
        raise Failure(f"give {', '.join(missing)}, or --suite for the layers of a table", USAGE)
    problem = Problem.make(
        args.input_shape, out_backprop_shape=None, dtype=args.dtype, **problem_arguments(args)
    )
    return [Layer("", "", problem)]


# ---- text ----


def _table(row: Row) -> str:
    """Every candidate of one layer, and which of them is taken from now on."""
    return "\n".join([HEAD, *map(_entry, row.contest.entries), _verdict(row)])


def _entry(entry: Contender) -> str:
    """One candidate."""
    numbers = f"{entry.predicted:9.2f}  {entry.measured:8.2f}  {entry.seconds * 1e3:9.3f}"
    return f"{numbers}  {devices.engine(HERE).summary(entry.plan)}"


def _verdict(row: Row) -> str:
    """Which candidate won, and whether it is remembered."""
    contest = row.contest
    if contest.winner is contest.choice:
        text = "the untuned choice stays: nothing was surely faster"
    else:
        plan = devices.engine(HERE).summary(contest.winner.plan)
        text = f"winner: {_gain(contest)} than untuned: {plan}"
    busy = "" if contest.counted else " (the machine was busy all the time)"
    return f"{text}{busy}" if row.kept else f"{text}{busy}\nnot remembered"


def _gain(contest: Contest) -> str:
    """How much faster the winner is than the untuned choice."""
    return f"{1 / contest.ratio - 1:.0%} faster"


def _line(row: Row, check: bool) -> str:
    """One layer of many."""
    contest = row.contest
    milliseconds = f"{contest.choice.seconds * 1e3:9.3f} ms"
    if check:
        verdict = f"{contest.lost - 1:4.0%} slower than the best of {len(contest.entries)}"
    elif contest.winner is contest.choice:
        verdict = "stays"
    else:
        verdict = _gain(contest) + ("" if row.kept else ", not remembered")
    return f"{row.layer:<36} {milliseconds}  {verdict}{'' if contest.counted else ' *'}"


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
        lines += [f"        {_entry(entry)}" for entry in entries]
    return "\n".join(lines)


def _facts(row: Row) -> dict[str, Any]:
    """A layer as JSON."""
    contest = row.contest

    def entry(one: Contender) -> dict[str, Any]:
        return {
            "plan": devices.engine(HERE).summary(one.plan),
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
