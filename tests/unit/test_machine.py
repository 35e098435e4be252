"""What the computer is, read from made-up and real files."""

import os
from pathlib import Path

import pytest

from filtergrad import knobs, machine, system


@pytest.fixture
def bare(monkeypatch):
    """A machine of 8 CPUs on which nobody has asked for a number of threads."""
    facts = machine.Machine("test", 8, None, 1, 2, 3, 4096)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(machine, "machine", lambda: facts)
    monkeypatch.setattr(machine, "_allowed", lambda: 8)
    with knobs.override(num_threads=None):
        yield monkeypatch


def paid(monkeypatch, cpus):
    facts = machine.Machine("test", 8, cpus, 1, 2, 3, 4096)
    monkeypatch.setattr(machine, "machine", lambda: facts)


def test_this_machine():
    facts = machine.machine()
    assert facts is machine.machine()
    assert facts.cpu
    assert 1 <= facts.cpus <= (os.cpu_count() or 1)
    assert facts.cgroup_cpus is None or facts.cgroup_cpus >= 1
    assert 4 << 10 <= facts.l1 <= facts.l2 <= facts.l3
    assert facts.page % 4096 == 0
    assert machine.thread_count()[0] >= 1


def test_threads_by_default(bare):
    assert machine.thread_count() == (8, "the CPUs this process may use")


def test_threads_of_the_knob(bare):
    bare.setenv("OMP_NUM_THREADS", "3")
    with knobs.override(num_threads=5):
        assert machine.thread_count() == (5, "FILTERGRAD_NUM_THREADS")


@pytest.mark.parametrize(("text", "count"), [("3", 3), ("4,2", 4), (" 16 ", 16)])
def test_threads_of_openmp(bare, text, count):
    bare.setenv("OMP_NUM_THREADS", text)
    assert machine.thread_count() == (count, "OMP_NUM_THREADS")


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "many", ",3", "2.5", "9" * 5000], ids=lambda text: text[:4] or "nothing"
)
def test_openmp_nonsense_is_passed_over(bare, text):
    bare.setenv("OMP_NUM_THREADS", text)
    assert machine.thread_count() == (8, "the CPUs this process may use")


def test_threads_of_the_control_group(bare):
    paid(bare, 3)
    assert machine.thread_count() == (3, "the control group's CPU quota")
    paid(bare, 9)
    assert machine.thread_count() == (8, "the CPUs this process may use")


@pytest.mark.skipif(not system.has("sched_getaffinity"), reason="needs CPU affinity")
def test_affinity_is_asked_each_time():
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert machine._allowed() == 1
    finally:
        os.sched_setaffinity(0, before)
    assert machine._allowed() == len(before)


# --------------------------------------------------------------------------------- control groups


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


class Groups:
    """A made-up /proc/self and the folders that its mounts show."""

    def __init__(self, root, cgroup, *mounts):
        self.root = root
        write(root / "proc/cgroup", cgroup)
        rows = (
            f"30 20 0:{at} {inside} {root}/{top} rw,nosuid shared:{at} - {kind}\n"
            for at, (inside, top, kind) in enumerate(mounts)
        )
        write(root / "proc/mountinfo", "20 1 0:9 / / rw - ext4 /dev/sda rw\n" + "".join(rows))

    def limit(self, folder, **files):
        for name, text in files.items():
            write(self.root / folder / name.replace("__", "."), text + "\n")

    def cpus(self):
        return machine.cgroup_cpus(self.root / "proc")


@pytest.fixture
def version2(tmp_path):
    return Groups(tmp_path, "0::/slice/job\n", ("/", "sys", "cgroup2 cgroup2 rw"))


@pytest.fixture
def version1(tmp_path):
    cgroup = "5:memory:/other\n4:cpu,cpuacct:/box/job\n0::/\n"
    cpu = ("/", "sys/cpu", "cgroup cgroup rw,cpu,cpuacct")
    memory = ("/", "sys/memory", "cgroup cgroup rw,memory")
    return Groups(tmp_path, cgroup, memory, cpu)


@pytest.mark.parametrize(
    ("text", "cpus"),
    [
        ("max 100000", None),
        ("200000 100000", 2),
        ("150000 100000", 2),
        ("50000 100000", 1),
        ("1000 100000", 1),
        ("nonsense", None),
        ("", None),
    ],
)
def test_version_2(version2, text, cpus):
    version2.limit("sys/slice/job", cpu__max=text)
    assert version2.cpus() == cpus


def test_version_2_ancestors(version2):
    version2.limit("sys/slice/job", cpu__max="400000 100000")
    assert version2.cpus() == 4
    version2.limit("sys/slice", cpu__max="300000 100000")
    assert version2.cpus() == 3
    version2.limit("sys", cpu__max="200000 100000")
    assert version2.cpus() == 2
    version2.limit(".", cpu__max="100000 100000")  # above the mount: not ours
    assert version2.cpus() == 2


def test_version_1(version1):
    assert version1.cpus() is None
    version1.limit("sys/cpu/box/job", cpu__cfs_quota_us="-1", cpu__cfs_period_us="100000")
    assert version1.cpus() is None
    version1.limit("sys/cpu/box/job", cpu__cfs_quota_us="250000")
    assert version1.cpus() == 3
    version1.limit("sys/cpu/box", cpu__cfs_quota_us="100000", cpu__cfs_period_us="100000")
    assert version1.cpus() == 1


def test_container_that_sees_its_group_as_the_root(tmp_path):
    mount = ("/docker/abc", "sys", "cgroup cgroup rw,cpu")
    groups = Groups(tmp_path, "4:cpu:/docker/abc\n", mount)
    groups.limit("sys", cpu__cfs_quota_us="200000", cpu__cfs_period_us="100000")
    assert groups.cpus() == 2


def test_no_control_groups(tmp_path):
    assert machine.cgroup_cpus(tmp_path / "nowhere") is None
    assert Groups(tmp_path, "").cpus() is None


# ------------------------------------------------------------------------------ caches and names


def test_caches(tmp_path):
    rows = [("1", "Data", "48K"), ("1", "Instruction", "32K"), ("2", "Unified", "2048K")]
    rows += [("3", "Unified", "36M"), ("4", "Unified", "unknown")]
    for at, row in enumerate(rows):
        for name, text in zip(("level", "type", "size"), row, strict=True):
            write(tmp_path / f"index{at}" / name, text + "\n")
    found = dict(machine._caches(tmp_path))
    assert found == {1: 48 << 10, 2: 2 << 20, 3: 36 << 20}
    assert not list(machine._caches(tmp_path / "nowhere"))


def test_usual_values_where_nothing_is_told(monkeypatch):
    monkeypatch.setattr(machine, "_PROC", Path("/nowhere"))
    monkeypatch.setattr(machine, "_SYS", Path("/nowhere"))
    facts = machine.machine.__wrapped__()
    assert (facts.l1, facts.l2, facts.l3) == (32 << 10, 512 << 10, 8 << 20)
    assert facts.cgroup_cpus is None
    assert facts.cpu


def test_cpu_name(tmp_path):
    write(tmp_path / "cpuinfo", "processor\t: 0\nmodel name\t: Fast CPU: 9000\nflags\t: fpu\n")
    assert machine._cpu(tmp_path / "cpuinfo") == "Fast CPU: 9000"
