"""A process of a GPU's run without a GPU: `filtergrad.bench.gpu.worker` on the fake driver.

The first word says what goes wrong: ``well`` (nothing), ``wrong`` (a number of dW), ``beside`` (a
number behind dW), ``hang``, ``die``, ``none`` (there is no driver). Times are as the fake says.
"""

import ctypes
import os
import sys
import time
from pathlib import Path

from filtergrad import knobs
from filtergrad.bench.gpu import check, worker
from filtergrad.dtypes import SIZES
from filtergrad.gpu import engine
from filtergrad.gpu.run import build, cuda, driver, rig

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from helpers import fake_cuda, fake_kernels


class Pair(fake_kernels.Pair):
    """The form that is asked for."""

    def __init__(self, launch, arch):
        form = knobs.current().gpu_form
        super().__init__(launch, arch, "constant" if form == "both" else form)


def spoiled(how):
    """Let the second pass spoil a number of a float32 dW, or one beside it."""
    run = fake_kernels.interpret.launch

    def launch(one, addresses, *rest):
        run(one, addresses, *rest)
        if one.name != "finish" or dict(one.arguments)["dw"].dtype != "float32":
            return
        at = addresses["dw"] - (SIZES["float32"] if how == "beside" else 0)
        ctypes.c_float.from_address(at).value = 77.0

    fake_kernels.interpret.launch = launch


def stuck(how):
    """A stage that does not end, or ends its process."""

    def bits(bench, task):
        yield {"begun": "everything"}
        if how == "die":
            os._exit(7)
        time.sleep(1000)

    check.bits = bits


def main(how, arguments):
    engine.Gpu.build = Pair
    build.binary = lambda launch, arch, form, **_: fake_kernels.build(launch, arch, form)
    rig.REPLAYS, rig.LEAST, rig.ROUNDS = 1, 0.0, 1
    if arguments[0] == "device" and how == "none":
        cuda.ctypes.CDLL = lambda name: (_ for _ in ()).throw(OSError(name))
    elif arguments[0] == "device":
        driver.use(fake_cuda.Fake(90))
        if how in ("wrong", "beside"):
            spoiled(how)
        if how in ("hang", "die"):
            stuck(how)
    worker.main(arguments)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
