"""What is committed: the design, what was registered of it, and where results lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DESIGN = HERE / "design.yaml"
REGISTER = HERE / "registered.yaml"
WORLDS = HERE / "worlds.csv"
OUT = Path("results/worlds")
DRAWN = "world."


@dataclass(frozen=True)
class Batch:
    """The worlds of one city under one accepted set of numbers: one comparison."""

    city: str
    accepted: str
    first: int
    count: int

    @property
    def words(self) -> list[str]:
        """Return what is said to `faireville compare`."""
        of_worlds = [f"seed={self.first}", f"seeds={self.count}"]
        return [f"city={self.city}", f"accepted={self.accepted}", *of_worlds]


@cache
def design() -> dict[str, Any]:
    """Return the committed design."""
    return dict(yaml.safe_load(DESIGN.read_text(encoding="utf-8")))


def batches(given: dict[str, Any]) -> Iterator[Batch]:
    """Return every comparison of the design, town by town and set by set."""
    count = given["worlds_of_a_set"]
    for city in given["cities"]:
        for place, accepted in enumerate(given["accepted"]):
            yield Batch(city, accepted, given["first_seed"] + place * count, count)


def sha256(content: bytes) -> str:
    """Return the hash of some bytes."""
    return hashlib.sha256(content).hexdigest()
