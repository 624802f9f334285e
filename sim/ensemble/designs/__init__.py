"""Which numbers of a city are varied together, and at which points."""

from sim.ensemble.designs.design import Design, Factor, Point

__all__ = ["Design", "Factor", "Point"]
