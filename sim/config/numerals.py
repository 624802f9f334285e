"""How numbers are written: figures as Python writes them, marks as a language has them."""

from __future__ import annotations

import re
from numbers import Real
from typing import Any

WRITTEN = re.compile(r"[-+\u2212]?[\d,]*\.?\d+([eE][-+]?\d+)?")


def is_number(value: Any) -> bool:
    """Tell whether a value is a number, or one that is written already, as Python writes it."""
    if isinstance(value, str):
        return bool(WRITTEN.fullmatch(value))
    return isinstance(value, Real) and not isinstance(value, bool)


def marked(written: str, thousands: str, decimal: str) -> str:
    """Set the marks of a language in a number written as Python writes it, as in 1,234.5."""
    own: dict[str, str | int | None] = {",": thousands, ".": decimal}
    return written.translate(str.maketrans(own))
