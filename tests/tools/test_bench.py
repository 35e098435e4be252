"""The benchmark. Speed itself is not tested, only that the numbers mean what they say."""

import dataclasses
import io
import itertools
import json
import re
from importlib import metadata

import numpy as np
import pytest

from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.bench import accuracy, result, run
from filtergrad.bench import report as reports
from filtergrad.bench.cases import Case, read_cases
from filtergrad.bench.measure import Gauge, Record, measure
from filtergrad.cpu.run.peak import Peak

ROW = run.Row(
    "mine",
    "3x3:one",
    "Problem()",
    min_seconds=0.5,
    median_seconds=0.75,
    flops=8e9,
    peak_flops=1e10,
    share=0.8,
)


class ScriptedPeak:
    """Full speed, but for the long runs and checks listed as slow."""

    def __init__(self, slow):
        self.calls, self.slow = itertools.count(), set(slow)

    def rate(self, seconds):
        return 4e9 if next(self.calls) in self.slow else 1e10


def test_disturbed_samples_are_dropped_and_counted():
    # A new gauge runs 30 times, and each check twice; this is the check after the fourth sample.
    gauge = Gauge(ScriptedPeak({30 + 2 * 4, 30 + 2 * 4 + 1}))
    record = Record(gauge)
    measure(lambda: None, record, gauge, seconds=0.0, least=8, most=8)
    timing = record.timing()
    assert (len(timing.samples), timing.dropped, timing.quiet) == (6, 2, True)
    assert 0 < timing.best <= timing.median


def test_a_machine_that_is_never_quiet_is_reported_as_such():
    gauge = Gauge(ScriptedPeak(range(30, 10_000)))
    record = Record(gauge)
    measure(lambda: None, record, gauge, seconds=0.0, least=3, most=10)
    timing = record.timing()
    assert (len(timing.samples), timing.dropped, timing.quiet) == (3, 3, False)


@pytest.mark.parametrize("number", ["float32", "float64"])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_peak_is_a_speed(number, threads):
    peak = Peak(number, threads)
    speeds = [peak.rate(1e-4) for _ in range(5)]
    assert all(1e8 < speed < 1e14 for speed in speeds)


@pytest.mark.parametrize("dtype", DTYPES)
def test_everybody_has_the_same_numbers_from_a_cache_line_on(dtype, monkeypatch):
    given = accuracy.numbers((3, 5, 7), dtype, seed=4)
    expected = np.random.default_rng(4).standard_normal(105, np.float32).astype(given.dtype)
    assert given.dtype == numpy_dtype(dtype)
    assert given.ctypes.data % 64 == 0
    np.testing.assert_array_equal(given.reshape(-1), expected)
    monkeypatch.setattr(accuracy, "REPEAT", 40)
    repeated = accuracy.numbers((3, 5, 7), dtype, seed=4)
    np.testing.assert_array_equal(repeated.reshape(-1), np.resize(expected[:40], 105))
    assert accuracy.numbers((0, 5), dtype, seed=4).shape == (0, 5)


def test_selecting_layers():
    cases = read_cases("core_mix")
    assert run.select(cases, "") == cases
    assert {case.group for case in run.select(cases, "1x1, dw3")} == {"1x1", "dw3"}
    assert [case.layer for case in run.select(cases, "*tails*")] == ["odd:tails_13_17_19"]
    assert len(run.select(read_cases("small_cpu_training"), "lenet5")) == 2
    with pytest.raises(
        ValueError, match="no layer matches 'nine'; the kinds in this table are: first"
    ):
        run.select(cases, "nine")


def test_report_as_text_and_as_json():
    noisy = dataclasses.replace(ROW, suite="other", dropped=7, quiet=False)
    skipped = run.Row("mine", "3x3:huge", "Problem()", skipped="needs 99 GiB")
    report = run.Report("mine", "float32", "NHWC", 2, [ROW, noisy, skipped])
    lines = [reports.plain(line) for row in report.rows for line in reports.lines(report, row)]
    assert lines == [
        "3x3:one                     500.000   750.000      8.0   80.0% 0.0e+00      0/0",
        "other/3x3:one               500.000*  750.000*     8.0   80.0% 0.0e+00      0/0",
        "3x3:huge: needs 99 GiB",
    ]
    text = reports.summary(report)
    assert "2 layers, geometric mean 80.0%* of" in text
    assert "So it was with 1\n  of 2 layers" in text
    assert "*" not in reports.summary(dataclasses.replace(report, rows=[ROW]))
    assert reports.summary(dataclasses.replace(report, rows=[ROW])).startswith("1 layer, ")
    again = json.loads(json.dumps(result.as_json(report)))
    assert again["schema"] == result.SCHEMA
    assert again["settings"]["threads"] == 2
    assert again["rows"][0]["share"] == pytest.approx(0.8)
    assert result.from_json(again) == report
    assert run.environment()["numpy"]


