"""A host that hands over whatever it likes, in the place of ONNX Runtime; `with_onnx` runs it.

What nobody may touch lies at address 8, where this process has no memory.
"""

import ctypes
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_uint32, c_void_p
from dataclasses import dataclass, field, replace

import numpy as np

from filtergrad.onnx import capi, door
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

UNMAPPED = 8
FLOAT, INT32, INT64, STRING = 1, 6, 7, 8


@dataclass
class Tensor:
    """What the host says of one; `array` keeps its memory alive."""

    kind: int
    shape: tuple
    data: int
    array: object = None
    is_tensor: bool = True


def tensor(array):
    kind = {np.dtype(np.float32): FLOAT, np.dtype(np.int64): INT64}[array.dtype]
    return Tensor(kind, array.shape, array.ctypes.data, array)


@dataclass
class Host:
    """What is handed over, what fails, and what is alive."""

    inputs: list
    output: object = None
    fail_at: int = -1
    calls: int = 0
    infos: set = field(default_factory=set)
    statuses: dict = field(default_factory=dict)
    made: int = 100


host = None
kept = []


def status(text, code=3):
    host.made += 1
    host.statuses[host.made] = (code, text)
    return host.made


def api(name, *kinds, result=c_void_p):
    """Put a function into the table; those that answer with a status may be told to fail."""

    def decorated(function):
        def called(*given):
            if result is not c_void_p or name in {"CreateStatus", "GetErrorMessage"}:
                return function(*given)
            host.calls += 1
            if host.calls == host.fail_at:
                return status(f"{name} fails".encode())
            return function(*given)

        kept.append(ctypes.CFUNCTYPE(result, *kinds)(called))
        table[capi._SLOTS[name]] = ctypes.cast(kept[-1], c_void_p).value
        return function

    return decorated


table = (c_void_p * (max(capi._SLOTS.values()) + 1))()


def put(kind, address, value):
    kind.from_address(address).value = value


api("CreateStatus", c_int, c_char_p)(lambda code, text: status(text, code))
api("GetErrorMessage", c_void_p)(lambda one: ctypes.cast(host.statuses[one][1], c_void_p).value)
api("ReleaseStatus", c_void_p, result=None)(lambda one: host.statuses.pop(one) and None)
api("CreateCustomOpDomain", c_char_p, c_void_p)(lambda name, out: put(c_void_p, out, 5))
api("CustomOpDomain_Add", c_void_p, c_void_p)(lambda *_: None)


@api("KernelContext_GetInput", c_void_p, c_size_t, c_void_p)
def _(_context, index, out):
    put(c_void_p, out, index + 1 if host.inputs[index] is not None else 0)


@api("GetTensorTypeAndShape", c_void_p, c_void_p)
def _(value, out):
    if not host.inputs[value - 1].is_tensor:
        return status(b"no tensor")
    host.infos.add(value + 10)
    put(c_void_p, out, value + 10)
    return None


def described(info):
    assert info in host.infos
    return host.inputs[info - 11]


api("GetTensorElementType", c_void_p, c_void_p)(
    lambda info, out: put(c_uint32, out, described(info).kind)
)
api("GetDimensionsCount", c_void_p, c_void_p)(
    lambda info, out: put(c_size_t, out, len(described(info).shape))
)


@api("GetDimensions", c_void_p, c_void_p, c_size_t)
def _(info, out, count):
    shape = described(info).shape
    assert count <= len(shape)
    (c_int64 * count).from_address(out)[:] = shape[:count]


@api("GetTensorShapeElementCount", c_void_p, c_void_p)
def _(info, out):
    put(c_int64, out, int(np.prod(described(info).shape, dtype=np.int64)))


@api("ReleaseTensorTypeAndShapeInfo", c_void_p, result=None)
def _(info):
    host.infos.remove(info)


@api("GetTensorMutableData", c_void_p, c_void_p)
def _(value, out):
    put(c_void_p, out, host.output.data if value == 99 else host.inputs[value - 1].data)


@api("KernelContext_GetOutput", c_void_p, c_size_t, c_void_p, c_size_t, c_void_p)
def _(_context, _index, dims, count, out):
    if host.output is not None:
        assert tuple((c_int64 * count).from_address(dims)) == host.output.shape
    put(c_void_p, out, 99 if host.output is not None else 0)


