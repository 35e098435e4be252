"""The summary of a run as Markdown, and the small file of it that the project keeps.

    python -m filtergrad.bench.gpu.report results.jsonl [--out FOLDER] [--keep docs/gpu]

In: a file of results, also of a run that was cut off. Out: ``summary.md`` in the folder, or on
standard output; ``<card>-<date>.json`` where results are kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from filtergrad import files

from .fit import CONSTANTS, fit, predicted
from .goals import Goal, goals
from .results import Layer, Raced, Record, Results, fastest, mean, table, text

WORST = 0.7  # rows under it are named
LINES = 12  # of a table of the worst


def summary(results: Results) -> str:
    """The whole summary; a part that fails, as a cut-off run may lack anything, says so."""
    parts: tuple[Callable[[Results], Iterator[str]], ...] = (
        _machine, _goals, _checks, _rows, _losses, _float32, _calls, _model, _stages,
    )  # fmt: skip
    lines: list[str] = []
    for part in parts:
        try:
            lines += part(results)
        except (LookupError, TypeError, ValueError, ArithmeticError) as error:
            lines.append(f"{part.__name__.strip('_')}: {type(error).__name__}: {error}\n")
    return "\n".join(lines).rstrip() + "\n"


def _machine(results: Results) -> Iterator[str]:
    env = results.env
    yield f"# The GPU engine on {env.get('card', 'an unknown card')}\n"
    for name in ("arch", "sms", "l2_bytes", "memory_bytes", "cuda", "filtergrad", "triton", "torch",
                 "cudnn", "python", "clocks"):  # fmt: skip
        if env.get(name) not in (None, ""):
            yield f"- {name}: {str(env[name]).replace(chr(10), '; ')}"
    yield "\n## Ceilings\n"
    for one in results.of["ceilings"]:
        if "name" in one:
            found = [f"{one[key] / 1e12:.4g} {unit}" for key, unit in RATES if one.get(key)]
            found += [f"{one['seconds'] * 1e6:.4g} us"]
            more = one.get("dtype") or (f"{one['bytes'] >> 20} MiB" if "bytes" in one else "")
            yield f"- {one['name']} {more}: {', '.join(found)}"
    yield ""


RATES = (("bytes_per_second", "TB/s"), ("flops_per_second", "TFLOP/s"))


def _goals(results: Results) -> Iterator[str]:
    yield "## The numbers that were asked for\n"
    yield "Ratios are the peer's time over ours: graph replay, rotated inputs, same card and run.\n"
    yield from table(
        ("number", "wanted", "measured", "rows", ""),
        [
            (goal.name, f"{'at most' if goal.most else 'at least'} {goal.wanted:g}", goal.found,
             goal.rows, goal.word)
            for goal in goals(results)
        ],
    )  # fmt: skip


def _checks(results: Results) -> Iterator[str]:
    yield "## Right, and the same bits\n"
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for one in results.of["check"]:
        if "what" in one:
            groups[one["what"]].append(one)
    yield from table(
        ("kernel", "right", "of", "largest rms error", "what was wrong"),
        [
            (what, sum(bool(one["ok"]) for one in some), len(some),
             max(one["rms"] for one in some), "; ".join(_wrong(some)))
            for what, some in sorted(groups.items())
        ],
    )  # fmt: skip
    failed = Counter(one["failed"][:100] for one in results.of["check"] if "failed" in one)
    yield from (f"- {count} times: {why}" for why, count in failed.most_common(LINES))
    for one in results.of["bits"]:
        if "equal" in one:
            yield (
                f"- {one['layer']} {one['dtype']}: {one['equal']} of {one['of']} repeats equal, "
                f"two streams {one['streams']}, graph {one['graph']}; another order of sums equal: "
                f"{one.get('other_order_equal')}"
            )
    yield ""


def _wrong(some: list[Record]) -> Iterator[str]:
    for one in [one for one in some if not one["ok"]][:3]:
        whys = (
            f"rms {one['rms']:.2g}" if one["rms"] > one["limit"] else "",
            "" if one["forms_equal"] else "forms differ", "" if one["guards"] else "wrote beside",
        )  # fmt: skip
        words = ", ".join(filter(None, whys)) or f"one number by {one['most']:.2g}"
        yield f"{one.get('problem')} {one.get('mode')}: {words}"


def _kind(row: Raced) -> str:
    kind, colon, _ = row.layer.layer.partition(":")
    return kind if colon else row.layer.suite


def _rows(results: Results) -> Iterator[str]:
    raced = results.raced()
    yield "## Rows by kind\n"
    groups: defaultdict[tuple[str, ...], list[Raced]] = defaultdict(list)
    for row in raced:
        batch = "256" if row.layer.batch == 256 else "table"
        groups[row.layer.dtype, batch, row.layer.suite, _kind(row)].append(row)
        groups[row.layer.dtype, batch, row.layer.suite, "all"].append(row)
    copied = results.copied
    yield from table(
        ("dtype", "batch", "table", "kind", "rows", "us", "TFLOP/s", "of copy bandwidth",
         "over peer", "over deterministic", "model / measured"),
        [
            (*key, len(some), mean(1e6 * row.ours["seconds"] for row in some),
             mean(row.ours["flops"] / row.ours["seconds"] / 1e12 for row in some),
             mean(row.ours["bytes"] / row.ours["seconds"] / copied for row in some),
             mean(row.ratio for row in some), mean(row.fixed_ratio for row in some),
             mean(row.ours["model"]["wall"] / row.ours["seconds"] for row in some))
            for key, some in sorted(groups.items())
        ],
    )  # fmt: skip


def _losses(results: Results) -> Iterator[str]:
    raced = [row for row in results.raced() if 0 < row.ratio < WORST]
    yield f"## Rows under {WORST}\n"
    yield from table(
        ("layer", "batch", "dtype", "us", "peer's us", "ratio", "plan"),
        [
            (row.layer.layer, row.layer.batch, row.layer.dtype, 1e6 * row.ours["seconds"],
             1e6 * row.peer["seconds"] if row.peer else math.nan, row.ratio, row.ours["plan"])
            for row in sorted(raced, key=lambda row: row.ratio)
        ],
    )  # fmt: skip
    if not raced:
        yield "None of those that were measured.\n"


def _float32(results: Results) -> Iterator[str]:
    yield "## Precisions and long sums\n"
    yield from table(
        ("layer", "batch", "dtype", "precision", "positive", "us", "TFLOP/s", "rms error", "plan"),
        [
            (one["layer"], one["batch"], one["dtype"], one["precision"],
             "yes" if one.get("positive") else "", 1e6 * one["seconds"],
             one["flops"] / one["seconds"] / 1e12, one["error"], one["plan"])
            for one in results.timed("float32")
        ],
    )  # fmt: skip


def _calls(results: Results) -> Iterator[str]:
    yield "## Calls\n"
    rows = [(one["name"], 1e6 * one["seconds"]) for one in results.timed("calls")]
    yield from table(("call", "us on the host"), rows)


def _samples(results: Results) -> list[Record]:
    found = results.timed("sweep") + results.timed("rows")
    half = ("bfloat16", "float16")
    return [one for one in found if one.get("by") == "graph" and one["dtype"] in half]


def _model(results: Results) -> Iterator[str]:
    yield "## The model\n"
    samples = _samples(results)
    found = fit(samples)
    if found is None:
        yield f"{len(samples)} plans were timed: too few for a fit.\n"
        return
    yield (
        f"{found.samples} plans; typical factor between model and measurement {found.before:.2f}, "
        f"fitted {found.after:.2f}.\n"
    )
    rows = [(name, found.factors[name], CONSTANTS[name]) for name in found.factors]
    yield from table(("part", "factor", "of"), rows)
    off = [(predicted(one["model"], found.factors) / one["seconds"], one) for one in samples]
    off.sort(key=lambda pair: -abs(math.log(pair[0])))
    yield from table(
        ("layer", "batch", "us", "fitted model / measured", "plan"),
        [
            (one["layer"], one["batch"], 1e6 * one["seconds"], ratio, one["plan"])
            for ratio, one in off[:LINES]
        ],
    )
    gains = [
        (key, chosen["seconds"] / best["seconds"], best["plan"])
        for key, chosen, best in _swept(results)
        if best["seconds"] < chosen["seconds"]
    ]
    yield from table(
        ("layer", "batch", "chosen plan over best", "best plan"),
        [(key.layer, key.batch, ratio, plan) for key, ratio, plan in gains],
    )


def _swept(results: Results) -> Iterator[tuple[Layer, Record, Record]]:
    """The chosen plan and the best one of each layer of the sweep."""
    chosen = fastest(results.timed("sweep"), lambda one: one.get("rank") == 0)
    best = fastest(results.timed("sweep"), lambda _: True)
    return ((key, chosen[key], one) for key, one in best.items() if key in chosen)


def _stages(results: Results) -> Iterator[str]:
    yield "## Stages\n"
    for stage, records in results.of.items():
        for one in records:
            if {"took", "cut_off_at", "left_out"} & one.keys() and stage != "compile":
                told = [f"{name} {text(v)}" for name, v in one.items()
                        if name not in ("at", "stage", "clocks")]  # fmt: skip
                yield f"- {stage}: {', '.join(told)}"
    for stage in ("compile", "peers", "rows", "sweep", "float32", "calls", "bits", "ceilings"):
        failed = Counter(str(one["failed"])[:120] for one in results.of[stage] if "failed" in one)
        yield from (f"- {stage} failed {n} times: {why}" for why, n in failed.most_common(LINES))


# ---- what is kept ----


def kept(results: Results, date: str) -> dict[str, Any]:
    """The small part: the card, ceilings, each layer's best plan and peers, fitted constants."""
    best = fastest(
        results.timed("rows") + results.timed("sweep"), lambda one: one.get("by") == "graph"
    )
    rows = []
    for row in results.raced():
        other = best.get(row.layer, row.ours)
        rows.append({
            **row.layer._asdict(), "us": _us(row.ours), "plan": row.ours["plan"],
            "error": row.ours.get("error"), "best_us": _us(other), "best_plan": other["plan"],
            "peer_us": _us(row.peer), "deterministic_peer_us": _us(row.fixed),
        })  # fmt: skip
    found = fit(_samples(results))
    drop = ("at", "stage")
    return {
        "date": date,
        "env": _without(results.env, drop),
        "ceilings": [_without(one, drop) for one in results.of["ceilings"] if "name" in one],
        "goals": [_goal(goal) for goal in goals(results)],
        "rows": rows,
        "calls": {one["name"]: _us(one) for one in results.timed("calls")},
        "fit": found._asdict() if found else None,
    }


