"""The environment's settings."""

import dataclasses
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from helpers.interrupted import interrupted, lines

from filtergrad import knobs
from filtergrad.knobs import Knobs


@pytest.fixture(autouse=True)
def _restored():
    with knobs.override():
        yield


def test_defaults():
    assert knobs.reload({}) == Knobs()
    assert knobs.current() is knobs.current()


def test_table_has_a_row_for_every_field():
    assert [row.field for row in knobs.TABLE] == [f.name for f in dataclasses.fields(Knobs)]
    for row in knobs.TABLE:
        assert row.name.startswith("FILTERGRAD_")
        assert row.type
        assert row.default
        assert row.doc.endswith(".")


def test_misspelt_variables_are_named():
    assert knobs.unknown({"FILTERGRAD_NUM_TREADS": "2", "FILTERGRAD_X": "", "TREADS": ""}) == {
        "FILTERGRAD_NUM_TREADS": "FILTERGRAD_NUM_THREADS",
        "FILTERGRAD_X": "FILTERGRAD_ISA",
    }
    assert knobs.unknown({row.name: "1" for row in knobs.TABLE}) == {}


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("ISA", "x86-64-v3", "isa", "x86-64-v3"),
        ("NUM_THREADS", " 3 ", "num_threads", 3),
        ("CACHE", "off", "cache", "off"),
        ("CACHE", "ON", "cache", "on"),
        ("CACHE_DIR", "/tmp/kernels", "cache_dir", Path("/tmp/kernels")),
        ("CACHE_DIR", "~/kernels", "cache_dir", Path.home() / "kernels"),
        ("DEBUG", "5", "debug", 5),
        ("DUMP", "here", "dump", Path.cwd() / "here"),
        ("DUMP", "/not/there/yet", "dump", Path("/not/there/yet")),
        ("CHECK_SPILLS", "1", "check_spills", True),
        ("CHECK_SPILLS", "0", "check_spills", False),
    ],
)
def test_values(name, text, field, value):
    got = knobs.reload({f"FILTERGRAD_{name}": text})
    assert getattr(got, field) == value
    assert got == dataclasses.replace(Knobs(), **{field: value})
    assert knobs.current() is got


@pytest.mark.parametrize("row", knobs.TABLE, ids=lambda row: row.field)
def test_empty_is_unset(row):
    assert knobs.reload({row.name: ""}) == Knobs()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("NUM_THREADS", "0", "FILTERGRAD_NUM_THREADS is '0', but must be an integer from 1 up"),
        ("NUM_THREADS", "two", "FILTERGRAD_NUM_THREADS is 'two', but must be an integer from 1 up"),
        ("CACHE", "maybe", 'FILTERGRAD_CACHE is \'maybe\', but must be "on" or "off"'),
        ("DEBUG", "6", "FILTERGRAD_DEBUG is '6', but must be an integer from 0 to 5"),
        ("DEBUG", "-1", "FILTERGRAD_DEBUG is '-1', but must be an integer from 0 to 5"),
        ("CHECK_SPILLS", "yes", 'FILTERGRAD_CHECK_SPILLS is \'yes\', but must be "0" or "1"'),
    ],
)
def test_bad_values(name, text, message):
    before = knobs.current()
    with pytest.raises(ValueError, match=name) as caught:
        knobs.reload({f"FILTERGRAD_{name}": text})
    assert str(caught.value) == message
    assert knobs.current() is before


def test_override():
    before = knobs.current()
    with knobs.override(debug=4, isa="x86-64-v2") as inside:
        assert knobs.current() is inside
        assert (inside.debug, inside.isa) == (4, "x86-64-v2")
        with knobs.override(debug=1):
            assert (knobs.current().debug, knobs.current().isa) == (1, "x86-64-v2")
        assert knobs.current() is inside
    assert knobs.current() is before


def test_override_ends_with_an_error():
    before = knobs.current()
    with pytest.raises(KeyError), knobs.override(debug=2):
        raise KeyError
    assert knobs.current() is before
    with pytest.raises(TypeError), knobs.override(colour="red"):
        pass


def test_the_environment_is_read_late(monkeypatch):
    monkeypatch.setenv("FILTERGRAD_DEBUG", "3")
    monkeypatch.setattr(knobs, "_layers", [knobs._Layer(None)])
    assert knobs.current().debug == 3
    monkeypatch.setenv("FILTERGRAD_DEBUG", "2")
    assert knobs.current().debug == 3
    assert knobs.reload().debug == 2


# ---- folders ----


