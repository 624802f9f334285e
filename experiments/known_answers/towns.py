"""T6, asked of the city's own rules of rent and building: whether they move in cycles alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import find_peaks

from experiments.known_answers.answers import Worked
from sim.model.model import CityModel
from sim.model.phases.govern import begin
from sim.model.scenario import Scenario

SEEDS = 8
YEAR = 12
MONTHS = 50 * YEAR
GROWTH = 0.01
"""Share of the first stock let each year, where demand grows."""
PROMINENT = 0.005
"""What a peak of vacancy must stand out by, share of dwellings."""


def work_out() -> Worked:
    """Let rents and builders move alone, and with even demand."""
    table = pd.concat(
        [
            town_of_capital(growth, seed).assign(setting=name, seed=seed)
            for name, growth in (("alone", 0.0), ("stream", GROWTH))
            for seed in range(SEEDS)
        ]
    )
    peaks = table.groupby(["setting", "seed"])["vacancy"].apply(waves_of_vacancy)
    figures = {f"T6 {name}": list(peaks.loc[name]) for name in ("alone", "stream")}
    return Worked(figures, {"towns": table[table["month"] % YEAR == 0]})


def town_of_capital(growth: float, seed: int) -> pd.DataFrame:
    """Live a town in which only rents move and builders build, and demand grows evenly or not."""
    model = CityModel(Scenario.compose("city=town", "policy=none", f"seed={seed}"))
    chance = np.random.default_rng([8, seed])
    cells = model.city.cells
    a_month, owed = growth / YEAR * cells.dwellings.sum(), 0.0
    seen = [look(model)]
    for _ in range(MONTHS):
        begin(model.city)
        model.rent()
        owed += a_month
        takers = min(int(owed), int(cells.vacant.sum()))
        cells.vacant -= chance.multivariate_hypergeometric(cells.vacant, takers)
        owed -= int(owed)
        seen.append(look(model))
    return pd.DataFrame(seen).rename_axis("month").reset_index()


def look(model: CityModel) -> dict[str, float]:
    """Return vacancy, how dear dwellings are against the start, and how many there are."""
    cells = model.city.cells
    stock = cells.dwellings.sum()
    return {
        "vacancy": cells.vacant.sum() / stock,
        "dearness": float((cells.rent / cells.rent_start * cells.dwellings).sum() / stock),
        "dwellings": float(stock),
    }


def waves_of_vacancy(vacancy: pd.Series) -> int:
    """Count the peaks of vacancy that stand out."""
    return len(find_peaks(vacancy.to_numpy(), prominence=PROMINENT)[0])
