"""The command line. Nearly all in this process; a few words to real ones at the end."""

import io
import json
import os
import shlex
import struct
import subprocess
import sys
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest
from helpers.interrupted import file_size_limit

import filtergrad as fg
from filtergrad import cli, disk, knobs
from filtergrad.bench.cases import table_names
from filtergrad.bench.result import load
from filtergrad.cli import compute
from filtergrad.cpu import show

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
                raise PermissionError(1, "no links here")

            monkeypatch.setattr(type(path), "hardlink_to", no_links)
        with pytest.raises(FileExistsError, match="exists already"):
            compute.save(path, np.zeros(3), force=False)
    assert names(tmp_path) == ["dw.npy"]
    path.unlink()
    compute.save(path, np.ones(3), force=False)  # still without links
    assert np.load(path).tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
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


def npy(text, data=bytes(3888), version=1):
    """A .npy file with any header."""
    text = f"{text:<117}\n".encode("latin1")
    size = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes((version, 0)) + size + text + data


SHAPE = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }"
KIND = "{'descr': %s, 'fortran_order': False, 'shape': (2, 9, 9, 6), }"
HOSTILE = {
    "only the magic": b"\x93NUMPY",
    "magic and version": b"\x93NUMPY\x01\x00",
    "another version": npy(SHAPE % "(2, 9, 9, 6)", version=9),
    "cut in the header": npy("{'descr': "),
    "cut before the header": npy("")[:20],
    "open string": npy("{'descr': '<f4"),
    "open bracket": npy("{'descr': ((((((("),
    "deep brackets": npy("(" * 9000),
    "deep signs": npy("-" * 9000 + "1"),
    "not UTF-8": npy("{'descr': '\xff'", version=3),
    "NUL": npy("{'descr': '\0<f4'"),
    "a long header": npy(SHAPE % "(2, 9, 9, 6)" + " " * 60000),
    "no dictionary": npy("[1, 2]"),
    "no key": npy("{'descr': '<f4', 'fortran_order': False}"),
    "one key more": npy(SHAPE[:-1] % "(1,)" + "'a': 1}"),
    "a call": npy("__import__('os').abort()"),
    "no data": npy(SHAPE % "(2, 9, 9, 6)", b""),
    "less data": npy(SHAPE % "(2, 9, 9, 6)", bytes(3887)),
    "a list of sizes": npy(SHAPE % "[2, 9, 9, 6]"),
    "a size that is none": npy(SHAPE % "(2, 9, 9, 6.0)"),
    "a negative size": npy(SHAPE % "(-2, 9, 9, 6)"),
    "two negative sizes": npy(SHAPE % "(-2, -9, 9, 6)"),
    "a size beyond int64": npy(SHAPE % "(99999999999999999999, 1, 1, 1)"),
    "overflowing sizes": npy(SHAPE % "(4611686018427387904, 4, 1, 1)"),
    "192 PiB": npy(SHAPE % "(1000000000, 1000000, 9, 6)"),
    "nothing times 192 PiB": npy(SHAPE % "(1000000000, 1000000000, 1000000000, 0)"),
    "a hundred axes": npy(SHAPE % str((1,) * 100)),
    "fortran order of a number": npy(SHAPE.replace("False", "3") % "(2, 9, 9, 6)"),
    "objects": npy(KIND % "'|O'"),
    "records": npy(KIND % "[('a', '<f2'), ('b', '<f2')]"),
    "objects in records": npy(KIND % "[('a', '|O')]"),
    "texts": npy(KIND % "'<U1'"),
    "times": npy(KIND % "'<M8[s]'"),
    "arrays": npy(KIND % "('<f4', (2,))"),
    "unknown": npy(KIND % "'<q9'"),
    "a descr that is none": npy(KIND % "3"),
    "big-endian": npy(KIND % "'>f4'"),
    "the magic of zip": b"PK\x03\x04garbage",
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "a pickle": b"\x80\x04N.",
    "text": b"hello",
    "nothing": b"",
}


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(say, tmp_path, name, recwarn):
    words = arguments(tmp_path, *tensors())
    (tmp_path / "x.npy").write_bytes(HOSTILE[name])
    code, out, err = say(*words)
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert err.startswith(f"filtergrad: {tmp_path / 'x.npy'}: ")
    # (NumPy leaves it to chance when it closes what seemed to be an archive.)
    assert not [one for one in recwarn.list if one.category is not ResourceWarning]
    assert names(tmp_path) == ["dy.npy", "x.npy"]


