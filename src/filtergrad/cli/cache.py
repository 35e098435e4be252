"""Look at the compiled kernels and tuned plans kept on disk, or delete them. Floor 7."""

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
        text += f", {facts['tuned']} tuned layers" if facts["tuned"] else ""
    else:
        kernels, tuned = disk.cache_clear(), disk.cache_clear(disk.TUNED)
        facts = {"folder": facts["folder"], "deleted": kernels, "forgotten": tuned}
        text = f"{facts['folder']}: {kernels} kernels deleted"
        text += f", {tuned} tuned layers forgotten" if tuned else ""
    if args.json:
        print_json(facts)
    else:
        print(text)
    return 0
