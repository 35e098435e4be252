"""PyTorch's CPU build with a GPU that is none: the fake driver's, whose memory is the host's.

`Cuda(fake)` makes real tensors on ``cuda:0``, which PyTorch dispatches, differentiates, compiles
and exports as such. Whatever operator has no kernel of ours there runs on the CPU, on the same
memory, as soon as the stream is through with what was put on it before: exactly what a stream
promises, and no more. New memory is NaN, and so is, in the order of the stream, what its last
tensor left.
"""

import ctypes
import functools
import warnings
import weakref

import ml_dtypes  # noqa: F401 - NumPy's bfloat16
import torch

from filtergrad.dlpack import Tensor

from .fake_cuda import Memory

CPU, CUDA = 1, 2  # DLDeviceType
CODES = {
    torch.float16: (2, 16), torch.bfloat16: (4, 16), torch.float32: (2, 32), torch.float64: (2, 64),
    torch.uint8: (1, 8), torch.int32: (0, 32), torch.int64: (0, 64), torch.bool: (6, 8),
}  # fmt: skip
_new_capsule = ctypes.PYFUNCTYPE(
    ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
)(("PyCapsule_New", ctypes.pythonapi))
_lent = {}


class Managed(ctypes.Structure):
    """DLManagedTensor of dlpack.h."""

    _fields_ = (("tensor", Tensor), ("manager", ctypes.c_void_p), ("deleter", ctypes.c_void_p))


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def _delete(address):
    _lent.pop(address, None)


def _wrapped(address, shape, strides, dtype, place, number, kept):
    """A tensor on some memory, wherever PyTorch shall believe that to be."""
    managed, axes = Managed(), ctypes.c_int64 * max(1, len(shape))
    sizes, steps, tensor = axes(*shape), axes(*strides), managed.tensor
    tensor.data, tensor.device_type, tensor.device_id = address or None, place, number
    tensor.ndim, tensor.lanes, tensor.byte_offset = len(shape), 1, 0
    tensor.code, tensor.bits = CODES[dtype]
    tensor.shape, tensor.strides = sizes, steps
    managed.deleter = ctypes.cast(_delete, ctypes.c_void_p)
    _lent[ctypes.addressof(managed)] = managed, sizes, steps, kept
    return torch._C._from_dlpack(_new_capsule(ctypes.addressof(managed), b"dltensor", None))


class Guard(torch._C._acc.DeviceGuard):
    """What PyTorch asks about the current device and stream, for one device."""

    def type_(self):
        return torch._C._autograd.DeviceType.CUDA


GUARD = Guard()


class Block:
    """Memory of a device; when no tensor has it any more, the stream fills it with NaN."""

    def __init__(self, cuda, number, owner, first, size):
        self.cuda, self.fake, self.stream = cuda, cuda.fake, cuda.stream(number)
        self.memory = Memory(number, first, size, owner)
        cuda.fake.memory.append(self.memory)
        cuda.blocks.append(weakref.ref(self))

    def __del__(self):
        memory, fake = self.memory, self.fake

        def forgotten():
            ctypes.memset(memory.first, 0xFF, memory.size)
            memory.freed = True
            fake.memory[:] = [one for one in fake.memory if one is not memory]

        if self.cuda.on and self.cuda.fake is fake:
            self.cuda.put(self.stream, memory.device, forgotten)


