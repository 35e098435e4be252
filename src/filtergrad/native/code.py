"""What native code and Python share of a door: its words, its records, its table.

In: nothing. Out: where each word lies, the skin in which a door's functions are written, and the
function that finds a call's record.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I8, I64, PTR, VOID, Code, Value
from filtergrad.cpu.code.task import STRIDES

from .words import Words

# Bytes from the start of the global `door` to each of its words. Python fills them in.
SLOTS = 0  # the address of the table: {its number of slots - 1, addresses of entries or 0}
ASK = 8  # the address of ``text ask(words, record**)``, in Python: called for calls not seen before
TEAM = 16  # the address of the pool's {pool, threads, run_phases, 0 where REFRESH must be called}
REFRESH = 24  # the address of ``refresh()``, in Python, which fills in what TEAM points to
ALLOCATE, FREE = 32, 40  # the addresses of C's aligned_alloc and free
PARALLEL_FOR, GET_NUM_THREADS = 48, 56  # those of a host's functions; 0: our pool works
FULL = 64  # the address of the text that is returned where there is no memory for a workspace
EPOCH = 72  # 0 or 1, as Python says: which of the two counts below a call is counted in
CLOCK = 80  # the address of C's clock_gettime
CALLS = (128, 192)  # how many calls are under way; each in a cache line of its own
WORKSPACES, PLACES = 256, 16  # so many places for addresses of workspaces that wait for a call
HOST = WORKSPACES + 8 * PLACES  # addresses of a host's functions, in the order of a shim's `CALLS`
BYTES = HOST + 8 * 64

PRIME = 0x9E3779B97F4A7C15  # the factor of the hash: 2**64 divided by the golden ratio

NULL = ir.Constant(PTR, None)

# A record follows the words of its call in an entry of the table. It is all that the call must know
# of a kernel: what `Kernel.record` says, then what `entry._place` needs to move dW into the host's
# layout. The word `used` is set by calls: nobody else knows which records are in use. What follows
# it calls count where `FILTERGRAD_SUMMARY` asks for it (`watch`).
RECORD = Words(
    **dict.fromkeys(
        ("main", "tasks", "finish", "rows", "partials", "panel_bytes", "sizes", "slots",
         "left", "zeros", "exchanged", *STRIDES,
         "place", "size", "taps", "c", "k", "to_tap", "to_c", "to_k", "used",
         "calls", "nanoseconds", "first"), 1,
    )
)  # fmt: skip


class DoorCode(Code):
    """A function of a door being written.

    Parameters
    ----------
    module
        From `entry.module`.
    name
        The function's name; ``exported`` if hosts call it.
    parameters, result
        The types of the function's parameters, by name, and of its result.
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
        """Load the word that lies ``offset`` bytes into the global `door`."""
        return self.load(kind, self.module.globals["door"].bitcast(PTR), offset)

    def host(self, index: int, result: ir.Type, *values: Value) -> Value:
        """Call the host's function number ``index``."""
        given = [self.i64(value) for value in values]
        kind = ir.FunctionType(result, [value.type for value in given])
        return self.call(self.word(HOST + 8 * index), kind, *given)

    def field(self, record: Value, name: str, kind: ir.Type = I64) -> Value:
        """Load the word ``name`` of a record."""
        return self.load(kind, record, RECORD.at(name), name=name)

    def nothing(self, pointer: Value) -> Value:
        """Whether a pointer is null."""
        return self.equal(self.b.ptrtoint(pointer, I64), 0)

    def pointer(self) -> Value:
        """A variable that holds an address, at first null."""
        return self.variable(PTR, NULL)

    def found(self, slot: Value, kind: ir.Type = I64) -> Value:
        """What a variable holds."""
        return self.b.load(slot, typ=kind)

    def zeros(self, words: int, name: str) -> Value:
        """An array of so many words on the stack, all of them 0."""
        array = self.array(words, name)
        for at in range(words):
            self.store(self.i64(0), array, 8 * at)
        return array

    def text(self, text: str) -> Value:
        """The address of a constant text in this module."""
        data = bytearray(text.encode() + b"\0")
        kind = ir.ArrayType(I8, len(data))
        place = ir.GlobalVariable(self.module, kind, self.module.get_unique_name("text"))
        place.initializer, place.global_constant = ir.Constant(kind, data), True
        place.linkage = "private"
        return place.bitcast(PTR)


