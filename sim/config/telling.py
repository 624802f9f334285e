"""What a record tells of itself: texts by language, which no rule reads and no identity holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from sim.config.refusal import Refusal, shown, unknown

IN_SHORT = ("note",)
"""What lists and pages leave out of what a record tells of itself; `explain` says it."""


def texts(meaning: str, *labels: str) -> Any:
    """Declare what is told of a record, by language and label; no number, and no rule reads it.

    It may be left out, makes no difference between two records, and is in no identity.
    """
    told = {"form": "texts", "allowed": labels, "meaning": meaning}
    return field(default_factory=dict, compare=False, metadata=told)


def is_told(meta: Mapping[str, Any]) -> bool:
    """Tell whether a field only tells of its record, as `texts` declares it."""
    return meta.get("form") == "texts"


def check_texts(value: Any, _: Any, meta: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what is told by language and label, each a text or several, or refuse it."""
    if not isinstance(value, Mapping):
        raise _no_texts(value, meta)
    for lang, told in value.items():
        if not isinstance(told, Mapping):
            raise _no_texts(told, meta).within(str(lang))
        for label, said in told.items():
            if label not in meta["allowed"]:
                raise unknown("label", str(label), meta["allowed"], str(lang))
            several = said if isinstance(said, (list, tuple)) else [said]
            if not all(isinstance(each, str) and each for each in several):
                raise _no_texts(said, meta).within(f"{lang}.{label}")
    return {str(lang): dict(told) for lang, told in value.items()}


def _no_texts(given: Any, meta: Mapping[str, Any]) -> Refusal:
    labels = ", ".join(meta["allowed"])
    return Refusal.of("config.no_texts", given=shown(given), labels=labels)
