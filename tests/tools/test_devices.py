"""Devices on the command line: what is planned, compiled and said without any of them."""

import json
import re
import sys
from dataclasses import dataclass

import pytest
from helpers import compiles

import filtergrad as fg
from filtergrad import disk, environment, knobs
from filtergrad.cli import parse
from filtergrad.gpu.run import build, cuda, driver

WORDS = "--input-shape 4,9,11,64 --filter-sizes 3,3,64,64 --padding SAME --dtype float16"
LAYER = WORDS.split()
ARGUMENTS = (4, 9, 11, 64), (3, 3, 64, 64), (1, 1, 1, 1), "SAME"
ON = ("--device", "sm_90")


@pytest.fixture
def compiler():
    """Triton, where it compiles."""
    if not compiles():
        pytest.skip("Triton is missing, or interprets in this process")


@pytest.fixture(autouse=True)
def no_driver(monkeypatch):
    """As it is here; on a machine with a GPU, too."""

    def missing():
        raise cuda.DriverError("NVIDIA's driver is missing: as on most machines", 100)

    monkeypatch.setattr(cuda, "library", missing)
    monkeypatch.setattr(driver, "_driver", None)


@pytest.fixture
def folder(tmp_path):
    """A cache of its own, without kernels in memory."""
    build._binaries.forget()
    with knobs.override(cache="on", cache_dir=tmp_path / "kernels"):
        yield tmp_path / "kernels"
    build._binaries.forget()


@pytest.fixture
def without_triton(monkeypatch):
    for name in [one for one in sys.modules if one.partition(".")[0] == "triton"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "triton", None)


def cubins(path):
    return sorted(one.name for one in path.glob("*.cubin"))


# ---- explain ----


def test_a_plan_needs_neither_device_nor_compiler(say, folder, without_triton):
    code, out, err = say("explain", *LAYER, *ON)
    assert (code, err) == (0, "")
    facts = dict(line.split(maxsplit=1) for line in out.partition("\n\n")[0].splitlines())
    assert facts["on"] == "sm_90, no such device here"
    assert facts["predicted"].endswith("of the multiply-add peak (by the model)")
    assert facts["measured"].startswith("not tried: NVIDIA's driver is missing")
    assert "candidates (microseconds of the nominal card, by the model" in out
    assert "dot(x, dy)" in out
    assert not folder.exists()


def test_an_explanation_for_a_device_as_json(say, folder):
    facts = json.loads(say("explain", *LAYER, *ON, "--json")[1])
    assert facts["plan"]["isa"] == "sm_90"
    assert facts["measured"] is None
    assert facts["predicted_share"] > 0
    same = fg.explain(*ARGUMENTS, dtype="float16", device="sm_90")
    assert same.to_dict()["workspace_bytes"] == facts["workspace_bytes"]
    assert not folder.exists()


def test_code_without_a_compiler_is_one_line(say, folder, without_triton):
    for words in (("--sass",), ("--ir",), ("--resources",)):
        code, out, err = say("explain", *LAYER, *ON, *words)
        assert (code, out) == (4, "")
        assert "pip install filtergrad[gpu]" in err


def test_resources_are_a_gpus(say):
    code, _, err = say("explain", *LAYER, "--resources")
    assert (code, err) == (2, "filtergrad: --resources is for GPUs; --asm shows the CPU's code\n")


@pytest.mark.usefixtures("compiler")
def test_code_and_resources(say, folder):
    out = say("explain", *LAYER, *ON, "--resources")[1]
    assert "main kernel (the form for this shape)" in out
    assert "stack bytes   0" in out
    facts = json.loads(say("explain", *LAYER, *ON, "--resources", "--json", "--ir", "--sass")[1])
    assert facts["resources"]["registers"] > 0
    assert ".target sm_90a" in facts["ir"]
    assert "MMA" in facts["asm"]
    assert len(cubins(folder)) >= 1


# ---- compile ----


@pytest.mark.usefixtures("compiler")
def test_kernels_are_made_ahead(say, folder, tmp_path):
    out = tmp_path / "out"
    words = ("compile", *LAYER, *ON, "--accumulate", "--json", "--output", out)
    facts = json.loads(say(*words)[1])
    (found,) = facts["devices"]
    assert (facts["folder"], facts["layers"]) == (str(out), 1)
    assert found["made"] == len(cubins(out)) > 2
    assert (found["known"], found["failed"]) == (0, [])
    assert out.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
    assert json.loads(say(*words)[1])["devices"][0]["known"] == found["made"]
    code, text, err = say(*words[:-3], "--output", out)
    assert (code, err) == (0, "")
    assert text.startswith(f"sm_90: 0 kernels made, {found['made']} were there, ")


