"""The run that measures a GPU, without one: all stages on the fake driver, and what they report."""

import json
import math
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from helpers import fake_cuda

from filtergrad.bench.cases import Case, read_cases
from filtergrad.bench.gpu import fit, goals, report, run, select, tasks
from filtergrad.bench.gpu.results import Results
from filtergrad.gpu import engine
from filtergrad.gpu.run import driver, rig
from filtergrad.gpu.run.graph import Graph
from filtergrad.reference import filter_gradient

WORKER = Path(__file__).parents[1] / "helpers" / "gpu_bench_worker.py"
TABLE = f"""{",".join(field.name for field in fields(Case))}
tiny,1x1:a,1,6,6,16,1,1,16,1,1,0,0,0,0,1,1,1
tiny,1x3:b,1,5,6,16,1,3,16,1,1,0,0,1,1,1,1,1
"""
PARTS = dict.fromkeys(fit.PARTS, 1e-6)


@pytest.fixture
def started(tmp_path, monkeypatch):
    """What does a tiny run, of some stages if so wanted, with something going wrong: its lines."""
    monkeypatch.setattr(tasks, "MOST_FLOPS", 0)  # no layer with many images
    monkeypatch.setattr(tasks, "RANKS", 1)
    monkeypatch.setattr(tasks, "WAVE", 1)
    (tmp_path / "tiny.csv").write_text(TABLE)

    def start(how, *stages, seconds=400.0, most=None):
        kept = [stage for stage in run.STAGES if stage.name in ("env", *(stages or NAMES))]
        kept = [replace(stage, most=most or 120) for stage in kept]
        monkeypatch.setattr(run, "STAGES", tuple(kept))
        monkeypatch.setattr(run, "TOTAL", sum(stage.seconds for stage in kept))
        monkeypatch.setattr(run, "COMPILED", [n for n in COMPILED if n in (stages or NAMES)])
        worker = (sys.executable, str(WORKER), how)
        suites = (str(tmp_path / "tiny.csv"),)
        options = run.Options(seconds, tmp_path / "out", suites, True, worker, 1)
        trouble = run.run(options)
        lines = (tmp_path / "out" / "results.jsonl").read_text().splitlines()
        return trouble, [json.loads(line) for line in lines]

    start.out = tmp_path / "out"
    return start


NAMES, COMPILED = [stage.name for stage in tasks.STAGES], run.COMPILED


def of(lines, stage):
    return [line for line in lines if line["stage"] == stage]


# ---- runs ----


def test_every_stage_runs_to_its_end(started):
    trouble, lines = started("well")
    assert not trouble
    assert not [line for line in lines if "failed" in line or "cut_off_at" in line]
    assert {line["stage"] for line in lines} == set(NAMES)
    checks = [line for line in of(lines, "check") if "ok" in line]
    assert len(checks) == 11
    assert all(line["ok"] and line["guards"] and line["forms_equal"] for line in checks)
    assert {line["mode"] for line in checks} == {"divided", "plain", *tasks.MODES}
    assert all(line["ok"] for line in of(lines, "bits") if "ok" in line)
    rows = [line for line in of(lines, "rows") if "rank" in line]
    assert len(rows) == 6
    for line in rows:
        assert line["seconds"] > 0
        assert line["by"] == "graph"
        assert line["error"] < 3e-3
        assert set(line["model"]) == {*fit.PARTS, "wall"}
    assert [line["name"] for line in of(lines, "ceilings") if "name" in line] == [
        "copy", "empty kernel", "L2 read", "gap",
    ]  # fmt: skip
    assert len([line for line in of(lines, "calls") if "name" in line]) == 5
    assert "no peer is measured" in str(of(lines, "peers")[0])
    summary = (started.out / "summary.md").read_text()
    assert "# The GPU engine on a fake GPU" in summary
    assert "| taps float32 bf16x6 | 7 | 7 |" in summary
    (kept,) = started.out.glob("a-fake-gpu-*.json")
    kept = json.loads(kept.read_text())
    assert [row["layer"] for row in kept["rows"]].count("1x1:a") == 3
    assert kept["env"]["sms"] == 3


