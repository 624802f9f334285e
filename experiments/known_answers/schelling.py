"""T1: people who ask for few of their like end among many of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked
from sim.kernels import move, space
from sim.kernels.luck import Purpose
from sim.model.model import CityModel
from sim.model.scenario import Scenario

SIDE = 50
CELLS = SIDE * SIDE
PEOPLE = CELLS * 4 // 5
"""A fifth of the dwellings is vacant."""
THRESHOLDS = (0.0, 0.125, 0.2, 0.25, 1 / 3, 0.4, 0.5, 0.6)
ASKED = 1 / 3
SEEDS = 16
MOST_MONTHS = 500
SAMPLED = 12
FIELDS = 3
COMPANY_ONLY = np.array([[0.0, 0.0, 0.0, 0.0, 1.0, 0.0]])

VILLAGES = 8
YEARS, YEAR = 20, 12
LIKING = 3.0
STILL = (
    "city=village",
    "policy=none",
    "economy.housing.rent_speed=0",
    "economy.housing.supply_elasticity=0",
    "economy.housing.burden_limit=1",
    "economy.housing.lease_months=240",
    "behaviour.come_and_go.knock=0",
    "behaviour.come_and_go.firms_knock=0",
    "behaviour.come_and_go.leaving=0",
    "behaviour.come_and_go.staying=50",
    "behaviour.drift.pull=0",
    "behaviour.drift.anchor=0",
)
"""Nobody comes, goes or changes, no rent moves, and no burden forces anybody out."""


def work_out() -> Worked:
    """Sort boards of cells for every threshold, and villages with and without a liking."""
    boards = [
        {"threshold": asked, "seed": seed, **sorted_board(asked, seed)}
        for asked in THRESHOLDS
        for seed in range(SEEDS)
    ]
    villages = [
        {"liking": liking, "seed": seed, "year": year, "isolation": isolation}
        for seed in range(VILLAGES)
        for liking in (0.0, LIKING)
        for year, isolation in enumerate(sorted_village(liking, seed))
    ]
    board, village = pd.DataFrame(boards), pd.DataFrame(villages)
    alike_at = board.loc[board["threshold"] == ASKED, "alike"]
    last = village[village["year"] == YEARS].pivot(index="seed", columns="liking")["isolation"]
    return Worked(
        {"T1 threshold": list(alike_at), "T1 company": list(last[LIKING] - last[0.0])},
        {"boards": board, "villages": village},
    )


def sorted_board(threshold: float, seed: int) -> dict[str, float]:
    """Let people move until nobody wants to; return how alike neighbours are, before and after."""
    chance = np.random.default_rng([1, seed])
    pole = (np.arange(PEOPLE) % 2).astype(np.int8)
    home = chance.permutation(CELLS)[:PEOPLE]
    at_first = alike(home, pole)
    for month in range(MOST_MONTHS):
        unhappy = move_once(seed, month, home, pole, threshold)
        if not unhappy:
            break
    return {"at_first": at_first, "alike": alike(home, pole), "months": month, "left": unhappy}


def shares_around(home: np.ndarray, pole: np.ndarray) -> np.ndarray:
    """Return each field's share of the people in the eight cells around each; -1 where nobody."""
    here = np.bincount(home * FIELDS + pole, minlength=CELLS * FIELDS).reshape(SIDE, SIDE, FIELDS)
    wide = np.pad(here, ((1, 1), (1, 1), (0, 0)))
    steps = [(a, b) for a in range(FIELDS) for b in range(FIELDS) if (a, b) != (1, 1)]
    around = sum(wide[a : a + SIDE, b : b + SIDE] for a, b in steps).reshape(CELLS, FIELDS)
    total = around.sum(axis=1, keepdims=True)
    return np.where(total > 0, around / np.maximum(total, 1), -1.0)


def alike(home: np.ndarray, pole: np.ndarray) -> float:
    """Return the mean share of like neighbours, over those who have any."""
    share = shares_around(home, pole)[home, pole]
    return float(share[share >= 0].mean())


def move_once(seed: int, month: int, home: np.ndarray, pole: np.ndarray, threshold: float) -> int:
    """Let who is not content look for a home, by the city's kernels; return how many looked."""
    share = shares_around(home, pole)
    company = ((share >= threshold) | (share < 0)).astype(float)
    nothing, block, kind = np.zeros(CELLS), np.arange(CELLS), np.zeros(PEOPLE, np.int64)
    income, who = np.full(PEOPLE, 100), np.arange(PEOPLE)
    ties = np.full((PEOPLE, 1), -1, np.int32), np.zeros((PEOPLE, 1), np.uint16)
    around = (nothing, nothing, block, company, nothing, COMPANY_ONLY)
    near = space.nearness_table(SIDE, 0.1, 1.0, np.inf)
    free = np.zeros(PEOPLE, np.int64)
    stay = move.worth_of_staying(who, kind, pole, income, free, home, *ties, *around, near, SIDE)
    seekers = np.flatnonzero(stay < 1)
    vacant = np.zeros(2 * CELLS, np.int64)
    vacant[0::2] = 1 - np.bincount(home, minlength=CELLS)
    market, worth, *_ = move.look_for_homes(
        seed, int(Purpose.DWELLING), month, 0, seekers, who, kind, pole, income, False, *ties,
        home, np.flatnonzero(vacant), nothing, 0.0, *around, 1.0, near, SIDE, SAMPLED,
    )  # fmt: skip
    better = worth > 0
    rents = np.zeros(better.sum())
    price = move.let_dwellings(
        seed, month, 0, seekers[better], market[better], rents, rents, vacant
    )
    home[seekers[better][price >= 0]] = market[better][price >= 0] // 2
    return len(seekers)


def sorted_village(liking: float, seed: int) -> list[float]:
    """Live a village in which company alone draws people; return its isolation, year by year."""
    given = Scenario.compose(*STILL, f"seed={seed}")
    weights = (0.0, 0.0, 0.0, 0.0, liking, 0.0)
    kinds = {n: replace(kind, weights=weights) for n, kind in given.population.kinds.items()}
    model = CityModel(replace(given, population=replace(given.population, kinds=kinds)))
    seen = [isolation(model)]
    for _ in range(YEARS):
        model.live(YEAR)
        seen.append(isolation(model))
    return seen


def isolation(model: CityModel) -> float:
    """Return how far fields live apart over blocks: (own share - chance) / (1 - chance)."""
    city = model.city
    rows, blocks = city.people.order, city.n_blocks
    block, pole = city.cells.block[city.people.home[rows]], city.poles()[rows]
    count = np.bincount(block * FIELDS + pole, minlength=blocks * FIELDS).reshape(blocks, FIELDS)
    share = count / np.maximum(count.sum(axis=1, keepdims=True), 1)
    own = float((share * count).sum() / count.sum())
    chance = float(((count.sum(axis=0) / count.sum()) ** 2).sum())
    return (own - chance) / (1 - chance)
