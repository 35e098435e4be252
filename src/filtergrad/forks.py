"""What a fork waits for. Floor 0.

A forked child has one thread. What another one was in the middle of stays so for ever, and so do
the locks that it held. Ours are made anew in the child; where that is not enough because others'
state is at stake, a lock is held that a fork takes first.
"""

from __future__ import annotations

import os
import threading

# Held while LLVM works: both LLVM and llvmlite have locks of their own.
llvm = threading.RLock()
# Held while a call imports what it needs: a module half imported is one that Python waits for.
imports = threading.RLock()

if hasattr(os, "register_at_fork"):
    for _lock in (llvm, imports):  # no thread takes the one while it holds the other
        os.register_at_fork(
            before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
        )
