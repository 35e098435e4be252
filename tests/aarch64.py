"""Every row of AArch64, on a machine of another kind, by an emulator: `make aarch64`.

    python tests/aarch64.py                        the tests, then 300 random problems a row
    python tests/aarch64.py --slice                a minute of it
    python tests/aarch64.py --rows neon --problems 40 --seed 7
    python tests/aarch64.py --rows neon -- tests/cpu/test_jit.py     what pytest is to run instead

An emulator of processes and a Python for AArch64 come from Debian's archive, wheels of what
filtergrad needs from the package index. All are unpacked into build/aarch64, nothing is installed,
and a second run finds them there. Where they cannot be had, it says why and does nothing. Each row
runs on a processor whose best row it is.
"""

import argparse
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import versions

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "aarch64"

ARCHIVE, RELEASE = "http://deb.debian.org/debian", "trixie"
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PYTHON = "3.13"  # the release's
EMULATOR, EMULATES = "qemu-user", "usr/bin/qemu-aarch64"
UNPACKED = (
    *(f"{name}{PYTHON}-{part}" for name, part in (
        ("python", "minimal"), ("libpython", "minimal"), ("libpython", "stdlib"))),
    "libc6", "libgcc-s1", "libstdc++6", "zlib1g", "libexpat1", "libffi8", "libbz2-1.0", "liblzma5",
    "libssl3t64",
)  # fmt: skip
TESTED_WITH = ("pytest>=9", "hypothesis>=6.150", "threadpoolctl>=3.5")
WHEELS = [f"manylinux{name}_aarch64" for name in ("2014", "_2_17", "_2_27", "_2_28")]

# A processor whose best row it is: an old one, and one that has SVE as well.
PROCESSORS = {"neon": "cortex-a57", "neon-bf16": "neoverse-v1"}
PROBLEMS = 10  # of a case of the soak
HANGS = 3600  # seconds: the emulator is fifty times slower than the machine

TESTS = (
    "tests/tour", "tests/cpu/test_isa.py", "tests/cpu/test_estimate.py", "tests/cpu/test_pairs.py",
    "tests/cpu/test_pool.py", "tests/native/test_native.py", "tests/cpu/test_direct.py",
    "tests/cpu/test_winograd.py", "tests/cpu/test_depthwise.py", "tests/cpu/test_reproducible.py",
)  # fmt: skip
SLICE = (
    "tests/cpu/test_isa.py", "tests/cpu/test_pool.py", "tests/native/test_native.py",
    "-k", "pairs or chosen or neon or (runs_once and 7-3) or phases or nested or (layout and rsck)",
)  # fmt: skip


class NotHereError(Exception):
    """What this needs is not to be had on this machine."""


# ---- what is unpacked ----


def made():
    """The interpreter: a script that lets the emulator run the other processor's Python."""
    key = repr((ARCHIVE, RELEASE, EMULATOR, UNPACKED, TESTED_WITH, WHEELS, versions.needs()))
    stamp, digest = PLACE / "made", hashlib.sha256(key.encode()).hexdigest()
    python = PLACE / "bin" / "python"
    if stamp.exists() and stamp.read_text() == digest:
        return python
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NotHereError("the emulator that it takes runs on Linux on x86-64")
    if missing := [name for name in ("apt-get", "dpkg-deb") if shutil.which(name) is None]:
        raise NotHereError(f"there is no {missing[0]} here")
    if not KEYS.exists():
        raise NotHereError(f"there are no keys of Debian's archive here ({KEYS})")
    shutil.rmtree(PLACE, ignore_errors=True)
    for package in packages(PLACE / "apt"):
        unpack(package, PLACE / "root" if package.stem.endswith("_arm64") else PLACE)
    (PLACE / "root" / "lib").symlink_to("usr/lib")
    shutil.rmtree(PLACE / "apt")
    python.parent.mkdir()
    python.write_text(
        f'#!/bin/sh\nexec {PLACE / EMULATES} -L {PLACE / "root"} -0 "$0" '
        f'{PLACE}/root/usr/bin/python{PYTHON} "$@"\n'
    )
    python.chmod(0o755)
    # So Python takes the script for its executable, and starts others by it.
    (PLACE / "pyvenv.cfg").write_text(f"home = {PLACE}/root/usr/bin\n")
    install(PLACE / "lib" / f"python{PYTHON}" / "site-packages")
    stamp.write_text(digest)
    return python


