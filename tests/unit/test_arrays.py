"""Every kind of array becomes an address, without a copy."""

import ctypes
import gc
import sys
import weakref

import ml_dtypes
import numpy as np
import pytest
from helpers.foreign import Dlpack, Interface

from filtergrad.arrays import (
    DTYPES,
    Operand,
    _ask,
    _peek,
    dtype_name,
    numpy_dtype,
    operand,
)
from filtergrad.dlpack import Tensor


def seen(view):
    """What a kernel would read: the elements at an operand's addresses."""
    dtype = numpy_dtype(view.dtype)
    out = np.empty(view.shape, dtype)
    for index in np.ndindex(*view.shape):
        at = view.address + sum(i * step for i, step in zip(index, view.strides, strict=True))
        out[index] = np.frombuffer(ctypes.string_at(at, dtype.itemsize), dtype)[0]
    return out


def numbers(*shape, dtype=np.float32):
    return np.arange(np.prod(shape)).reshape(shape).astype(dtype)


def unaligned():
    memory = np.zeros(1 + 24 * 4, np.uint8)
    array = memory[1:].view(np.float32).reshape(2, 3, 4)
    array[...] = numbers(2, 3, 4)
    return array


def odd_strides():
    """Floats in records of seven bytes: strides that are no multiple of the element's size."""
    records = np.zeros((2, 3), np.dtype([("flag", "u1"), ("value", "f4"), ("more", "u2")]))
    records["value"] = numbers(2, 3)
    return records["value"]


def read_only():
    array = numbers(2, 3)
    array.flags.writeable = False
    return array


ARRAYS = {
    "plain": lambda: numbers(2, 3, 4),
    "view": lambda: numbers(4, 6, 5)[1:3, ::2, 1:],
    "negative": lambda: numbers(3, 4)[::-1, ::-2],
    "Fortran": lambda: np.asfortranarray(numbers(2, 3, 4)),
    "transposed": lambda: numbers(2, 3, 4).transpose(2, 0, 1),
    "broadcast": lambda: np.broadcast_to(numbers(3), (4, 3)),
    "read-only": read_only,
    "unaligned": unaligned,
    "odd strides": odd_strides,
    "empty": lambda: numbers(2, 0, 3),
    "scalar": lambda: np.array(2.5),
}


@pytest.mark.parametrize("make", ARRAYS.values(), ids=ARRAYS)
def test_numpy_arrays_are_read_in_place(make):
    array = make()
    view = operand(array, "input")
    assert (view.address, view.shape) == (array.ctypes.data, array.shape)
    assert view.strides == array.strides
    assert view.writable == array.flags.writeable
    np.testing.assert_array_equal(seen(view), array)


@pytest.mark.parametrize("name", DTYPES)
def test_dtypes(name):
    array = numbers(2, 3, dtype=numpy_dtype(name))
    view = operand(array, "input")
    assert view.dtype == name == dtype_name(array.dtype, "input")
    np.testing.assert_array_equal(seen(view), array)


def test_memory_mapped(tmp_path):
    np.save(tmp_path / "x.npy", numbers(2, 3))
    array = np.load(tmp_path / "x.npy", mmap_mode="r")
    view = operand(array, "input")
    assert (view.address, view.writable) == (array.ctypes.data, False)
    np.testing.assert_array_equal(seen(view), array)


def test_both_ways_to_the_address_agree():
    for array in (numbers(5), numbers(5)[2:], np.zeros(0), read_only()):
        assert _peek(array) == _ask(array)


def test_the_owner_lives_as_long_as_the_operand():
    array = np.ones((2, 3), np.float32)
    alive = weakref.ref(array)
    view = operand(array, "input")
    del array
    gc.collect()
    assert alive() is not None
    np.testing.assert_array_equal(seen(view), np.ones((2, 3)))
    del view
    gc.collect()
    assert alive() is None


def test_prints():
    text = repr(Operand(255, (2,), (4,), "float32", True, None))
    told = "shape=(2,), strides=(4,), dtype='float32', writable=True, device='cpu'"
    assert text == f"Operand(0xff, {told})"


# ------------------------------------------------------------------------------------------ lists


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        ([[1.0, 2.5]], "float32"),
        (((1.0,), (2.5,)), "float32"),
        ([[1, 2.5]], "float32"),
        ([], "float32"),
        (1.5, "float32"),
        ([1e300, 0.0], "float32"),  # infinite, as in TensorFlow
        ([np.float64(1.5)], "float64"),
        ([np.zeros(2), np.ones(2)], "float64"),
        ([np.zeros(2, np.float16)], "float16"),
        ([np.zeros(2, ml_dtypes.bfloat16)], "bfloat16"),
        (np.float32(2), "float32"),
    ],
    ids=str,
)
def test_lists(value, dtype):
    view = operand(value, "input")
    assert view.dtype == dtype
    assert view.shape == np.shape(value)
    with np.errstate(over="ignore"):
        expected = np.asarray(value).astype(numpy_dtype(dtype))
    np.testing.assert_array_equal(seen(view), expected)


def test_list_whose_rows_differ():
    with pytest.raises(TypeError, match="dy is a list that makes no array"):
        operand([[1.0], [1.0, 2.0]], "dy")


# -------------------------------------------------------------------------------- what is refused

