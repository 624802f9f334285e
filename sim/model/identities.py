"""What must add up every month, or the run stops with a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.city.books import FIRMS, PEOPLE, PLACES, PURSE
from sim.city.city import City
from sim.city.people import Status
from sim.config.catalogue import text
from sim.kernels import audit

_SHOWN = 3
_RELATIVE, _ABSOLUTE = 1e-9, 1e-6


class DoesNotAddUp(RuntimeError):
    """Something appeared or vanished in the city."""


def settle(city: City) -> None:
    """Check that every cent, person, seat, dwelling and job adds up, and close the month."""
    _free_homes(city)
    for check in CHECKS:
        check(city)
    city.people.note_free_rows()


def _free_homes(city: City) -> None:
    """Let homes freed this month be let from the next."""
    if city.now.vacated:
        freed = np.bincount(np.concatenate(city.now.vacated), minlength=2 * city.cells.size)
        city.cells.vacant += freed[0::2]
        city.cells.vacant_regulated += freed[1::2]


def _must(holds: bool, city: City, name: str, /, **parts: Any) -> None:
    """Stop the run with a sentence of the catalogue unless something holds."""
    if not holds:
        sentence = text(f"problems.model.sums.{name}", **parts)
        when = {"month": city.month, "seed": city.seed}
        raise DoesNotAddUp(text("problems.model.when", **when, sentence=sentence))


def money(city: City) -> None:
    """What people, firms, places and purses hold is what the books say; all accounts sum to 0."""
    held = {
        PEOPLE: int(city.people.savings[: city.people.size].sum()),
        FIRMS: int(city.firms.capital[: city.firms.size].sum()),
        PLACES: int(city.places.cash[: city.places.size].sum()),
        PURSE: sum(city.purses.values()) + sum(city.reserved.values()),
    }
    for account, cents in held.items():
        booked = city.books.balance[account]
        told = {"account": account, "cents": cents, "booked": booked}
        _must(cents == booked, city, "beside_the_books", **told)
    _must(sum(city.books.balance.values()) == 0, city, "accounts")
    short = [name for name, cents in city.purses.items() if cents < 0]
    _must(not short, city, "purses", names=short)
    short = [name for name, cents in city.reserved.items() if cents < 0]
    _must(not short, city, "reserves", names=short)


def grants(city: City) -> None:
    """Spent + returned + balance = grant, to the cent."""
    ledger = city.books.ledger
    received = sum(cents for (_, account), cents in ledger.items() if account == "grant")
    in_kind = ("grant", "participation_time", "volunteer_time")
    spent = sum(cents for (_, account), cents in ledger.items() if account not in in_kind)
    left = city.books.balance[PURSE]
    _must(received == spent + left, city, "grant", received=received, spent=spent, left=left)


def promises(city: City) -> None:
    """What firms are promised for jobs they may still fill is set aside."""
    firms = city.firms
    rows = np.flatnonzero(firms.promised[: firms.size])
    if not len(rows):
        return
    _must(bool(firms.open[rows].all()), city, "promised_closed")
    for number, name in enumerate(city.purses):
        mine = rows[firms.promised_by[rows] == number]
        due = int((firms.promised[mine] * firms.per_job[mine]).sum())
        kept = city.reserved.get(name, 0)
        _must(due <= kept, city, "promises", name=name, due=due, kept=kept)


def dwellings(city: City) -> None:
    """Every dwelling is let to one person, vacant, or freed this month."""
    people, cells = city.people, city.cells
    who = people.order, people.housed, people.regulated, people.home
    free, regulated = (cells.dwellings, cells.vacant), (cells.regulated, cells.vacant_regulated)
    right, missing = audit.homes_missing(*who, *free, *regulated)
    if right:
        return
    wrong, wrong_regulated = (np.flatnonzero(missing[at])[:_SHOWN].tolist() for at in range(2))
    _must(not wrong and not (free[1] < 0).any(), city, "dwellings", cells=wrong)
    holds = not wrong_regulated and not (regulated[1] < 0).any()
    _must(holds, city, "regulated", cells=wrong_regulated)


def people_once(city: City) -> None:
    """Everyone present has an identity of her own, a cell, and at most one job that counts her."""
    people, firms = city.people, city.firms
    who = people.identity, people.home, people.workplace, people.status[: people.size]
    # they are listed by identity, so equal ones would be neighbours
    distinct, settled, present, jobs = audit.count_people(
        people.order, *who, int(Status.PRESENT), firms.size
    )
    _must(distinct, city, "one_identity")
    _must(settled, city, "nowhere")
    listed = len(people.order)
    _must(present == listed, city, "not_listed", present=present, listed=listed)
    _must(np.array_equal(jobs, firms.jobs[: firms.size]), city, "jobs")


def floors(city: City) -> None:
    """Workspace in use is what open firms and rented places stand on."""
    firms, places, cells = city.firms, city.places, city.cells
    here = slice(0, places.size)
    used = audit.floors_used(
        cells.size,
        firms.open[: firms.size],
        firms.cell,
        firms.jobs,
        city.space_per_job,
        places.open[here] & ~places.owned[here],
        places.cell,
        city.floor_of_places[places.seats[here]],
    )
    _must(np.array_equal(used, cells.workspace_used), city, "workspace")


def seats(city: City) -> None:
    """No place seats more in a half day than it has seats."""
    now, places = city.now, city.places
    if not now.place.size or not places.size:
        return
    slots = int(now.slot.max()) + 1
    most = audit.fullest_half_days(now.place, now.slot, places.size, max(slots, 1))
    _must(bool((most <= places.seats[: places.size]).all()), city, "seats")


def hours(city: City) -> None:
    """The hours that people gave are the hours that places received."""
    given = float(city.people.hours[: city.people.size].sum())
    received = float(city.now.place_hours.sum())
    same = abs(given - received) <= _ABSOLUTE + _RELATIVE * abs(received)
    _must(same, city, "hours", given=given, received=received)


CHECKS = (money, grants, promises, dwellings, people_once, floors, seats, hours)
