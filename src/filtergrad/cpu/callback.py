"""Python called by native code from any thread, at any time: also while Python ends. Floor 4.

In: a ctypes callback. Out: an address to call instead. A thread that calls Python once the
interpreter has begun to end is never let in and never returns, and a host that waits for its
threads then waits for ever. So each call is counted, and none begins after the end has.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import threading
import time
from typing import Any

from llvmlite import ir

from filtergrad.cpu import jit, llvm, system
from filtergrad.cpu.ir import I64, PTR, Code

# The thread that ends Python (it alone may still call), and how many calls are under way.
_guard = (ctypes.c_int64 * 2)()
_kept: list[Any] = [_guard]
# Native code reads these until the process is gone, and Python ends before.
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_kept))


def callback(python: Any, arguments: int, late: int = 0) -> int:
    """The address of a function that calls ``python`` unless it is too late for that.

    Parameters
    ----------
    python
        A ctypes callback, which is kept for ever.
    arguments
        How many it takes, all of them integers or pointers.
    late
        What is returned instead once Python ends.
    """
    symbols = ("words", "call")
    binary = jit.assemble(("callback", str(arguments)), lambda: _module(arguments), symbols, "", "")
    own = llvm.load(binary.code, symbols)  # with words of its own
    own.keep()
    _kept.append(python)
    pthread_self = system.address_of(ctypes.CDLL(None).pthread_self)
    values = (
        system.address_of(python),
        late,
        ctypes.addressof(_guard),
        pthread_self,
    )  # as read below
    for at, value in enumerate(values):
        system.word(own.addresses["words"], 8 * at).value = value
    return own.addresses["call"]


def _module(arguments: int) -> ir.Module:
    built = ir.Module("callback")
    place = ir.GlobalVariable(built, ir.ArrayType(I64, 4), "words")
    place.initializer = ir.Constant(place.value_type, None)
    parameters = [(f"a{i}", I64) for i in range(arguments)]
    code = Code(built, "call", parameters, internal=False, result=I64)
    b, words = code.b, place.bitcast(PTR)
    python, late, guard, itself = (code.load(I64, words, 8 * at) for at in range(4))
    ender, inside = b.inttoptr(guard, PTR), b.inttoptr(code.add(guard, 8), PTR)
    answer = code.variable(I64, late)
    # Counted first, for all threads to see: either the end waits for this call, or it turns back.
    b.atomic_rmw("add", inside, code.i64(1), "seq_cst")
    ending = b.load_atomic(ender, "seq_cst", 8, typ=I64)
    me = code.call(itself, ir.FunctionType(I64, []))
    with code.when(b.or_(code.equal(ending, 0), code.equal(ending, me))):
        kind = ir.FunctionType(I64, [I64] * arguments)
        b.store(code.call(python, kind, *code.arguments), answer)
    b.atomic_rmw("sub", inside, code.i64(1), "seq_cst")
    code.ret(b.load(answer, typ=I64))
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
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
