"""Whether a host's native door may open: its interface is known, or a call was tried.

In: a host and its version. Out: why its door stays closed, or nothing. Where an interface is not
the one that we know, a call ends the process. So what is not in `KNOWN` is tried in a process of
its own, once for a version and a user, and the verdict is kept in the cache's folder.
"""

from __future__ import annotations

import functools
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from filtergrad import forks
from filtergrad.machine import machine

# A signal's handler may call us while a host's module is imported: what that needs is whole before.
for _name in ("cpu.engine", "native.entry"):
    forks.load(f"filtergrad.{_name}")
from filtergrad import disk  # noqa: E402
from filtergrad.cpu.run import jit  # noqa: E402

# The interfaces that we know: JAX's by the version of XLA's FFI, the others' by their own. They are
# those that `make hosts` installs, so that every test of a host is a proof.
KNOWN = {
    "jax": {"FFI 0.1", "FFI 0.2", "FFI 0.3"},
    "torch": {"2.13"},
    "tensorflow": {"2.21"},
    "onnx": {"1.30", "1.31", "1.32"},
}
NAMES = {
    "jax": "JAX",
    "torch": "PyTorch",
    "tensorflow": "TensorFlow",
    "onnx": "ONNX Runtime",
}
VERDICT = ".proof"  # the ending of the names of verdicts' files
SECONDS = 120.0  # how long a trial may take; the slowest host takes 10 to be imported

# The calls that are tried, a program for each host: one gradient of whole numbers by the host's own
# call. `got` is compared with what it must be.
CALLS = {
    "jax": """
import filtergrad.jax
got = filtergrad.jax.conv2d_backprop_filter(x, sizes, dy, ones, "SAME")
""",
    "torch": """
import torch, filtergrad.torch
images = [torch.from_numpy(a).permute(0, 3, 1, 2) for a in (x, dy)]
got = filtergrad.torch.conv2d_weight(images[0], (3, 2, 3, 3), images[1], padding=1)
layer = filtergrad.torch.swap(torch.nn.Conv2d(2, 3, 3, padding=1))
layer(images[0].requires_grad_()).backward(images[1])
if not torch.equal(layer.weight.grad, got):
    sys.exit("a layer's gradient is another")
got = got.permute(2, 3, 1, 0).numpy()
""",
    "tensorflow": """
import filtergrad.tensorflow
got = filtergrad.tensorflow.Conv2DBackpropFilter(
    input=x, filter_sizes=sizes, out_backprop=dy, strides=ones, padding="SAME")
""",
    "onnx": """
import onnx, onnxruntime, filtergrad.onnx
node = filtergrad.onnx.node(["x", "sizes", "dy"], "dw", ones, "SAME")
about = [onnx.helper.make_tensor_value_info(name, kind, None)
         for name, kind in (("x", 1), ("sizes", 7), ("dy", 1), ("dw", 1))]
model = onnx.helper.make_model(
    onnx.helper.make_graph([node], "one", about[:3], about[3:]), ir_version=10,
    opset_imports=[onnx.helper.make_opsetid("", 18), onnx.helper.make_opsetid("filtergrad", 1)])
options = onnxruntime.SessionOptions()
filtergrad.onnx.register(options)
session = onnxruntime.InferenceSession(
    model.SerializeToString(), options, providers=["CPUExecutionProvider"])
(got,) = session.run(None, {"x": x, "sizes": np.array(sizes), "dy": dy})
""",
}
_PROGRAM = """
import sys
sys.path[:] = {path!r}
import numpy as np
from filtergrad import reference
from filtergrad.problem import Problem
{before}
ones, sizes = (1, 1, 1, 1), (3, 3, 2, 3)
x = np.arange(40, dtype=np.float32).reshape(1, 4, 5, 2) % 7 - 3
dy = np.arange(60, dtype=np.float32).reshape(1, 4, 5, 3) % 5 - 2
{call}
problem = Problem.make(x.shape, sizes, dy.shape, ones, "SAME", (), "NHWC", ones, "float32")
if (np.asarray(got) != reference.filter_gradient(problem, x, dy)).any():
    sys.exit("a call gave wrong numbers")
"""
_ALONE = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3"}

