"""What lies beyond the city's edge, as one can look at it; it holds nothing of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.city.books import FIRMS, LANDLORDS, OUTSIDE
from sim.city.people import Status
from sim.city.plan import CENTS
from sim.city.welfare import mean_welfare
from sim.model.phases.enter import outside_utility, who_knocks

if TYPE_CHECKING:
    from sim.model.model import CityModel


class Candidate(NamedTuple):
    """Somebody who knocked: in which slot, who she is, what elsewhere is worth, if she is in."""

    slot: int
    unique_id: int
    kind_name: str
    elsewhere: float
    entered: bool


class Bought(NamedTuple):
    """What Outside bought of the city's firms this month, euros."""

    ideas: float
    goods: float
    uses: float


class Commons(NamedTuple):
    """Open ideas that are still used, how many and what they are worth together."""

    ideas: int
    value: float


class Rivals(NamedTuple):
    """Founders who live in other cities now: how many, and their mean welfare (nan for none)."""

    founders: int
    welfare: float


class Outside:
    """Everything that is not the city: who knocks, who buys, the commons, rival cities."""

    __slots__ = ("model",)

    def __init__(self, model: CityModel) -> None:
        self.model = model

    @property
    def candidates(self) -> list[Candidate]:
        """Those who knocked this month, slot by slot, the same under every policy."""
        city, behaviour = self.model.city, self.model.scenario.behaviour
        if city.month == 0:
            return []
        who, kind = who_knocks(city, behaviour)
        elsewhere = outside_utility(city, behaviour, who)
        people = city.people
        entered = np.isin(who, people.identity[people.order])
        return [
            Candidate(
                slot,
                int(who[slot]),
                city.population.names[kind[slot]],
                float(elsewhere[slot]),
                bool(entered[slot]),
            )
            for slot in range(len(who))
        ]

    @property
    def bought(self) -> Bought:
        """What buyers of ideas and goods paid the city's firms this month."""
        page = self.model.city.books.month
        return Bought(
            *(
                page.get((OUTSIDE, FIRMS, what), 0) / CENTS
                for what in ("ideas", "sales", "captured uses")
            )
        )

    @property
    def commons(self) -> Commons:
        """The online commons: open ideas not too old to be used."""
        city, ideas = self.model.city, self.model.city.ideas
        rows = ideas.since(city.month - self.model.scenario.economy.ideas.open_months)
        rows = rows[ideas.open[rows]]
        return Commons(len(rows), float(ideas.value[rows].sum()))

    @property
    def landlords(self) -> float:
        """What landlords have received since the city was built, euros."""
        return self.model.city.books.balance[LANDLORDS] / CENTS

    @property
    def rivals(self) -> Rivals:
        """The cities in which founders who left now live."""
        people = self.model.city.people
        rows = np.flatnonzero(people.status[: people.size] == Status.OUTSIDE)
        rows = rows[np.argsort(people.identity[rows], kind="stable")]
        return Rivals(len(rows), mean_welfare(people, rows) if len(rows) else float("nan"))

    @property
    def balance(self) -> float:
        """Its account in the books, euros: minus all that ever came into the city on balance."""
        return self.model.city.books.balance[OUTSIDE] / CENTS

    def __repr__(self) -> str:
        return f"<Outside {self.model.month}>"
