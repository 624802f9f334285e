"""A toy city hall whose numbers every test of sim.config may set wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sim.config import Declared, Refusal, choice, part, quantities, quantity


@dataclass(frozen=True, kw_only=True)
class Room(Declared):
    """A room where people meet."""

    seats: int = quantity("seats", 1, 400, "how many may sit")
    price: float = quantity("euros", 0, 100, "what an hour costs")
    hours: tuple[float, ...] = quantities("hours", 0, 24, 2, "when it opens and when it closes")
    split: dict[str, float] = quantities("share", 0, 1, None, "who pays which share")
    cap: float | None = quantity("euros", 0, 1000, "most it may cost; null is no cap")
    open: bool = choice("whether anyone may come in", True, False)
    tenure: str = choice("who owns it", "market", "trust")
    fields: tuple[str, ...] = choice("what is made here")

    def check_combination(self) -> None:
        """Refuse a room that closes before it opens."""
        if self.hours[1] < self.hours[0]:
            raise Refusal(f"{self.hours} was given, but it closes before it opens.", "hours")


@dataclass(frozen=True, kw_only=True)
class Hall(Declared):
    """A hall with rooms."""

    main: Room = part("the first room")
    others: dict[str, Room] = part("further rooms, by name")


def room(**changed: object) -> dict[str, object]:
    """Return the mapping of a right room, some values changed."""
    right: dict[str, object] = {
        "seats": 24,
        "price": 2,
        "hours": [9, 22.5],
        "split": {"city": 0.5, "people": 0.5},
        "cap": None,
        "open": True,
        "tenure": "trust",
        "fields": ["wood"],
        "sources": {"seats": "someone (2020)", "price": "assumption"},
    }
    return right | changed


def hall(**changed: object) -> dict[str, object]:
    """Return the mapping of a right hall whose main room has some values changed."""
    return {
        "_target_": "tests.config.toys.Hall",
        "main": room(**changed),
        "others": {"small": room()},
    }
