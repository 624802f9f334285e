"""Firms in blocks, ideas to sell and vacant dwellings, with columns of the very types in use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.kernels import space
from tests.kernels.crowds import N_KINDS, NOWHERE, SIDE, Crowd, encounters
from tests.naive import space as naive_space

N_BLOCKS = SIDE * SIDE
BLOCK_KM = 0.5
REACH_KM = 0.8
CUTOFF = 3.0
SIX = 6


def masks(chance: np.random.Generator, count: int, halvings: int) -> NDArray[np.uint64]:
    """Make up masks of techniques: half of all of them, halved so many times."""
    known = np.full(count, 2**64 - 1, np.uint64)
    for _ in range(halvings + 1):
        known &= chance.integers(0, 2**64, count, dtype=np.uint64)
    return known


def ideas_of(chance: np.random.Generator, count: int, among: int = 64) -> NDArray[np.uint64]:
    """Make up ideas: sets of six of the first so many techniques."""
    drawn = [chance.choice(among, SIX, replace=False) for _ in range(count)]
    return np.array([sum(1 << int(t) for t in six) for six in drawn], np.uint64)


def grouped(key: NDArray, order: NDArray, n_groups: int) -> tuple[NDArray, NDArray]:
    """Sort rows into groups as the city does before it calls a kernel."""
    start, member = naive_space.group(key, order, n_groups)
    return np.array(start, np.int64), np.array(member, np.int64)


@dataclass(frozen=True)
class Firms:
    """Rows of firms, some of them closed, grouped by block, and the kernel of distance."""

    start: NDArray[np.int64]
    member: NDArray[np.int64]
    skills: NDArray[np.uint64]
    quota: NDArray[np.int64]

    @property
    def kernel(self) -> tuple:
        """Return the offsets, how likely each is, and the city's side in blocks."""
        down, across, _, *drawn = space.reach_offsets(REACH_KM, BLOCK_KM, CUTOFF, SIDE)
        return down, across, *drawn, SIDE

    @property
    def here(self) -> tuple:
        """Return what kernels ask about firms, in their order."""
        return self.start, self.member, self.skills

    def renamed(self, new_row: NDArray[np.int64]) -> Firms:
        """Return the same firms in other rows."""
        skills, quota = np.empty_like(self.skills), np.empty_like(self.quota)
        skills[new_row], quota[new_row] = self.skills, self.quota
        return replace(self, member=new_row[self.member], skills=skills, quota=quota)


@st.composite
def firms(draw, most=12):
    """Draw a few firms, crowded into some blocks or spread over all of them."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, most))
    blocks = draw(st.sampled_from([3, N_BLOCKS]))
    block = chance.integers(0, blocks, count)
    order = chance.permutation(count)[: draw(st.integers(0, count))]
    return Firms(
        *grouped(block, order, N_BLOCKS),
        skills=masks(chance, count, draw(st.integers(0, 3))),
        quota=chance.integers(0, 4, count),
    )


@dataclass(frozen=True)
class Homes:
    """Dwellings of a city, what surrounds them, and the weights people give to it."""

    vacant: NDArray[np.int64]
    rent: NDArray[np.float64]
    log_access: NDArray[np.float64]
    amenity: NDArray[np.float64]
    block_of: NDArray[np.int64]
    company: NDArray[np.float64]
    creative: NDArray[np.float64]
    weight: NDArray[np.float64]

    @property
    def surroundings(self) -> tuple:
        """Return what kernels ask about cells and blocks, in their order."""
        return (
            self.log_access, self.amenity, self.block_of,
            self.company, self.creative, self.weight,
        )  # fmt: skip


@st.composite
def homes(draw, n_blocks=4):
    """Draw a city's dwellings: in some nothing is vacant, in others everything is dear."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    dearness = draw(st.sampled_from([0.2, 1.0, 4.0]))
    full = draw(st.sampled_from([0.0, 0.7, 0.95, 1.0]))
    cells = SIDE * SIDE
    vacant = chance.integers(0, 4, 2 * cells) * (chance.random(2 * cells) >= full)
    return Homes(
        vacant=vacant,
        rent=chance.uniform(10_000, 100_000, cells) * dearness,
        log_access=chance.normal(size=cells),
        amenity=chance.normal(size=cells),
        block_of=chance.integers(0, n_blocks, cells),
        company=chance.random((n_blocks, 3)),
        creative=chance.random(n_blocks),
        weight=chance.uniform(0, 3, (N_KINDS, 6)),
    )


def encountered(crowd: Crowd, how_many: float) -> tuple[NDArray, NDArray]:
    """Make up whom each person met in each round, and whose meeting she took up."""
    partner, _ = encounters(crowd, how_many)
    chance = np.random.default_rng(crowd.seed + 2)
    return partner, (partner != NOWHERE) & (chance.random(partner.shape) < how_many)
