"""What one arm changed against another, seed by seed on the same luck."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.intervals import Floats, bca, paired_t

BOOK_COLUMNS = ("run_id", "point", "seed", "arm", "status", "stage", "problem", "month")
BASELINES = ("cash", "none")
FACE_TO_FACE, MATCHED_ARMS = "face_to_face", "matched_arms"
"""What a question calls its pairs of arms, and the matched twins of its arms."""
COLUMNS = [
    "outcome",
    "arm",
    "reference",
    "n",
    "mean_arm",
    "mean_reference",
    "difference",
    "relative_difference",
    "sd",
    "t_low",
    "t_high",
    "bca_low",
    "bca_high",
    "sign_flip_share",
    "median",
    "p10",
    "p90",
]

Pair = tuple[str, str]


@dataclass(frozen=True)
class FaceToFace:
    """Which arms a question tells face to face, and which stand beside others as matched twins.

    Attributes
    ----------
    listed : pairs of an arm and the arm it is held against
    twins : mapping of arm to its matched twin
    """

    listed: Sequence[Pair] = ()
    twins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "FaceToFace":
        """Read them from the configuration of a question; one that tells none has the usual."""
        listed, twins = (
            config[key] if key in config else _usual()[key] for key in (FACE_TO_FACE, MATCHED_ARMS)
        )
        return cls([(str(arm), str(other)) for arm, other in listed], dict(twins))

    def pairs(self, arms: Iterable[str]) -> list[Pair]:
        """Return the listed pairs that are here; where none is, the only two policies there are.

        Baselines and twins do not count as policies; the later policy is held against the earlier.
        """
        given = list(arms)
        listed = [pair for pair in dict.fromkeys(self.listed) if set(pair) <= set(given)]
        beside = {*BASELINES, *self.twins.values()}
        policies = [arm for arm in given if arm not in beside]
        return listed or ([(policies[1], policies[0])] if len(policies) == 2 else [])

    def matched(self, arms: Iterable[str]) -> dict[Pair, Pair]:
        """Return pairs with their matched pairs, of those whose two twins are here."""
        given = list(arms)
        pairs = dict.fromkeys([*self.pairs(given), *self.listed])
        twins = {(arm, other): (self.twins.get(arm), self.twins.get(other)) for arm, other in pairs}
        return {
            pair: (arm, other)
            for pair, (arm, other) in twins.items()
            if arm in given and other in given
        }


NO_PAIRS = FaceToFace()


@cache
def _usual() -> Mapping[str, Any]:
    """Return the comparison as it ships: answers of an earlier time say nothing of pairs."""
    from sim.config.compose import compose

    return compose((), (), "compare")


def outcome_columns(table: pd.DataFrame) -> list[str]:
    """Name the outcomes a table of runs (or a timeline) holds, in its order."""
    return [
        str(name)
        for name in table.columns
        if name not in BOOK_COLUMNS
        and not str(name).startswith("world.")
        and pd.api.types.is_numeric_dtype(table[name])
    ]


def finished(runs: pd.DataFrame) -> pd.DataFrame:
    """Keep the runs that reached their last month."""
    return runs[runs["status"] == "done"] if "status" in runs else runs


def in_order(arms: Iterable[str], twins: Iterable[str] = ()) -> list[str]:
    """Put baselines first (nothing, then cash), and matched twins last; the others as given."""
    given = list(dict.fromkeys(str(arm) for arm in arms))
    first = [name for name in reversed(BASELINES) if name in given]
    beside = set(twins)
    last = [name for name in given if name in beside and name not in first]
    return first + [name for name in given if name not in (*first, *last)] + last


def main_reference(arms: Iterable[str]) -> str:
    """Choose what everything is held against: cash, else no policy, else the first arm."""
    given = list(arms)
    return next((name for name in BASELINES if name in given), given[0])


def default_pairs(arms: Iterable[str], faces: FaceToFace = NO_PAIRS) -> list[Pair]:
    """List the comparisons of a report: each arm with cash, with none, and face to face."""
    given = in_order(arms, faces.twins.values())
    references = [name for name in BASELINES if name in given] or given[:1]
    against = [(arm, base) for base in references for arm in given if arm != base]
    matched = faces.matched(given).values()
    return list(dict.fromkeys([*against, *faces.pairs(given), *matched]))


def pairs_in(rows: pd.DataFrame) -> list[Pair]:
    """List the pairs that a table of contrasts, or of indices, holds."""
    if rows.empty:
        return []
    return list(dict.fromkeys(zip(rows["arm"], rows["reference"], strict=True)))


def contrasts(
    runs: pd.DataFrame,
    pairs: Sequence[Pair] | None = None,
    outcomes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Say for each outcome and pair of arms how they differ on the same luck, and how surely.

    Only seeds that finished in both arms are compared. A seed's sign flips where its
    difference points the other way than the mean difference.
    """
    whole = finished(runs)
    arms = list(dict.fromkeys(whole["arm"]))
    if not arms:
        return pd.DataFrame(columns=COLUMNS)
    chosen = list(outcomes) if outcomes is not None else outcome_columns(whole)
    tables = {str(arm): rows.set_index("seed")[chosen] for arm, rows in whole.groupby("arm")}
    compared = [
        _compare(tables[arm], tables[reference], arm, reference)
        for arm, reference in (default_pairs(sorted(arms)) if pairs is None else pairs)
        if arm in tables and reference in tables
    ]
    if not compared:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(compared, ignore_index=True)[COLUMNS]


