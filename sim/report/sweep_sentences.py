"""What a sweep found, in plain sentences: which assumptions decide, and where the sign turns."""

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.phase_map import ARM, REFERENCE
from sim.analysis.points import Pair
from sim.config.catalogue import text
from sim.plots import words
from sim.recorder.outcomes import OUTCOMES
from sim.report.sweep import Sweep, labels

MOST_NAMED = 3  # deciding assumptions in one sentence
SHARE_PLACES = 2


def lead(sweep: Sweep) -> str:
    """Say in one sentence which assumptions decide between the arms asked about first."""
    lang = sweep.lang
    if not sweep.pairs:
        return text("sweep.lead.one_arm", lang)
    pair, primary = sweep.pairs[0], sweep.comparison.primary
    most = {}
    for outcome in primary:
        rows = sweep.deciding(pair, outcome)
        if len(rows):
            most[outcome] = [rows["factor"].iloc[0]]
    turn = {outcome: sweep.turning(pair, outcome) for outcome in primary}
    turn = {outcome: paths[:MOST_NAMED] for outcome, paths in turn.items() if paths}
    if not most and not turn:
        return text("sweep.lead.none", lang, **_arms(pair, lang))
    said = []
    if most:
        said.append(text("sweep.lead.most", lang, said=_by_factor(sweep, most)))
    if turn:
        said.append(text("sweep.lead.turn", lang, said=_by_factor(sweep, turn)))
    else:
        said.append(text("sweep.lead.no_turn", lang))
    return text("sweep.lead.decide", lang, said=words.parted(said, lang), **_arms(pair, lang))


def answers(sweep: Sweep) -> list[dict[str, Any]]:
    """Return, pair by pair, what is said of each primary outcome."""
    lang, answered = sweep.lang, []
    for pair in sweep.pairs:
        outcomes = [
            {
                "name": words.outcome_texts(outcome, lang)["name"],
                "unit": words.outcome_texts(outcome, lang)["gap"],
                "sentences": [each for each in _sentences(sweep, pair, outcome) if each],
            }
            for outcome in sweep.comparison.primary
        ]
        heading = words.capitalised(text("sweep.answer.pair", lang, **_arms(pair, lang)))
        answered.append({"heading": heading, "outcomes": outcomes})
    return answered


def _sentences(sweep: Sweep, pair: Pair, outcome: str) -> list[str]:
    """Say who is ahead, what decides and where the sign turns, in one outcome."""
    differences = sweep.by_seed(pair, outcome).to_numpy(float)
    known = differences[np.isfinite(differences)]
    if not len(known):
        return [text("sweep.answer.absent", sweep.lang)]
    if not known.any():
        said = text("sweep.answer.same", sweep.lang, **_arms(pair, sweep.lang))
        return [words.capitalised(said)]
    return [
        _ahead(sweep, pair, outcome, known),
        _what_decides(sweep, pair, outcome),
        _turns(sweep, pair, outcome),
    ]


def _ahead(sweep: Sweep, pair: Pair, outcome: str, known: np.ndarray) -> str:
    """Say in how many pairs and at how many points an arm does better."""
    lang, shown = sweep.lang, words.outcome_texts(outcome, sweep.lang)
    way = int(OUTCOMES[outcome].direction) or 1 if outcome in OUTCOMES else 1
    factor = float(shown["scale"])
    mean = factor * float(known.mean())
    spread = factor * float(known.std()) / 2
    told = {
        "share": words.number(100 * float((way * known > 0).mean()), 0),
        "n": len(known),
        "difference": words.number(mean, words.decimals(spread or mean), lang, signed=True),
    }
    arms = _arms(pair, lang)
    if len(sweep.comparison.seeds) < 2:
        return words.capitalised(text("sweep.answer.ahead_no_point", lang, **arms, **told))
    won = sweep.points_won(pair, outcome)["winner"]
    clear = {"won": int((won == ARM).sum()), "lost": int((won == REFERENCE).sum())}
    said = text("sweep.answer.ahead", lang, points=len(won), **clear, **arms, **told)
    return words.capitalised(said)


def _what_decides(sweep: Sweep, pair: Pair, outcome: str) -> str:
    """Name the assumptions with the largest indices clearly above zero."""
    lang, rows = sweep.lang, sweep.deciding(pair, outcome)
    if sweep.indices(pair).empty:
        return ""
    if rows.empty:
        one = len(sweep.comparison.seeds) < 2
        return text("sweep.answer.one_seed" if one else "sweep.answer.nothing", lang)
    shares = sweep.told["kind"] == "saltelli"
    shown = words.outcome_texts(outcome, lang)
    scale = 1.0 if shares else float(shown["scale"])
    said = words.listed(
        [_index(sweep, row, scale) for _, row in rows.head(MOST_NAMED).iterrows()], lang
    )
    if shares:
        return text("sweep.answer.sobol", lang, said=said)
    return text("sweep.answer.morris", lang, said=said, unit=shown["gap"])


def _index(sweep: Sweep, row: pd.Series, scale: float) -> str:
    """Say one index with its interval."""
    value, low, high = (scale * float(row[name]) for name in ("value", "low", "high"))
    share = sweep.told["kind"] == "saltelli"
    places = SHARE_PLACES if share else words.decimals((high - low) / 2 or value)
    return text(
        "sweep.answer.one",
        sweep.lang,
        factor=sweep.called(row["factor"]),
        value=words.number(value, places, sweep.lang),
        low=words.number(low, places, sweep.lang),
        high=words.number(high, places, sweep.lang),
    )


def _turns(sweep: Sweep, pair: Pair, outcome: str) -> str:
    """Say along which assumptions the one arm wins here and the other there."""
    lang, said = sweep.lang, []
    for path in sweep.turning(pair, outcome)[:MOST_NAMED]:
        cut, cells = sweep.along(pair, outcome, path)
        named = labels(cut, lang)
        where = {
            winner: words.listed(
                [named[int(x)] for x in cells.loc[cells["winner"] == winner, "x"]],
                lang,
                kind="numbers",
            )
            for winner in (ARM, REFERENCE)
        }
        said.append(
            text(
                "sweep.answer.turns",
                lang,
                factor=sweep.called(path),
                up=where[ARM],
                down=where[REFERENCE],
                **_arms(pair, lang),
            )
        )
    return " ".join(said) or text("sweep.answer.steady", lang)


def _by_factor(sweep: Sweep, found: dict[str, list[str]]) -> str:
    """Say factors with their outcomes; those of the same outcomes together."""
    lang = sweep.lang
    named = [
        text(
            "sweep.lead.decide_one",
            lang,
            factors=words.listed([sweep.called(path) for path in paths], lang),
            outcome=words.listed(
                [
                    words.outcome_texts(outcome, lang)["name"].lower()
                    for outcome, others in found.items()
                    if others == paths
                ],
                lang,
            ),
        )
        for paths in found.values()
    ]
    return words.listed(dict.fromkeys(named), lang)


def _arms(pair: Pair, lang: str) -> dict[str, str]:
    return {
        "arm": words.arm_name(pair[0], lang),
        "reference": words.arm_name(pair[1], lang),
    }
