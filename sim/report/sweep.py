"""A finished sweep, read once: what its page and its figures draw from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis import phase_map
from sim.analysis.contrasts import BASELINES, default_pairs, pairs_in
from sim.analysis.points import Pair, differences
from sim.analysis.sensitivity import METHODS, deciding, main_index, sensitivity
from sim.plots import words
from sim.report.comparison import Comparison

MOST_SHOWN = 12  # assumptions in a figure
Cells = pd.DataFrame


@dataclass(frozen=True)
class Sweep:
    """Tables and manifest of a sweep, and what is asked of them again and again."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    lang: str = "en"

    @cached_property
    def comparison(self) -> Comparison:
        """Return what a sweep has in common with a comparison: arms, seeds, outcomes, failures."""
        return Comparison({"runs": self.tables["runs"]}, self.manifest, self.lang)

    @cached_property
    def design(self) -> pd.DataFrame:
        """Return the points with the value of each factor."""
        return self.tables["design"].sort_values("point", ignore_index=True)

    @property
    def told(self) -> Mapping[str, Any]:
        """Return what the manifest says of the design."""
        return dict(self.manifest["design"])

    @cached_property
    def paths(self) -> list[str]:
        """Return the factors by path."""
        return [str(factor["path"]) for factor in self.told["factors"]]

    def called(self, path: str) -> str:
        """Say a factor by the end of its path that no other one has."""
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            end = parts[-length:]
            if sum(other.split(".")[-length:] == end for other in self.paths) == 1:
                if length == 1:
                    return words.assumption(path, self.lang)
                return " ".join(end).replace("_", " ")
        return path

    def unit(self, path: str) -> str:
        """Return the unit of a factor's numbers; none of words, or where the sweep told none."""
        units = {str(each["path"]): str(each.get("unit", "")) for each in self.told["factors"]}
        return units[path]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Return the pairs a reader asks about: face to face, then with the usual reference."""
        there = self.comparison
        held = there.duels or [*there.matched.values()]
        shown = [arm for arm in there.arms if arm != there.reference and arm not in BASELINES]
        against = [(arm, there.reference) for arm in shown]
        pairs = dict.fromkeys([*held, *against])
        return list(pairs) or default_pairs(there.arms, there.face_to_face)

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """Return every index, those kept or those made of the runs; none in other designs."""
        there, kept = self.comparison, self.tables.get("sensitivity", pd.DataFrame())
        pairs = default_pairs(there.arms, there.face_to_face)
        if self.told["kind"] not in METHODS or set(pairs) <= set(pairs_in(kept)):
            return kept
        return sensitivity(there.runs, self.design, self.told, pairs)

    def indices(self, pair: Pair) -> pd.DataFrame:
        """Return the indices of one pair."""
        rows = self.sensitivity
        if rows.empty:
            return rows
        return rows[(rows["arm"] == pair[0]) & (rows["reference"] == pair[1])]

    def deciding(self, pair: Pair, outcome: str) -> pd.DataFrame:
        """Return the factors that clearly decide one outcome, the first one most."""
        rows = self.indices(pair)
        if rows.empty:
            return rows
        return deciding(rows[rows["outcome"] == outcome], main_index(self.told["kind"]))

    @cached_property
    def _by_seed(self) -> dict[tuple[Pair, str], pd.DataFrame]:
        return {}

    def by_seed(self, pair: Pair, outcome: str) -> pd.DataFrame:
        """Return arm minus reference: a row per point and a column per seed."""
        key = (pair, outcome)
        if key not in self._by_seed:
            self._by_seed[key] = differences(self.comparison.runs, pair, outcome)
        return self._by_seed[key]

    def cuts(self, path: str, bins: int | None = None) -> phase_map.Cuts:
        """Cut a factor into cells."""
        return phase_map.cuts(self.design, self.told, path, bins)

    def along(self, pair: Pair, outcome: str, path: str) -> tuple[phase_map.Cuts, Cells]:
        """Return who wins along one factor, whatever the others are."""
        cut = self.cuts(path, phase_map.bins_for(len(self.design), 1))
        return cut, phase_map.phase_map(self.by_seed(pair, outcome), outcome, cut)

    def turning(self, pair: Pair, outcome: str) -> list[str]:
        """Return the factors along which the sign of the difference clearly turns."""
        return [
            path
            for path in self.ranked(pair)
            if phase_map.flips(self.along(pair, outcome, path)[1])
        ]

    def ranked(self, pair: Pair) -> list[str]:
        """Return the factors, those first that decide most over the primary outcomes."""
        if pair not in self._ranked:
            self._ranked[pair] = self._rank(pair)
        return self._ranked[pair]

    @cached_property
    def _ranked(self) -> dict[Pair, list[str]]:
        return {}

    def _rank(self, pair: Pair) -> list[str]:
        weight = dict.fromkeys(self.paths, 0.0)
        for outcome in self.comparison.primary:
            for path, own in self._weights(pair, outcome).items():
                weight[path] += own
        return sorted(self.paths, key=lambda path: -weight[path])

    def points_won(self, pair: Pair, outcome: str) -> Cells:
        """Return who wins at each point by itself, over its seeds."""
        every = phase_map.Cuts("", np.arange(len(self.design)), [(at,) for at in self.design.index])
        return phase_map.phase_map(self.by_seed(pair, outcome), outcome, every)

    def _weights(self, pair: Pair, outcome: str) -> dict[str, float]:
        """Return how much each factor decides of one outcome, the most being 1."""
        rows = self.indices(pair)
        if rows.empty:
            by_seed = self.by_seed(pair, outcome)
            own = {path: phase_map.spread(by_seed, self.cuts(path)) for path in self.paths}
        else:
            kept = rows[rows["outcome"] == outcome]
            kept = kept[kept["index"] == main_index(self.told["kind"])]
            own = dict(zip(kept["factor"], kept["value"].fillna(0), strict=True))
        most = max(own.values(), default=0.0)
        return {path: value / most for path, value in own.items()} if most > 0 else {}


def labels(cut: phase_map.Cuts, lang: str = "en") -> list[str]:
    """Say every cell of a factor: a value, or from where to where."""
    return ["–".join(_said(end, lang) for end in ends) for ends in cut.labels]


def _said(value: Any, lang: str) -> str:
    if isinstance(value, (bool, str, np.bool_)) or not np.isscalar(value):
        return words.called("value", str(value).lower(), lang)
    return words.short(float(value), lang)  # type: ignore[arg-type]