def test_what_is_no_file(say, tmp_path):
    words = list(arguments(tmp_path, *tensors()))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to("round")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "round", "/dev/zero", "/dev/null"):
        for at in (2, 4):
            changed = [*words[:at], path, *words[at + 1 :]]
            code, out, err = say(*changed)
            assert (code, out, err.count("\n")) == (3, "", 1)
            assert str(path) in err


def test_headers_that_are_unusual_and_right(say, tmp_path):
    x, dy = tensors()
    words = arguments(tmp_path, x, dy)
    assert say(*words)[0] == 0
    expected = (tmp_path / "dw.npy").read_bytes()
    text = repr({"descr": "<f4", "fortran_order": True, "shape": x.shape})
    for version, header in ((1, text), (2, text), (3, text), (1, text.replace("2,", "2L,"))):
        (tmp_path / "x.npy").write_bytes(npy(header, x.tobytes("F"), version))
        assert say(*words, "--force")[::2] == (0, "")
        got = np.load(tmp_path / "dw.npy")
        np.testing.assert_allclose(got, np.load(io.BytesIO(expected)), rtol=1e-4, atol=1e-4)


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
        assert say("cache", "clear")[::2] == (
            3,
            f"filtergrad: {tmp_path / 'mine'}: not used: others may write to it\n",
        )
    with knobs.override(cache="off"):
        assert "off" in say("cache", "info")[1]
        for action in ("path", "clear"):
            code, out, err = say("cache", action)
            assert (code, out, err) == (1, "", "filtergrad: the cache is off (FILTERGRAD_CACHE)\n")


def test_a_user_without_a_home(say, monkeypatch):
    def homeless():
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with knobs.override(cache="on", cache_dir=None):
        assert (
            "not used: this user has no home; set FILTERGRAD_CACHE_DIR" in say("cache", "info")[1]
        )
        for action in ("path", "clear"):
            code, out, err = say("cache", action)
            assert (code, out, err.count("\n")) == (1, "", 1)
            assert "the cache is not used: this user has no home" in err


def test_clearing_clears_everything_that_is_ours(say, tmp_path):
    with knobs.override(cache_dir=tmp_path / "mine"):
        for suffix in (disk.KERNEL, disk.CUBIN, disk.TUNED, ".host"):
            disk.write("a" * 64, b"content", suffix)
        (tmp_path / "mine" / ("b" * 64 + ".01234567.tmp")).touch()
        (tmp_path / "mine" / "main.o").touch()
        facts = json.loads(say("cache", "info", "--json")[1])
        assert (facts["kernels"], facts["cubins"], facts["tuned"]) == (1, 1, 1)
        assert facts["bytes"] == 4 * (25 + 32 + 7)
        assert "1 kernel, 0.0 MiB, 1 kernel for GPUs, 1 tuned layer" in say("cache", "info")[1]
        facts = json.loads(say("cache", "clear", "--json")[1])
        assert (facts["deleted"], facts["cubins"], facts["forgotten"]) == (1, 1, 1)
    assert names(tmp_path / "mine") == ["main.o"]


def test_tuning_that_could_not_be_remembered(say, tmp_path, monkeypatch):
    """Is refused before it is measured; if the disk is full afterwards, the exit code says so."""
    words = ("tune", *EXPLAIN.split()[1:], "--milliseconds", 1, "--candidates", 1)
    (tmp_path / "mine").mkdir(mode=0o755)
    with knobs.override(cache_dir=tmp_path / "mine"):
        code, out, err = say(*words)
        assert (code, out, err.count("\n")) == (3, "", 1)
        assert f"others may look into it; chmod 700 {tmp_path / 'mine'}" in err
        assert say(*words, "--check")[0] == 0
        (tmp_path / "mine").chmod(0o700)
        monkeypatch.setattr(disk, "write", lambda *_: None)
        code, out, err = say(*words)
        assert (code, err.count("\n")) == (3, 1)
        assert "not remembered" in out
    with knobs.override(cache="off"):
        assert say(*words)[::2] == (0, "")


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


