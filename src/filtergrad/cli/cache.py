"""Look at the compiled kernels kept on disk, or delete them. Floor 7."""

from __future__ import annotations

import argparse

from filtergrad import environment
from filtergrad.cpu import disk

from .words import Failure, print_json


def add(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    parser.add_argument(
        "action",
        choices=("path", "info", "clear"),
        help="print the folder, what it holds, or empty it",
    )


def run(args: argparse.Namespace) -> int:
    """Look or delete."""
    facts = environment.cache()
    if facts["state"] == "off" and args.action == "path":
        raise Failure("the cache is off (FILTERGRAD_CACHE)")
    if args.action == "path":
        facts = {"folder": facts["folder"]}
        text = facts["folder"]
    elif args.action == "info":
        size = f"{facts['bytes'] / 2**20:.1f} MiB"
        text = f"{facts['folder']}: {facts['state']}, {facts['kernels']} kernels, {size}"
    else:
        facts = {"folder": facts["folder"], "deleted": disk.cache_clear()}
        text = f"{facts['folder']}: {facts['deleted']} kernels deleted"
    if args.json:
        print_json(facts)
    else:
        print(text)
    return 0
