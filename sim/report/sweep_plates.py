"""The figures of a sweep: which assumptions decide, and who does better where."""

from collections.abc import Iterator

from sim.analysis.indices import FIRST, MU_STAR, SIGMA, TOTAL
from sim.analysis.phase_map import ARM, REFERENCE, phase_map
from sim.analysis.points import Pair
from sim.config.catalogue import text
from sim.plots import phase_map as map_plots
from sim.plots import sensitivity as sensitivity_plots
from sim.plots import style, words
from sim.report.plate import Plate
from sim.report.sweep import MOST_SHOWN, Sweep, labels

DRAWN = {"saltelli": (TOTAL, FIRST), "morris": (MU_STAR, SIGMA)}
"""Of each design, the index that is a bar and the one that is a dot."""


def plates(sweep: Sweep) -> Iterator[Plate]:
    """Draw all figures of a sweep, one at a time."""
    for pair in sweep.pairs:
        if len(sweep.indices(pair)):
            yield sensitivity_plate(sweep, pair)
        plate = phase_plate(sweep, pair)
        if plate:
            yield plate


def sensitivity_plate(sweep: Sweep, pair: Pair) -> Plate:
    """Draw how much each assumption decides of the primary outcomes."""
    lang, kind, rows = sweep.lang, sweep.told["kind"], sweep.indices(pair)
    ranked = sweep.ranked(pair)
    shown = ranked[:MOST_SHOWN]
    told = {"n": int(rows["n"].max()), "seeds": int(rows["seeds"].max())}
    how = text(f"figures.sensitivity.how.{kind}", lang, **_named(pair, lang), **told)
    if len(ranked) > len(shown):
        how += " " + text("figures.sensitivity.left_out", lang, n=len(ranked) - len(shown))
    title = _sensitivity_title(sweep, pair)
    figure = sensitivity_plots.figure(
        rows,
        sweep.comparison.primary,
        {path: sweep.called(path) for path in shown},
        DRAWN[kind],
        style.colour(pair[0]),
        title,
        f"{how} {footing(sweep)}",
        lang,
    )
    return Plate(f"sensitivity_{pair[0]}_{pair[1]}", title, figure)


def phase_plate(sweep: Sweep, pair: Pair) -> Plate | None:
    """Draw who does better over the two assumptions that decide most."""
    lang, ranked = sweep.lang, sweep.ranked(pair)[:2]
    cuts = [sweep.cuts(path) for path in ranked]
    up = cuts[1] if len(cuts) > 1 else None
    maps = {
        outcome: phase_map(sweep.by_seed(pair, outcome), outcome, cuts[0], up)
        for outcome in sweep.comparison.primary
    }
    maps = {outcome: cells for outcome, cells in maps.items() if len(cells)}
    if not maps:
        return None
    named = [sweep.called(path) for path in ranked]
    title = text(
        "figures.phase_map.title",
        lang,
        factors=words.listed(named, lang),
        total=sum(map(len, maps.values())),
        won=sum(int((cells["winner"] == ARM).sum()) for cells in maps.values()),
        lost=sum(int((cells["winner"] == REFERENCE).sum()) for cells in maps.values()),
        open=sum(int((~cells["winner"].isin((ARM, REFERENCE))).sum()) for cells in maps.values()),
        **_named(pair, lang),
    )
    how = text("figures.phase_map.how", lang, **_named(pair, lang))
    sides = [_with_unit(sweep, path) for path in ranked]
    figure = map_plots.figure(
        maps,
        pair,
        (sides[0], labels(cuts[0], lang)),
        (sides[1], labels(up, lang)) if up else None,
        title,
        f"{how} {footing(sweep)}",
        lang,
    )
    return Plate(f"phase_map_{pair[0]}_{pair[1]}", title, figure)


def _with_unit(sweep: Sweep, path: str) -> str:
    """Say a factor as an axis does, with the unit of its numbers behind it."""
    unit = sweep.unit(path)
    return f"{sweep.called(path)} ({unit})" if unit else sweep.called(path)


def footing(sweep: Sweep) -> str:
    """Name points, seeds, version and sweep, as every caption ends."""
    manifest = sweep.manifest
    return text(
        "figures.sensitivity.foot",
        sweep.lang,
        points=len(sweep.design),
        list=words.seeds_said(sweep.comparison.seeds),
        version=manifest.get("versions", {}).get("faireville", ""),
        id=str(manifest.get("identity", ""))[:12],
    )


def _sensitivity_title(sweep: Sweep, pair: Pair) -> str:
    """Say which assumption decides most, and in how many outcomes."""
    primary, lang = sweep.comparison.primary, sweep.lang
    first = [
        rows["factor"].iloc[0]
        for rows in (sweep.deciding(pair, outcome) for outcome in primary)
        if len(rows)
    ]
    if not first:
        return text("figures.sensitivity.title_none", lang, **_named(pair, lang, capital=True))
    most = max(first, key=first.count)
    return text(
        "figures.sensitivity.title",
        lang,
        factor=sweep.called(most),
        n=first.count(most),
        total=len(primary),
        **_named(pair, lang, capital=True),
    )


def _named(pair: Pair, lang: str, *, capital: bool = False) -> dict[str, str]:
    arm, reference = (words.arm_name(name, lang) for name in pair)
    return {"arm": words.capitalised(arm) if capital else arm, "reference": reference}
