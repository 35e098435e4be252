"""Files that are there whole, or as they were before.

In: a path and bytes. Out: the file, or an `OSError` that names it. A file is written beside its
place and then given its name; a device or a pipe is written to, because nothing may take its place.
Each byte goes through `os.write`, each error of which is seen: C's buffers, which NumPy writes
through, lose those of their last bytes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from filtergrad import system

Bytes: TypeAlias = bytes | memoryview


def check(path: Path, *, force: bool = True) -> None:
    """Find out, before the work, whether `write` could write now.

    Raises
    ------
    OSError
        If it could not; a ``FileExistsError`` if there is a file and not ``force``.
    """
    if not replaceable(path):
        number = descriptor(path)
        if number is not None:
            _named(path, lambda: os.write(number, b""))
        elif not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return
    target = Path(os.path.realpath(path))
    if target.exists() and not force:
        raise _exists(path)
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(target.parent))
    probe = _temporary(target)
    try:  # What the modes say is not all: disks and servers have rules of their own.
        _named(target.parent, lambda: os.close(_opened(probe, 0o600)))
    finally:
        _forget(probe)


def replaceable(path: Path) -> bool:
    """Whether a file of this name is, or would be, one whose place another may take.

    Raises
    ------
    OSError
        If the path can be no file's.
    """
    if descriptor(path) is not None:
        return False
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "a folder, not a file", str(path))
    return stat.S_ISREG(mode)


def descriptor(path: Path) -> int | None:
    """What this process calls the open file that a path such as ``/dev/stdout`` stands for."""
    for _ in range(40):  # the system follows as many links
        place = Path(os.path.realpath(path.parent), path.name)
        found = re.fullmatch(rf"/(?:dev|proc/{os.getpid()}(?:/task/\d+)?)/fd/(\d+)", str(place))
        if found:
            return int(found[1])
        try:
            path = place.parent / place.readlink()
        except OSError:
            return None
    return None


def write(path: Path, *parts: Bytes, force: bool = True) -> None:
    """Write a file: whole or not at all, and over another one only with ``force``.

    Where there is one, its mode and owner are kept. A symbolic link leads to the file that is
    written. Devices, pipes and what this process has open (``/dev/stdout``) are written to.

    Parameters
    ----------
    path
        Where.
    parts
        What, in order: bytes, or memory of one axis of bytes.
    force
        Whether a file may be replaced.
    """
    if not replaceable(path):
        _named(path, lambda: _write_to(path, parts))
        return
    target = Path(os.path.realpath(path))
    _named(path, lambda: put(_temporary(target), target, parts, force=force, careful=True))


def put(
    temporary: Path,
    target: Path,
    parts: tuple[Bytes, ...],
    mode: int | None = None,
    *,
    force: bool = True,
    careful: bool = False,
) -> None:
    """Write a new file and give it the name of another; however that ends, no third one is left.

    Parameters
    ----------
    temporary
        What it is called meanwhile, in the same folder.
    target
        What it is called then.
    parts
        As for `write`.
    mode
        Of the file; None is that of the file before it, or what the process makes new files with.
    force
        Whether there may be a file before it.
    careful
        Whether the disk must have it before it gets its name.
    """
    try:
        before = target.stat()
    except FileNotFoundError:
        before = None
    first = mode or (0o666 if before is None else 0o600)
    try:
        try:
            with os.fdopen(_opened(temporary, first), "wb", buffering=0) as file:
                _pour(file.fileno(), parts)
                if mode is None and before is not None:
                    _alike(temporary, before)
                if careful:
                    os.fsync(file.fileno())
            _name(temporary, target, force)
        finally:
            _forget(temporary)
    finally:  # once more, in case an interrupt came between
        _forget(temporary)


def _temporary(target: Path) -> Path:
    return target.with_name(f".filtergrad-{secrets.token_hex(8)}.tmp")


def _opened(path: Path, mode: int) -> int:
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, mode)


def _pour(opened: int, parts: tuple[Bytes, ...]) -> None:
    for part in parts:
        rest = memoryview(part)
        while rest:  # a write may take less than it is given
            rest = rest[os.write(opened, rest) :]


def _write_to(path: Path, parts: tuple[Bytes, ...]) -> None:
    """Write to what is there: from where this process is in it, if it is open already."""
    number = descriptor(path)
    if number == 1 and sys.stdout is not None:
        sys.stdout.flush()  # what was printed comes first
    opened = os.open(path, os.O_WRONLY) if number is None else os.dup(number)
    with os.fdopen(opened, "wb", buffering=0) as file:
        _pour(file.fileno(), parts)


def _alike(path: Path, before: os.stat_result) -> None:
    """Give a file the owner, where the system lets us, and the mode of another."""
    if system.has("chown"):
        with suppress(OSError):
            os.chown(path, before.st_uid, before.st_gid)
    path.chmod(stat.S_IMODE(before.st_mode))


def _name(temporary: Path, target: Path, force: bool) -> None:
    """Give a finished file its name, at once: readers see the old one or the new one."""
    if not force:
        try:
            target.hardlink_to(temporary)  # unlike a new name, this fails where the name is taken
        except FileExistsError:
            raise _exists(target) from None
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise _exists(target) from None
        else:
            return
    temporary.replace(target)


def _forget(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


def _exists(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, "exists already; --force replaces it", str(path))


def _named(path: Path, act: Callable[[], object]) -> None:
    """Act; what fails is said of the path that the user knows."""
    try:
        act()
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
