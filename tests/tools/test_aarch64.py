"""`make aarch64` leaves no row out, and says why where it can do nothing; its slice runs in CI."""

import platform
import subprocess
import sys

import aarch64
import pytest

from filtergrad.cpu.base.isa import ROWS

X86 = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="runs on Linux on x86-64"
)


def test_each_row_has_a_processor():
    """The best of the rows that its processor has."""
    assert set(aarch64.PROCESSORS) == {row.name for row in ROWS if row.arch == "aarch64"}


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """Nothing was unpacked before; what is asked for, and what the archive says to it."""
    calls, said = [], ["E: Failed to fetch\nE: more"]

    def run(words, **_):
        calls.append(words)
        return subprocess.CompletedProcess(words, 100, "", said[0])

    monkeypatch.setattr(aarch64, "PLACE", tmp_path / "place")
    monkeypatch.setattr(aarch64, "KEYS", tmp_path)
    monkeypatch.setattr(aarch64.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(aarch64.subprocess, "run", run)
    return calls


def skipped(capsys):
    assert aarch64.main(["--slice"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("aarch64: skipped, ")
    return said


@X86
def test_without_an_archive_it_says_so(nowhere, capsys):
    assert "Debian's archive cannot be reached: E: Failed to fetch\n" in skipped(capsys)
    (words,) = nowhere
    assert words[0] == "apt-get"
    assert "update" in words


@X86
def test_without_apt_it_says_so(nowhere, capsys, monkeypatch):
    monkeypatch.setattr(aarch64.shutil, "which", lambda name: None)
    assert "there is no apt-get here" in skipped(capsys)
    assert not nowhere


@X86
def test_without_keys_it_says_so(nowhere, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(aarch64, "KEYS", tmp_path / "none")
    assert "there are no keys of Debian's archive here" in skipped(capsys)
    assert not nowhere


def test_elsewhere_it_says_so(nowhere, capsys, monkeypatch):
    monkeypatch.setattr(aarch64.platform, "machine", lambda: "aarch64")
    assert "runs on Linux on x86-64" in skipped(capsys)
    assert not nowhere


@X86
def test_what_was_unpacked_is_found_again(nowhere, monkeypatch):
    place = aarch64.PLACE
    place.mkdir()
    (place / "made").write_text("of another list of packages")
    with pytest.raises(aarch64.NotHereError):
        aarch64.made()
    assert not (place / "made").exists()
