"""Each version of what filtergrad works with, in an environment of its own: `make versions`.

    python tests/versions.py                    everything, an hour and gigabytes
    python tests/versions.py --only jax numba   the rooms whose names begin so
    python tests/versions.py --slice            one of them, under a minute; nothing is written

A room is an environment that pip makes, in which a host does what its page promises, and which is
deleted afterwards. What became of it goes to docs/versions.json, from which the table in
docs/versions.md is made (`pytest tests/house/test_docs.py --update-golden`). Where there is no
package index, rooms are skipped, and what was found before stays.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "docs" / "versions.json"
PROBE = ROOT / "tests" / "helpers" / "versions_probe.py"
SLICE = "oldest"
OURS = {"llvmlite", "ml_dtypes"}  # the newest, where a room is about a host
SECONDS = 300  # what a probe may take
NO_INDEX = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "NameResolutionError",
    "from versions: none",
)
QUIET = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3"}
# Where TensorFlow has no oneDNN it refuses more, so that is what is tried.
ALONE = {"TF_ENABLE_ONEDNN_OPTS": "0"}


@dataclass(frozen=True)
class Room:
    """An environment: what is installed beside filtergrad's own needs, and what is tried there."""

    name: str
    probe: str
    needs: tuple[str, ...] = ()
    python: str = "3.11"
    environ: dict[str, str] = field(default_factory=dict)


def each(probe, package, versions, *more, **rest):
    """A room for each version of a package."""
    for version in versions.split():
        needs = (f"{package}=={version}", *more)
        yield Room(f"{rest.get('name', probe)}-{version}", probe, needs, environ=ALONE)


def keras(backend, pairs):
    """Rooms of Keras with what it runs on."""
    for version, below in pairs.items():
        environ = ALONE | {"KERAS_BACKEND": backend}
        yield Room(
            f"keras-{version}-{backend}", "keras", (f"keras=={version}", below), "3.11", environ
        )


ROOMS = (
    Room(SLICE, "numpy", ("numpy==2.0.*", "llvmlite==0.45.*", "ml_dtypes==0.5.4")),
    *(Room(f"python-{python}", "numpy", (), python) for python in ("3.11", "3.12", "3.13")),
    *each("numpy", "numpy", "2.0.2 2.1.3 2.2.6 2.3.5 2.4.6"),
    Room("numpy-2.5.*", "numpy", ("numpy==2.5.*",), "3.13"),
    *each("numpy", "llvmlite", "0.45.1 0.46.0 0.47.0 0.48.0 0.49.0 0.50.0", name="llvmlite"),
    *each("numba", "numba", "0.62.1 0.63.1 0.64.0 0.65.1 0.66.0 0.67.0 0.68.1"),
    *each("jax", "jax", "0.6.2 0.7.1 0.7.2 0.8.0 0.8.1 0.8.3 0.9.2 0.10.2"),
    *each("onnx", "onnxruntime", "1.19.2 1.20.1 1.22.1 1.24.4 1.26.0 1.28.0 1.30.0 1.32.0", "onnx"),
    *each("dask", "dask[array]", "2024.8.2 2024.12.1 2025.5.1 2025.12.0 2026.3.0 2026.8.0"),
    *each("tensorflow", "tensorflow-cpu", "2.18.1 2.19.1 2.20.0 2.21.0"),
    *keras("tensorflow", {
        "3.5.0": "tensorflow-cpu==2.18.1", "3.8.0": "tensorflow-cpu==2.19.1",
        "3.10.0": "tensorflow-cpu==2.20.0", "3.12.4": "tensorflow-cpu==2.21.0",
        "3.15.1": "tensorflow-cpu==2.21.0",
    }),
    *keras("jax", {"3.10.0": "jax==0.10.2", "3.15.1": "jax==0.10.2"}),
    *keras("torch", {"3.5.0": "torch==2.13.0", "3.15.1": "torch==2.13.0"}),
    *each("torch", "torch", "2.13.0 2.14.1"),
)  # fmt: skip


def needs():
    """What filtergrad itself asks for."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return table["project"]["dependencies"]


class NoIndexError(Exception):
    """There is nowhere to take packages from."""


def tried(room, folder):
    """What became of a room; it lies in a folder, which is deleted."""
    facts = {"name": room.name, "host": room.probe, "asked": list(room.needs)}
    try:
        python = interpreter(room.python)
        subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
        inside = str(Path(folder, "bin", "python"))
        if said := installed(inside, [*needs(), *room.needs]):
            return facts | {"result": "cannot be installed", "said": said, "day": today()}
        return facts | probed(inside, room) | {"day": today()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def interpreter(version):
    """A Python of a version: this one, that of the path, or one of pyenv's."""
    name, code = f"python{version}", f"import sys; sys.exit(sys.version[:4] != {version!r})"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for path in (sys.executable, shutil.which(name), *pyenv.glob(f"versions/*/bin/{name}")):
        if (
            path
            and subprocess.run([path, "-c", code], check=False, capture_output=True).returncode == 0
        ):
            return path
    raise NoIndexError(f"there is no Python {version} here")


