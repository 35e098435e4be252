"""A thin skin over llvmlite's typed builder: loops, byte addresses, vectors, calls by name.

In: Python numbers and llvmlite values, freely mixed (numbers fold before they reach LLVM). Out:
instructions in one function. This file knows LLVM and nothing about convolution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from llvmlite import ir

# llvmlite's values carry no types, so these names are for readers. An `Int` may also be a Python
# int, which stands for an i64 constant.
Value = Any  # any of the others
Ptr = Any  # an address
Int = Any  # 64 bits
Bit = Any  # a condition
Vec = Any  # a vector, or one number where vectors have one lane

I1, I8, I16, I32, I64 = (ir.IntType(bits) for bits in (1, 8, 16, 32, 64))
F16, F32, F64 = ir.HalfType(), ir.FloatType(), ir.DoubleType()


class _Pointer(ir.PointerType):
    """The type of any address, also of a slot that holds one.

    llvmlite 0.45 writes the latter ``ptr*``, which its own LLVM does not read.
    """

    def as_pointer(self, addrspace: int = 0) -> ir.PointerType:
        assert not addrspace
        return self


PTR = _Pointer()


class _BrainFloat(ir.Type):  # which llvmlite lacks
    def _to_string(self) -> str:
        return "bfloat"


BF16 = _BrainFloat()
VOID = ir.VoidType()


def vector(element: ir.Type, lanes: int) -> ir.Type:
    """The type of ``lanes`` elements; one is the element itself: narrow tails are no exception."""
    return element if lanes == 1 else ir.VectorType(element, lanes)


def splat(type_: ir.Type, number: float) -> ir.Constant:
    """``number`` in every lane of ``type_``."""
    return ir.Constant(type_, number)  # a list would be as many constants, each written anew


class Code:
    """The body of one function being written.

    Parameters
    ----------
    module, name, parameters
        Where the function is written, its name, and the names and types of its parameters.
    internal
        Whether only this module calls it; LLVM must not inline it then.
    quick
        Whether LLVM spends no time on it, as the machine spends none in it.
    reduced
        Whether LLVM may look for better counters and addresses of its loops (loop strength
        reduction): tiles gain by that, all else takes it a fifth of all its time for nothing.
    result
        The type that it returns.
    """

    def __init__(
        self,
        module: ir.Module,
        name: str,
        parameters: Sequence[tuple[str, ir.Type]],
        *,
        internal: bool = True,
        quick: bool = False,
        reduced: bool = False,
        result: ir.Type = VOID,
    ) -> None:
        kind = ir.FunctionType(result, [t for _, t in parameters])
        self.function = ir.Function(module, kind, name)
        self.function.attributes.add("nounwind")
        if internal:
            self.function.linkage = "internal"
        # Tiles stay whole: the register allocator sees one loop.
        for attribute in ("noinline",) * (internal or quick) + ("optnone",) * quick:
            self.function.attributes.add(attribute)
        self.module, self.reduced = module, reduced
        self.b = ir.IRBuilder(self.function.append_basic_block("entry"))
        for argument, (label, _) in zip(self.function.args, parameters, strict=True):
            argument.name = label
        self.arguments = list(self.function.args)
        self.named: dict[str, Value] = {one.name: one for one in self.arguments}

    # ---- integers: Python ints fold, everything else becomes an i64 instruction ----

    def i64(self, value: Value) -> Value:
        """A Python int as a constant; any other value as it is."""
        return ir.Constant(I64, value) if isinstance(value, int) else value

    def add(self, a: Int, b: Int, name: str = "") -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return a + b
        if isinstance(b, int) and b == 0:
            return a
        if isinstance(a, int) and a == 0:
            return b
        return self.b.add(self.i64(a), self.i64(b), name)

    def sub(self, a: Int, b: Int, name: str = "") -> Int:
        if isinstance(b, int):
            return self.add(a, -b, name)
        return self.b.sub(self.i64(a), self.i64(b), name)

    def mul(self, a: Int, b: Int, name: str = "") -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return a * b
        for one, other in ((a, b), (b, a)):
            if isinstance(one, int) and one in (0, 1):
                return other if one else 0
        return self.b.mul(self.i64(a), self.i64(b), name)

    def sum(self, *terms: Int | tuple[Int, Int]) -> Int:
        """The sum of values and of products, which are written as pairs."""
        total: Int = 0
        for term in terms:
            total = self.add(total, self.mul(*term) if isinstance(term, tuple) else term)
        return total

    def floordiv(self, a: Int, b: int, name: str = "") -> Int:
        """Floor of ``a / b`` for a positive constant ``b`` and an ``a`` of any sign."""
        if isinstance(a, int) or b == 1:
            return a // b if isinstance(a, int) else a
        quotient = self.b.sdiv(a, self.i64(b))
        negative = self.b.icmp_signed("<", self.b.srem(a, self.i64(b)), self.i64(0))
        return self.b.sub(quotient, self.b.zext(negative, I64), name)

    def divmod(self, a: Int, b: Int) -> tuple[Int, Int]:
        """Quotient and remainder of a non-negative ``a`` by a positive ``b``."""
        if isinstance(a, int) and isinstance(b, int):
            return divmod(a, b)
        quotient = a if isinstance(b, int) and b == 1 else self.b.udiv(self.i64(a), self.i64(b))
        return quotient, 0 if quotient is a else self.sub(a, self.mul(quotient, b))

    def pick(self, condition: Int, a: Int, b: Int) -> Int:
        """``a`` where a number, known now or at run time, is not 0; else ``b``."""
        if isinstance(condition, int):
            return a if condition else b
        return self.b.select(self.less(0, condition), self.i64(a), self.i64(b))

    def min(self, a: Int, b: Int, name: str = "") -> Int:
        return self._pick("<", min, a, b, name)

    def max(self, a: Int, b: Int, name: str = "") -> Int:
        return self._pick(">", max, a, b, name)

    def _pick(self, sign: str, fold: Callable[..., int], a: Int, b: Int, name: str) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return fold(a, b)
        a, b = self.i64(a), self.i64(b)
        return self.b.select(self.b.icmp_signed(sign, a, b), a, b, name)

    # ---- control ----

    @contextmanager
    def loop(self, start: Int, stop: Int, step: Int = 1, name: str = "i") -> Iterator[Int]:
        """``for i in range(start, stop, step)``; a loop known to run just once leaves no branch."""
        ints = all(isinstance(number, int) for number in (start, stop, step))
        if ints and start < stop <= start + step:
            yield start
            return
        b, before = self.b, self.b.block
        body = b.append_basic_block(f"{name}.body")
        done = b.append_basic_block(f"{name}.done")
        # Tested at the bottom from here on: one branch an iteration.
        b.cbranch(self.less(start, stop), body, done)
        b.position_at_end(body)
        index = b.phi(I64, name)
        index.add_incoming(self.i64(start), before)
        yield index
        following = self.hidden(b.add(index, self.i64(step), f"{name}.next"))
        index.add_incoming(following, b.block)
        b.cbranch(b.icmp_signed("<", following, self.i64(stop)), body, done)
        b.position_at_end(done)

    @contextmanager
    def walk(
        self, start: Int, stop: Int, *steps: tuple[Ptr, Int], name: str = "i"
    ) -> Iterator[tuple[Int, list[Ptr]]]:
        """A loop in which addresses move on, each by so many bytes an iteration."""
        slots = [self.variable(PTR, base) for base, _ in steps]
        with self.loop(start, stop, name=name) as index:
            here = [self.b.load(slot, typ=PTR) for slot in slots]
            yield index, here
            for slot, at, (_, step) in zip(slots, here, steps, strict=True):
                self.b.store(self.hidden(self.at(at, step)), slot)

    def hidden(self, value: Value) -> Value:
        """The same number or address, of which LLVM forgets how it comes about: see `reduced`."""
        if self.reduced:
            return value
        if value.type is PTR:
            return self.intrinsic("launder.invariant.group.p0", PTR, value)
        return self.intrinsic("expect.i64", I64, value, ir.Constant(I64, 0))

    @contextmanager
    def when(self, condition: Bit) -> Iterator[None]:
        with self.b.if_then(condition):
            yield

    @contextmanager
    def forever(self, name: str) -> Iterator[Callable[[Bit], None]]:
        """``while True:``; the block is given a function that leaves it on a condition."""
        b = self.b
        head, done = b.append_basic_block(name), b.append_basic_block(f"{name}.done")

        def leave(condition: Bit) -> None:
            stay = b.append_basic_block(f"{name}.stay")
            b.cbranch(condition, done, stay)
            b.position_at_end(stay)

        b.branch(head)
        b.position_at_end(head)
        yield leave
        b.branch(head)
        b.position_at_end(done)

    def less(self, a: Int, b: Int) -> Bit:
        return self.b.icmp_signed("<", self.i64(a), self.i64(b))

    def equal(self, a: Int, b: Int) -> Bit:
        return self.b.icmp_signed("==", self.i64(a), self.i64(b))

    def ret(self, value: Value | None = None) -> None:
        if value is None:
            self.b.ret_void()
        else:
            self.b.ret(self.i64(value))

    # ---- memory: addresses are a pointer and a number of bytes ----

    def at(self, base: Ptr, offset: Int, name: str = "") -> Ptr:
        if isinstance(offset, int) and offset == 0:
            return base
        return self.b.gep(base, [self.i64(offset)], name=name, source_etype=I8)

    def load(self, type_: ir.Type, base: Ptr, offset: Int = 0, *, name: str = "") -> Value:
        """Load from any address: users' arrays may be unaligned, and others pay nothing for it."""
        return self.b.load(self.at(base, offset), name=name, align=1, typ=type_)

    def store(self, value: Value, base: Ptr, offset: Int = 0) -> None:
        self.b.store(value, self.at(base, offset), align=1)

    def variable(self, type_: ir.Type, value: Value | None = None, name: str = "") -> Ptr:
        """A stack slot at the function's entry; SROA turns it into a register."""
        with self.b.goto_entry_block():
            slot = self.b.alloca(type_, name=name)
        if value is not None:
            self.b.store(value, slot)
        return slot

    def array(self, words: int, name: str) -> Ptr:
        """The address of so many 64-bit words on the stack."""
        # Through an integer: llvmlite holds alloca's own pointer to loads of whole arrays.
        array = self.variable(ir.ArrayType(I64, words), name=name)
        return self.b.inttoptr(self.b.ptrtoint(array, I64), PTR)

    # ---- calls ----

    def call(self, address: Int, kind: ir.FunctionType, *values: Value) -> Value:
        """Call the function at an address."""
        return self.b.call(self.b.inttoptr(address, kind.as_pointer()), values)

    def invoke(self, function: str | ir.Function, *values: Value, **named: Value) -> Value:
        """Call a function of this module: its first parameters in order, all others by name.

        A name that the function has not, or one that is missing, is an error while code is emitted.
        """
        if isinstance(function, str):
            function = self.module.globals[function]
        names = [argument.name for argument in function.args]
        others = names[len(values) :]
        assert sorted(others) == sorted(named), (function.name, others, sorted(named))
        given = (*values, *(named[name] for name in others))
        return self.b.call(function, [self.i64(value) for value in given])

    # ---- vectors ----

    def broadcast(self, scalar: Value, lanes: int) -> Vec:
        """A number in each of ``lanes``."""
        if lanes == 1:
            return scalar
        kind = ir.VectorType(scalar.type, lanes)
        head = self.b.insert_element(ir.Constant(kind, ir.Undefined), scalar, ir.Constant(I32, 0))
        return self.b.shuffle_vector(head, head, splat(ir.VectorType(I32, lanes), 0))

    def shuffle(self, a: Vec, b: Vec, lanes: Sequence[int]) -> Vec:
        """The chosen lanes of two vectors; those of ``b`` are counted on from those of ``a``."""
        return self.b.shuffle_vector(a, b, ir.Constant(ir.VectorType(I32, len(lanes)), list(lanes)))

    def part(self, value: Vec, start: int, lanes: int) -> Vec:
        """``lanes`` neighbouring lanes of a vector."""
        if lanes == 1:
            return self.b.extract_element(value, ir.Constant(I32, start))
        return self.shuffle(value, value, range(start, start + lanes))

    def intrinsic(self, name: str, result: ir.Type, *values: Value) -> Value:
        """Call ``llvm.NAME`` by its full spelling, which llvmlite cannot derive for vectors."""
        full = f"llvm.{name}"
        function = self.module.globals.get(full)
        if function is None:
            kind = ir.FunctionType(result, [value.type for value in values])
            function = ir.Function(self.module, kind, full)
        return self.b.call(function, values)


def suffix(type_: ir.Type) -> str:
    """How LLVM spells a type inside an intrinsic's name: ``v8f32``, ``f64``."""
    if isinstance(type_, ir.VectorType):
        return f"v{type_.count}{suffix(type_.element)}"
    return {F16: "f16", F32: "f32", F64: "f64"}[type_]
