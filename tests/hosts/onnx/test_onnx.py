"""ONNX: the function, the node and ONNX Runtime's operator give the formula's numbers."""

import ctypes
import math
import mmap
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import ml_dtypes
import numpy as np
import pytest
from helpers import TESTS
from helpers.check import assert_exact, assert_right, normal, resident, whole
from helpers.layers import layer, op
from helpers.refusals import BASE, FINE, KILLERS
from helpers.strategies import calls, problem_of
from hypothesis import given, settings

import filtergrad as fg
from filtergrad import system
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.native import door as native
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

onnx = pytest.importorskip("onnx", reason="`make hosts` installs it")
ort = pytest.importorskip("onnxruntime", reason="`make hosts` installs it")
from onnx import TensorProto, helper  # noqa: E402 - after the look whether it is there
from onnx.reference import ReferenceEvaluator  # noqa: E402

import filtergrad.onnx  # noqa: E402
from filtergrad.onnx import door  # noqa: E402

host = filtergrad.onnx
ort.set_default_logger_severity(4)  # errors are raised, too
fewer = settings(max_examples=settings().max_examples // 2)
NUMBERS = {"float16": 10, "bfloat16": 16, "float32": 1, "float64": 11}
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


def attributes(call, groups):
    names = ("strides", "padding", "explicit_paddings", "data_format", "dilations")
    return {name: call[name] for name in names if name in call} | {"groups": groups}


def model(dtype="float32", *, function=False, **arguments):
    """A model of one node."""
    node = host.node(["x", "sizes", "dy"], "dw", **arguments)
    kind = NUMBERS[dtype]
    graph = helper.make_graph(
        [node],
        "one",
        [
            helper.make_tensor_value_info("x", kind, None),
            helper.make_tensor_value_info("sizes", TensorProto.INT64, None),
            helper.make_tensor_value_info("dy", kind, None),
        ],
        [helper.make_tensor_value_info("dw", kind, None)],
    )
    made = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("filtergrad", 1)],
        functions=[host.function_proto()] if function else [],
        ir_version=10,
    )
    return made.SerializeToString()


def session(made, *, ours=True, threads=1):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    if ours:
        host.register(options)
    return ort.InferenceSession(made, options, providers=["CPUExecutionProvider"])


def run(made, x, sizes, dy):
    """The node's result; NumPy's own arrays have no bfloat16 in ONNX Runtime."""
    sizes = np.asarray(sizes, np.int64)
    if x.dtype != ml_dtypes.bfloat16:
        return made.run(None, {"x": x, "sizes": sizes, "dy": dy})[0]

    def value(array):
        raw = array.view(np.uint16)
        return ort.OrtValue.ortvalue_from_numpy_with_onnx_type(raw, NUMBERS["bfloat16"])

    binding = made.io_binding()
    binding.bind_ortvalue_input("x", value(x))
    binding.bind_ortvalue_input("dy", value(dy))
    binding.bind_cpu_input("sizes", sizes)
    shape = tuple(int(size) for size in sizes)
    out = np.zeros(shape, np.uint16)
    binding.bind_ortvalue_output("dw", value(out.view(ml_dtypes.bfloat16)))
    made.run_with_iobinding(binding)
    return out.view(ml_dtypes.bfloat16)


# ---------------------------------------------------------------------------- ours in ONNX Runtime


@given(calls(most=12))
def test_whole_numbers(call):
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    made = session(model(call["dtype"], **attributes(call, problem.g)))
    assert_exact(problem, run(made, x, call["filter_sizes"], dy), x, dy)


@fewer
@given(calls(("float32", "float64"), most=24))
def test_random_numbers(call):
    problem = problem_of(call)
    x, dy = normal(problem)
    got = run(
        session(model(call["dtype"], **attributes(call, problem.g))), x, problem.filter_shape, dy
    )
    assert_right(problem, got, x, dy)
    np.testing.assert_array_equal(got, op(call, x, dy))


@each_dtype
def test_one_session_many_shapes(dtype):
    made = session(model(dtype, strides=[1] * 4, padding="SAME"))
    for n, size, c, k in ((1, 3, 2, 5), (2, 7, 3, 4), (1, 3, 2, 5), (3, 9, 17, 8)):
        problem = Problem.make((n, size, size, c), (3, 3, c, k), None, [1] * 4, "SAME", dtype=dtype)
        x, dy = whole(problem)
        assert_exact(problem, run(made, x, problem.filter_shape, dy), x, dy)


