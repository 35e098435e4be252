"""The driver's functions, records and numbers as ``cuda.h`` has them, and what is made of them."""

import ctypes
import os
import re
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from helpers import fake_cuda

from filtergrad.gpu.run import cuda, door, driver
from filtergrad.gpu.run.driver import DriverError

HEADER = Path(find_spec("triton").origin).parent / "backends" / "nvidia" / "include" / "cuda.h"
# What stands for what, in the words of `cuda.FUNCTIONS`; anything else is a number's name.
TYPES = {
    "int": "i", "CUdevice": "i", "unsigned int": "u", "cuuint32_t": "u", "size_t": "q",
    "CUdeviceptr": "q", "unsigned char": "b", "unsigned long long": "q",
}  # fmt: skip
HANDLES = ("context", "module", "function", "stream", "event", "library", "kernel", "memoryPool",
           "graph", "graphExec")  # fmt: skip
ENUMS = {
    "CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT": cuda.SMS,
    "CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE": cuda.L2_BYTES,
    "CU_DEVICE_ATTRIBUTE_CLOCK_RATE": cuda.CLOCK_KHZ,
    "CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE": cuda.MEMORY_CLOCK_KHZ,
    "CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH": cuda.MEMORY_BITS,
    "CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR": cuda.MAJOR,
    "CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR": cuda.MINOR,
    "CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN": cuda.SHARED_BYTES,
    "CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED": cuda.POOLS,
    "CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL": cuda.DEVICE_ORDINAL,
    "CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES": cuda.MAX_DYNAMIC_SHARED_BYTES,
    "CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION": cuda.PROGRAMMATIC_STREAM_SERIALIZATION,
    "CU_STREAM_CAPTURE_MODE_RELAXED": cuda.RELAXED,
    "CU_EVENT_DISABLE_TIMING": cuda.DISABLE_TIMING,
    "CU_STREAM_NON_BLOCKING": cuda.NON_BLOCKING,
    "CU_MEMPOOL_ATTR_RELEASE_THRESHOLD": cuda.RELEASE_THRESHOLD,
    "CU_MEM_ALLOCATION_TYPE_PINNED": 1,
    "CU_MEM_LOCATION_TYPE_DEVICE": 1,
    "CU_TENSOR_MAP_L2_PROMOTION_L2_128B": cuda.L2_PROMOTION_128B,
    "CU_TENSOR_MAP_FLOAT_OOB_FILL_NAN_REQUEST_ZERO_FMA": cuda.NAN_FILL,
    "CU_TENSOR_MAP_INTERLEAVE_NONE": 0,
    "CU_TENSOR_MAP_SWIZZLE_128B": 3,
    "CU_TENSOR_MAP_DATA_TYPE_FLOAT16": 6,
    "CU_TENSOR_MAP_DATA_TYPE_FLOAT32": 7,
    "CU_TENSOR_MAP_DATA_TYPE_BFLOAT16": 9,
    "CUDA_ERROR_INVALID_VALUE": cuda.INVALID_VALUE,
    "CUDA_ERROR_NOT_INITIALIZED": cuda.NOT_INITIALIZED,
}

# Functions that the header of CUDA 13 has a newer one of, and drivers of all ages these.
KEPT = {"cuEventElapsedTime"}


@pytest.fixture(scope="module")
def header():
    if not HEADER.is_file():
        pytest.skip("this Triton brings no cuda.h")
    text = HEADER.read_text(errors="replace")
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


@pytest.fixture
def fake():
    made = fake_cuda.Fake(90, 80)
    made.driver = driver.use(made)
    yield made
    made.leave()


# ---- cuda.h ----


