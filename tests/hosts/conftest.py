"""Hosts are tried on the CPU, quietly and quickly; a folder is a process, named after its host."""

import functools
import os
from importlib.util import find_spec
from pathlib import Path

from filtergrad.cpu.run import jit

ON_THE_CPU = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "2"}
for _name, _value in ON_THE_CPU.items():
    os.environ.setdefault(_name, _value)

# What the code generators make of programs is tested elsewhere: XLA's by its authors, ours in
# tests/cpu. Here they make little effort, so that thousands of small programs are compiled sooner.
# Processes that tests start inherit this from the environment, but for our own generator.
_LITTLE = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
if _LITTLE not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_LITTLE}".strip()
jit.assemble = functools.partial(jit.assemble, level=0)

collect_ignore = [
    path.name
    for path in Path(__file__).parent.iterdir()
    if path.is_dir() and find_spec(path.name.partition("_")[0]) is None
]
