"""What third places bring and how they last: start-ups, survival, spread (P26, 28, 36, 40, 41)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import estimates
from experiments.patterns.living import YEAR, Life
from experiments.patterns.measures.pair_learning import optimum

Parts = dict[str, Any]
BEFORE, AFTER = 36, 84
"""Months in which start-ups are counted, before and after a place opened."""
AROUND_KM, CATCHMENT_KM = 0.75, 1.0
HALF_A_YEAR = 6


def startups(life: Life) -> Parts:
    """Count start-ups before and after a grassroots place opened, and at spots held against it.

    For first places, and for those that opened near another: before, after, and the mean before
    and after of the spots.
    """
    first, second = np.zeros(4), np.zeros(4)
    start = life.firms["founded"]
    when, where = life.firms["month"][start], life.firms["cell"][start]
    for cell, month in _openings(life):
        others = _open_at(life, month - 1)
        near = len(others) > 0 and bool((life.ground.km(others, cell) <= CATCHMENT_KM).any())
        spots = [spot for spot in life.ground.middle if _like(life, spot, month, near)]
        if not spots:
            continue
        seen = np.array([_counted(life, spot, month, when, where) for spot in spots]).mean(axis=0)
        total = second if near else first
        total += [*_counted(life, cell, month, when, where), *seen]
    return {"first": first.tolist(), "second": second.tolist()}


def _openings(life: Life) -> list[tuple[int, int]]:
    """Return cell and month of the grassroots places whose window lies in settled months."""
    places = life.places
    new = places["grassroots"] & (places["month"] == places["opened"])
    new &= (places["month"] > life.settled + BEFORE) & (places["month"] <= life.last - AFTER)
    return list(zip(places["cell"][new].tolist(), places["month"][new].tolist(), strict=True))


def _open_at(life: Life, month: int) -> NDArray[Any]:
    return life.places["cell"][life.places["month"] == month]


def _like(life: Life, spot: int, month: int, near: bool) -> bool:
    """Say whether a spot is as near a place as the new one was, before and after, without a new."""
    then = [_open_at(life, at) for at in (month - 1, month + AFTER)]
    has = [len(c) > 0 and bool((life.ground.km(c, spot) <= CATCHMENT_KM).any()) for c in then]
    if has != [near, near]:
        return False
    opened = life.places["opened"]
    new = (life.places["month"] == opened) & (opened >= month) & (opened <= month + AFTER)
    return not (life.ground.km(life.places["cell"][new], spot) <= CATCHMENT_KM).any()


def _counted(life: Life, cell: int, month: int, when: Any, where: Any) -> tuple[float, float]:
    """Count start-ups around a cell in the months before, and after, a month."""
    here = when[life.ground.km(where, cell) <= AROUND_KM]
    before = ((here >= month - BEFORE) & (here < month)).sum()
    return float(before), float(((here >= month) & (here < month + AFTER)).sum())


def more_startups(name: str) -> Any:
    """Return the join that gives the change in start-ups over that of the spots."""

    def joined(parts: Sequence[Parts]) -> float:
        before, after, spots_before, spots_after = estimates.added([one[name] for one in parts])
        change = estimates.ratio(after, before)
        return estimates.ratio(change, estimates.ratio(spots_after, spots_before)) - 1.0

    return joined


def founders(life: Life) -> Parts:
    """Count the users of places in a month, and those who found a firm within half a year."""
    users = found = 0
    when, who = life.firms["month"], life.firms["founders"]
    for one in life.snapshots:
        if one.month + HALF_A_YEAR > life.last:
            continue
        out = one.identity[one.place >= 0]
        soon = (when > one.month) & (when <= one.month + HALF_A_YEAR)
        users += len(out)
        found += int(np.isin(out, who[soon]).sum())
    return {"users": users, "found": found}


def share_who_found(parts: Sequence[Parts]) -> float:
    """Return the share of users who found a firm."""
    return estimates.ratio(sum(one["found"] for one in parts), sum(one["users"] for one in parts))


def survival(life: Life) -> Parts:
    """List places at every snapshot: ln residents near, and whether open a year later."""
    rows = []
    month, name, cell = (life.places[key] for key in ("month", "place", "cell"))
    for one in life.snapshots:
        if one.month + YEAR > life.last:
            continue
        now = month == one.month
        lasts = np.isin(name[now], name[month == one.month + YEAR])
        for where, open_later in zip(cell[now], lasts, strict=True):
            near = int((life.ground.km(one.home, where) <= CATCHMENT_KM).sum())
            rows.append([float(np.log(max(near, 1))), float(open_later)])
    return {"rows": rows}


def survival_slope(parts: Sequence[Parts]) -> float:
    """Return how much density adds to the log odds of lasting a year."""
    rows = np.array([row for one in parts for row in one["rows"]]).reshape(-1, 2)
    return float(estimates.logit(rows[:, 1], rows[:, 0], np.ones(len(rows)))[0])


def spread(life: Life) -> Parts:
    """Return, by year, the mean number of places open and the places founded."""
    years = life.last // YEAR
    places = life.places
    count = np.bincount((places["month"] - 1) // YEAR, minlength=years)[:years] / YEAR
    new = places["month"] == places["opened"]
    founded = np.bincount((places["month"][new] - 1) // YEAR, minlength=years)[:years]
    return {"open": count.tolist(), "founded": founded.tolist()}


def logistic_beats_line(parts: Sequence[Parts]) -> float:
    """Return Akaike's criterion of a line less that of a logistic curve."""
    count, time = _mean_path(parts)
    fitted = _logistic(time, count)
    if fitted is None:
        return float("nan")
    line = np.polyval(np.polyfit(time, count, 1), time)
    n = len(count)
    lost = [max(float(((count - path) ** 2).sum()), estimates.SMALL) for path in (line, fitted[1])]
    return n * float(np.log(lost[0] / lost[1])) - 2.0