trying = ""  # the host whose door this process exists to try


@functools.cache
def why_closed(host: str, version: str, interface: str = "") -> str:
    """Why no native door of a host may open in this process; empty where one may.

    Parameters
    ----------
    host
        One of `KNOWN`.
    version
        The host's own version, for people to read.
    interface
        The host's name of its interface; by default the first two numbers of the version.
    """
    interface = interface or ".".join(version.split(".")[:2])
    if interface in KNOWN[host] or host == trying:
        return ""
    called = f"{NAMES[host]} {version}" + f" ({interface})" * (not version.startswith(interface))
    known = ", ".join(sorted(KNOWN[host]))
    what = _remembered(host, version, interface)
    return what and f"{called} is not one that filtergrad knows ({known}), and {what}"


def _remembered(host: str, version: str, interface: str) -> str:
    """What was wrong when a call was tried; without a place to remember it, none is tried."""
    ours = sorted((Path(__file__).parents[1] / host).glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in ours)).hexdigest()
    where = (sys.version, machine().cpu, jit.source(), digest)
    key = hashlib.sha256(repr((host, version, interface, *where)).encode()).hexdigest()
    verdict = disk.read(key, VERDICT)
    if verdict is None:
        if why := _cannot_try():
            return why
        verdict = _tried(host).encode() or b"right"
        disk.write(key, verdict, VERDICT)
    return "" if verdict == b"right" else verdict.decode()


def _cannot_try() -> str:
    """Why no call can be tried; empty where one can."""
    key = hashlib.sha256(b"whether anything is kept").hexdigest()
    disk.write(key, b"it is", VERDICT)
    if disk.read(key, VERDICT) is None:
        return "there is no folder (FILTERGRAD_CACHE_DIR) to remember in what became of a call"
    name = Path(sys.executable or "").name
    if not name.startswith("python") or getattr(sys, "frozen", False):
        return "there is no Python to try a call in a process of its own"
    return ""


def _tried(host: str) -> str:
    """What is wrong with a call in a process of its own; empty where it is right."""
    opened = f"from filtergrad.native import proof; proof.trying = {host!r}"
    environment = os.environ | _ALONE
    environment.pop("FILTERGRAD_DEBUG", None)  # it closes doors
    return _run(_program(host, opened), environment)[0]


def call(host: str) -> tuple[str, str]:
    """Call a host once by whichever way is its own here, in a process of its own.

    Returns
    -------
    str
        What is wrong with it; empty where it is right.
    str
        What the host's ``door_state`` said before; empty if it came to no answer.
    """
    asked = f"""
import filtergrad.{host}
print(filtergrad.{host}.door_state(), flush=True)
if filtergrad.{host}.door_state().startswith("function: "):
    sys.exit()  # nothing of ours is called"""
    return _run(_program(host, asked), os.environ | _ALONE)


def _program(host: str, before: str) -> str:
    return _PROGRAM.format(path=sys.path, before=before, call=CALLS.get(host, "got = 0"))


def _run(program: str, environment: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a program, and the first line that it printed."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"a call that was tried did not end within {SECONDS:.0f} s", ""
    except OSError as error:
        return f"no call could be tried: {error.strerror}", ""
    return _wrong(done), done.stdout.partition("\n")[0]


def _wrong(done: subprocess.CompletedProcess[str]) -> str:
    """What is wrong with a call, by how its process ended."""
    if done.returncode < 0:
        return f"a call that was tried ended its process ({signal.strsignal(-done.returncode)})"
    said = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
    return f"a call that was tried failed ({said[-1]})" if done.returncode else ""
