"""What the tests with PyTorch share; imported before anything is compiled."""

import getpass
import os
import tempfile
from pathlib import Path

import torch

# PyTorch's cache of compiled graphs does not know for which processor they are: code for AVX2, made
# where ATEN_CPU_CAPABILITY demanded it, writes outside its arrays in a process that uses AVX-512.
_name = f"torchinductor_{getpass.getuser()}_{torch.backends.cpu.get_cpu_capability()}"
os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(Path(tempfile.gettempdir()) / _name))
