"""Tuning. Speed itself is not tested, only who may win and what is remembered of it."""

import itertools
import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from helpers.check import asked, normal

import filtergrad as fg
from filtergrad import disk, knobs, tune
from filtergrad.arrays import numpy_dtype
from filtergrad.bench import race
from filtergrad.bench.measure import Gauge
from filtergrad.cpu import choose
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.run import host
from filtergrad.cpu.run.kernel import Kernel
from filtergrad.engine import Priced
from filtergrad.problem import Problem

# Has a dozen plans of one order on every instruction set.
LAYER = (4, 14, 14, 64), (1, 1, 64, 96)
WORDS = ("--input-shape", "4,14,14,64", "--filter-sizes", "1,1,64,96", "--padding", "SAME")


@pytest.fixture
def folder(tmp_path):
    with knobs.override(cache_dir=tmp_path / "cache"):
        cpu._kernels.forget()
        yield tmp_path / "cache"
    cpu._kernels.forget()


@pytest.fixture
def rigged(monkeypatch):
    """A race that the call of this number wins, or the last there is; nothing is timed."""

    def rig(winner):
        def fixed(calls, gauge, seconds):
            best = min(winner, len(calls) - 1)
            return [race.Lap(1.0, 0.5 if i == best else 1.0, 9) for i in range(len(calls))]

        monkeypatch.setattr(tune, "race", fixed)
        monkeypatch.setattr(tune, "gauge", lambda dtype, device: None)

    return rig


def problem_of(x=LAYER[0], dw=LAYER[1], strides=(1, 1, 1, 1), **more):
    return Problem.make(x, dw, None, strides, "SAME", **more)


def compiled():
    return fg.compile(*LAYER, (1, 1, 1, 1), "SAME")


def candidates(problem, precision="default"):
    ranked = choose.ranked(asked(problem, precision=precision), host.chosen())
    return list(dict.fromkeys(plan for _, plan in ranked))


def tuned(any_order=False):
    return tune.tune(problem_of(), "default", None, 0.0, any_order=any_order)


# ---- what decides the bits ----

KINDS = {
    "dense": {"x": (2, 14, 14, 32), "dw": (3, 3, 32, 48)},
    "point": {"x": (2, 14, 15, 24), "dw": (1, 1, 24, 40)},
    "strided": {"x": (2, 15, 15, 3), "dw": (7, 7, 3, 16), "strides": (1, 2, 2, 1)},
    "depthwise": {"x": (2, 14, 14, 40), "dw": (3, 3, 1, 40)},
    "grouped": {"x": (2, 14, 14, 32), "dw": (3, 3, 8, 32)},
    "few outputs": {"x": (3, 12, 12, 20), "dw": (3, 3, 20, 4)},
}


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("kind", KINDS)
def test_plans_of_one_order_have_the_same_bits(kind, dtype):
    problem = problem_of(**KINDS[kind], dtype=dtype)
    x, dy = normal(problem)
    orders = {}
    for plan in candidates(problem):
        orders.setdefault((type(plan), plan.order), []).append(plan)
    # Of the orders with the most plans, some that differ: neighbours have but another cut.
    for plans in sorted(orders.values(), key=len)[-2:]:
        found = set()
        for plan in plans[:: max(1, len(plans) // 4)]:
            kernel = Kernel(problem, plan, cpu.assemble(plan))
            out = np.empty(problem.filter_shape, numpy_dtype(dtype))
            steps = kernel.steps(x.strides), kernel.steps(dy.strides)
            kernel.launch(x.ctypes.data, steps[0], dy.ctypes.data, steps[1], out.ctypes.data)
            found.add(out.tobytes())
        assert len(found) == 1, plans


def test_who_takes_part():
    problem = problem_of()
    ranked = choose.ranked(asked(problem), host.chosen())
    prices = [(plan, price.wall) for price, plan in ranked]
    (choice, least), *_ = prices
    for any_order, most in itertools.product((False, True), (1, 4, 12)):
        found = tune.entrants(prices, any_order, most)
        assert found[0] == (choice, least)
        assert 1 <= len(found) <= most
        assert len({plan for plan, _ in found}) == len(found)
        assert [price for _, price in found] == sorted(price for _, price in found)
        if not any_order:
            assert {(type(plan), plan.order) for plan, _ in found} == {(type(choice), choice.order)}
    assert len({plan.order for plan, _ in tune.entrants(prices, any_order=True, most=12)}) > 1


# ---- what is remembered ----


def test_the_winner_is_taken_with_the_same_bits(folder, rigged):
    rigged(99)
    before = compiled()
    x, dy = normal(before.problem)
    contest, kept = tuned()
    assert kept
    assert contest.winner.plan != before.plan == contest.choice.plan
    after = compiled()
    assert after.plan == contest.winner.plan
    assert after(x, dy).tobytes() == before(x, dy).tobytes()
    out = np.zeros(LAYER[1], np.float32)
    np.testing.assert_array_equal(after(x, dy, out, accumulate=True), before(x, dy))


def test_the_winner_is_taken_by_another_process(folder, rigged):
    rigged(99)
    contest, _ = tuned()
    code = f"import filtergrad as fg; print(fg.compile(*{LAYER}, (1, 1, 1, 1), 'SAME').plan)"
    found = {}
    for cache in ("on", "off"):
        environment = {"FILTERGRAD_CACHE_DIR": str(folder), "FILTERGRAD_CACHE": cache}
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, env={**os.environ, **environment},
        )  # fmt: skip
        found[cache] = done.stdout.strip()
    assert found == {"on": repr(contest.winner.plan), "off": repr(contest.choice.plan)}


def test_explain_puts_it_first(folder, rigged):
    rigged(99)
    contest, _ = tuned()
    explanation = fg.explain(*LAYER, (1, 1, 1, 1), "SAME")
    assert explanation.candidates[0][1] == contest.winner.plan
    assert explanation.candidates[1][1] == contest.choice.plan
    assert "the first is taken: it was measured to be faster" in explanation.text(measure=False)


def test_it_is_remembered_for_one_question_only(folder, rigged):
    rigged(99)
    contest, _ = tuned()
    winner = contest.winner.plan
    problem, row = problem_of(), host.chosen()
    for other in (
        asked(problem_of(dtype="float64")),
        asked(problem, "rows", "rows dense"),
        asked(problem, precision="highest"),
    ):
        ranked = [Priced(None, contest.choice.plan), Priced(None, winner)]
        assert cpu.tuned.recalled(ranked, cpu._won_for(other, row)) == ranked
    for other in host.available()[1:]:
        with knobs.override(isa=other.name):
            assert compiled().plan.isa is other


def test_only_a_candidate_is_taken(folder, rigged):
    rigged(99)
    contest, _ = tuned()
    others = [Priced(None, contest.choice.plan)]
    spec = asked(problem_of())
    assert cpu.tuned.recalled(others, cpu._won_for(spec, host.chosen())) == others


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_what_is_damaged_is_ignored(folder, rigged, damage):
    rigged(99)
    contest, _ = tuned()
    (path,) = folder.glob("*" + disk.TUNED)
    path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)
    cpu._kernels.forget()
    assert compiled().plan == contest.choice.plan
    assert tuned()[1]  # and replaced
    assert compiled().plan == contest.winner.plan