def inflexion(parts: Sequence[Parts]) -> float:
    """Return when the logistic curve is half way, share of the months."""
    count, time = _mean_path(parts)
    fitted = _logistic(time, count)
    return float("nan") if fitted is None else float(fitted[0][2])


def _mean_path(parts: Sequence[Parts]) -> tuple[NDArray[Any], NDArray[Any]]:
    count = np.mean([one["open"] for one in parts], axis=0)
    return count, (np.arange(len(count)) + 1 / 2) / len(count)


def _logistic(time: Any, count: Any) -> tuple[Any, Any] | None:
    """Fit most / (1 + exp(-speed (time - half))); return its numbers and its path."""

    def curve(when: Any, most: float, speed: float, half: float) -> Any:
        return most / (1.0 + np.exp(-speed * (when - half)))

    if not count.any():
        return None
    bounds = ([0, 0, -2], [np.inf, 200, 2])
    found = estimates.fitted(curve, time, count, (count.max(), 5, 1 / 2), bounds)
    return None if found is None else (found, curve(time, *found))


def hump(parts: Sequence[Parts]) -> float:
    """Return the coefficient of time squared in places founded a year."""
    return float(_parabola(parts)[0])


def peak(parts: Sequence[Parts]) -> float:
    """Return when that parabola peaks, share of the months."""
    square, linear, _ = _parabola(parts)
    return optimum(square, linear)


def _parabola(parts: Sequence[Parts]) -> Any:
    founded = np.mean([one["founded"] for one in parts], axis=0)
    time = (np.arange(len(founded)) + 1 / 2) / len(founded)
    return estimates.least_squares(estimates.sums(founded, time**2, time, np.ones(len(time))))


PARTS = {"startups": startups, "founders": founders, "survival": survival}
PARTS_EMPTY = {"spread": spread}
FIGURES = {
    "startups_after_first_place": ("startups", more_startups("first")),
    "startups_after_second_place": ("startups", more_startups("second")),
    "users_who_found": ("founders", share_who_found),
    "survival_by_density": ("survival", survival_slope),
    "logistic_beats_line": ("spread", logistic_beats_line),
    "inflexion": ("spread", inflexion),
    "foundings_rise_and_fall": ("spread", hump),
    "peak_of_foundings": ("spread", peak),
}