NOT_ALLOWED = "not in list of allowed values: float16, bfloat16, float32, float64"


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (np.zeros(2, np.int32), "int32"),
        (np.zeros(2, np.uint8), "uint8"),
        (np.zeros(2, bool), "bool"),
        (np.zeros(2, np.complex64), "complex64"),
        (np.zeros(2, np.longdouble), str(np.dtype(np.longdouble))),
        (np.zeros(2, ml_dtypes.float8_e4m3fn), "float8_e4m3fn"),
        (np.zeros(2, object), "object"),
        (np.zeros(2, ">i4"), ">i4"),
        ([1, 2], "int64"),
        (3, "int64"),
        (True, "bool"),
        (["a"], "<U1"),
    ],
    ids=str,
)
def test_dtype_refused(value, dtype):
    with pytest.raises(TypeError) as caught:
        operand(value, "input")
    assert str(caught.value) == (
        f"Value passed to parameter 'input' has DataType {dtype} {NOT_ALLOWED}"
    )


@pytest.mark.skipif(sys.byteorder == "big", reason="what is foreign here is native there")
def test_foreign_byte_order():
    with pytest.raises(TypeError, match=r"dtype '>f4', of a foreign byte order; .*'float32'"):
        operand(np.zeros(2, ">f4"), "input")


def test_raw_bfloat16_from_a_file(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros(2, ml_dtypes.bfloat16))
    with pytest.raises(TypeError, match=r"use \.view\(ml_dtypes\.bfloat16\)"):
        operand(np.load(tmp_path / "x.npy"), "input")


def test_masked_array():
    with pytest.raises(TypeError, match=r"masked array, .* use \.filled\(0\) first"):
        operand(np.ma.masked_array([1.0, 2.0], [True, False]), "input")


@pytest.mark.parametrize(
    "value", [None, "text", {1.0}, pytest.param(object(), id="an object"), 1j], ids=str
)
def test_no_array(value):
    with pytest.raises(TypeError, match=r"input is a .* convert it with numpy\.asarray first"):
        operand(value, "input")


def test_dtype_name():
    assert dtype_name("half", "input") == "float16"
    assert dtype_name(np.float64, "input") == "float64"
    with pytest.raises(TypeError, match="has DataType None not in list"):
        dtype_name(None, "input")


# ------------------------------------------------------------------------------- other libraries


def test_array_interface():
    array = numbers(3, 4)[:, ::2]
    view = operand(Interface(array), "input")
    assert (view.address, view.strides) == (array.ctypes.data, array.strides)


@pytest.mark.parametrize("old", [False, True], ids=["version 1", "before version 1"])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_dlpack(dtype, old):
    for array in (numbers(2, 3, 4, dtype=dtype), numbers(4, 6, dtype=dtype)[::2, ::-1]):
        view = operand(Dlpack(array, old=old), "input")
        assert (view.address, view.shape) == (array.ctypes.data, array.shape)
        assert view.strides == array.strides
        assert view.dtype == np.dtype(dtype).name
        assert view.writable is not old
        np.testing.assert_array_equal(seen(view), array)


def test_dlpack_read_only():
    assert not operand(Dlpack(read_only()), "input").writable


def test_dlpack_frees_its_tensor():
    array = numbers(2, 3)
    before = sys.getrefcount(array)
    view = operand(Dlpack(array), "input")
    assert sys.getrefcount(array) > before
    del view
    gc.collect()
    assert sys.getrefcount(array) == before


def test_dlpack_dtype_refused():
    with pytest.raises(TypeError, match=f"'dy' has DataType int32 {NOT_ALLOWED}"):
        operand(Dlpack(numbers(2, dtype=np.int32)), "dy")
    with pytest.raises(TypeError, match=f"'dy' has DataType complex64 {NOT_ALLOWED}"):
        operand(Dlpack(numbers(2, dtype=np.complex64)), "dy")


def test_dlpack_of_another_device():
    with pytest.raises(TypeError, match=r"neither .* memory \(DLPack device type 10\)"):
        operand(Dlpack(numbers(2), device=(10, 0)), "input")


def test_dlpack_that_fails():
    broken = Dlpack(numbers(2))
    broken.array = np.zeros(2, ">f4")  # which NumPy exports to nobody
    with pytest.raises(TypeError, match="input cannot be read through DLPack: "):
        operand(broken, "input")


def test_dlpack_bfloat16_without_strides():
    """A capsule as PyTorch makes it, but of packed rows, for which strides may be left out."""
    array = numbers(2, 3, 4, dtype=ml_dtypes.bfloat16)
    shape = (ctypes.c_int64 * 3)(2, 3, 4)
    tensor = Tensor(
        array.ctypes.data - 2, 1, 0, 3, 4, 16, 1, ctypes.cast(shape, ctypes.POINTER(ctypes.c_int64))
    )
    tensor.byte_offset = 2
    new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    capsule = new(("PyCapsule_New", ctypes.pythonapi))(ctypes.addressof(tensor), b"dltensor", None)
    foreign = type("Foreign", (), {})
    foreign.__dlpack_device__ = lambda _: (1, 0)
    foreign.__dlpack__ = lambda _, **asked: capsule
    view = operand(foreign(), "input")
    assert (view.dtype, view.strides, view.writable) == ("bfloat16", (24, 8, 2), False)
    np.testing.assert_array_equal(seen(view), array)


def test_tensor_with_a_gradient():
    tensor = Dlpack(numbers(2))
    tensor.requires_grad = True
    with pytest.raises(TypeError, match=r"input requires grad; pass input\.detach\(\) instead"):
        operand(tensor, "input")
