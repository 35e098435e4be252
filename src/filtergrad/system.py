"""Which system and which processor this is, in one spelling; tests on Linux may name another one.

In: `sys.platform`, `platform.machine`, `os`, and ``FILTERGRAD_TEST_SYSTEM``. Out: names, and which
of `os`' functions are there.

Whatever is done otherwise elsewhere than on Linux asks here, so that it can be run on Linux: with
``FILTERGRAD_TEST_SYSTEM=darwin`` or ``win32``, which is for tests alone. What only the other system
has (its libraries, its cache folders' disks) cannot be pretended, and stays Linux's.
"""

from __future__ import annotations

import os
import platform
import sys

NAME = os.environ.get("FILTERGRAD_TEST_SYSTEM") or sys.platform  # "linux", "darwin", "win32"
LINUX, WINDOWS = NAME == "linux", NAME == "win32"

# As LLVM names it: macOS and Windows have names of their own for both.
ARCH = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())

_LACKING = {
    "darwin": {"sched_getaffinity"},
    "win32": {"sched_getaffinity", "register_at_fork", "getuid", "chown"},
}


def has(function: str) -> bool:
    """Whether `os` has a function here."""
    return hasattr(os, function) and function not in _LACKING.get(NAME, ())
