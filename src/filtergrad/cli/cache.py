"""Look at the compiled kernels and tuned plans kept on disk, or delete them."""

from __future__ import annotations

import argparse

from filtergrad import disk, environment

from .say import FILES, Failure, counted, print_json

EXAMPLES = """\
filtergrad cache info
filtergrad cache clear
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take the word that says what to do."""
    parser.add_argument(
        "action",
        choices=("path", "info", "clear"),
        help="print the folder, what it holds, or empty it",
    )


def run(args: argparse.Namespace) -> int:
    """Look or delete."""
    facts = environment.cache()
    folder, state = facts["folder"], facts["state"]
    if disk.cache_dir() is None and args.action != "info":
        raise Failure("the cache is " + ("off (FILTERGRAD_CACHE)" if state == "off" else state))
    if args.action == "path":
        facts, text = {"folder": folder}, folder
    elif args.action == "info":
        size = f"{facts['bytes'] / 2**20:.1f} MiB"
        text = f"{folder}: {state}, {counted(facts['kernels'], 'kernel')}, {size}"
        text += f", {counted(facts['cubins'], 'kernel')} for GPUs" if facts["cubins"] else ""
        text += f", {counted(facts['tuned'], 'tuned layer')}" if facts["tuned"] else ""
    else:
        facts = {"folder": folder, **_cleared(folder, state)}
        text = f"{folder}: {counted(facts['deleted'], 'kernel')} deleted"
        text += f", {facts['cubins']} for GPUs" if facts["cubins"] else ""
        text += (
            f", {counted(facts['forgotten'], 'tuned layer')} forgotten"
            if facts["forgotten"]
            else ""
        )
    if args.json:
        print_json(facts)
    else:
        print(text)
    return 0


def _cleared(folder: str, state: str) -> dict[str, int]:
    """Delete everything that is ours; how many kernels and tuned layers there were."""
    if state == "read only" or state.startswith("not used"):
        raise Failure(f"{folder}: {state}", FILES)
    suffixes = {"deleted": disk.KERNEL, "cubins": disk.CUBIN, "forgotten": disk.TUNED}
    found = {name: disk.cache_clear(suffix) for name, suffix in suffixes.items()}
    disk.cache_clear(None)  # also verdicts about hosts, and files that killed writers left
    return found