@pytest.mark.parametrize(
    "shapes",
    [((0, 6, 7, 4), (3, 3, 4, 8)), ((2, 6, 7, 4), (0, 3, 4, 8)), ((2, 6, 7, 4), (3, 3, 4, 0))],
    ids=str,
)
def test_empty(shapes):
    problem = Problem.make(*shapes, None, [1] * 4, "SAME")
    x, dy = whole(problem)
    got = run(session(model(strides=[1] * 4, padding="SAME")), x, problem.filter_shape, dy)
    assert got.shape == problem.filter_shape
    assert not np.any(got)


def test_sessions_share_options_and_threads_share_a_session():
    call, problem = layer("dense")
    x, dy = whole(problem)
    options = ort.SessionOptions()
    host.register(options)
    made = model(**attributes(call, 1))
    two = [ort.InferenceSession(made, options) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(run, two[i % 2], x, problem.filter_shape, dy) for i in range(100)]
    for future in futures:
        assert_exact(problem, future.result(), x, dy)


# -------------------------------------------------------------------------------------- the errors


@pytest.mark.parametrize(
    ("changes", "answer"),
    [case for name, case in KILLERS.items() if case[1] is not FINE and "strides" not in case[0]],
    ids=[
        name for name, case in KILLERS.items() if case[1] is not FINE and "strides" not in case[0]
    ],
)
def test_the_same_words(changes, answer):
    call = BASE | changes
    if "explicit_paddings" in changes:
        with pytest.raises(fg.InvalidArgumentError, match="explicit_paddings attribute must be"):
            host.node(
                ["x", "sizes", "dy"], "dw", call["strides"], "SAME", explicit_paddings=[1] * 8
            )
        return
    x, dy = (np.ones(call[f"{name}_shape"], np.float32) for name in ("input", "out_backprop"))
    made = session(model(strides=call["strides"], padding=call["padding"]))
    with pytest.raises(Exception, match="INVALID_ARGUMENT") as caught:
        run(made, x, call["filter_sizes"], dy)
    assert answer in str(caught.value)


def test_attributes_are_checked_when_the_node_is_made():
    for changes, text in (
        ({"strides": (1, 0, 1, 1)}, "strides should be larger than 0"),
        ({"strides": (1, 1, 1)}, "strides field must specify 4 dimensions"),
        ({"padding": "FULL"}, "not in the list of allowed values"),
        ({"dilations": (2, 1, 1, 1)}, "does not yet support dilations in the batch"),
    ):
        with pytest.raises(fg.InvalidArgumentError, match=text):
            host.node(["x", "s", "dy"], "dw", **({"strides": [1] * 4, "padding": "SAME"} | changes))


@pytest.mark.parametrize(
    "shape", [(), (0,), (1,), (3,), (5,), (9,), (4, 0), (0, 4), (2, 2), (1,) * 9]
)
def test_filter_sizes_of_any_shape(shape):
    """They lie at the end of readable memory, so that nothing behind them can be read."""
    problem = Problem.make((1, 4, 4, 2), (1, 1, 2, 2), None, [1] * 4, "SAME")
    x, dy = whole(problem)
    memory = mmap.mmap(-1, 2 * mmap.PAGESIZE)
    after = ctypes.addressof(ctypes.c_char.from_buffer(memory)) + mmap.PAGESIZE
    assert (
        ctypes.CDLL(None).mprotect(ctypes.c_void_p(after), ctypes.c_size_t(mmap.PAGESIZE), 0) == 0
    )
    sizes = np.ndarray(shape, np.int64, memory, mmap.PAGESIZE - 8 * math.prod(shape))
    sizes[...] = 1
    made = session(model(strides=[1] * 4, padding="SAME"))
    with pytest.raises(Exception, match=r"INVALID_ARGUMENT.*filter"):
        made.run(None, {"x": x, "sizes": sizes, "dy": dy})


def test_registered_once_more():
    call, problem = layer("dense")
    x, dy = whole(problem)
    options = ort.SessionOptions()
    for _ in range(3):
        host.register(options)
    made = ort.InferenceSession(model(**attributes(call, 1)), options)
    host.register(options)
    again = ort.InferenceSession(model(**attributes(call, 1)), options)
    for one in (made, again):
        assert_exact(problem, run(one, x, problem.filter_shape, dy), x, dy)


