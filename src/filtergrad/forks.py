"""What neither a fork nor a signal may divide. Floor 0.

A forked child has one thread. What another one was in the middle of stays so for ever, and so do
the locks that it held. Ours are made anew in the child; where that is not enough because others'
state is at stake, a lock is held that a fork takes first.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import threading

# Held while LLVM works: both LLVM and llvmlite have locks of their own.
llvm = threading.RLock()
_imports = threading.RLock()
_loaded: set[str] = set()

if hasattr(os, "register_at_fork"):
    for _lock in (llvm, _imports):  # no thread takes the one while it holds the other
        os.register_at_fork(
            before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
        )


def load(name: str) -> None:
    """Import a module before a statement does, so that this finds it whole.

    A fork waits: Python's own lock of a module that is being imported would survive it. And another
    thread does it, because handlers of signals are called in the main one: there they would find a
    module half made if they call us, and leave it so if they raise.
    """
    if name in _loaded:
        return

    def work() -> None:
        # What is wrong is told by the statement.
        with _imports, contextlib.suppress(BaseException):
            importlib.import_module(name)
            _loaded.add(name)

    thread = threading.Thread(target=work, name="filtergrad imports")
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left, or Python is about to end
        work()
    else:
        thread.join()
