"""The blocks of arguments that launches take, made once; only addresses and the stream are missing.

In: launches with their functions on a device. Out: a `Record` of them all, in memory as `door`
reads it, and the way without machine code: `Record.launch`. Arguments lie as Triton's own launcher
passes them: an address is 64 bits, a number 32 or 64; a tensor descriptor is its map, its shape (32
bits an axis) and its strides (64 bits an axis); null pointers follow.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import NamedTuple

from filtergrad.gpu.base.launch import Box, Launch, Pointer, Size

from . import cuda
from .binary import Binary, Descriptor
from .device import Device

ARRAYS = ("x", "dy", "dw", "work")
"""What pointers point into, in the order in which their addresses are handed over."""

# A record in words of 64 bits. First HEAD: how many launches there are, the context, bytes of the
# largest block, the most arguments, addresses of the driver's functions. For each launch LAUNCH:
# the function, the configuration, then addresses and counts: the block's bytes, the places of
# arguments in it, its pointers (place, array, bytes to add), its maps (as MAP says).
HEAD = {"launches": 0, "context": 1, "bytes": 2, "arguments": 3, "launch": 4, "encode": 5,
        "get": 6, "set": 7}  # fmt: skip
HEAD_WORDS = 8
LAUNCH = {"function": 0, "config": 1, "block": 8, "bytes": 9, "places": 10, "arguments": 11,
          "pointers": 12, "pointer_count": 13, "maps": 14, "map_count": 15}  # fmt: skip
LAUNCH_WORDS = 16
POINTER_WORDS = 3
# A map: place, array, bytes to add; type and rank, two halves of a word; addresses of its shape,
# strides, box and steps, innermost axis first; swizzle and fill, two halves of a word.
MAP = {"place": 0, "array": 1, "add": 2, "type": 3, "shape": 4, "strides": 5, "box": 6, "steps": 7,
       "swizzle": 8}  # fmt: skip
MAP_WORDS = 9


class Patch(NamedTuple):
    """An address in a block that a call fills in.

    Parameters
    ----------
    place
        Bytes from the start of the block.
    array
        Which of `ARRAYS`.
    add
        Bytes from its address.
    """

    place: int
    array: int
    add: int


class Map(NamedTuple):
    """How a tensor descriptor's map is encoded, once the address is known.

    Parameters
    ----------
    patch
        Where the map is, and where the array begins.
    element, swizzle, fill
        The driver's numbers.
    shape, strides, box
        Innermost axis first; strides in bytes, without that of the innermost axis.
    """

    patch: Patch
    element: int
    swizzle: int
    fill: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    box: tuple[int, ...]


class Function(NamedTuple):
    """A binary that was loaded on a device, and the driver's handle of its function."""

    handle: int
    binary: Binary


class Block(NamedTuple):
    """The arguments of one launch.

    Parameters
    ----------
    data
        The block, with zeros where addresses and maps will be.
    places
        Where each argument is in it.
    pointers, maps
        What a call fills in.
    """

    data: bytes
    places: tuple[int, ...]
    pointers: tuple[Patch, ...]
    maps: tuple[Map, ...]


def block(launch: Launch, binary: Binary) -> Block:
    """The arguments of a launch that a binary takes."""
    given, boxes = dict(launch.arguments), dict(binary.descriptors)
    data, places = bytearray(), list[int]()
    pointers, maps = list[Patch](), list[Map]()

    def put(value: bytes, alignment: int = 0) -> int:
        data.extend(bytes(-len(data) % (alignment or len(value))))
        places.append(len(data))
        data.extend(value)
        return places[-1]

    for name in binary.arguments:
        value = given[name]
        if isinstance(value, Pointer):
            pointers.append(_patch(put(bytes(8)), value))
        elif isinstance(value, Size):
            put(struct.pack("<q" if value.wide else "<i", value.value))
        else:
            place = put(bytes(cuda.MAP_BYTES), cuda.MAP_ALIGNMENT)
            maps.append(_map(place, value, boxes[name]))
            for size in value.shape:
                put(struct.pack("<i", size))
            for stride in value.strides:
                put(struct.pack("<q", stride))
    for _ in range(binary.nulls):
        put(bytes(8))
    return Block(bytes(data), tuple(places), tuple(pointers), tuple(maps))


def _patch(place: int, pointer: Pointer) -> Patch:
    return Patch(place, ARRAYS.index(pointer.name), pointer.offset)


def _map(place: int, box: Box, descriptor: Descriptor) -> Map:
    strides = tuple(stride * descriptor.element_bytes for stride in box.strides[-2::-1])
    return Map(
        _patch(place, box.pointer), descriptor.element, descriptor.swizzle,
        cuda.NAN_FILL if descriptor.padding else 0,
        box.shape[::-1], strides or (box.shape[0] * descriptor.element_bytes,),
        descriptor.block[::-1],
    )  # fmt: skip


