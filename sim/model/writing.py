"""What may be written through a view, and how: money by the books, the rest into its column.

What must add up with something else (homes with vacancies, jobs with people at work, floors with
workspace) is written by the month's verbs alone; a view refuses it in a sentence.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city.books import FIRMS, OUTSIDE, PEOPLE, PLACES
from sim.city.firms import FirmOrigin, PlaceOrigin, Tenure
from sim.city.table import SHARE, Table
from sim.config.catalogue import text
from sim.config.refusal import shown
from sim.model.columns import WRITTEN_BY

if TYPE_CHECKING:
    from sim.city.city import City

MONEY = {"people.savings": PEOPLE, "firms.capital": FIRMS, "places.cash": PLACES}
"""Columns that are money somebody holds, with the account they are part of."""
BY_HAND = "by hand"
"""What a payment is for that somebody makes by writing what a person, firm or place holds."""

FIXED = {
    f"{table}.{name}": why
    for why, columns in {
        "identity": "people.identity firms.identity places.identity cells.block people.kind",
        "homes": "people.home people.housed people.regulated people.status cells.dwellings"
        " cells.vacant cells.regulated cells.vacant_regulated",
        "jobs": "people.workplace firms.jobs firms.open",
        "floors": "firms.cell places.cell places.seats places.owned places.open places.closed"
        " cells.workspace_used",
        "hours": "people.hours",
        "promises": "people.incentive people.incentive_end places.funder",
        "rows": "people.usual",
    }.items()
    for table, _, name in (column.partition(".") for column in columns.split())
}
"""Columns that no view writes, and why."""

MAY_BE_NEGATIVE = (
    "firms.capital", "places.cash", "people.standing", "firms.productivity", "firms.margin",
    "places.closing", "people.lease_end", "people.cohort", "firms.opened", "places.opened",
    "places.lease_end",
)  # fmt: skip
"""Columns of debts, deviations and months, which begin before the policy does."""
WORDS: dict[str, type[IntEnum]] = {
    "places.tenure": Tenure,
    "places.origin": PlaceOrigin,
    "firms.origin": FirmOrigin,
}


class NotWritten(AttributeError):
    """What a view was asked to write may not be written through it."""


class NotAllowed(ValueError):
    """A value that a column cannot hold."""


def write(city: City, table: str, name: str, rows: Any, value: Any) -> None:
    """Write a column at some rows for somebody who looks at a city from outside its rules.

    Raises
    ------
    NotWritten
        Where the books or the city's sums would no longer be right.
    NotAllowed
        Where the value is none that the column can hold.
    """
    column, held = f"{table}.{name}", getattr(city, table)
    if column in FIXED:
        why, verbs = text(f"views.why.{FIXED[column]}"), ", ".join(WRITTEN_BY[column])
        raise NotWritten(text("views.fixed", column=column, why=why, verbs=verbs))
    checked = _checked(held, column, name, rows, value)
    if column in MONEY:
        before = held.read(name, rows)
        more = int(np.broadcast_to(checked, np.shape(before)).sum()) - int(np.sum(before))
        payer, payee = (OUTSIDE, MONEY[column]) if more > 0 else (MONEY[column], OUTSIDE)
        city.books.pay(payer, payee, BY_HAND, abs(more))
    held.write(name, rows, checked)


def _checked(table: Table, column: str, name: str, rows: Any, value: Any) -> NDArray[Any]:
    """Return a value as the column holds it, or say what it may be."""
    kept = getattr(table, name)
    try:
        given = np.asarray(value)
        np.broadcast_to(given, np.shape(kept[rows]))
    except ValueError:
        raise _not_allowed(column, "shape", value, shape=np.shape(kept[rows])) from None
    if given.dtype.kind not in "biuf" or not np.isfinite(given).all():
        raise _not_allowed(column, "number", value)
    if kept.dtype == SHARE:
        if ((given < 0) | (given > 1)).any():
            raise _not_allowed(column, "share", value)
        return given
    if kept.dtype.kind == "b":
        if not np.isin(given, (0, 1)).all():
            raise _not_allowed(column, "switch", value)
        return given.astype(np.bool_)
    if column in WORDS and not np.isin(given, list(WORDS[column])).all():
        words = ", ".join(f"{word.value} ({word.name.lower()})" for word in WORDS[column])
        raise _not_allowed(column, "words", value, words=words)
    if column not in MAY_BE_NEGATIVE and (given < 0).any():
        raise _not_allowed(column, "positive", value)
    if kept.dtype.kind == "f":
        return given.astype(kept.dtype)
    whole = np.rint(given) if given.dtype.kind == "f" else given
    bounds = np.iinfo(kept.dtype)
    if (whole < bounds.min).any() or (whole > bounds.max).any():
        raise _not_allowed(column, "size", value, low=bounds.min, high=bounds.max)
    return whole.astype(kept.dtype)


def _not_allowed(column: str, what: str, value: Any, **parts: Any) -> NotAllowed:
    allowed = text(f"views.allowed.{what}", **parts)
    return NotAllowed(text("views.not_allowed", column=column, given=shown(value), allowed=allowed))
