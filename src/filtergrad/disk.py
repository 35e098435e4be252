"""What earlier processes compiled and tuned: files in a folder that belongs to the user alone.

In: a key and bytes. Out: the same bytes, or None if they cannot be had or trusted, for whatever
reason: nothing here raises.
"""

from __future__ import annotations

import errno
import hashlib
import math
import os
import re
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

from filtergrad import files, knobs, system

MAGIC = b"filtergrad object code 1\n"  # the number is the version of this file format
OURS = MAGIC[:-2]  # of any version
KERNEL, CUBIN, TUNED = ".o", ".cubin", ".plan"  # object code, a GPU's, or the plan that won
LIMIT = 256 << 20  # bytes; a kernel has 10 KiB, a GPU's 40: this is room for thousands
ABANDONED = 3600.0  # seconds after which a temporary file's writer is surely dead

# Users may point us at a folder of theirs, so the names of our files are like nobody else's: a key
# of 64 digits, what the file holds; and while a file is being written, a number of its own.
KEPT = re.compile(r"[0-9a-f]{64}(\.[a-z]+)")
WRITTEN = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}\.tmp")

_written = math.inf  # bytes since this process last looked whether the folder is too full


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


def cache_info(suffix: str | None = KERNEL) -> tuple[int, int]:
    """How many kernels (or tuned plans; None is everything) the cache holds, and their bytes."""
    sizes = [size for _, size, path in _files(suffix) if _ours(path)]
    return len(sizes), sum(sizes)


def cache_clear(suffix: str | None = KERNEL) -> int:
    """Delete every kernel (or tuned plan, or everything) from the cache; say how many went."""
    return sum(_delete(path) for _, _, path in _files(suffix))


def state() -> str:
    """Whether the cache is used, and if not, why."""
    folder = cache_dir()
    if folder is None:
        off = knobs.current().cache == "off"
        return "off" if off else "not used: this user has no home; set FILTERGRAD_CACHE_DIR"
    if reason := _refusal(folder):
        return f"not used: {reason}"
    if not folder.exists():
        return "made with the first kernel"
    if not os.access(folder, os.R_OK | os.X_OK):
        return f"not used: {os.strerror(errno.EACCES)}"
    return "in use" if os.access(folder, os.W_OK) else "read only"


def read(key: str, suffix: str = KERNEL) -> bytes | None:
    """Return what was stored under ``key`` if it is there, the user's own, and undamaged.

    Parameters
    ----------
    key
        64 hexadecimal digits.
    suffix
        What it is: a full stop and small letters.
    """
    folder = cache_dir()
    if folder is None or _refusal(folder):
        return None
    path, blob = folder / (key + suffix), b""
    try:
        # A pipe of that name would let us wait for ever.
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | _at_once)
        with os.fdopen(opened, "rb") as file:
            # Checked on the open file: the folder may have been swapped since we looked at it.
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size <= LIMIT and _own(status, WRITE):
                blob = file.read()
    except OSError:
        return None
    with suppress(OSError):  # a disk that is only read has files that are good
        os.utime(path)  # used now, hence dropped last
    start = len(MAGIC) + hashlib.sha256().digest_size
    code = blob[start:]
    return code if code and blob[:start] == _header(key, code) else None


def has(key: str, suffix: str = KERNEL) -> bool:
    """Whether something is stored under ``key``; `read` may refuse it all the same."""
    folder = cache_dir()
    return folder is not None and (folder / (key + suffix)).exists()


def write(key: str, code: bytes, suffix: str = KERNEL) -> None:
    """Store ``code`` under ``key``: whole or not at all, and only where nobody else comes."""
    global _written
    folder = cache_dir()
    if folder is None:
        return
    temporary = folder / f"{key}.{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _refusal(folder):
            return
        # 0600 whatever the umask: where groups may write by default, no file would pass `_own`.
        files.put(temporary, folder / (key + suffix), (_header(key, code), code), 0o600)
    except OSError:
        return
    _written += len(code)
    if _written > LIMIT // 8:  # rare enough to list the folder
        _trim()
        _written = 0.0


def _header(key: str, code: bytes) -> bytes:
    # The key is under the checksum, so that a file renamed to another key does not pass.
    return MAGIC + hashlib.sha256(key.encode() + code).digest()


def _user_cache() -> Path:
    if system.WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if system.NAME == "darwin":
        return Path.home() / "Library" / "Caches"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache"


WRITE, ANY = stat.S_IWGRP | stat.S_IWOTH, stat.S_IRWXG | stat.S_IRWXO  # what others may not do
_at_once = getattr(os, "O_NONBLOCK", 0)


def _own(status: os.stat_result, others: int) -> bool:
    # Loading an object file is running it. Windows tells neither owner nor mode; there the folder
    # lies in the user's profile, which the system guards.
    return not system.has("getuid") or (
        status.st_uid == os.getuid() and not status.st_mode & others
    )


def _refusal(folder: Path) -> str:
    """Why nothing is loaded from a folder or written to it; empty if nothing speaks against it."""
    try:
        status = folder.stat()
    except FileNotFoundError:
        parent = next(one for one in folder.parents if os.access(one, os.F_OK))
        usable = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
        return "" if usable else f"it cannot be made in {parent}"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    if not stat.S_ISDIR(status.st_mode):
        return "not a folder"
    if not _own(status, 0):
        return "it belongs to another user"
    if not _own(status, WRITE):
        return "others may write to it"
    return "" if _own(status, ANY) else f"others may look into it; chmod 700 {folder}"


def _files(suffix: str | None) -> list[tuple[float, int, Path]]:
    """Age, bytes and path of every file of a kind that seems to be ours; None is every kind."""
    folder = cache_dir()
    found: list[tuple[float, int, Path]] = []
    if folder is None or _refusal(folder):
        return found
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _named(entry.name, suffix):
                with suppress(OSError):  # another process may have deleted it
                    if entry.is_file():
                        status = entry.stat()
                        found.append((status.st_mtime, status.st_size, Path(entry.path)))
    return found


def _named(name: str, suffix: str | None) -> bool:
    kept = KEPT.fullmatch(name)
    if suffix is None:
        return bool(kept or WRITTEN.fullmatch(name))
    return kept is not None and kept[1] == suffix


def _trim() -> None:
    """Drop what was not used for longest, kernels first, and what killed writers left behind."""
    kept = []
    for used, size, path in _files(None):
        if KEPT.fullmatch(path.name):
            kept.append((path.suffix not in {KERNEL, CUBIN}, used, size, path))
        elif abs(time.time() - used) > ABANDONED:
            _delete(path)
    excess = sum(size for _, _, size, _ in kept) - LIMIT
    for _, _, size, path in sorted(kept):
        if excess <= 0:
            break
        excess -= size * _delete(path)


def _ours(path: Path) -> bool:
    """Whether a file is one of ours, or the beginning of one."""
    try:
        with path.open("rb") as file:
            return OURS.startswith(file.read(len(OURS)))
    except OSError:
        return False


def _delete(path: Path) -> bool:
    """Delete a file of ours, unless another process just did; say whether it is gone."""
    with suppress(OSError):
        if _ours(path):
            path.unlink()
    return not os.path.lexists(path)
