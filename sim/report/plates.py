"""The figures of a comparison: which table goes on which axes, and what the title may say."""

from collections.abc import Callable

import pandas as pd

from sim.analysis import costs, timelines
from sim.analysis.fates import PAIRED
from sim.config.catalogue import text, texts
from sim.plots import contrasts as contrast_plots
from sim.plots import groups as group_plots
from sim.plots import ledger as ledger_plots
from sim.plots import static as static_plots
from sim.plots import style, words
from sim.plots import timelines as timeline_plots
from sim.report import attribution, titles
from sim.report.blind import withheld
from sim.report.captions import caption, years
from sim.report.comparison import Comparison, Pair
from sim.report.people import AT_THE_END, AT_THE_START
from sim.report.plate import Plate
from sim.report.views import difference_plate, map_plate, places_plate

MONTHS_SMOOTHED = 12
WINNERS = ("welfare", "rent_burden", "forced_moves_per_1000_year", "visits_per_head")
FOLLOWED = ("welfare_gain", "net_forced_moves_per_1000_year", "net_left_share")
SIXTH_PANEL = "rent_burden_share"


def contrast_plate(comparison: Comparison) -> Plate | None:
    """Draw the primary outcomes against the reference."""
    arms = [arm for arm in comparison.arms if arm != comparison.reference]
    if not arms or not comparison.primary:
        return None
    rows = comparison.against(comparison.reference, arms)
    differences = {arm: comparison.differences(arm, comparison.reference) for arm in arms}
    title = titles.contrasts(comparison)
    how = text("figures.contrast.how", comparison.lang, reference=_reference(comparison))
    figure = contrast_plots.figure(
        rows, differences, comparison.primary, title, caption(comparison, how), comparison.lang
    )
    return Plate("contrasts", title, figure)


def _timeline_outcomes(comparison: Comparison) -> list[str]:
    """Return the outcomes a timeline shows: the primary ones and one of housing."""
    timeline = comparison.table("timeline")
    return [name for name in (*comparison.primary, SIXTH_PANEL) if name in timeline]


def timeline_plate(comparison: Comparison) -> Plate | None:
    """Draw how the cities went under baselines and headline arms."""
    outcomes, lang = _timeline_outcomes(comparison), comparison.lang
    if not outcomes:
        return None
    timeline = comparison.table("timeline")
    arms = [arm for arm in comparison.arms if arm not in comparison.twins]
    kept = timeline[timeline["arm"].isin(arms)]
    bands = timelines.bands(kept, outcomes, MONTHS_SMOOTHED)
    title = titles.timeline(comparison, bands, outcomes[0], arms)
    how = text(
        "figures.timeline.how", lang, window=MONTHS_SMOOTHED, reference=_reference(comparison)
    )
    figure = timeline_plots.figure(
        bands,
        outcomes,
        arms,
        title,
        caption(comparison, how),
        lang,
        filled=[comparison.reference],
    )
    return Plate("timelines", title, figure)


def paired_plate(comparison: Comparison) -> Plate | None:
    """Draw how far each headline arm is from the reference, seed by seed."""
    outcomes, lang = _timeline_outcomes(comparison), comparison.lang
    if not outcomes or not comparison.shown:
        return None
    timeline = comparison.table("timeline")
    arms = comparison.shown
    kept = timeline[timeline["arm"].isin([*arms, comparison.reference])]
    bands = timelines.paired_bands(kept, outcomes, comparison.reference, MONTHS_SMOOTHED)
    title = titles.paired(comparison)
    how = text("figures.paired.how", lang, reference=_reference(comparison), window=MONTHS_SMOOTHED)
    figure = timeline_plots.figure(
        bands,
        outcomes,
        arms,
        title,
        caption(comparison, how),
        lang,
        difference_from=comparison.reference,
    )
    return Plate("paired_timelines", title, figure)


def static_plate(comparison: Comparison) -> Plate | None:
    """Draw the first pair's difference over what geometry alone would say."""
    static, pair, lang = comparison.static, comparison.duel, comparison.lang
    if pair is None or len(static) < 2 or static["ratio"].nunique() < 2:
        return None
    differences = comparison.differences(*pair)
    title = titles.static(comparison, pair, differences, static["ratio"])
    figure = static_plots.figure(
        static["ratio"],
        differences,
        pair,
        comparison.primary,
        title,
        caption(comparison, _how_static(pair, lang)),
        lang,
    )
    return Plate("static_ratio", title, figure)


