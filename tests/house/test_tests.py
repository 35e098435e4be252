"""The tests' own house: each file is found and run, and none imports another."""

import ast
import sys
import tomllib

import pytest
import run
from helpers import ROOT, TESTS

FILES = sorted(TESTS.rglob("test_*.py"))
JOBS = list(run.jobs())


def test_each_file_is_run_by_one_process_or_in_several_places():
    tried = {path for job in JOBS for word in job.words for path in files_of(ROOT / word)}
    assert tried == set(FILES)


def files_of(path):
    return sorted(path.glob("test_*.py")) if path.is_dir() else [path] * path.exists()


def test_each_place_has_tests():
    for name, places in run.PLACES.items():
        assert all((run.HOSTS / name / file).exists() for place in places for file in place.files)


def test_the_quick_slice_exists():
    assert all((ROOT / word).exists() for job in run.quick_jobs() for word in job.words)


def test_a_folder_of_a_host_is_named_after_it():
    """So that what is not installed is passed over, and nothing else."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = {name.partition("[")[0] for name in table["dependency-groups"]["hosts"]}
    known = {word.partition(">")[0].partition("=")[0] for word in known}
    known = {name.removesuffix("-cpu") for name in known}
    folders = {path.parent.name.partition("_")[0] for path in run.HOSTS.glob("*/test_*.py")}
    assert folders <= known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_no_test_imports_another(path):
    others = {file.stem for file in FILES} - set(sys.stdlib_module_names)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(alias.name for alias in node.names if not node.module)}
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        else:
            continue
        assert not others & {part for name in names for part in name.split(".")}, names