def _us(record: Record | None) -> float | None:
    return round(1e6 * record["seconds"], 3) if record else None


def _without(record: Record, names: tuple[str, ...]) -> Record:
    return {name: value for name, value in record.items() if name not in names}


def _goal(goal: Goal) -> dict[str, Any]:
    found = None if math.isnan(goal.found) else goal.found
    return {"name": goal.name, "wanted": goal.wanted, "found": found, "word": goal.word}


def main(arguments: list[str] | None = None) -> int:
    """Read results and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m filtergrad.bench.gpu.report")
    parser.add_argument("results", type=Path)
    parser.add_argument("--out", type=Path, help="the folder of the summary")
    parser.add_argument("--keep", type=Path, help="the folder of what the project keeps")
    given = parser.parse_args(arguments)
    results = Results(given.results)
    words = summary(results)
    if given.out:
        files.write(given.out / "summary.md", words.encode())
    else:
        print(words)
    folder = given.keep or given.out
    if folder:
        when = dt.datetime.fromtimestamp(given.results.stat().st_mtime, dt.UTC)
        card = re.sub(r"\W+", "-", str(results.env.get("card", "unknown"))).strip("-").lower()
        path = folder / f"{card}-{when:%Y-%m-%d}.json"
        files.write(path, (json.dumps(kept(results, f"{when:%Y-%m-%d}"), indent=1) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
