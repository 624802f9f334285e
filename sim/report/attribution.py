"""Which instrument carried what of each contrast, said in sentences, rows and one figure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.contrasts import Pair, pairs_in
from sim.analysis.moved import with_readings
from sim.config.catalogue import text
from sim.plots import attribution as attribution_plots
from sim.plots import style, words
from sim.plots.attribution import contrast_name, face_to_face, of_pair, part_name
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
    method, faces = str(rows["method"].iloc[0]), _faces(rows)
    alone = _alone(comparison, rows)
    told = {"reference": words.arm_name(alone[0][1], lang)}
    intro = [text(f"report.attribution.intro.{method}", lang, **told)]
    intro += [text("report.attribution.intro.pairs", lang, **told)] if faces else []
    return {
        "intro": " ".join(intro),
        "failed": _failed(comparison),
        "arms": [_of_a_pair(comparison, rows, pair) for pair in [*faces, *alone]],
    }


def plate(comparison: Comparison) -> Plate | None:
    """Draw every instrument's share of each primary contrast."""
    rows, lang = shares(comparison), comparison.lang
    rows = rows[rows["outcome"].isin(comparison.primary)] if len(rows) else rows
    if rows.empty:
        return None
    title, how = _title(comparison, rows), [text("figures.attribution.how", lang)]
    faces, alone = _faces(rows), _alone(comparison, rows)
    how += [text("figures.attribution.how_pairs", lang)] if faces else []
    figure = attribution_plots.figure(
        rows, [*faces, *alone], comparison.primary, title, caption(comparison, " ".join(how)), lang
    )
    return Plate("attribution", title, figure)


def _title(comparison: Comparison, rows: pd.DataFrame) -> str:
    """Say how many shares of instruments are clear: face to face, where arms are, else of each."""
    lang = comparison.lang
    if (rows["n"] < 2).all():
        return text("figures.attribution.title_single", lang)
    said = []
    for pair in _faces(rows) or _alone(comparison, rows):
        own = of_pair(rows, pair)
        own = own[own["part"] == INSTRUMENT]
        clear, total = int(own["reading"].isin(CLEAR).sum()), len(own)
        arm, other = (words.arm_name(each, lang) for each in pair)
        named = {"arm": arm, "other": other, "clear": clear, "total": total}
        said.append(text("figures.attribution.one", lang, **named))
    return text("figures.attribution.title", lang, found=words.parted(said, lang))


def _of_a_pair(comparison: Comparison, rows: pd.DataFrame, pair: Pair) -> dict[str, Any]:
    """Return one contrast's sentences on the primary outcomes, and its shares as table rows."""
    own, lang = of_pair(rows, pair), comparison.lang
    said = []
    for outcome in comparison.primary:
        shown = words.outcome_texts(outcome, lang)
        parts = own[own["outcome"] == outcome]
        said.append({"name": shown["name"], "unit": shown["gap"], "said": sentence(parts, lang)})
    return {
        "arm": words.capitalised(contrast_name(own, lang)),
        "colour": style.colour(pair[0]),
        "outcomes": said,
        "rows": list(_table(own, lang)),
    }


def sentence(parts: pd.DataFrame, lang: str = "en") -> str:
    """Say what each part of one contrast can be said to have carried, and of which nothing can.

    Parameters
    ----------
    parts : attribution of one outcome of one contrast, with readings
    """
    whole = parts[parts["part"] == WHOLE].iloc[0]
    arm, reference = (words.arm_name(whole[each], lang) for each in ("arm", "reference"))
    told = {"arm": arm, "reference": reference, **words.quantity_texts(whole, lang)}
    key = "clear" if whole["reading"] in CLEAR else whole["reading"]
    kind = "whole_of_pair" if face_to_face(parts) else "whole"
    said = words.capitalised(text(f"report.attribution.{kind}.{key}", lang, **told))
    if key in ("single", "absent"):
        return said
    return " ".join([said, *_carried(parts[parts["part"] != WHOLE], lang)])


def _carried(parts: pd.DataFrame, lang: str) -> list[str]:
    """Say which part carried most of those that are clear, then the others."""
    paired = face_to_face(parts)
    largest_first = parts.reindex(parts["share"].abs().sort_values(ascending=False).index)
    clear = largest_first[largest_first["reading"].isin(CLEAR)]
    unclear = largest_first[largest_first["reading"] == "unclear"]
    if clear.empty:
        return [text("report.attribution.nothing", lang)] if len(unclear) else []
    first = largest_first.iloc[0]
    key = "most" if first["reading"] in CLEAR else "most_clear"
    told = [_told(row, lang, paired=paired) for _, row in clear.iterrows()]
    sentences = [text(f"report.attribution.{key}", lang, **told[0])]
    if len(clear) > 1:
        others = [text("report.attribution.other", lang, **each) for each in told[1:]]
        said = words.parted(others, lang)
        sentences.append(text("report.attribution.others", lang, said=said))
    if len(unclear):
        names = [part_name(row, lang) for _, row in unclear.iterrows()]
        told_of = {"names": words.listed(names, lang), "n": len(unclear), "total": len(parts)}
        kind = "unclear_of_pair" if paired else "unclear"
        sentences.append(text(f"report.attribution.{kind}", lang, **told_of))
    return [words.capitalised(each) for each in sentences]


def _named(row: pd.Series, lang: str, *, paired: bool) -> str:
    """Say a part within a sentence; where parts are of two arms, whose it is."""
    kind = "owned" if paired else "alone"
    arm, instrument = words.arm_name(row["of"], lang), part_name(row, lang)
    return text(f"report.attribution.{kind}.{row['part']}", lang, arm=arm, instrument=instrument)


def _told(row: pd.Series, lang: str, *, paired: bool) -> Mapping[str, str]:
    """Return a share as texts; one of the arm it is held against also with its own sign."""
    told = {
        "part": _named(row, lang, paired=paired),
        "turned": "",
        **words.quantity_texts(row, lang),
    }
    if row["of"] != row["arm"]:
        own = row.copy()
        own["difference"] = -row["difference"]
        told["turned"] = text(
            "report.attribution.turned",
            lang,
            arm=words.arm_name(row["of"], lang),
            opposite=words.quantity_texts(own, lang)["difference"],
        )
    return told


def _table(rows: pd.DataFrame, lang: str) -> Any:
    """Yield shares as rows to read; the first of each outcome names it."""
    previous, paired = None, face_to_face(rows)
    for _, row in rows.iterrows():
        shown = words.outcome_texts(row["outcome"], lang)
        whole = row["part"] == WHOLE
        owned = paired and not whole
        yield words.quantity_texts(row, lang) | {
            "outcome": shown["name"] if row["outcome"] != previous else "",
            "gap": shown["gap"],
            "part": _named(row, lang, paired=True) if owned else part_name(row, lang),
            "whole": whole,
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


def _faces(rows: pd.DataFrame) -> list[Pair]:
    """List the pairs that stand face to face: some of their parts are of the second."""
    return pairs_in(rows[rows["of"] == rows["reference"]])


def _alone(comparison: Comparison, rows: pd.DataFrame) -> list[Pair]:
    """List the arms with parts, in their order, each with the reference that all have in common."""
    faces, order = _faces(rows), comparison.arms
    alone = [pair for pair in pairs_in(rows) if pair not in faces]
    return sorted(alone, key=lambda pair: order.index(pair[0]))
