"""Floor 7: the command line. Nearly all in this process; a few words to real ones at the end."""

import json
import os
import subprocess
import sys

import ml_dtypes
import numpy as np
import pytest

import filtergrad as fg
from filtergrad import cli, knobs
from filtergrad.cli import compute

SIZES = (3, 3, 5, 7)
EXPLAIN = "explain --input-shape 1,8,8,16 --filter-sizes 3,3,16,16 --padding SAME"
RNG = np.random.default_rng(0)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def tensors(dtype="float32"):
    x, dy = RNG.standard_normal((2, 6, 8, 5)), RNG.standard_normal((2, 6, 8, 7))
    return x.astype(dtype), dy.astype(dtype)


def arguments(folder, x, dy, output="dw.npy"):
    np.save(folder / "x.npy", x)
    np.save(folder / "dy.npy", dy)
    files = ("--input", folder / "x.npy", "--out-backprop", folder / "dy.npy")
    sizes = ("--filter-sizes", "3,3,5,7", "--padding", "SAME")
    return ("compute", *files, *sizes, "--output", folder / output)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", ml_dtypes.bfloat16])
def test_compute(say, tmp_path, dtype):
    x, dy = tensors(dtype)
    code, out, err = say(*arguments(tmp_path, x, dy))
    assert (code, err) == (0, "")
    assert out.startswith(f"{tmp_path / 'dw.npy'}: {np.dtype(dtype).name} [3, 3, 5, 7], in ")
    expected = fg.conv2d_backprop_filter(x, SIZES, dy, (1, 1, 1, 1), "SAME")
    np.testing.assert_array_equal(compute.load(tmp_path / "dw.npy"), expected)
    assert names(tmp_path) == ["dw.npy", "dy.npy", "x.npy"]


def test_compute_takes_all_arguments(say, tmp_path):
    x, dy = RNG.standard_normal((1, 4, 9, 8)), RNG.standard_normal((1, 6, 4, 5))
    old = RNG.standard_normal((3, 2, 2, 6))
    np.save(tmp_path / "old.npy", np.asfortranarray(old))
    np.save(tmp_path / "x.npy", np.asfortranarray(x))
    np.save(tmp_path / "dy.npy", dy)
    words = (
        f"--filter-sizes 3,2,2,6 --strides 1,1,2,2 --padding explicit --data-format nchw "
        f"--explicit-paddings 0,0,0,0,2,1,1,2 --dilations 1,1,2,1 --precision highest --name mine "
        f"--no-use-cudnn-on-gpu --accumulate {tmp_path / 'old.npy'} --threads 2 --json"
    ).split()
    files = ("--input", tmp_path / "x.npy", "--out-backprop", tmp_path / "dy.npy")
    code, out, _ = say("compute", *files, *words, "--output", tmp_path / "dw.npy")
    assert code == 0
    expected = fg.conv2d_backprop_filter(
        x, (3, 2, 2, 6), dy, (1, 1, 2, 2), "EXPLICIT",
        explicit_paddings=(0, 0, 0, 0, 2, 1, 1, 2), data_format="NCHW", dilations=(1, 1, 2, 1),
        precision="highest", out=old.copy(), accumulate=True,
    )  # fmt: skip
    np.testing.assert_array_equal(np.load(tmp_path / "dw.npy"), expected)
    facts = json.loads(out)
    assert (facts["shape"], facts["dtype"], facts["threads"]) == ([3, 2, 2, 6], "float64", 2)


def test_files_are_mapped_not_read(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((2, 3), ml_dtypes.bfloat16))
    array = compute.load(tmp_path / "x.npy")
    assert isinstance(array, np.memmap)
    assert array.dtype == ml_dtypes.bfloat16
    np.save(tmp_path / "none.npy", np.zeros((0, 3)))
    assert compute.load(tmp_path / "none.npy").shape == (0, 3)


def test_bfloat16_files_that_say_so(tmp_path):
    # NumPy writes '<V2'; other writers may use the name.
    path = tmp_path / "x.npy"
    with path.open("wb") as file:
        header = {"descr": "bfloat16", "fortran_order": False, "shape": (3,)}
        np.lib.format.write_array_header_1_0(file, header)
        file.write(np.array([1, 2, 3], ml_dtypes.bfloat16).tobytes())
    array = compute.load(path)
    assert array.dtype == ml_dtypes.bfloat16
    assert array.tolist() == [1, 2, 3]


