"""Maps over many cities: the mean over all seeds, and one city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.config.refusal import Refusal
from sim.ensemble.assemble import Shelf
from sim.recorder.schemas import MEAN_OVER_SEEDS, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

Squares = dict[tuple[int, str], npt.NDArray[np.float32]]
"""For each month and layer, one [y, x] square."""


def maps(shelf: Shelf) -> pa.Table:
    """Return the maps of every arm: the mean over its seeds, then its first seed.

    Seeds are added in their order and forgotten, so neither memory nor the result depends on how
    many there are or on who lived them.
    """
    import pyarrow as pa

    sums: dict[str, _Sum] = {}
    for run, page in shelf.pages("maps"):
        squares = squares_of(page)
        sums.setdefault(run.arm, _Sum(run.seed, squares)).add(squares)
    tables = []
    for arm, summed in sorted(sums.items()):
        tables += [laid_out(arm, MEAN_OVER_SEEDS, summed.mean())]
        tables += [laid_out(arm, summed.first_seed, summed.first)]
    schema = TABLES["maps"].arrow_schema()
    if not tables:
        return schema.empty_table()
    return pa.concat_tables(tables).unify_dictionaries().cast(schema)


class _Sum:
    """The maps of one arm added up, and those of its first seed."""

    def __init__(self, first_seed: int, first: Squares) -> None:
        self.first_seed, self.first = first_seed, first
        self.total = {at: np.zeros(square.shape) for at, square in first.items()}
        self.seeds = 0

    def add(self, squares: Squares) -> None:
        """Add the maps of one more seed."""
        for at, square in squares.items():
            if self.total[at].shape != square.shape:
                raise Refusal.of("ensemble.sizes_differ")
            self.total[at] += square
        self.seeds += 1

    def mean(self) -> Squares:
        """Return the mean over the seeds added."""
        return {at: (total / self.seeds).astype(np.float32) for at, total in self.total.items()}


def squares_of(page: pa.Table) -> Squares:
    """Return the maps of one run from its rows in a part."""
    columns = (page[name].to_pylist() for name in ("month", "layer", "side", "square"))
    return {
        (month, layer): np.frombuffer(square, np.float32).reshape(side, side)
        for month, layer, side, square in zip(*columns, strict=True)
    }


def laid_out(arm: str, seed: int, squares: Squares) -> pa.Table:
    """Lay squares out cell by cell: by layer, month, row and column."""
    import pyarrow as pa

    listed = sorted(squares.items(), key=lambda one: (one[0][1], one[0][0]))
    sizes = [square.size for _, square in listed]
    layers = sorted({layer for _, layer in squares})
    months = np.array([month for (month, _), _ in listed], dtype=np.int32)
    codes = np.array([layers.index(layer) for (_, layer), _ in listed], dtype=np.int8)
    axes = [np.indices(square.shape, dtype=np.int16) for _, square in listed]
    rows = sum(sizes)
    columns = {
        "arm": _labels(np.zeros(rows, np.int8), [arm]),
        "seed": np.full(rows, seed, np.int32),
        "month": np.repeat(months, sizes),
        "layer": _labels(np.repeat(codes, sizes), layers),
        "x": _flat([axis[1] for axis in axes], np.int16),
        "y": _flat([axis[0] for axis in axes], np.int16),
        "value": _flat([square for _, square in listed], np.float32),
    }
    return pa.table(columns, schema=TABLES["maps"].arrow_schema())


def _labels(codes: npt.NDArray[np.int8], names: list[str]) -> pa.DictionaryArray:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names, pa.string()))


def _flat(squares: list[npt.NDArray], kind: type) -> npt.NDArray:
    return np.concatenate([square.ravel() for square in squares]) if squares else np.empty(0, kind)
