"""Every test, in several processes at a time: what `make test` runs.

    python tests/run.py                        everything
    python tests/run.py torch "keras, as"      the processes whose names begin so
    python tests/run.py cpu -- -x -k random    what follows -- goes to pytest
    python tests/run.py --quick                a slice that takes under a minute

A folder of tests is a process, for hosts start threads that object to forks, change the reading of
warnings, fill gigabytes, and have switches that nobody can turn back. All share one folder of
compiled kernels. A host that is not installed is passed over.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).resolve().parent
HOSTS = TESTS / "hosts"
NO_TESTS, TOO_LONG = 5, 1200.0  # pytest's exit code, and the seconds after which a process hangs

AVX2 = "as with AVX2"
ONEDNN = "TF_ENABLE_ONEDNN_OPTS"


@dataclass(frozen=True)
class Place:
    """Where a host's tests run: what the environment says, which of the tests, what they need."""

    name: str = ""
    environ: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ("",)  # all
    only: str = ""  # pytest's -k
    needs: str = ""  # a package beside the host


def as_with_avx2(*files, only=""):
    """A processor without AVX-512."""
    environ = {
        "ATEN_CPU_CAPABILITY": "avx2",
        "FILTERGRAD_ISA": "x86-64-v3",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        ONEDNN: "0",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    }
    return Place(AVX2, environ, files or ("",), only)


# A host's own kernels, its fusions and what it enables by itself depend on the processor. So the
# tests of what they touch run as on others, too: TensorFlow has oneDNN on by default where there is
# AVX-512, and only there. Some hosts also have a switch that is read when they are imported.
AS_IT_IS = Place()
WITH_ONEDNN, WITHOUT_ONEDNN = (
    Place("with oneDNN", {ONEDNN: "1"}),
    Place("without oneDNN", {ONEDNN: "0"}),
)
PLACES = {
    "dask": (
        AS_IT_IS,
        Place(
            "with query planning",
            {"DASK_ARRAY__QUERY_PLANNING": "True"},
            only="random_numbers or numpy or groups or padding_only or npy_files or empty",
        ),
    ),
    "jax_devices": (
        AS_IT_IS,
        Place(
            "without Shardy",
            {"JAX_USE_SHARDY_PARTITIONER": "0"},
            only="NHWC or rows or vmap or training or some_axes or no_mesh",
        ),
    ),
    "jax_gpu": (Place(needs="triton"),),
    "keras": (
        WITH_ONEDNN,
        as_with_avx2(only="not the_example"),
        Place("on JAX", {"KERAS_BACKEND": "jax"}, needs="jax"),
        Place("on PyTorch", {"KERAS_BACKEND": "torch"}, needs="torch"),
    ),
    "onnx": (
        AS_IT_IS,
        Place(
            "without native doors",
            {"FILTERGRAD_DEBUG": "1"},
            only="one_session or empty or same_words or number_of_groups or training or share "
            "or which_door",
        ),
    ),
    "tensorflow_enable": (WITH_ONEDNN, WITHOUT_ONEDNN, as_with_avx2()),
    "tensorflow_gpu": (Place(needs="triton"),),
    "tensorflow_graphs": (WITH_ONEDNN, as_with_avx2()),
    "torch": (AS_IT_IS, as_with_avx2("test_habits.py", "test_rules.py")),
    "torch_gpu": (Place(needs="triton"),),
}
# What is done otherwise than on Linux runs on Linux, too: see `filtergrad.system`.
ELSEWHERE = {"as on macOS": "darwin", "as on Windows": "win32"}
DIFFERS = ("tour", "unit", "cpu/test_pool.py", "cpu/test_jit.py")
# What takes under a minute and tells most: no host, little machine code.
QUICK = {
    "house": ("house",),
    "rooms": ("tour", "unit", "cpu/test_golden.py", "cpu/test_plan.py", "cpu/test_bilinear.py"),
}
FIRST = ("cpu", "jax", "gpu", "api", "torch", "tensorflow", "keras", "tools")  # they take longest


@dataclass
class Job:
    """A process of pytest: what it is called, what it tries, and where it pretends to be."""

    name: str
    words: list[str]
    environ: dict[str, str] = field(default_factory=dict)
    missing: str = ""

    def command(self, more=()):
        return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *self.words, *more]

    def again(self):
        """What to type to see it again."""
        setting = [f"{name}={value}" for name, value in self.environ.items()]
        return " ".join([*setting, "pytest", *(f"'{w}'" if " " in w else w for w in self.words)])


def jobs():
    """Each folder of tests, what differs between systems, and each host where it differs."""
    for folder in sorted(path for path in TESTS.iterdir() if list(path.glob("test_*.py"))):
        yield Job(folder.name, [path_of(folder)])
    for name, system in ELSEWHERE.items():
        words = [path_of(TESTS / path) for path in DIFFERS]
        yield Job(f"elsewhere, {name}", words, {"FILTERGRAD_TEST_SYSTEM": system})
    for folder in sorted(path for path in HOSTS.iterdir() if list(path.glob("test_*.py"))):
        for place in PLACES.get(folder.name, (AS_IT_IS,)):
            words = [path_of(folder / file) for file in place.files]
            words += ["-k", place.only] if place.only else []
            name = f"{folder.name}, {place.name}" if place.name else folder.name
            yield Job(name, words, place.environ, why_not(folder.name, place))


