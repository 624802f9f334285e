"""A figure ready to be read: its name, the sentence it carries, and the drawing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import titles
from sim.report.comparison import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Plate:
    """One drawn figure, its name and the sentence it carries."""

    name: str
    title: str
    figure: "Figure"


def caption(comparison: Comparison, how: str) -> str:
    """Say how to read a figure, and from how many seeds and which comparison it comes."""
    return f"{how} {titles.footing(comparison)}"
