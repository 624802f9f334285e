"""Three ledgers of value, kept apart: who has what of sales, of use in common, of recognition.

Each ledger is told three times over - by kind, by who was there first, by place - and each time
its parts add up to the whole. Nothing is ever added across ledgers. Reads everything and writes
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.people import Status
from sim.city.plan import CENTS

if TYPE_CHECKING:
    from sim.model.model import CityModel

MARKET, COMMONS, RECOGNITION = "market", "commons", "recognition"
BEFORE, FIRMS = "gone_before", "firms"
COHORTS = ("founders", "newcomers", BEFORE)

Account = tuple[str, str, str]
"""Ledger, grouping and group."""


@dataclass
class Worth:
    """What each group has had so far, in euros; of recognition what it has now, in points."""

    had: dict[Account, float] = field(default_factory=lambda: defaultdict(float))

    def note(self, model: CityModel) -> None:
        """Add what was sold and used in the month just lived."""
        self._note_sales(model)
        self._note_uses(model)

    def rows(self, model: CityModel) -> list[dict[str, Any]]:
        """Return all accounts as rows, recognition as it is now among them."""
        accounts = dict(self.had) | dict(_recognised(model))
        return [
            {"ledger": ledger, "grouping": grouping, "group": group, "value": value}
            for (ledger, grouping, group), value in sorted(accounts.items())
        ]

    def _note_sales(self, model: CityModel) -> None:
        """Makers share what a sale brings them equally; the firm that buys keeps the rest."""
        city, now = model.city, model.city.now
        if not len(now.sold):
            return
        member, named = city.ideas.makers(now.sold)
        makers = member >= 0
        each = now.paid_team / makers.sum(axis=1) / CENTS
        share = np.broadcast_to(each[:, None], member.shape)[makers]
        kind, cohort = _who_they_are(model, member[makers], named[makers])
        kinds = (*city.population.names, BEFORE)
        self._add(MARKET, "kind", kinds, kind, share)
        self._add(MARKET, "cohort", COHORTS, cohort, share)
        team, gone = float(now.paid_team.sum()) / CENTS, now.counts["market_outside"]
        firms = now.counts["market_value"] - team
        for grouping in ("kind", "cohort"):
            self.had[MARKET, grouping, FIRMS] += firms
        self.had[MARKET, "place", "firms_here"] += firms
        self.had[MARKET, "place", "people_here"] += team - gone
        self.had[MARKET, "place", "people_outside"] += gone

    def _note_uses(self, model: CityModel) -> None:
        """Whoever uses an open idea has its use; firms make money of a part of it."""
        now, counts, people = model.city.now, model.city.now.counts, model.city.people
        if now.used_by.size:
            used = now.used_by >= 0
            users = now.used_by[used]
            euros = np.broadcast_to(now.use_worth[:, None], used.shape)[used] / CENTS
            kinds, newcomer = tuple(model.city.population.names), ~people.founder[users]
            self._add(COMMONS, "kind", kinds, people.kind[users], euros)
            self._add(COMMONS, "cohort", COHORTS, newcomer.astype(np.int64), euros)
        outside = counts["captured"] - counts["captured_here"]
        left = counts["commons_value"] - counts["captured"]
        self.had[COMMONS, "place", "not_captured"] += left
        self.had[COMMONS, "place", "firms_here"] += counts["captured_here"]
        self.had[COMMONS, "place", "firms_outside"] += outside

    def _add(
        self,
        ledger: str,
        grouping: str,
        names: tuple[str, ...],
        group: NDArray[np.int64],
        value: NDArray[Any],
    ) -> None:
        for name, total in _summed(names, group, value):
            self.had[ledger, grouping, name] += total


def _summed(
    names: tuple[str, ...], group: NDArray[np.int64], value: NDArray[Any]
) -> list[tuple[str, float]]:
    """Return what each group has, of those that have anything, each value having its group."""
    totals = np.bincount(group, weights=value, minlength=len(names)).tolist()
    return [(name, total) for name, total in zip(names, totals, strict=True) if total]


def _who_they_are(
    model: CityModel, row: NDArray[np.int64], named: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return kind and cohort of makers, also of those whose row has another owner by now.

    A founder's row never has; a newcomer came through the door, and luck knows her kind; those who
    left before policy began, whose kind nobody asks, are numbered after all kinds.
    """
    city, people = model.city, model.city.people
    first = city.plan.people + model.scenario.burn_in * len(city.now.knocked)
    founder = (people.identity[row] == named) & people.founder[row]
    cohort = np.where(founder, 0, np.where(named >= first, 1, 2))
    kind = np.where(founder, people.kind[row], len(city.population.names))
    came = cohort == 1
    if came.any():
        shares = city.population.array("pool_share")
        kind[came] = born.kinds_by_luck(city.seed, named[came], shares)
    return kind, cohort


def _recognised(model: CityModel) -> dict[Account, float]:
    """Return who holds the recognition there is: everyone present, and founders who left."""
    people = model.city.people
    rows = np.flatnonzero(people.status[: people.size] != Status.FREE)
    rows = rows[np.argsort(people.identity[rows], kind="stable")]
    here = people.status[rows] == Status.PRESENT
    groupings = {
        "kind": (tuple(model.city.population.names), people.kind[rows]),
        "cohort": (COHORTS, (~people.founder[rows]).astype(np.int64)),
        "place": (("people_outside", "people_here"), here.astype(np.int64)),
    }
    return {
        (RECOGNITION, grouping, name): total
        for grouping, (names, group) in groupings.items()
        for name, total in _summed(names, group, people.recognition[rows])
    }
