"""The city as a Mesa model: fourteen verbs a month."""

from __future__ import annotations

import mesa
import numpy as np

from sim.city.books import PURSE
from sim.city.build import build_city
from sim.city.city import City
from sim.city.plan import PER_THOUSAND
from sim.model.identities import settle
from sim.model.phases import accept as encounters
from sim.model.phases import come_and_go as turnover
from sim.model.phases import gather as outings
from sim.model.phases import govern as government
from sim.model.phases import keep_up as upkeep
from sim.model.phases import make as making
from sim.model.phases import meet as meetings
from sim.model.phases import move as moving
from sim.model.phases import release as releasing
from sim.model.phases import rent as renting
from sim.model.phases import work as working
from sim.model.planner import Planner, end_of_policy
from sim.model.scenario import Scenario
from sim.model.surroundings import Surroundings, surroundings
from sim.model.visible import Visible


class CityModel(Visible, mesa.Model):
    """One city, lived through month by month under one policy."""

    running: bool

    def __init__(self, scenario: Scenario, city: City | None = None) -> None:
        super().__init__(rng=scenario.seed)
        self.scenario = scenario
        self.horizon = scenario.burn_in if city is None else scenario.months
        if city is None:
            city = build_city(scenario.city, scenario.population, scenario.economy, scenario.seed)
            city.knock_share = scenario.behaviour.come_and_go.knock / PER_THOUSAND
            remember_the_start(city)
            self.city = city
            return
        self.city = city
        city.books.ledger.clear()
        if city.books.balance[PURSE]:  # what an earlier policy left is part of what there is
            city.books.note("purse", "grant", city.books.balance[PURSE])
        income = int(city.people.income[city.people.order].sum())
        people = city.people
        people.founder[people.order] = True
        people.made_before[people.order] = people.made[people.order]
        people.moves_forced[people.order] = 0
        end_of_policy(city)
        if scenario.policy.instruments:
            Planner(self, scenario.policy, int(scenario.budget * income))

    @property
    def scenario(self) -> Scenario:
        """The numbers this city lives by; frozen, and so not marked with its model by Mesa."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._scenario = scenario

    @property
    def month(self) -> int:
        """Months lived since the city was built."""
        return self.city.month

    def branch(self, scenario: Scenario) -> CityModel:
        """Return an independent city with the same past that goes on under another scenario.

        The grant is fixed now, as a share of this month's incomes, and those present now are the
        founders whose fate is followed wherever they go.
        """
        return type(self)(scenario, self.city.copy())

    def live(self, months: int) -> None:
        """Live so many months."""
        for _ in range(months):
            self.step()

    def run_model(self) -> None:
        """Live the months the scenario gives: those before the policy, or those under it."""
        while self.running and self.time < self.horizon:
            self.step()
        self.running = False

    def step(self) -> None:
        """Live one month."""
        self.govern()  # planners spend; places open, close and move
        self.gather()  # people go out and take seats
        self.meet()  # those in one room meet, and neighbours, friends, strangers
        self.accept()  # some meetings take; ties grow and fade
        self.learn()  # techniques pass from one to another
        self.make()  # teams put techniques together
        self.release()  # ideas are opened, sold, used
        self.work()  # firms trade and hire; everyone earns and pays
        self.keep_up()  # places are paid for and repaired
        self.rent()  # rents follow vacancy; developers build
        self.move()  # leases end, dwellings are let
        self.come_and_go()  # some enter, some leave, firms arrive
        self.drift()  # people grow a little alike
        self.settle()  # everything adds up

    def govern(self) -> None:
        """Begin the month, settle the places' fate, and let planners spend."""
        economy = self.scenario.economy
        government.begin(self.city)
        government.govern(self.city, economy.places, economy.public)
        for planner in [one for one in self.registered if isinstance(one, Planner)]:
            planner.spend()

    def gather(self) -> None:
        """Let people go out."""
        outings.gather(self.city, self.scenario.behaviour.gather, self.scenario.economy.places)

    def meet(self) -> None:
        """Let people meet."""
        meetings.meet(self.city, self.scenario.behaviour.meet, self.scenario.behaviour.gather)

    def accept(self) -> None:
        """Let meetings take, or not."""
        encounters.accept(self.city, self.scenario.behaviour.accept)

    def learn(self) -> None:
        """Let people learn."""
        encounters.learn(self.city, self.scenario.behaviour.learn)

    def make(self) -> None:
        """Let teams make things."""
        making.make(self.city, self.scenario.behaviour.make, self.scenario.economy.places)

    def release(self) -> None:
        """Let ideas out."""
        releasing.release(self.city, self.scenario.behaviour.make, self.scenario.economy.ideas)

    def work(self) -> None:
        """Let firms and households earn and pay."""
        working.work(self.city, self.scenario.economy.work)

    def keep_up(self) -> None:
        """Let places be kept up."""
        upkeep.keep_up(self.city, self.scenario.economy.places, self.scenario.economy.public)

    def rent(self) -> None:
        """Let rents follow vacancy."""
        work = self.scenario.economy.work
        renting.rent(self.city, self.scenario.economy.housing, work.workspace_rent)

    def move(self) -> None:
        """Let people move house."""
        self.around: Surroundings = surroundings(
            self.city, self.scenario.behaviour.move, self.scenario.economy.public
        )
        moving.move(
            self.city, self.scenario.behaviour.move, self.scenario.economy.housing, self.around
        )

    def come_and_go(self) -> None:
        """Let people and firms arrive and leave."""
        turnover.come_and_go(self.city, self.scenario.behaviour, self.scenario.economy, self.around)

    def drift(self) -> None:
        """Let people change."""
        encounters.drift(self.city, self.scenario.behaviour.drift)

    def settle(self) -> None:
        """Check that everything adds up."""
        settle(self.city)


def remember_the_start(city: City) -> None:
    """Note the city's mean density of jobs, against which later ones are measured."""
    city.jobs_at_start = city.access_at_start = 1.0
    around = working.jobs_around(city)
    firms = city.firms
    rows = np.flatnonzero(firms.open[: firms.size])
    jobs = np.maximum(firms.jobs[rows], 1)
    block = city.cells.block[firms.cell[rows]]
    city.jobs_at_start = float((around[block] * jobs).sum() / jobs.sum())
    city.access_at_start = float(around.mean())
