"""What a number is: its unit, bounds, meaning and source, and how a wrong one is refused."""

from sim.config.build import build, without_sources
from sim.config.quantity import Declared, choice, part, quantities, quantity
from sim.config.refusal import Refusal

__all__ = [
    "Declared",
    "Refusal",
    "build",
    "choice",
    "part",
    "quantities",
    "quantity",
    "without_sources",
]
