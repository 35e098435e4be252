"""One word, one meaning: docs/glossary.md has a row for each word of the records, and only one."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from filtergrad.cpu.base.price import Price
from filtergrad.cpu.choose import ALGORITHMS
from filtergrad.engine import Layout, Spec
from filtergrad.gpu import choose as gpu
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.price import Price as GpuPrice
from filtergrad.gpu.base.units import Division
from filtergrad.problem import Problem

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
RECORDS = {row.name: row.plan for row in ALGORITHMS} | {
    record.__name__: record for record in (Problem, Layout, Spec, Price, Tile, Division)
}
RECORDS |= {f"gpu {row.name}": row.plan for row in gpu.ALGORITHMS} | {"gpu price": GpuPrice}


def words():
    """The words of the first columns of all tables: one in backquotes each, or a whole cell."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| word |", "| letter |")):
            cell = line.split("|")[1].strip()
            found += re.findall(r"`([^`]+)`", cell) or [cell]
    return found


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_every_field_is_in_the_glossary(record):
    names = [field.name for field in fields(record)] if is_dataclass(record) else record._fields
    assert set(names) - set(words()) == set()


def test_no_word_has_two_rows():
    assert [word for word, count in Counter(words()).items() if count > 1] == []


def test_no_field_of_a_plan_stays_behind_in_the_glossary():
    """What the glossary lists as a plan's fields are fields, of the plans that it names."""
    text = GLOSSARY.read_text(encoding="utf-8")
    section = text.partition("## The fields of a plan")[2].partition("\n## ")[0]
    plans = {row.name: {field.name for field in fields(row.plan)} for row in ALGORITHMS}
    for line in re.findall(r"^\| `.*", section, re.MULTILINE):
        _, cell, owners, _ = (part.strip() for part in line.split("|", 3))
        named = set(plans) if owners == "all" else set(owners.lower().split(", "))
        for word in re.findall(r"`([^`]+)`", cell):
            assert {name for name, known in plans.items() if word in known} == named, word


def test_no_field_of_a_plan_for_a_gpu_stays_behind_in_the_glossary():
    text = GLOSSARY.read_text(encoding="utf-8")
    section = text.partition("## The fields of a plan for a GPU")[2].partition("\n## ")[0]
    records = (*(row.plan for row in gpu.ALGORITHMS), Tile, Division)
    known = {field.name for record in records for field in fields(record)}
    found = [
        word
        for line in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        for word in re.findall(r"`([^`]+)`", line)
    ]
    assert set(found) <= known
