"""What is measured of a life: parts read from one town, and figures joined over several."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from experiments.patterns.living import EMPTY, LIVED, PROGRAMMED, Life
from experiments.patterns.measures import (
    city_scene,
    district_firms,
    district_reach,
    district_rents,
    ideas,
    pair_learning,
    pair_near,
    pair_places,
    site_books,
    site_lives,
)

MODULES = (
    pair_near,
    pair_places,
    pair_learning,
    ideas,
    site_books,
    site_lives,
    district_firms,
    district_reach,
    district_rents,
    city_scene,
)
PARTS = {
    LIVED: {name: read for module in MODULES for name, read in module.PARTS.items()},
    PROGRAMMED: pair_places.PARTS_PROGRAMMED,
    EMPTY: site_lives.PARTS_EMPTY,
}
FIGURES = {name: figure for module in MODULES for name, figure in module.FIGURES.items()}


def kinds_for(criteria: Collection[str]) -> list[str]:
    """Return which lives must be lived so that these criteria can be measured."""
    wanted = {FIGURES[name][0] for name in criteria}
    return [kind for kind, parts in PARTS.items() if wanted & set(parts)]


def parts_of(lives: Mapping[str, Life], criteria: Collection[str]) -> dict[str, Any]:
    """Return what these criteria need of one town, by part: numbers and lists only."""
    wanted = {FIGURES[name][0] for name in criteria}
    return {
        name: read(lives[kind])
        for kind, parts in PARTS.items()
        for name, read in parts.items()
        if name in wanted
    }


def figure(name: str, towns: Sequence[Mapping[str, Any]]) -> float:
    """Return a criterion's figure over towns: what its join makes of their parts, or the mean."""
    part, join = FIGURES[name]
    parts = [town[part] for town in towns]
    if join is not None:
        return float(join(parts))
    known = [one["value"] for one in parts if one["value"] is not None]
    return float(sum(known) / len(known)) if known else float("nan")