@pytest.mark.parametrize("how", ["wrong", "beside"])
def test_a_wrong_kernel_is_found_and_not_timed(started, how):
    _, lines = started(how, "check", "rows")
    checks = [line for line in of(lines, "check") if "ok" in line]
    assert all(line["ok"] for line in checks if line["dtype"] == "bfloat16")
    found = {line["mode"]: line for line in checks if line["dtype"] == "float32"}
    assert found["plain"]["ok"]
    assert not found["accumulate"]["ok"]
    assert found["accumulate"]["guards"] == (how == "wrong")
    right = sum(line["ok"] for line in checks if line["dtype"] == "float32")
    rows = {line["dtype"]: line for line in of(lines, "rows") if "what" in line}
    assert rows["float32"]["refused"]
    assert "seconds" not in rows["float32"]
    assert rows["bfloat16"]["seconds"] > 0
    assert f"| taps float32 bf16x6 | {right} | 7 |" in (started.out / "summary.md").read_text()


@pytest.mark.parametrize("how", ["hang", "die"])
def test_a_process_that_ends_costs_its_task(started, how):
    _, lines = started(how, "bits", "rows", most=3.0 if how == "hang" else None)
    failed = [line for line in of(lines, "bits") if "failed" in line]
    assert failed[0]["fatal"]
    assert failed[0]["failed"] == (
        "no answer in 3 s" if how == "hang" else "the process died with 7"
    )
    # A layer has another try, and no third.
    assert len(failed) == 4
    assert [line for line in of(lines, "rows") if line.get("seconds")]


def test_time_that_is_over_cuts_stages_off(started):
    _, lines = started("well", "ceilings", "rows", seconds=0.5)
    assert any("cut_off_at" in line for line in of(lines, "rows"))
    assert "rows: cut_off_at" in (started.out / "summary.md").read_text()


def test_without_a_driver_one_sentence_says_what_is_missing(started):
    trouble, lines = started("none")
    assert trouble.startswith("nothing was measured, for this needs an NVIDIA GPU and its driver: ")
    assert "libcuda" in trouble
    assert [line["stage"] for line in lines] == ["env"]


def test_the_command_says_so_too(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "filtergrad.bench.gpu", "--out", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        pytest.skip("there is a GPU")
    assert done.returncode == 1
    assert done.stderr.startswith("nothing was measured")
    assert len(done.stderr.splitlines()) == 1


# ---- tasks ----


def test_tasks_of_the_tables():
    """All can be told as JSON, none twice, and all stages but peers need no PyTorch."""
    found = tasks.all_tasks(tasks.SUITES, torch=True, tiny=False)
    assert list(found) == NAMES
    for stage, some in found.items():
        names = [run.key(json.loads(json.dumps(task))) for task in some]
        assert len(set(names)) == len(names) > 0, stage
    assert tasks.all_tasks(tasks.SUITES, torch=False, tiny=False)["peers"] == []
    core = {case.layer for case in read_cases("core_mix")}
    rows = found["rows"]
    assert {task["layer"] for task in rows[: len(core)]} == core
    assert {task["batch"] for task in rows} >= {32, 256}
    for name in (*tasks.SWEEP, *tasks.FLOAT32, *tasks.BITS):
        assert name in core
    kinds = {(t["dtype"], t["layout"], t["deterministic"], t["tf32"]) for t in found["peers"]}
    assert len(kinds) == 12


def test_checks_reach_every_kernel_in_every_way():
    gpu = engine.of("sm_90")
    loops, modes = {}, set()
    checks = tasks.all_tasks((), torch=False, tiny=False)["check"]
    for task in checks:
        if task["dtype"] not in ("bfloat16", "float32"):
            continue
        for work in select.works(gpu, task):
            loops.setdefault(task["dtype"], set()).add(work.plan.loop)
            modes.add((task["mode"], work.plan.turned, work.plan.parts > 1, work.accumulate))
            if task["mode"] == "divided":
                assert work.plan.slots > work.plan.division.tiles or work.plan.division.units == 1
    assert loops["bfloat16"] >= {"taps", "few", "boxes", "flat", "diagonal", "slide"}
    assert loops["float32"] >= {"taps", "few", "diagonal", "slide"}
    assert ("turned", ("x", "dy"), False, False) in modes
    assert any(parts for _, _, parts, _ in modes)
    assert any(accumulate for *_, accumulate in modes)


def test_far_images_need_64_bits():
    gpu = engine.of("sm_90")
    task = {"stage": "check", "problem": "tails", "mode": "far apart", "dtype": "bfloat16",
            "kind": 0, "tiny": False}  # fmt: skip
    (work,) = select.works(gpu, task)
    assert work.x.room > 1 << 31
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.Gpu, "build", fake_cuda.Pair)
        launches = work.prepared(gpu).module.launches
    assert any(getattr(value, "wide", False) for one in launches for _, value in one.arguments)


# ---- the device's room ----


