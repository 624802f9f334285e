"""A policy: a list of instruments, and how the money is split between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.city.economy import Economy
from sim.config.quantity import Declared, part, quantities
from sim.config.refusal import Refusal
from sim.config.telling import texts
from sim.policy.instrument import Instrument

TOLERANCE = 1e-9
ABOUT = ("model", "figures", "totems", "status", "behaviours", "note")
"""What may be told of a policy: the model of the city it stands for, and what it stands by."""


@dataclass(frozen=True, kw_only=True)
class Policy(Declared):
    """What a city does with its grant. None of this has a name that any rule knows."""

    instruments: dict[str, Instrument] = part("what the money is spent on")
    split: dict[str, float] = quantities("share", 0, 1, None, "how the money is split")
    about: dict[str, dict[str, Any]] = texts("what the policy says of itself", *ABOUT)

    def check_combination(self) -> None:
        """Every instrument has a share, every share an instrument, and they add up to one."""
        if set(self.instruments) != set(self.split):
            split, instruments = sorted(self.split), sorted(self.instruments)
            raise Refusal.of("policy.split_names", split=split, instruments=instruments)
        total = sum(self.split.values())
        if self.split and abs(total - 1.0) > TOLERANCE:
            raise Refusal.of("policy.split_total", total=total)

    def hard_share(self, economy: Economy) -> float:
        """Return s, the most of the money that can be bound for buildings, ground and homes."""
        return sum(
            share * self.instruments[name].hard_share(economy) for name, share in self.split.items()
        )

    @property
    def attraction_share(self) -> float:
        """Return e, the part of the money that goes to drawing people and firms from outside."""
        return sum(
            share * self.instruments[name].attraction_share for name, share in self.split.items()
        )

    def check_budget(self, economy: Economy, euros: float) -> None:
        """Refuse a grant with which an instrument could do nothing, saying what would do."""
        if euros <= 0:
            return
        for name, instrument in self.instruments.items():
            needed = instrument.fewest_euros(economy)
            gets = (1.0 - economy.public.administration) * self.split[name] * euros
            if 0 < gets < needed:
                times = needed / gets
                raise Refusal.of(
                    "policy.budget_too_small", name=name, euros=gets, needed=needed, times=times
                )
