"""filtergrad goes beside numba, by pip's own resolver; `make versions` tries more of it."""

import json
import subprocess
import sys

import pytest
import versions

NUMBAS = [room for room in versions.ROOMS if room.probe == "numba"]


@pytest.mark.parametrize("room", [NUMBAS[0], NUMBAS[-1]], ids=lambda room: room.name)
def test_numba_and_filtergrad_can_be_installed_together(room):
    """The oldest of the last eighteen months and the newest that were tried."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--dry-run",
         "--ignore-installed", "--quiet", "--retries", "0", "--report", "-",
         *versions.needs(), *room.needs],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and any(word in done.stderr for word in versions.NO_INDEX):
        pytest.skip("there is no package index here")
    assert done.returncode == 0, done.stderr
    names = {item["metadata"]["name"] for item in json.loads(done.stdout)["install"]}
    assert {"numba", "llvmlite", "numpy", "ml_dtypes"} <= names


def test_every_release_of_llvmlite_in_the_range_is_tried():
    """Each minor one, and each release of numba of that time."""
    (asked,) = (text for text in versions.needs() if text.startswith("llvmlite"))
    low, high = (int(text.partition("0.")[2]) for text in asked.split(","))
    tried = {
        int(room.needs[0].split(".")[1])
        for room in versions.ROOMS
        if room.name.startswith("llvmlite-")
    }
    assert tried == set(range(low, high))


def test_a_room_that_crashes_is_told_so(tmp_path, monkeypatch):
    probe = tmp_path / "probe.py"
    facts = '{"versions": {"python": "3"}, "tried": {}, "result": "ended its process", "said": ""}'
    probe.write_text(f"import os\nprint({facts!r}, flush=True)\nos.abort()")
    monkeypatch.setattr(versions, "PROBE", probe)
    found = versions.probed(sys.executable, versions.Room("it", "numpy"))
    assert found["result"] == "ended its process"
    assert found["said"].startswith("Abort")


def test_without_an_index_rooms_are_skipped(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr(versions, "FOUND", tmp_path / "found.json")
    monkeypatch.setattr(sys, "argv", ["versions.py", "--slice"])
    with pytest.raises(SystemExit) as ended:
        versions.main()
    assert ended.value.code == 0
    assert "oldest: skipped, there is no package index here" in capsys.readouterr().out
    assert not (tmp_path / "found.json").exists()