def test_a_bad_variable_does_not_hide_what_went_wrong(say, monkeypatch):
    monkeypatch.setattr(knobs, "_layers", [knobs._Layer(None)])
    monkeypatch.setenv("FILTERGRAD_DEBUG", "all")
    code, _, err = say("bench", "report", "/no/such/file")
    assert (code, err) == (3, "filtergrad: /no/such/file: No such file or directory\n")
    assert say("cache", "path")[2].startswith("filtergrad: FILTERGRAD_DEBUG is 'all', but must be")


def test_interrupted(say, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("filtergrad.environment.cache", interrupted)
    assert say("cache", "info") == (130, "", "filtergrad: interrupted\n")


def test_every_command_has_help(capsys, monkeypatch):
    """On 80 columns, with a word for each option, and examples that are right."""
    monkeypatch.setenv("COLUMNS", "80")
    top, commands = cli.parser()
    words = [[name] for name in commands] + [["bench", "compare"], ["bench", "report"]]
    for command in words:
        with pytest.raises(SystemExit, match="0"):
            cli.main([*command, "--help"])
        out = capsys.readouterr().out
        assert max(map(len, out.splitlines())) <= 80, command
        known = commands[command[0]]
        known = known.subcommands.get(command[-1], known)
        assert all(action.help for action in known._actions), command
    for command in commands.values():
        examples = command.examples.replace("\\\n", " ").splitlines()
        assert examples
        for line in examples:
            top.parse_args(shlex.split(line, comments=True)[1:])


def test_alone_it_prints_its_help(capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"filtergrad {fg.__version__}\n"
    assert cli.main([]) == 0
    assert "compute   Compute the filter gradient of two .npy files." in capsys.readouterr().out


def test_the_help_of_bench_names_the_tables(capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main(["bench", "--help"])
    text = capsys.readouterr().out
    assert all(name in text for name in table_names())


def test_shapes_are_told_where_tensorflow_tells_none(say):
    words = EXPLAIN.replace("1,8,8,16", "1,8,8").split()
    ours = "filtergrad: Conv2DBackpropFilter: input must be 4-dimensional"
    assert say(*words)[::2] == (2, f"{ours}; input has shape [1, 8, 8]\n")


def test_an_old_gradient_that_does_not_fit_is_told_by_its_option(say, tmp_path):
    x, dy = tensors()
    words = (*arguments(tmp_path, x, dy), "--accumulate", tmp_path / "old.npy")
    np.save(tmp_path / "old.npy", np.ones((2, 2), np.float32))
    code, _, err = say(*words)
    there = f"filtergrad: --accumulate {tmp_path / 'old.npy'}: it "
    assert (code, err) == (2, f"{there}has shape [2, 2], but --filter-sizes is [3, 3, 5, 7]\n")
    np.save(tmp_path / "old.npy", np.ones(SIZES))
    assert say(*words)[2] == f"{there}is float64, but --input is float32\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("filtergrad be", {"bench"}),
        ("filtergrad explain --filter", {"--filter-sizes"}),
        ("filtergrad explain --padding V", {"VALID"}),
        ("filtergrad bench core", {"core_mix"}),
        ("filtergrad tune --suite first", {"first_layers"}),
        ("filtergrad cache ", {"path", "info", "clear"}),
    ],
)
def test_the_shell_completes(line, expected, tmp_path):
    """As argcomplete's function for bash asks."""
    pytest.importorskip("argcomplete")
    answer = tmp_path / "answer"
    asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer)}
    asked |= {"COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n"}
    subprocess.run(
        [sys.executable, "-m", "filtergrad"], env=os.environ | asked, cwd=tmp_path, check=True
    )
    found = {word.strip() for word in answer.read_text().splitlines()}
    assert found - {"--help", "-h"} >= expected
    assert all(word.startswith(line.split(" ")[-1]) for word in found)


