"""Kernels of the fake driver: a binary is its launch, pickled, and runs in Triton's interpreter.

What is launched is what lies in the argument block: addresses always, numbers in the general form.
"""

import ctypes
import pickle
import struct
import threading
from dataclasses import dataclass, replace

from filtergrad.dtypes import SIZES
from filtergrad.gpu.base.launch import Box, Pointer, Size
from filtergrad.gpu.run import cuda
from filtergrad.gpu.run.binary import CONSTANT, GENERAL, Binary, Descriptor
from helpers import interpret

MAGIC = b"a binary that no GPU executes"
MAP_MAGIC = 0x70616D20656B6166
ELEMENTS = {"float16": 6, "float32": 7, "float64": 8, "bfloat16": 9}
INVALID_VALUE, INVALID_CONTEXT, NO_BINARY = 1, 201, 209
MOST_SHARED = 227 << 10
_interpreter = threading.RLock()  # it is not for several threads


def build(launch, arch, form):
    """A binary as `run.build` makes them; what is in it are the launch and the form themselves."""
    arguments = [
        name for name, value in launch.arguments if form == GENERAL or not isinstance(value, Size)
    ]
    boxes = [(name, value) for name, value in launch.arguments if isinstance(value, Box)]
    data = pickle.dumps((launch, form, arch.capability))
    return Binary(
        name=launch.name, code=MAGIC + struct.pack("<q", len(data)) + data, form=form,
        arguments=tuple(arguments), nulls=2, threads=32 * launch.warps, shared_bytes=64 << 10,
        registers=0, stack_bytes=0, ptx=f"// {launch.source}",
        descriptors=tuple((name, _descriptor(box)) for name, box in boxes),
    )  # fmt: skip


@dataclass
class Pair:
    """Both forms of a launch, of which ``form`` is ready."""

    launch: object
    arch: object
    form: str = CONSTANT
    settled: bool = True

    @property
    def binary(self):
        return build(self.launch, self.arch, self.form)


def general(launch, arch):
    """The general form, and no other will come."""
    return Pair(launch, arch, GENERAL)