@pytest.mark.parametrize("step", ["_library", "_operator", "door.Door", "Ort.domain", "Ort.add"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("no\udcff luck")], ids=repr)
def test_registration_that_fails_leaves_nothing_half(monkeypatch, step, error):
    """The options do without us, and the next ones have everything."""

    def broken(*_):
        raise error

    call, problem = layer("dense")
    x, dy = whole(problem)
    host.register(ort.SessionOptions())
    ours = door._ours
    # (A door's machine code has one table: a second door would take it away.)
    monkeypatch.setattr(door.door, "Door", lambda *_: ours.compute)
    monkeypatch.setattr(door, "_ours", ours if step == "Ort.add" else None)
    with monkeypatch.context() as patch:
        patch.setattr(f"filtergrad.onnx.door.{step}", broken)
        options = ort.SessionOptions()
        with pytest.raises(Exception, match=r"KeyboardInterrupt|no\? luck"):
            host.register(options)
        assert step == "Ort.add" or door._ours is None
    host.register(options)
    made = ort.InferenceSession(model(**attributes(call, 1)), options)
    assert_exact(problem, run(made, x, problem.filter_shape, dy), x, dy)


def test_in_a_process_that_closes_its_files():
    """As one that becomes a daemon does."""
    code = """
import os, onnxruntime as ort, filtergrad.onnx as host
host.register(ort.SessionOptions())
os.closerange(3, 256)
os.open("/dev/null", os.O_RDONLY)
host.register(ort.SessionOptions())
print(host.door_state(), flush=True)
os._exit(0)  # ONNX Runtime misses files of its own at the end, for half a minute
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {"native", f"python: {native.why_closed()}"}


@pytest.mark.parametrize("debug", ["", "1"], ids=["native", "python"])
def test_whatever_the_host_hands_over(debug):
    """A host that is made up, in a process of its own: a door has one table."""
    done = subprocess.run(
        [sys.executable, TESTS / "helpers" / "fake_onnxruntime.py"],
        env=os.environ | {"FILTERGRAD_DEBUG": debug},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert done.stdout.endswith("fine\n")


def test_the_number_of_groups_is_checked():
    call, problem = layer("grouped")
    x, dy = whole(problem)
    made = session(model(**attributes(call, 2)))
    with pytest.raises(Exception, match="group is 2, but the shapes make 3 groups"):
        run(made, x, problem.filter_shape, dy)


def test_a_node_without_its_attributes():
    made = onnx.load_model_from_string(model(strides=[1] * 4, padding="SAME"))
    del made.graph.node[0].attribute[0]
    with pytest.raises(Exception, match="Conv2DBackpropFilter lacks the attribute"):
        session(made.SerializeToString())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pads", [2, 2]), ("pads", "abc"), ("pads", [0.5] * 4), ("pads", [0] * 5), ("pads", 1),
        ("strides", [1]), ("dilations", [1, 1, 1]), ("same", 5), ("channels_last", 7),
        ("channels_last", "NHWC"), ("group", [1]),
    ],
)  # fmt: skip
def test_attributes_of_another_kind(name, value):
    """ONNX Runtime hands over what it has, and calls that right."""
    made = onnx.load_from_string(model(strides=[1] * 4, padding="SAME"))
    (node,) = made.graph.node
    kept = [attribute for attribute in node.attribute if attribute.name != name]
    del node.attribute[:]
    node.attribute.extend([*kept, helper.make_attribute(name, value)])
    with pytest.raises(Exception, match=name):
        session(made.SerializeToString())


def test_elsewhere_it_says_so(monkeypatch):
    monkeypatch.setattr(system, "LINUX", False)
    with pytest.raises(OSError, match=r"on Linux .* only; put .*function_proto"):
        host.register(ort.SessionOptions())
    assert host.door_state().startswith("function: ONNX Runtime can call filtergrad on Linux")


def test_which_door_is_open():
    reason = native.why_closed()
    assert host.door_state() == (f"python: {reason}" if reason else "native")


# ----------------------------------------------------------------------------------- the function


@fewer
@given(calls(("float32",), most=12))
def test_the_function_in_onnx_runtime(call):
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    made = session(model(function=True, **attributes(call, problem.g)), ours=False)
    assert_exact(problem, run(made, x, call["filter_sizes"], dy), x, dy)


@settings(max_examples=settings().max_examples // 4)
@given(calls(("float32", "float64"), most=8))
def test_the_function_and_the_operator_in_onnx(call):
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    feed = {"x": x, "sizes": np.array(call["filter_sizes"]), "dy": dy}
    given = attributes(call, problem.g)
    for made, operators in (
        (model(call["dtype"], function=True, **given), []),
        (model(call["dtype"], **given), [host.Conv2DBackpropFilter]),
    ):
        evaluator = ReferenceEvaluator(onnx.load_model_from_string(made), new_ops=operators)
        assert_exact(problem, evaluator.run(None, feed)[0], x, dy)


def test_where_both_are_the_operator_is_called():
    """A model carries its function; a session that knows our operator does not look at it."""
    call, problem = layer("grouped")
    x, dy = whole(problem)
    made = session(model(function=True, **attributes(call, 3)))
    assert_exact(problem, run(made, x, problem.filter_shape, dy), x, dy)
    with pytest.raises(Exception, match="Conv2DBackpropFilter: input and out_backprop must have"):
        run(made, x, problem.filter_shape, dy[:1])


# ---------------------------------------------------------------------------------- a training step


def training(lr):
    """One step of gradient descent of a convolution's mean squared error, all in one graph."""
    text = f"""
    <ir_version: 10, opset_import: ["" : 18, "filtergrad" : 1]>
    step (float[n, 6, 9, 9] x, float[n, 8, 9, 9] wanted, float[8, 6, 3, 3] w)
      => (float[8, 6, 3, 3] w_next, float loss)
    {{
      y = Conv <pads = [1, 1, 1, 1]> (x, w)
      error = Sub (y, wanted)
      square = Mul (error, error)
      loss = ReduceMean <keepdims = 0> (square)
      two = Constant <value_float = 2.0> ()
      size = Size (error)
      count = CastLike (size, two)
      share = Div (two, count)
      dy = Mul (error, share)
      sizes = Constant <value_ints = [3, 3, 6, 8]> ()
      dw = filtergrad.Conv2DBackpropFilter <strides = [1, 1], dilations = [1, 1],
        pads = [0, 0, 0, 0], same = 1, channels_last = 0, group = 1> (x, sizes, dy)
      dw_onnx = Transpose <perm = [3, 2, 0, 1]> (dw)
      rate = Constant <value_float = {lr}> ()
      change = Mul (rate, dw_onnx)
      w_next = Sub (w, change)
    }}
    """
    made = onnx.parser.parse_model(text)
    made.functions.append(host.function_proto())
    onnx.checker.check_model(made)
    return made.SerializeToString()