def answer(kernel, one):
    """What `compute` says of a host: nothing, or (code, text); all else must be given back."""
    global host
    host = one
    said = compute(kernel, 77)
    assert not host.infos, "shapes were not released"
    left = dict(host.statuses)
    got = left.pop(said) if said else None
    assert not left, f"statuses were not released: {left}"
    return got


host = Host([])
library = door._library(capi.Ort(ctypes.addressof(table)))
door._ours = library
address = (
    ctypes.cast(library.compute, c_void_p).value
    if library.closed
    else library.compute.addresses["compute"]
)
compute = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(address)
attributes = {"strides": (1, 1), "dilations": (1, 1), "pads": (0,) * 4, "same": 1}
node = door._node("float32", attributes | {"channels_last": 1, "group": 1})
kernel = ctypes.addressof(node.number)

problem = Problem.make((2, 4, 4, 2), (3, 3, 2, 5), None, (1,) * 4, "SAME")
rng = np.random.default_rng(0)
x, dy = (
    rng.standard_normal(shape, np.float32)
    for shape in (problem.input_shape, problem.out_backprop_shape)
)
sizes, out = np.array(problem.filter_shape), np.zeros(problem.filter_shape, np.float32)
good = [tensor(x), tensor(sizes), tensor(dy)]


def right(**more):
    out[...] = np.nan
    assert answer(kernel, Host(good, tensor(out), **more)) is None
    np.testing.assert_allclose(out, filter_gradient(problem, x, dy), rtol=0, atol=1e-4)
    return host.calls


calls = right()
names = ("input", "filter_sizes", "out_backprop")
wrong = {}
for i, name in enumerate(names):

    def changed(i=i, **more):
        return [*good[:i], replace(good[i], data=UNMAPPED, **more), *good[i + 1 :]]

    wrong[f"{name} is missing"] = [*good[:i], None, *good[i + 1 :]]
    wrong[f"{name} has no memory"] = [*good[:i], replace(good[i], data=0), *good[i + 1 :]]
    wrong[f"{name} is of type 8, but must be"] = changed(kind=STRING)
    wrong[f"{name} is of type 6, but must be"] = changed(kind=INT32)
    wrong[f"{name} is float64, but must be"] = changed(kind=11)
    wrong[f"{name} is of type 2147483647"] = changed(kind=2**31 - 1)
    wrong["no tensor" + " " * i] = changed(is_tensor=False)
for shape in ((), (4, 0), (2, 2), (0, 4), (1,) * 7, (4, 1), (-4, 1)):
    data = [good[0], replace(good[1], shape=shape, data=UNMAPPED), good[2]]
    wrong[f"filter_sizes input must be 1-dim, not {len(shape)}" + " " * shape.count(0)] = data
wrong["filter must be 4-dimensional"] = [good[0], replace(good[1], shape=(0,), data=0), good[2]]
wrong["filter must be 4-dimensional "] = [
    good[0],
    replace(good[1], shape=(-4,), data=UNMAPPED),
    good[2],
]
wrong["input must be 4-dim"] = [replace(good[0], shape=(2, 4, 4, 2, 1), data=UNMAPPED), *good[1:]]
for text, inputs in wrong.items():
    for output in (tensor(out), None):
        code, said = answer(kernel, Host(inputs, output))
        assert text.strip() in said.decode(), (text, said)
        assert code == 2 or "no tensor" in text, (text, code)

# Each of the host's own functions may fail.
for at in range(1, calls + 1):
    code, said = answer(kernel, Host(good, tensor(out), fail_at=at))
    assert said.endswith(b" fails"), said
assert answer(kernel, Host(good, tensor(out), fail_at=calls + 1)) is None

# An output that nobody wants, and one without memory.
assert answer(kernel, Host(good)) is None
code, said = answer(kernel, Host(good, replace(tensor(out), data=0)))
assert (code, b"memory" in said) == (1, True), said

# Nothing to read, hence no memory.
nothing = np.zeros((0, 4, 4, 2), np.float32), np.zeros((0, 4, 4, 5), np.float32)
empty = [replace(tensor(nothing[0]), data=0), good[1], replace(tensor(nothing[1]), data=0)]
out[...] = np.nan
assert answer(kernel, Host(empty, tensor(out))) is None
assert not out.any()
right()
print("fine")
