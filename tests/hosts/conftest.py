"""Hosts are tried on the CPU, and quietly; a folder is a process, named after its host."""

import os
from importlib.util import find_spec
from pathlib import Path

ON_THE_CPU = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "2"}
for _name, _value in ON_THE_CPU.items():
    os.environ.setdefault(_name, _value)

collect_ignore = [
    path.name
    for path in Path(__file__).parent.iterdir()
    if path.is_dir() and find_spec(path.name.partition("_")[0]) is None
]
