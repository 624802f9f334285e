"""T8: how many people places reach, and what they give, held against the closed form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked
from sim.analysis import static_reach
from sim.kernels import gather, meet
from sim.model.model import CityModel
from sim.model.phases.gather import pull_of_places
from sim.model.scenario import Scenario

CITIES = ("village", "town", "city")
"""Presets of 2, 4 and 9 km."""
SITES = (1, 4, 9, 16, 25)
REACHES = (0.04, 0.1, 0.25, 0.5, 0.8)
"""Lambda over side, as sampled worlds draw it."""
GAMMAS = (1.0, 1.03, 1.07, 1.15)
OVERHEADS = (0.0, 0.02)
MET = {"sites": 4, "side_km": 4.0, "reach": 0.25, "gamma": 1.15}
RESIDENTS = 16_000
MONTHS = 100
ROUNDS = meet.N_ROUNDS


def work_out() -> Worked:
    """Work out reach, gain, output and meetings over sides, numbers of places and catchments."""
    rows = [row for name in CITIES for row in of_side(name)]
    table = pd.DataFrame(rows)
    off = table[["reach_off", "gain_off", "output_off"]].abs().max(axis=1)
    worst = off.groupby(table["city"]).max()
    figures = {f"T8 {name}": [float(worst[name])] for name in CITIES}
    return Worked(figures | {"T8 meetings": meetings()}, {"reach": table})


def of_side(name: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each number of places and catchment in a city of one size."""
    model = CityModel(Scenario.compose(f"city={name}", "city.people=1000", "policy=none"))
    side_km = model.city.plan.side * model.city.plan.cell_km
    for share in REACHES:
        lam = share * side_km
        alone = visitors(model, 1, lam)
        for k in SITES:
            here = visitors(model, k, lam)
            reach, form = here.sum() / model.city.cells.size, static_reach.reach(side_km, lam, k)
            gain, gain_form = here.sum() / alone.sum(), static_reach.reach_gain(side_km, lam, k)
            yield {
                "city": name,
                "side_km": side_km,
                "lambda_km": lam,
                "sites": k,
                "reach": reach,
                "reach_form": form,
                "reach_off": reach / form - 1,
                "gain": gain,
                "gain_form": gain_form,
                "gain_off": gain / gain_form - 1,
                "output_off": output_off(here, alone, gain_form),
            }


def output_off(here: np.ndarray, alone: np.ndarray, gain_form: float) -> float:
    """Return the largest deviation of k places' output over one's, over gammas and overheads.

    A place gives its expected visitors to the power gamma, out of what its overhead leaves.
    """
    k, off = len(here), [0.0]
    for gamma, phi in product(GAMMAS, OVERHEADS):
        found = (here**gamma).sum() / (alone**gamma).sum() * (1 - k * phi) / (1 - phi)
        off.append(found / float(static_reach.static_ratio(gain_form, k, gamma, phi)) - 1)
    return float(max(off, key=abs))


def visitors(model: CityModel, k: int, catchment: float) -> np.ndarray:
    """Return the expected visitors of each of k places, one resident a cell, one round."""
    city, places, side = model.city, model.city.places, model.city.plan.side
    across = round(k**0.5)
    middle = ((np.arange(across) + 1 / 2) * side / across).astype(int)
    places.add_rows(max(0, k - places.size))
    places.cell[:k] = (middle[:, None] * side + middle).ravel()
    places.admission[:k] = 1
    everywhere = np.arange(city.cells.size)
    pulls = []
    for place in range(k):
        places.open[: places.size] = np.arange(places.size) == place
        pulls.append(pull_of_places(city, catchment, np.zeros_like(everywhere), everywhere))
    near = np.array(pulls)
    worth = [appeal(each) for each in near.max(axis=0)]
    return np.bincount(near.argmax(axis=0), worth, minlength=k)


def appeal(near: float) -> float:
    """Return the chance to go out to a place where nothing but distance decides."""
    return gather.appeal(near, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0)


def meetings() -> list[float]:
    """Draw meetings in many places and in one; return how far the ratio is off, month by month."""
    k, gamma = MET["sites"], MET["gamma"]
    side_km = MET["side_km"]
    lam = MET["reach"] * side_km
    one, many = (RESIDENTS * static_reach.reach(side_km, lam, n) / n for n in (1, k))
    gain = static_reach.reach_gain(side_km, lam, k)
    known = float(static_reach.static_ratio(gain, k, gamma, 0.0))
    return [
        met_in(month, k, round(many), gamma) / met_in(month, 1, round(one), gamma) / known - 1
        for month in range(MONTHS)
    ]


def met_in(month: int, places: int, visitors_each: int, gamma: float) -> int:
    """Count the people who meet somebody in so many equal places, over the rounds of a month."""
    people = places * visitors_each
    visitors = np.arange(people).reshape(places, 1, visitors_each)
    partner = np.full((people, ROUNDS), -1, np.int32)
    meet.meet_in_rooms(
        0,
        month,
        np.arange(people),
        np.arange(places * ROUNDS + 1) * visitors_each,
        np.repeat(visitors, ROUNDS, axis=1).ravel(),
        1,
        np.zeros(places),
        RESIDENTS,
        0.0,
        gamma,
        meet.PLACE,
        partner,
        np.zeros((people, ROUNDS), np.int8),
    )
    return int((partner >= 0).sum())
