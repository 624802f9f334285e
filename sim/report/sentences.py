"""What was found, in plain sentences that never claim more than the intervals allow."""

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.power import detectable
from sim.config.catalogue import text, texts
from sim.plots import words
from sim.report.comparison import ENOUGH_SEEDS, Comparison

CLEAR = ("higher", "lower")


def change(row: pd.Series, lang: str) -> str:
    """Say the direction of a clear difference: more new ideas."""
    shown = words.outcome_texts(row["outcome"], lang)
    return str(shown["up"] if row["difference"] > 0 else shown["down"])


def disagree(row: pd.Series) -> bool:
    """Tell whether one interval leaves zero out and the other does not."""
    out = [
        row[f"{kind}_low"] > 0 or row[f"{kind}_high"] < 0
        for kind in ("t", "bca")
        if np.isfinite(row[f"{kind}_low"])
    ]
    return len(set(out)) > 1


def against(row: pd.Series, lang: str) -> str:
    """Say what one arm did to one outcome."""
    key = {"single": "single_arm"}.get(row["reading"], row["reading"])
    if key == "unclear" and disagree(row):
        key = "disagree"
    said = text(
        f"report.answer.{key}",
        lang,
        arm=words.arm_name(row["arm"], lang),
        reference=words.arm_name(row["reference"], lang),
        change=change(row, lang),
        flips=seeds_agree(row, lang),
        **words.quantity_texts(row, lang),
    )
    return words.capitalised(said)


def seeds_agree(row: pd.Series, lang: str) -> str:
    """Say how many seeds point the way the mean points."""
    count, n = words.flips(row), int(row["n"])
    if row["reading"] in ("single", "same", "absent"):
        return ""
    key = "split" if row["reading"] == "unclear" else "agree" if count else "agree_all"
    return text(f"report.answer.{key}", lang, flips=count, agree=n - count, n=n)


def counts(rows: pd.DataFrame) -> tuple[int, int]:
    """Count the contrasts that are clearly higher, and those clearly lower."""
    return int((rows["reading"] == "higher").sum()), int((rows["reading"] == "lower").sum())


def summary(comparison: Comparison) -> str:
    """Say in one sentence how many primary outcomes each headline arm clearly moved."""
    lang, total = comparison.lang, len(comparison.primary)
    rows = comparison.against(comparison.reference, comparison.headline)
    rows = rows[rows["outcome"].isin(comparison.primary)]
    reference = words.arm_name(comparison.reference, lang)
    if (rows["reading"] == "single").all():
        return text("report.answer.single", lang)
    if not rows["reading"].isin(CLEAR).any():
        return text("report.answer.none", lang, reference=reference, total=total)
    said = []
    for arm in comparison.headline:
        higher, lower = counts(rows[rows["arm"] == arm])
        key = "summary_arm" if higher or lower else "summary_arm_none"
        named = words.arm_name(arm, lang)
        said.append(
            text(f"report.answer.{key}", lang, arm=named, higher=higher, lower=lower, total=total)
        )
    return text("report.answer.summary", lang, reference=reference, said=words.listed(said, lang))