class Cuda:
    """The pretence, for the time of a ``with`` block.

    Parameters
    ----------
    fake
        The fake driver.
    """

    def __init__(self, fake):
        self.fake, self.blocks, self.on = fake, [], False
        self.current = {}  # the current stream of each device
        self.asked = []  # operators that ran on the CPU

    def __enter__(self):
        self.on = True
        torch.cuda._lazy_init = lambda: None
        torch._C._cuda_getCurrentRawStream = self.stream
        torch._C._cuda_getDevice = lambda: 0
        # PyTorch asks what guards devices which one is current; the CPU's always says the same.
        guards = (ctypes.c_void_p * 21).in_dll(
            ctypes.CDLL("libc10.so"), "_ZN3c104impl26device_guard_impl_registryE"
        )
        torch._C._acc.register_python_privateuseone_device_guard(GUARD)
        guards[1], guards[20] = guards[20], None
        self._hook()
        self.library = torch.library.Library("_", "IMPL")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.library.fallback(self._fallback, "CUDA")
            # Of these one kernel serves all devices, and asks for a device's own further down.
            self.aten = torch.library.Library("aten", "IMPL")
            for op in (torch.ops.aten.copy_.default, torch.ops.aten.convolution_backward.default):
                name = op.name().partition("::")[2]
                self.aten.impl(name, functools.partial(self._fallback, op), "CUDA")
        return self

    def __exit__(self, *error):
        self.on = False
        self.fake.finish()
        self.library._destroy()
        self.aten._destroy()

    def _hook(self):
        """Let PyTorch's hooks for CUDA say that there is CUDA: autograd asks for an accelerator."""
        library = ctypes.CDLL("libtorch_cpu.so")
        library._ZN2at6detail12getCUDAHooksEv.restype = ctypes.c_void_p
        hooks = ctypes.c_void_p.from_address(library._ZN2at6detail12getCUDAHooksEv())
        # A table of functions: its offset, its type, two destructors, `isBuilt`, `isAvailable`,
        # `hasPrimaryContext`.
        table = (ctypes.c_void_p * 100).from_address(hooks.value - 16)
        self.table = (ctypes.c_void_p * 100)(*table)
        self.yes = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)(lambda this: True)
        self.table[4] = self.table[6] = ctypes.cast(self.yes, ctypes.c_void_p)
        hooks.value = ctypes.addressof(self.table) + 16

    def stream(self, number):
        """The handle of the current stream, as PyTorch gives it."""
        return self.current.get(number, 0)

    def put(self, stream, number, work):
        """Put work on a stream."""
        one = self.fake.handles[stream] if stream else self._usual(number)
        one.add(work)

    def _usual(self, number):
        from .fake_cuda import Stream

        return self.fake.usual.setdefault(number, Stream(number))

    def _through(self, number):
        """Let the current stream do what was put on it."""
        stream = self.stream(number)
        one = self.fake.handles[stream] if stream else self._usual(number)
        one.until(one.put)

    # ---- tensors ----

    def tensor(self, cpu, number=0):
        """A tensor on a device with a tensor's numbers and strides."""
        storage = cpu.untyped_storage().clone()
        memory = torch.empty(0, dtype=cpu.dtype).set_(
            storage, cpu.storage_offset(), cpu.shape, cpu.stride()
        )
        return self._onto(memory, number)

    def _onto(self, cpu, number):
        address = cpu.data_ptr()
        block = self._block(address) if cpu.numel() else None
        if block is None and cpu.numel():
            storage = cpu.untyped_storage()
            block = Block(self, number, cpu, storage.data_ptr(), storage.nbytes())
        return _wrapped(address, cpu.shape, cpu.stride(), cpu.dtype, CUDA, number, block)

    def _block(self, address):
        found = None
        for one in list(self.blocks):
            block = one()
            if block is None:
                self.blocks.remove(one)
            elif block.memory.first <= address < block.memory.first + block.memory.size:
                found = block
        return found

    def _here(self, tensor):
        """The same memory as a tensor of the CPU's."""
        address = tensor.data_ptr()
        block = self._block(address) if tensor.numel() else None
        assert block is not None or not tensor.numel(), "no memory of this device"
        return _wrapped(address, tensor.shape, tensor.stride(), tensor.dtype, CPU, 0, block)

    def _fallback(self, op, *given, **named):
        number, moved = 0, {}
        self.asked.append(op.name())

        def onto_cpu(value):
            nonlocal number
            if isinstance(value, torch.Tensor):
                if value.device.type != "cuda":
                    moved[id(value)] = value, value
                    return value
                number = value.device.index
                here = self._here(value)
                here = torch._neg_view(here) if value.is_neg() else here
                moved[id(here)] = value, here
                return here
            if isinstance(value, torch.device) and value.type == "cuda":
                number = value.index or 0
                return torch.device("cpu")
            if isinstance(value, list | tuple):
                return type(value)([onto_cpu(one) for one in value])
            return value

        def back(value):
            if isinstance(value, torch.Tensor):
                if id(value) in moved:
                    return moved[id(value)][0]
                return value if stays else self._onto(value, number)
            if isinstance(value, list | tuple):
                return type(value)([back(one) for one in value])
            return value

        device = named.get("device")
        given = [onto_cpu(one) for one in given]
        named = {key: onto_cpu(one) for key, one in named.items()}
        stays = device is not None and torch.device(device).type == "cpu"
        self._through(number)
        with torch._C._AutoDispatchBelowADInplaceOrView():
            result = (
                self._depthwise(op, *given) if "depthwise" in op.name() else op(*given, **named)
            )
        if op.name().startswith("aten::empty") and result.numel():
            ctypes.memset(result.data_ptr(), 0xFF, result.untyped_storage().nbytes())
        return back(result)

    def _depthwise(self, op, *given):
        """PyTorch has these on GPUs only."""
        if "backward" in op.name():
            dy, x, weight, _, stride, padding, dilation, mask = given
            rest = (
                None,
                stride,
                padding,
                dilation,
                False,
                (0, 0),
                weight.shape[0] // weight.shape[1],
            )
            return torch.ops.aten.convolution_backward(
                dy, x, weight, *rest[:6], x.shape[1], [*mask, False]
            )[:2]
        x, weight, _, bias, stride, padding, dilation = given
        return torch.conv2d(x, weight, bias, stride, padding, dilation, x.shape[1])
