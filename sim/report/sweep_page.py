"""The page of a sweep: what decides, in sentences; figures, assumptions, methods, provenance."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.config.catalogue import text, texts
from sim.plots import words
from sim.report import sweep_sentences
from sim.report.html import (
    Drawn,
    as_address,
    as_yaml,
    failed_runs,
    provenance_rows,
    shipped,
    template,
    version,
)
from sim.report.sweep import Sweep


def page(sweep: Sweep, figures: Drawn) -> str:
    """Return the whole report of a sweep as one page of HTML."""
    lang, there = sweep.lang, sweep.comparison
    return template("sweep.html.j2").render(
        t=texts("sweep", lang),
        lang=lang,
        css=shipped("report.css"),
        question=_question(sweep),
        setting=_setting(sweep),
        lead=sweep_sentences.lead(sweep) if there.arms else "",
        answers=sweep_sentences.answers(sweep) if there.arms else [],
        figures=[as_address(title, svg) for _, title, svg in figures],
        factors=_factors(sweep),
        indices=_indices(sweep) if there.arms else [],
        methods=_methods(sweep),
        failed=failed_runs(there),
        failed_columns=texts("report", lang)["failed"],
        provenance=provenance_rows(there),
        config=as_yaml(sweep.manifest.get("config", {})),
        foot=text("report.foot", lang, version=version(there)),
    )


def _question(sweep: Sweep) -> str:
    """Ask the question of this sweep."""
    if not sweep.comparison.arms or not sweep.pairs:
        return text("sweep.question_one", sweep.lang)
    arm, reference = (words.arm_name(name, sweep.lang) for name in sweep.pairs[0])
    return text("sweep.question", sweep.lang, arm=arm, reference=reference)


def _setting(sweep: Sweep) -> str:
    """Say what was varied, at how many points, in which arms, on how many seeds."""
    lang, there = sweep.lang, sweep.comparison
    kinds = texts("sweep", lang)["kinds"]
    counted = {
        "assumptions": len(sweep.paths),
        "points": len(sweep.design),
        "arms": len(there.arms),
        "seeds": len(there.seeds),
        "runs": len(sweep.tables["runs"]),
    }
    said = {
        what: text(
            f"sweep.counts.{what}.{'one' if n == 1 else 'many'}", lang, n=words.number(n, 0, lang)
        )
        for what, n in counted.items()
    }
    return words.capitalised(
        text(
            "sweep.setting",
            lang,
            factors=said["assumptions"],
            points=said["points"],
            kind=kinds.get(sweep.told["kind"], sweep.told["kind"]),
            arms=said["arms"],
            seeds=said["seeds"],
            runs=said["runs"],
            failed=len(there.failed),
        )
    )


def _factors(sweep: Sweep) -> list[dict[str, str]]:
    """List what was varied, and over what."""
    rows = []
    for factor in sweep.told["factors"]:
        if factor["values"]:
            told = [_value(value, sweep.lang) for value in factor["values"]]
            over = words.enumerated(told, sweep.lang, "numbers")
        else:
            key = "whole" if factor["whole"] else "range"
            ends = {end: words.short(float(factor[end]), sweep.lang) for end in ("low", "high")}
            over = text(f"sweep.factors.{key}", sweep.lang, **ends)
        unit = sweep.unit(str(factor["path"]))
        rows.append({"path": str(factor["path"]), "over": f"{over} ({unit})" if unit else over})
    return rows


def _value(value: Any, lang: str) -> str:
    """Say one value of a factor as it was asked for."""
    if isinstance(value, float):
        return words.plain(value, lang)
    return words.called("value", str(value), lang) if isinstance(value, str) else str(value)


def _indices(sweep: Sweep) -> list[dict[str, Any]]:
    """List every index of the primary outcomes, pair by pair."""
    lang, names = sweep.lang, texts("sweep", sweep.lang)["indices"]["names"]
    listed = []
    for pair in sweep.pairs:
        rows = sweep.indices(pair)
        rows = rows[rows["outcome"].isin(sweep.comparison.primary)] if len(rows) else rows
        if rows.empty:
            continue
        arm, reference = (words.arm_name(name, lang) for name in pair)
        heading = words.capitalised(text("sweep.answer.pair", lang, arm=arm, reference=reference))
        written = [_row(row, names, lang) for row in rows.to_dict("records")]
        listed.append({"heading": heading, "rows": written})
    return listed


def _row(row: Mapping[Any, Any], names: dict[str, str], lang: str) -> dict[str, Any]:
    low, high = row["low"], row["high"]
    places = words.decimals((high - low) / 2 or row["value"])
    span = {"low": words.number(low, places, lang), "high": words.number(high, places, lang)}
    return {
        "outcome": words.outcome_texts(row["outcome"], lang)["name"],
        "factor": row["factor"],
        "index": names[row["index"]],
        "value": words.number(row["value"], places, lang),
        "interval": text("figures.span", lang, **span),
        "n": row["n"],
        "sure": low > 0 or high < 0,
    }


def _methods(sweep: Sweep) -> Sequence[str]:
    """Say how the numbers were made."""
    kind = sweep.told["kind"]
    indices = kind if len(sweep.sensitivity) else "other"
    keys = ["same_luck", indices, *(["blocks"] if indices == kind else []), "cells", "explore"]
    return [text(f"sweep.methods.{key}", sweep.lang) for key in keys]