def answers(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the first screen's answer for each primary outcome."""
    lang, answered = comparison.lang, []
    for outcome in comparison.primary:
        shown = words.outcome_texts(outcome, lang)
        rows = comparison.against(comparison.reference, comparison.headline)
        rows = rows[rows["outcome"] == outcome]
        answered.append(
            {
                "outcome": outcome,
                "name": shown["name"],
                "what": shown.get("what", ""),
                "unit": shown["gap"],
                "sentences": [against(row, lang) for _, row in rows.iterrows()],
            }
        )
    return answered


def how_sure(comparison: Comparison) -> dict[str, str]:
    """Say how far this many seeds carry."""
    n = len(comparison.seeds)
    kind = "single" if n < 2 else "provisional" if n < ENOUGH_SEEDS else "enough"
    total = len(comparison.primary) + len(comparison.others)
    return note(kind, comparison.lang, n=n, total=total)


def what_could_be_seen(comparison: Comparison) -> dict[str, str] | None:
    """Say how large a true difference would have had to be for these seeds to find it."""
    lang, primary = comparison.lang, comparison.primary
    lone = (comparison.headline[0], comparison.reference) if comparison.headline else None
    pair = comparison.duel or lone
    if pair is None or len(comparison.seeds) < 2:
        return None
    found = [comparison.contrast(outcome, *pair) for outcome in primary]
    rows = [row for row in found if row is not None]
    least = [float(detectable(row["sd"], row["n"])) for row in rows]
    said = [
        text(
            "report.notes.seen_one",
            lang,
            name=words.outcome_texts(row["outcome"], lang)["name"].lower(),
            least=_least(row, size, lang),
            gap=words.outcome_texts(row["outcome"], lang)["gap"],
        )
        for row, size in zip(rows, least, strict=True)
        if np.isfinite(size)
    ]
    arm, other = (words.arm_name(name, lang) for name in pair)
    told = {"n": len(comparison.seeds), "arm": arm, "other": other}
    return note("seen", lang, **told, said=words.parted(said, lang)) if said else None


def _least(row: pd.Series, size: float, lang: str) -> str:
    """Write a difference as finely as the interval beside it."""
    factor = words.scale(row["outcome"])
    return words.number(size * factor, words.decimals(words.half_width(row) * factor), lang)


def which_worlds(comparison: Comparison) -> dict[str, str]:
    """Name what was sampled, or say that nothing was."""
    columns, lang = comparison.world_columns, comparison.lang
    if not columns:
        return note("fixed", lang)
    worlds = comparison.runs.drop_duplicates("seed")
    named = []
    for column in columns:
        values = worlds[column].dropna()
        short = words.assumption(column, lang)
        if pd.api.types.is_numeric_dtype(values):
            low, high = float(values.min()), float(values.max())
            named.append(
                f"{short} {words.short(low, lang)}"
                + (f"–{words.short(high, lang)}" if high > low else "")
            )
        else:
            known = [words.called("value", each, lang) for each in sorted({*map(str, values)})]
            named.append(f"{short} ({words.enumerated(known, lang)})")
    return note("sampled", lang, names=words.parted(named, lang))


def geometry(comparison: Comparison) -> dict[str, str] | None:
    """Say what the static form says of these worlds, and how often the living city agrees."""
    static, lang = comparison.static, comparison.lang
    if static.empty:
        return None
    ratio = static["ratio"]
    told: dict[str, Any] = {
        "sites": words.seeds_said(static["sites"].unique().tolist()),
        "few": few_sites(static, lang),
        "middle": words.rough(ratio.median(), lang),
        "low": words.rough(ratio.min(), lang),
        "high": words.rough(ratio.max(), lang),
    }
    if comparison.duel is None or not comparison.primary or len(comparison.seeds) < 2:
        return note("static_plain", lang, **told)
    first, second = comparison.duel
    difference = comparison.differences(first, second)[comparison.primary[0]].dropna()
    own = ratio.reindex(difference.index)
    return note(
        "static",
        lang,
        **told,
        above=int((own > 1).sum()),
        n=len(own),
        arm=words.arm_name(first, lang),
        other=words.arm_name(second, lang),
        dynamic=int((difference > 0).sum()),
        agree=int(((own > 1) == (difference > 0)).sum()),
    )


def few_sites(static: pd.DataFrame, lang: str) -> str:
    """Say how many big sites the many small ones are held against."""
    counted = static["few"].unique().tolist()
    if counted == [1]:
        return text("report.notes.few_sites.one", lang)
    return text("report.notes.few_sites.several", lang, count=words.seeds_said(counted))


def note(key: str, lang: str, **fields: Any) -> dict[str, str]:
    """Return one of the notes beside the answer: its heading and its text."""
    heading = str(texts("report", lang)["notes"][key]["heading"])
    return {"heading": heading, "text": text(f"report.notes.{key}.text", lang, **fields)}


def what_else_moved(comparison: Comparison) -> dict[str, str] | None:
    """Say which other outcomes each headline arm clearly raised and lowered."""
    lang, others = comparison.lang, comparison.others
    if len(comparison.seeds) < 2 or not others or not comparison.headline:
        return None
    rows = comparison.against(comparison.reference, comparison.headline)
    rows = rows[rows["outcome"].isin(others)]
    said = []
    for arm in comparison.headline:
        own = rows[rows["arm"] == arm]
        names = {
            word: [
                words.outcome_texts(name, lang)["name"].lower()
                for name in own.loc[own["reading"] == word, "outcome"]
            ]
            or [text("report.notes.moved_none", lang)]
            for word in CLEAR
        }
        said.append(
            text(
                "report.notes.moved_arm",
                lang,
                arm=words.arm_name(arm, lang),
                higher=words.listed(names["higher"], lang),
                lower=words.listed(names["lower"], lang),
            )
        )
    return note("moved", lang, said=words.capitalised(words.parted(said, lang)))