@pytest.mark.usefixtures("compiler")
def test_what_was_made_ahead_needs_no_compiler(say, folder, request):
    assert say("compile", *LAYER, *ON, "--form", "constant")[0] == 0
    request.getfixturevalue("without_triton")
    build._binaries.forget()
    gradient = fg.compile(*ARGUMENTS, dtype="float16", device="sm_90")
    assert ".target sm_90a" in gradient.ir
    assert say("compile", *LAYER, *ON, "--form", "constant")[0] == 0
    with pytest.raises(ImportError, match=r"pip install filtergrad\[gpu\]"):
        fg.compile(*ARGUMENTS, dtype="bfloat16", device="sm_90")
    code, _, err = say("compile", *LAYER, "--device", "sm_80")
    assert (code, "pip install filtergrad[gpu]" in err) == (4, True)


@pytest.mark.usefixtures("compiler")
def test_what_cannot_be_made_keeps_nothing_else(say, folder, monkeypatch):
    right = build.binary

    def sick(launch, arch, form):
        if dict(launch.constants)["OLD"]:
            raise RuntimeError("no registers left")
        return right(launch, arch, form)

    monkeypatch.setattr(build, "binary", sick)
    code, out, _ = say("compile", *LAYER, *ON, "--form", "constant", "--accumulate")
    assert code == 1
    assert re.search(r"FAILED \w+ for sm_90, constant form: no registers left", out)
    assert cubins(folder)


@pytest.mark.usefixtures("compiler")
def test_several_processes_compile(say, folder):
    code, out, _ = say("compile", *LAYER, *ON, "--accumulate", "--jobs", 2, "--form", "constant")
    assert code == 0
    assert int(out.split()[1]) == len(cubins(folder)) > 1


def test_the_cpus_kernels_of_a_table(say, folder):
    code, out, err = say("compile", "--suite", "tiny", "--batch", 1, "--dtype", "float32,float64")
    assert (code, err) == (0, "")
    made = disk.cache_info()[0]
    assert out.startswith(f"cpu: {made} kernels made, ")
    assert made > 4


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ("compile --suite tiny --dtype int8", 2, "--dtype: 'int8' is none of float16, "),
        ("compile --padding SAME", 2, "give --input-shape, --filter-sizes, or --suite for the"),
        (f"compile {WORDS} --batch 3", 2, "--batch is for tables: a layer's is in"),
        (
            f"explain {WORDS} --device sm_33",
            2,
            "'sm_33' is no architecture that is known",
        ),
        (f"explain {WORDS} --device tpu", 2, "there is no engine for the device 'tpu'"),
        (f"explain {WORDS} --device cuda:0", 1, "NVIDIA's driver is missing: "),
        (f"tune {WORDS} --device sm_90", 1, "nothing can be measured: NVIDIA's driver"),
        (f"tune {WORDS} --device cuda:0", 1, "NVIDIA's driver is missing: "),
    ],
)
def test_mistakes_get_one_line(say, folder, words, code, text):
    found, out, err = say(*words.split())
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert text in err


def test_compiling_to_where_nothing_may_be_kept(say, tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    code, out, err = say("compile", *LAYER, "--output", tmp_path / "open")
    assert (code, out) == (3, "")
    assert "others may look into it; chmod 700" in err


def test_a_devices_name():
    assert parse.engine_of("cpu")[0] == "cpu"
    assert parse.words("a, b,") == ["a", "b"]


# ---- doctor ----


@dataclass
class Package:
    """What a package says of itself."""

    name: str
    version: str = "1.0"
    requires: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("packages", "found"),
    [
        ([Package("torch", "2.9.1+cpu", ("nvidia-cublas-cu12",))], []),
        ([Package("torch", "2.9.1+cu128"), Package("cupy-cuda12x")], ["cupy", "torch"]),
        ([Package("torch", requires=("filelock", "nvidia-cublas-cu12; x"))], ["torch"]),
        ([Package("tensorflow", requires=("nvidia-nccl-cu12; extra == 'and-cuda'",))], []),
        ([Package("jax"), Package("jax-cuda13-plugin")], ["jax"]),
        ([Package("jax"), Package("tensorflow-cpu")], []),
    ],
)
def test_hosts_that_know_gpus(monkeypatch, packages, found):
    from importlib import metadata

    monkeypatch.setattr(metadata, "distributions", lambda: packages)
    assert environment.cuda_hosts() == found


def test_the_cache_has_the_suffix_of_the_engine():
    assert build.SUFFIX == disk.CUBIN
    assert disk.KEPT.fullmatch("0" * 64 + disk.CUBIN)
