"""Tables of calls that are refused, with the words; and of those that end TensorFlow's process."""

import numpy as np

BASE = {
    "input_shape": (2, 6, 7, 4),
    "filter_sizes": (3, 3, 4, 8),
    "out_backprop_shape": (2, 6, 7, 8),
    "strides": (1, 1, 1, 1),
    "padding": "SAME",
}


ONES = (1, 1, 1, 1)


PADS = (0, 0, 1, 1, 1, 1, 0, 0)


OURS = "Conv2DBackpropFilter: "


def with_pads(*pads):
    return {"padding": "EXPLICIT", "explicit_paddings": pads}


def each(name, *values):
    return [{name: value} for value in values]


# The number of the check among TensorFlow's, its text, and what sets it off.
CHECKS = [
    (
        "3",
        "Sliding window strides field must specify 4 dimensions",
        each("strides", (), (1, 1, 1), (1,) * 5),
    ),
    (
        "4",
        "Current implementation does not yet support strides in the batch and depth dimensions.",
        each("strides", (2, 1, 1, 1), (1, 1, 1, 2), (0, 1, 1, 1), (1, 0, 0, -1)),
    ),
    (
        "5",
        "Row and column strides should be larger than 0.",
        each("strides", (1, 0, 1, 1), (1, 1, 0, 1), (1, -1, 1, 1)),
    ),
    ("6a", "explicit_paddings attribute must contain 8 values, but got: 0", [with_pads()]),
    ("6a", "explicit_paddings attribute must contain 8 values, but got: 4", [with_pads(*ONES)]),
    ("6b", "All elements of explicit_paddings must be nonnegative", [with_pads(-1, *PADS[1:])]),
    (
        "6c",
        "Nonzero explicit padding in the batch or depth dimensions is not supported",
        [with_pads(*PADS[:at], 1, *PADS[at + 1 :]) for at in (0, 1, 6, 7)],
    ),
    (
        "6d",
        "explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT",
        each("explicit_paddings", (0,), (0,) * 8, PADS),
    ),
    (
        "7",
        "Sliding window dilations field must specify 4 dimensions",
        each("dilations", (), (1, 1), (1,) * 5),
    ),
    (
        "8",
        "Current implementation does not yet support dilations in the batch and depth dimensions.",
        each("dilations", (2, 1, 1, 1), (1, 1, 1, 2), (0, 1, 1, 1)),
    ),
    (
        "10",
        OURS + "filter_sizes input must be 1-dim, not 0",
        each("filter_sizes", 3, np.int32(3), np.array(3)),
    ),
    (
        "10",
        OURS + "filter_sizes input must be 1-dim, not 2",
        each("filter_sizes", [[3, 3], [4, 8]], np.ones((1, 4), np.int8)),
    ),
    ("11a", "Dimension -3 must be >= 0", each("filter_sizes", (3, 3, -3, 8))),
    (
        "11b",
        "Shape [2147483647,2147483647,4,8] would have more than 2**63 - 1 elements",
        each("filter_sizes", (2**31 - 1, 2**31 - 1, 4, 8)),
    ),
    (
        "11b",
        "Shape [9223372036854775808,1,1,1] would have more than 2**63 - 1 elements",
        each("filter_sizes", (2**63, 1, 1, 1)),
    ),
    (
        "11c",
        "filter_sizes has value 8589934595 out of range for an int32",
        each("filter_sizes", (2**33 + 3, 3, 4, 8), np.array([2**33 + 3, 3, 4, 8])),
    ),
    ("11d", "Dimension -6 must be >= 0", each("input_shape", (2, -6, 7, 4))),
    (
        "12a",
        OURS + "input must be 4-dimensional",
        each("input_shape", (), (2,), (6, 7, 4), (2, 6, 7, 4, 1)),
    ),
    (
        "12b",
        OURS + "filter must be 4-dimensional",
        each("filter_sizes", (), (3, 3, 4), (3, 3, 4, 8, 1)),
    ),
    (
        "12c",
        OURS + "out_backprop must be 4-dimensional",
        each("out_backprop_shape", (), (8,), (6, 7, 8), (2, 6, 7, 8, 1)),
    ),
    (
        "13",
        OURS + "input and out_backprop must have the same batch size. Input batch: 2, outbackprop "
        "batch: 3, batch_dim: 0",
        each("out_backprop_shape", (3, 6, 7, 8)),
    ),
    (
        "14",
        OURS + "filter depth must be strictly greated than zero",
        each("filter_sizes", (3, 3, 0, 8)),
    ),
    (
        "15",
        OURS + "input depth must be evenly divisible by filter depth",
        each("filter_sizes", (3, 3, 3, 8), (3, 3, 5, 8)),
    ),
    (
        "16",
        OURS + "filter and out_backprop must have the same out_depth",
        each("filter_sizes", (3, 3, 4, 7), (3, 3, 4, 0)),
    ),
    (
        "16g",
        OURS + "output depth must be evenly divisible by number of groups: 5 vs 2",
        [{"filter_sizes": (3, 3, 2, 5), "out_backprop_shape": (2, 6, 7, 5)}],
    ),
    ("17a", "Dilation rate must be >= 1, but got 0", each("dilations", (1, 0, 1, 1))),
    ("17a", "Dilation rate must be >= 1, but got -2", each("dilations", (1, -2, 1, 1))),
    (
        "17b",
        (
            "Computed output size would be negative: -1 [input_size: 6, effective_filter_size: 8, "
            "stride: 1]"
        ),
        [{"filter_sizes": (8, 3, 4, 8), "padding": "VALID"}],
    ),
    (
        "17c",
        OURS + "Size of out_backprop doesn't match computed: actual = 5, computed = 6 "
        "spatial_dim: 1 input: 6 filter: 3 output: 5 stride: 1 dilation: 1",
        each("out_backprop_shape", (2, 5, 7, 8), (2, 5, 9, 8)),
    ),
    ("17d", "Dilation rate must be >= 1, but got 0", each("dilations", (1, 1, 0, 1))),
    (
        "17e",
        (
            "Computed output size would be negative: -1 [input_size: 7, effective_filter_size: 9, "
            "stride: 1]"
        ),
        [{"filter_sizes": (3, 9, 4, 8), "padding": "VALID", "out_backprop_shape": (2, 4, 1, 8)}],
    ),
    (
        "17f",
        OURS + "Size of out_backprop doesn't match computed: actual = 9, computed = 7 "
        "spatial_dim: 2 input: 7 filter: 3 output: 9 stride: 1 dilation: 1",
        each("out_backprop_shape", (2, 6, 9, 8)),
    ),
]


