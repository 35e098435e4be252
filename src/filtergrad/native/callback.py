"""Python called by native code from any thread, at any time: also while Python ends.

In: a function of Python. Out: an address to call. A thread that calls Python once the
interpreter has begun to end is never let in and never returns, and a host that waits for its
threads then waits for ever. So each call is counted, and none begins after the end has.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import threading
import time
from collections.abc import Callable

from llvmlite import ir

from filtergrad import system
from filtergrad.cpu.code.ir import I64, PTR, VOID, Code
from filtergrad.cpu.run import jit, llvm, pool_system

# First the number of the thread that ends Python (it alone may still call Python), or 0 as long as
# none does; then how many calls are under way.
_guard = (ctypes.c_int64 * 2)()
_kept: list[object] = [_guard]
# Native code reads these until the process is gone, and Python ends before.
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_kept))


def callback(python: Callable[..., int | None], arguments: int, otherwise: int = 0) -> int:
    """The address of a function that calls ``python`` unless it is too late for that.

    Parameters
    ----------
    python
        The function that is called; kept for ever. It returns an integer; None is 0.
    arguments
        How many arguments it takes, all of them integers or addresses.
    otherwise
        The integer that is returned where Python ends, or where it cannot even begin: at the limit
        of its recursion ctypes calls nothing, and would answer with whatever lies in memory.
    """

    def answer(*given: int) -> None:
        ctypes.c_int64.from_address(given[-1]).value = python(*given[:-1]) or 0

    entry = ctypes.CFUNCTYPE(None, *[ctypes.c_size_t] * (arguments + 1))(answer)
    symbols = ("words", "call")
    binary = jit.assemble(("callback", str(arguments)), lambda: _module(arguments), symbols, "", "")
    own = llvm.load(binary.code, symbols)  # loaded once more, so that its `words` are its own
    own.keep()
    _kept.append(entry)
    itself = pool_system.address_of(ctypes.CDLL(None).pthread_self)
    words = (pool_system.address_of(entry), otherwise, ctypes.addressof(_guard), itself)
    for at, value in enumerate(words):
        pool_system.word(own.addresses["words"], 8 * at).value = value
    return own.addresses["call"]


def _module(arguments: int) -> ir.Module:
    """Build the trampoline ``call``, and ``words``, the four numbers that it needs."""
    built = ir.Module("callback")
    place = ir.GlobalVariable(built, ir.ArrayType(I64, 4), "words")
    place.initializer = ir.Constant(place.value_type, None)
    parameters = [(f"a{i}", I64) for i in range(arguments)]
    code = Code(built, "call", parameters, internal=False, result=I64)
    b, words, answer = code.b, place.bitcast(PTR), code.array(1, "answer")
    python, otherwise, guard, itself = (code.load(I64, words, 8 * at) for at in range(4))
    ender, inside = b.inttoptr(guard, PTR), b.inttoptr(code.add(guard, 8), PTR)
    code.store(otherwise, answer)
    # Counted first, for all threads to see: either the end waits for this call, or it turns back.
    b.atomic_rmw("add", inside, code.i64(1), "seq_cst")
    ending = b.load_atomic(ender, "seq_cst", 8, typ=I64)
    me = code.call(itself, ir.FunctionType(I64, []))
    with code.when(b.or_(code.equal(ending, 0), code.equal(ending, me))):
        kind = ir.FunctionType(VOID, [I64] * (arguments + 1))
        code.call(python, kind, *code.arguments, b.ptrtoint(answer, I64))
    b.atomic_rmw("sub", inside, code.i64(1), "seq_cst")
    code.ret(code.load(I64, answer))
    return built


def end() -> None:
    """Let no more calls in, and wait until those that are inside have left."""
    _guard[0] = threading.get_ident()
    while _guard[1] > 0:
        time.sleep(1e-3)


def _after_fork() -> None:
    """Forget the calls of threads that stayed with the parent."""
    _guard[1] = 0


atexit.register(end)
if system.has("register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