def _descriptor(box):
    size = SIZES[box.pointer.dtype]
    inner = min(box.block[-1], 128 // size)  # as much as a swizzled line has
    swizzle = next(n for n, most in ((1, 32), (2, 64), (3, 128)) if inner * size <= most)
    block = (*box.block[:-1], inner)
    return Descriptor(swizzle, ELEMENTS[box.pointer.dtype], size, block)


@dataclass
class Loaded:
    """A function on a device."""

    device: int
    launch: object
    form: str
    shared: int = cuda.DEFAULT_SHARED_BYTES


@dataclass
class Launched:
    """A launch as it reached the driver."""

    function: Loaded
    stream: int
    grid: tuple
    threads: int
    attributes: list
    values: dict


class Kernels:
    """The driver's functions that load code, encode maps and launch."""

    # ---- code ----

    def _code(self, address):
        start = address + len(MAGIC)
        assert ctypes.string_at(address, len(MAGIC)) == MAGIC
        assert getattr(self.thread, "mode", 0) == cuda.RELAXED, "loaded where a graph is recorded"
        (size,) = struct.unpack("<q", ctypes.string_at(start, 8))
        return pickle.loads(ctypes.string_at(start + 8, size))

    def _library_load_data(self, to, code, *rest):
        write(to, ctypes.c_void_p, self._handle(self._code(code)))

    def _library_get_kernel(self, to, library, name):
        assert ctypes.string_at(name).decode() == self.handles[library][0].name
        write(to, ctypes.c_void_p, library)

    def _kernel_get_function(self, to, kernel):
        launch, form, capability = self.handles[kernel]
        if self._here() < 0:
            return INVALID_CONTEXT
        if self.capabilities[self._here()] != capability:
            return NO_BINARY
        return write(to, ctypes.c_void_p, self._handle(Loaded(self._here(), launch, form)))

    def _module_load_data(self, to, code):
        return self._library_load_data(to, code)

    def _module_get_function(self, to, module, name):
        return self._kernel_get_function(to, module)

    def _func_set_attribute(self, function, which, value):
        assert which == cuda.MAX_DYNAMIC_SHARED_BYTES
        if value > 227 << 10:
            return INVALID_VALUE
        self.handles[function].shared = value
        return 0

    def _tensor_map_encode_tiled(self, to, element, rank, address, *rest):
        shape, strides, box, steps, interleave, swizzle, l2, fill = rest

        def many(kind, at, count):
            return tuple((kind * count).from_address(at))

        made = {
            "element": element, "rank": rank, "address": address, "interleave": interleave,
            "shape": many(ctypes.c_uint64, shape, rank), "swizzle": swizzle, "l2": l2, "fill": fill,
            "strides": many(ctypes.c_uint64, strides, rank - 1),
            "box": many(ctypes.c_uint32, box, rank), "steps": many(ctypes.c_uint32, steps, rank),
        }  # fmt: skip
        size = {6: 2, 7: 4, 8: 8, 9: 2}[element]
        spans = {1: 32, 2: 64, 3: 128}
        if (
            address % 16 or not 1 <= rank <= 5 or min(made["shape"]) < 1
            or any(stride % 16 or stride >= 1 << 40 for stride in made["strides"])
            or not 1 <= min(made["box"]) <= max(made["box"]) <= 256
            or made["box"][0] * size % 16 or made["box"][0] * size > spans.get(swizzle, 1 << 20)
            or set(made["steps"]) != {1} or to % 64
        ):  # fmt: skip
            return INVALID_VALUE
        self.maps.append(made)
        ctypes.memmove(to, struct.pack("<2Q112x", MAP_MAGIC, len(self.maps) - 1), 128)
        return 0

    # ---- launches ----

    def _launch_kernel_ex(self, config, function, parameters, extra):
        raw = ctypes.string_at(config, cuda.CONFIG_BYTES)
        numbers, (stream, at, count) = (
            struct.unpack("<7I", raw[:28]),
            struct.unpack("<QQI", raw[32:52]),
        )
        attributes = [
            struct.unpack("<I4xI", ctypes.string_at(at + i * cuda.ATTRIBUTE_BYTES, 12))
            for i in range(count)
        ]
        return self._launch_kernel(
            function, *numbers, stream, parameters, extra, attributes=attributes
        )

    def _launch_kernel(self, function, *rest, attributes=()):
        gx, gy, gz, bx, by, bz, shared, stream, at, extra = rest
        one = self.handles[function]
        if self._here() != one.device or self._stream(stream).device != one.device:
            return INVALID_CONTEXT
        launch = one.launch
        assert (gx, gy, gz) == launch.grid
        assert (bx, by, bz) == (32 * launch.warps, 1, 1)
        assert not extra
        if shared > one.shared or min(gx, gy, gz) < 1:
            return INVALID_VALUE
        values, launch = self._decoded(one, _Parameters(at))
        places = {
            n: a for n, a in values.items() if not isinstance(dict(launch.arguments)[n], Size)
        }
        for name, value in places.items():
            found = self._at(value)
            assert found is not None, f"{name} points nowhere"
            assert found.device == one.device, f"{name} is on another device"
        self.launches.append(Launched(one, stream, launch.grid, bx, list(attributes), values))

        def work():
            assert not any(self._at(at).freed for at in places.values()), "freed memory"
            with _interpreter:
                interpret.launch(launch, values)

        self._stream(stream).add(work)
        return 0

    def _decoded(self, one, given):
        """What the arguments say, and the launch with them."""
        values, arguments = {}, {}
        for name, value in one.launch.arguments:
            arguments[name] = value
            if isinstance(value, Pointer):
                values[name] = given.take("<Q")
                arguments[name] = replace(value, name=name, offset=0)
            elif isinstance(value, Box):
                arguments[name], values[name] = self._box(name, value, given)
            elif one.form == GENERAL:
                values[name] = given.take("<q" if value.wide else "<i")
                arguments[name] = replace(value, value=values[name])
        assert [given.take("<Q"), given.take("<Q")] == [0, 0], "scratch"
        return values, replace(one.launch, arguments=tuple(arguments.items()))

    def _box(self, name, box, given):
        raw, rank = given.take("<128s"), len(box.shape)
        assert given.last % 64 == 0
        magic, index = struct.unpack("<2Q", raw[:16])
        assert magic == MAP_MAGIC, "no map was encoded"
        made, size = self.maps[index], SIZES[box.pointer.dtype]
        shape = tuple(given.take("<I") for _ in range(rank))
        strides = tuple(given.take("<Q") for _ in range(rank))
        assert made["shape"][::-1] == shape == box.shape
        assert (*(s // size for s in made["strides"][::-1]), 1) == strides == box.strides
        assert made["element"] == ELEMENTS[box.pointer.dtype]
        pointer = Pointer(name, box.pointer.dtype)
        return Box(pointer, shape, strides, box.block), made["address"]


class _Parameters:
    """The arguments of a launch, one after the other, by their addresses."""

    def __init__(self, at):
        self.at, self.last = at, 0

    def take(self, kind):
        self.last = ctypes.c_uint64.from_address(self.at).value
        self.at += 8
        size = struct.calcsize(kind)
        assert self.last % min(size, 8) == 0, "misaligned"
        return struct.unpack(kind, ctypes.string_at(self.last, size))[0]


def write(to, kind, value):
    kind.from_address(to).value = value
    return 0
