"""Launches compiled without a GPU: what is told to Triton, what comes out, where it is kept."""

import math
import os
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import triton

from filtergrad import disk, knobs
from filtergrad.engine import Layout
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.launch import Box, Launch, Pointer, Size
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.code.passes import dense
from filtergrad.gpu.direct.module import module
from filtergrad.gpu.direct.plan import DirectPlan, tiles
from filtergrad.gpu.run import background, build
from filtergrad.gpu.run.binary import CONSTANT, GENERAL
from filtergrad.gpu.run.forms import form_of
from filtergrad.gpu.run.resources import resources, sass
from filtergrad.problem import Problem

SM_90 = named("sm_90")
OLD_TRITON = tuple(int(number) for number in triton.__version__.split(".")[:2]) < (3, 8)


def launch(c=64, k=64, hw=16, *, loop="taps", tile=None, arch=SM_90, **more):
    """The main launch of a plan for four images."""
    dtype, r = more.pop("dtype", "bfloat16"), more.pop("r", 3)
    groups = more.pop("groups", 1)
    problem = Problem.make(
        (4, hw, hw, c), (r, r, c // groups, k), None, (1, 1, 1, 1), "SAME", dtype=dtype
    )
    tile = tile or Tile(64, 64)
    count, steps = tiles(problem, loop, tile, 1), math.ceil(4 * hw * hw / tile.pixels)
    rows = Layout("rows", dense=True, aligned=True)
    plan = DirectPlan(
        problem=problem, isa=arch, x_layout=rows, dy_layout=rows, precision="default",
        tile=tile, division=Division(count, steps, count),
        loop=loop, **{"products": "ieee", "warps": 4, "stages": 3, **more},
    )  # fmt: skip
    strides = Steps(dense(hw, hw, c), dense(hw, hw, k), dense(r, c // groups, k))
    return module(plan, strides, False).launches[0]


@pytest.fixture
def folder(tmp_path):
    """A cache of its own, and nothing in memory."""
    place = tmp_path / "kernels"
    with knobs.override(cache_dir=place):
        build._binaries.forget()
        yield place
    build._binaries.forget()


def run_python(code, **environ):
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, env=os.environ | environ,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- what the compiler is told ----


def test_the_constant_form_passes_addresses_alone():
    form = form_of(launch(), CONSTANT)
    assert form.passed == ("x", "dy", "out")
    assert dict(form.values)["XW"] == 64
    assert dict(form.divisors) == dict.fromkeys(form.passed, 16)


def test_the_general_form_passes_numbers():
    form = form_of(launch(c=24), GENERAL)
    assert not {"XC", "YK", "BC"} & {*form.passed}
    assert {"C", "XN", "pixels", "units"} < {*form.passed}
    types = dict(form.types)
    assert (types["x"], types["XC"], types["C"], types["units"]) == (
        "*bf16", "constexpr", "i32", "i64",
    )  # fmt: skip
    divisors = dict(form.divisors)
    assert {divisors[name] for name in ("C", "K", "XN", "XH", "XW", "YN", "YP", "YQ")} == {8}
    assert not {"P", "pixels", "steps", "units"} & divisors.keys()


def test_the_general_form_knows_how_wide_copies_may_be():
    divisors = dict(form_of(launch(c=20, dtype="float32"), GENERAL).divisors)
    assert divisors["XW"] == 4
    divisors = dict(form_of(launch(c=12), GENERAL).divisors)
    assert (divisors["XW"], divisors["YQ"]) == (4, 8)
    assert "XW" not in dict(form_of(launch(c=3), GENERAL).divisors)


def test_one_general_form_serves_other_shapes():
    keys = {build.key_of(launch(c, k, hw), SM_90, GENERAL) for c, k, hw in SHAPES}
    assert len(keys) == 1
    assert len({build.key_of(launch(c, k, hw), SM_90, CONSTANT) for c, k, hw in SHAPES}) == 3


SHAPES = ((64, 64, 16), (128, 64, 32), (72, 192, 17))


def test_a_form_has_a_name():
    with pytest.raises(ValueError, match="no form"):
        form_of(launch(), "both")


def test_keys_know_the_text_of_helpers():
    names = {path.stem for path in build._files("filtergrad.gpu.direct.few")}
    assert {"few", "keep", "step", "share"} <= names


# ---- what comes out ----

LOOPS = {
    "taps": {"tile": Tile(64, 64, 1, 3)},
    "swapped": {"tile": Tile(32, 64, 1, 3), "c": 32, "swapped": True},
    "few": {"c": 3, "tile": Tile(32, 64), "box": (1, 4, 16)},
    "boxes": {"box": (1, 4, 16)},
    "flat": {"r": 1},
    "diagonal": {"groups": 8, "box": (1, 4, 16)},
    "float32": {"dtype": "float32", "tile": Tile(64, 64, 1, 1, 32), "products": "bf16x6"},
}


@pytest.mark.parametrize("arch", ["sm_80", "sm_90"])
@pytest.mark.parametrize("loop", LOOPS)
def test_both_forms_multiply_alike(loop, arch):
    if arch == "sm_80" and loop in {"boxes", "flat"}:
        pytest.skip("no tensor memory accelerator")
    name = loop if loop not in {"swapped", "float32"} else "taps"
    one = launch(loop=name, arch=named(arch), **LOOPS[loop])
    both = [resources(build.binary(one, named(arch), form)) for form in (CONSTANT, GENERAL)]
    assert both[0].matrix == both[1].matrix != ()
    assert both[0].products == both[1].products > 0
    assert both[0].loop > 0 < both[1].loop
    assert 0 < both[0].registers <= 255
    assert all(one.copies + one.bulk > 0 for one in both)


def test_numbers_are_those_of_the_machine_code():
    binary = build.binary(launch(**LOOPS["taps"]), SM_90, CONSTANT)
    told = resources(binary)
    assert binary.name == "taps"
    assert binary.threads == 128
    assert binary.nulls == 2  # scratch, in the versions of Triton that there are
    assert f".reqntid {binary.threads}" in binary.ptx
    assert told.registers == binary.registers
    assert told.issue_cycles == told.loop  # four warps, four schedulers
    assert "HGMMA.64x64x16.F32.BF16 R" in sass(binary)
    assert told.products == 12  # three taps, 64 pixels, 16 in each


def test_descriptors_say_how_boxes_are_read():
    one = launch(loop="boxes", **LOOPS["boxes"])
    binary = build.binary(one, SM_90, GENERAL)
    assert [name for name, _ in binary.descriptors] == ["x", "dy"]
    x = dict(binary.descriptors)["x"]
    assert (x.element_bytes, x.block, x.padding) == (2, (1, 4, 16, 64), False)
    assert x.swizzle == 3
    assert binary.nulls == 2


def test_spills_are_refused_where_asked():
    large = {**LOOPS["float32"], "tile": Tile(128, 128, 1, 1, 32), "warps": 8}
    one = launch(128, 128, arch=named("sm_80"), **large)
    assert build.binary(one, named("sm_80"), CONSTANT).stack_bytes > 0
    with (
        knobs.override(check_spills=True),
        pytest.raises(build.SpilledError, match="taps on sm_80"),
    ):
        build.binary(one, named("sm_80"), CONSTANT)


@pytest.mark.skipif(not OLD_TRITON, reason="newer versions compile it")
def test_code_that_stores_nothing_is_refused():
    wide = {**LOOPS["float32"], "tile": Tile(64, 128, 1, 1, 32), "warps": 8}
    one = launch(128, 128, arch=named("sm_100"), **wide)
    with pytest.raises(RuntimeError, match="stores nothing"):
        build.binary(one, named("sm_100"), CONSTANT)


def test_amd_is_compiled():
    binary = build.binary(launch(), named("gfx942"), CONSTANT)
    assert (binary.threads, binary.arguments) == (256, ("x", "dy", "out"))
    assert resources(binary).matrix[0][0].startswith("v_mfma")


# ---- where it is kept ----


def test_the_disk_has_it_whole(folder):
    one = launch(hw=15)
    made = build.binary(one, SM_90, CONSTANT)
    assert build.unpacked(build.packed(made)) == made
    build._binaries.forget()
    assert build.binary(one, SM_90, CONSTANT) == made
    (file,) = folder.glob("*.cubin")
    disk.write(file.stem, build.packed(made)[:-100], build.SUFFIX)  # good for the disk, cut for us
    build._binaries.forget()
    assert build.binary(one, SM_90, CONSTANT).code == made.code


WITHOUT_TRITON = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "triton":
            raise ImportError("no " + name)
sys.meta_path.insert(0, Refuse())
import pickle
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.run import build
launch = pickle.loads(bytes.fromhex("%s"))
try:
    print(build.binary(launch, named("sm_90"), "constant").registers)
except ImportError as error:
    print(error)
"""


def test_without_triton_what_was_compiled_serves(folder):
    one = launch(hw=14)
    made = build.binary(one, SM_90, CONSTANT)
    place = {"FILTERGRAD_CACHE_DIR": str(folder)}
    code = WITHOUT_TRITON % pickle.dumps(one).hex()
    assert run_python(code, **place) == f"{made.registers}\n"
    code = WITHOUT_TRITON % pickle.dumps(replace(one, stages=2)).hex()
    assert "pip install filtergrad[gpu]" in run_python(code, **place)


COMPILED = """
import pickle, sys, triton
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.run import build
before = dict(triton.knobs.cache.__dict__)
build.binary(pickle.loads(bytes.fromhex("%s")), named("sm_90"), "constant")
assert dict(triton.knobs.cache.__dict__) == before
assert "torch" not in sys.modules
"""


def test_triton_leaves_nothing_behind(tmp_path):
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "FILTERGRAD_CACHE_DIR")}
    for place in places.values():
        Path(place).mkdir(mode=0o700)
    run_python(COMPILED % pickle.dumps(launch(hw=13)).hex(), **places)
    assert not [*Path(places["HOME"]).iterdir()]
    assert not [*Path(places["TMPDIR"]).iterdir()]
    assert len([*Path(places["FILTERGRAD_CACHE_DIR"]).glob("*.cubin")]) == 1


# ---- two forms, one answer ----


def waited(pair):
    """The pair once it is settled."""
    end = time.monotonic() + 60
    while not pair.settled:
        assert time.monotonic() < end
        time.sleep(0.02)
        assert pair.binary.form in {CONSTANT, GENERAL}
    return pair


@pytest.mark.parametrize("cache", ["on", "off"])
def test_the_constant_form_follows(folder, cache):
    one = launch(hw=12)
    with knobs.override(cache=cache, gpu_form="both"):
        build.binary(one, SM_90, GENERAL)
        pair = background.Pair(one, SM_90)
        assert pair.binary.form == GENERAL
        assert waited(pair).binary.form == CONSTANT
        again = background.Pair(one, SM_90)
        assert again.settled
        assert again.binary is pair.binary
        assert background.ready(one, SM_90) is pair.binary
    assert len([*folder.glob("*.cubin")]) == (2 if cache == "on" else 0)


@pytest.mark.parametrize("form", [CONSTANT, GENERAL])
def test_a_knob_refuses_either_form(folder, form):
    with knobs.override(gpu_form=form):
        pair = background.Pair(launch(hw=11), SM_90)
        assert pair.settled
        assert pair.binary.form == form


def test_what_cannot_be_compiled_stays_general(folder):
    one = launch(hw=10)
    broken = replace(one, constants=(*one.constants[:-1], ("FLUSHES", "neither")))
    job = background.ask("0" * 64, replace(broken, source="filtergrad.gpu.direct.taps:no"), SM_90)
    end = time.monotonic() + 60
    while not job.done and time.monotonic() < end:
        time.sleep(0.02)
    assert "AttributeError" in job.trouble
    assert job.binary is None
    assert background.ask("0" * 64, one, SM_90) is job  # not tried again


ENDING = """
import os, pickle, sys, time
from filtergrad import knobs
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.run import background, build
launch = pickle.loads(bytes.fromhex("%s"))
with knobs.override(cache="off"):
    job = background.ask("1" * 64, launch, named("sm_90"))
    while background._worker.process is None:
        time.sleep(0.01)
    child = os.fork()
    if not child:
        assert background._worker.process is None
        other = background.ask("1" * 64, launch, named("sm_90"))
        while not other.done:
            time.sleep(0.01)
        assert other.binary is not None
        sys.exit()
    assert os.waitpid(child, 0)[1] == 0
    while not job.done:
        time.sleep(0.01)
    assert job.binary.form == "constant"
    background.ask("2" * 64, launch, named("sm_100"))  # in the middle of which this ends
    time.sleep(0.1)
    print(background._worker.process.pid)
    if %d:
        os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.parametrize("suddenly", [0, 1])
def test_the_worker_ends_with_its_parent(suddenly):
    pid = int(run_python(ENDING % (pickle.dumps(launch(hw=9)).hex(), suddenly)))
    end = time.monotonic() + 10
    while time.monotonic() < end and alive(pid):
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid):
    """Whether a process runs; one that nobody waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---- a sample of `make gpu-check` ----


def test_a_sample_of_the_layers(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "gpu")
    import check

    told = []
    assert check.check(check.sample(check.rows(), 8), told=told.append) == 0, "\n".join(told)


def test_a_launch_is_known_by_all_that_decides_its_code():
    one = launch()
    others = [
        replace(one, warps=8),
        replace(one, stages=2),
        replace(one, source="filtergrad.gpu.direct.few:few"),
        replace(one, constants=(("BC", 32), *one.constants[1:])),
        replace(one, arguments=(("x", Pointer("x", "float16")), *one.arguments[1:])),
    ]
    keys = {build.key_of(other, SM_90, CONSTANT) for other in [one, *others]}
    assert len(keys) == len(others) + 1
    assert build.key_of(replace(one, grid=(7, 1, 1)), SM_90, CONSTANT) in keys
    assert build.key_of(one, named("sm_100"), CONSTANT) not in keys


def test_numbers_beyond_32_bits_are_passed_wide():
    x = Pointer("x", "float16")
    box = Box(x, (4, 8, 8, 64), (4096, 512, 64, 1), (1, 8, 8, 64))
    one = Launch("p.q:f", (("x", x), ("b", box), ("XN", Size(2**33, wide=True))), (), (1, 1, 1))
    form = form_of(one, GENERAL)
    assert dict(form.types) == {"x": "*fp16", "b": "tensordesc<fp16[1, 8, 8, 64]>", "XN": "i64"}
