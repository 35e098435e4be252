"""No circle of imports anywhere in the package, what functions import included."""

import ast

from helpers import ROOT

SOURCE = ROOT / "src"

# Circles that are there still, each by its shortest way round. The list is to become empty.
ALLOWED = (
    ("filtergrad.jax.convolution", "filtergrad.jax.op"),
    ("filtergrad.tensorflow.convolution", "filtergrad.tensorflow.op"),
    ("filtergrad.tensorflow.geometry", "filtergrad.tensorflow.op"),
)


def modules():
    """Every module of the package: its dotted name and its file."""
    return {name_of(path): path for path in sorted((SOURCE / "filtergrad").rglob("*.py"))}


def name_of(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(name, path, known):
    """The modules that a module imports, anywhere in it but for annotations alone."""
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    found = set()
    for node in executed(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                # A name that a package does not have as a file is something its __init__ holds.
                inner = f"{source}.{alias.name}"
                found.add(inner if inner in known else source)
    return (found & known.keys()) - {name}


def executed(tree):
    """Every node but those below `if TYPE_CHECKING`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from executed(other)
        else:
            yield from executed(child)


def circles(graph):
    """The shortest circle through each module that lies on one, each circle once."""
    found = set()
    for start in graph:
        before, waiting = {}, [start]
        while waiting and start not in before:
            here = waiting.pop(0)
            for there in sorted(graph[here] - before.keys()):
                before[there] = here
                waiting.append(there)
        if start not in before:
            continue
        circle, here = [], start
        while not circle or here != start:
            here = before[here]
            circle.append(here)
        circle.reverse()
        first = circle.index(min(circle))
        found.add((*circle[first:], *circle[:first]))
    return found


def test_no_circle():
    known = modules()
    graph = {name: imported(name, path, known) for name, path in known.items()}
    assert circles(graph) == set(ALLOWED)


def test_a_circle_is_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a", "d"}}) == {("b", "c"), ("d",)}
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == set()


def test_what_counts_as_an_import(tmp_path):
    names = ("p", "p.a", "p.b", "p.q", "p.q.c", "p.q.d")
    known = dict.fromkeys(names, tmp_path)
    text = """
from . import c, missing
from .. import b
if TYPE_CHECKING:
    from p import a
def late():
    import p.q
    from p.q.d import anything
    import os
"""
    path = tmp_path / "x.py"
    path.write_text(text)
    assert imported("p.q.x", path, known) == {"p.q", "p.q.c", "p.b", "p.q.d"}
