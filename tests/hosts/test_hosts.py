"""The hosts agree with us and take us in, where they are installed (`make hosts`).

Each has files of tests, `with_<host>_<topic>.py`, which pytest runs in processes of their own: a
host starts threads that object to forks, changes the reading of warnings and fills gigabytes, and
the other tests shall not notice.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HOSTS = ("torch", "jax", "tensorflow", "dask", "onnx")
FILES = (
    *HOSTS,
    "jax_op",
    "jax_transform",
    "jax_table",
    "jax_frames",
    "jax_xla",
    "jax_switch",
    "jax_devices",
    "jax_programs",
    "jax_python",
    "jax_models",
    "torch_operator",
    "torch_habits",
    "torch_rules",
    "torch_models",
    "torch_transforms",
    "torch_switch",
    "torch_contexts",
    "torch_samples",
    "torch_ranks",
    "tensorflow_native",
    "tensorflow_switch",
    "tensorflow_enable",
    "tensorflow_arguments",
    "tensorflow_graphs",
    "tensorflow_transformations",
    "keras",
)
MORE = {"distributed", "jaxlib", "keras", "onnxruntime"}
ON_THE_CPU = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "2"}


# A host's own kernels, its fusions and what it enables by itself depend on the processor. So the
# tests of what they touch run as on others, too: TensorFlow has oneDNN on by default where there is
# AVX-512, and only there.
OTHERS = {
    "as it is": {},
    "with oneDNN": {"TF_ENABLE_ONEDNN_OPTS": "1"},
    "as with AVX2": {
        "ATEN_CPU_CAPABILITY": "avx2",
        "FILTERGRAD_ISA": "x86-64-v3",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    },
}
DIFFER = {
    "keras": ("with oneDNN", "as with AVX2"),
    "tensorflow_enable": ("with oneDNN", "as with AVX2"),
    "tensorflow_graphs": ("with oneDNN", "as with AVX2"),
    "torch_habits": ("as it is", "as with AVX2"),
    "torch_rules": ("as it is", "as with AVX2"),
}
ONCE = "other_backends or the_example"  # tests to which it makes no difference


def run_python(*arguments, **environ):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(__file__).parent.parent,
        env=os.environ | ON_THE_CPU | environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


RUNS = [(name, where) for name in FILES for where in DIFFER.get(name, ("as it is",))]


@pytest.mark.parametrize(("name", "where"), RUNS, ids=map(", ".join, RUNS))
def test_host(name, where):
    host = name.partition("_")[0]
    if find_spec(host) is None:
        pytest.skip(f"{host} is not installed; `make hosts` installs it")
    file = Path(__file__).with_name(f"with_{name}.py")
    if where == "as with AVX2" and "x86-64-v3" not in {row.name for row in host.available()}:
        pytest.skip("this processor has no AVX2")
    arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    if where == "as with AVX2":
        arguments += ["-k", f"not ({ONCE})"]
    done = run_python(*arguments, **OTHERS[where])
    print(done.stdout)  # pytest shows it where the test fails
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_a_call_imports_no_host():
    """Whether they are installed or not."""
    done = run_python(
        "-c",
        f"""
import sys
import numpy as np
import filtergrad as fg
x = np.ones((2, 5, 5, 3), np.float32)
assert fg.conv2d_backprop_filter(x, [3, 3, 3, 3], x, [1, 1, 1, 1], "SAME")[1, 1, 0, 0] == 50
found = {{name.partition(".")[0] for name in sys.modules}} & {set(HOSTS) | MORE}
assert not found, found
""",
    )
    assert done.returncode == 0, done.stderr
