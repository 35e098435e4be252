"""What XLA calls for a GPU: frames made by hand, on a device that is not there."""

import ctypes

import numpy as np
import pytest
from helpers.gpu_arrays import placed

from filtergrad.jax import door, geometry, remote
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

pytest.importorskip("jax", reason="`make hosts` installs it")

HANDLER = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)(door._door.addresses["gpu_handler"])
ONES = (1, 1, 1, 1)
NUMBERS = {"float16": 10, "bfloat16": 16, "float32": 11, "float64": 12}  # XLA's
MOST = {"float16": 2e-3, "bfloat16": 1.6e-2, "float32": 6e-6, "float64": 1e-13}


class Frame:
    """A call's frame with all that it points to, and the functions that XLA lends."""

    def __init__(self, fake, xs=(2, 6, 7, 16), fs=(3, 3, 16, 8), dtype="float32", **rest):
        batch = rest.get("batch", (1, 1))
        self.problem = Problem.make(xs, fs, None, ONES, "SAME", dtype=dtype)
        rng, self.fake, self.number = np.random.default_rng(0), fake, rest.get("device", 0)
        self.stream = fake.stream(self.number)
        shapes = [
            (batch[0], *self.problem.input_shape), (batch[1], *self.problem.out_backprop_shape),
            (max(batch), *self.problem.filter_shape),
        ]  # fmt: skip
        self.x, self.dy, self.dw = (
            placed(fake, numbers, dtype, self.number)
            for numbers in (*map(rng.standard_normal, shapes[:2]), np.full(shapes[2], np.nan))
        )
        given = geometry.of_problem(self.problem, "default")
        self.words = geometry.words(given, shapes[0][1:], shapes[1][1:], dtype)
        size = remote.workspace(self.words, batch) if rest.get("lent") is None else rest["lent"]
        self.lent = placed(fake, np.full(max(1, size), 0xFF, np.uint8), device=self.number)
        self.asked, self.error, self.said, self._kept = [], "", "", []
        self.short = rest.get("short", False)
        self.frame = self._frame(self._buffers(size, NUMBERS[dtype]), rest.get("stage", 3))

    def _buffers(self, size, number):
        dims = [self._words(*a.shape) for a in (self.x, self.dy, self.dw)] + [self._words(size)]
        arrays = zip((self.x, self.dy, self.dw, self.lent), dims, strict=True)
        kinds = [number] * 3 + [6]
        return [
            self._words(48, 0, kind, array.ctypes.data, len(shape), shape)
            for kind, (array, shape) in zip(kinds, arrays, strict=True)
        ]

    def _frame(self, buffers, stage):
        attribute = self._words(5, len(self.words), self._words(*self.words))
        arguments = () if stage == 0 else buffers[:2]
        results = () if stage == 0 else buffers[2:]
        kinds = [(ctypes.c_int32 * 2)(1, 1) for _ in range(3)]
        self._kept += kinds
        lists = []
        for things, kind in zip((arguments, results, (attribute,)), kinds, strict=True):
            names = (0,) if things == (attribute,) else ()
            table = self._words(*things) if things else 0
            lists += [40 + 8 * len(names), 0, len(things), kind, *names, table]
        return self._words(168, 0, self._api(), 0x77, stage, *lists, 0)

    def _api(self):
        size = 184 if self.short else 192
        functions = [0] * 18
        functions[0] = self._function(self._create)
        functions[1] = self._function(self._message)
        functions[2] = self._function(lambda given: self.asked.append("destroyed"))
        functions[4] = self._function(self._stream)
        functions[17] = self._function(self._ordinal)
        return self._words(size, 0, 24, 0, 3 << 32, 0, *functions)

    def _function(self, work):
        made = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)(lambda at: work(at) or 0)
        self._kept.append(made)
        return ctypes.cast(made, ctypes.c_void_p).value

    def _create(self, at):
        self.said = ctypes.string_at(ctypes.c_int64.from_address(at + 16).value).decode()
        return 4711

    def _message(self, at):
        given = (ctypes.c_int64 * 4).from_address(at)
        assert (given[0], given[2]) == (32, 815)
        self._kept.append(ctypes.create_string_buffer(self.error.encode()))
        given[3] = ctypes.addressof(self._kept[-1])

    def _stream(self, at):
        given = (ctypes.c_int64 * 4).from_address(at)
        assert (given[0], given[1], given[2]) == (32, 0, 0x77)
        self.asked.append("stream")
        if self.error:
            return 815
        given[3] = self.stream
        return 0

    def _ordinal(self, at):
        size, _, context = (ctypes.c_int64 * 3).from_address(at)
        assert (size, context) == (28, 0x77)
        self.asked.append("device")
        ctypes.c_int32.from_address(at + 24).value = self.number

    def _words(self, *values):
        numbers = [v if isinstance(v, int) else ctypes.addressof(v) for v in values]
        self._kept += [made := (ctypes.c_int64 * len(numbers))(*numbers), *values]
        return made

    def call(self):
        """The text of what is wrong, or an empty one."""
        self.said = ""
        error = HANDLER(ctypes.addressof(self.frame))
        assert error == (4711 if self.said else 0)
        return self.said

    def check(self):
        for b, dw in enumerate(self.dw.astype(np.float64)):
            x, dy = (a[b % len(a)] for a in (self.x, self.dy))
            want = filter_gradient(self.problem, x, dy)
            assert np.abs(dw - want).max() / np.abs(want).max() < MOST[self.problem.dtype]


