"""Who wins and who loses: groups, founders followed, those kept out, both sides of the door."""

import math
from typing import Any

import pandas as pd

from sim.analysis.fates import EVERYONE, PAIRED
from sim.analysis.moved import with_readings
from sim.config.catalogue import text, texts
from sim.plots import words
from sim.report import strips
from sim.report.comparison import Comparison

AT_THE_END = ("kind", "income_third", "district", "cohort")
AT_THE_START = ("founders", "founder_kind", "founder_third", "founder_district")
OF_FOUNDERS = (
    "welfare_gain",
    "better_off_share",
    "worse_off_share",
    "net_forced_moves_per_1000_year",
    "more_forced_share",
    "fewer_forced_share",
    "net_left_share",
    "net_expelled_share",
)
OF_CANDIDATES = (
    "entered_share",
    "priced_out_share",
    "outbid_share",
    "shut_out_here_only_share",
    "let_in_here_only_share",
)
SIDE = "side"
SIDES = (
    "city_welfare",
    "founders_inside_welfare",
    "newcomer_gain",
    "founders_outside_welfare",
    "founders_outside_share",
    "system_welfare",
    "firms_founded",
    "firms_from_elsewhere",
    "jobs_from_elsewhere",
    "jobs_without_moved",
)
LEDGERS = ("market", "commons", "recognition")
PLACES = 1  # decimals of a share in per cent


def part(comparison: Comparison) -> dict[str, Any]:
    """Return what the page says of people beside its figures."""
    return {
        "losers": losers(comparison),
        "founders": founders(comparison),
        "candidates": candidates(comparison),
        "sides": sides(comparison),
        "ledgers": [each for name in LEDGERS if (each := ledger(comparison, name))],
    }


def losers(comparison: Comparison) -> str:
    """Name the groups clearly worse off, arm by arm; those who lose stand in words."""
    lang, winners = comparison.lang, comparison.winners
    if winners.empty or (winners["n"] < 2).all():
        return ""
    here = (winners["outcome"] == "welfare") & winners["grouping"].isin(AT_THE_END)
    rows = with_readings(winners[here])
    said = []
    for arm in comparison.headline:
        own = rows[(rows["arm"] == arm) & (rows["reading"] == "lower")]
        names = [words.called("group", group, lang) for group in own["group"]]
        if names:
            told = {"arm": words.arm_name(arm, lang), "names": words.enumerated(names, lang)}
            said.append(text("report.winners.losers_arm", lang, **told))
    reference = words.arm_name(comparison.reference, lang)
    if not said:
        return text("report.winners.no_losers", lang, reference=reference)
    return text("report.winners.losers", lang, reference=reference, said=words.parted(said, lang))


def founders(comparison: Comparison) -> dict[str, Any] | None:
    """Return what became of founders, each against herself without policy."""
    told = comparison.fate_contrasts
    own = told[told["grouping"].isin(AT_THE_START)] if len(told) else told
    if own.empty:
        return None
    whole = _in_order(own[own["group"] == EVERYONE], OF_FOUNDERS)
    return {
        "rows": strips.contrast_rows(comparison, with_readings(whole)),
        "reference": words.arm_name(PAIRED, comparison.lang),
    }


def candidates(comparison: Comparison) -> dict[str, Any] | None:
    """Return how many candidates came in and how many could not, by kind, arm beside arm."""
    told, lang = comparison.fates, comparison.lang
    own = told[told["grouping"].isin(("candidates", "candidate_kind"))] if len(told) else told
    if own.empty:
        return None
    names = [name for name in OF_CANDIDATES if (own["outcome"] == name).any()]
    means = own.groupby(["group", "arm", "outcome"])["value"].mean()
    knock = own.groupby("group")["people"].mean()
    groups = [EVERYONE, *(name for name in dict.fromkeys(own["group"]) if name != EVERYONE)]
    rows = [
        {
            "group": words.called("group", group, lang) if arm == comparison.arms[0] else "",
            "knock": text("report.winners.knock", lang, n=words.number(knock[group], 0, lang)),
            "arm": words.arm_name(arm, lang),
            "cells": [
                _counted(float(means.get((group, arm, name), math.nan)), float(knock[group]), lang)
                for name in names
            ],
        }
        for group in groups
        for arm in comparison.arms
        if (group, arm) in means
    ]
    columns = [words.outcome_texts(name, lang)["name"] for name in names]
    return {"columns": columns, "rows": rows}


def _counted(share: float, knock: float, lang: str) -> tuple[str, str]:
    """Return how many of those who knock, and what share of them that is."""
    if math.isnan(share):
        return words.NOTHING, ""
    return words.number(share * knock, PLACES, lang), words.percent(share, PLACES, lang)


def sides(comparison: Comparison) -> list[dict[str, Any]]:
    """Return own city, outside and system against the reference."""
    winners = comparison.winners
    own = winners[winners["grouping"] == SIDE] if len(winners) else winners
    own = own[own["arm"].isin(comparison.shown)] if len(own) else own
    if own.empty:
        return []
    return strips.contrast_rows(comparison, with_readings(_in_order(own, SIDES)))


def ledger(comparison: Comparison, name: str) -> dict[str, Any] | None:
    """Return who has what of one ledger of value, arm beside arm; its parts make its whole."""
    worth, lang = comparison.worth, comparison.lang
    own = worth[worth["ledger"] == name] if len(worth) else worth
    if own.empty:
        return None
    arms = [arm for arm in comparison.arms if (own["arm"] == arm).any()]
    rows: list[dict[str, Any]] = []
    for (grouping, group), cells in own.groupby(["grouping", "group"], sort=True):
        first = not rows or rows[-1]["grouping"] != grouping
        by_arm = cells.set_index("arm")[["value", "share"]].to_dict("index")
        rows.append(
            {
                "grouping": grouping,
                "heading": text(f"report.ledgers.{name}.{grouping}", lang) if first else "",
                "group": words.called("group", str(group), lang),
                "cells": [_cell(by_arm[arm], name, lang) for arm in arms],
            }
        )
    whole = own.groupby("arm")["whole"].first()
    told = texts("report", lang)["ledgers"][name]
    return {
        "heading": told["heading"],
        "intro": told["intro"],
        "arms": [words.arm_name(arm, lang) for arm in arms],
        "whole": [_amount(float(whole[arm]), name, lang) for arm in arms],
        "rows": rows,
    }


def _cell(own: Any, ledger: str, lang: str) -> tuple[str, str]:
    """Return what one has of a ledger, and what share of it that is."""
    share = words.percent(float(own["share"]), 0, lang)
    return _amount(float(own["value"]), ledger, lang), share


def _amount(value: float, ledger: str, lang: str) -> str:
    if ledger == LEDGERS[0]:
        return words.money(value, lang)
    return words.number(value, 0, lang)


def _in_order(rows: pd.DataFrame, outcomes: tuple[str, ...]) -> pd.DataFrame:
    """Keep some outcomes, in reading order, arms beneath each as they come."""
    rank = {name: place for place, name in enumerate(outcomes)}
    kept = rows[rows["outcome"].isin(outcomes)]
    return kept.sort_values("outcome", key=lambda names: names.map(rank), kind="stable")
