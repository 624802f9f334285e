"""How arms, outcomes and numbers are said, on figures and in the report alike."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.config.catalogue import localised, mark, text, texts

MINUS = "\u2212"
NOTHING = "–"
SIGNIFICANT = 2  # digits an interval's half-width is given with
MOST_DECIMALS = 5


def arm_name(arm: str, lang: str = "en") -> str:
    """Say an arm; one the user named keeps the user's name."""
    return str(texts("figures", lang)["arm"].get(arm, arm.replace("_", " ")))


def several(said: Any, lang: str = "en") -> str:
    """Write one text, or several one after the other."""
    return enumerated(map(str, said), lang) if isinstance(said, (list, tuple)) else str(said)


def pair_name(arm: str, other: str, reference: str, lang: str = "en") -> str:
    """Say an arm; with what it is held against, when that is not the usual reference."""
    if other == reference:
        return arm_name(arm, lang)
    return f"{arm_name(arm, lang)} {MINUS} {arm_name(other, lang)}"


def called(section: str, name: str, lang: str = "en") -> str:
    """Say a grouping, group or account; an unknown one keeps its own name."""
    return str(texts("outcomes", lang)[section].get(name, name.replace("_", " ")))


def assumption(path: str, lang: str = "en") -> str:
    """Say an assumption in few words, by the last name of its path."""
    return called("assumption", path.rsplit(".", 1)[-1], lang)


def outcome_texts(outcome: str, lang: str = "en") -> dict[str, Any]:
    """Return name, unit, gap (unit of a difference) and scale of an outcome as shown."""
    given = dict(texts("outcomes", lang)["outcome"].get(outcome, {}))
    name = given.get("name") or outcome.replace("_", " ").capitalize()
    unit = given.get("unit", "")
    plain = {"name": name, "unit": unit, "gap": given.get("gap", unit), "scale": 1.0}
    change = {way: text(f"outcomes.other.{way}", lang, name=name.lower()) for way in ("up", "down")}
    return plain | change | given


def scale(outcome: str) -> float:
    """Return what a stored value is multiplied with before it is shown."""
    return float(outcome_texts(outcome)["scale"])


def layer_texts(layer: str, lang: str = "en") -> dict[str, str]:
    """Return name and unit of a layer of the map."""
    known = texts("outcomes", lang)["layer"]
    return dict(known.get(layer, {"name": layer.replace("_", " "), "unit": ""}))


def decimals(*sizes: float) -> int:
    """Choose how many decimals let the smallest useful size show two digits."""
    known = [abs(size) for size in sizes if np.isfinite(size) and size != 0]
    if not known:
        return 1
    largest = max(known)
    return int(np.clip(SIGNIFICANT - 1 - math.floor(math.log10(largest)), 0, MOST_DECIMALS))


def number(value: float, places: int = 1, lang: str = "en", *, signed: bool = False) -> str:
    """Write a number with a real minus sign and thousands apart, as the language does."""
    if not np.isfinite(value):
        return NOTHING
    written = f"{value:+,.{places}f}" if signed else f"{value:,.{places}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("+-")
    return localised(written.replace("-", MINUS), lang)


def percent(share: float, places: int, lang: str = "en") -> str:
    """Write a share as so many in a hundred."""
    return text("figures.percent", lang, value=number(100 * share, places, lang))


def short(value: float, lang: str = "en") -> str:
    """Write a number of unknown size with three digits that count."""
    if not np.isfinite(value) or value == 0:
        return number(value, 0)
    places = int(np.clip(2 - math.floor(math.log10(abs(value))), 0, MOST_DECIMALS))
    written, decimal = number(value, places, lang), mark("decimal", lang)
    return written.rstrip("0").rstrip(decimal) if decimal in written else written


def rough(value: float, lang: str = "en") -> str:
    """Write a number with two digits that count."""
    return localised(f"{value:.2g}", lang)


def plain(value: float, lang: str = "en") -> str:
    """Write a number with as many digits as it has."""
    return localised(f"{value:g}", lang)


def half_width(row: pd.Series) -> float:
    """Return how far the paired-t interval reaches to either side, or the difference itself."""
    width = (row["t_high"] - row["t_low"]) / 2
    return float(width if np.isfinite(width) and width > 0 else row["difference"])


def quantity_texts(row: pd.Series, lang: str = "en") -> dict[str, str]:
    """Write one contrast's difference, intervals and means in the outcome's shown unit."""
    shown = outcome_texts(row["outcome"], lang)
    factor = float(shown["scale"])
    places = decimals(half_width(row) * factor)

    relative = row.get("relative_difference", np.nan) if shown.get("relative", True) else np.nan

    def said(value: float, *, signed: bool = True) -> str:
        return number(value * factor, places, lang, signed=signed)

    def span(low: str, high: str) -> str:
        if not np.isfinite(row[low]):
            return NOTHING
        return text("figures.span", lang, low=said(row[low]), high=said(row[high]))

    return {
        "difference": said(row["difference"]),
        "t": span("t_low", "t_high"),
        "bca": span("bca_low", "bca_high"),
        "median": said(row["median"]),
        "spread": span("p10", "p90"),
        "mean_arm": said(row.get("mean_arm", np.nan), signed=False),
        "mean_reference": said(row.get("mean_reference", np.nan), signed=False),
        "relative": number(100 * relative, 1, lang, signed=True),
        "gap": str(shown["gap"]),
        "unit": str(shown["unit"]),
    }


def flips(row: pd.Series) -> int:
    """Count the seeds whose difference points the other way than the mean."""
    share = row["sign_flip_share"]
    return int(round(share * row["n"])) if np.isfinite(share) else 0


def listed(words: Iterable[str], lang: str = "en", kind: str = "names") -> str:
    """Join words as one says them: a, b and c; ``kind`` is names or numbers."""
    given = list(words)
    joint = text("report.and", lang)
    first = mark(kind, lang).join(given[:-1])
    return f" {joint} ".join([first, given[-1]] if len(given) > 1 else given)


def enumerated(words: Iterable[str], lang: str = "en", kind: str = "names") -> str:
    """Set words or numbers one after the other: a, b, c."""
    return mark(kind, lang).join(words)


def parted(parts: Iterable[str], lang: str = "en") -> str:
    """Join the parts of a sentence: a; b."""
    return mark("parts", lang).join(parts)


def seeds_said(seeds: Sequence[int]) -> str:
    """Write seeds as ranges: 0-15, 20."""
    ordered = sorted({int(seed) for seed in seeds})
    spans: list[list[int]] = []
    for seed in ordered:
        if spans and seed == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], seed]
        else:
            spans.append([seed])
    return ", ".join("–".join(map(str, span)) for span in spans)


def money(euros: float, lang: str = "en") -> str:
    """Write a sum of money with the unit one would say it in."""
    for size, unit in ((1e9, "billions"), (1e6, "millions")):
        if abs(euros) >= size:
            said = number(euros / size, decimals(euros / size / 10), lang)
            return text(f"figures.money.{unit}", lang, sum=said)
    return text("figures.money.euros", lang, sum=number(euros, 0, lang))


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]