def mixed(state: int, word: int) -> int:
    """One step of the hash, as `_find` makes it."""
    state = (state ^ word) * PRIME % 2**64
    return state ^ state >> 29


def lookup(built: ir.Module, words: int) -> None:
    """Write `known`, which finds the record of a call of so many words, and what it needs."""
    _enter(built)
    _leave(built)
    _publish(built)
    _running(built)
    _find(built, words)
    _known(built)


def _enter(built: ir.Module) -> None:
    """Write `enter`: until `leave` is given its result, the record of a call stays where it is."""
    code = DoorCode(built, "enter", I64)
    b, door = code.b, built.globals["door"].bitcast(PTR)
    odd = b.and_(b.load_atomic(code.at(door, EPOCH), "monotonic", 8, typ=I64), code.i64(1))
    offset = b.select(code.equal(odd, 0), *map(code.i64, CALLS))
    # The count is raised before the table is read, in one order for all threads: either whoever
    # looks for calls that may read an old table sees this call, or the call reads the new table.
    b.atomic_rmw("add", code.at(door, offset), code.i64(1), "seq_cst")
    code.ret(offset)


def _leave(built: ir.Module) -> None:
    """Write `leave`, which ends the call that `enter` began."""
    code = DoorCode(built, "leave", offset=I64)
    place = code.at(built.globals["door"].bitcast(PTR), code.arguments[0])
    code.b.atomic_rmw("sub", place, code.i64(1), "seq_cst")
    code.ret()


def _publish(built: ir.Module) -> None:
    """Write `publish`, by which Python puts another table in the place of the last one."""
    code = DoorCode(built, "publish", exported=True, table=I64)
    place = code.at(built.globals["door"].bitcast(PTR), SLOTS)
    code.b.atomic_rmw("xchg", place, code.arguments[0], "seq_cst")
    code.ret()


def _running(built: ir.Module) -> None:
    """Write `running`, which tells Python how many calls began under epoch 0 or 1 and go on."""
    code = DoorCode(built, "running", I64, exported=True, odd=I64)
    offset = code.b.select(code.equal(code.arguments[0], 0), *map(code.i64, CALLS))
    place = code.at(built.globals["door"].bitcast(PTR), offset)
    code.ret(code.b.atomic_rmw("add", place, code.i64(0), "seq_cst"))


def _find(built: ir.Module, words: int) -> None:
    """Write `find`, which returns the record of a call, or null."""
    code = DoorCode(built, "find", PTR, words=PTR)
    (given,) = code.arguments
    b, state = code.b, code.i64(0)
    for i in range(words):
        state = b.mul(b.xor(state, code.load(I64, given, 8 * i)), code.i64(PRIME))
        state = b.xor(state, b.lshr(state, code.i64(29)))
    # The address is read once: Python may put a larger table in its place at any time.
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
    """Write `known`, which finds the record of a call and asks Python for new ones.

    It returns the text of what is wrong, or null. It is not a part of `call`, because some hosts
    allocate the output between the checks and the sums: these call `enter` before `known`, and
    `leave` after `launch`.
    """
    code = DoorCode(built, "known", PTR, words=PTR, slot=PTR)
    words, slot = code.arguments
    record = code.invoke("find", words)
    code.store(record, slot)
    text, kind = code.pointer(), ir.FunctionType(PTR, [PTR, PTR])
    with code.b.if_else(code.nothing(record)) as (new, old):
        with new:
            code.b.store(code.call(code.word(ASK), kind, words, slot), text)
        with old:
            with code.when(code.equal(code.field(record, "used"), 0)):
                code.store(code.i64(1), record, RECORD.at("used"))
            # Where other code stands in, Python is asked again after some calls.
            left = code.field(record, "left")
            with code.when(code.less(0, left)):
                code.store(code.sub(left, 1), record, RECORD.at("left"))
                with code.when(code.equal(left, 1)):
                    code.b.store(code.call(code.word(ASK), kind, words, slot), text)
    code.ret(code.found(text, PTR))
