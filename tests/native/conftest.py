"""What is tested here is not the code generator: it makes little effort, in a third of the time."""

import functools

from filtergrad.cpu.run import jit

jit.assemble = functools.partial(jit.assemble, level=0)
