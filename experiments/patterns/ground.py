"""The ground of a city as measures see it: cells, blocks of 500 m, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ground:
    """A square of ``side`` cells of ``cell_km``, parted into blocks of ``block_cells`` cells."""

    side: int
    cell_km: float
    block_cells: int

    @property
    def blocks_side(self) -> int:
        """Blocks along the city's side."""
        return self.side // self.block_cells

    @property
    def n_blocks(self) -> int:
        """Blocks of the city."""
        return self.blocks_side**2

    def block(self, cell: NDArray[Any]) -> NDArray[np.int64]:
        """Return the block each cell lies in."""
        row, column = np.divmod(np.asarray(cell), self.side)
        return row // self.block_cells * self.blocks_side + column // self.block_cells

    def km(self, one: Any, other: Any) -> NDArray[np.float64]:
        """Return the distance between the centres of cells, km."""
        return _distance(one, other, self.side) * self.cell_km

    def blocks_km(self, one: Any, other: Any) -> NDArray[np.float64]:
        """Return the distance between the centres of blocks, km."""
        return _distance(one, other, self.blocks_side) * self.cell_km * self.block_cells

    @cached_property
    def middle(self) -> NDArray[np.int64]:
        """Return the cell in the middle of each block."""
        row, column = np.divmod(np.arange(self.n_blocks), self.blocks_side)
        half = self.block_cells // 2
        inner = row * self.block_cells + half
        return inner * self.side + column * self.block_cells + half

    @cached_property
    def beside(self) -> NDArray[np.float64]:
        """Return which blocks share a side: blocks x blocks, 1 or 0."""
        blocks = np.arange(self.n_blocks)
        apart = _distance(blocks[:, None], blocks[None, :], self.blocks_side)
        return (apart == 1.0).astype(np.float64)

    def by_block(self, cell: NDArray[Any], values: Any = None) -> NDArray[np.float64]:
        """Add values up by block (count, if there are none)."""
        return np.bincount(self.block(cell), values, minlength=self.n_blocks).astype(np.float64)

    def pairs_by_offset(
        self, people: NDArray[Any]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return distances, km, and how many ordered pairs of people live so far apart.

        Pairs at an offset are the autocorrelation of the map of people, who are not paired with
        themselves.
        """
        room = 2 * self.side
        spectrum = np.fft.rfft2(np.reshape(people, (self.side, self.side)), (room, room))
        pairs = np.rint(np.fft.irfft2(spectrum * spectrum.conj(), (room, room)))
        step = np.fft.fftfreq(room, 1 / room)
        far = np.hypot(step[:, None], step[None, :]) * self.cell_km
        pairs[0, 0] -= np.sum(people)
        return far.ravel(), pairs.ravel()


def _distance(one: Any, other: Any, side: int) -> NDArray[np.float64]:
    one, other = np.asarray(one), np.asarray(other)
    return np.hypot(one // side - other // side, one % side - other % side)