def test_with_the_cache_off_nothing_is_remembered(folder, rigged):
    rigged(99)
    with knobs.override(cache="off"):
        contest, kept = tuned()
        assert not kept
        assert compiled().plan == contest.choice.plan
    assert not folder.exists()


def test_the_untuned_choice_can_win_again(folder, rigged):
    rigged(99)
    tuned()
    rigged(0)
    contest, _ = tuned()
    assert compiled().plan == contest.winner.plan == contest.choice.plan


def test_another_order_wins_only_if_asked_for(folder, rigged, monkeypatch):
    plans = candidates(problem_of())
    other = next(
        plan for plan in plans if (type(plan), plan.order) != (type(plans[0]), plans[0].order)
    )
    monkeypatch.setattr(tune, "entrants", lambda *_: [(plans[0], 1.0), (other, 1.0)])
    rigged(1)
    x, dy = normal(problem_of())
    untuned = compiled()(x, dy)
    assert len(tuned()[0].entries) == 1  # what it computes was seen to differ
    contest, _ = tuned(any_order=True)
    assert compiled().plan == contest.winner.plan == other
    np.testing.assert_allclose(compiled()(x, dy), untuned, rtol=1e-3, atol=1e-4)


# ---- measuring ----


class ScriptedPeak:
    """Full speed, but for the runs of these numbers."""

    def __init__(self, slow=()):
        self.calls, self.slow = itertools.count(), slow

    def rate(self, seconds):
        return 4e9 if next(self.calls) in self.slow else 1e10


@pytest.fixture
def clock(monkeypatch):
    """Time passes only where somebody says so."""

    class Clock:
        now = 0.0

        def perf_counter(self):
            self.now += 1e-9
            return self.now

    clock = Clock()
    monkeypatch.setattr(race, "time", clock)
    return clock


def call(clock, seconds, log):
    def run():
        log.append(seconds)
        clock.now += seconds

    return run


def test_a_race(clock):
    log = []
    calls = [call(clock, seconds, log) for seconds in (2e-3, 1e-3, 1e-4, 5e-3)]
    laps = race.race(calls, Gauge(ScriptedPeak()), 0.1)
    assert [round(lap.ratio, 2) for lap in laps] == [1, 0.5, 0.05, 2.5]
    assert [round(lap.seconds, 5) for lap in laps] == [2e-3, 1e-3, 1e-4, 5e-3]
    # The hopeless are not asked again, but for the one with which all are compared.
    assert log.count(5e-3) == 2
    assert log.count(2e-3) > 10
    assert log.count(1e-4) > 2 * log.count(2e-3)  # short calls are repeated


