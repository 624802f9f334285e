"""Those who deliberate: planners, who spend public money on instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City, Offers
from sim.policy.grant import SOURCES
from sim.policy.instrument import Purse, pay_commitments
from sim.policy.policy import Policy
from sim.policy.siting import jurisdiction

if TYPE_CHECKING:
    from sim.model.model import CityModel


class Planner(mesa.Agent):
    """Receives a grant each month and spends it on the instruments of a policy.

    share is what each instrument receives a month, cents, after administration has had its part;
    jurisdiction, one per cell, says where the planner may build, zone and site.
    """

    def __init__(self, model: CityModel, policy: Policy, grant: int) -> None:
        super().__init__(model)
        self.policy = policy
        self.grant = grant
        public = model.scenario.economy.public
        given = shares(policy, grant)
        self.administration = {
            name: int(round(public.administration * cents)) for name, cents in given.items()
        }
        self.share = {name: cents - self.administration[name] for name, cents in given.items()}
        self.jurisdiction = jurisdiction(model.city.plan.side, public.jurisdiction)
        for name in policy.instruments:
            model.city.purses.setdefault(name, 0)
            model.city.reserved.setdefault(name, 0)

    def spend(self) -> None:
        """Take the month's grant, keep promises, let every instrument act, return what is over."""
        city: City = self.model.city
        economy = self.model.scenario.economy
        SOURCES[self.model.scenario.budget_source](city, self.grant)
        for name, cents in self.share.items():
            city.purses[name] += cents
        for name, cents in self.administration.items():
            if cents:
                city.books.spend(name, "administration", OUTSIDE, cents)
        pay_commitments(city)
        _pay_promised_incentives(city)
        for number, (name, instrument) in enumerate(self.policy.instruments.items()):
            purse = Purse(city, name, number, self.share[name], self.jurisdiction)
            instrument.apply(city, economy, purse)
        _return_what_is_over(city, self.share, economy.public.carry_months)


def shares(policy: Policy, grant: int) -> dict[str, int]:
    """Split a month's grant in whole cents; the odd ones go to the first instrument."""
    split = {name: int(share * grant) for name, share in policy.split.items()}
    for name in split:
        split[name] += grant - sum(split.values())
        break
    return split


def end_of_policy(city: City) -> None:
    """Let go what an earlier policy held out: whoever plans from now on would not pay for it.

    What was set aside for newcomers goes back to its purse; what firms were promised stays aside.
    """
    people, offers = city.people, city.offers
    payer = offers.payer.get("talent")
    if payer is not None:
        city.purses[payer] += city.reserved[payer]
        city.reserved[payer] = 0
    people.incentive[:] = people.incentive_end[:] = 0
    city.places.programming[:] = 0.0
    kinds = len(offers.talent)
    city.offers = Offers(np.zeros(kinds), np.zeros(kinds), np.zeros(kinds, np.int64))


def _pay_promised_incentives(city: City) -> None:
    """Pay newcomers what they were promised; what those who left will not get goes back."""
    people = city.people
    rows = people.order
    active = rows[(people.incentive[rows] > 0) & (people.incentive_end[rows] >= city.month)]
    due = int(people.incentive[active].sum())
    payer = city.offers.payer.get("talent")
    if payer is None:
        return
    city.reserved[payer] -= due
    city.books.spend(payer, "incentive", PEOPLE, due)
    months = people.incentive_end[active] - city.month
    still_promised = int((people.incentive[active] * months).sum())
    city.purses[payer] += city.reserved[payer] - still_promised
    city.reserved[payer] = still_promised


def _return_what_is_over(city: City, share: dict[str, int], months: int) -> None:
    """Pay out, per head, what a purse holds beyond so many months of its share."""
    rows = city.people.order
    for name, cents in share.items():
        over = city.purses[name] - months * cents
        if over <= 0 or len(rows) == 0:
            continue
        each = over // len(rows)
        city.purses[name] -= each * len(rows)
        city.people.transfer[rows] += each
        city.books.spend(name, "returned", PEOPLE, each * len(rows))