def test_colour_only_on_terminals_that_want_it(monkeypatch):
    pytest.importorskip("rich")
    say = cli.say
    assert say.rich_console() is None
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert say.rich_console() is not None
    monkeypatch.setenv("NO_COLOR", "1")
    assert say.rich_console() is None


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


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("CACHE_DIR", "~nobody_here/x", "'~nobody_here/x', but must be a folder"),
        ("CACHE_DIR", "/dev/null", "'/dev/null', but must be a folder"),
        ("CACHE_DIR", "x" * 300, "x', but must be a folder"),
        ("DUMP", "/dev/null/x", "'/dev/null/x', but must be a folder"),
        ("DEBUG", "\udcff", "'\\udcff', but must be an integer from 0 to 5"),
        ("NUM_THREADS", "1" * 5000, "1', but must be an integer from 1 up"),
        ("CHECK_SPILLS", "yes", "'yes', but must be"),
        ("ISA", "vax", "FILTERGRAD_ISA=vax cannot run here; this processor runs: "),
        ("DUMP", "/proc/no", "/proc/no: "),
    ],
)
def test_bad_knobs_are_one_line(name, text, words):
    command = [sys.executable, "-m", "filtergrad", *EXPLAIN.split(), "--no-measure"]
    environ = os.environ | {f"FILTERGRAD_{name}": text}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    code = 3 if text == "/proc/no" else 2
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert words in done.stderr


def test_a_cache_whose_name_is_no_text(tmp_path):
    command = [sys.executable, "-m", "filtergrad", "cache", "path"]
    folder = os.fsencode(tmp_path) + b"/\xff"
    environ = os.environb | {b"FILTERGRAD_CACHE_DIR": folder}
    done = subprocess.run(command, capture_output=True, check=False, env=environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, folder + b"\n", b"")