def answer(ratio, **more):
    return result.Answer("NCHW", 1, ratio / 2, ratio / 2, 5, error_rms=1e-7, **more)


PEERS = {"tensorflow": {"tensorflow": "2.21"}, "torch": {"torch": "2.13"}, "jax": {"jax": "0.10"}}
RACED = [
    dataclasses.replace(
        ROW,
        layer=name,
        peers={
            "tensorflow": answer(1234.567),
            "torch": answer(0.5, quiet=name != "3x3:two"),
            "jax": result.Answer(refused="ValueError: " + "this will not do " * 9),
        },
    )
    for name in ("3x3:one", "3x3:two", "tf:a_name_of_more_than_twenty_six_letters_for_a_layer")
]


def test_every_line_fits_a_terminal_and_nothing_is_cut():
    report = run.Report(
        "mine", "float32", "NHWC", 2, RACED, peers=PEERS,
        environment={"cpu": "A processor with a long name " * 3}, missing={"mxnet": "gone " * 30},
    )  # fmt: skip
    rows = [reports.plain(line) for row in RACED for line in reports.lines(report, row)]
    text = "\n".join([reports.heading(report), reports.head(report), *rows])
    text += "\n" + reports.summary(report)
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"3x3:two +500.000   80.0% 0.0e\+00 +1234.57 +0.50\* +refused", text)
    assert RACED[2].layer in text
    assert "torch 2.13: 0.50* times ours" in text
    assert "tensorflow 2.21: 1234.57 times ours" in text
    assert "  all                      3     0.50*" in text
    assert " ".join(text.split()).count("this will not do") == 27
    assert "fastest of its ways.\n* Other programs" in text


def test_colours_do_not_move_anything():
    written = io.StringIO()
    console = pytest.importorskip("rich.console").Console(
        width=80, file=written, color_system="standard", force_terminal=True, no_color=False
    )
    report = run.Report("mine", "float32", "NHWC", 2, RACED, peers=PEERS)
    for row in RACED:
        for line in reports.lines(report, row):
            reports._print(line, console)
    text = written.getvalue()
    assert "\x1b[31m0.50\x1b[0m" in text
    rows = [reports.plain(line) for row in RACED for line in reports.lines(report, row)]
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert [line.rstrip() for line in text.splitlines()] == rows


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_a_run_from_table_to_rows(tmp_path, capsys, dtype, data_format):
    small = [case.shrunk(20_000) for case in read_cases("core_mix") if case.group in {"odd", "dil"}]
    table = tmp_path / "small.csv"
    lines = [",".join(map(str, dataclasses.astuple(case))) for case in small[:3]]
    table.write_text("\n".join([",".join(Case.__dataclass_fields__), *lines]))
    report = reports.show(str(table), dtype=dtype, data_format=data_format, seconds=0.01, threads=2)
    assert report.threads == 2
    assert [row.layer for row in report.rows] == [case.layer for case in small[:3]]
    for row in report.rows:
        assert 0 < row.min_seconds <= row.median_seconds
        assert row.flops > 0
        assert row.plan
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines()
    assert len(lines) >= 2 + len(report.rows) + 1
    assert max(map(len, lines)) <= 80


def test_a_source_folder_that_was_never_installed(monkeypatch):
    def version(name):
        if name == "filtergrad":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    known = metadata.version
    monkeypatch.setattr(metadata, "version", version)
    assert run.environment()["filtergrad"] == "not installed as a package"
    assert run.environment()["numpy"] == np.__version__


def test_a_row_too_large_for_memory_is_skipped(monkeypatch):
    monkeypatch.setattr(run, "MAX_BYTES", 1000)
    report = run.bench("core_mix", only="odd:tails_13_17_19", seconds=0.01)
    assert report.rows[0].skipped.startswith("needs")
    assert reports.summary(report) == "nothing measured"