def no_folder(tmp_path):
    """Texts that can name no folder."""
    (tmp_path / "file").touch()
    (tmp_path / "round").symlink_to("round")
    return (
        "~nobody_here/x", f"{tmp_path}/file", f"{tmp_path}/file/below", f"{tmp_path}/round/x",
        "x" * 300, f"{tmp_path}/{'x' * 300}", "/x" * 3000, "/dev/null", "a\0b", "\ud800",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["CACHE_DIR", "DUMP"])
def test_what_can_be_no_folder(tmp_path, name):
    before = knobs.current()
    for text in no_folder(tmp_path):
        with pytest.raises(ValueError, match="must be a folder") as caught:
            knobs.reload({f"FILTERGRAD_{name}": text})
        assert str(caught.value) == f"FILTERGRAD_{name} is {text!r}, but must be a folder"
        with pytest.raises(ValueError, match="must be a folder"), knobs.override(dump=text):
            pass
        assert knobs.current() is before


def test_what_may_become_a_folder(tmp_path):
    (tmp_path / "link").symlink_to("not yet there")
    for text in (f"{tmp_path}/new/x", f"{tmp_path}/link", os.fsdecode(b"/tmp/\xff\xfe")):
        assert knobs.reload({"FILTERGRAD_CACHE_DIR": text}).cache_dir == Path(text)


def test_a_folder_stays_where_it_was_meant(tmp_path, monkeypatch):
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path)
    settings = knobs.reload({"FILTERGRAD_CACHE_DIR": "here"})
    monkeypatch.chdir(tmp_path / "below")
    assert settings.cache_dir == tmp_path / "here"
    (tmp_path / "below").rmdir()  # now the process stands nowhere
    with pytest.raises(ValueError, match="CACHE_DIR is 'here', but must be a folder"):
        knobs.reload({"FILTERGRAD_CACHE_DIR": "here"})


def test_without_a_home(monkeypatch):
    def homeless(_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    with pytest.raises(ValueError, match="DUMP is '~/x', but must be a folder"):
        knobs.reload({"FILTERGRAD_DUMP": "~/x"})


# ---- overriding ----


@pytest.mark.parametrize(
    "changes",
    [
        {"cache": "perhaps"}, {"cache": None}, {"cache": 1}, {"debug": 6}, {"debug": -1},
        {"debug": None}, {"debug": 1.0}, {"num_threads": 0}, {"num_threads": 2.5},
        {"num_threads": "many"}, {"check_spills": 2}, {"check_spills": "yes"}, {"isa": b"neon"},
        {"cache_dir": ""}, {"cache_dir": b"/tmp"}, {"dump": 1j}, {"isa": Path("neon")},
    ],
    ids=str,
)  # fmt: skip
def test_bad_overrides(changes):
    before = knobs.current()
    [name] = changes
    words = f"FILTERGRAD_{name.upper()} is .*, but must be "
    with pytest.raises(ValueError, match=words), knobs.override(**changes):
        pass
    assert knobs.current() is before


def test_overrides_in_the_words_of_the_environment():
    with knobs.override(debug="2", num_threads=" 3 ", check_spills=True, cache="OFF", dump="~"):
        got = knobs.current()
    assert got == Knobs(got.isa, 3, "off", got.cache_dir, 2, Path.home(), True)
    with knobs.override(num_threads=np.int64(2), isa=None, cache_dir=Path("as it is")) as got:
        assert (got.num_threads, got.cache_dir) == (2, Path("as it is"))


def test_threads_end_in_any_order():
    """The setting of one does not outlive it because another's ended later."""
    before = knobs.current()
    first, second = knobs.override(debug=1), knobs.override(isa="neon")
    first.__enter__()
    inner = second.__enter__()
    first.__exit__(None, None, None)
    assert knobs.current() is inner
    second.__exit__(None, None, None)
    assert knobs.current() is before

    def work(number):
        for _ in range(300):
            with knobs.override(num_threads=number):
                assert knobs.current().num_threads in range(1, 9)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(1, 9)))
    assert knobs.current() is before


def test_interrupted_at_every_line():
    before, reached = knobs.current(), 0
    for line in lines(knobs):
        with interrupted(knobs.__file__, line) as done:
            try:
                with knobs.override(debug=2, dump="/tmp"):
                    knobs.reload({"FILTERGRAD_NUM_THREADS": "7"})
            except KeyboardInterrupt:
                assert done()
        reached += done()
        assert knobs.current() is before, line
        with interrupted(knobs.__file__, line), suppress(KeyboardInterrupt):
            knobs.reload({"FILTERGRAD_NUM_THREADS": "7"})
        assert knobs.current() in {before, Knobs(num_threads=7)}
        knobs._layers[-1].knobs = before
    assert reached > 20