def paired_differences(runs: pd.DataFrame, arm: str, reference: str) -> pd.DataFrame:
    """Return arm minus reference, one row per seed that both finished."""
    whole = finished(runs)
    chosen = outcome_columns(whole)
    one = whole[whole["arm"] == arm].set_index("seed")[chosen]
    other = whole[whole["arm"] == reference].set_index("seed")[chosen]
    seeds = one.index.intersection(other.index).sort_values()
    return one.loc[seeds] - other.loc[seeds]


def summarise(ones: Floats, others: Floats) -> pd.DataFrame:
    """Summarise rows of paired values, one row per comparison and one column per seed."""
    differences = ones - others
    n = differences.shape[1]
    centre = differences.mean(axis=1)
    base = others.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(base != 0, centre / np.abs(base), np.nan)
    t_low, t_high = paired_t(differences)
    bca_low, bca_high = bca(differences)
    p10, median, p90 = np.quantile(differences, (0.1, 0.5, 0.9), axis=1)
    return pd.DataFrame(
        {
            "n": n,
            "mean_arm": ones.mean(axis=1),
            "mean_reference": base,
            "difference": centre,
            "relative_difference": relative,
            "sd": differences.std(axis=1, ddof=1) if n > 1 else np.nan,
            "t_low": t_low,
            "t_high": t_high,
            "bca_low": bca_low,
            "bca_high": bca_high,
            "sign_flip_share": (np.sign(differences) == -np.sign(centre)[:, None]).mean(axis=1)
            * (centre != 0),
            "median": median,
            "p10": p10,
            "p90": p90,
        }
    )


def _compare(one: pd.DataFrame, other: pd.DataFrame, arm: str, reference: str) -> pd.DataFrame:
    """Compare two arms outcome by outcome, over the seeds both have."""
    seeds = one.index.intersection(other.index).sort_values()
    ones = one.loc[seeds].to_numpy(np.float64).T
    others = other.loc[seeds].to_numpy(np.float64).T
    rows = by_seeds_present(ones, others)
    rows.insert(0, "outcome", list(one.columns))
    rows.insert(1, "arm", arm)
    rows.insert(2, "reference", reference)
    return rows


def by_seeds_present(ones: Floats, others: Floats) -> pd.DataFrame:
    """Summarise rows of pairs, each over the seeds where both values are there."""
    present = np.isfinite(ones) & np.isfinite(others)
    pieces = []
    for pattern in np.unique(present, axis=0):
        rows = np.flatnonzero((present == pattern).all(axis=1))
        piece = (
            summarise(ones[np.ix_(rows, pattern)], others[np.ix_(rows, pattern)])
            if pattern.any()
            else pd.DataFrame({"n": 0}, index=range(rows.size), columns=COLUMNS[3:])
        )
        pieces.append(piece.set_index(rows))
    return (
        pd.concat(pieces).sort_index().astype({"n": int}).astype(dict.fromkeys(COLUMNS[4:], float))
    )
