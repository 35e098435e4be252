"""What native code and Python share of a door: its words, its records, its table.

In: nothing. Out: where each word lies, the skin in which a door's functions are written, and the
function that finds a call's record.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I64, PTR, VOID, Code, Value

# The words of `door`, in bytes: the table, the functions that are called, the hosts' own addresses.
SLOTS = 0  # address of the table: {how many slots - 1, addresses of entries or 0}
ASK = 8  # of ``text ask(words, record**)``, in Python: a call that was not seen before
TEAM = 16  # of the pool's words {pool, threads, run_phases, 0 where REFRESH must be called}
REFRESH = 24  # of ``refresh()``, in Python: fills TEAM in
ALLOCATE, FREE = 32, 40  # of C's aligned_alloc and free
SHARE, SHARERS = 48, 56  # a host's own parallel_for and get_num_threads; 0 where our pool works
FULL = 64  # of the text for want of memory
EPOCH = 72  # 0 or 1, as Python says: calls that begin under the one and the other are counted
CALLS = (128, 192)  # apart, and Python frees nothing that one of them may be reading
ROOMS, MANY_ROOMS = 256, 16  # workspaces that wait for their next call
HOST = ROOMS + 8 * MANY_ROOMS  # what `doors` call in their hosts, in the order of their `CALLS`
BYTES = HOST + 8 * 64

PRIME = 0x9E3779B97F4A7C15  # of the hash: what is left of 2**64 by the golden ratio

# A record, which follows its words in an entry: all that a call must know of a kernel, in words.
# The last is set by calls: nobody else knows which records are used.
RECORD = ("main", "tasks", "finish", "rows", "partials", "panel_bytes", "slots", "zeros",
          "xn", "xh", "xw", "xc", "dyn", "dyp", "dyq", "dyk",
          "place", "size", "taps", "c", "k", "to_tap", "to_c", "to_k", "used")  # fmt: skip


class DoorCode(Code):
    """A function of a door being written.

    Parameters
    ----------
    module
        From `module`.
    name
        Of the function; ``exported`` if hosts call it.
    parameters, result
        Of the function, by name.
    """

    def __init__(
        self,
        module: ir.Module,
        name: str,
        result: ir.Type = VOID,
        *,
        exported: bool = False,
        **parameters: ir.Type,
    ) -> None:
        super().__init__(
            module, name, list(parameters.items()), internal=not exported, result=result
        )

    def word(self, offset: int, kind: ir.Type = I64) -> Value:
        """A word of `door`."""
        return self.load(kind, self.module.globals["door"].bitcast(PTR), offset)

    def host(self, index: int, result: ir.Type, *values: Value) -> Value:
        """Call the host's function number ``index``."""
        given = [self.i64(value) for value in values]
        kind = ir.FunctionType(result, [value.type for value in given])
        return self.call(self.word(HOST + 8 * index), kind, *given)

    def field(self, record: Value, name: str, kind: ir.Type = I64) -> Value:
        """A word of a record."""
        return self.load(kind, record, 8 * RECORD.index(name), name=name)

    def nothing(self, pointer: Value) -> Value:
        """Whether a pointer is null."""
        return self.equal(self.b.ptrtoint(pointer, I64), 0)

    def found(self, slot: Value, kind: ir.Type = I64) -> Value:
        """What a variable holds."""
        return self.b.load(slot, typ=kind)


def mixed(state: int, word: int) -> int:
    """One step of the hash, as `_find` makes it."""
    state = (state ^ word) * PRIME % 2**64
    return state ^ state >> 29


def lookup(built: ir.Module, words: int) -> None:
    """Write `known`, which finds the record of a call of so many words, and what surrounds it."""
    _enter(built)
    _leave(built)
    _publish(built)
    _running(built)
    _find(built, words)
    _known(built)


