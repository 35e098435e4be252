"""A driver without a GPU: its memory is the host's, its kernels run in Triton's interpreter.

`driver.use(fake)` puts it in the place of NVIDIA's. What is put on a stream is done when somebody
waits for the stream, or for an event behind it, and not before; so what lacks an order shows.
"""

import ctypes
import gc
import itertools
import re
import struct
import threading
import time
import traceback
from dataclasses import dataclass, field

import numpy as np

from filtergrad.gpu.run import cuda, driver, held
from helpers.fake_kernels import INVALID_VALUE, Kernels, Pair, build, general, write

__all__ = ["Fake", "Pair", "build", "general"]

UNSUPPORTED_IN_CAPTURE, UNKNOWN = 900, 999
NAMES = {
    1: ("CUDA_ERROR_INVALID_VALUE", "invalid argument"),
    2: ("CUDA_ERROR_OUT_OF_MEMORY", "out of memory"),
    3: ("CUDA_ERROR_NOT_INITIALIZED", "initialization error"),
    100: ("CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"),
    201: ("CUDA_ERROR_INVALID_CONTEXT", "invalid device context"),
    209: ("CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available"),
    700: ("CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"),
    900: ("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted"),
}  # fmt: skip
# What a thread may not do while it records a graph.
UNRECORDED = {"cuStreamSynchronize", "cuEventSynchronize", "cuMemAlloc_v2", "cuMemFree_v2"}


@dataclass
class Stream:
    device: int
    waiting: list = field(default_factory=list)
    put: int = 0  # how much was put on it, and how much of that is done
    done: int = 0  # or begun
    over: int = 0
    graph: list | None = None  # what is recorded

    def add(self, work):
        if self.graph is not None:
            self.graph.append(work)
            return
        self.waiting.append(work)
        self.put += 1

    def until(self, count):
        while self.done < count:
            self.done += 1
            self.waiting.pop(0)()
            self.over += 1


@dataclass
class Memory:
    device: int
    first: int
    size: int
    owner: np.ndarray
    freed: bool = False


