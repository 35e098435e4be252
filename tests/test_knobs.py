"""Floor 0: the environment's settings."""

import dataclasses
from pathlib import Path

import pytest

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
        ("DUMP", "here", "dump", Path("here")),
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
    monkeypatch.setattr(knobs, "_current", None)
    assert knobs.current().debug == 3
    monkeypatch.setenv("FILTERGRAD_DEBUG", "2")
    assert knobs.current().debug == 3
    assert knobs.reload().debug == 2
