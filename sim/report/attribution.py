"""Which instrument carried what of each contrast, said in sentences, rows and one figure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.moved import with_readings
from sim.config.catalogue import text
from sim.plots import attribution as attribution_plots
from sim.plots import style, words
from sim.plots.attribution import part_name
from sim.recorder.schemas import INSTRUMENT, WHOLE
from sim.report.captions import caption
from sim.report.comparison import Comparison
from sim.report.plate import Plate

CLEAR = ("higher", "lower")
NOT_TOLD = {"median": np.nan, "p10": np.nan, "p90": np.nan}


def shares(comparison: Comparison) -> pd.DataFrame:
    """Return the shares with their readings, the primary outcomes first; empty where none are."""
    rows = comparison.table("attribution")
    if rows.empty:
        return rows
    ordered = [*comparison.primary, *comparison.others]
    rank = {name: place for place, name in enumerate(ordered)}
    rows = rows[rows["outcome"].isin(ordered) & rows["arm"].isin(comparison.arms)]
    rows = rows.sort_values("outcome", key=lambda names: names.map(rank), kind="stable")
    read = with_readings(rows.assign(difference=rows["share"], **NOT_TOLD))
    return read.reset_index(drop=True)


def part(comparison: Comparison) -> dict[str, Any] | None:
    """Return everything the page says of instruments; nothing where nobody asked."""
    rows, lang = shares(comparison), comparison.lang
    if rows.empty:
        return None
    method, reference = str(rows["method"].iloc[0]), _reference(rows, lang)
    return {
        "intro": text(f"report.attribution.intro.{method}", lang, reference=reference),
        "failed": _failed(comparison),
        "arms": [_of_an_arm(comparison, rows, arm) for arm in _arms(comparison, rows)],
    }


def plate(comparison: Comparison) -> Plate | None:
    """Draw every instrument's share of each primary contrast."""
    rows, lang = shares(comparison), comparison.lang
    rows = rows[rows["outcome"].isin(comparison.primary)] if len(rows) else rows
    if rows.empty:
        return None
    title, how = _title(comparison, rows), text("figures.attribution.how", lang)
    figure = attribution_plots.figure(
        rows, _arms(comparison, rows), comparison.primary, title, caption(comparison, how), lang
    )
    return Plate("attribution", title, figure)


def _title(comparison: Comparison, rows: pd.DataFrame) -> str:
    """Say how many shares of instruments are clear, arm by arm."""
    lang, reference = comparison.lang, _reference(rows, comparison.lang)
    if (rows["n"] < 2).all():
        return text("figures.attribution.title_single", lang, reference=reference)
    said = []
    for arm in _arms(comparison, rows):
        own = rows[(rows["arm"] == arm) & (rows["part"] == INSTRUMENT)]
        clear, total = int(own["reading"].isin(CLEAR).sum()), len(own)
        named = words.arm_name(arm, lang)
        said.append(text("figures.attribution.one", lang, arm=named, clear=clear, total=total))
    found = words.parted(said, lang)
    return text("figures.attribution.title", lang, reference=reference, found=found)


def _of_an_arm(comparison: Comparison, rows: pd.DataFrame, arm: str) -> dict[str, Any]:
    """Return one arm's sentences on the primary outcomes, and its shares as rows of a table."""
    own, lang = rows[rows["arm"] == arm], comparison.lang
    said = []
    for outcome in comparison.primary:
        shown = words.outcome_texts(outcome, lang)
        parts = own[own["outcome"] == outcome]
        said.append({"name": shown["name"], "unit": shown["gap"], "said": sentence(parts, lang)})
    return {
        "arm": words.capitalised(words.arm_name(arm, lang)),
        "colour": style.colour(arm),
        "outcomes": said,
        "rows": list(_table(own, lang)),
    }


def sentence(parts: pd.DataFrame, lang: str = "en") -> str:
    """Say what each part of one contrast can be said to have carried, and of which nothing can.

    Parameters
    ----------
    parts : attribution of one outcome of one arm, with readings
    """
    whole = parts[parts["part"] == WHOLE].iloc[0]
    said = words.quantity_texts(whole, lang)
    told = {"reference": _reference(parts, lang), **said}
    if whole["reading"] in ("single", "absent"):
        return text(f"report.attribution.whole.{whole['reading']}", lang, **told)
    key = whole["reading"] if whole["reading"] not in CLEAR else "clear"
    others = parts[parts["part"] != WHOLE]
    sentences = [text(f"report.attribution.whole.{key}", lang, **told), *_carried(others, lang)]
    return " ".join(each for each in sentences if each)


def _carried(parts: pd.DataFrame, lang: str) -> list[str]:
    """Say which part carried most of those that are clear, then the others."""
    largest_first = parts.reindex(parts["share"].abs().sort_values(ascending=False).index)
    clear = largest_first[largest_first["reading"].isin(CLEAR)]
    unclear = largest_first[largest_first["reading"] == "unclear"]
    if clear.empty:
        return [text("report.attribution.nothing", lang)] if len(unclear) else []
    first = largest_first.iloc[0]
    key = "most" if first["reading"] in CLEAR else "most_clear"
    sentences = [text(f"report.attribution.{key}", lang, **_told(clear.iloc[0], lang))]
    if len(clear) > 1:
        each = [text("report.attribution.other", lang, **_told(row, lang))
                for _, row in clear.iloc[1:].iterrows()]  # fmt: skip
        sentences.append(text("report.attribution.others", lang, said=words.listed(each, lang)))
    if len(unclear):
        names = words.listed([part_name(row, lang) for _, row in unclear.iterrows()], lang)
        sentences.append(text("report.attribution.unclear", lang, names=names))
    return [words.capitalised(each) for each in sentences]


def _told(row: pd.Series, lang: str) -> Mapping[str, str]:
    return {"part": part_name(row, lang), **words.quantity_texts(row, lang)}


def _table(rows: pd.DataFrame, lang: str) -> Any:
    """Yield shares as rows to read; the first of each outcome names it."""
    previous = None
    for _, row in rows.iterrows():
        shown = words.outcome_texts(row["outcome"], lang)
        yield words.quantity_texts(row, lang) | {
            "outcome": shown["name"] if row["outcome"] != previous else "",
            "gap": shown["gap"],
            "part": part_name(row, lang),
            "whole": row["part"] == WHOLE,
            "n": int(row["n"]),
            "flips": words.flips(row) if row["n"] > 1 else words.NOTHING,
            "reading": text(f"report.contrasts.reading.{row['reading']}", lang),
            "sure": row["reading"] in CLEAR,
        }
        previous = row["outcome"]


def _failed(comparison: Comparison) -> str:
    """Say how many runs of coalitions failed; nothing when all went well."""
    runs = comparison.table("coalitions")
    failed = int((runs["status"] != "done").sum()) if "status" in runs else 0
    if not failed:
        return ""
    return text("report.attribution.failed", comparison.lang, n=failed, total=len(runs))


def _arms(comparison: Comparison, rows: pd.DataFrame) -> list[str]:
    return [arm for arm in comparison.arms if (rows["arm"] == arm).any()]


def _reference(rows: pd.DataFrame, lang: str) -> str:
    return words.arm_name(str(rows["reference"].iloc[0]), lang)
