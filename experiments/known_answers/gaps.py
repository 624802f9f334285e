"""T6: whether investment by the widest rent gap comes and goes. Apart from the city.

The rent gap of Picascia's model (R56; his public code was read), without its people. The city's
own rules have nothing like it: its homes never wear out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked
from sim.recorder.inequality import moran

YEAR = 12
SIDE, DISTRICT = 21, 7
DWELLINGS = SIDE * SIDE
GAP_MONTHS, DECADE = 1440, 120
WEAR = 0.0012
"""Condition lost a month. This and what follows is the authors' own setting (R56)."""
CHEAPER = 0.02 / YEAR
PREMIUM = 1.2
THRESHOLD = 0.2
"""Gap over price from which doing up pays."""
WORN = 0.8
"""Condition above which nothing is done up."""
CAPITAL = 0.03
"""Share of dwellings that there is capital for, a year."""
BUSINESS = 6
"""Months between two rounds of investment."""
AT_ONCE = round(CAPITAL * DWELLINGS * BUSINESS / YEAR)
NEW_CONDITION, MOST_PRICE, LEAST_PRICE = 0.95, 0.98, 0.01
FRESH, SETTLING, OLD, OLDEST = 48, 60, 120, 240
"""Months since doing up: no wear, half of it, all of it, twice as much from old to oldest."""
CITIES = 16
WAVES = 2


def work_out() -> Worked:
    """Invest in cities where the gap is widest, and in others by luck."""
    gaps = [invested(run, by_gap=True) for run in range(CITIES)]
    chance = [invested(run, by_gap=False) for run in range(CITIES)]
    pairs = zip(gaps, chance, strict=True)
    figures = {
        "T6 waves": [share_with_waves(gap) - share_with_waves(luck) for gap, luck in pairs],
        "T6 pockets": [moran(months_since(gap), SIDE) for gap in gaps],
    }
    kept = [decades(gaps[0], "gap"), decades(chance[0], "luck")]
    return Worked(figures, {"districts": pd.concat(kept)})


def invested(run: int, *, by_gap: bool) -> np.ndarray:
    """Return which dwellings are done up in which month (months x dwellings), by gap or by luck.

    Condition and price wear, and twice a year the dwellings with the widest gap to what they
    could fetch are done up, if that pays.
    """
    chance = np.random.default_rng([9, run])
    condition = chance.random(DWELLINGS)
    price = np.minimum(condition + 0.1, 1)
    last = np.zeros(DWELLINGS)
    done = np.zeros((GAP_MONTHS, DWELLINGS), bool)
    for month in range(GAP_MONTHS):
        pace = pace_of_wear(month - last)
        condition = np.maximum(condition - WEAR * pace, 0)
        price = np.maximum(price * (1 - CHEAPER * pace), LEAST_PRICE)
        if month % BUSINESS:
            continue
        potential = PREMIUM * np.maximum(mean_around(price), mean_of_district(price))
        gap = np.maximum(potential - price, 0)
        pays = (gap >= THRESHOLD * price) & (condition <= WORN)
        wanted = np.where(pays, gap, -1) if by_gap else chance.random(DWELLINGS)
        chosen = np.argsort(-wanted, kind="stable")[:AT_ONCE]
        chosen = chosen[wanted[chosen] >= 0]
        price[chosen] += gap[chosen]
        price[price >= 1] = MOST_PRICE
        condition[chosen], last[chosen] = NEW_CONDITION, month
        done[month, chosen] = True
    return done


def pace_of_wear(age: np.ndarray) -> np.ndarray:
    """Return how fast dwellings wear, by the months since they were done up."""
    settling, old = (age >= FRESH) & (age <= SETTLING), (age >= OLD) & (age <= OLDEST)
    return np.where(age < FRESH, 0.0, np.where(settling, 1 / 2, np.where(old, 2.0, 1.0)))


def mean_around(price: np.ndarray) -> np.ndarray:
    """Return the mean price of the eight dwellings around each, fewer at the edge."""

    def summed(values: np.ndarray) -> np.ndarray:
        wide = np.pad(values.reshape(SIDE, SIDE), 1)
        steps = [(a, b) for a in range(3) for b in range(3) if (a, b) != (1, 1)]
        return np.sum([wide[a : a + SIDE, b : b + SIDE] for a, b in steps], axis=0).ravel()

    return summed(price) / summed(np.ones(DWELLINGS))


def mean_of_district(price: np.ndarray) -> np.ndarray:
    """Return the mean price of each dwelling's district."""
    n = SIDE // DISTRICT
    mean = price.reshape(n, DISTRICT, n, DISTRICT).mean(axis=(1, 3), keepdims=True)
    return np.broadcast_to(mean, (n, DISTRICT, n, DISTRICT)).ravel()


def by_district(done: np.ndarray) -> np.ndarray:
    """Return dwellings done up by decade and district."""
    n = SIDE // DISTRICT
    square = done.reshape(GAP_MONTHS // DECADE, DECADE, n, DISTRICT, n, DISTRICT)
    return square.sum(axis=(1, 3, 5)).reshape(-1, n * n)


def share_with_waves(done: np.ndarray) -> float:
    """Return the share of districts that investment left and came back to."""
    return float(np.mean([waves(path) >= WAVES for path in by_district(done).T]))


def waves(path: np.ndarray) -> int:
    """Count stretches above the mean that are parted by a decade below half of it."""
    count, low = 0, True
    for level in path / max(path.mean(), 1e-9):
        if level > 1 and low:
            count, low = count + 1, False
        elif level < 1 / 2:
            low = True
    return count


def months_since(done: np.ndarray) -> np.ndarray:
    """Return for how many months nothing has been done to each dwelling, at the end."""
    ever, latest = done.any(axis=0), done[::-1].argmax(axis=0)
    return np.where(ever, latest, GAP_MONTHS).astype(float)


def decades(done: np.ndarray, setting: str) -> pd.DataFrame:
    """Return one city's investment by decade and district, as a table."""
    path = pd.DataFrame(by_district(done)).stack().reset_index()
    path.columns = ["decade", "district", "done_up"]
    return path.assign(setting=setting)
