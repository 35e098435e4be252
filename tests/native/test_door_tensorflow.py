"""TensorFlow's door looks at whatever it is handed before it reads it: a TensorFlow of our own.

Its C API in Python, which hands over what a real one never would.
"""

# ruff: noqa: N802 - the names of the C API

import ctypes

import numpy as np
import pytest
from helpers.check import assert_exact

from filtergrad import api
from filtergrad.arrays import dense_strides
from filtergrad.errors import InvalidArgumentError
from filtergrad.native import door
from filtergrad.problem import Problem
from filtergrad.tensorflow import shim

pytestmark = pytest.mark.skipif(bool(door.why_closed()), reason=door.why_closed() or "open")

FLOAT, INT32, INVALID = 1, 3, 3
PROBLEM = Problem.make((2, 5, 6, 4), (3, 2, 4, 8), None, (1, 1, 1, 1), "SAME", dtype="float32")
P, I, L, V = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, None
KINDS = {
    "TF_NewStatus": (P,), "TF_DeleteStatus": (V, P), "TF_GetCode": (I, P),
    "TF_SetStatus": (V, P, L, ctypes.c_char_p), "TF_OpKernelContext_Failure": (V, P, P),
    "TF_GetInput": (V, P, L, P, P), "TF_DeleteTensor": (V, P), "TF_NumDims": (I, P),
    "TF_Dim": (L, P, L), "TF_TensorType": (I, P), "TF_TensorData": (P, P),
    "TF_TensorByteSize": (L, P), "TF_TensorElementCount": (L, P),
    "TF_AllocateOutput": (P, P, L, L, P, L, L, P),
}  # fmt: skip


class Tensor:
    """An array, and what is said of it."""

    def __init__(self, array, dtype=FLOAT, **told):
        self.array = np.ascontiguousarray(array)
        self.told = {"dtype": dtype, "bytes": self.array.nbytes, "data": self.array.ctypes.data}
        self.told |= {"shape": self.array.shape} | told


class TensorFlow:
    """As much of the C API as the door calls; handles are numbers."""

    def __init__(self):
        self.functions = {
            name: ctypes.CFUNCTYPE(*KINDS[name])(getattr(self, name)) for name in shim.CALLS
        }
        address = {name: ctypes.cast(f, P).value for name, f in self.functions.items()}
        self.door = door.Door(shim, self.ask, address)
        self.compute = ctypes.CFUNCTYPE(None, P, P)(self.door.addresses["compute"])
        self.kernel = (ctypes.c_int64 * len(shim.NODE))(0, FLOAT, 4, -1, 0)

    def ask(self, words):
        counts = [shim.WORDS.one(words, name) for name in ("filter_count", "x_rank", "dy_rank")]
        if shim.WORDS.one(words, "filter_rank") != 1 or set(counts) != {4}:
            raise InvalidArgumentError("not of rank 4")
        names = ("x_sizes", "dy_sizes", "filter_sizes")
        x, dy, sizes = (shim.WORDS.read(words, name) for name in names)
        gradient = api.gradient(
            input_shape=x,
            filter_sizes=sizes,
            out_backprop_shape=dy,
            strides=(1, 1, 1, 1),
            padding="SAME",
            explicit_paddings=(),
            data_format="NHWC",
            dilations=(1, 1, 1, 1),
            dtype="float32",
        )
        return door.Request(gradient, dense_strides(x, 4), dense_strides(dy, 4))

    def run(self, inputs, kernel="made", room=True):
        """What a call gives, and what is said of it."""
        self.inputs, self.code, self.text = inputs, 0, ""
        self.failed, self.deleted, self.out, self.room = False, [], None, room
        self.compute(ctypes.addressof(self.kernel) if kernel == "made" else None, 1)
        return self.out, (self.text if self.failed else "")

    def tensor(self, handle):
        return self.out if handle == 100 else self.inputs[handle - 10]

    # ---- the C API ----

    def TF_NewStatus(self):
        return 7

    def TF_DeleteStatus(self, status):
        pass

    def TF_GetCode(self, status):
        return self.code

    def TF_SetStatus(self, status, code, text):
        self.code, self.text = code, text.decode()

    def TF_OpKernelContext_Failure(self, context, status):
        self.failed = True

    def TF_GetInput(self, context, index, slot, status):
        self.code = 0  # as TensorFlow's own begins
        given = self.inputs[index]
        if isinstance(given, str):
            self.code, self.text = INVALID, given
        elif given is not None:
            P.from_address(slot).value = 10 + index

    def TF_DeleteTensor(self, handle):
        self.deleted.append(handle)

    def TF_NumDims(self, handle):
        return len(self.tensor(handle).told["shape"])

    def TF_Dim(self, handle, axis):
        return self.tensor(handle).told["shape"][axis]

    def TF_TensorType(self, handle):
        return self.tensor(handle).told["dtype"]

    def TF_TensorData(self, handle):
        return self.tensor(handle).told["data"]

    def TF_TensorByteSize(self, handle):
        return self.tensor(handle).told["bytes"]

    def TF_TensorElementCount(self, handle):
        return int(np.prod(self.tensor(handle).told["shape"], dtype=np.int64))

    def TF_AllocateOutput(self, context, index, dtype, shape, rank, size, status):
        sizes = tuple((ctypes.c_int64 * rank).from_address(shape))
        assert size == 4 * np.prod(sizes)
        self.out = Tensor(np.full(sizes, np.nan, np.float32))
        if not self.room:
            self.out.told["data"] = None
        return 100


