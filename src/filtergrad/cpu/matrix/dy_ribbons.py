"""The ribbons of dy of a block, of a few tiles of channels.

In: a `Frame` and a block of output pixels. Out: code that packs, tile by tile and row by row.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.code.ir import Int, Ptr
from filtergrad.cpu.code.task import Box

from . import pack
from .frame import Frame
from .plan import SIDE, MatrixPlan
from .ribbons import STEP
from .tile import sides

# Bytes of a column of 16 channels.
COLUMN = SIDE * 2


class DyRibbons:
    """What packs dy.

    Parameters
    ----------
    module
        Where its functions are written.
    plan
        How dy lies in memory.
    """

    def __init__(self, module: ir.Module, plan: MatrixPlan) -> None:
        self.planes = plan.dy_layout == "planes"
        if self.planes:
            self.packer = pack.planes_to_lines(module, "dy_to_lines", 1)
            self.to_pairs = pack.lines_to_pairs(module)
        else:
            self.packer = pack.rows_to_pairs(module, plan.packed)

    def pack(self, frame: Frame, box: Box, k: Int, band: Band, steps: Int) -> None:
        """Pack a block of tiles, from channel ``k`` on."""
        code, told, args = frame.code, frame.told, frame.args
        columns = code.mul(box.pp, told["pitch"]), code.mul(steps, STEP)
        with code.loop(0, box.nn, name="n") as n:
            at = code.sum(
                (code.add(box.n, n), args["dyn"]), (box.p, args["dyp"]), (box.q, args["dyq"])
            )
            tiles = [
                (
                    code.at(args["dy"], code.sum(at, (code.add(k, side.start), args["dyk"]))),
                    code.at(
                        frame.dy_ribbons, code.sum((n, told["dy.image"]), (told["dy.tile"], i))
                    ),
                )
                for i, side in enumerate(sides(band))
            ]
            if self.planes:
                for source, ribbons in tiles:
                    self.planes_tile(frame, source, ribbons, box, columns)
            else:
                self.rows_tiles(frame, tiles, box, columns)

    def rows_tiles(
        self, frame: Frame, tiles: list[tuple[Ptr, Ptr]], box: Box, columns: tuple[Int, Int]
    ) -> None:
        """Pack tiles of one image whose channels lie side by side, some columns at a time."""
        code, told, args = frame.code, frame.told, frame.args
        with (
            code.loop(0, box.pp, name="p") as p,
            code.loop(0, told["pitch"], frame.plan.packed, name="column") as column,
        ):
            for source, ribbons in tiles:
                there = code.sum((p, told["pitch"]), column)
                code.invoke(
                    self.packer, source=code.at(source, code.mul(p, args["dyp"])),
                    target=code.at(ribbons, code.mul(there, COLUMN)), zeros=frame.zeros,
                    step=args["dyq"], first=column, limit=box.qq,
                )  # fmt: skip
        for _, ribbons in tiles:
            with code.loop(*columns, 2, name="zero") as column:
                pack.zero(code, code.at(ribbons, code.mul(column, COLUMN)), 0, STEP)

    def planes_tile(
        self, frame: Frame, source: Ptr, ribbons: Ptr, box: Box, columns: tuple[Int, Int]
    ) -> None:
        """Pack a tile of one image whose columns lie side by side: lines, then pairs."""
        code, told, args, lines = frame.code, frame.told, frame.args, frame.lines
        line = told["dy.line"]
        with code.loop(0, box.pp, name="p") as p:
            code.invoke(
                self.packer, source=code.at(source, code.mul(p, args["dyp"])),
                target=code.at(lines, code.mul(code.mul(p, told["pitch"]), 2)),
                first=0, limit=box.qq, count=told["pitch"], channel=args["dyk"], line=line,
            )  # fmt: skip
        pack.zero_lines(code, lines, line, columns)
        steps, _ = code.divmod(columns[1], STEP)
        code.invoke(self.to_pairs, source=lines, target=ribbons, line=line, steps=steps)