def _how_static(pair: Pair, lang: str) -> str:
    """Say how to read a pair's differences over the static ratio, and whose dots are whose."""
    arm, other = (words.arm_name(name, lang) for name in pair)
    colour, other_colour = (_colour(name, lang) for name in pair)
    colours = {"colour": colour, "other_colour": other_colour}
    dots = words.capitalised(text("figures.static.dots", lang, arm=arm, other=other, **colours))
    return words.capitalised(text("figures.static.how", lang, arm=arm, other=other, dots=dots))


def winners_plate(comparison: Comparison) -> Plate | None:
    """Draw each group's difference from the reference under the headline arms."""
    winners, arms = comparison.winners, comparison.headline
    if winners.empty or not arms:
        return None
    rows = winners[winners["arm"].isin(arms) & winners["grouping"].isin(AT_THE_END)]
    outcomes = [name for name in WINNERS if (rows["outcome"] == name).any()]
    if not outcomes:
        return None
    title = titles.winners(comparison, rows)
    how = text("figures.winners.how", comparison.lang, reference=_reference(comparison))
    figure = group_plots.figure(
        rows, outcomes, arms, title, caption(comparison, how), comparison.lang
    )
    return Plate("winners_and_losers", title, figure)


def founders_plate(comparison: Comparison) -> Plate | None:
    """Draw what became of founders, each against herself without policy."""
    told, lang = comparison.fate_contrasts, comparison.lang
    arms = [arm for arm in [comparison.reference, *comparison.headline] if arm != PAIRED]
    if told.empty or not arms:
        return None
    rows = told[told["arm"].isin(arms) & told["grouping"].isin(AT_THE_START)]
    outcomes = [name for name in FOLLOWED if (rows["outcome"] == name).any()]
    if not outcomes:
        return None
    title = titles.founders(comparison, rows, arms)
    how = text("figures.founders.how", lang, reference=words.arm_name(PAIRED, lang))
    figure = group_plots.figure(rows, outcomes, arms, title, caption(comparison, how), lang)
    return Plate("founders_followed", title, figure)


def ledger_plate(comparison: Comparison) -> Plate | None:
    """Draw what each arm spent on what, and the hours given."""
    ledger = comparison.ledger
    if ledger.empty or withheld(comparison.manifest):
        return None
    lang, books = comparison.lang, costs.by_account(ledger)
    title = titles.ledger(comparison, books)
    figure = ledger_plots.figure(
        books,
        [arm for arm in comparison.arms if arm in books.index],
        title,
        caption(comparison, text("figures.ledger.how", lang)),
        text("figures.ledger.axis", lang, years=years(comparison)),
        lang,
    )
    return Plate("ledger", title, figure)


def matched_plate(comparison: Comparison) -> Plate | None:
    """Draw the difference of the first pair that has a matched pair, and of that one."""
    if not comparison.matched:
        return None
    lang, (headline, matched) = comparison.lang, next(iter(comparison.matched.items()))
    pairs = [pair for pair in (headline, matched) if set(pair) <= set(comparison.arms)]
    rows = pd.concat([comparison.against(other, [arm]) for arm, other in pairs])
    differences = {arm: comparison.differences(arm, other) for arm, other in pairs}
    labels = {
        headline[0]: text("figures.matched.headline", lang),
        matched[0]: text("figures.matched.matched", lang),
    }
    title = titles.matched(comparison, headline, matched)
    arm, other = (words.arm_name(name, lang) for name in headline)
    told = "how_blind" if withheld(comparison.manifest) else "how"
    how = words.capitalised(text(f"figures.matched.{told}", lang, arm=arm, other=other))
    figure = contrast_plots.figure(
        rows,
        differences,
        comparison.primary,
        title,
        caption(comparison, how),
        lang,
        labels,
    )
    return Plate("matched_pair", title, figure)


PLATES: dict[str, Callable[[Comparison], Plate | None]] = {
    "places_and_ties": places_plate,
    "contrasts": contrast_plate,
    "attribution": attribution.plate,
    "timelines": timeline_plate,
    "paired_timelines": paired_plate,
    "maps": map_plate,
    "difference_maps": difference_plate,
    "winners_and_losers": winners_plate,
    "founders_followed": founders_plate,
    "ledger": ledger_plate,
    "static_ratio": static_plate,
    "matched_pair": matched_plate,
}


def draw(comparison: Comparison, name: str) -> Plate | None:
    """Draw one figure by its name; nothing where the tables do not allow it."""
    return PLATES[name](comparison)


def _reference(comparison: Comparison) -> str:
    return words.arm_name(comparison.reference, comparison.lang)


def _colour(arm: str, lang: str) -> str:
    """Say the colour of an arm's dots."""
    drawn = style.colour(arm)
    return str(texts("figures", lang)["colour"].get(drawn, drawn))