def quick_jobs():
    """A slice of the tests."""
    for name, paths in QUICK.items():
        yield Job(name, [path_of(TESTS / path) for path in paths])


def path_of(path):
    return os.path.relpath(path, TESTS.parent)


def why_not(folder, place):
    """Why a host cannot be tried, or nothing."""
    for package in (folder.partition("_")[0], place.needs):
        if package and find_spec(package) is None:
            return f"{package} is not installed; `make hosts` installs it"
    if place.name == AVX2:
        from filtergrad.cpu.run.host import available

        if "x86-64-v3" not in {row.name for row in available()}:
            return "this processor has no AVX2"
    return ""


def rank(job):
    """Long ones first, so that the last ones are short."""
    return next((i for i, name in enumerate(FIRST) if job.name.startswith(name)), len(FIRST))


class Running:
    """A job's process, and what it prints."""

    def __init__(self, job, more, folder):
        self.job, self.start = job, time.monotonic()
        self.log = Path(folder, re.sub(r"\W+", "-", job.name) + ".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                job.command(more), cwd=TESTS.parent, env=os.environ | job.environ,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def ended(self):
        """The exit code and the processor's seconds, once there are any."""
        done, status, used = os.wait4(self.process.pid, os.WNOHANG)
        if not done:
            if time.monotonic() - self.start > TOO_LONG:
                self.process.kill()
            return None
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.process.returncode, used.ru_utime + used.ru_stime

    def told(self, code, everything):
        """What is worth reading: all where something is wrong, or else why tests were skipped."""
        text = self.log.read_text(errors="replace")
        if everything or code not in {0, NO_TESTS}:
            return text.rstrip()
        return "\n".join(line for line in text.splitlines() if line.startswith("SKIPPED"))

    def counts(self):
        """How many tests passed, failed, ..., as pytest's last line tells."""
        text = self.log.read_text(errors="replace")
        last = next((line for line in reversed(text.splitlines()) if " in " in line), "")
        return {
            kind: int(n) for n, kind in re.findall(r"(\d+) (passed|failed|skipped|error)", last)
        }


def run_all(waiting, more, options, folder):
    """Run jobs, so many at a time; which failed, and all that was counted."""
    running, failed, total = [], [], {"seconds": 0.0}
    while waiting or running:
        while waiting and len(running) < options.jobs:
            running.append(Running(waiting.pop(0), more, folder))
        for one in list(running):
            if (ended := one.ended()) is None:
                continue
            running.remove(one)
            code, seconds = ended
            counts = one.counts()
            if code not in {0, NO_TESTS}:
                failed.append(one.job)
            for kind, number in {**counts, "seconds": seconds}.items():
                total[kind] = total.get(kind, 0) + number
            wall = time.monotonic() - one.start
            ended = f"ended after {wall:.0f} s" if wall > TOO_LONG else f"exit code {code}"
            words = ", ".join(f"{n} {kind}" for kind, n in counts.items()) or ended
            print(f"{one.job.name}: {words}, {wall:.0f} s, {seconds:.0f} s of processors")
            if text := one.told(code, options.verbose):
                print("    " + text.replace("\n", "\n    "))
            sys.stdout.flush()
        time.sleep(0.05)
    return failed, total


def main():
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="beginnings of names; without any, all are run")
    parser.add_argument(
        "--jobs", type=int, default=2, help="processes at a time; some take gigabytes"
    )
    parser.add_argument("--quick", action="store_true", help="what takes under a minute")
    parser.add_argument("--verbose", "-v", action="store_true", help="print all that pytest prints")
    options = parser.parse_args(words[:cut])
    known = list(quick_jobs() if options.quick else jobs())
    found = [job for job in known if not options.names or job.name.startswith(tuple(options.names))]
    for job in found:
        if job.missing:
            print(f"{job.name}: skipped, {job.missing}")
    for name in options.names:
        if not any(job.name.startswith(name) for job in known):
            there = "; ".join(job.name for job in known)
            sys.exit(f"no process is called {name!r}; there are {there}")
    waiting = sorted((job for job in found if not job.missing), key=rank)
    if not waiting:
        sys.exit("nothing to run; there are " + "; ".join(job.name for job in known))
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="filtergrad-tests-") as folder:
        os.environ.setdefault("FILTERGRAD_TEST_KERNELS", str(Path(folder, "kernels")))
        failed, total = run_all(waiting, words[cut + 1 :], options, folder)
    seconds = total.pop("seconds")
    words = ", ".join(f"{number} {kind}" for kind, number in total.items())
    print(f"{words} in {time.monotonic() - start:.0f} s, {seconds:.0f} s of processors")
    for job in failed:
        print(f"FAILED {job.name}: {job.again()}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