def test_functions_are_those_of_the_header(header):
    for name, kinds in cuda.FUNCTIONS.items():
        plain = name.removesuffix("_v2").removesuffix("WithFlags")
        found = re.search(rf"CUresult\s+CUDAAPI\s+{plain}\s*\(([^)]*)\)\s*;", header)
        told = "" if found[1] == "void" else "".join(map(kind_of, found[1].split(",")))
        assert told == kinds, (name, found[0])
        # The header's names stand for those of functions that were changed at some time.
        other = rf"{plain}(?:_v\d|WithFlags)"
        newer = re.search(rf"#define {plain}\s+(?:__CUDA_API_PT..\()?({other})\b", header)
        assert name == (newer[1] if newer else plain) or name in KEPT


def kind_of(parameter):
    parameter = parameter.replace("const ", "").strip()
    kind = re.sub(r"\s*\b\w+$", "", parameter) if " " in parameter else parameter
    if "*" in parameter:
        return "p"
    if kind.startswith("CU") and kind[2:] in HANDLES:
        return "p"
    return TYPES.get(kind, "i")


def test_numbers_are_those_of_the_header(header):
    for name, value in ENUMS.items():
        assert enum(header, name) == value, name


def enum(header, name):
    """The value of a name in an enumeration, which counts on from the last one that is told."""
    body = next(
        b for b in re.findall(r"enum \w+\s*\{([^}]*)\}", header) if re.search(rf"\b{name}\b", b)
    )
    last, known = -1, {}
    for entry in filter(None, (part.strip() for part in re.split(r"[,\s]*\n[,\s]*", body))):
        key, _, value = entry.rstrip(",").partition("=")
        last = eval(value, {}, known) if value.strip() else last + 1
        known[key.strip()] = last
    return known[name]


def test_records_are_those_of_the_header(header):
    """On a machine of 64 bits, laid out as C lays them out."""
    config = fields(header, "CUlaunchConfig_st")
    assert [n for n, _ in config[:7]] == [
        "gridDimX", "gridDimY", "gridDimZ", "blockDimX", "blockDimY", "blockDimZ", "sharedMemBytes",
    ]  # fmt: skip
    record = type("Config", (ctypes.Structure,), {"_fields_": config})
    assert ctypes.sizeof(record) == cuda.CONFIG_BYTES
    assert record.hStream.offset == cuda.CONFIG_STREAM
    assert record.attrs.offset == cuda.CONFIG_ATTRIBUTES
    assert record.numAttrs.offset == cuda.CONFIG_COUNT
    assert re.search(r"typedef union CUlaunchAttributeValue_union \{\s*char pad\[64\];", header)
    assert re.search(r"char pad\[8 - sizeof\(CUlaunchAttributeID\)\];", header)
    assert cuda.ATTRIBUTE_BYTES == cuda.ATTRIBUTE_VALUE + 64
    # CUDA 13 asks what is compiled with it for 128, and its drivers serve what CUDA 12 compiled.
    assert set(re.findall(r"alignas\((\d+)\)", header)) <= {"64", "128"}
    assert "#define CU_TENSOR_MAP_NUM_QWORDS 16" in re.sub(r"[ \t]+", " ", header)
    assert (cuda.MAP_BYTES, cuda.MAP_ALIGNMENT) == (16 * 8, 64)
    pool = type("Pool", (ctypes.Structure,), {"_fields_": fields(header, "CUmemPoolProps_st")})
    assert ctypes.sizeof(pool) == cuda.POOL_BYTES
    assert [pool.allocType.offset, pool.handleTypes.offset, pool.location.offset] == [0, 4, 8]
    assert [name for name, _ in fields(header, "CUmemLocation_st")] == ["type", "id"]


def fields(header, name):
    """A record's fields with their types."""
    found = []
    body = re.search(rf"typedef struct {name}\s*\{{([^}}]*)\}}", header)[1]
    for line in filter(None, map(str.strip, body.split(";"))):
        kind, _, field = line.rpartition(" ")
        count = int(field.partition("[")[2].rstrip("]") or 1)
        known = {
            "unsigned int": ctypes.c_uint32, "CUstream": ctypes.c_void_p, "size_t": ctypes.c_size_t,
            "unsigned short": ctypes.c_uint16, "unsigned char": ctypes.c_uint8,
            "CUmemLocation": ctypes.c_int32 * 2,
        }  # fmt: skip
        one = ctypes.c_void_p if "*" in line else known.get(kind, ctypes.c_int32)
        found.append((field.strip("*").partition("[")[0], one * count if count > 1 else one))
    return found


