"""What is written is there whole, or as it was before."""

import ast
import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from helpers import ROOT
from helpers.interrupted import file_size_limit, interrupted, lines

from filtergrad import files, system

SOURCE = ROOT / "src" / "filtergrad"
OLD, NEW = b"old\n" * 3000, (b"new\n" * 1000, memoryview(b"newer\n" * 2000))
WHOLE = b"".join(NEW)


@pytest.fixture(params=[True, False], ids=["over another", "new"])
def place(request, tmp_path):
    """Where to write: where there is a file already, or none."""
    path = tmp_path / "output"
    if request.param:
        path.write_bytes(OLD)
    return path


def content(path):
    return path.read_bytes() if path.exists() else None


def test_a_file(place):
    files.check(place)
    files.write(place, *NEW)
    assert place.read_bytes() == WHOLE
    files.write(place)
    assert place.read_bytes() == b""
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("size", [0, 1, 4096, len(WHOLE) - 1])
def test_a_full_disk(place, size):
    before = content(place)
    with file_size_limit(size), pytest.raises(OSError, match="File too large") as caught:
        files.write(place, *NEW)
    assert caught.value.filename == str(place)
    assert content(place) == before
    assert [path.name for path in place.parent.iterdir()] == ["output"] * (before is not None)


@pytest.mark.parametrize("name", ["fsync", "replace", "chmod"])
def test_each_step_may_fail(place, name, monkeypatch):
    def broken(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    before = content(place)
    if name == "chmod" and before is None:
        pytest.skip("there is no mode to keep")
    monkeypatch.setattr(os if name == "fsync" else Path, name, broken)
    with pytest.raises(OSError, match="Input/output error") as caught:
        files.write(place, *NEW)
    assert caught.value.filename == str(place)
    assert content(place) == before
    assert [path.name for path in place.parent.iterdir()] == ["output"] * (before is not None)


def test_an_error_that_the_system_keeps_until_the_file_is_closed(place, monkeypatch):
    class Late:
        def __init__(self, file):
            self.file, self.fileno = file, file.fileno

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()
            raise OSError(errno.EDQUOT, "Disk quota exceeded")

    before, fdopen = content(place), os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda *given, **named: Late(fdopen(*given, **named)))
    with pytest.raises(OSError, match="quota"):
        files.write(place, *NEW)
    assert content(place) == before


def test_writes_that_take_less_than_they_are_given(place, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda opened, rest: write(opened, rest[:1000]))
    files.write(place, *NEW)
    assert place.read_bytes() == WHOLE


def test_interrupted_at_every_line(place):
    before, reached = content(place), 0
    for line in lines(files):
        with interrupted(files.__file__, line) as done:
            try:
                files.write(place, *NEW)
            except KeyboardInterrupt:
                assert done()
        reached += done()
        assert content(place) in {before, WHOLE}
        assert list(place.parent.iterdir()) == [place] * place.exists(), f"line {line}"
        if before is None:
            place.unlink(missing_ok=True)
        else:
            place.write_bytes(before)
    assert reached > 15


def test_without_force(tmp_path):
    path = tmp_path / "output"
    files.check(path, force=False)
    files.write(path, *NEW, force=False)
    for act in (lambda: files.check(path, force=False), lambda: files.write(path, force=False)):
        with pytest.raises(FileExistsError, match="exists already; --force replaces it"):
            act()
    assert path.read_bytes() == WHOLE


# ---- what stays of the file before ----


def test_modes_stay(tmp_path):
    path = tmp_path / "output"
    before = os.umask(0o027)
    try:
        files.write(path, *NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    for mode in (0o600, 0o755, 0o664):
        path.chmod(mode)
        files.write(path, *NEW)
        assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(
    not system.has("chown") or os.geteuid() != 0, reason="only root gives files away"
)
def test_root_leaves_files_to_their_owners(tmp_path):
    path = tmp_path / "output"
    path.write_bytes(OLD)
    os.chown(path, 12345, 54321)
    files.write(path, *NEW)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 54321)


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link(tmp_path, exists):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    target, link = folder / "target", tmp_path / "link"
    link.symlink_to("elsewhere/target")
    if exists:
        target.write_bytes(OLD)
        with pytest.raises(FileExistsError):
            files.check(link, force=False)
    files.check(link)
    files.write(link, *NEW)
    assert link.is_symlink()
    assert target.read_bytes() == WHOLE
    assert list(folder.iterdir()) == [target]


# ---- what is no file ----


