"""What XLA hands over is checked before it is touched: frames made by hand."""

import ctypes

import numpy as np
import pytest

from filtergrad.jax import door
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

pytest.importorskip("jax", reason="`make hosts` installs it")

ADDRESSES = door._door.addresses
HANDLERS = {"python": ADDRESSES["slow_handler"]}
if door.door_state() == "native":
    HANDLERS["native"] = ADDRESSES["handler"]
X, DY, DW = (1, 2, 5, 6, 4), (1, 2, 5, 6, 8), (1, 3, 3, 2, 8)  # NHWC in two groups, HWIO
NUMBERS = ((0, 3, 1, 2), (3, 2, 0, 1), (0, 3, 1, 2))
OURS = "or this is not our call"


class Frame:
    """An XLA_FFI_CallFrame, as words, and what it points to, each by its name."""

    def __init__(self, x=X, dy=DY, dw=DW):
        rng = np.random.default_rng(0)
        self.x, self.dy = (rng.integers(-3, 4, s).astype(np.float32) for s in (x, dy))
        self.dw = np.full(dw, 7, np.float32)
        layout = 0
        for axis in (axis for spec in NUMBERS for axis in spec):
            layout = layout * 4 + axis
        words = [*X[1:], *DY[1:], 2, layout, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2, 0]
        self.words = (ctypes.c_int64 * 22)(*words)
        self.attribute = self._words(5, 22, self.words)
        self.dims = [(ctypes.c_int64 * 5)(*a.shape) for a in (self.x, self.dy, self.dw)]
        self.buffers = [
            self._words(48, 0, 11, array.ctypes.data, 5, dims)
            for array, dims in zip((self.x, self.dy, self.dw), self.dims, strict=True)
        ]
        self.types = [(ctypes.c_int32 * 2)(1, 1) for _ in range(3)]
        self.tables = [
            self._words(*of) for of in (self.buffers[:2], self.buffers[2:], [self.attribute])
        ]
        self.said = b""

        @ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)
        def create(given):
            self.said = ctypes.string_at(ctypes.c_int64.from_address(given + 16).value)
            return 4711

        self.create = create
        version = 3 << 32
        self.api = self._words(56, 0, 24, 0, version, 0, ctypes.cast(create, ctypes.c_void_p).value)
        lists = []
        for table, types, count in zip(self.tables, self.types, (2, 1, 1), strict=True):
            names = (0,) if table is self.tables[2] else ()
            lists += [40 + 8 * len(names), 0, count, types, *names, table]
        self.frame = self._words(168, 0, self.api, 0, 3, *lists, 0)

    def _words(self, *values):
        numbers = [v if isinstance(v, int) else ctypes.addressof(v) for v in values]
        return (ctypes.c_int64 * len(numbers))(*numbers)

    def call(self, handler):
        """The text of what is wrong, or an empty one."""
        kind = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)
        error = kind(handler)(ctypes.addressof(self.frame))
        assert error == (4711 if self.said else 0)
        return self.said.decode()


@pytest.fixture(params=HANDLERS.values(), ids=HANDLERS)
def handler(request):
    return request.param


def right(frame):
    arguments = ((3, 3, 2, 8), DY[1:], (1, 1, 1, 1), "SAME", (), "NHWC")
    problem = Problem.make(X[1:], *arguments, dtype="float32")
    return [filter_gradient(problem, frame.x[0], dy) for dy in frame.dy]


def test_a_frame_in_order(handler):
    frame = Frame()
    assert frame.call(handler) == ""
    np.testing.assert_array_equal(frame.dw, right(frame))


def test_samples_that_share_an_array(handler):
    frame = Frame(dy=(3, *DY[1:]), dw=(3, *DW[1:]))
    assert frame.call(handler) == ""
    np.testing.assert_array_equal(frame.dw, right(frame))


def at(name, index, value, *more):
    def change(frame):
        of = getattr(frame, name)
        for key in more:
            of = of[key]
        of[index] = value

    return change