def test_disturbed_comparisons_do_not_count(clock):
    calls = [call(clock, seconds, []) for seconds in (2e-3, 1e-3)]
    # A new gauge runs 30 times, and each check twice: slow while the first sample is taken.
    laps = race.race(calls, Gauge(ScriptedPeak(range(30, 34))), 0.02)
    rounds = race.race(calls, Gauge(ScriptedPeak()), 0.02)[0].counted
    assert laps[0].counted == rounds - 1 >= race.FEW
    never = race.race(calls, Gauge(ScriptedPeak(range(30, 10**6))), 0.02)
    assert [lap.counted for lap in never] == [0, 0]
    assert round(never[1].ratio, 2) == 0.5


def test_an_unsure_winner_does_not_win():
    entries = tuple(tune.Contender(plan, 1.0, 1.0, 1.0) for plan in candidates(problem_of())[:2])
    for ratio, counted, wins in ((0.9, 9, True), (0.99, 9, False), (0.9, 0, False)):
        contest = tune.Contest(asked(problem_of()), entries, entries[1], ratio, counted)
        assert contest.winner is entries[wins]


# ---- the command ----


def test_the_command(say, folder):
    words = ("tune", *WORDS, "--milliseconds", 1, "--candidates", 3)
    code, out, err = say(*words)
    assert (code, err) == (0, "")
    assert out.splitlines()[2].split()[:2] == ["1.00", "1.00"]
    plans = [line for line in out.splitlines() if re.match(r" +\d+\.\d\d +\d+\.\d\d ", line)]
    assert 1 <= len(plans) <= 3
    assert max(map(len, out.splitlines())) <= 80
    facts = json.loads(say(*words, "--any-order", "--json")[1])
    (row,) = facts["rows"]
    assert row["remembered"]
    assert len(row["candidates"]) == 3
    assert json.loads(say("cache", "info", "--json")[1])["tuned"] == 1
    assert "1 tuned layer" in say("cache", "info")[1]
    assert json.loads(say("cache", "clear", "--json")[1])["forgotten"] == 1
    assert "not remembered" in with_cache_off(say, words)


def with_cache_off(say, words):
    with knobs.override(cache="off"):
        return say(*words)[1]


def test_tables_and_the_check(say, folder, tmp_path, rigged):
    header = (
        "suite,layer,batch,in_h,in_w,in_c,k_h,k_w,out_c,stride_h,stride_w,pad_top,pad_bottom,"
        "pad_left,pad_right,dil_h,dil_w,groups"
    )
    rows = [
        "mine,3x3:a,2,9,9,16,3,3,16,1,1,1,1,1,1,1,1,1",
        "mine,1x1:b,2,9,9,8,1,1,16,1,1,0,0,0,0,1,1,1",
    ]
    table = tmp_path / "mine.csv"
    table.write_text("\n".join([header, *rows]))
    rigged(99)
    words = ("tune", "--suite", table, "--candidates", 3)
    code, out, err = say(*words, "--check")
    assert (code, err) == (0, "")
    assert "3x3:a" in out
    assert "100% slower than best of 3" in out
    assert "2.000  all (2)" in out
    assert not list(folder.glob("*" + disk.TUNED))
    facts = json.loads(say(*words, "--check", "--json", "--suite", table)[1])
    assert facts["untuned_over_best"] == {"mine": 2, "all": 2}
    assert len(facts["rows"]) == 4
    code, out, _ = say(*words, "--only", "1x1", "--any-order")
    assert code == 0
    assert out.split()[0] == "1x1:b"
    assert "100% faster" in out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("tune", "give --input-shape, --filter-sizes, --padding, or --suite for the layers"),
        ("tune --input-shape 1,4,4,3 --padding SAME", "give --filter-sizes, or --suite"),
        ("tune --suite core_mix --padding SAME", "give one layer or --suite, not both"),
        ("tune --suite core_mix --only 9x9", "no layer matches '9x9'"),
        ("tune --anyorder", "there is no option --anyorder; did you mean --any-order?"),
        ("tune --candidates 0", "--candidates: '0' is not an integer from 1 up"),
        (f"tune {' '.join(WORDS).replace('4,14', '0,14')}", "a tensor is empty"),
    ],
)
def test_mistakes(say, words, text):
    code, out, err = say(*words.split())
    assert (code, out) == (2, "")
    assert text in err
    assert err.count("\n") == 1


def test_layers_to_check_are_small():
    problem = problem_of((64, 56, 56, 256), (3, 3, 256, 256))
    small = tune.smaller(problem)
    assert small.macs <= tune.LARGEST < 2 * small.macs
    assert (small.h, small.w, small.c, small.k) == (problem.h, problem.w, problem.c, problem.k)
    assert tune.smaller(problem_of()) == problem_of()