def installed(python, packages):
    """Why packages cannot be installed together; empty where they are."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python,
         "install", "--quiet", "--no-compile", "--prefer-binary", *packages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and any(word in done.stderr for word in NO_INDEX):
        raise NoIndexError("there is no package index here")
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return " ".join(errors)[:300] if done.returncode else ""


def probed(python, room):
    """What the probe says, or how it ended."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environ |= {"PYTHONPATH": str(ROOT / "src"), **QUIET, **room.environ}
    environ["FILTERGRAD_CACHE_DIR"] = str(Path(python).parent / "cache")  # goes with the room
    try:
        done = subprocess.run(
            [python, PROBE, room.probe], env=environ, capture_output=True, text=True,
            check=False, timeout=SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"result": "fails", "said": f"no end within {SECONDS} s"}
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"versions"')]
    if not lines:
        return {"result": "fails", "said": (done.stderr.splitlines() or ["nothing"])[-1][:300]}
    facts = json.loads(lines[-1])
    if done.returncode < 0:
        facts["said"] = signal.strsignal(-done.returncode) or ""
    return facts


def today():
    return dt.datetime.now(dt.UTC).date().isoformat()


# ---- the table ----


def found():
    """What became of each room that was tried, by its name."""
    if not FOUND.exists():
        return {}
    return {row["name"]: row for row in json.loads(FOUND.read_text(encoding="utf-8"))}


def keep(rows):
    """Write what became of rooms, in the order of `ROOMS`; rooms that are no more are forgotten."""
    rows = [rows[room.name] for room in ROOMS if room.name in rows]
    text = "[\n" + ",\n".join(json.dumps(row, sort_keys=True) for row in rows) + "\n]\n"
    FOUND.write_text(text, encoding="utf-8")


HEAD = [
    "| environment | what is installed | Python | door | tried | result |",
    "|---|---|---|---|---|---|",
]


def table():
    """The lines of the page's table."""
    rows = found()
    return HEAD + [line(room, rows.get(room.name)) for room in ROOMS]


def line(room, row):
    if row is None:
        return f"| {room.name} | {', '.join(room.needs)} | {room.python} | | | not tried |"
    versions = dict(row.get("versions", {}))
    python = versions.pop("python", room.python)
    if room.probe not in {"numpy", "numba"}:
        versions = {name: text for name, text in versions.items() if name not in OURS}
    what = ", ".join(f"{name} {version}" for name, version in versions.items())
    done = row.get("tried", {})
    result = row["result"]
    if result == "works":
        result += f", {max(done.values()):.0e} apart"
    elif row.get("said"):
        result += ": " + row["said"].replace("|", "\\|")
    words = (
        room.name,
        what or ", ".join(room.needs),
        python,
        row.get("door", ""),
        ", ".join(done),
        result,
    )
    return "| " + " | ".join(words) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=[], help="beginnings of names")
    parser.add_argument("--slice", action="store_true", help="one room; nothing is written")
    parser.add_argument("--missing", action="store_true", help="those that were never tried")
    parser.add_argument("--keep-going", action="store_true", help="exit 0 whatever is found")
    options = parser.parse_args()
    only = (SLICE,) if options.slice else tuple(options.only) or ("",)
    rows, bad = found(), []
    for room in (room for room in ROOMS if room.name.startswith(only)):
        if options.missing and room.name in rows:
            continue
        start = time.monotonic()
        try:
            row = tried(room, tempfile.mkdtemp(prefix="filtergrad-versions-"))
        except NoIndexError as reason:
            print(f"{room.name}: skipped, {reason}", flush=True)
            continue
        said = ": " + row["said"] if row.get("said") else ""
        print(f"{room.name}: {row['result']}{said}, {time.monotonic() - start:.0f} s", flush=True)
        bad += [room.name] * (row["result"] not in {"works", "refused"})
        rows[room.name] = row
        if not options.slice:
            keep(rows)
    sys.exit(bool(bad) and not options.keep_going)


if __name__ == "__main__":
    main()