def test_a_pipe(tmp_path):
    path, got = tmp_path / "pipe", []
    os.mkfifo(path)
    files.check(path, force=False)
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    files.write(path, *NEW, force=False)
    reader.join()
    assert got == [WHOLE]
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_devices():
    files.check(Path("/dev/full"), force=False)
    with pytest.raises(OSError, match="No space left on device"):
        files.write(Path("/dev/full"), *NEW)
    files.write(Path("/dev/null"), *NEW, force=False)
    assert all(stat.S_ISCHR(Path(path).stat().st_mode) for path in ("/dev/full", "/dev/null"))


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_what_is_open_already(tmp_path, name):
    """It is written to from where it is, as the shell's ``>&3`` would."""
    with (tmp_path / "output").open("w+b") as file:
        file.write(b"first ")
        file.flush()
        path = tmp_path / "link"
        path.symlink_to(name.format(file.fileno()))
        for one in (path, Path(name.format(file.fileno()))):
            files.check(one, force=False)
            files.write(one, b"then ")
        file.seek(0)
        assert file.read() == b"first then then "
    with pytest.raises(OSError, match="Bad file descriptor"):
        files.check(path)


def test_standard_output(tmp_path):
    code = """
import sys
from pathlib import Path
from filtergrad import files
print("first")
files.write(Path("/dev/stdout"), b"second\\n")
print("third")
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == "first\nsecond\nthird\n"
    with (tmp_path / "output").open("w") as file:
        subprocess.run(command, check=True, stdout=file)
    assert (tmp_path / "output").read_text() == "first\nsecond\nthird\n"


def test_a_reader_that_is_gone():
    end, start = os.pipe()
    os.close(end)
    with pytest.raises(BrokenPipeError) as caught:
        files.write(Path(f"/dev/fd/{start}"), *NEW)
    assert caught.value.filename == f"/dev/fd/{start}"
    os.close(start)


# ---- found before the work ----


def test_what_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "round").symlink_to("round")
    for path, error, text in (
        (tmp_path, IsADirectoryError, "a folder, not a file"),
        (tmp_path / "no" / "output", FileNotFoundError, "no such folder|No such file"),
        (tmp_path / "file" / "output", NotADirectoryError, "Not a directory"),
        (tmp_path / "round", OSError, "Too many levels of symbolic links"),
        (tmp_path / ("long" * 99), OSError, "File name too long"),
        (Path("/proc/output"), OSError, "No such file|Permission denied"),
    ):
        for act in (files.check, files.write):
            with pytest.raises(error, match=text):
                act(path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "round"]
    reading = os.open(tmp_path / "file", os.O_RDONLY)
    with pytest.raises(OSError, match="Bad file descriptor"):
        files.check(Path(f"/dev/fd/{reading}"))
    os.close(reading)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_what_must_not_be_written(tmp_path):
    (tmp_path / "file").touch(mode=0o400)
    for path in (tmp_path / "file", tmp_path / "new", tmp_path):
        tmp_path.chmod(0o500 if path != tmp_path / "file" else 0o700)
        with pytest.raises(OSError, match=r"Permission denied|a folder"):
            files.check(path)


# ---- and everything goes this way ----


def test_nothing_else_writes():
    allowed = {"files.py", "cli/say.py", "onnx/door.py"}  # nowhere; to memory
    allowed |= {"bench/gpu/run.py"}  # line after line, each complete if the machine goes away
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
                writes = name in {"write_text", "write_bytes", "savefig", "tofile", "savez"}
                writes |= name == "save" and ast.unparse(node.func) == "np.save"
                writes |= name == "open" and any(str(mode)[:1] in "wax" for mode in modes if mode)
                known = str(path.relative_to(SOURCE)) in allowed or ast.unparse(node).startswith(
                    "figure.savefig(png"
                )
                assert not writes or known, f"{path.name}: {ast.unparse(node)}"


def test_arrays_of_any_dtype_and_shape(tmp_path):
    import ml_dtypes

    from filtergrad.cli import compute

    for dtype in (np.float32, np.float16, np.float64, ml_dtypes.bfloat16):
        for shape in ((3, 3, 5, 7), (0, 3, 5, 7), (1, 1, 1, 1)):
            array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
            compute.save(tmp_path / "ours.npy", array, force=True)
            np.save(tmp_path / "theirs.npy", array)
            assert (tmp_path / "ours.npy").read_bytes() == (tmp_path / "theirs.npy").read_bytes()
            assert compute.load(tmp_path / "ours.npy").tobytes() == array.tobytes()
