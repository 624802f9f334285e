"""The sentence above each figure: what it shows, no more."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.contrasts import BASELINES, Pair
from sim.analysis.moved import reading
from sim.config.catalogue import text
from sim.plots import words
from sim.report.comparison import Comparison

CLEAR = ("higher", "lower")


def _name(arm: str, comparison: Comparison) -> str:
    return words.arm_name(arm, comparison.lang)


def contrasts(comparison: Comparison) -> str:
    """Say how many primary outcomes each headline arm clearly moved."""
    lang, reference = comparison.lang, _name(comparison.reference, comparison)
    rows = comparison.against(comparison.reference, comparison.headline or None)
    rows = rows[rows["outcome"].isin(comparison.primary)]
    if (rows["reading"] == "single").all():
        return text("figures.contrast.title_single", lang, reference=reference)
    if not rows["reading"].isin(CLEAR).any():
        return text("figures.contrast.title_none", lang, reference=reference)
    said = []
    for arm, own in rows.groupby("arm", sort=False):
        higher, lower = (int((own["reading"] == word).sum()) for word in CLEAR)
        key = "one_arm" if higher or lower else "one_arm_none"
        said.append(
            text(
                f"figures.contrast.{key}",
                lang,
                arm=_name(str(arm), comparison),
                higher=higher,
                lower=lower,
                total=len(comparison.primary),
            )
        )
    return text("figures.contrast.title", lang, reference=reference, found=words.parted(said, lang))


def paired(comparison: Comparison) -> str:
    """Say on which primary outcomes each headline arm ends clearly apart from the reference."""
    lang, reference = comparison.lang, _name(comparison.reference, comparison)
    if len(comparison.seeds) < 2:
        return text("figures.paired.title_single", lang, reference=reference)
    said = []
    for arm in comparison.headline or comparison.shown:
        rows = comparison.against(comparison.reference, [arm])
        rows = rows[rows["outcome"].isin(comparison.primary) & rows["reading"].isin(CLEAR)]
        names = [words.outcome_texts(name, lang)["name"].lower() for name in rows["outcome"]]
        key = "moved" if names else "nothing"
        said.append(
            text(
                f"figures.paired.{key}",
                lang,
                arm=_name(arm, comparison),
                reference=reference,
                names=words.listed(names, lang),
            )
        )
    return words.capitalised(words.parted(said, lang))


def static(comparison: Comparison, pair: Pair, differences: pd.DataFrame, ratio: pd.Series) -> str:
    """Say how often geometry alone and the living city point the same way, in the pair drawn."""
    difference = differences[comparison.primary[0]].dropna()
    own = ratio.reindex(difference.index)
    arm, other = (_name(name, comparison) for name in pair)
    said = text(
        f"figures.static.{'title' if len(comparison.duels) == 1 else 'title_of_pair'}",
        comparison.lang,
        arm=arm,
        other=other,
        spread=int((own > 1).sum()),
        more=int((difference > 0).sum()),
        agree=int(((own > 1) == (difference > 0)).sum()),
        n=len(own),
    )
    return words.capitalised(said)


def winners(comparison: Comparison, rows: pd.DataFrame) -> str:
    """Say how many groups clearly gain and lose welfare under each headline arm."""
    lang, welfare = comparison.lang, rows[rows["outcome"] == "welfare"]
    if (rows["n"] < 2).all() or welfare.empty:
        reference = _name(comparison.reference, comparison)
        return text("figures.winners.title_single", lang, reference=reference)
    said = []
    for arm, own in welfare.groupby("arm", sort=False):
        read = [reading(row) for _, row in own.iterrows()]
        said.append(
            text(
                "figures.winners.gain",
                lang,
                arm=_name(str(arm), comparison),
                n=read.count("higher"),
                lost=read.count("lower"),
                total=len(read),
            )
        )
    return words.capitalised(words.parted(said, lang))


def founders(comparison: Comparison, rows: pd.DataFrame, arms: Sequence[str]) -> str:
    """Say how far forced moves of founders are from those without policy, net and clear or not."""
    lang, outcome = comparison.lang, "net_forced_moves_per_1000_year"
    own = rows[(rows["outcome"] == outcome) & (rows["grouping"] == "founders")]
    said = []
    for arm in arms:
        for _, row in own[own["arm"] == arm].iterrows():
            key = "one" if reading(row) in CLEAR else "one_unclear"
            net = words.number(row["difference"], 1, lang, signed=True)
            said.append(text(f"figures.founders.{key}", lang, arm=_name(arm, comparison), net=net))
    return text("figures.founders.title", lang, found=words.enumerated(said, lang))


def timeline(comparison: Comparison, bands: pd.DataFrame, outcome: str, arms: Sequence[str]) -> str:
    """Say where the median city of each arm ends on the first primary outcome."""
    lang, shown = comparison.lang, words.outcome_texts(outcome, comparison.lang)
    rows = bands[(bands["outcome"] == outcome) & (bands["month"] == bands["month"].max())]
    ends = rows.set_index("arm")["median"] * float(shown["scale"])
    places = words.decimals(float(ends.abs().max()) / 10)
    said = [
        text(
            "figures.timeline.one",
            lang,
            value=words.number(float(ends[arm]), places, lang),
            arm=_name(arm, comparison),
        )
        for arm in arms
        if arm in ends
    ]
    return text(
        "figures.timeline.title",
        lang,
        outcome=shown["name"],
        unit=shown["unit"],
        found=words.listed(said, lang),
    )


def maps(
    comparison: Comparison, squares: Mapping[tuple[str, str], Any], arms: Sequence[str], month: int
) -> str:
    """Say what a home costs in the average cell of each arm's city."""
    lang = comparison.lang
    if any((arm, "rent") not in squares for arm in arms):
        return text("figures.maps.title_bare", lang, month=month)
    said = [
        text(
            "figures.maps.one",
            lang,
            value=words.number(float(np.nanmean(squares[arm, "rent"])), 0, lang),
            arm=_name(arm, comparison),
        )
        for arm in arms
    ]
    return text("figures.maps.title", lang, month=month, found=words.listed(said, lang))


