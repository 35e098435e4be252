"""What earlier processes compiled and tuned: files in a folder that belongs to the user alone.

In: a key and bytes. Out: the same bytes, or None if they cannot be had or trusted, for whatever
reason: nothing here raises. Floor 2.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from filtergrad import knobs

MAGIC = b"filtergrad object code 1\n"  # the number is the version of this file format
KERNEL, TUNED = ".o", ".plan"  # what a file holds: object code, or the plan that won
LIMIT = 256 << 20  # bytes; a kernel has about 10 KiB, so this is room for thousands
ABANDONED = 3600.0  # seconds after which a temporary file's writer is surely dead

_trimmed = False


def cache_dir() -> Path | None:
    """Where compiled kernels are kept, made or not yet made; None when they are not."""
    settings = knobs.current()
    if settings.cache == "off":
        return None
    if settings.cache_dir is not None:
        return Path(settings.cache_dir)
    with suppress(RuntimeError):  # a user without a home directory
        return _user_cache() / "filtergrad"
    return None


def cache_info(suffix: str = KERNEL) -> tuple[int, int]:
    """How many kernels (or tuned plans) the cache holds, and their bytes."""
    files = _files(suffix)
    return len(files), sum(size for _, size, _ in files)


def cache_clear(suffix: str = KERNEL) -> int:
    """Delete every kernel (or tuned plan) from the cache; say how many there were."""
    return sum(_delete(path) for _, _, path in _files(suffix))


def read(key: str, suffix: str = KERNEL) -> bytes | None:
    """Return what was stored under ``key`` if it is there, the user's own, and undamaged."""
    folder = cache_dir()
    if folder is None or not _private(folder):
        return None
    try:
        with (folder / (key + suffix)).open("rb") as file:
            # Checked on the open file: the folder may have been swapped since we looked at it.
            blob = file.read() if _own(os.fstat(file.fileno())) else b""
            os.utime(file.name)  # used now, hence dropped last
    except OSError:
        return None
    start = len(MAGIC) + hashlib.sha256().digest_size
    code = blob[start:]
    return code if code and blob[:start] == _header(key, code) else None


def write(key: str, code: bytes, suffix: str = KERNEL) -> None:
    """Store ``code`` under ``key``: whole or not at all, and only where nobody else can write."""
    global _trimmed
    folder = cache_dir()
    if folder is None:
        return
    temporary = folder / f"{key}.{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder):
            return
        try:
            # 0600 whatever the umask: where groups may write by default, no file would pass `_own`.
            opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "wb") as file:
                file.write(_header(key, code) + code)
            temporary.replace(folder / (key + suffix))  # at once: readers see the old or the new
        except OSError:
            _delete(temporary)
    except OSError:
        return
    if not _trimmed:  # once a process, by processes that compile: rare enough to list the folder
        _trimmed = True
        _trim(folder)


def _header(key: str, code: bytes) -> bytes:
    # The key is under the checksum, so that a file renamed to another key does not pass.
    return MAGIC + hashlib.sha256(key.encode() + code).digest()


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache"


def _own(status: os.stat_result) -> bool:
    # Loading an object file is running it. Windows tells neither owner nor mode; there the folder
    # lies in the user's profile, which the system guards.
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _private(folder: Path) -> bool:
    try:
        status = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _own(status)


def _files(suffix: str) -> list[tuple[float, int, Path]]:
    """Age, bytes and path of every file of a kind in the cache."""
    folder = cache_dir()
    found = []
    with suppress(OSError):
        for path in folder.glob("*" + suffix) if folder is not None and _private(folder) else ():
            status = path.stat()
            found.append((status.st_mtime, status.st_size, path))
    return found


def _trim(folder: Path) -> None:
    """Drop the kernels that were not used for longest, and what killed writers left behind."""
    excess = cache_info()[1] - LIMIT
    for _, size, path in sorted(_files(KERNEL)):
        if excess <= 0:
            break
        excess -= size * _delete(path)
    with suppress(OSError):
        for path in folder.glob("*.tmp"):
            if path.stat().st_mtime < time.time() - ABANDONED:
                _delete(path)


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
