"""Reads the design: what each variant asks for, and in which order its months are lived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

GIVEN = Path(__file__).with_name("design.yaml")
VARIANT = "variant"


@cache
def design() -> dict[str, Any]:
    """Read what is committed."""
    read: dict[str, Any] = yaml.safe_load(GIVEN.read_text(encoding="utf-8"))
    return read


def words_of(variant: str, given: Mapping[str, Any], more: Sequence[str] = ()) -> list[str]:
    """Return what is asked of `faireville compare` for a variant; more words come last and win."""
    return [
        f"arms=[{','.join(given['arms'])}]",
        "matched=false",
        f"seed={given['first_seed']}",
        f"seeds={given['seeds']}",
        *given["variants"][variant]["words"],
        *more,
    ]


def usual(variant: str, given: Mapping[str, Any]) -> bool:
    """Tell whether a variant lives its months in the order of the model."""
    return bool(given["variants"][variant]["order"] == given["order"])
