"""Third places as their books and leases show them (P30 to P32, P34, P35, P37, P39, P42, P62)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import trim_mean

from experiments.patterns import estimates
from experiments.patterns.living import YEAR, Life
from experiments.patterns.reading import COMMONS, PRIVATE, PUBLIC

Parts = dict[str, Any]
FOUR_YEARS = 48
BALANCED = 0.05
"""A year is balanced where income is within this share of cost."""
TRIMMED = 0.1
FREE = 1.0
"""A place asks no fee where it asks less than this, euros a month."""


def settled(life: Life) -> dict[str, NDArray[Any]]:
    """Return the months of places after the city settled."""
    kept = life.places["month"] > life.settled
    return {name: column[kept] for name, column in life.places.items()}


def states(life: Life) -> Parts:
    """Count place-months of each tenure, lease, equipment and price."""
    places = settled(life)
    renewed = ~places["owned"] & (places["lease_left"] < FOUR_YEARS)
    counted = {
        "all": np.ones(len(places["month"])),
        "commons": places["tenure"] == COMMONS,
        "private": places["tenure"] == PRIVATE,
        "public": places["tenure"] == PUBLIC,
        "renewed": renewed,
        "machines": places["machines"],
        "free": places["fee"] < FREE,
    }
    return {name: int(column.sum()) for name, column in counted.items()}


def share_of_months(name: str) -> Any:
    """Return the join that gives the share of place-months of a sort."""

    def joined(parts: Sequence[Parts]) -> float:
        return estimates.ratio(sum(one[name] for one in parts), sum(one["all"] for one in parts))

    return joined


def money(life: Life) -> Parts:
    """Add up fees, credit and cost, and count whole place-years and those in deficit."""
    places = settled(life)
    year = (places["month"] - life.settled - 1) // YEAR
    _, key = np.unique(np.stack([places["place"], year]), axis=1, return_inverse=True)
    whole = np.bincount(key) == YEAR
    income = np.bincount(key, places["fees"] + places["credit"])
    cost = np.bincount(key, places["cost"])
    short = income < (1.0 - BALANCED) * cost
    return {
        "fees": float(places["fees"].sum()),
        "credit": float(places["credit"].sum()),
        "cost": float(places["cost"].sum()),
        "years": int(whole.sum()),
        "deficits": int((whole & short).sum()),
    }


def over(above: str, *below: str) -> Any:
    """Return the join that holds one sum against others."""

    def joined(parts: Sequence[Parts]) -> float:
        whole = sum(one[name] for one in parts for name in below)
        return estimates.ratio(sum(one[above] for one in parts), whole)

    return joined


def members(life: Life) -> Parts:
    """Count place-months by their number of users."""
    return {"by_users": np.bincount(settled(life)["users"].astype(int)).tolist()}


def tail(parts: Sequence[Parts]) -> float:
    """Return the mean number of users over their trimmed mean."""
    users = np.concatenate(
        [np.repeat(np.arange(len(n)), n) for n in (p["by_users"] for p in parts)]
    )
    if not len(users):
        return float("nan")
    return estimates.ratio(float(users.mean()), float(trim_mean(users, TRIMMED)))


def fees(life: Life) -> Parts:
    """Return the mean fee of grassroots places."""
    places = settled(life)
    asked = places["fee"][places["grassroots"]]
    return {"sum": float(asked.sum()), "months": len(asked)}


def closures(life: Life) -> Parts:
    """Return closures, and the years that places were open."""
    later = life.signs["month"] > life.settled
    return {
        "closed": float(life.signs.loc[later, "places_closed"].sum()),
        "years": len(settled(life)["month"]) / YEAR,
    }


PARTS = {
    "states": states,
    "money": money,
    "members": members,
    "fees": fees,
    "closures": closures,
}
FIGURES = {
    "places_commons": ("states", share_of_months("commons")),
    "places_private": ("states", share_of_months("private")),
    "places_public": ("states", share_of_months("public")),
    "lease_within_four_years": ("states", share_of_months("renewed")),
    "places_with_machines": ("states", share_of_months("machines")),
    "places_without_fee": ("states", share_of_months("free")),
    "places_in_deficit": ("money", over("deficits", "years")),
    "subsidy_share": ("money", over("credit", "fees", "credit")),
    "fees_of_income": ("money", over("fees", "fees", "credit")),
    "fees_over_cost": ("money", over("fees", "cost")),
    "tail_of_members": ("members", tail),
    "fee_of_grassroots": ("fees", over("sum", "months")),
    "closures_of_places": ("closures", over("closed", "years")),
}