class Fake(Kernels):
    """The library; ``log`` has the names of its calls, ``launches`` those of kernels."""

    def __init__(self, *capabilities, missing=()):
        self.capabilities = capabilities or (90,)
        self.log, self.launches, self.maps, self.trouble = [], [], [], []
        self.fail = {}  # numbers that functions return once, by name
        self.memory, self.handles, self.usual = [], {}, {}
        self.numbers = itertools.count(0x10000, 16)
        self.thread = threading.local()
        self._texts = {n: [ctypes.c_char_p(t.encode()) for t in two] for n, two in NAMES.items()}
        for name, kinds in cuda.FUNCTIONS.items():
            if name not in missing:
                kind = ctypes.CFUNCTYPE(ctypes.c_int32, *(cuda.KINDS[k] for k in kinds))
                setattr(self, name, kind(self._function(name)))

    def _function(self, name):
        work = getattr(self, _snake(name))

        def call(*values):
            try:
                if not name.startswith("cuGetError"):
                    self.log.append(name)
                if name in self.fail:
                    return self.fail.pop(name)
                recording = any(stream.graph is not None for stream in self.streams)
                if recording and name in UNRECORDED:
                    return UNSUPPORTED_IN_CAPTURE
                return work(*(0 if value is None else value for value in values)) or 0
            except BaseException:
                self.trouble.append(traceback.format_exc())
                return UNKNOWN

        return call

    # ---- for tests ----

    def array(self, device, array):
        """Let an array lie in a device's memory."""
        base = array if array.base is None else array.base
        self.memory.append(Memory(device, base.ctypes.data, base.nbytes, base))
        return array

    def stream(self, device=0):
        """A new stream's handle."""
        return self._handle(Stream(device))

    @property
    def streams(self):
        found = [one for one in list(self.handles.values()) if isinstance(one, Stream)]
        return found + list(self.usual.values())

    def finish(self):
        """Do all that waits, and tell what went wrong."""
        for stream in self.streams:
            stream.until(stream.put)
        assert not self.trouble, self.trouble[0]

    def leave(self):
        """Finish, and be no driver any more."""
        try:
            self.finish()
            # A thread lets go of what was held, and would ask the next driver for our events.
            end = time.monotonic() + 10
            while (held._all or held._looking.locked()) and time.monotonic() < end:
                time.sleep(1e-3)
            gc.collect()
            self.finish()
        finally:
            driver.use(None)

    def record(self, stream):
        self._stream(stream).graph = []

    def recorded(self, stream):
        one = self._stream(stream)
        graph, one.graph = one.graph, None
        return graph

    # ---- pieces ----

    def _handle(self, thing):
        handle = next(self.numbers)
        self.handles[handle] = thing
        return handle

    def _stream(self, handle):
        if handle > 1:  # 1 is another name of the legacy default one
            return self.handles[handle]
        return self.usual.setdefault(self._here(), Stream(self._here()))

    def _here(self):
        return getattr(self.thread, "context", 0) - 1

    def _at(self, address):
        for one in reversed(self.memory):
            if one.first <= address < one.first + max(1, one.size):
                return one
        return None

    # ---- the driver's functions ----

    def _init(self, flags):
        assert flags == 0

    def _driver_get_version(self, to):
        write(to, ctypes.c_int, 12080)

    def _get_error_name(self, number, to, which=0):
        if number not in self._texts:
            return INVALID_VALUE
        return write(
            to, ctypes.c_void_p, ctypes.cast(self._texts[number][which], ctypes.c_void_p).value
        )

    def _get_error_string(self, number, to):
        return self._get_error_name(number, to, 1)

    def _device_get_count(self, to):
        write(to, ctypes.c_int, len(self.capabilities))

    def _device_get(self, to, number):
        write(to, ctypes.c_int, number)

    def _device_get_name(self, to, size, device):
        ctypes.memmove(to, b"a fake GPU\0", 11)

    def _device_get_attribute(self, to, which, device):
        cc = self.capabilities[device]
        known = {cuda.MAJOR: cc // 10, cuda.MINOR: cc % 10, cuda.SMS: 3, cuda.POOLS: 1,
                 cuda.SHARED_BYTES: 227 << 10, cuda.L2_BYTES: 50 << 20}  # fmt: skip
        write(to, ctypes.c_int, known[which])

    def _device_total_mem(self, to, device):
        write(to, ctypes.c_uint64, 80 << 30)

    def _device_primary_ctx_retain(self, to, device):
        write(to, ctypes.c_void_p, device + 1)

    def _ctx_get_current(self, to):
        write(to, ctypes.c_void_p, getattr(self.thread, "context", 0))

    def _ctx_set_current(self, context):
        self.thread.context = context

    def _ctx_synchronize(self):
        for stream in self.streams:
            if stream.device == self._here():
                stream.until(stream.put)

    def _pointer_get_attribute(self, to, which, address):
        assert which == cuda.DEVICE_ORDINAL
        found = self._at(address)
        return INVALID_VALUE if found is None else write(to, ctypes.c_int, found.device)

    def _thread_exchange_stream_capture_mode(self, to):
        before = getattr(self.thread, "mode", 0)
        self.thread.mode = ctypes.c_int.from_address(to).value
        write(to, ctypes.c_int, before)

    # ---- memory ----

    def _new(self, to, size):
        owner = np.full(size + 256, 0xFF, np.uint8)
        first = -(-owner.ctypes.data // 256) * 256
        self.memory.append(Memory(self._here(), first, size, owner))
        write(to, ctypes.c_uint64, first)

    def _mem_alloc(self, to, size):
        return self._new(to, size)

    def _mem_pool_create(self, to, given):
        raw = ctypes.string_at(given, cuda.POOL_BYTES)
        kind, handles, place, device = struct.unpack("<4i", raw[:16])
        assert (kind, handles, place) == (1, 0, 1)
        assert not any(raw[16:])
        write(to, ctypes.c_void_p, self._handle(("pool", device)))

    def _mem_pool_set_attribute(self, pool, which, at):
        assert which == cuda.RELEASE_THRESHOLD
        assert self.handles[pool][0] == "pool"

    def _mem_alloc_from_pool_async(self, to, size, pool, stream):
        assert self.handles[pool] == ("pool", self._stream(stream).device)
        return self._new(to, size)

    def _mem_free(self, address):
        for stream in self.streams:
            stream.until(stream.put)
        self._at(address).freed = True

    def _mem_free_async(self, address, stream):
        one = self._at(address)
        assert one.first == address

        def work():
            behind = one.first + one.size - one.owner.ctypes.data
            assert (one.owner[behind:] == 0xFF).all(), "written behind the memory"
            one.freed = True
            one.owner[...] = 0xFF

        self._stream(stream).add(work)

    def _memset_d8_async(self, address, byte, count, stream):
        self._stream(stream).add(lambda: ctypes.memset(address, byte, count))

    def _memcpy_dto_dasync(self, to, source, count, stream):
        self._stream(stream).add(lambda: ctypes.memmove(to, source, count))

    def _memcpy_hto_d(self, to, source, count):
        ctypes.memmove(to, source, count)

    def _memcpy_dto_h(self, to, source, count):
        self.finish()
        ctypes.memmove(to, source, count)

    # ---- streams and events ----

    def _stream_create(self, to, flags):
        write(to, ctypes.c_void_p, self.stream(self._here()))

    def _stream_destroy(self, stream):
        self._stream(stream).until(self._stream(stream).put)

    def _stream_synchronize(self, stream):
        one = self._stream(stream)
        one.until(one.put)

    def _stream_is_capturing(self, stream, to):
        write(to, ctypes.c_int, int(self._stream(stream).graph is not None))

    def _stream_begin_capture(self, stream, mode):
        self.record(stream)

    def _stream_end_capture(self, stream, to):
        write(to, ctypes.c_void_p, self._handle(self.recorded(stream)))

    def _graph_instantiate_with_flags(self, to, graph, flags):
        write(to, ctypes.c_void_p, self._handle(self.handles[graph]))

    def _graph_launch(self, graph, stream):
        for work in self.handles[graph]:
            self._stream(stream).add(work)

    def _graph_destroy(self, graph):
        assert self.handles.pop(graph) is not None

    _graph_exec_destroy = _graph_destroy

    def _event_create(self, to, flags):
        write(to, ctypes.c_void_p, self._handle({}))

    def _event_destroy(self, event):
        assert self.handles.pop(event) is not None

    def _event_record(self, event, stream):
        one = self._stream(stream)
        self.handles[event] |= {"stream": one, "count": one.put}

    def _stream_wait_event(self, stream, event, flags):
        found = dict(self.handles[event])
        self._stream(stream).add(lambda: found["stream"].until(found["count"]))

    def _event_query(self, event):
        found = self.handles[event]
        return 0 if found["stream"].over >= found["count"] else cuda.NOT_READY

    def _event_synchronize(self, event):
        found = self.handles[event]
        found["stream"].until(found["count"])

    def _event_elapsed_time(self, to, first, last):
        write(to, ctypes.c_float, 1.0)


def _snake(name):
    """The name of the method that does a function's work."""
    return "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[2:].removesuffix("_v2")).lower()
