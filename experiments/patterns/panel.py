"""The same people at several moments, and which of them are tied."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from experiments.patterns.reading import Snapshot


def together(*snapshots: Snapshot) -> list[NDArray[np.int64]]:
    """Return where in each snapshot those stand who are in all of them, by identity."""
    common = reduce(np.intersect1d, [one.identity for one in snapshots])
    return [np.searchsorted(one.identity, common) for one in snapshots]


def standing(identity: NDArray[Any], asked: NDArray[Any]) -> NDArray[np.int64]:
    """Return where identities stand in a sorted list of them, -1 for those not in it."""
    if not len(identity):
        return np.full(np.shape(asked), -1)
    at = np.minimum(np.searchsorted(identity, asked), len(identity) - 1)
    return np.where(identity[at] == asked, at, -1)


def ties(snapshot: Snapshot, rows: NDArray[Any], values: Any = None) -> csr_array:
    """Return ties among the people in rows, either way: people x people, 1 or the larger value."""
    other = standing(snapshot.identity[rows], snapshot.other[rows])
    one, slot = np.nonzero(other >= 0)
    weight = np.ones(len(one)) if values is None else values[rows][one, slot]
    size = (len(rows), len(rows))
    held = csr_array((weight, (one, other[one, slot])), shape=size)
    return held.maximum(held.T).tocsr()


def others(snapshot: Snapshot) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return every tie of a snapshot: who holds it, to whom (rows of it), in which slot."""
    other = standing(snapshot.identity, snapshot.other)
    one, slot = np.nonzero(other >= 0)
    return one, other[one, slot], slot
