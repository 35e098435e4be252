"""What XLA calls us with, by name: the words of a call, and XLA's own structures.

In: nothing. Out: layouts, which the machine code (`shim`) and Python (`door`, `slow`, `geometry`)
read alike. The structures are those of xla/ffi/api/c_api.h, version 0.x, which only grows; each of
their fields begins at a multiple of eight bytes.
"""

from __future__ import annotations

from filtergrad.native.words import Words

# The one attribute of a call: the sizes of x and dy as their axes lie in memory, then all that is
# the same for any sizes. `dtype` is an index of `arrays.DTYPES`. `layout` says which axis is what,
# by twelve digits of base DIGIT, the most significant first: those of n c h w in the input, then
# those of k c r s in the filter, then those of n k p q in the output.
WORDS = Words(
    x=4, dy=4, dtype=1, layout=1, taps=2, strides=2, dilations=2, pads=4, groups=1, precision=1
)
# What a call on a GPU is known by to Python, once machine code has read its frame: the text of what
# is wrong; the words with the sizes of the arrays that are there; the addresses of x, dy, dW and
# the workspace; how many x, dy and dW there are; the bytes of the workspace; the stream; the device
# or -1; XLA's table of functions, and an error that one of these made, or 0.
LAUNCH = Words(
    text=1, words=len(WORDS), addresses=4, counts=3, lent=1, stream=1, device=1, api=1, error=1
)
DIGIT = 4  # for an axis is one of four

# XLA_FFI_CallFrame: three tables of things (XLA_FFI_Args, XLA_FFI_Rets, XLA_FFI_Attrs) lie in it.
# `arguments`, `results` and `attributes` are where the addresses of the things lie.
FRAME = Words(
    size=1, extension=1, api=1, context=1, stage=1,
    arguments_size=1, arguments_extension=1, arguments_count=1, arguments_types=1, arguments=1,
    results_size=1, results_extension=1, results_count=1, results_types=1, results=1,
    attributes_size=1, attributes_extension=1, attributes_count=1, attributes_types=1,
    attributes_names=1, attributes=1,
)  # fmt: skip
BUFFER = Words(size=1, extension=1, dtype=1, data=1, rank=1, dims=1)  # XLA_FFI_Buffer
ARRAY = Words(dtype=1, length=1, data=1)  # XLA_FFI_Array
# XLA_FFI_Api; its version is two numbers of 4 bytes, major and minor.
API = Words(
    size=1, extension=1, version_size=1, version_extension=1, version=1, internal=1,
    error_create=1, error_message=1, error_destroy=1, register=1, stream=1, type_register=1,
    context_get=1, state_set=1, state_get=1, allocate=1, free=1, schedule=1, threads=1,
    future_create=1, future_available=1, future_error=1, run=1, device=1,
)  # fmt: skip
EXTENSION = Words(size=1, type=1, next=1, metadata=1)  # XLA_FFI_Metadata_Extension
METADATA = Words(size=1, version_size=1, version_extension=1, version=1, traits=1)
ERROR = Words(size=1, extension=1, message=1, code=1)  # XLA_FFI_Error_Create_Args
# XLA_FFI_Error_GetMessage_Args, and XLA_FFI_Error_Destroy_Args, which is its beginning.
MESSAGE = Words(size=1, extension=1, error=1, message=1)
# XLA_FFI_Stream_Get_Args, and XLA_FFI_DeviceOrdinal_Get_Args, whose answer is of 4 bytes.
PLACE = Words(size=1, extension=1, context=1, answer=1)