def packages(place):
    """Fetch the packages, of both processors; the machine's own are left alone."""
    for folder in ("state/lists/partial", "cache/archives/partial", "debs"):
        (place / folder).mkdir(parents=True)
    (place / "status").touch()
    (place / "sources").write_text(f"deb [signed-by={KEYS}] {ARCHIVE} {RELEASE} main\n")
    settings = {
        "Dir::State": place / "state",
        "Dir::State::status": place / "status",
        "Dir::Cache": place / "cache",
        "Dir::Etc::sourcelist": place / "sources",
        "Dir::Etc::sourceparts": "-",
        "APT::Architecture": "amd64",
        "APT::Architectures::": "arm64",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": 0,
        "Acquire::http::Timeout": 10,
    }
    words = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    names = [f"{EMULATOR}:amd64", *(f"{name}:arm64" for name in UNPACKED)]
    for command in (["update", "--error-on=any"], ["download", *names]):
        done = subprocess.run(
            ["apt-get", "-qq", *words, *command], cwd=place / "debs", capture_output=True,
            text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.startswith("E:")]
            raise NotHereError(f"Debian's archive cannot be reached: {(said or ['no word'])[0]}")
    return sorted((place / "debs").glob("*.deb"))


def unpack(package, folder):
    """Unpack a package; of the emulators, of which there are forty, the one."""
    told = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(told.stdout)) as tar:
        own = package.name.startswith(EMULATOR)
        wanted = [tar.getmember(f"./{EMULATES}")] if own else tar.getmembers()
        tar.extractall(folder, wanted, filter="tar")


def install(folder):
    """Install wheels of the other processor."""
    asked = [word for name in WHEELS for word in ("--platform", name)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
         "--target", folder, "--python-version", PYTHON, "--implementation", "cp", *asked,
         "--only-binary", ":all:", "--no-compile", *versions.needs(), *TESTED_WITH],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and any(word in done.stderr for word in versions.NO_INDEX):
        raise NotHereError("there is no package index here")
    if done.returncode:
        sys.exit(done.stderr)


# ---- what runs there ----


def inside(python, row, *words):
    """Run words of Python on the processor of a row; return the exit code and what it printed."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    environ |= {
        "QEMU_CPU": PROCESSORS[row],
        "FILTERGRAD_CACHE_DIR": str(PLACE / "kernels" / row),
        "OPENBLAS_CORETYPE": "ARMV8",  # NumPy's kernels for SVE are wrong on some emulated ones
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("src", "tests")),
        "PYTHONPYCACHEPREFIX": str(PLACE / "compiled"),
    }
    done = subprocess.run(
        [python, *words], cwd=ROOT, env=environ, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout


def tested(python, row, words):
    """What became of tests, in a line; and whether all is well."""
    start = time.monotonic()
    code, said = inside(python, row, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words)
    line = (said.splitlines() or ["nothing was printed"])[-1].strip("= ")
    print(f"{row}: tests: {line}, {time.monotonic() - start:.0f} s", flush=True)
    if code:
        print(said, flush=True)
    return code == 0


def solved(python, row, problems, seed):
    """What became of random problems, in a line; and whether all is well."""
    start, last = time.monotonic(), -(-problems // PROBLEMS) - 1
    # The row, and no better one that the processor may have.
    code, said = inside(
        python, row, "-c", f"import os, sys, runpy; os.environ['FILTERGRAD_ISA'] = {row!r}; "
        "sys.argv[0] = 'tests/soak.py'; runpy.run_path('tests/soak.py', run_name='__main__')",
        "--only", "problems", "--seed", str(seed), "--last", str(last), "--hangs", str(HANGS),
        "--json",
    )  # fmt: skip
    counts = next((line for line in said.splitlines() if line.startswith('{"seconds"')), "{}")
    found = {name: number for name, number in json.loads(counts).items() if name != "seconds"}
    listed = ", ".join(f"{number} {name}" for name, number in found.items())
    print(f"{row}: soak: {listed or 'nothing'}, {time.monotonic() - start:.0f} s", flush=True)
    if code:
        print(said, flush=True)
    return code == 0 and found.get("problems", 0) >= problems


def main(words=None):
    words = sys.argv[1:] if words is None else words
    cut = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--slice", action="store_true", help="a minute of it")
    parser.add_argument("--rows", nargs="+", choices=PROCESSORS, default=list(PROCESSORS))
    parser.add_argument("--problems", type=int, help="how many a row: 300, of a slice 10")
    parser.add_argument("--seed", type=int, default=0, help="of the problems")
    options = parser.parse_args(words[:cut])
    problems = options.problems
    if problems is None:
        problems = 0 if words[cut + 1 :] else PROBLEMS if options.slice else 300
    start = time.monotonic()
    try:
        python = made()
    except NotHereError as reason:
        print(f"aarch64: skipped, {reason}")
        return 0
    print(f"aarch64: unpacked in {PLACE}, {time.monotonic() - start:.0f} s", flush=True)
    chosen = words[cut + 1 :] or (SLICE if options.slice else TESTS)

    def row(name):
        good = tested(python, name, chosen)
        return (not problems or solved(python, name, problems, options.seed)) and good

    with ThreadPoolExecutor(2) as pool:
        good = list(pool.map(row, options.rows))
    print(f"aarch64: {time.monotonic() - start:.0f} s in all")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