FAULTS = {
    "a short frame": (at("frame", 0, 160), "a shorter one"),
    "a short list of arrays": (at("frame", 5, 32), OURS),
    "a short list of results": (at("frame", 10, 32), OURS),
    "a short list of attributes": (at("frame", 15, 40), OURS),
    "three arrays": (at("frame", 7, 3), OURS),
    "one array": (at("frame", 7, 1), OURS),
    "no types": (at("frame", 8, 0), OURS),
    "no arrays": (at("frame", 9, 0), OURS),
    "two results": (at("frame", 12, 2), OURS),
    "no results": (at("frame", 14, 0), OURS),
    "no attribute": (at("frame", 17, 0), OURS),
    "no list of attributes": (at("frame", 20, 0), OURS),
    "an array of another kind": (at("types", 1, 2, 0), OURS),
    "a result of another kind": (at("types", 0, 2, 1), OURS),
    "a number for an attribute": (at("types", 0, 3, 2), OURS),
    "no x": (at("tables", 0, 0, 0), OURS),
    "no dy": (at("tables", 1, 0, 0), OURS),
    "no dw": (at("tables", 0, 0, 1), OURS),
    "a null attribute": (at("tables", 0, 0, 2), OURS),
    "int32 words": (at("attribute", 0, 4), "22 int64"),
    "few words": (at("attribute", 1, 21), "22 int64"),
    "no words": (at("attribute", 2, 0), "22 int64"),
    "a fifth dtype": (at("words", 8, 4), "one of four dtypes"),
    "a negative dtype": (at("words", 8, -1), "one of four dtypes"),
    "short buffers": (at("buffers", 0, 40, 0), "arrays are others"),
    "float64": (at("buffers", 2, 12, 1), "of another dtype"),
    "a float16 result": (at("buffers", 2, 10, 2), "of another dtype"),
    "the words of another dtype": (at("words", 8, 3), "of another dtype"),
    "four axes": (at("buffers", 4, 4, 0), "five axes"),
    "six axes": (at("buffers", 4, 6, 2), "five axes"),
    "no shape": (at("buffers", 5, 0, 1), "no shape"),
    "x without memory": (at("buffers", 3, 0, 0), "no memory"),
    "dw without memory": (at("buffers", 3, 0, 2), "no memory"),
    "two samples of dy": (at("dims", 0, 2, 1), "different numbers of samples"),
    "two samples of dw, three of x": (at("dims", 0, 3, 0), "different numbers of samples"),
    "a small result": (at("dims", 1, 2, 2), "another size than the filter"),
    "a large result": (at("dims", 4, 9, 2), "another size than the filter"),
    "another image": (at("dims", 2, 4, 0), "Size of out_backprop doesn't match"),
    "a stride of 0": (at("words", 12, 0), "strides"),
    "a layout that is none": (at("words", 9, 0), ""),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_faults(handler, fault):
    frame = Frame()
    change, text = fault
    change(frame)
    said = frame.call(handler)
    assert said
    assert text in said
    assert (frame.dw == 7).all()


def test_an_empty_array_needs_no_memory(handler):
    frame = Frame(x=(1, 0, 5, 6, 4), dy=(1, 0, 5, 6, 8))
    for buffer in frame.buffers[:2]:
        buffer[3] = 0
    assert frame.call(handler) == ""
    np.testing.assert_array_equal(frame.dw, 0)


@pytest.mark.parametrize("stage", [0, 1, 2, 4, 77])
def test_stages(handler, stage):
    """The arrays are touched when the call is executed; there are none before."""
    frame = Frame()
    frame.frame[4] = stage
    for table in (9, 14):
        frame.frame[table] = 0
    assert frame.call(handler) == ""
    assert (frame.dw == 7).all()


@pytest.mark.parametrize("api", [True, False])
def test_which_version(handler, api):
    """XLA 0.1 asks before it has a table of functions, and later ones are told their own."""
    frame = Frame()
    metadata = (ctypes.c_int64 * 6)(*[-1] * 6)
    extension = frame._words(32, 1, 0, metadata)
    frame.frame[1] = ctypes.addressof(extension)
    frame.frame[2] *= api
    assert frame.call(handler) == ""
    assert (metadata[3] & 0xFFFFFFFF, metadata[3] >> 32) == (0, 3 if api else 1)
    assert metadata[4] & 0xFFFFFFFF == 0


def test_an_extension_that_asks_nothing(handler):
    frame = Frame()
    extension = frame._words(24, 2, 0)
    frame.frame[1] = ctypes.addressof(extension)
    assert frame.call(handler) == ""
    np.testing.assert_array_equal(frame.dw, right(frame))
