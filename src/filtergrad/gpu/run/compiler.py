"""One launch to machine code, by Triton: no device, no driver and no PyTorch are needed.

In: a `Launch`, an architecture and a form. Out: a `Binary`. This and the kernels themselves are all
that imports Triton, and only when something must be compiled. Versions 3.6 to 3.9 were tried.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Box, Launch

from . import cubin
from .binary import CONSTANT, Binary, Descriptor
from .forms import Form, form_of

MISSING = (
    "computing on a GPU takes Triton to compile kernels, which is not installed, and this one was "
    "not compiled before: pip install filtergrad[gpu]"
)


def compiled(launch: Launch, arch: Arch, form: str) -> Binary:
    """The machine code of a launch; of one that makes the same bits, if this one would spill.

    Compilers differ in the registers that they need, so that no limit of sums serves all of them.
    The general form serves the first calls only, and shall be there soon: it is taken as it is.

    Raises
    ------
    ImportError
        If Triton is not installed.
    RuntimeError
        If Triton's interpreter is switched on, or Triton makes nothing of the launch.
    """
    made = _compiled(launch, arch, form)
    if made.stack_bytes and form == CONSTANT:
        for other in launch.lighter():
            tried = _compiled(other, arch, form)
            made = min(made, tried, key=lambda one: one.stack_bytes)
            if not made.stack_bytes:
                break
    return made


def _compiled(launch: Launch, arch: Arch, form: str) -> Binary:
    """The machine code of a launch, as it is.

    Raises
    ------
    ImportError
        If Triton is not installed.
    RuntimeError
        If Triton's interpreter is switched on, or Triton makes nothing of the launch.
    """
    try:
        import triton
        from triton.backends.compiler import GPUTarget
        from triton.compiler import ASTSource
    except ImportError as error:
        raise ImportError(MISSING) from error
    file, _, name = launch.source.partition(":")
    function = getattr(importlib.import_module(file), name)
    if triton.knobs.runtime.interpret:
        raise RuntimeError("TRITON_INTERPRET is set: Triton interprets kernels, and compiles none")
    told = form_of(launch, form)
    place = {key: (i,) for i, key in enumerate(function.arg_names)}
    source = ASTSource(
        fn=function,
        signature={key: dict(told.types)[key] for key in function.arg_names},
        constexprs={place[key]: value for key, value in told.values},
        attrs={place[key]: [["tt.divisibility", value]] for key, value in told.divisors},
    )
    amd = arch.name.startswith("gfx")
    target = GPUTarget("hip", arch.name, 64) if amd else GPUTarget("cuda", arch.capability, 32)
    # Triton would rather believe TRITON_OVERRIDE_ARCH than its caller's target.
    options: dict[str, Any] = {
        "num_warps": launch.warps,
        "num_stages": launch.stages,
        "arch": arch.name if amd else f"sm{arch.capability}",
        "enable_fp_fusion": True,
    }
    if launch.registers and not amd:
        options["maxnreg"] = launch.registers
    with _own_cache():
        kernel = triton.compile(source, target=target, options=options)
    made = _amd(kernel, form, told) if amd else _nvidia(kernel, launch, form, told)
    if not re.search(
        r"\bst\.global|\bst\.async|cp\.async\.bulk|(global|buffer|flat)_store", made.ptx
    ):
        # Triton 3.6 and 3.7 leave nothing of bf16x6 products for sm_100, and say nothing.
        raise RuntimeError(
            f"Triton compiled {launch.source} for {arch} to code that stores nothing"
        )
    return made


def _nvidia(kernel: Any, launch: Launch, form: str, told: Form) -> Binary:
    code, given = kernel.asm["cubin"], dict(launch.arguments)
    found = cubin.resources(code)
    boxes = [(key, one) for key in told.passed if isinstance(one := given[key], Box)]
    # A descriptor is its map, and the shape and strides that the map has, too.
    parameters = len(told.passed) + sum(2 * len(one.shape) for _, one in boxes)
    layouts = getattr(kernel.metadata, "tensordesc_meta", None) or []
    descriptors = [
        (key, _descriptor(layout)) for (key, _), layout in zip(boxes, layouts, strict=True)
    ]
    return Binary(
        name=kernel.metadata.name,
        code=code,
        form=form,
        arguments=told.passed,
        nulls=len(found.parameters) - parameters,
        threads=32 * kernel.metadata.num_warps,
        shared_bytes=kernel.metadata.shared,
        registers=found.registers,
        stack_bytes=found.stack_bytes,
        descriptors=tuple(descriptors),
        ptx=kernel.asm["ptx"],
    )


def _descriptor(layout: dict[str, Any]) -> Descriptor:
    return Descriptor(
        swizzle=int(layout["swizzle"]),
        element=int(layout["elem_type"]),
        element_bytes=int(layout["elem_size"]),
        block=tuple(int(size) for size in layout["block_size"]),
        padding=bool(layout.get("fp4_padded", False)),
    )


def _amd(kernel: Any, form: str, told: Form) -> Binary:
    text = kernel.asm["amdgcn"]

    def said(key: str) -> int:
        found = re.search(rf"\.{key}:\s+(\d+)", text)
        return int(found[1]) if found else 0

    return Binary(
        name=kernel.metadata.name,
        code=kernel.asm["hsaco"],
        form=form,
        arguments=told.passed,
        nulls=len(re.findall(r"\.value_kind:\s+(?!hidden)\w", text)) - len(told.passed),
        threads=kernel.metadata.warp_size * kernel.metadata.num_warps,
        shared_bytes=kernel.metadata.shared,
        registers=said("vgpr_count"),
        stack_bytes=said("private_segment_fixed_size"),
        ptx=text,
    )


@contextlib.contextmanager
def _own_cache() -> Iterator[None]:
    """Let Triton keep what this thread compiles in a folder that is removed: we have our own."""
    from triton import knobs
    from triton.runtime import cache

    usual, mine = knobs.cache.manager_class, threading.get_ident()

    class Removed(cache.FileCacheManager):  # type: ignore[misc]
        def __init__(self, key: str) -> None:
            self.key, self.cache_dir, self.lock_path = key, folder, folder

    def manager(key: str, **kind: bool) -> Any:
        if threading.get_ident() == mine and not kind:
            return Removed(key)
        return (usual or cache.FileCacheManager)(key, **kind)

    with tempfile.TemporaryDirectory(prefix="filtergrad-") as folder, knobs.cache.scope():
        knobs.cache.manager_class = manager
        yield
