"""README and docs: examples run, links lead somewhere, tables and lists are those of the code.

`pytest tests/test_docs.py --update-golden` writes what the examples print now, and the knobs.
"""

import doctest
import re
import shlex
from pathlib import Path

import pytest

import filtergrad as fg
from filtergrad import cli, knobs

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

EXAMPLE = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"(?<=^```sh\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(page):
    return page.read_text(encoding="utf-8")


# ---- examples ----


class Replay(doctest.DocTestRunner):
    """Runs the examples of one block and puts down what they print now."""

    def report_start(self, out, test, example):
        pass

    def report_success(self, out, test, example, got):
        pass

    def report_failure(self, out, test, example, got):
        example.want = re.sub(r"^ *$(?=\n)", "<BLANKLINE>", got, flags=re.MULTILINE)

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise AssertionError(f"{test.name}: {example.source}") from exc_info[1]


def replayed(page):
    """The page with the outputs that its examples have now; they share their names."""
    scope = {}

    def run(block):
        parser, text = doctest.DocTestParser(), block[0]
        pieces = parser.parse(text, page.name)
        examples = [piece for piece in pieces if isinstance(piece, doctest.Example)]
        test = doctest.DocTest(examples, {}, page.name, str(page), 0, text)
        test.globs = scope
        Replay(optionflags=doctest.ELLIPSIS).run(test, clear_globs=False)
        return "".join(piece if isinstance(piece, str) else printed(piece) for piece in pieces)

    return EXAMPLE.sub(run, read(page))


def printed(example):
    """An example as it stands in a page."""
    first, *more = example.source.splitlines()
    lines = [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
    return "\n".join(lines) + "\n" + example.want


@EACH_PAGE
def test_examples_print_what_they_say(page, request):
    before = fg.get_num_threads()
    try:
        now = replayed(page)
    finally:
        fg.set_num_threads(before)
    if request.config.getoption("--update-golden"):
        page.write_text(now, encoding="utf-8")
    assert now == read(page)


# ---- links and commands ----


def anchors(text):
    """The fragments that a page's headings make, as GitHub makes them."""
    heads = re.findall(r"^#+ +(.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@EACH_PAGE
def test_links_lead_somewhere(page):
    for link in LINK.findall(FENCED.sub("", read(page))):
        if link.startswith("https://"):
            continue
        path, _, fragment = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not fragment or fragment in anchors(read(target)), link


@EACH_PAGE
def test_commands_exist(page):
    targets = re.findall(r"^(\w+):", read(ROOT / "Makefile"), re.MULTILINE)
    parser = cli.parser()[0]
    for line in "".join(SHELL.findall(read(page))).replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        while words and "=" in words[0]:  # settings of the environment
            words.pop(0)
        if words[:1] == ["filtergrad"] and words[1:] != ["--version"]:
            parser.parse_args(words[1:])
        elif words[:1] == ["make"]:
            assert set(words[1:]) <= {*targets, *(word for word in words if "=" in word)}, line


def test_the_code_names_pages_that_exist():
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"docs/[\w./-]*[\w/]", read(path)):
            assert (ROOT / name).exists(), f"{path}: {name}"


# ---- what must be complete ----


def test_knobs_are_those_of_the_table(request):
    page = DOCS / "knobs.md"
    lines = ["", "| variable | what it may be | default | what it does |", "|---|---|---|---|"]
    lines += [f"| `{row.name}` | {row.type} | {row.default} | {row.doc} |" for row in knobs.TABLE]
    begin, end = "<!-- knobs:begin -->", "<!-- knobs:end -->"
    head, _, rest = read(page).partition(begin)
    now = head + begin + "\n".join([*lines, end]) + rest.partition(end)[2]
    if request.config.getoption("--update-golden"):
        page.write_text(now, encoding="utf-8")
    assert now == read(page)


def test_every_file_has_its_place_in_the_house():
    text = read(DOCS / "architecture.md")
    for path in (ROOT / "src" / "filtergrad").rglob("*.py"):
        assert path.name.startswith("__") or f"`{path.name}`" in text, path


def test_every_decision_is_listed():
    pages = {path.name for path in (DOCS / "decisions").glob("*.md")} - {"README.md"}
    assert set(LINK.findall(read(DOCS / "decisions" / "README.md"))) >= pages


def test_the_readme_has_room_for_the_measured_table():
    text = read(ROOT / "README.md")
    assert text.count("<!-- bench:begin -->") == text.count("<!-- bench:end -->") == 1