@pytest.fixture(scope="module")
def host():
    return TensorFlow()


X, DY = (
    np.random.default_rng(seed).integers(-2, 3, shape).astype("float32")
    for seed, shape in enumerate((PROBLEM.input_shape, PROBLEM.out_backprop_shape))
)
SIZES = np.array(PROBLEM.filter_shape, np.int32)


def inputs(**changed):
    made = {"input": Tensor(X), "filter_sizes": Tensor(SIZES, INT32), "out_backprop": Tensor(DY)}
    return [*(made | changed).values()]


def test_what_is_in_order(host):
    out, text = host.run(inputs())
    assert not text
    assert_exact(PROBLEM, out.array, X, DY)
    assert sorted(host.deleted) == [10, 11, 12, 100]


WRONG = {
    "no input": ({"input": None}, "not handed over input"),
    "no sizes": ({"filter_sizes": None}, "not handed over filter_sizes"),
    "no out_backprop": ({"out_backprop": None}, "not handed over out_backprop"),
    "refused": ({"input": "an error of its own"}, "an error of its own"),
    "last refused": ({"out_backprop": "an error of its own"}, "an error of its own"),
    "double": ({"input": Tensor(X, 2)}, "input has another dtype"),
    "dy of integers": ({"out_backprop": Tensor(DY, INT32)}, "out_backprop has another dtype"),
    "sizes of int64": ({"filter_sizes": Tensor(SIZES, 9)}, "filter_sizes has another dtype"),
    "freed": ({"input": Tensor(X, data=None)}, "input has fewer numbers"),
    "freed sizes": ({"filter_sizes": Tensor(SIZES, INT32, data=None)}, "filter_sizes has fewer"),
    "cut off": ({"out_backprop": Tensor(DY, bytes=DY.nbytes - 4)}, "out_backprop has fewer"),
    "cut sizes": ({"filter_sizes": Tensor(SIZES, INT32, bytes=12)}, "filter_sizes has fewer"),
    "sizes of rank 0": ({"filter_sizes": Tensor(np.int32(3), INT32)}, "not of rank 4"),
    "sizes of rank 2": ({"filter_sizes": Tensor(SIZES[None], INT32)}, "not of rank 4"),
    "no sizes in rank 2": ({"filter_sizes": Tensor(SIZES[:, None][:, :0], INT32)}, "not of rank 4"),
    "no sizes at all": ({"filter_sizes": Tensor(SIZES[:0], INT32, data=None)}, "not of rank 4"),
    "too many sizes": ({"filter_sizes": Tensor(np.tile(SIZES, 9), INT32)}, "not of rank 4"),
    "rank 0": ({"input": Tensor(np.float32(1))}, "not of rank 4"),
    "rank 9": ({"input": Tensor(X.reshape((1,) * 5 + X.shape))}, "not of rank 4"),
    "negative": ({"filter_sizes": Tensor(-SIZES, INT32)}, "-3"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not(host, name):
    changed, said = WRONG[name]
    out, text = host.run(inputs(**changed))
    assert said in text
    assert out is None
    given = [given for given in host.inputs if isinstance(given, Tensor)]
    assert len(host.deleted) <= len(given)  # each that was taken, and once
    assert len(set(host.deleted)) == len(host.deleted)


def test_empty_tensors_lie_nowhere(host):
    """Nothing is read of them, so that is fine."""
    empty = {"input": Tensor(X[:0], data=None), "out_backprop": Tensor(DY[:0], data=None)}
    out, text = host.run(inputs(**empty))
    assert not text
    assert not out.array.any()


def test_no_room(host):
    out, text = host.run(inputs(), room=False)
    assert "no memory" in text
    assert np.isnan(out.array).all()


def test_nodes_that_were_not_made(host):
    """An interrupt while Python read their attributes."""
    out, text = host.run(inputs(), kernel="not made")
    assert "was not made" in text
    assert out is None