# ---- the library ----


def test_a_missing_driver_is_told_in_words(monkeypatch):
    def nothing(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", nothing)
    driver.use(None)
    with pytest.raises(DriverError, match=r"driver is missing: libcuda.so.1 was not found"):
        driver.driver()
    assert "is missing" in driver.absent("sm_90")
    assert driver.card("sm_90") == ""


def test_a_machine_without_devices_is_told_in_words():
    made = fake_cuda.Fake(90)
    made.fail["cuInit"] = 100
    with pytest.raises(DriverError, match=r"cuInit: CUDA_ERROR_NO_DEVICE \(no CUDA-capable"):
        driver.use(made)


def test_a_driver_that_is_too_old_is_told_in_words():
    with pytest.raises(DriverError, match="too old: it has no cuLaunchKernel"):
        driver.use(fake_cuda.Fake(90, missing={"cuLaunchKernel"}))
    calls = cuda.Calls(fake_cuda.Fake(90, missing=cuda.YOUNG))
    with pytest.raises(DriverError, match="too old: it has no cuTensorMapEncodeTiled"):
        calls("cuTensorMapEncodeTiled")
    assert calls.address("cuLaunchKernelEx") == 0
    assert calls.address("cuLaunchKernel") > 0


def test_an_error_without_a_text_has_its_number(fake):
    fake.fail["cuStreamSynchronize"] = 12345
    with pytest.raises(DriverError, match="cuStreamSynchronize: error 12345") as caught:
        fake.driver.synchronize(0, 0)
    assert caught.value.number == 12345


def test_a_real_library_gets_types():
    """C's own library has none of the functions, and is told to be no driver."""
    with pytest.raises(DriverError, match="too old: it has no cuInit"):
        cuda.Calls(ctypes.CDLL(None))


# ---- devices ----


def test_devices_are_described(fake):
    first, second = fake.driver.devices
    assert (first.arch, second.arch) == ("sm_90", "sm_80")
    assert fake.driver.arch(1) == "sm_80"
    assert (first.name, first.sms, first.shared_bytes) == ("a fake GPU", 3, 227 << 10)
    assert (first.l2_bytes, first.memory_bytes, first.capability) == (50 << 20, 80 << 30, 90)
    assert repr(first) == "Device(0: a fake GPU, sm_90)"
    assert fake.driver.version == 12080
    with pytest.raises(DriverError, match="there is no GPU 2: there are 2"):
        fake.driver.device(2)
    assert driver.absent("sm_80") == ""
    assert driver.absent("sm_100") == "no GPU here is sm_100: there is sm_90, sm_80"
    assert (driver.card("sm_80"), driver.card("sm_100")) == ("a fake GPU", "")


def test_whose_memory_an_address_is_in(fake):
    array = fake.array(1, np.zeros(8))
    assert fake.driver.device_of(array.ctypes.data + 16) == 1
    with pytest.raises(DriverError, match="lies in no GPU's memory"):
        fake.driver.device_of(np.zeros(8).ctypes.data)
    fake.fail["cuPointerGetAttribute"] = 700
    with pytest.raises(DriverError, match="CUDA_ERROR_ILLEGAL_ADDRESS"):
        fake.driver.device_of(array.ctypes.data)


def test_a_device_is_the_current_one_only_for_a_call(fake):
    for before in (0, 1, 2):
        fake.thread.context = before
        fake.log.clear()
        with fake.driver.device(1).current():
            assert fake.thread.context == 2
        assert fake.thread.context == before
        assert ("cuCtxSetCurrent" in fake.log) == (before != 2)
    with pytest.raises(ZeroDivisionError), fake.driver.device(0).current():
        raise ZeroDivisionError
    assert fake.thread.context == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_is_told_so(fake):
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            driver.driver()
        except BaseException as error:
            os.write(send, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert told.startswith("DriverError: this process was forked after CUDA was used")
    assert "'spawn'" in told
    assert driver.driver() is fake.driver
    fake.fail["cuInit"] = 3
    with pytest.raises(DriverError, match="a process that was forked after CUDA was used cannot"):
        driver.use(fake)


# ---- memory and streams ----


def test_memory_is_taken_and_given_back_in_the_order_of_the_stream(fake):
    stream = fake.driver.stream(1)
    address = fake.driver.allocate(1, 1000, stream)
    assert address % 256 == 0
    assert fake.driver.device_of(address) == 1
    fake.driver.clear(1, address, 1000, stream)
    fake.driver.copy(1, address + 8, address, 8, stream)
    fake.driver.free(1, address, stream)
    fake.driver.synchronize(1, stream)
    assert fake._at(address).freed
    assert "cuMemAllocFromPoolAsync" in fake.log
    assert fake.log.count("cuMemPoolCreate") == 1
    fake.log.clear()
    fake.driver.clear(1, 0, 0, stream)
    fake.driver.copy(1, 0, 0, 0, stream)
    assert fake.log == []


def test_a_device_without_pools_gives_memory_too():
    made = fake_cuda.Fake(90, missing=cuda.YOUNG)
    found = driver.use(made)
    address = found.allocate(0, 64, 0)
    found.free(0, address, 0)
    assert "cuMemAlloc_v2" in made.log
    assert "cuMemFree_v2" in made.log
    made.leave()


def test_numbers_go_up_and_come_down(fake):
    there, here = np.arange(6.0), np.zeros(6)
    address = fake.driver.allocate(0, there.nbytes, 0)
    fake.driver.upload(0, address, there.ctypes.data, there.nbytes)
    fake.driver.download(0, here.ctypes.data, address, here.nbytes)
    assert (here == there).all()


def test_streams_wait_for_one_another(fake):
    first, second, third = (fake.driver.stream(0) for _ in range(3))
    array = fake.array(0, np.ones(2, np.uint8))
    address = array.ctypes.data
    fake.driver.clear(0, address, 1, first)
    fake.driver.wait(0, first, second)
    fake.driver.copy(0, address + 1, address, 1, second)
    fake.driver.wait(0, second, third)
    fake.driver.wait(0, third, third)
    fake.driver.wait(0, 0, 1)
    assert array.tolist() == [1, 1]
    fake.driver.synchronize(0, third)
    assert array.tolist() == [0, 0]
    assert fake.log.count("cuEventCreate") == 1, "an event is used again"
    assert not fake.driver.capturing(0, first)
    fake.record(first)
    assert fake.driver.capturing(0, first)
    with pytest.raises(DriverError, match="CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"):
        fake.driver.synchronize(0, first)
    fake.recorded(first)


def test_time_between_events(fake):
    stream = fake.driver.stream(0)
    first, last = fake.driver.event(0, stream), fake.driver.event(0, stream)
    assert fake.driver.milliseconds(first, last) == 1.0
    assert not {first, last} & fake.handles.keys()


# ---- the door ----


def test_what_a_door_returns():
    assert door.failed(700) == (700, "cuLaunchKernelEx")
    assert door.failed(3 << 32 | 2) == (2, "cuLaunchKernelEx")
    assert door.failed(door.ENCODE << 32 | 1) == (1, "cuTensorMapEncodeTiled")
    assert door.failed(door.CONTEXT << 32 | 201) == (201, "cuCtxSetCurrent")
    assert door.door() is door.door()
    assert struct.calcsize("P") == 8