CASES = [(number, text, one) for number, text, changes in CHECKS for one in changes]


NAMES = [f"{at}: item {number}" for at, (number, _, _) in enumerate(CASES)]


NCHW = {
    "input_shape": (2, 4, 6, 7),
    "out_backprop_shape": (2, 8, 6, 7),
    "data_format": "NCHW",
}


FINE = "no error here"


KILLERS = {
    "CVE-2021-29524 division by in_depth % filter_depth": (
        {
            "input_shape": (0, 0, 1, 0),
            "filter_sizes": (1, 1, 1, 1),
            "out_backprop_shape": (0, 0, 1, 1),
            "strides": (1, 66, 18, 1),
        },
        FINE,
    ),
    "CVE-2021-29538 division by work_unit_size": (
        {
            "input_shape": (0, 0, 0, 0),
            "filter_sizes": (0, 0, 0, 0),
            "out_backprop_shape": (0, 0, 0, 0),
        },
        "filter depth must be strictly greated than zero",
    ),
    "CVE-2021-29540a heap overflow": (
        {
            "input_shape": (1, 1, 1, 2),
            "filter_sizes": (1, 1, 1, 1),
            "out_backprop_shape": (1, 1, 1, 1),
            "strides": (1, 66, 49, 1),
            "padding": "VALID",
        },
        "output depth must be evenly divisible by number of groups: 1 vs 2",
    ),
    "CVE-2021-29540b heap overflow": (
        {
            "input_shape": (0, 1, 1, 5),
            "filter_sizes": (3, 8, 1, 1),
            "out_backprop_shape": (0, 1, 1, 1),
        },
        "output depth must be evenly divisible by number of groups: 1 vs 5",
    ),
    "CVE-2021-41209 zero size filter": (
        {"filter_sizes": (0, 0, 4, 8)},
        FINE,
    ),
    "abort: input of rank 3": ({"input_shape": (6, 7, 4)}, "input must be 4-dimensional"),
    "abort: scalar input": ({"input_shape": ()}, "input must be 4-dimensional"),
    "abort: scalar out_backprop": (
        {"out_backprop_shape": ()},
        "out_backprop must be 4-dimensional",
    ),
    "abort: three strides": ({"strides": (1, 1, 1)}, "strides field must specify 4 dimensions"),
    "abort: no strides": ({"strides": ()}, "strides field must specify 4 dimensions"),
    "abort: stride beyond int32": (
        {"strides": (1, 2**31, 1, 1)},
        "Attr strides has value 2147483648 out of range for an int32",
    ),
    "abort: gigantic filter": (
        {"filter_sizes": (2**20, 2**20, 4, 8)},
        FINE,  # Right for this floor; there is no memory for it further down.
    ),
    "AbortedError: batch": ({"out_backprop_shape": (3, 6, 7, 8)}, "the same batch size"),
    "AbortedError: out_depth": ({"out_backprop_shape": (2, 6, 7, 9)}, "the same out_depth"),
    "AbortedError: rows": ({"out_backprop_shape": (2, 9, 7, 8)}, "Size of out_backprop"),
    "SIGFPE: stride 0": (
        {"strides": (1, 0, 1, 1)},
        "Row and column strides should be larger than 0.",
    ),
    "SIGFPE: filter depth 0": (
        {"filter_sizes": (3, 3, 0, 8)},
        "filter depth must be strictly greated than zero",
    ),
    "oneDNN: pads with SAME ignored": (
        {"explicit_paddings": PADS},
        "explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT",
    ),
    "oneDNN: an empty input is not checked": (
        {"input_shape": (0, 6, 7, 4)},
        "must have the same batch size",
    ),
    "Eigen: groups refused": (
        {"filter_sizes": (3, 3, 1, 8)},
        FINE,
    ),
    "wrapped int64 sizes": (
        {"filter_sizes": np.array([2**33 + 3, 3, 4, 8])},
        "filter_sizes has value 8589934595 out of range for an int32",
    ),
}