@pytest.mark.parametrize("dtype", MOST)
def test_a_call_launches_on_xlas_stream_and_does_not_wait(fake, dtype):
    frame = Frame(fake, dtype=dtype)
    fake.log.clear()
    assert frame.call() == ""
    assert frame.asked == ["stream", "device"]
    if dtype != "bfloat16":
        assert np.isnan(frame.dw).all(), "done before anybody waited"
    assert {one.stream for one in fake.launches} == {frame.stream}
    waits = {"cuStreamSynchronize", "cuEventSynchronize", "cuCtxSynchronize", "cuStreamWaitEvent"}
    assert not waits & set(fake.log)
    fake.driver.synchronize(0, frame.stream)
    frame.check()


def test_workspace_is_what_xla_lends(fake, slots):
    frame = Frame(fake)
    assert frame.lent.size > 1000
    assert frame.call() == ""
    fake.driver.synchronize(0, frame.stream)
    frame.check()
    assert not (frame.lent == 0xFF).all()
    assert "cuMemAllocFromPoolAsync" not in fake.log


def test_workspace_of_ours_where_xla_lends_too_little(fake, slots):
    """A program that left its sizes open, or was made for other GPUs."""
    frame = Frame(fake, lent=64)
    assert frame.call() == ""
    fake.driver.synchronize(0, frame.stream)
    frame.check()
    assert (frame.lent == 0xFF).all()
    assert fake.log.count("cuMemAllocFromPoolAsync") == fake.log.count("cuMemFreeAsync") == 1


@pytest.mark.parametrize("batch", [(3, 3), (1, 2), (2, 1)])
def test_batches_are_launched_one_after_the_other(fake, slots, batch):
    frame = Frame(fake, batch=batch)
    assert frame.call() == ""
    fake.driver.synchronize(0, frame.stream)
    frame.check()
    assert len({one.stream for one in fake.launches}) == 1


def test_arrays_that_begin_anywhere(fake):
    """The second x of a batch is at no multiple of 16 bytes."""
    frame = Frame(fake, (1, 3, 3, 3), (1, 1, 3, 5), "float16", batch=(2, 2))
    assert remote._aligned(frame.words, (0, 0), (2, 2)) == (False, False)
    assert remote._aligned(frame.words, (0, 0), (1, 1)) == (True, True)
    assert remote._aligned(frame.words, (8, 32), (1, 1)) == (False, True)
    assert frame.call() == ""
    fake.driver.synchronize(0, frame.stream)
    frame.check()


@pytest.mark.parametrize("short", [False, True])
def test_the_device_is_xlas_or_that_of_the_memory(fake, short):
    """Older tables of functions end before the one that tells the device."""
    frame = Frame(fake, device=2, short=short)
    assert frame.call() == ""
    assert frame.asked == (["stream"] if short else ["stream", "device"])
    fake.driver.synchronize(2, frame.stream)
    frame.check()
    assert [one.function.device for one in fake.launches] == [2] * len(fake.launches)


def test_recorded_in_a_graph(fake, slots):
    """Nothing but launches: XLA may record the call and replay it with other numbers."""
    frame = Frame(fake)
    fake.record(frame.stream)
    fake.log.clear()
    assert frame.call() == ""
    graph = fake.recorded(frame.stream)
    assert np.isnan(frame.dw).all()
    frame.x[...] = np.random.default_rng(1).standard_normal(frame.x.shape)
    for work in graph:
        work()
    frame.check()


def test_metadata_says_that_graphs_may_replay_it():
    metadata = (ctypes.c_int64 * 6)(48, 24, 0, 0, 0, 0)
    extension = (ctypes.c_int64 * 4)(32, 1, 0, ctypes.addressof(metadata))
    frame = (ctypes.c_int64 * 22)(168, ctypes.addressof(extension))
    assert HANDLER(ctypes.addressof(frame)) == 0
    assert metadata[3] == 1 << 32  # version 0.1
    assert metadata[4] == 1  # XLA_FFI_HANDLER_TRAITS_COMMAND_BUFFER_COMPATIBLE


def test_compiled_while_xla_compiles(fake):
    frame = Frame(fake, (2, 5, 5, 8), (3, 3, 8, 8), stage=0)
    remote._prepared.forget()
    assert frame.call() == ""
    assert {arch for _, arch, _ in remote._prepared} == {"sm_90", "sm_80"}
    assert not fake.launches


def test_sizes_left_open_are_not_compiled(fake):
    words = [-1, *Frame(fake).words[1:]]
    assert remote.workspace(words, (1, -1)) == 0


def test_errors_are_xlas(fake):
    frame = Frame(fake)
    frame.error = "no stream here"
    assert frame.call() == "XLA tells no stream or no device: no stream here"
    assert frame.asked == ["stream", "destroyed"]
    frame.error = ""
    fake.fail["cuLaunchKernelEx"] = 700
    assert "an illegal memory access was encountered" in frame.call()
    frame.number = 7
    assert frame.call() == "there is no GPU 7: there are 3"


def test_arrays_are_checked(fake):
    frame = Frame(fake)
    frame.frame[12] = 1  # one result, as on a CPU
    assert "or this is not our call" in frame.call()
