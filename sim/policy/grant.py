"""Who pays the grant: Outside, or those who live in the city out of what they earn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.city.books import OUTSIDE, PEOPLE, PURSE, in_proportion
from sim.city.city import City
from sim.city.plan import CENTS
from sim.config.catalogue import text


class CannotBeRaised(RuntimeError):
    """The city's people have less than the grant."""


def from_outside(city: City, cents: int) -> None:
    """Receive a month's grant from Outside; it costs nobody in the city anything."""
    city.books.pay(OUTSIDE, PURSE, "grant", cents)
    city.books.note(PURSE, "grant", cents)


def local_tax(city: City, cents: int) -> None:
    """Raise a month's grant from those present, in proportion to last month's income.

    In whole cents: the odd ones are paid by the highest incomes, one each, equal ones by identity.
    It lowers what they earn this month.
    """
    people = city.people
    rows = people.order
    means = np.maximum(people.income[rows], 0)
    there = int(means.sum())
    if cents > there:
        raise CannotBeRaised(
            text(
                "problems.policy.no_tax",
                month=city.month,
                seed=city.seed,
                euros=cents / CENTS,
                there=there / CENTS,
            )
        )
    people.transfer[rows] -= in_proportion(cents, means, people.identity[rows])
    city.books.pay(PEOPLE, PURSE, "tax", cents)
    city.books.note(PEOPLE, "grant", cents)


SOURCES: dict[str, Callable[[City, int], None]] = {
    "outside": from_outside,
    "local_tax": local_tax,
}
