"""Completion of commands, options and tables of layers by the Tab key of a shell.

In: the parser, and what argcomplete's shell function put into the environment. Out: words for the
shell, and the end of the process; without that environment nothing happens.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
from typing import Any


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell, if it was the shell that asked."""
    if "_ARGCOMPLETE" in os.environ and importlib.util.find_spec("argcomplete") is not None:
        import argcomplete

        argcomplete.autocomplete(parser)


def tables(**_: Any) -> list[str]:
    """What may stand where a table of layers is wanted; files are completed beside it."""
    from filtergrad.bench.cases import table_names

    return table_names()


def with_tables(action: argparse.Action) -> None:
    """Complete the names of the tables that come with the package."""
    action.completer = tables  # type: ignore[attr-defined]
