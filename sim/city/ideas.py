"""Ideas: every set of techniques ever put together in the city, and who did it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.table import Column, Table
from sim.kernels import ideas as kernels

TEAM = 6
FIRST_TABLE = 1024

Finders = tuple[tuple[int, ...], tuple[int, ...]]
"""The rows and the identities of a team's makers, -1 for empty seats."""


class Ideas(Table):
    """Every idea ever made in the city, each set of six techniques once.

    techniques, mask; value; born, month; block where its initiator lived; venue, place row or -1;
    field of its initiator; open; sold, month of sale or -1; member, rows of its makers, and
    member_identity, who they were; shares, teams that found it in the same month. Most ideas are
    found by one team; ``further`` holds the other finders of the few that were not, by row.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "identity": (np.int64, 1, -1),
        "techniques": (np.uint64, 1, 0),
        "value": (np.float64, 1, 0.0),
        "born": (np.int16, 1, 0),
        "block": (np.int32, 1, 0),
        "venue": (np.int32, 1, -1),
        "field": (np.int8, 1, 0),
        "open": (np.bool_, 1, False),
        "sold": (np.int16, 1, -1),
        "member": (np.int32, TEAM, -1),
        "member_identity": (np.int64, TEAM, -1),
        "shares": (np.int16, 1, 1),
    }
    identity: NDArray[np.int64]
    techniques: NDArray[np.uint64]
    value: NDArray[np.float64]
    born: NDArray[np.int16]
    block: NDArray[np.int32]
    venue: NDArray[np.int32]
    field: NDArray[np.int8]
    open: NDArray[np.bool_]
    sold: NDArray[np.int16]
    member: NDArray[np.int32]
    member_identity: NDArray[np.int64]
    shares: NDArray[np.int16]

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity)
        self.keys = np.zeros(FIRST_TABLE, np.uint64)
        self.rows = np.zeros(FIRST_TABLE, np.int32)
        self.further: dict[int, list[Finders]] = {}

    def since(self, month: int) -> NDArray[np.int64]:
        """Return the rows of the ideas found in a month or later."""
        return np.arange(np.searchsorted(self.born[: self.size], month), self.size)

    def open_since(self, month: int) -> NDArray[np.int64]:
        """Return the rows of the open ideas found since a month."""
        return self._recent(month, True, False)

    def closed_since(self, month: int, unsold: bool = False) -> NDArray[np.int64]:
        """Return the rows of the closed ideas found since a month; perhaps the unsold only."""
        return self._recent(month, False, unsold)

    def _recent(self, month: int, whether_open: bool, unsold: bool) -> NDArray[np.int64]:
        born = self.born[: self.size]
        rows: NDArray[np.int64] = kernels.recent(
            born, month, self.open, self.sold, whether_open, unsold
        )
        return rows

    def make_room(self, count: int) -> None:
        """Let so many ideas more find room, and less than half of the table of sets be full."""
        if self.size + count > self.capacity:
            self._grow(max(self.size + count, 2 * self.capacity))
        needed = 2 * (self.size + count)
        if needed > len(self.keys):
            bigger = len(self.keys)
            while bigger < needed:
                bigger *= 2
            self.keys, self.rows = np.zeros(bigger, np.uint64), np.zeros(bigger, np.int32)
            kernels.enter(self.keys, self.rows, self.techniques[: self.size], 0)

    def add_finders(self, row: int, rows: NDArray[Any], identity: NDArray[Any]) -> None:
        """Write down one more team that found an idea in the same month."""
        self.shares[row] += 1
        finders = tuple(map(int, rows)), tuple(map(int, identity))
        self.further.setdefault(row, []).append(finders)

    def makers(self, rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows and the identities of all makers of ideas, of every team; -1 for none.

        Both are ideas x (6 x the most teams of any of them), the first team first.
        """
        first = self.member[rows].astype(np.int64)
        if not self.further:
            return first, self.member_identity[rows]
        most = int(self.shares[rows].max(initial=1))
        if most == 1:
            return first, self.member_identity[rows]
        member = np.full((len(rows), most * TEAM), -1, np.int64)
        identity = member.copy()
        member[:, :TEAM], identity[:, :TEAM] = first, self.member_identity[rows]
        for at in np.flatnonzero(self.shares[rows] > 1):
            finders = self.further[int(rows[at])]
            for seat, (who, named) in enumerate(finders, 1):
                seats = slice(seat * TEAM, (seat + 1) * TEAM)
                member[at, seats], identity[at, seats] = who, named
        return member, identity

    def copy(self) -> Ideas:
        """Return an independent table with the same ideas."""
        twin = super().copy()
        twin.keys, twin.rows = self.keys.copy(), self.rows.copy()
        twin.further = {row: list(finders) for row, finders in self.further.items()}
        return twin