@pytest.mark.parametrize("ours", [True, False])
def test_a_training_graph(ours):
    """Descent finds the filter that made the pictures, and its steps are the formula's."""
    rng = np.random.default_rng(0)
    x, true, w = (
        rng.standard_normal(shape, np.float32)
        for shape in ((4, 6, 9, 9), (8, 6, 3, 3), (8, 6, 3, 3))
    )
    forward = ort.InferenceSession(
        onnx.parser.parse_model(
            """<ir_version: 10, opset_import: ["" : 18]>
            f (float[n, 6, 9, 9] x, float[8, 6, 3, 3] w) => (float[n, 8, 9, 9] y)
            { y = Conv <pads = [1, 1, 1, 1]> (x, w) }"""
        ).SerializeToString()
    )
    wanted = forward.run(None, {"x": x, "w": true})[0]
    made = session(training(3.0), ours=ours)
    problem = Problem.make(x.shape, (3, 3, 6, 8), None, [1] * 4, "SAME", data_format="NCHW")
    losses = []
    for step in range(30):
        error = forward.run(None, {"x": x, "w": w})[0] - wanted
        after, loss = made.run(None, {"x": x, "wanted": wanted, "w": w})
        losses.append(float(loss))
        if step < 3:
            exact = filter_gradient(problem, x, error * (2 / error.size)).transpose(3, 2, 0, 1)
            np.testing.assert_allclose(w - after, 3.0 * exact, rtol=0, atol=1e-5)
        w = after
    assert losses[-1] < 1e-2 * losses[0]


# --------------------------------------------------------------------------------------- the leaks


def test_no_leak():
    """10,000 calls, 10,000 errors and 300 sessions."""
    call, problem = layer("dense")
    x, dy = whole(problem)
    made = model(**attributes(call, 1))
    one = session(made)
    wrong = np.zeros((1, 1, 1, 1), np.float32)

    def fine(times):
        for _ in range(times):
            run(one, x, problem.filter_shape, dy)

    def errors(times):
        for _ in range(times):
            with pytest.raises(Exception, match="INVALID"):
                run(one, wrong, problem.filter_shape, dy)

    def sessions(times):
        for _ in range(times):
            session(made)

    for work, times in ((fine, 10_000), (errors, 10_000), (sessions, 300)):
        work(times // 5)
        before = resident()
        work(times)
        assert resident() - before < 4 * 2**20, work.__name__


def test_numpy_dtypes_are_those_of_onnx():
    for dtype, number in NUMBERS.items():
        assert helper.tensor_dtype_to_np_dtype(number) == numpy_dtype(dtype)