def _enter(built: ir.Module) -> None:
    """Begin a call: from here to `leave` with what this returns, its record stays where it is."""
    code = DoorCode(built, "enter", I64)
    b, door = code.b, built.globals["door"].bitcast(PTR)
    odd = b.and_(b.load_atomic(code.at(door, EPOCH), "monotonic", 8, typ=I64), code.i64(1))
    offset = b.select(code.equal(odd, 0), *map(code.i64, CALLS))
    # Before the table is read, for all threads to see: either this call is seen by who looks for
    # calls that may read an old table, or it reads the new one.
    b.atomic_rmw("add", code.at(door, offset), code.i64(1), "seq_cst")
    code.ret(offset)


def _leave(built: ir.Module) -> None:
    """End a call."""
    code = DoorCode(built, "leave", offset=I64)
    place = code.at(built.globals["door"].bitcast(PTR), code.arguments[0])
    code.b.atomic_rmw("sub", place, code.i64(1), "seq_cst")
    code.ret()


def _publish(built: ir.Module) -> None:
    """For Python: put another table in the place of the last one."""
    code = DoorCode(built, "publish", exported=True, table=I64)
    place = code.at(built.globals["door"].bitcast(PTR), SLOTS)
    code.b.atomic_rmw("xchg", place, code.arguments[0], "seq_cst")
    code.ret()


def _running(built: ir.Module) -> None:
    """For Python: how many calls there are that began under epoch 0 or 1."""
    code = DoorCode(built, "running", I64, exported=True, odd=I64)
    offset = code.b.select(code.equal(code.arguments[0], 0), *map(code.i64, CALLS))
    place = code.at(built.globals["door"].bitcast(PTR), offset)
    code.ret(code.b.atomic_rmw("add", place, code.i64(0), "seq_cst"))


def _find(built: ir.Module, words: int) -> None:
    """The record of a call, or null."""
    code = DoorCode(built, "find", PTR, words=PTR)
    (given,) = code.arguments
    b, state = code.b, code.i64(0)
    for i in range(words):
        state = b.mul(b.xor(state, code.load(I64, given, 8 * i)), code.i64(PRIME))
        state = b.xor(state, b.lshr(state, code.i64(29)))
    # Read once: Python may put a larger table in its place.
    slots = b.inttoptr(
        b.load_atomic(built.globals["door"].bitcast(PTR), "seq_cst", 8, typ=I64), PTR
    )
    mask = code.load(I64, slots)
    at, entry = code.variable(I64, state), code.variable(PTR)
    with code.forever("probe") as leave:
        index = b.and_(code.found(at), mask)
        place = code.at(slots, code.add(code.mul(index, 8), 8))
        b.store(b.inttoptr(b.load_atomic(place, "acquire", 8, typ=I64), PTR), entry)
        here = code.found(entry, PTR)
        leave(code.nothing(here))
        other = code.i64(0)
        for i in range(words):
            pair = code.load(I64, here, 8 * i), code.load(I64, given, 8 * i)
            other = b.or_(other, b.xor(*pair))
        leave(code.equal(other, 0))
        b.store(code.add(index, 1), at)
    last = code.found(entry, PTR)
    record = b.select(code.nothing(last), last, code.at(last, 8 * words))
    code.ret(record)


def _known(built: ir.Module) -> None:
    """Find the record of a call; Python is asked for new ones. The text of what is wrong, or null.

    Apart from `call` for hosts whose output is allocated between the checks and the sums; those
    `enter` before this and `leave` after `launch`.
    """
    code = DoorCode(built, "known", PTR, words=PTR, slot=PTR)
    words, slot = code.arguments
    record = code.b.call(built.globals["find"], [words])
    code.store(record, slot)
    text = code.variable(PTR, ir.Constant(PTR, None))
    with code.b.if_else(code.nothing(record)) as (new, old):
        with new:
            kind = ir.FunctionType(PTR, [PTR, PTR])
            code.b.store(code.call(code.word(ASK), kind, words, slot), text)
        with old, code.when(code.equal(code.field(record, "used"), 0)):
            code.store(code.i64(1), record, 8 * RECORD.index("used"))
    code.ret(code.found(text, PTR))
