"""The price of a plan of Winograd's algorithm, in cycles, and how far its results are off.

In: a `WinogradPlan`. Out: a `Price`, an error.
"""

from __future__ import annotations

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Number, least, most, pick, root
from filtergrad.cpu.base.plan import KEPT_BYTES
from filtergrad.cpu.base.price import TEAM_THREADS, Price, finish_cycles, wall

from .plan import WinogradPlan

# ---- the error ----

# One rounding of float32 adds so much to the relative error of a sum, root mean square.
ROUNDING_ERROR = 2.5e-8

# The transforms round a number so many times, each time as badly as the sum does once.
TRANSFORM_ROUNDINGS = 12

# ---- the price: what the machine costs is in `plan.isa.cycles`, these are Winograd's own ----

# A core's part of the third-level cache has so many bytes that other cores leave to it.
L3_BYTES = 5 << 20

# A transform takes so many cycles for each vector that it makes, in both of its steps.
TRANSFORM_CYCLES = 1.2

# A byte of a panel takes so many cycles if panels and sums outgrow the second-level cache.
L3_PANEL_BYTE_CYCLES = 0.115

# A byte of a panel takes so many cycles more if panels and sums outgrow the second-level cache and
# a task reads it again for each of its parts of x's vectors.
SHARED_PANEL_BYTE_CYCLES = 0.12

# A byte of a panel takes so many cycles more if panels and sums outgrow the third-level cache.
MEMORY_PANEL_BYTE_CYCLES = 0.8

# A byte of a panel takes so many cycles more if groups are transformed apart.
GROUPED_PANEL_BYTE_CYCLES = 0.055

# A byte of a panel takes so many cycles more if dilation puts a phase's pixels far from each other.
PHASED_PANEL_BYTE_CYCLES = 0.22

# A byte of sums or panels takes so many cycles each time it is fetched from beyond a cache that is
# too small for it: sums for each chunk, panels of dy for each part of x's vectors.
REFETCHED_BYTE_CYCLES = 0.06

# A byte of sums of many chunks takes so many cycles when the last transform fetches it.
SUM_BYTE_CYCLES = 0.36

# A byte of sums that its task has just made takes so many cycles when the last transform fetches
# it.
FRESH_SUM_BYTE_CYCLES = 0.08

# A byte of x, dy or a partial takes so many cycles.
TENSOR_BYTE_CYCLES = 0.15

# A task that reads so many bytes of each pixel, where it does not need all, pays for them twice.
TWICE_AS_DEAR_BYTES = 170

# At the end, others wait for so much of a task's arithmetic.
UNEVEN_TIMES = 0.05

# A call of a tile takes so many cycles for its beginning and its end.
PRODUCT_TILE_CYCLES = 3.0

# A call of a tile takes so many cycles to add one of its accumulators to the sums.
PRODUCT_FLUSH_CYCLES = 0.5

# A byte of a workspace takes so many cycles if the workspace is too large to be kept for the next
# call: the system clears it each time.
CLEARED_BYTE_CYCLES = 0.4


def error(plan: WinogradPlan) -> Number:
    """The error of a plan as docs/numerics.md derives it: relative, root mean square."""
    h, w = plan.axes
    roundings = (plan.chain_length + plan.flushes) / 2 + TRANSFORM_ROUNDINGS
    return ROUNDING_ERROR * h.gain * w.gain * root(roundings)


def products_cycles(plan: WinogradPlan) -> Number:
    """Cycles of the products alone."""
    x, dy = plan.vectors
    products = 1.0 * patch_count(plan) * plan.products * plan.problem.g
    return products * x * plan.lanes * dy / plan.isa.multiply_adds_a_cycle


def price(plan: WinogradPlan) -> Price:
    """The price of a divided plan."""
    problem, (rows, columns), cycles = plan.problem, plan.tile, plan.isa.cycles
    x, dy = plan.vectors
    multiply = products_cycles(plan)
    # Too few accumulators do not hide the latency.
    waiting = most(1.0, cycles.latency * plan.isa.multiply_adds_a_cycle / (rows * dy))
    multiply = multiply * pick(dy < columns, waiting, 1.0)
    calls = 1.0 * plan.chunks * plan.products * problem.g * x * ceil_div(dy, columns)
    flush = PRODUCT_FLUSH_CYCLES * rows * least(columns, dy)
    call = calls * plan.lanes // rows * (PRODUCT_TILE_CYCLES + flush)
    pack, miss = _transform_cycles(plan), _sum_cycles(plan)
    traffic, dearer = _traffic_bytes(plan)
    compute = multiply + call + pack + miss
    memory = (traffic + dearer) * TENSOR_BYTE_CYCLES
    memory = memory + most(0.0, traffic * cycles.memory_byte - compute)
    workspace = plan.workspace_bytes(TEAM_THREADS)
    memory = memory + pick(workspace > KEPT_BYTES, workspace * CLEARED_BYTE_CYCLES, 0.0)
    finish = finish_cycles(plan, plan.isa.cycles)
    return Price(
        multiply=multiply,
        call=call,
        miss=miss,
        pack=pack,
        memory=memory,
        finish=finish,
        wall=wall(plan, plan.isa.cycles, compute, memory, finish, UNEVEN_TIMES),
    )