def test_output_is_replaced_only_with_force(say, tmp_path):
    words = arguments(tmp_path, *tensors())
    (tmp_path / "dw.npy").write_text("precious")
    code, out, err = say(*words)
    assert (code, out) == (3, "")
    assert err == f"filtergrad: {tmp_path / 'dw.npy'}: exists already; --force replaces it\n"
    assert (tmp_path / "dw.npy").read_text() == "precious"
    assert say(*words, "--force")[0] == 0
    assert np.load(tmp_path / "dw.npy").shape == SIZES


def test_output_that_appears_meanwhile_is_kept_and_nothing_is_left_behind(tmp_path, monkeypatch):
    path = tmp_path / "dw.npy"
    path.write_text("precious")
    for links in (True, False):
        if not links:

            def no_links(*_):
                raise PermissionError

            monkeypatch.setattr(type(path), "hardlink_to", no_links)
        with pytest.raises(cli.Failure, match="exists already"):
            compute.save(path, np.zeros(3), force=False)
    assert names(tmp_path) == ["dw.npy"]
    path.unlink()
    compute.save(path, np.ones(3), force=False)  # still without links
    assert np.load(path).tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ("", 2, "the following arguments are required: command"),
        ("expalin", 2, "there is no command 'expalin'; did you mean explain?"),
        ("fly", 2, "there is no command 'fly'; there are compute, explain, doctor, bench, demo"),
        ("explain --paddding SAME", 2, "there is no option --paddding; did you mean --padding?"),
        ("bench --zzz=3", 2, "there is no option --zzz; there are -h, --help, --dtype"),
        ("explain --padding SAME", 2, "required: --input-shape, --filter-sizes (see filtergrad ex"),
        ("explain --strides 1,x,1,1", 2, "--strides: '1,x,1,1' is not a list of integers such as"),
        ("explain --dtype int8", 2, "argument --dtype: invalid choice: 'int8' (choose from "),
        ("bench --threads 0", 2, "argument --threads: '0' is not an integer from 1 up"),
        ("bench --threads 9999", 2, "the number of threads must be from 1 to"),
        ("bench --only 9x9", 2, "no layer matches '9x9'; the kinds in this table are: first"),
        ("cache empty", 2, "argument action: invalid choice: 'empty' (choose from"),
        (
            "explain --input-shape 1,4,4,3 --filter-sizes 3,3,2,4 --padding SAME",
            2,
            "Conv2DBackpropFilter: input depth must be evenly divisible by filter depth",
        ),
    ],
)
def test_mistakes_get_one_helpful_line(say, words, code, text):
    got, out, err = say(*words.split())
    assert (got, out) == (code, "")
    assert err.startswith("filtergrad: ")
    assert text in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("x.npy", None, "x.npy: No such file or directory"),
        ("x.npy", b"hello", "x.npy: not a .npy file of numbers"),
        ("x.npy", b"", "x.npy: not a .npy file of numbers"),
        ("x.npz", "archive", "x.npz: an .npz archive; unpack the array you mean"),
    ],
)
def test_files_that_are_none(say, tmp_path, name, content, text):
    path = tmp_path / name
    if content == "archive":
        np.savez(path, x=np.zeros(3))
    elif content is not None:
        path.write_bytes(content)
    words = ("--filter-sizes", "1,1,1,1", "--padding", "VALID", "--output", tmp_path / "dw.npy")
    code, out, err = say("compute", "--input", path, "--out-backprop", path, *words)
    assert (code, out) == (3, "")
    assert text in err
    assert err.count("\n") == 1


def test_arrays_that_do_not_fit(say, tmp_path):
    x, dy = tensors()
    code, _, err = say(*arguments(tmp_path, x, dy[:1]), "--name", "layer7")
    assert code == 2
    assert err.startswith("filtergrad: layer7: Conv2DBackpropFilter: input and out_backprop must")
    code, _, err = say(*arguments(tmp_path, x.astype(int), dy))
    assert code == 2
    assert "DataType int64 not in list of allowed values" in err
    code, _, err = say(*arguments(tmp_path, x, dy, output="no/dw.npy"))
    assert (code, err) == (3, f"filtergrad: {tmp_path / 'no'}: no such folder\n")
    code, _, err = say(*arguments(tmp_path, x, dy, output="."))
    assert (code, err) == (3, f"filtergrad: {tmp_path}: a folder, not a file\n")


