"""Dask arrays in any chunks: every argument, every scheduler, more numbers than memory."""

import io
import pickle
from pathlib import Path

import numpy as np
import pytest
from helpers.check import UNIT, assert_exact, assert_right, normal, resident, whole
from helpers.layers import layer, op
from helpers.refusals import BASE, FINE, KILLERS
from helpers.strategies import calls, problem_of
from hypothesis import given, settings
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.reference import filter_gradient

dask = pytest.importorskip("dask", reason="`make hosts` installs it")
da = pytest.importorskip("dask.array")
distributed = pytest.importorskip("distributed")
from dask.diagnostics import ProgressBar  # noqa: E402 - after the look whether it is there

from filtergrad import dask as host  # noqa: E402
from filtergrad.dask import op as host_op  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:the chunks make")  # they are tiny here
fewer = settings(max_examples=settings().max_examples // 3)  # each compiles several kernels
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


def lazily(call, x, dy, **more):
    """The public call with the arguments that `calls` draws."""
    given = {name: v for name, v in call.items() if name not in {"input_shape", "dtype"}}
    return host.conv2d_backprop_filter(x, out_backprop=dy, **given, **more)


def cut(array, chunks):
    return da.from_array(array, chunks=chunks)


@st.composite
def chunks(draw, shape):
    """Any chunks, empty ones included."""
    result = []
    for size in shape:
        ends = draw(st.lists(st.integers(0, size), max_size=draw(st.sampled_from((0, 0, 1, 3)))))
        edges = sorted([0, *ends, size])
        result.append(tuple(np.diff(edges).tolist()))
    return tuple(result)


@pytest.fixture
def cluster():
    """Two worker processes of one thread each."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit="1GB", dashboard_address=":0"
        ) as two,
        distributed.Client(two) as client,
    ):
        yield client


# ------------------------------------------------------------------------------------- the values


@given(calls(most=12), st.data())
def test_whole_numbers(call, data):
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    lazy = lazily(
        call,
        cut(x, data.draw(chunks(x.shape))),
        cut(dy, data.draw(chunks(dy.shape))),
    )
    assert (lazy.shape, lazy.dtype) == (problem.filter_shape, x.dtype)
    assert_exact(problem, lazy.compute(scheduler="sync"), x, dy)


@fewer
@given(calls(("float32", "float64", "bfloat16"), most=24), st.data())
def test_random_numbers(call, data):
    problem = problem_of(call)
    x, dy = normal(problem)
    lazy = lazily(
        call,
        cut(x, data.draw(chunks(x.shape))),
        cut(dy, data.draw(chunks(dy.shape))),
        precision="highest",
    )
    plan = fg.compile(**call, precision="highest").plan
    assert_right(problem, lazy.compute(scheduler="sync"), x, dy, plan=plan)


@each_dtype
def test_rounded_once(dtype):
    """Many blocks err no more than one; in half precision each of these would be infinite."""
    call, problem = layer("dense", dtype)
    call["input_shape"] = (512, *call["input_shape"][1:])
    problem = problem_of(call)
    x, dy = normal(problem)
    scale = 128 if dtype == "float16" else 1
    x *= scale
    dy *= scale
    x[256:], dy[256:] = x[:256], -dy[:256]
    for array, small in zip((x, dy), normal(problem, seed=1), strict=True):
        array[[255, 511]] = small[:2]
    got = lazily(call, cut(x, (8, -1, -1, -1)), cut(dy, (8, -1, -1, -1))).compute()
    exact = filter_gradient(problem, x, dy)
    size = filter_gradient(problem, np.abs(x), np.abs(dy))
    summed = UNIT["float64" if dtype == "float64" else "float32"] * 64 * size
    assert np.all(np.isfinite(got))
    assert np.all(np.abs(got - exact) <= UNIT[dtype] * np.abs(exact) + summed)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_numpy_on_one_side_or_both(which):
    call, problem = layer("dense")
    x, dy = whole(problem)
    lazy = lazily(
        call,
        x if which in {0, 2} else cut(x, (1, 3, -1, 5)),
        dy if which in {1, 2} else cut(dy, (1, 3, -1, 5)),
    )
    assert isinstance(lazy, da.Array)
    assert_exact(problem, lazy.compute(), x, dy)


@each_dtype
@pytest.mark.parametrize(
    "shapes",
    [
        ((0, 6, 7, 4), (3, 3, 4, 8)),
        ((2, 0, 7, 4), (3, 3, 4, 8)),
        ((2, 6, 7, 4), (0, 3, 4, 8)),
        ((2, 6, 7, 4), (3, 3, 4, 0)),
    ],
    ids=str,
)
def test_empty(shapes, dtype):
    call = {"input_shape": shapes[0], "filter_sizes": shapes[1], "dtype": dtype}
    call |= {"strides": (1, 1, 1, 1), "padding": "SAME"}
    problem = problem_of(call)
    x, dy = whole(problem)
    got = lazily(call, cut(x, 2), cut(dy, 2)).compute()
    assert (got.dtype, got.shape) == (numpy_dtype(dtype), problem.filter_shape)
    assert not np.any(got)


def test_windows_that_see_padding_only():
    """They add nothing, whatever dy holds there; where all do, there is nothing to compute."""
    call = {"filter_sizes": (3, 3, 6, 6), "strides": (1, 2, 1, 1), "padding": "EXPLICIT"}
    call |= {"explicit_paddings": (0, 0, 7, 0, 0, 9, 0, 0)}
    problem = problem_of(call | {"input_shape": (4, 3, 3, 6)})
    x, dy = whole(problem)
    dy[:, :2] = np.nan
    lazy = lazily(call, cut(x, 1), cut(dy, 2))
    assert_exact(problem, lazy.compute(), x, np.nan_to_num(dy))
    call["explicit_paddings"] = (0, 0, 7, 0, 0, 0, 0, 0)
    dw = lazily(call | {"strides": (1, 99, 1, 1)}, cut(x, 1), np.ones((4, 1, 1, 6), np.float32))
    assert len(dw.__dask_graph__()) == 1
    assert not np.any(dw.compute())


# ------------------------------------------------------------------------------------- the chunks


def test_chunks_of_channels_stay():
    call, problem = layer("dense")
    x, dy = whole(problem)
    lazy = lazily(call, cut(x, (-1, -1, -1, (10, 7))), cut(dy, (-1, -1, -1, (4, 15))))
    assert lazy.chunks == ((3,), (3,), (10, 7), (4, 15))
    assert_exact(problem, lazy.compute(), x, dy)


def test_groups_are_never_cut():
    call, problem = layer("grouped")  # 3 groups of 4 channels, which become 3
    x, dy = whole(problem)
    lazy = lazily(call, cut(x, (-1, -1, -1, 2)), cut(dy, (-1, -1, -1, 6)))
    assert lazy.chunks == ((3,), (3,), (4,), (3, 3, 3))
    assert_exact(problem, lazy.compute(), x, dy)


def test_where_rows_of_x_are_smaller_they_decide():
    call, problem = layer("planes")
    x, dy = whole(problem)
    assert lazily(call, cut(x, (1, -1, 2, -1)), dy).compute().any()
    blocks = []

    def counted(block):
        blocks.append(block.shape)
        return block

    lazy = lazily(call, cut(x, (1, -1, 2, -1)).map_blocks(counted, meta=x[:0]), dy)
    assert_exact(problem, lazy.compute(scheduler="sync"), x, dy)
    assert {shape[2] for shape in blocks} == {1, 2}


def test_nothing_is_computed_before_it_is_asked_for():
    call, problem = layer("dense")
    x, dy = whole(problem)

    def refused(block):
        raise AssertionError

    lazy = lazily(call, cut(x, 2).map_blocks(refused, meta=x[:0]), dy)
    with pytest.raises(AssertionError):
        lazy.compute(scheduler="sync")


@pytest.mark.filterwarnings("error")
def test_a_warning_names_better_chunks():
    x, dy = da.ones((600, 32, 32, 16), chunks=(1, -1, -1, -1)), da.ones((600, 32, 32, 16))
    call = {"filter_sizes": (3, 3, 16, 16), "strides": [1] * 4, "padding": "SAME"}
    better = r"input\.rechunk\(\(256, -1, -1, -1\)\) and out_backprop\.rechunk\(\(256, -1, -1, -1"
    with pytest.warns(UserWarning, match=rf"600 blocks of 0\.25 MB.*{better}"):
        lazily(call, x, dy)
    lazily(call, x.rechunk((256, -1, -1, -1)), dy.rechunk((256, -1, -1, -1)))
    image = da.ones((1, 8192, 4096, 3), chunks=(1, 256, 256, 3), dtype=np.float32)
    halves = r"input\.rechunk\(\(1, 683, -1, -1\)\) and out_backprop\.rechunk\(\(1, 342, -1, -1\)\)"
    with pytest.warns(UserWarning, match=halves):
        lazily(
            {"filter_sizes": (3, 3, 3, 12), "strides": (1, 2, 2, 1), "padding": "SAME"},
            image,
            da.ones((1, 4096, 2048, 12), chunks=(1, 128, 128, 12), dtype=np.float32),
        )


# ------------------------------------------------------------------------------------- the errors


@pytest.mark.parametrize(
    ("changes", "answer"),
    [case for case in KILLERS.values() if case[1] is not FINE],
    ids=[name for name, case in KILLERS.items() if case[1] is not FINE],
)
def test_the_same_words(changes, answer):
    call = BASE | changes
    x, dy = (da.ones(call.pop(f"{name}_shape"), np.float32) for name in ("input", "out_backprop"))
    with pytest.raises(fg.InvalidArgumentError) as caught:
        lazily(call, x, dy)
    assert answer in str(caught.value)


def test_what_is_no_array():
    call, problem = layer("dense")
    x, dy = whole(problem)
    for wrong, text in (
        (x.tolist(), r"input is a list; wrap it with dask\.array\.from_array first"),
        (cut(x, 2).astype(np.int32), "'input' has DataType int32 not in list"),
        (x.astype(">f4"), "of a foreign byte order"),
        (np.ma.masked_array(x), "input is a masked array"),
        (
            da.ma.masked_array(cut(x, 2)),
            r"input is a masked .* dask\.array\.ma\.filled\(input, 0\)",
        ),
        (x.astype(np.float64), "input is float64 but out_backprop is float32"),
    ):
        with pytest.raises(TypeError, match=text):
            lazily(call, wrong, dy)
    with pytest.raises(ValueError, match="input has chunks of unknown size"):
        lazily(call, cut(x, 1)[da.from_array(np.array([True, False]), chunks=1)], dy)
    with pytest.raises(ValueError, match="precision must be"):
        lazily(call, x, dy, precision="low")


class Sparse:
    """No array, though NumPy would make one of it."""

    shape, dtype, ndim = (2, 6, 7, 4), np.dtype(np.float32), 4

    def __array__(self, *_, **__):
        raise AssertionError("nobody may ask")


BLOCKS = {
    "masked": (
        lambda block: np.ma.masked_less(block, 1),
        r"a block of {0} is a masked array.*filled\({0}",
    ),
    "masked, nothing hidden": (np.ma.masked_array, "a block of {} is a masked array"),
    "of another dtype": (lambda block: block.astype("f8"), "a block of {} has 4 axes of float64"),
    "integers": (lambda block: block.astype("i4"), "a block of {} has 4 axes of int32, though"),
    "of another byte order": (lambda block: block.astype(">f4"), "a block of {} has 4 axes of >f4"),
    "matrices": (lambda block: np.matrix(block[0, 0]), "a block of {} has 2 axes of float32"),
    "lists": (lambda block: block.tolist(), "a block of {} is a list, not a NumPy array"),
    "no arrays": (
        lambda _: Sparse(),
        r"a block of {0} is a Sparse.*{0}\.map_blocks\(numpy.asarray",
    ),
}


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("chunks", [(1, -1, -1, -1), (2, 4, -1, 9)], ids=["apart", "joined"])
@pytest.mark.parametrize("kind", BLOCKS)
def test_blocks_that_are_not_what_their_array_says(kind, chunks):
    """Dask asks nobody what `map_blocks` and `from_delayed` make; here nothing is taken as it is
    not, even where blocks are joined first."""
    make, text = BLOCKS[kind]
    call, problem = layer("dense")
    x, dy = whole(problem)
    for name in ("input", "out_backprop"):
        arrays = {"input": cut(x, chunks), "out_backprop": cut(dy, chunks)}
        other = arrays[name].map_blocks(make, meta=np.empty((0,) * 4, np.float32))
        given = [other if one == name else array for one, array in arrays.items()]
        with pytest.raises(TypeError, match=text.format(name)):
            lazily(call, *given).compute(scheduler="sync")


def test_masked_numbers_that_are_filled():
    call, problem = layer("dense")
    x, dy = whole(problem)
    hidden = da.ma.masked_less(cut(x, (1, -1, -1, -1)), 0)
    lazy = lazily(call, da.ma.filled(hidden, 0), cut(dy, -1))
    assert_exact(problem, lazy.compute(), np.where(x < 0, 0, x), dy)


def test_subclasses_that_are_arrays(tmp_path):
    """Such as parts of files."""
    call, problem = layer("dense")
    x, dy = whole(problem)
    np.save(tmp_path / "x.npy", x)
    mapped = da.from_array(np.load(tmp_path / "x.npy", mmap_mode="r"), chunks=(1, 3, -1, 5))
    named = cut(dy, (1, 2, -1, -1)).map_blocks(lambda block: block.view(np.recarray), meta=dy[:0])
    assert_exact(problem, lazily(call, mapped, named).compute(), x, dy)


def test_the_look_at_blocks_costs_no_tasks(monkeypatch):
    """It is made where a block is made; one task holds its words."""
    call, _ = layer("dense")
    x, dy = (
        da.ones((50, 7, 9, size), chunks=(1, -1, -1, -1), dtype=np.float32) for size in (17, 19)
    )

    def tasks():
        return len(dask.optimize(lazily(call, x, dy))[0].__dask_graph__())

    with_it = tasks()
    monkeypatch.setattr(da.Array, "map_blocks", lambda array, *_, **__: array)
    assert with_it <= tasks() + 2


def test_persisted_and_pickled():
    call, problem = layer("dense")
    x, dy = whole(problem)
    lazy = lazily(call, cut(x, (1, -1, -1, -1)).persist(), cut(dy, (2, 4, -1, -1)))
    for one in (lazy, pickle.loads(pickle.dumps(lazy)), lazy.persist(), dask.optimize(lazy)[0]):
        assert_exact(problem, one.compute(scheduler="sync"), x, dy)


# --------------------------------------------------------------------------------- the schedulers


def examples():
    """Arrays that their blocks are views of and copies of, with halos, and in 16 bits."""
    for name, dtype, x_chunks, dy_chunks in (
        ("dense", "float32", (1, -1, -1, -1), (1, -1, -1, -1)),
        ("dilated", "bfloat16", (1, 3, -1, 3), (1, 4, -1, -1)),
        ("depthwise", "float32", (1, 3, -1, 5), (1, 3, 3, 4)),
        ("point", "float64", (1, 2, 2, -1), (1, 2, 3, -1)),
    ):
        call, problem = layer(name, dtype)
        x, dy = normal(problem)
        # Transposed blocks are views until they move to another process.
        turned = cut(x.T.copy(), -1).T.rechunk(x_chunks)
        yield problem, lazily(call, turned, cut(dy, dy_chunks))


def test_the_same_bits_on_any_workers(cluster):
    for _, lazy in examples():
        first = lazy.compute(scheduler="sync")
        for threads in (1, 2, 5):
            np.testing.assert_array_equal(
                lazy.compute(scheduler="threads", num_workers=threads), first
            )
        np.testing.assert_array_equal(cluster.compute(lazy, sync=True), first)


def test_processes():
    _, lazy = next(examples())
    with dask.config.set({"multiprocessing.context": "spawn"}):
        got = lazy.compute(scheduler="processes", num_workers=2)
    np.testing.assert_array_equal(got, lazy.compute(scheduler="sync"))


def test_progress_is_shown_by_dask():
    _, lazy = next(examples())
    shown = io.StringIO()
    with ProgressBar(out=shown):
        lazy.compute()
    assert "100% Completed" in shown.getvalue()


# -------------------------------------------------------------------------- files, and the memory


@each_dtype
def test_npy_files(tmp_path, dtype):
    call, problem = layer("dense", dtype)
    x, dy = whole(problem)
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "dy.npy", dy)
    read = host.from_npy(tmp_path / "x.npy", (1, 3, 4, -1), dtype)
    assert (read.shape, read.dtype) == (x.shape, x.dtype)
    lazy = lazily(call, read, host.from_npy(tmp_path / "dy.npy", dtype=dtype))
    assert_exact(problem, lazy.compute(), x, dy)


def largest():
    """The most memory that this process had; `getrusage` would count that of its parent, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.mark.parametrize("kind", ["npy", "zarr"])
def test_more_than_the_workers_memory(tmp_path, kind):
    """700 MB of images pass through a worker that would be ended at 400."""
    shape, size, limit = (56, 224, 224, 32), 56 * 224 * 224 * 32 * 4, 400_000_000
    if kind == "npy":
        for name in ("x", "dy"):
            file = np.lib.format.open_memmap(tmp_path / name, "w+", np.float32, shape)
            for image in range(56):
                file[image] = 1
            del file
        x, dy = (host.from_npy(tmp_path / name, (2, -1, -1, -1)) for name in ("x", "dy"))
    else:
        zarr = pytest.importorskip("zarr")
        for name in ("x", "dy"):
            array = zarr.create_array(
                tmp_path / name, shape=shape, chunks=(2, 224, 224, 32), dtype=np.float32
            )
            array[...] = 1
        x, dy = (da.from_zarr(tmp_path / name) for name in ("x", "dy"))
    lazy = host.conv2d_backprop_filter(x, (3, 3, 32, 32), dy, [1] * 4, "SAME")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, memory_limit=limit, dashboard_address=":0"
        ) as one,
        distributed.Client(one) as client,
    ):
        got = client.compute(lazy, sync=True)
        [most] = client.run(largest).values()
    np.testing.assert_allclose(got[1, 1], 56 * 224 * 224, rtol=1e-6)
    np.testing.assert_allclose(got[0, 0], 56 * 223 * 223, rtol=1e-6)
    assert 2 * size > 1.5 * limit
    assert most < limit


def test_no_leak():
    """10,000 blocks, and 300 graphs."""
    call, problem = layer("dense")
    x, dy = whole(problem)
    padded = np.ones(1, np.int64)

    def blocks(times):
        for _ in range(times):
            host_op._block(x, dy, padded, padded, problem, "default")

    def graphs(times):
        for _ in range(times):
            lazy = lazily(call, cut(x, (1, -1, -1, -1)), cut(dy, (1, -1, -1, -1)))
        return lazy.compute(scheduler="sync")

    for work, times in ((blocks, 10_000), (graphs, 300)):
        work(times // 10)
        before = resident()
        work(times)
        assert resident() - before < 4 * 2**20
    np.testing.assert_array_equal(graphs(1), op(call, x, dy))
