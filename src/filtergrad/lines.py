"""Text for terminals of eighty columns: sentences and pseudo-code, broken between words.

In: text of any length. Out: lines that fit.
"""

from __future__ import annotations

WIDTH = 80


def filled(text: str, first: str = "", indent: int | None = None) -> str:
    """Break a sentence into lines.

    Parameters
    ----------
    text
        The sentence.
    first
        What stands before it in the first line.
    indent
        Spaces before all further lines; by default as many as `first` has letters.
    """
    import textwrap  # here, where it does not slow `import filtergrad` down

    room = " " * (len(first) if indent is None else indent)
    found = textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=room, break_on_hyphens=False
    )
    return "\n".join(found) or first.rstrip()


def code(text: str) -> list[str]:
    """Break a line of pseudo-code: what it says behind a ``#`` goes above it, then it is folded."""
    if len(text) <= WIDTH:
        return [text]
    depth = len(text) - len(text.lstrip())
    before, mark, comment = text.partition("  # ")
    above = [f"{' ' * depth}# {comment.strip()}"] if mark else []
    return [*above, *filled(before.strip(), " " * depth, depth + 8).splitlines()]