def test_explain(say):
    words = EXPLAIN.split()
    code, out, err = say(*words, "--no-measure")
    assert (code, err) == (0, "")
    assert "candidates" in out
    assert "acc += outer(x, dy)" in out
    assert "measured" not in out
    code, out, _ = say(*words, "--ir", "--asm")
    assert 'define void @"main"' in out
    assert "main:" in out
    assert "candidates" not in out
    code, out, _ = say(*words, "--json", "--no-measure", "--asm")
    facts = json.loads(out)
    assert facts["problem"]["macs"] == 22 * 22 * 16 * 16
    assert facts["measured"] is None
    assert "main:" in facts["asm"]


def test_bench(say):
    words = ("bench", "--only", "*tails*", "--milliseconds", "10")
    code, out, err = say(*words)
    assert (code, err) == (0, "")
    assert "odd:tails_13_17_19" in out
    code, out, _ = say(*words, "--json", "--dtype", "float64", "--data-format", "NCHW")
    assert code == 0
    assert json.loads(out)["rows"][0]["flops"] > 0


def test_cache(say, tmp_path):
    with knobs.override(cache_dir=tmp_path / "mine"):
        assert say("cache", "path") == (0, f"{tmp_path / 'mine'}\n", "")
        assert say("cache", "info")[1].endswith("made with the first kernel, 0 kernels, 0.0 MiB\n")
        fg.compile((1, 5, 4, 3), (2, 2, 3, 9), (1, 1, 1, 1), "SAME")
        facts = json.loads(say("cache", "info", "--json")[1])
        assert facts["state"] == "in use"
        assert facts["kernels"] > 0
        assert json.loads(say("cache", "clear", "--json")[1])["deleted"] == facts["kernels"]
        (tmp_path / "mine").chmod(0o777)
        assert "not used: others may write to it" in say("cache", "info")[1]
    with knobs.override(cache="off"):
        assert "off" in say("cache", "info")[1]
        code, out, err = say("cache", "path")
        assert (code, out, err) == (1, "", "filtergrad: the cache is off (FILTERGRAD_CACHE)\n")


def test_a_bug_is_one_line_unless_asked_for(say, monkeypatch):
    def broken(**_):
        raise RuntimeError("no\nluck")

    monkeypatch.setattr("filtergrad.environment.cache", broken)
    code, _, err = say("cache", "info")
    assert code == 1
    assert err.startswith("filtergrad: RuntimeError: no luck (FILTERGRAD_DEBUG=1 shows where")
    assert err.count("\n") == 1
    with knobs.override(debug=1), pytest.raises(RuntimeError, match="no"):
        cli.main(["cache", "info"])


def test_interrupted(say, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("filtergrad.environment.cache", interrupted)
    assert say("cache", "info") == (130, "", "filtergrad: interrupted\n")


def test_every_command_has_help(capsys):
    for name in cli.parser()[1]:
        with pytest.raises(SystemExit, match="0"):
            cli.main([name, "--help"])
        assert "--json" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"filtergrad {fg.__version__}\n"


def test_colour_only_on_terminals_that_want_it(monkeypatch):
    pytest.importorskip("rich")
    words = cli.words
    assert words.rich_console() is None
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert words.rich_console() is not None
    monkeypatch.setenv("NO_COLOR", "1")
    assert words.rich_console() is None


# ---- real processes ----


def test_as_a_module_with_a_bad_knob():
    command = [sys.executable, "-m", "filtergrad", "cache", "path"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "FILTERGRAD_CACHE": "maybe"},
    )
    text = 'filtergrad: FILTERGRAD_CACHE is \'maybe\', but must be "on" or "off"\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", text)


def test_a_reader_that_stops_reading():
    command = [sys.executable, "-m", "filtergrad", *EXPLAIN.split(), "--asm"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