def difference_maps(
    comparison: Comparison, gaps: Mapping[tuple[str, str], Any], arms: list[str]
) -> str:
    """Say how far rents are from the reference's in the average cell."""
    lang, reference = comparison.lang, _name(comparison.reference, comparison)
    said = [
        text(
            "figures.difference_maps.rent",
            lang,
            value=words.number(float(np.nanmean(np.abs(gaps[arm, "rent"]))), 0, lang),
            arm=_name(arm, comparison),
        )
        for arm in arms
        if arm not in comparison.twins and (arm, "rent") in gaps
    ]
    if not said:
        return text("figures.difference_maps.title_bare", lang, reference=reference)
    found = words.listed(said, lang)
    return text("figures.difference_maps.title", lang, reference=reference, found=found)


def places(
    comparison: Comparison, table: pd.DataFrame, ties: pd.DataFrame, seed: int, month: int
) -> str:
    """Say how many places there are, and how many ties cross fields, in the city shown."""
    lang, said = comparison.lang, []
    for arm in [comparison.reference, *comparison.headline]:
        own = ties[ties["arm"] == arm] if len(ties) else ties
        if len(own):
            count = int((table["arm"] == arm).sum())
            share = words.number(100 * float(own["cross_field"].mean()), 0)
            name = _name(arm, comparison)
            said.append(text("figures.places.one", lang, arm=name, n=count, share=share))
    if not said:
        return text("figures.places.title_bare", lang, seed=seed, month=month)
    found = words.capitalised(words.parted(said, lang))
    return text("figures.places.title", lang, found=found, seed=seed, month=month)


def ledger(comparison: Comparison, books: pd.DataFrame) -> str:
    """Say how large the grant was, and what hours were given beside it."""
    lang, grant = comparison.lang, float(books["grant"].max())
    if grant <= 0:
        return text("figures.ledger.title_bare", lang)
    hours = books["participation_time"] + books["volunteer_time"]
    said = [
        text(
            "figures.ledger.one",
            lang,
            value=words.money(float(hours[arm]), lang),
            arm=_name(arm, comparison),
        )
        for arm in [comparison.reference, *comparison.headline]
        if arm in hours.index and arm not in BASELINES[1:]
    ]
    granted = words.money(grant, lang)
    title = "figures.ledger.title" if comparison.same_money else "figures.ledger.title_apart"
    return text(title, lang, grant=granted, hours=words.listed(said, lang))


def matched(comparison: Comparison, headline: Pair, twins: Pair) -> str:
    """Say on how many outcomes a headline pair and its matched pair point the same way."""
    lang, (arm, other) = comparison.lang, (_name(name, comparison) for name in headline)
    if len(comparison.seeds) < 2:
        single = text("figures.matched.title_single", lang, arm=arm, other=other)
        return words.capitalised(single)
    same = either = 0
    for outcome in comparison.primary:
        pairs = [comparison.contrast(outcome, *pair) for pair in (headline, twins)]
        known = [row for row in pairs if row is not None]
        if len(known) == len(pairs) and any(row["reading"] in CLEAR for row in known):
            either += 1
            same += len({np.sign(row["difference"]) for row in known}) == 1
    key = "same" if either else "nothing"
    found = text(f"figures.matched.{key}", lang, n=same, total=either)
    said = text("figures.matched.title", lang, arm=arm, other=other, found=found)
    return words.capitalised(said)
