"""Which assumptions are varied together, and at which points cities are lived."""

from sim.ensemble.designs.design import Design, Factor, Point
from sim.ensemble.designs.expand import KINDS, design_of

__all__ = ["KINDS", "Design", "Factor", "Point", "design_of"]
