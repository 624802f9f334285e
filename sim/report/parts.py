"""The tables and lists of the page, ready to be laid out."""

from typing import Any

import pandas as pd

from sim.analysis.contrasts import BASELINES
from sim.analysis.moved import moved as moved_by_arm
from sim.config.catalogue import text
from sim.config.telling import IN_SHORT
from sim.plots import style, words
from sim.report import strips
from sim.report.comparison import Comparison, Pair

MOVED = ("higher", "lower", "unclear", "same")
MOST_SEEDS_LISTED = 64


def moved(comparison: Comparison) -> list[dict[str, Any]]:
    """List, arm by arm, what it raised, lowered, did not clearly move and did not touch."""
    lang = comparison.lang
    rows = comparison.against(comparison.reference)
    read = moved_by_arm(rows, comparison.reference)
    listed = []
    for arm in comparison.arms:
        if arm not in read or arm not in comparison.shown:
            continue
        parts = [
            {
                "key": word,
                "label": text(f"report.moved.{word}", lang),
                "names": [
                    (words.outcome_texts(name, lang)["name"], name in comparison.primary)
                    for name in read[arm][word]
                ],
            }
            for word in MOVED
        ]
        single = bool(read[arm]["single"])
        listed.append(
            {
                "arm": words.arm_name(arm, lang),
                "colour": style.colour(arm),
                "parts": [] if single else [part for part in parts if part["names"]],
                "single": text("report.moved.single", lang) if single else "",
            }
        )
    return listed


def stand_for(comparison: Comparison) -> list[dict[str, Any]]:
    """Say of each arm what its policy tells of itself, in the report's language if it can."""
    told, lang = comparison.manifest.get("arms", {}), comparison.lang
    told = told if isinstance(told, dict) else {}
    listed = []
    for arm in comparison.arms:
        about = told.get(arm, {}).get("policy", {}).get("about", {})
        said: dict[str, Any] = about.get(lang) or next(iter(about.values()), {})
        if said:
            rows = [
                {"label": text(f"report.arms.{label}", lang), "said": words.several(one, lang)}
                for label, one in said.items()
                if label not in IN_SHORT
            ]
            named, colour = words.arm_name(arm, lang), style.colour(arm)
            listed.append({"arm": named, "colour": colour, "rows": rows})
    return listed


def contrast_tables(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the tables of contrasts: against each reference, then face to face."""
    references = [name for name in BASELINES if name in comparison.arms] or [comparison.reference]
    tables = []
    for reference in references:
        rows = comparison.against(reference)
        first = rows["outcome"].isin(comparison.primary)
        for key, part in (("against", rows[first]), ("others", rows[~first])):
            pair = comparison.arms[0], reference
            tables.append(_contrast_table(comparison, key, pair, part))
    for arm, other in dict.fromkeys([*comparison.duels, *comparison.matched.values()]):
        if other not in references:
            rows = comparison.against(other, [arm])
            tables.append(_contrast_table(comparison, "versus", (arm, other), rows))
    return [table for table in tables if table["rows"]]


def _contrast_table(
    comparison: Comparison, key: str, pair: Pair, rows: pd.DataFrame
) -> dict[str, Any]:
    """Return one table of contrasts; of all tables the primary ones with the reference are open."""
    lang, against = comparison.lang, key == "against"
    arm, reference = (words.arm_name(name, lang) for name in pair)
    heading = text(f"report.contrasts.{key}", lang, arm=arm, reference=reference)
    return {
        "heading": words.capitalised(heading),
        "reference": reference,
        "open": against and pair[1] == comparison.reference,
        "rows": strips.contrast_rows(comparison, rows, named=against),
    }


def contrast_intro(comparison: Comparison) -> str:
    """Say which contrasts follow."""
    lang = comparison.lang
    reference = words.arm_name(comparison.reference, lang)
    if "none" in comparison.arms and comparison.reference != "none":
        other = words.arm_name("none", lang)
        return text("report.contrasts.intro", lang, reference=reference, other=other)
    return text("report.contrasts.intro_one", lang, reference=reference)


def equal(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the primary contrasts at equal cash and hours given, in reading order."""
    equal = comparison.equal_resources
    if equal.empty:
        return []
    rank = {name: place for place, name in enumerate(comparison.primary)}
    ordered = equal.sort_values("outcome", key=lambda names: names.map(rank), kind="stable")
    rows = strips.contrast_rows(comparison, ordered)
    for row, (_, given) in zip(rows, ordered.iterrows(), strict=True):
        row["arm"] = words.pair_name(
            given["arm"], given["reference"], comparison.reference, comparison.lang
        )
    return rows


def worlds(comparison: Comparison) -> dict[str, Any] | None:
    """Return each seed's world and which way each primary outcome points there."""
    if not comparison.world_columns or len(comparison.seeds) > MOST_SEEDS_LISTED:
        return None
    lang = comparison.lang
    pair = comparison.duel or (
        (comparison.headline[0], comparison.reference) if comparison.headline else None
    )
    if pair is None:
        return None
    differences, static = comparison.differences(*pair), comparison.static
    worlds = comparison.runs.drop_duplicates("seed").set_index("seed").sort_index()
    order = static["ratio"].sort_values().index if len(static) else worlds.index
    rows = []
    for seed in order:
        if seed not in differences.index:
            continue
        values = [worlds.loc[seed, name] for name in comparison.world_columns]
        rows.append(
            {
                "seed": int(seed),
                "values": [_value(value, lang) for value in values],
                "ratio": words.rough(static.loc[seed, "ratio"], lang) if len(static) else "",
                "signs": [_sign(differences.loc[seed, name]) for name in comparison.primary],
            }
        )
    key = "intro_duel" if comparison.duel else "intro"
    arm, reference = (words.arm_name(name, lang) for name in pair)
    return {
        "intro": text(
            f"report.worlds.{key}", lang, arm=arm, reference=reference, minus=words.MINUS
        ),
        "columns": [words.assumption(name, lang) for name in comparison.world_columns],
        "paths": [name.removeprefix("world.") for name in comparison.world_columns],
        "ratio": len(static) > 0,
        "outcomes": [words.outcome_texts(name, lang)["name"] for name in comparison.primary],
        "rows": rows,
    }


def _value(value: Any, lang: str) -> str:
    """Say what one assumption is in a world."""
    if isinstance(value, float):
        return words.short(value, lang)
    return words.called("value", str(value), lang)


def _sign(value: float) -> str:
    """Return plus, minus or nought."""
    if value != value:
        return ""
    return "+" if value > 0 else words.MINUS if value < 0 else "0"