def patch_count(plan: WinogradPlan) -> Number:
    """Patches of x of one group, of all images and phases; dy has as many."""
    return plan.strip_count * plan.grid[1]


def _parts_outside(plan: WinogradPlan) -> tuple[Number, Number]:
    """Which parts of a task's panels and sums the second- and third-level cache do not hold."""
    taken = plan.panel_bytes
    return most(0.0, 1 - plan.isa.l2 / taken), most(0.0, 1 - L3_BYTES / taken)


def _transform_cycles(plan: WinogradPlan) -> Number:
    """Cycles to transform x and dy to panels, each as often as tasks need it."""
    problem, (h, w) = plan.problem, plan.axes
    (x, dy), (_, dys, xs) = plan.vectors, plan.cut
    patches = 1.0 * patch_count(plan) * problem.g
    x_made, dy_made = patches * x * dys, patches * dy * xs  # vectors
    cycles = x_made * _patch_cycles(h.products, w.products, w.inputs)
    cycles = cycles + dy_made * _patch_cycles(h.products, w.products, w.outputs)
    for name, vectors, times, rows in (("x", x, dys, h.inputs), ("dy", dy, xs, plan.outputs[0])):
        numbers = 1.0 * plan.strip_count * problem.g * vectors * times * plan.strip_width(name)
        packed = numbers * rows * plan.lanes * _number_cycles(plan, name)
        cycles = cycles + pick(plan.packs(name), packed, 0.0)
    l2, l3 = _parts_outside(plan)
    byte = L3_PANEL_BYTE_CYCLES * l2 + SHARED_PANEL_BYTE_CYCLES * l2 * plan.single
    byte = byte + MEMORY_PANEL_BYTE_CYCLES * l3
    phased = (problem.dr > 1) | (problem.ds > 1)
    byte = byte + GROUPED_PANEL_BYTE_CYCLES * (problem.g > 1) + PHASED_PANEL_BYTE_CYCLES * phased
    return cycles + (x_made + dy_made) * plan.products * plan.isa.vector_bytes * byte


def _sum_cycles(plan: WinogradPlan) -> Number:
    """Cycles to fetch sums: for each chunk that adds to them, and for the last transform."""
    l2, l3 = _parts_outside(plan)
    sums = 1.0 * plan.products * plan.problem.c * plan.vectors[1] * plan.isa.vector_bytes
    many = sums * (plan.split * SUM_BYTE_CYCLES + plan.chunks * REFETCHED_BYTE_CYCLES * l3)
    times = ceil_div(plan.part_vectors[0], plan.x_vectors)  # each reads all panels of dy
    again = plan.thread_bytes.dy * (times - 1) * plan.tasks
    one = sums * plan.split * FRESH_SUM_BYTE_CYCLES + again * REFETCHED_BYTE_CYCLES * l2
    return pick(plan.single, one, many)


def _traffic_bytes(plan: WinogradPlan) -> tuple[Number, Number]:
    """Bytes from and to memory, and as how many more they count if tasks read parts of pixels."""
    problem, (_, dys, xs) = plan.problem, plan.cut
    size = plan.stored_bytes
    traffic, dearer = 2.0 * plan.partial_bytes * (plan.split + 1), 0.0
    for pixels, channels, vectors, times in (
        (problem.h * problem.w, problem.c, plan.part_vectors[0], dys),
        (problem.p * problem.q, problem.k, plan.part_vectors[1], xs),
    ):
        read, width = 1.0 * problem.n * pixels * channels * times * size, vectors * plan.lanes
        traffic = traffic + read
        short = TWICE_AS_DEAR_BYTES / (width * plan.part_groups * size)
        twice = read * (short * short)
        dearer = dearer + pick(width * plan.part_groups < channels, twice, 0.0)
    return traffic, dearer


def _patch_cycles(rows: Number, columns: Number, width: Number) -> Number:
    """Cycles to transform one vector of channels of a patch, ``width`` columns wide."""
    return TRANSFORM_CYCLES * (rows * width + rows * columns)


def _number_cycles(plan: WinogradPlan, name: str) -> Number:
    """Cycles to pack one number of a strip of x or dy."""
    cycles = plan.isa.cycles
    beside = cycles.strip_byte * plan.compute_bytes + cycles.transposed_number
    return pick(plan.scattered(name), cycles.single_number, beside)