def test_a_reader_that_stops_reading():
    command = [sys.executable, "-m", "filtergrad", *EXPLAIN.split(), "--asm"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def shell(text, tmp_path):
    """A line of a shell, in which fg is the command."""
    text = f'fg() {{ "{sys.executable}" -m filtergrad "$@"; }}; set -o pipefail; {text}'
    return subprocess.run(
        ["bash", "-c", text], cwd=tmp_path, capture_output=True, check=False, text=True
    )


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")


@needs_full
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("fg cache path > /dev/full", 3, "filtergrad: standard output: No space left on device\n"),
        ("fg --help > /dev/full", 3, "filtergrad: standard output: No space left on device\n"),
        ("fg cache path >&-", 3, "filtergrad: standard output: closed\n"),
        ("fg --version >&-", 3, "filtergrad: standard output: closed\n"),
        ("fg cache empty 2> /dev/full", 2, ""),
        ("fg cache empty 2>&-", 2, ""),
        ("fg cache empty >&- 2>&-", 3, ""),
        (f"fg {EXPLAIN} --asm | head -1 > /dev/null", 0, ""),
        (f"fg {EXPLAIN} --no-measure --asm > /dev/full", 3, "standard output: No space"),
        ("fg cache path 2>&-", 0, ""),
    ],
)
def test_streams_that_are_full_or_closed(tmp_path, line, code, said):
    done = shell(line, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (code, min(1, len(said)))
    assert said in done.stderr


def test_compute_writes_to_what_is_no_file(tmp_path):
    words = " ".join(map(str, arguments(tmp_path, *tensors())[:-1]))
    for line in (
        f"fg {words} /dev/stdout > whole.npy",
        f"fg {words} /dev/stdout | cat > whole.npy",
        f"mkfifo pipe; cat pipe > whole.npy & fg {words} pipe; code=$?; wait; exit $code",
        f"ln -s whole.npy link; fg {words} link",
        f"fg {words} >(cat > whole.npy); sleep 1",
    ):
        done = shell(line, tmp_path)
        assert done.returncode == 0, done.stderr
        assert np.load(tmp_path / "whole.npy").shape == SIZES
        assert (tmp_path / "whole.npy").stat().st_size == 128 + 4 * 3 * 3 * 5 * 7
        (tmp_path / "whole.npy").unlink()
    assert (tmp_path / "link").is_symlink()
    done = shell(f"fg {words} /dev/null", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (f"fg {words} /dev/full", f"fg {words} /dev/stdout > /dev/full"):
        done = shell(line, tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (3, 1)
        assert "No space left on device" in done.stderr
    done = shell(f"fg {words} >(exec 0<&-; sleep 2)", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) in {(3, 1), (0, 0)}  # if the pipe takes all
    assert names(tmp_path) == ["dy.npy", "link", "pipe", "x.npy"]


def test_names_of_files_that_are_no_text(tmp_path):
    words = " ".join(map(str, arguments(tmp_path, *tensors())[:-1]))
    for before in ("", "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 "):
        done = shell(
            f"export {before or 'A=1'}; fg {words} $'\\xff\\u00fc.npy' --force | wc -l", tmp_path
        )
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "1", "")


def test_a_missing_folder_is_found_before_the_work(say, tmp_path, monkeypatch):
    def worked(*_, **__):
        raise AssertionError

    for name in ("filtergrad.api.conv2d_backprop_filter", "filtergrad.bench.run.bench"):
        monkeypatch.setattr(name, worked)
    monkeypatch.setattr("filtergrad.bench.report.bench", worked)
    monkeypatch.setattr("filtergrad.bench.training.run.train", worked)
    monkeypatch.setattr("filtergrad.bench.result.load", worked)
    commands = [
        (*arguments(tmp_path, *tensors())[:-1], "{}"),
        ("bench", "--output", "{}"),
        ("bench", "--html", "{}"),
        ("bench", "--json", "--html", "{}"),
        ("bench", "--training", "--output", "{}"),
        ("bench", "report", "x.json", "--html", "{}"),
        ("bench", "report", "x.json", "--markdown", "{}"),
        ("demo", "--output", "{}"),
    ]
    for command in commands:
        for place, text in ((tmp_path / "no" / "file", "no such folder"), (tmp_path, "a folder")):
            code, out, err = say(*(str(word).format(place) for word in command))
            assert (code, out, err.count("\n")) == (3, "", 1), command
            assert text in err


def test_dumps_are_whole_or_as_they_were(tmp_path):
    kernel = fg.compile((1, 4, 4, 2), (1, 1, 2, 2), (1, 1, 1, 1), "SAME").kernel
    show.dump(kernel, [], tmp_path / "stages")
    before = {path: path.read_bytes() for path in (tmp_path / "stages").iterdir()}
    assert {path.name.partition(".")[2] for path in before} == {
        "plan.txt", "ll", "optimized.ll", "s", "o",
    }  # fmt: skip
    with file_size_limit(10), pytest.raises(OSError, match="File too large"):
        show.dump(kernel, [], tmp_path / "stages")
    assert {path: path.read_bytes() for path in (tmp_path / "stages").iterdir()} == before


def test_benchmarks_are_whole_or_as_they_were(say, tmp_path, monkeypatch):
    result, page, html = (tmp_path / name for name in ("result.json", "page.md", "page.html"))
    measure = ("bench", "--only", "*tails*", "--milliseconds", "10")
    assert say(*measure, "--output", result)[0] == 0
    report = ("bench", "report", result)
    assert say(*report, "--markdown", page, "--html", html)[0] == 0
    exists = "exists already; --force replaces it\n"
    for words in ((*measure, "--output", result), (*report, "--html", html)):
        assert say(*words)[::2] == (3, f"filtergrad: {words[-1]}: {exists}")
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n") + b"mine\r\n")
    before = {path: path.read_bytes() for path in (result, page, html)}
    measured = load(result)
    monkeypatch.setattr("filtergrad.bench.report.bench", lambda *_, **__: measured)
    for words in (
        (*measure, "--output", result),
        (*report, "--markdown", page),
        (*report, "--html", html),
    ):
        force = ("--force",) if page not in words else ()  # a page's other words stay anyway
        with file_size_limit(500):
            code, _, err = say(*words, *force)
        assert (code, err) == (3, f"filtergrad: {words[-1]}: File too large\n")
        assert {path: path.read_bytes() for path in before} == before
    assert names(tmp_path) == ["page.html", "page.md", "result.json"]
    assert say(*report, "--markdown", page)[0] == 0
    assert page.read_bytes().endswith(b"-->\r\n" + b"mine\r\n")
