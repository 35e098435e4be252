"""What the tests with PyTorch share; imported before anything is compiled."""

import getpass
import os
import tempfile
from pathlib import Path

import ml_dtypes
import numpy as np
import torch

# PyTorch's cache of compiled graphs does not know for which processor they are: code for AVX2, made
# where ATEN_CPU_CAPABILITY demanded it, writes outside its arrays in a process that uses AVX-512.
_name = f"torchinductor_{getpass.getuser()}_{torch.backends.cpu.get_cpu_capability()}"
os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(Path(tempfile.gettempdir()) / _name))


def tensor(array):
    """A tensor on the array's memory; PyTorch takes bfloat16 from NumPy as whole numbers only."""
    if array.dtype == ml_dtypes.bfloat16:
        return torch.from_numpy(array.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(array)


def formula_order(tensor):
    """A gradient in the order of the formula."""
    tensor = tensor.detach().permute(2, 3, 1, 0).contiguous()
    if tensor.dtype == torch.bfloat16:
        return tensor.view(torch.int16).numpy().view(ml_dtypes.bfloat16)
    return tensor.numpy()
