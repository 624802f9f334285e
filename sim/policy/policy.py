"""A policy: a list of instruments, and how the money is split between them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.city.economy import Economy
from sim.config.quantity import Declared, part, quantities
from sim.config.refusal import Refusal
from sim.policy.instrument import Instrument

TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Policy(Declared):
    """What a city does with its grant. None of this has a name that any rule knows."""

    instruments: dict[str, Instrument] = part("what the money is spent on")
    split: dict[str, float] = quantities("share", 0, 1, None, "how the money is split")

    def check_combination(self) -> None:
        """Every instrument has a share, every share an instrument, and they add up to one."""
        if set(self.instruments) != set(self.split):
            raise Refusal(
                f"the split names {sorted(self.split)} but the instruments are "
                f"{sorted(self.instruments)}: each instrument needs one share of the money."
            )
        total = sum(self.split.values())
        if self.split and abs(total - 1.0) > TOLERANCE:
            raise Refusal(
                f"the shares of the split add up to {total:g}, but they must add up to 1, since "
                "the whole grant is spent or returned."
            )

    def check_budget(self, economy: Economy, euros: float) -> None:
        """Refuse a grant with which an instrument could do nothing, saying what would do."""
        if euros <= 0:
            return
        for name, instrument in self.instruments.items():
            needed = instrument.fewest_euros(economy)
            if self.split[name] > 0 and self.split[name] * euros < needed:
                raise Refusal(
                    f"{name} would get about {self.split[name] * euros:,.0f} euros a month, but it "
                    f"needs {needed:,.0f} to do anything: raise the budget to "
                    f"{needed / self.split[name] / euros:,.1f} times, its share, or lower its size."
                )
