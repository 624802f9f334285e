"""A figure ready to be read: its name, the sentence it carries, and the drawing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Plate:
    """One drawn figure, its name and the sentence it carries."""

    name: str
    title: str
    figure: "Figure"
