"""The tables of layers, and the small layers that tests make of them."""

import math

import pytest

from filtergrad.bench.cases import Case, read_cases, table_names

ALL = [case for name in table_names() for case in read_cases(name)]


def valid_taps(case):
    """Which filter taps meet the image at all."""
    problem = case.problem()

    def meets(bounds):
        return bounds[0] < bounds[1]

    rows = [meets(problem.rows(r)) for r in range(problem.r)]
    return rows, [meets(problem.cols(s)) for s in range(problem.s)]


def test_headline_tables_ship_with_the_package():
    assert {"core_mix", "tf_conv2d_backprop_filter_bench"} <= set(table_names())
    assert {case.group for case in read_cases("core_mix")} >= {
        "first",
        "3x3",
        "1x1",
        "dw3",
        "dil",
        "odd",
    }


def test_a_row_means_what_its_columns_say():
    case = next(c for c in ALL if c.layer == "dw3s2:mbv2_56_144_SAME")
    problem = case.problem("bfloat16")
    assert problem.input_shape == (32, 56, 56, 144)
    assert problem.filter_shape == (3, 3, 1, 144)
    assert problem.out_backprop_shape == (32, 28, 28, 144)
    assert (problem.top, problem.bottom, problem.left, problem.right) == (0, 1, 0, 1)
    assert (problem.g, problem.u, problem.v, problem.dtype) == (144, 2, 2, "bfloat16")


@pytest.mark.parametrize("name", table_names())
def test_layouts_agree_on_every_row(name):
    for case in read_cases(name):
        nhwc, nchw = case.problem(), case.problem(data_format="NCHW")
        n, h, w, c = nhwc.input_shape
        assert nchw.input_shape == (n, c, h, w)
        assert nchw.filter_shape == nhwc.filter_shape
        assert nchw.macs == nhwc.macs > 0


@pytest.mark.parametrize("name", table_names())
def test_shrunk_rows_stay_special(name):
    for case in read_cases(name):
        small = case.shrunk(100_000)
        # What is left above the bound is a filter that is itself that large.
        assert small.elements <= 100_000 or small.in_c * small.out_c // small.groups <= 256
        assert (small.in_h - case.in_h) % case.stride_h == 0
        assert (small.in_w - case.in_w) % case.stride_w == 0
        for channels in ("in_c", "out_c"):
            before, after = (
                getattr(case, channels) // case.groups,
                getattr(small, channels) // small.groups,
            )
            assert before % 16 == after % 16
            assert (before > 1) == (after > 1)
        assert (small.groups > 1) == (case.groups > 1)
        assert valid_taps(small) == valid_taps(case)
        assert small.problem().macs <= case.problem().macs


def test_shrinking_leaves_small_rows_alone_and_ends():
    case = read_cases("small_cpu_training")[2]
    assert case.shrunk(case.elements) is case
    assert case.shrunk(0) == case.shrunk(0).shrunk(0)
    assert math.prod(case.shrunk(0).problem().input_shape) > 0


def test_own_tables_are_read_and_mistakes_located(tmp_path):
    header = ",".join(Case.__dataclass_fields__)
    table = tmp_path / "mine.csv"
    table.write_text(f"{header}\nme,kind:one,1,8,8,4,3,3,4,1,1,0,0,0,0,1,1,1\n")
    assert read_cases(table) == read_cases(str(table))
    assert read_cases(table)[0].group == "kind"
    table.write_text(f"{header}\nme,one,1,8,8,4,3,3,4,1,1,0,0,0,0,1,1,1\nme,two,1\n")
    with pytest.raises(ValueError, match=r"line 3: expected two names and 16 integers"):
        read_cases(table)
    table.write_text("layer\n")
    with pytest.raises(ValueError, match="the first line must be suite,layer,batch"):
        read_cases(table)
    with pytest.raises(FileNotFoundError, match="core_mix"):
        read_cases(tmp_path / "nothing.csv")
