"""README and docs: examples run, links lead somewhere, tables and lists are those of the code.

`pytest tests/house/test_docs.py --update-golden` writes what the examples print now, the picture of
the house, and the tables that are made of the code: knobs, contracts, folders, files.
"""

import ast
import doctest
import importlib.util
import re
import shlex
import tomllib

import pytest
import versions
from helpers import ROOT, compiles

import filtergrad as fg
from filtergrad import cli, knobs

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

COMPILED = ("follow-a-gpu-call.md", "add-an-architecture.md")

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
    if page.name in COMPILED and not compiles():
        pytest.skip("this page compiles for GPUs, which takes Triton")
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
    targets = re.findall(r"^([\w-]+):", read(ROOT / "Makefile"), re.MULTILINE)
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


def assert_lists(request, page, name, lines):
    """What stands between the two marks of this name in a page, made of the code, is up to date."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    head, _, rest = read(page).partition(begin)
    now = head + begin + "\n".join(["", *lines, end]) + rest.partition(end)[2]
    if request.config.getoption("--update-golden"):
        page.write_text(now, encoding="utf-8")
    assert now == read(page)


def test_versions_are_those_that_were_tried(request):
    assert_lists(request, DOCS / "versions.md", "versions", versions.table())
    names = [room.name for room in versions.ROOMS]
    assert len(names) == len(set(names))
    assert set(versions.found()) <= set(names)


def test_knobs_are_those_of_the_table(request):
    lines = ["| variable | what it may be | default | what it does |", "|---|---|---|---|"]
    lines += [f"| `{row.name}` | {row.type} | {row.default} | {row.doc} |" for row in knobs.TABLE]
    assert_lists(request, DOCS / "knobs.md", "knobs", lines)


def test_the_models_table_is_that_of_todays_plans(request):
    assert_lists(request, DOCS / "gpu.md", "model", program("gpu_table").lines())


def program(name):
    """A program beside the pages, as a module."""
    place = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


# ---- the house: its contracts, folders and files, and its picture ----

PACKAGE = ROOT / "src" / "filtergrad"
CONTRACTS = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]


def in_order(folder):
    """What is in a folder, from top to bottom as its contract has it; then the others by name."""
    container = ".".join(folder.relative_to(PACKAGE.parent).parts)
    layers = next((one["layers"] for one in CONTRACTS if one.get("containers") == [container]), [])
    names = ["__init__", *re.findall(r"\w+", " ".join(layers))]
    inside = (p for p in folder.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists())

    def place(path):
        return names.index(path.stem) if path.stem in names else len(names), path.name

    return sorted(inside, key=place)


def folders(folder=PACKAGE):
    """A folder, and those in it."""
    yield folder
    for path in in_order(folder):
        if path.is_dir():
            yield from folders(path)


def first_sentence(path):
    """What a file says of itself, as it stands in a table."""
    words = ast.get_docstring(ast.parse(read(path)))
    assert words, f"{path} has no docstring"
    sentence = re.split(r"\.(?=\s|$)", " ".join(words.split()), maxsplit=1)[0]
    return sentence.replace("``", "`").replace("|", "\\|")


def test_the_page_has_all_contracts(request):
    lines = ["| contract | what it says |", "|---|---|"]
    lines += [f"| `{one['id']}` | {one['name']} |" for one in CONTRACTS]
    assert_lists(request, DOCS / "architecture.md", "contracts", lines)


def test_the_page_has_all_folders(request):
    lines = ["| folder | what it is |", "|---|---|"]
    for folder in folders():
        name = folder.relative_to(PACKAGE.parent).as_posix()
        lines.append(f"| `{name}/` | {first_sentence(folder / '__init__.py')} |")
    assert_lists(request, DOCS / "architecture.md", "folders", lines)


def test_the_page_has_all_files(request):
    lines = []
    for folder in folders():
        files = [p for p in in_order(folder) if p.is_file() and p.stem != "__init__"]
        if files:
            name = folder.relative_to(PACKAGE.parent).as_posix()
            lines += ["", f"| `{name}/` | |", "|---|---|"]
            lines += [f"| `{path.name}` | {first_sentence(path)} |" for path in files]
    assert_lists(request, DOCS / "architecture.md", "files", [*lines, ""])


def test_the_picture_is_that_of_its_source(request):
    house = program("house")
    assert house.WIDTH <= 360  # a phone's
    assert house.SIZE >= 14
    now = house.svg(read(DOCS / "house.txt"))
    if request.config.getoption("--update-golden"):
        (DOCS / "house.svg").write_text(now, encoding="utf-8")
    assert now == read(DOCS / "house.svg")


def test_the_picture_shows_rooms_that_exist():
    source = re.sub(r"^(#|--).*\n", "", read(DOCS / "house.txt"), flags=re.MULTILINE)
    boxes = re.split(r"[|\n]|<-", source)
    names = {name for box in boxes for name in re.findall(r"\w+", box.partition(":")[0])}
    stems = {path.stem for part in ("*", "cpu/*", "gpu/*") for path in PACKAGE.glob(part)}
    assert names - stems == {"your", "hosts"}


def test_pages_name_files_that_exist():
    """Files by as much of their path as is told, folders with a slash at their end."""
    tops = [ROOT / name for name in ("docs", "examples", "recipe", "src", "tests")]
    places = [path for top in tops for path in (top, *top.rglob("*"))]
    known = [f"/{p.relative_to(ROOT).as_posix()}" + "/" * p.is_dir() for p in places]
    for page in PAGES:
        for name in re.findall(r"`([a-z_0-9][\w./-]*(?:\.py|/))`", FENCED.sub("", read(page))):
            assert any(path.endswith(f"/{name}") for path in known), f"{page.name}: {name}"


def test_every_decision_is_listed():
    pages = {path.name for path in (DOCS / "decisions").glob("*.md")} - {"README.md"}
    assert set(LINK.findall(read(DOCS / "decisions" / "README.md"))) >= pages


def test_the_readme_has_room_for_the_measured_table():
    text = read(ROOT / "README.md")
    assert text.count("<!-- bench:begin -->") == text.count("<!-- bench:end -->") == 1