class Record:
    """All launches of a module on a device, in memory that nobody changes.

    Parameters
    ----------
    device
        Where the functions were loaded.
    launches
        With their functions, in order.
    """

    def __init__(self, device: Device, launches: Sequence[tuple[Launch, Function]]) -> None:
        self.device, self._launches = (
            device,
            [(one, f, block(one, f.binary)) for one, f in launches],
        )
        calls = device.calls
        size = max((len(b.data) for _, _, b in self._launches), default=0)
        arguments = max((len(b.places) for _, _, b in self._launches), default=0)
        words = [
            len(launches), device.context, size, arguments, calls.address("cuLaunchKernelEx"),
            calls.address("cuTensorMapEncodeTiled"), calls.address("cuCtxGetCurrent"),
            calls.address("cuCtxSetCurrent"),
        ]  # fmt: skip
        self._kept = list[object]()  # what the record's addresses point to
        self._configs = [_config(one, f, early=device.early) for one, f, _ in self._launches]
        for (_, function, made), config in zip(self._launches, self._configs, strict=True):
            words += [function.handle, *struct.unpack("<7q", config)]
            words += [self._keep(made.data), len(made.data)]
            words += [self._keep(_words(made.places)), len(made.places)]
            patches = [word for patch in made.pointers for word in patch]
            words += [self._keep(_words(patches)), len(made.pointers)]
            encoded = [word for one in made.maps for word in self._encoding(one)]
            words += [self._keep(_words(encoded)), len(made.maps)]
        self.address = self._keep(_words(words))
        """Where the record lies."""
        self.native = calls.address("cuLaunchKernelEx") != 0
        """Whether machine code can launch it: the driver is not too old."""

    def _keep(self, data: bytes) -> int:
        kept = ctypes.create_string_buffer(data, max(1, len(data)))
        self._kept.append(kept)
        return ctypes.addressof(kept)

    def _encoding(self, one: Map) -> list[int]:
        rank, steps = len(one.shape), struct.pack(f"<{len(one.shape)}I", *[1] * len(one.shape))
        return [
            *one.patch, one.element | rank << 32, self._keep(_words(one.shape)),
            self._keep(_words(one.strides)), self._keep(struct.pack(f"<{rank}I", *one.box)),
            self._keep(steps), one.swizzle | one.fill << 32,
        ]  # fmt: skip

    def launch(self, x: int, dy: int, dw: int, work: int, stream: int) -> None:
        """Launch all, without machine code.

        Raises
        ------
        DriverError
            If the driver refuses one.
        """
        addresses = x, dy, dw, work
        with self.device.current():
            for (one, function, made), config in zip(self._launches, self._configs, strict=True):
                memory = ctypes.create_string_buffer(len(made.data) + cuda.MAP_ALIGNMENT)
                base = -(-ctypes.addressof(memory) // cuda.MAP_ALIGNMENT) * cuda.MAP_ALIGNMENT
                ctypes.memmove(base, made.data, len(made.data))
                for place, array, add in made.pointers:
                    ctypes.c_uint64.from_address(base + place).value = addresses[array] + add
                for box in made.maps:
                    self._encode(box, base, addresses)
                places = [base + place for place in made.places]
                self._start(one, function, config, (ctypes.c_void_p * len(places))(*places), stream)

    def _encode(self, box: Map, base: int, addresses: tuple[int, ...]) -> None:
        rank, (place, array, add) = len(box.shape), box.patch
        self.device.calls(
            "cuTensorMapEncodeTiled", base + place, box.element, rank, addresses[array] + add,
            (ctypes.c_uint64 * rank)(*box.shape), (ctypes.c_uint64 * rank)(*box.strides),
            (ctypes.c_uint32 * rank)(*box.box), (ctypes.c_uint32 * rank)(*[1] * rank),
            0, box.swizzle, cuda.L2_PROMOTION_128B, box.fill,
        )  # fmt: skip

    def _start(
        self, one: Launch, function: Function, config: bytes, places: object, stream: int
    ) -> None:
        calls = self.device.calls
        if self.native:
            given = ctypes.create_string_buffer(config, len(config))
            struct.pack_into("<Q", given, cuda.CONFIG_STREAM, stream)
            calls("cuLaunchKernelEx", given, function.handle, places, None)
        else:
            binary = function.binary
            calls(
                "cuLaunchKernel", function.handle, *one.grid, binary.threads, 1, 1,
                binary.shared_bytes, stream, places, None,
            )  # fmt: skip


def _config(launch: Launch, function: Function, *, early: bool) -> bytes:
    """A launch's configuration, its stream yet 0; ``early`` is whether the device can overlap."""
    binary = function.binary
    numbers = (*launch.grid, binary.threads, 1, 1, binary.shared_bytes)
    attributes = ctypes.addressof(_OVERLAP) if early and overlaps(launch) else 0
    return struct.pack("<7I4xQQI4x", *numbers, 0, attributes, 1 if attributes else 0)


def overlaps(launch: Launch) -> bool:
    """Whether a kernel may begin before the one in front has ended: it waits for it by itself."""
    return bool(dict(launch.constants).get("OVERLAP"))


# The attribute of such a launch.
_OVERLAP = ctypes.create_string_buffer(
    struct.pack("<I4xI", cuda.PROGRAMMATIC_STREAM_SERIALIZATION, 1), cuda.ATTRIBUTE_BYTES
)


def _words(values: Sequence[int]) -> bytes:
    """Numbers of 64 bits each."""
    return struct.pack(f"<{len(values)}Q", *(value & (1 << 64) - 1 for value in values))
