"""Time a table of layers against the multiply-add peak and against other libraries."""

from __future__ import annotations

import argparse
import json
import textwrap
from pathlib import Path

from filtergrad import files
from filtergrad.arrays import DTYPES
from filtergrad.lines import filled

from .complete import tables, with_tables
from .parse import Parser, add_force, add_threads, count
from .say import FAILED, print_json, progress, rich_console

EXAMPLES = """\
filtergrad bench core_mix
filtergrad bench core_mix --only 3x3,1x1 --against torch,jax \\
    --output now.json --html now.html
filtergrad bench my_layers.csv --dtype bfloat16 --data-format NCHW
filtergrad bench --training torch,resnet50
filtergrad bench compare before.json after.json
"""


def add(parser: Parser) -> None:
    """Take the arguments of `filtergrad.bench.run.bench`."""
    parser.more = _tables
    suite = parser.add_argument(
        "suite",
        nargs="?",
        default="core_mix",
        help="a table that comes with the package, or a CSV file with its columns; core_mix. "
        "Or a word: `compare` two results, `report` some (each has its own --help)",
    )
    with_tables(suite)
    parser.add_argument("--dtype", default="float32", choices=DTYPES, help="float32")
    parser.add_argument(
        "--data-format",
        default="NHWC",
        type=str.upper,
        choices=("NHWC", "NCHW"),
        help="in which ours is computed; peers take their best one; NHWC",
    )
    parser.add_argument(
        "--only", default="", metavar="KIND,...", help="kinds (3x3), suites or patterns (*rn50*)"
    )
    parser.add_argument(
        "--precision", default="default", choices=("default", "highest"), help="default"
    )
    parser.add_argument(
        "--milliseconds", type=count, default=1000, metavar="N", help="for each layer; 1000"
    )
    add_threads(parser)
    parser.add_argument(
        "--against",
        default="",
        metavar="PEER,...",
        help="tensorflow, torch, jax: each in its own process, row by row in turn with ours",
    )
    parser.add_argument(
        "--timeout", type=count, default=60, metavar="S", help="for a peer's answer; 60 seconds"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument(
        "--training",
        default=None,
        nargs="?",
        const="",
        metavar="NAME,...",
        help="train whole networks instead, with and without us; all of torch, keras, jax, "
        "resnet50, mobilenet_v2, unet, efficientnet_b0, convnext_tiny, or those named",
    )
    parser.add_argument(
        "--layers",
        action="store_true",
        help="in training: each layer's weight gradient inside the step, PyTorch's and ours",
    )
    parser.add_argument("--steps", type=count, default=50, help="of each training; 50")
    parser.add_argument(
        "--size", type=count, default=128, help="rows and columns of images in training; 128"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report with pictures")
    add_force(parser)
    _add_words(parser)


def _add_words(parser: Parser) -> None:
    """Take what is done with results."""
    compare = parser.add_subcommand(
        "compare", "Two results, row by row; exit code 1 if one is slower."
    )
    compare.add_argument("before", type=Path, help="a file that --output wrote")
    compare.add_argument("after", type=Path, help="another")
    compare.add_argument(
        "--threshold", type=count, default=10, metavar="PERCENT", help="of the share; 10"
    )
    compare.set_defaults(run=run_compare, json=False)
    report = parser.add_subcommand("report", "Make pages of one result or more.")
    report.add_argument("results", nargs="+", type=Path, help="files that --output wrote")
    report.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write tables between the marks in a page"
    )
    report.add_argument("--html", type=Path, metavar="FILE", help="write a report with pictures")
    add_force(report)
    report.set_defaults(run=run_report, json=False)


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    _check(args.output, args.html, force=args.force)
    if args.training is not None:
        return run_training(args)
    from filtergrad.bench import report
    from filtergrad.bench import run as runner
    from filtergrad.bench.result import as_json, save

    settings = {
        "dtype": args.dtype,
        "data_format": args.data_format,
        "only": args.only,
        "threads": args.threads,
        "seconds": args.milliseconds / 1e3,
        "precision": args.precision,
        "against": [name.strip() for name in args.against.split(",") if name.strip()],
        "limit": float(args.timeout),
    }
    if args.json:
        measured = runner.bench(args.suite, on_start=report.progress, **settings)
        progress()
        print_json(as_json(measured))
    else:
        measured = report.show(args.suite, args.output, rich_console(), **settings)
    if args.output:
        save(measured, args.output)
    if args.html:
        from filtergrad.bench.html import write

        write([measured], args.html)
    return 0


TRAINED = (
    "ms: the median of the steps. filters: the share of a step that gradients of filters take. "
    "losses: how far the two curves of losses are apart, over where they begin; nudged: the same "
    "of two runs without us, the second of which starts from weights that are changed a little."
)


def run_training(args: argparse.Namespace) -> int:
    """Train networks with and without us."""
    from filtergrad.bench.training import HOSTS
    from filtergrad.bench.training.run import HEADS, inside, line, train

    names = [name.strip() for name in args.training.split(",") if name.strip()]
    hosts = [name for name in names if name in HOSTS]
    models = [name for name in names if name not in HOSTS]
    widths = (6, 13, 10, 9, 9, 8, 9, 9, 0)
    rows: list[dict[str, object]] = []
    asked = {"steps": args.steps, "size": args.size, "data_format": args.data_format}
    for row in train(hosts, models, **asked, layers=args.layers):
        if args.layers and not args.json:
            print(*inside(row), "", sep="\n", flush=True)
        elif not args.json:
            if not rows:
                print("".join(map(str.ljust, HEADS, widths)))
            print(filled("".join(map(str.ljust, line(row), widths)), indent=29), flush=True)
        rows.append(row)
    if args.json:
        print_json(rows)
    elif rows:
        print(filled(TRAINED))
    if args.output:
        files.write(args.output, f"{json.dumps(rows, indent=2)}\n".encode())
    return 0


def run_compare(args: argparse.Namespace) -> int:
    """Compare two results."""
    from filtergrad.bench.compare import compare, differences, lines
    from filtergrad.bench.result import load

    before, after = load(args.before), load(args.after)
    changes, threshold = compare(before, after), args.threshold / 100
    print(*differences(before, after), *lines(changes, threshold), sep="\n")
    return FAILED if any(change.is_regression(threshold) for change in changes) else 0


def run_report(args: argparse.Namespace) -> int:
    """Write pages, or print the tables."""
    _check(args.html, force=args.force)
    _check(args.markdown, force=True)  # what stands around its tables stays
    from filtergrad.bench import html, markdown
    from filtergrad.bench.result import load

    results = [load(path) for path in args.results]
    if args.html:
        html.write(results, args.html)
    if args.markdown:
        markdown.write(results, args.markdown)
    if not args.html and not args.markdown:
        print(markdown.tables(results))
    return 0


def _check(*outputs: Path | None, force: bool) -> None:
    """Raise now if a file cannot be written, before anything is measured."""
    for path in outputs:
        if path is not None:
            files.check(path, force=force)


def _tables() -> str:
    """Which tables there are, for the help."""
    return "\n".join(textwrap.wrap(f"tables of layers: {', '.join(tables())}", 79)) + "\n"
