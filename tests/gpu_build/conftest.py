"""Kernels compiled without a GPU, in a process where Triton's interpreter is off."""

import os
from importlib.util import find_spec

if not find_spec("triton") or os.environ.get("TRITON_INTERPRET", "0") != "0":
    collect_ignore_glob = ["*"]
