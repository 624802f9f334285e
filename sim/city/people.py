"""People and their ties."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.table import SHARE, Column, Table
from sim.kernels import newcomers
from sim.kernels.arithmetic import N_TIES

NOWHERE = -1


class Status(IntEnum):
    """Where a row of people stands."""

    FREE = 0
    PRESENT = 1
    OUTSIDE = 2


class People(Table):
    """Everyone in the city, and the founders who have left it; shares are in steps of 1 / 65,535.

    identity never reused; kind, row of the population's kinds; home, cell; housed, whether she has
    a dwelling of her own; regulated, whether its rent is; workplace, firm row; usual, place row;
    field and field_origin, artistic, market and civic axes in [0, 1]; openness, participation and
    their origins in [0, 1]; skills, 64-bit mask; fatigue in [0, 1]; income, rent, fees, transfer
    (public cash less local tax, part of income) and incentive in cents a month; savings in cents;
    standing, her quantile of the kind's income as a standard normal number; lease_end, cohort,
    incentive_end in months; recognition; made, ideas made, and made_before, those before the
    policy began; homeless, months without a home; hours, given to upkeep
    this month; moves_forced, forced moves since she came or, if later, since policy began;
    founder, whether she was here when it began.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "identity": (np.int64, 1, -1),
        "status": (np.int8, 1, Status.FREE),
        "kind": (np.int64, 1, 0),
        "home": (np.int64, 1, NOWHERE),
        "housed": (np.bool_, 1, False),
        "regulated": (np.bool_, 1, False),
        "workplace": (np.int64, 1, NOWHERE),
        "usual": (np.int64, 1, NOWHERE),
        "field": (SHARE, 3, 0),
        "field_origin": (SHARE, 3, 0),
        "openness": (SHARE, 1, 0),
        "openness_origin": (SHARE, 1, 0),
        "participation": (SHARE, 1, 0),
        "participation_origin": (SHARE, 1, 0),
        "skills": (np.uint64, 1, 0),
        "fatigue": (SHARE, 1, 0),
        "income": (np.int64, 1, 0),
        "standing": (np.float64, 1, 0.0),
        "savings": (np.int64, 1, 0),
        "rent": (np.int64, 1, 0),
        "fees": (np.int64, 1, 0),
        "transfer": (np.int64, 1, 0),
        "lease_end": (np.int64, 1, 0),
        "incentive": (np.int64, 1, 0),
        "incentive_end": (np.int64, 1, 0),
        "recognition": (np.float64, 1, 0.0),
        "made": (np.int64, 1, 0),
        "made_before": (np.int64, 1, 0),
        "cohort": (np.int64, 1, 0),
        "homeless": (np.int64, 1, 0),
        "hours": (np.float64, 1, 0.0),
        "moves_forced": (np.int64, 1, 0),
        "founder": (np.bool_, 1, False),
    }
    identity: NDArray[np.int64]
    status: NDArray[np.int8]
    kind: NDArray[np.int64]
    home: NDArray[np.int64]
    housed: NDArray[np.bool_]
    regulated: NDArray[np.bool_]
    workplace: NDArray[np.int64]
    usual: NDArray[np.int64]
    field: NDArray[np.uint16]
    field_origin: NDArray[np.uint16]
    openness: NDArray[np.uint16]
    openness_origin: NDArray[np.uint16]
    participation: NDArray[np.uint16]
    participation_origin: NDArray[np.uint16]
    skills: NDArray[np.uint64]
    fatigue: NDArray[np.uint16]
    income: NDArray[np.int64]
    standing: NDArray[np.float64]
    savings: NDArray[np.int64]
    rent: NDArray[np.int64]
    fees: NDArray[np.int64]
    transfer: NDArray[np.int64]
    lease_end: NDArray[np.int64]
    incentive: NDArray[np.int64]
    incentive_end: NDArray[np.int64]
    recognition: NDArray[np.float64]
    made: NDArray[np.int64]
    made_before: NDArray[np.int64]
    cohort: NDArray[np.int64]
    homeless: NDArray[np.int64]
    hours: NDArray[np.float64]
    moves_forced: NDArray[np.int64]
    founder: NDArray[np.bool_]

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity)
        self.order: NDArray[np.int64] = np.zeros(0, np.int64)
        self.free: NDArray[np.int64] = np.zeros(0, np.int64)

    def note_presence(self) -> None:
        """List the rows of those present, by identity.

        Those listed before stay in order, and newcomers' identities are above all others'.
        """
        stays = self.order[self.status[self.order] == Status.PRESENT]
        listed = np.zeros(self.size, np.bool_)
        listed[stays] = True
        new = np.flatnonzero((self.status[: self.size] == Status.PRESENT) & ~listed)
        new = new[np.argsort(self.identity[new], kind="stable")]
        self.order = np.concatenate([stays, new])

    def welcome(self, rows: NDArray[np.int64]) -> None:
        """Add newcomers to the list of those present, by identity; theirs are above all others'."""
        new = rows[np.argsort(self.identity[rows], kind="stable")]
        self.order = np.concatenate([self.order, new])

    def note_free_rows(self) -> None:
        """List the rows that newcomers of the next month may take."""
        self.free = newcomers.with_status(self.status[: self.size], int(Status.FREE))

    def take_rows(self, count: int, but: Collection[str] = ()) -> NDArray[Any]:
        """Return so many rows for newcomers, reused ones first, lowest first.

        Columns named in ``but`` keep what they held: the caller writes them next.
        """
        reused = self.free[:count]
        self.free = self.free[count:]
        self.clear_rows(reused, but)
        return np.concatenate([reused, self.add_rows(count - len(reused))])

    def copy(self) -> People:
        """Return an independent table with the same people."""
        twin = super().copy()
        twin.order, twin.free = self.order.copy(), self.free.copy()
        return twin


class Ties(Table):
    """Whom each person relies on: twelve slots a person, in the same rows as the people.

    other, person row or -1; strength in [0, 1], in steps of 1 / 65,535; channel of the last
    meeting; born, month of the first meeting; joint, month of the last joint work or -1.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "other": (np.int32, N_TIES, NOWHERE),
        "strength": (SHARE, N_TIES, 0),
        "channel": (np.int8, N_TIES, 0),
        "born": (np.int32, N_TIES, 0),
        "joint": (np.int32, N_TIES, NOWHERE),
    }
    other: NDArray[np.int32]
    strength: NDArray[np.uint16]
    channel: NDArray[np.int8]
    born: NDArray[np.int32]
    joint: NDArray[np.int32]
