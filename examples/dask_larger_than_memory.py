"""The filter gradient of more images than the workers have memory for.

Writes `--gigabytes` of random images and gradients to a temporary folder, as ``.npy`` files or as
zarr, and lets two workers of 400 MB each compute the gradient. Prints how much memory each worker
had at most, and how far the result is from that of one image after the other.

    python examples/dask_larger_than_memory.py --gigabytes 2.5 --format npy
"""

import argparse
import tempfile
import time
from pathlib import Path

import dask.array as da
import numpy as np
from distributed import Client, LocalCluster, progress

import filtergrad as fg
import filtergrad.dask

IMAGE = (112, 112, 64)
BLOCK = 10  # images: 32 MB of each array
SIZES, STRIDES, PADDING = (3, 3, 64, 64), (1, 1, 1, 1), "SAME"
LIMIT = 400_000_000


def written(folder, name, images, form):
    """A dask array of `images` random images that lie in the folder."""
    path, shape = Path(folder) / name, (images, *IMAGE)
    if form == "npy":
        array = np.lib.format.open_memmap(path, "w+", np.float32, shape)
    else:
        import zarr

        chunks = (BLOCK, *IMAGE)
        array = zarr.create_array(path, shape=shape, chunks=chunks, dtype=np.float32)
    rng = np.random.default_rng(len(name))
    for first in range(0, images, BLOCK):
        count = min(BLOCK, images - first)
        array[first : first + count] = rng.standard_normal((count, *IMAGE), np.float32)
    if form == "npy":
        return filtergrad.dask.from_npy(path, (BLOCK, -1, -1, -1))
    return da.from_zarr(path)


def most_memory():
    """The most memory that this process ever had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=2.5, help="of x and dy together")
    parser.add_argument("--format", choices=("npy", "zarr"), default="npy")
    chosen = parser.parse_args()
    images = max(1, round(chosen.gigabytes * 1e9 / (8 * np.prod(IMAGE))))
    with tempfile.TemporaryDirectory() as folder:
        x, dy = (written(folder, name, images, chosen.format) for name in ("x", "dy"))
        dw = filtergrad.dask.conv2d_backprop_filter(x, SIZES, dy, STRIDES, PADDING)
        total = (x.size + dy.size) * 4 / 1e6
        print(f"{total:.0f} MB in {x.numblocks[0]} blocks, two workers of {LIMIT / 1e6:.0f} MB")
        with (
            LocalCluster(2, threads_per_worker=1, memory_limit=LIMIT) as cluster,
            Client(cluster) as client,
        ):
            before = max(client.run(most_memory).values())
            start = time.perf_counter()
            future = client.compute(dw)
            progress(future, notebook=False)
            got = future.result()
            seconds = time.perf_counter() - start
            most = max(client.run(most_memory).values())
        print(f"\n{seconds:.1f} s; the larger worker had {most:.0f} MB at most, idle {before:.0f}")
        one_by_one = np.zeros(SIZES)
        for first in range(images):
            pair = da.compute(x[first : first + 1], dy[first : first + 1], scheduler="sync")
            one_by_one += fg.conv2d_backprop_filter(pair[0], SIZES, pair[1], STRIDES, PADDING)
    error = np.sqrt(np.mean((got - one_by_one) ** 2) / np.mean(one_by_one**2))
    print(f"rms difference from one image after the other: {error:.1e}")


if __name__ == "__main__":
    main()
