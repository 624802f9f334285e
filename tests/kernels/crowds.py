"""Small crowds to try kernels on, with columns of the very types the city has."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

N_TIES = 12
N_ROUNDS = 4
N_KINDS = 3
SIDE = 5
NOWHERE = -1
WEAKEST = 0.02

WHOLE = 65535

share = st.floats(0, 1)


def in_steps(shares) -> NDArray[np.uint16]:
    """Return shares in the steps of 1 / 65,535 in which the city keeps them."""
    return np.floor(np.asarray(shares) * WHOLE + 1 / 2).astype(np.uint16)


@dataclass(frozen=True)
class Crowd:
    """Rows of people, some of them absent; ``order`` lists those present, by identity."""

    seed: int
    month: int
    order: NDArray[np.int64]
    identity: NDArray[np.int64]
    kind: NDArray[np.int64]
    home: NDArray[np.int64]
    skills: NDArray[np.uint64]
    field: NDArray[np.uint16]
    openness: NDArray[np.uint16]
    participation: NDArray[np.uint16]
    fatigue: NDArray[np.uint16]
    income: NDArray[np.int64]
    workplace: NDArray[np.int64]
    pole: NDArray[np.int8]
    tie_other: NDArray[np.int32]
    tie_strength: NDArray[np.uint16]
    tie_channel: NDArray[np.int8]
    tie_born: NDArray[np.int32]
    tie_joint: NDArray[np.int32]

    @property
    def size(self) -> int:
        """Return how many rows there are, absent people's too."""
        return len(self.identity)

    @property
    def ties(self) -> list[NDArray]:
        """Return copies of the tie columns, to be changed in place."""
        return [getattr(self, name).copy() for name in TIES]


TIES = ("tie_other", "tie_strength", "tie_channel", "tie_born", "tie_joint")
POINTERS = ("tie_other",)
APART = ("seed", "month", "order")


def crowd_of(seed: int, size: int, absent: int = 0, ties: float = 0.5) -> Crowd:
    """Make up a crowd by ordinary chance."""
    chance = np.random.default_rng(seed)
    rows = size + absent
    identity = chance.choice(10 * rows, rows, replace=False).astype(np.int64)
    present = np.sort(chance.choice(rows, size, replace=False))
    order = present[np.argsort(identity[present], kind="stable")]
    n_axes = 3
    field = in_steps(chance.random((rows, n_axes)).round(chance.integers(1, 4)))
    few = chance.integers(0, 2**63, rows, dtype=np.uint64)
    for _ in range(int(chance.integers(0, 4))):
        few &= chance.integers(0, 2**63, rows, dtype=np.uint64)
    other, strength = _ties(chance, rows, order, ties)
    return Crowd(
        seed=int(chance.integers(0, 2**40)),
        month=int(chance.integers(0, 400)),
        order=order.astype(np.int64),
        identity=identity,
        kind=chance.integers(0, N_KINDS, rows),
        home=chance.choice(chance.integers(0, SIDE * SIDE, chance.integers(1, 9)), rows),
        skills=few | (few << np.uint64(1)),
        field=field,
        openness=in_steps(chance.random(rows)),
        participation=in_steps(chance.random(rows)),
        fatigue=in_steps(chance.random(rows) / 2),
        income=chance.integers(0, 5, rows) * 70_000,
        workplace=chance.integers(-1, 3, rows),
        pole=np.argmax(field, axis=1).astype(np.int8),
        tie_other=other,
        tie_strength=strength,
        tie_channel=np.where(other >= 0, chance.integers(1, 8, other.shape), 0).astype(np.int8),
        tie_born=chance.integers(0, 9, other.shape).astype(np.int32),
        tie_joint=chance.integers(-1, 9, other.shape).astype(np.int32),
    )


def _ties(chance, rows, order, filled):
    other = np.full((rows, N_TIES), NOWHERE, np.int32)
    strength = np.zeros((rows, N_TIES), np.uint16)
    digits = int(chance.choice([1, 9]))  # with one digit some ties are equally strong
    for person in order:
        friends = chance.permutation([row for row in order if row != person])[:N_TIES]
        slots = np.flatnonzero(chance.random(len(friends)) < filled)
        other[person, slots] = friends[slots]
        how_strong = chance.random(len(slots)) ** 2
        strength[person, slots] = in_steps(np.maximum(how_strong.round(digits), WEAKEST))
    return other, strength


@st.composite
def crowds(draw, least=1, most=12, ties=None):
    """Draw a crowd: small ones first, some with rows of people who have left."""
    return crowd_of(
        draw(st.integers(0, 2**32)),
        draw(st.integers(least, most)),
        draw(st.integers(0, 3)),
        draw(share) if ties is None else ties,
    )


def renamed(crowd: Crowd, new_row: NDArray[np.int64]) -> Crowd:
    """Return the same crowd with everyone in another row; identities go along."""
    moved = {
        column.name: shuffled(getattr(crowd, column.name), new_row)
        for column in fields(crowd)
        if column.name not in APART
    }
    for name in POINTERS:
        moved[name] = pointing(moved[name], new_row)
    return replace(crowd, order=new_row[crowd.order], **moved)


def shuffled(column: NDArray, new_row: NDArray[np.int64]) -> NDArray:
    """Return a column with what stood in row k in row ``new_row[k]``."""
    moved = np.empty_like(column)
    moved[new_row] = column
    return moved


def pointing(column: NDArray, new_row: NDArray[np.int64]) -> NDArray:
    """Return a column of pointers to people that follows them to their new rows."""
    return np.where(column >= 0, new_row[np.maximum(column, 0)], column).astype(column.dtype)


def another_order(crowd: Crowd) -> NDArray[np.int64]:
    """Return a new row for each row."""
    return np.random.default_rng(crowd.seed).permutation(crowd.size)


def encounters(crowd: Crowd, how_many: float = 0.7) -> tuple[NDArray, NDArray]:
    """Make up whom each person met in each round, and through which channel."""
    chance = np.random.default_rng(crowd.seed + 1)
    partner = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    for person in crowd.order:
        others = crowd.order[crowd.order != person]
        known = crowd.tie_other[person][crowd.tie_other[person] >= 0]
        for r in range(N_ROUNDS):
            if len(others) and chance.random() < how_many:
                among = known if len(known) and chance.random() < 1 / 2 else others
                partner[person, r] = chance.choice(among)
    channel = np.where(partner >= 0, chance.integers(1, 8, partner.shape), 0)
    return partner, channel
