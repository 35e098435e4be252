"""The house itself: contracts, sizes, names. Nothing here computes a gradient."""

import ast
import re
import subprocess
import sys
import time
import types
from importlib import metadata

import pytest
from helpers import ROOT
from importlinter.cli import lint_imports

import filtergrad
from filtergrad import knobs

SOURCES = sorted((ROOT / "src").rglob("*.py"))
FRAMEWORKS = ("torch", "jax", "tensorflow", "keras", "dask", "triton", "onnx", "onnxruntime")


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_every_import_goes_down(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports("pyproject.toml", no_cache=True, no_logo=True) == 0


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_rooms_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 330
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            words = ast.get_docstring(node, clean=False) or ""  # may be as long as they need to be
            length = node.end_lineno - node.lineno - words.count("\n")
            assert length < 65, f"{node.name} is too long"


def test_no_merge_is_half_done():
    """A page that git merged may keep the marks of a conflict, and nothing else would fall over."""
    marks = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
    folders = ("src", "tests", "docs", ".ci")
    files = [*(p for f in folders for p in (ROOT / f).rglob("*")), *ROOT.glob("*")]
    kinds = {".py", ".md", ".toml", ".yml", ".ll", ".csv", ".json", ""}
    texts = (p for p in files if p.is_file() and p.suffix in kinds and p.stat().st_size < 1 << 22)
    assert [p for p in texts if marks.search(p.read_text(encoding="utf-8", errors="replace"))] == []


def test_public_names_are_exactly_the_listed_ones():
    assert len(set(filtergrad.__all__)) == len(filtergrad.__all__)
    public = {
        name
        for name, value in vars(filtergrad).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert public <= set(filtergrad.__all__)
    assert set(dir(filtergrad)) == {*filtergrad.__all__, "__version__"}
    assert all(hasattr(filtergrad, name) for name in filtergrad.__all__)


def test_version_is_the_installed_one():
    assert filtergrad.__version__ == metadata.version("filtergrad")


def test_every_environment_variable_is_in_the_table():
    ours = re.compile(r"FILTERGRAD_(?!TEST_)[A-Z_]+")
    named = {name for path in SOURCES for name in ours.findall(path.read_text())}
    assert named == {row.name for row in knobs.TABLE}


def test_import_brings_no_framework_and_starts_nothing():
    code = f"""
import sys, threading
import filtergrad
assert not set(sys.modules) & {set(FRAMEWORKS)}, "a framework was imported"
assert not set(sys.modules) & {{"matplotlib", "rich", "threadpoolctl"}}, "an extra was imported"
assert threading.active_count() == 1, "a thread was started"
"""
    run_python(code)


def test_import_time(record_property):
    # For information: the bound (150 ms on a quiet machine) belongs to a benchmark, not to a test.
    start = time.perf_counter()
    run_python("import numpy")
    numpy = time.perf_counter() - start
    start = time.perf_counter()
    run_python("import filtergrad")
    record_property("import_ms_over_numpy", (time.perf_counter() - start - numpy) * 1e3)


def test_a_call_imports_no_host():
    """Whether they are installed or not."""
    run_python(f"""
import sys
import numpy as np
import filtergrad as fg
x = np.ones((2, 5, 5, 3), np.float32)
assert fg.conv2d_backprop_filter(x, [3, 3, 3, 3], x, [1, 1, 1, 1], "SAME")[1, 1, 0, 0] == 50
found = {{name.partition(".")[0] for name in sys.modules}}
assert not found & {{*{FRAMEWORKS}, "distributed", "jaxlib"}}, found
""")
