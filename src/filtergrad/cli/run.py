"""Run a program with every host that it imports enabled, and say at the end what was computed."""

from __future__ import annotations

import argparse
import importlib
import os
import runpy
import sys
import traceback
import types
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from filtergrad import knobs, summary

from .say import FAILED, INTERRUPTED, USAGE, Failure, print_json

HOSTS = ("torch", "jax", "tensorflow")  # Keras computes by one of them
_EPILOG = """\
`filtergrad run train.py --lr 0.1` is `python train.py --lr 0.1`,
`filtergrad run -m package.train` is `python -m package.train`. What stands
before the script is for filtergrad. Processes that the program starts are not
reached, except by fork.
"""

EXAMPLES = """\
filtergrad run train.py --lr 0.1
filtergrad run -m package.train --lr 0.1
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take a program and its arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("-m", dest="module", action="store_true", help="run a module by its name")
    parser.add_argument("program", metavar="script.py", help="what to run")
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar="...", help="the program's own arguments"
    )


def run(args: argparse.Namespace) -> int:
    """Run the program as Python would."""
    if not args.module and not Path(args.program).exists():
        raise Failure(f"there is no file {args.program}", USAGE)
    watch()
    code = FAILED
    try:
        code = _run(args.program, args.arguments, module=args.module)
    except SystemExit as error:
        code = _exit_code(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
        traceback.print_exc()
    except BaseException as error:  # as Python prints it, without what called the program
        frames = error.__traceback__
        while frames is not None and _own(frames.tb_frame):
            frames = frames.tb_next
        traceback.print_exception(error.with_traceback(frames))
    finally:
        if args.json:
            print_json([row._asdict() for row in summary.rows()], sys.stderr)
            summary.forget()
        elif not summary.rows():
            print(summary.text(), file=sys.stderr)
    return code


def _own(frame: types.FrameType) -> bool:
    return frame.f_code.co_filename == __file__ or frame.f_globals.get("__name__") == "runpy"


def _exit_code(error: SystemExit) -> int:
    """The exit code of a program that has called `sys.exit`."""
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.stderr)
    return 1


def _run(program: str, arguments: Sequence[str], *, module: bool) -> int:
    """Run a script, or a module by its name, as the main program."""
    sys.argv[:] = [program, *arguments]
    if module:
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        return 0
    path = Path(program).resolve()
    if path.is_dir() or path.suffix in {".zip", ".pyz"}:
        runpy.run_path(program, run_name="__main__")
        return 0
    code = compile(path.read_bytes(), program, "exec")
    # It stays __main__ until Python ends: what runs at exit, and what is pickled, looks there.
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__ = program, __builtins__  # type: ignore[attr-defined]
    sys.modules["__main__"], sys.path[0] = main, str(path.parent)
    exec(code, main.__dict__)  # noqa: S102 - it is what was asked for
    return 0


# ---- what is enabled ----


class _Finder(MetaPathFinder):
    """Lets others find a host, and enables it when its import is done."""

    def find_spec(
        self, fullname: str, path: Any = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a host as Python does."""
        if fullname not in HOSTS or path is not None:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = find(fullname, path, target) if find else None
            if spec is not None:
                break
        else:
            return None
        loader: Any = spec.loader
        if loader is not None and hasattr(loader, "exec_module"):
            execute = loader.exec_module

            def executed(module: types.ModuleType) -> None:
                del loader.exec_module
                execute(module)
                enable(fullname)

            with suppress(AttributeError):  # a loader that takes no attribute
                loader.exec_module = executed
        return spec


_finder = _Finder()


def watch() -> None:
    """Enable every host that is there or will be imported, and have all calls counted."""
    os.environ["FILTERGRAD_SUMMARY"] = "1"
    knobs.reload()
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    for host in HOSTS:
        if host in sys.modules:
            enable(host)


def enable(host: str) -> None:
    """Switch a host on; where that cannot be, a line says why."""
    try:
        package = importlib.import_module(f"filtergrad.{host}")
        if host == "torch":
            importlib.import_module("filtergrad.torch.watch").watch()
        package.enable()
    except Exception as error:
        print(f"filtergrad: {host} keeps its own gradients: {error}", file=sys.stderr)


def load_ipython_extension(_shell: object) -> None:
    """Enable every host that a notebook imports: what ``%load_ext filtergrad`` calls."""
    watch()


def unload_ipython_extension(_shell: object) -> None:
    """Undo that and print what was computed: what ``%unload_ext filtergrad`` calls."""
    unwatch()


def unwatch() -> None:
    """Switch off what can be, print what was computed, and count no more."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    for host in HOSTS:
        disable = getattr(sys.modules.get(f"filtergrad.{host}"), "disable", None)
        if disable is not None:
            disable()
    print(summary.text())
    summary.forget()
    os.environ.pop("FILTERGRAD_SUMMARY", None)
    knobs.reload()
