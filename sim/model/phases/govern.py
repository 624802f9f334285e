"""A month begins: planners spend, and third places open, close, move and renew their leases."""

from __future__ import annotations

import numpy as np

from sim.city.books import OUTSIDE, PLACES
from sim.city.city import City
from sim.city.economy import PublicMoney, ThirdPlaces
from sim.city.firms import Tenure
from sim.city.month import Month
from sim.kernels import luck, space
from sim.kernels import places as kernels
from sim.kernels.luck import Purpose
from sim.model.phases.commons import governed
from sim.model.phases.grassroots import found_places

_MONTHS = 12
_LOST, _TURNED = 1, 8
"""Draws of a place: whether its lease is lost, and whether its site is turned to another use."""


def begin(city: City) -> None:
    """Turn the page: a new month, with nothing in it yet."""
    city.month += 1
    city.now = Month()
    city.people.transfer[: city.people.size] = 0
    city.books.turn_page()


def govern(city: City, rule: ThirdPlaces, public: PublicMoney) -> None:
    """Open, close and move third places, and let public capital wear."""
    _wear(city, public)
    if _is_due(city):
        _open_finished(city)
        _close(city)
        _turn_over(city, public)
        _renew_leases(city, rule)
    found_places(city, rule)


def _wear(city: City, public: PublicMoney) -> None:
    capital = city.cells.public_capital
    if capital.any():
        capital -= (capital * (public.wear / _MONTHS)).astype(np.int64)


def _is_due(city: City) -> bool:
    """Say whether any place opens, closes, is rejected or needs a new lease this month."""
    places, here = city.places, slice(0, city.places.size)
    known = places.opened, places.closing, places.rejected, places.lease_end
    return bool(kernels.are_due(city.month, places.open[here], *known))


def _open_finished(city: City) -> None:
    """Open the places whose construction ends this month."""
    places = city.places
    here = slice(0, places.size)
    opening = places.opened[here] == city.month
    done = np.flatnonzero(opening & ~places.open[here] & (places.closing[here] < 0))
    places.open[done] = True
    city.now.counts["places_opened"] += len(done)


def _close(city: City) -> None:
    """Close the places that gave notice; creditors bear what they owe."""
    places = city.places
    here = slice(0, places.size)
    for place in np.flatnonzero(places.open[here] & (places.closing[here] == city.month)):
        close_place(city, int(place))


def _turn_over(city: City, public: PublicMoney) -> None:
    """Let some rejected sites be turned to another use: they close, their floor is let to firms."""
    places = city.places
    here = slice(0, places.size)
    unwanted = np.flatnonzero(places.open[here] & places.rejected[here])
    if not len(unwanted):
        return
    chance = 1.0 - (1.0 - public.turned_over) ** (1.0 / _MONTHS)
    who = places.identity[unwanted]
    drawn = luck.uniforms(city.seed, int(Purpose.PLANNER), city.month, who, _TURNED)
    for place in unwanted[drawn < chance]:
        close_place(city, int(place))
        if places.owned[place]:
            floor = int(city.floor_of_places[places.seats[place]])
            city.cells.workspace[places.cell[place]] += floor
        city.now.counts["places_turned"] += 1


def close_place(city: City, place: int) -> None:
    """Close a place, settle its cash, and free its floor."""
    places, people = city.places, city.people
    cash = int(places.cash[place])
    if cash < 0:
        city.books.pay(OUTSIDE, PLACES, "bad debts", -cash)
    else:
        city.books.pay(PLACES, OUTSIDE, "closed places", cash)
    places.cash[place] = 0
    places.open[place] = False
    places.closed[place] = city.month
    places.programming[place] = 0.0
    if not places.owned[place]:
        city.cells.workspace_used[places.cell[place]] -= city.floor_of_places[places.seats[place]]
    people.usual[people.usual == place] = -1
    city.now.counts["places_closed"] += 1


def _renew_leases(city: City, rule: ThirdPlaces) -> None:
    """Renew leases that end; some are lost, and the place moves nearby or closes.

    A building that the city owns on ground it leases cannot move.
    """
    places = city.places
    here = slice(0, places.size)
    ending = np.flatnonzero(places.open[here] & (places.lease_end[here] == city.month))
    if not len(ending):
        return
    drawn = luck.uniforms(
        city.seed, int(Purpose.PLANNER), city.month, places.identity[ending], _LOST
    )
    theirs = governed(city, rule)[ending]
    chance = np.where(theirs, rule.commons_lease_loss, rule.lease_loss)
    for place, lost in zip(ending, drawn < chance, strict=True):
        places.lease_end[place] = city.month + rule.lease_months
        if lost and (places.owned[place] or not _relocate(city, int(place))):
            close_place(city, int(place))


def _relocate(city: City, place: int) -> bool:
    """Move a place to a cell with room, drawn by the block kernel; say whether one was found."""
    places, cells, kernel = city.places, city.cells, city.block_kernel
    floor = int(city.floor_of_places[places.seats[place]])
    who = places.identity[place : place + 1]
    for draw in range(2, 2 + len(Tenure) * 2):
        far = luck.uniforms(city.seed, int(Purpose.PLANNER), city.month, who, draw)[0]
        offset = int(np.searchsorted(kernel.cumulative, far, side="right"))
        there = space.shifted(
            int(places.cell[place]),
            int(kernel.down[offset]),
            int(kernel.across[offset]),
            city.plan.side,
        )
        if there < 0 or there == places.cell[place]:
            continue
        if cells.workspace[there] - cells.workspace_used[there] >= floor:
            cells.workspace_used[places.cell[place]] -= floor
            cells.workspace_used[there] += floor
            places.cell[place] = there
            city.now.counts["places_moved"] += 1
            return True
    return False
