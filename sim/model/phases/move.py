"""Leases end, and some people look for another home."""

from __future__ import annotations

from sim.city.city import City
from sim.city.economy import Housing
from sim.kernels import search as kernels
from sim.model.behaviour import Move
from sim.model.phases.dwellings import (
    TRIES,
    note_freed,
    note_vacancies,
    seen,
    vacancies,
    vacate,
)
from sim.model.surroundings import Surroundings


def move(city: City, rule: Move, housing: Housing, around: Surroundings) -> None:
    """End leases, let people search, and let vacant dwellings to the highest bids."""
    _end_leases(city, housing)
    _search(city, rule, housing, around)
    _count_homeless(city)


def _end_leases(city: City, housing: Housing) -> None:
    """Renew leases at the asking rent; who cannot pay it loses her home."""
    people = city.people
    evicted = kernels.end_leases(
        city.month,
        people.order,
        people.income,
        people.home,
        people.housed,
        people.regulated,
        people.rent,
        people.lease_end,
        city.cells.rent,
        housing.regulated_rent,
        housing.burden_limit,
        housing.lease_months,
    )
    vacate(city, evicted)
    city.now.counts["evicted"] = len(evicted)


def _search(city: City, rule: Move, housing: Housing, around: Surroundings) -> None:
    """Find out who searches, what each finds, and who gets it, with one second try."""
    people, now = city.people, city.now
    seekers, must = kernels.who_searches(
        city.seed,
        city.month,
        people.order,
        people.identity,
        people.income,
        people.rent,
        people.housed,
        housing.burden_limit,
        rule.search,
    )
    vacant = vacancies(city)
    best, freed, moves, forced = kernels.move_house(
        city.seed,
        city.month,
        seekers,
        must,
        people.identity,
        people.kind,
        around.pole,
        people.income,
        city.ties.other,
        city.ties.strength,
        people.home,
        people.housed,
        people.regulated,
        people.rent,
        people.lease_end,
        people.homeless,
        people.moves_forced,
        vacant,
        *seen(city, housing, around, rule.sampled),
        rule.cost,
        rule.scale,
        housing.lease_months,
        TRIES,
    )
    note_vacancies(city, vacant)
    note_freed(city, freed)
    now.searched, now.utility = seekers[~must], best[~must]
    now.counts["searches"] = len(seekers)
    now.counts["moves"] += moves
    now.counts["forced_moves"] += forced


def _count_homeless(city: City) -> None:
    people = city.people
    rows = people.order[~people.housed[people.order]]
    people.homeless[rows] += 1
    city.now.counts["homeless"] = len(rows)