def test_a_graph_does_again_what_was_recorded():
    fake = fake_cuda.Fake(90)
    driver.use(fake)
    try:
        found = rig.Rig(0, fake_cuda.Pair)
        buffer = found.buffer(64)
        graph = found.record(lambda _: found.fill(buffer.address, 7, 32))
        assert (buffer.get() == rig.POISON).all()  # nothing was done yet
        graph.launch(found.stream)
        assert (buffer.get() == [7] * 32 + [rig.POISON] * 32).all()
        assert buffer.intact
        found.fill(buffer.address, 7, 65)
        assert not buffer.intact
        graph.close()
        with pytest.raises(ZeroDivisionError):  # the stream records no more afterwards
            Graph(0, found.stream, lambda: 1 // 0)
        assert not driver.driver().capturing(0, found.stream)
        times = found.times(
            [lambda stream: found.copy(buffer.address, buffer.address + 32, 32, stream)]
        )
        assert (times.calls, times.by) == (1, "graph")
        fake.fail["cuStreamBeginCapture_v2"] = 900
        times = found.times([lambda _: None])
        assert times.by.startswith("events: cuStreamBeginCapture_v2: ")
        buffer.close()
        fake.finish()
    finally:
        driver.use(None)


# ---- PyTorch ----


def test_peers_compute_what_we_do(monkeypatch):
    """PyTorch's CPU build, with a stand-in for the clock of its CUDA one."""
    torch = pytest.importorskip("torch")
    from filtergrad.bench.gpu import torch as peer

    class Event:
        def __init__(self, enable_timing):
            assert enable_timing

        def record(self):
            pass

        synchronize = record

        def elapsed_time(self, last):
            return 1.0

    class Recorder:
        def replay(self):
            pass

    def nothing(*_):
        return SimpleNamespace(wait_stream=nothing)

    cuda = SimpleNamespace(
        Event=Event, CUDAGraph=Recorder, Stream=nothing, current_stream=nothing,
        synchronize=nothing, reset_peak_memory_stats=nothing, memory_allocated=lambda: 0,
        max_memory_allocated=lambda: 4096, stream=lambda _: torch.no_grad(),
        graph=lambda _: torch.no_grad(),
    )  # fmt: skip
    monkeypatch.setattr(torch, "cuda", cuda)
    monkeypatch.setattr(peer, "DEVICE", "cpu")
    monkeypatch.setattr(peer, "MOST_SETS", 2)
    bench = SimpleNamespace(drop=nothing, rig=SimpleNamespace(facts={"l2_bytes": 1 << 20}))
    first = read_cases("core_mix")[0]
    padded = next(c for c in read_cases("core_mix") if "SAME" in c.layer)
    for case in (
        replace(first, batch=1, in_h=20, in_w=11, in_c=3, out_c=8),
        replace(padded, batch=1, in_h=9, in_w=11, in_c=3 * padded.groups, out_c=8 * padded.groups),
    ):
        for layout in ("NHWC", "NCHW"):
            task = tasks.of_case(case, "float32", layout=layout, deterministic=True, tf32=False)
            monkeypatch.setattr(peer, "case_of", lambda task, case=case: case)
            (record,) = peer.peers(bench, task)
            assert record["seconds"] > 0
            assert record["same_bits"]
            assert record["error"] is None if case.groups > 1 else record["error"] < 1e-5
            given = peer.Given(case.problem("float32"), layout, 1)
            x, dy = (tensor.permute(0, 2, 3, 1).numpy() for tensor in given.sets[0])
            if given.padded:
                x = x[:, case.pad_top : x.shape[1] - case.pad_bottom or None]
                x = x[:, :, case.pad_left : x.shape[2] - case.pad_right or None]
            want = filter_gradient(case.problem("float32"), x, dy)
            got = given.call(0).permute(2, 3, 1, 0).numpy()
            assert np.abs(got - want).max() < 1e-3 * np.abs(want).max()


# ---- reports ----


def record(stage, layer, seconds, *, dtype="bfloat16", batch=32, suite="core_mix", **more):
    """A record as a run writes them."""
    told = {"stage": stage, "suite": suite, "layer": layer, "batch": batch, "dtype": dtype}
    base = {
        "seconds": seconds, "flops": 4e9, "bytes": 4e8, "by": "graph", "error": 1e-7,
        "plan": "taps", "groups": 1, "channels": 64, "model": {**PARTS, "wall": 3e-6},
        "rank": 0, "at": 1.0, "precision": "default",
    }  # fmt: skip
    return {**told, **base, **more}


def peer_record(layer, seconds, *, fixed=False, tf32=False, layout="NHWC", **more):
    how = {"layout": layout, "deterministic": fixed, "tf32": tf32}
    return record("peers", layer, seconds, **how, **more)


def written(tmp_path, lines):
    path = tmp_path / "results.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + '\n{"stage": "rows", "sec')
    return path


LINES = [
    {"stage": "env", "card": "NVIDIA H100 80GB HBM3", "arch": "sm_90", "l2_bytes": 50 << 20},
    {"stage": "ceilings", "name": "copy", "bytes_per_second": 3e12, "seconds": 1e-3},
    record("rows", "3x3:a", 10e-6),
    record("rows", "1x1:b", 20e-6),
    record("rows", "dw3:c", 5e-6, groups=64, channels=1),
    record("rows", "3x3:a", 40e-6, dtype="float32"),
    peer_record("3x3:a", 30e-6),
    peer_record("3x3:a", 20e-6, layout="NCHW"),
    peer_record("3x3:a", 40e-6, fixed=True),
    peer_record("1x1:b", 10e-6),
    peer_record("dw3:c", 20e-6),
    peer_record("3x3:a", 120e-6, dtype="float32"),
    peer_record("3x3:a", 20e-6, dtype="float32", tf32=True),
    {"stage": "calls", "name": "conv2d_backprop_filter(out=) with arrays of our own",
     "seconds": 4e-6},
    {"stage": "check", "what": "taps", "ok": True, "rms": 0.0, "most": 0.0, "limit": 1.0,
     "forms_equal": True, "guards": True},
    {"stage": "check", "failed": "no answer in 20 s", "fatal": True},
]  # fmt: skip


def test_goals_are_the_numbers_of_the_records(tmp_path):
    found = {goal.name: goal for goal in goals.goals(Results(written(tmp_path, LINES)))}
    half = "core_mix, bfloat16, batches of the table: "
    first = found[half + "geometric mean over the best peer"]
    assert first.found == pytest.approx((2 * 0.5 * 4) ** (1 / 3))
    assert (first.word, first.rows) == ("reached", 3)
    worst = found[half + "the worst row"]
    assert (worst.found, worst.word) == (pytest.approx(0.5), "missed")
    assert found[half + "over deterministic peers"].found == pytest.approx(4)
    assert found["core_mix, float32: over peers with TF32 off"].found == pytest.approx(3)
    assert found["core_mix, float32: over peers with TF32 on"].found == pytest.approx(0.5)
    assert found["depthwise, bfloat16: over the best peer"].found == pytest.approx(4)
    assert found["microseconds of a call from Python"].word == "reached"
    assert found["share of small problems that are right"].found == 0.5
    assert found["share of equal bits"].word == "not measured"


def test_a_run_that_was_cut_off_is_reported(tmp_path, capsys):
    path = written(tmp_path, LINES)
    assert report.main([str(path), "--keep", str(tmp_path)]) == 0
    words = capsys.readouterr().out
    assert "| 1x1:b | 32 | bfloat16 | 20 | 10 | 0.5 | taps |" in words
    (kept,) = tmp_path.glob("nvidia-h100-80gb-hbm3-*.json")
    content = json.loads(kept.read_text())
    row = next(r for r in content["rows"] if r["layer"] == "3x3:a" and r["dtype"] == "bfloat16")
    assert (row["us"], row["peer_us"], row["deterministic_peer_us"]) == (10, 20, 40)
    for count in range(len(LINES)):
        report.main([str(written(tmp_path, LINES[:count]))])
        assert "failed" not in capsys.readouterr().out.partition("## Stages")[0]


def test_the_fit_finds_the_factors():
    wanted = dict(zip(fit.PARTS, (1.5, 1.0, 2.0, 0.8, 1.2, 1.0), strict=True))
    rng, lines = np.random.default_rng(0), []
    for i in range(300):
        parts = {name: float(rng.uniform(0.1, 1.0)) * 1e-6 for name in fit.PARTS}
        parts[fit.PARTS[i % 4]] *= 20
        seconds = fit.predicted(parts, wanted) * float(rng.lognormal(0, 0.01))
        lines.append({"model": parts, "seconds": seconds})
    found = fit.fit(lines)
    assert found.after < 1.02 < found.before
    for name in ("multiply", "l2", "memory"):
        assert found.factors[name] == pytest.approx(wanted[name], rel=0.03)
    assert fit.fit(lines[:3]) is None
    assert math.isclose(fit.predicted(PARTS, dict.fromkeys(fit.PARTS, 1.0)), 3e-6)
