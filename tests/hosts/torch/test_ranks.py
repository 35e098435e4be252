"""Two processes: distributed tensors by our sharding rule, and data-parallel training."""

import os
import subprocess
import sys

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")

COMMON = """
import os, sys, torch, torch.distributed as dist
import filtergrad.torch as fgt
torch.set_num_threads(1)
torch.manual_seed(0)
rank = int(sys.argv[1])
dist.init_process_group("gloo", init_method=f"file://{sys.argv[2]}", rank=rank, world_size=2)
"""

SHARDS = """
from torch.distributed.tensor import Partial, Replicate, Shard, distribute_tensor
from torch.distributed.tensor import init_device_mesh
from torch.distributed.tensor.debug import CommDebugMode
mesh = init_device_mesh("cpu", (2,))
x, dy = torch.randn(4, 6, 9, 9), torch.randn(4, 8, 7, 7)
op, whole = torch.ops.filtergrad.conv2d_weight, Replicate()
for x_at, dy_at, wanted, groups in (
    (Shard(0), Shard(0), Partial("sum"), 1),
    (Shard(0), Shard(0), Partial("sum"), 2),
    (Shard(1), whole, Shard(1), 1),
    (whole, Shard(1), Shard(0), 1),
    (whole, whole, whole, 1),
    (Shard(2), Shard(2), whole, 1),  # gathered
    (Shard(1), Shard(1), whole, 2),  # gathered
):
    size = [8, 6 // groups, 3, 3]
    convolution = ([1, 1], [0, 0], [1, 1], groups)
    parts = distribute_tensor(x, mesh, [x_at]), distribute_tensor(dy, mesh, [dy_at])
    with CommDebugMode() as traffic:
        got = op(parts[0], size, parts[1], *convolution)
    assert got.placements == (wanted,), (x_at, dy_at, got.placements)
    assert got.shape == tuple(size)
    assert bool(traffic.get_total_counts()) == (wanted is whole and x_at is not whole)
    right = op(x, size, dy, *convolution)
    torch.testing.assert_close(got.full_tensor(), right, rtol=0, atol=1e-4)
"""

TRAINING = """
from torch import nn
from torch.nn.parallel import DistributedDataParallel
def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 3, padding="same"))
x = torch.randn(6, 3, 9, 9)
alone = model()
alone(x).pow(2).mean().backward()
ours = DistributedDataParallel(fgt.swap(model()))
theirs = DistributedDataParallel(model())
mine = x[3 * rank : 3 * rank + 3]
ours(mine).pow(2).mean().backward()
with fgt.enabled():
    theirs(mine).pow(2).mean().backward()
for a, b, c in zip(alone.parameters(), ours.parameters(), theirs.parameters(), strict=True):
    torch.testing.assert_close(b.grad, a.grad, rtol=1e-4, atol=1e-6)
    assert torch.equal(b.grad, c.grad)
"""


@pytest.mark.parametrize("code", [SHARDS, TRAINING], ids=["shards", "training"])
def test_two_ranks(code, tmp_path):
    text = f"{COMMON}{code}\ndist.destroy_process_group()\n"
    meeting = str(tmp_path / "meeting")
    ranks = [
        subprocess.Popen(
            [sys.executable, "-c", text, str(rank), meeting],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ,
        )
        for rank in range(2)
    ]
    try:
        outputs = [rank.communicate(timeout=240)[0] for rank in ranks]
    finally:
        for rank in ranks:
            rank.kill()
    assert [rank.returncode for rank in ranks] == [0, 0], "\n".join(outputs)
