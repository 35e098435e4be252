"""ONNX: the op as a function that any runtime can run, a node of it, and ONNX Runtime's door.

In: TensorFlow's arguments. Out: pieces of a model. `register` makes ONNX Runtime call our kernel
where the node stands; without it, the function computes the same by ONNX's own Conv.
"""

from .door import door_state, register
from .op import Conv2DBackpropFilter, function_proto, node

__all__ = ["Conv2DBackpropFilter", "door_state", "function_proto", "node", "register"]


def __dir__() -> list[str]:
    return __all__
