"""What others get: the addresses, the page on an index, the sdist, the recipe, the changelog."""

import re
import tomllib

import pytest
from helpers import ROOT

import filtergrad

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
HATCH = PYPROJECT["tool"]["hatch"]
RECIPE = (ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_stands_in_one_place():
    """The recipe, which a feedstock copies, and the changelog agree with it."""
    assert "version" in PROJECT["dynamic"]
    assert HATCH["version"]["path"] == "src/filtergrad/__init__.py"
    assert f'version: "{filtergrad.__version__}"' in RECIPE
    assert "version:" not in read("CITATION.cff").replace("cff-version:", "")
    newest = re.search(r"^## (?!Unreleased)(\S+)", read("CHANGELOG.md"), re.MULTILINE)[1]
    assert newest == filtergrad.__version__


def test_every_link_of_the_readme_works_on_an_index():
    hook = HATCH["metadata"]["hooks"]["fancy-pypi-readme"]
    assert hook["fragments"] == [{"path": "README.md"}]
    text = read("README.md")
    for one in hook["substitutions"]:
        text = re.sub(one["pattern"], one["replacement"], text)
    there = PROJECT["urls"]["Repository"]
    links = LINK.findall(text)
    assert f"{there}/blob/main/docs/hosts.md" in links
    assert all(link.startswith(("https://", "#")) for link in links)
    for link in links:
        if link.startswith(there):
            path = link.removeprefix(f"{there}/blob/main/").partition("#")[0]
            assert (ROOT / path).exists(), link


def test_all_addresses_are_of_one_repository():
    there = PROJECT["urls"]["Repository"]
    assert set(PROJECT["urls"]) >= {"Homepage", "Documentation", "Issues", "Changelog"}
    assert all(address.startswith(there) for address in PROJECT["urls"].values())
    assert f"repo_url: {there}\n" in read("mkdocs.yml")
    assert f"repository: {there}\n" in RECIPE


def test_the_sdist_has_what_its_tests_read():
    listed = HATCH["build"]["targets"]["sdist"]["only-include"]
    assert all((ROOT / name).exists() for name in listed)
    assert {"README.md", "src", "tests", "docs", "examples", "recipe", "mkdocs.yml"} <= {*listed}


def test_the_recipe_asks_for_what_the_package_asks_for():
    needed = {re.sub(r"^([\w-]+)", r"\1 ", one) for one in PROJECT["dependencies"]}
    run = RECIPE.partition("  run:\n")[2].partition("  run_constraints:")[0]
    found = set(re.findall(r"- (.+)", run))
    least = PROJECT["requires-python"].removeprefix(">=")
    assert f'python_min: "{least}"' in RECIPE
    assert found == {*needed, "python >=${{ python_min }}"}
    built = RECIPE.partition("  host:\n")[2].partition("  run:\n")[0]
    for one in PYPROJECT["build-system"]["requires"]:
        assert re.sub(r"^([\w-]+)", r"\1 ", one) in built
    extras = {one for name in ("cli", "demo") for one in PROJECT["optional-dependencies"][name]}
    free = RECIPE.partition("  run_constraints:\n")[2]
    for one in extras:
        name, limits = re.match(r"([\w-]+)(.*)", one).groups()
        assert re.search(rf"- {name}(-base)? {re.escape(limits)}\n", free)


def test_the_recipe_can_be_rendered():
    """By the program that builds it."""
    rattler = pytest.importorskip("rattler_build")
    recipe = rattler.Stage0Recipe.from_file(str(ROOT / "recipe" / "recipe.yaml"))
    (made,) = recipe.render(rattler.VariantConfig())
    assert made.recipe.to_dict()["package"] == {
        "name": "filtergrad", "version": filtergrad.__version__,
    }  # fmt: skip
