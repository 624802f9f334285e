"""Everything a run depends on: the numbers of a city, a policy, and a seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.city.economy import Economy
from sim.city.plan import CityPlan, Population
from sim.config.build import build
from sim.config.quantity import Declared, choice, part, quantity
from sim.config.refusal import Refusal, shown
from sim.model.behaviour import Behaviour
from sim.policy.grant import SOURCES
from sim.policy.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Scenario(Declared):
    """One city under one policy; a run depends on nothing else."""

    city: CityPlan = part("the ground")
    population: Population = part("the people")
    economy: Economy = part("the prices")
    behaviour: Behaviour = part("the habits")
    policy: Policy = part("what is done with the grant")
    burn_in: int = quantity("months", 1, 600, "months without policy, shared by all arms")
    months: int = quantity("months", 1, 1200, "months with policy")
    budget: float = quantity(
        "share", 0, 0.2, "grant a month, share of all incomes in the last month of burn-in"
    )
    budget_source: str = choice("who pays the grant", *SOURCES)
    seed: int = quantity("", 0, 2**31 - 1, "luck; runs with one seed share theirs")

    def check_combination(self) -> None:
        """Refuse a policy that its budget cannot fund, and a tax that could not be raised."""
        if self.policy.instruments:
            self.policy.check_budget(self.economy, self.expected_grant())
            if self.budget_source == "local_tax":
                self._check_tax()

    def _check_tax(self) -> None:
        """Refuse a tax on a median wage that is more than what she has who has just lost it."""
        left = self.economy.work.unemployed_income
        for name, kind in self.population.kinds.items():
            tax = self.budget * kind.income
            if kind.wage_earner and tax > left:
                raise Refusal.of(
                    "policy.no_tax",
                    budget=self.budget,
                    income=kind.income,
                    tax=tax,
                    kind=name,
                    left=left,
                    lower=left / kind.income,
                )

    def expected_grant(self) -> float:
        """Return the euros a month that the budget is expected to be, before the city is built."""
        mean = sum(
            kind.share * kind.income * math.exp(kind.income_log_sd**2 / 2)
            for kind in self.population.kinds.values()
        )
        return self.budget * mean * self.city.people

    @classmethod
    def of(cls, numbers: Mapping[str, Any]) -> Scenario:
        """Build a scenario from plain numbers, as composed from the presets."""
        scenario = build(numbers)
        if not isinstance(scenario, cls):
            given, own = shown(numbers.get("_target_")), f"{cls.__module__}.{cls.__qualname__}"
            raise Refusal.of("model.no_scenario", "_target_", given=given, scenario=own)
        return scenario

    @classmethod
    def compose(cls, *overrides: str) -> Scenario:
        """Compose the presets with overrides, as the command line does, and build the scenario."""
        from sim.config.compose import compose

        return cls.of(compose(list(overrides)))
