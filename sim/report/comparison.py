"""A finished comparison, read once: what every page of the report draws from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sim.analysis import costs, fates, groups, static_reach, worth
from sim.analysis.contrasts import (
    BASELINES,
    FaceToFace,
    contrasts,
    default_pairs,
    finished,
    in_order,
    main_reference,
    outcome_columns,
    paired_differences,
    pairs_in,
)
from sim.analysis.moved import with_readings
from sim.recorder.outcomes import OUTCOMES

ENOUGH_SEEDS = 64
Pair = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """Tables and manifest of a comparison, and what is asked of them again and again."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    lang: str = "en"

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Return the runs that reached their last month."""
        return finished(self.tables["runs"])

    @cached_property
    def failed(self) -> pd.DataFrame:
        """Return the runs that did not."""
        runs = self.tables["runs"]
        return runs[runs["status"] != "done"] if "status" in runs else runs.iloc[:0]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, an empty one where the comparison has none."""
        return self.tables.get(name, pd.DataFrame())

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Return the ledger, with the hours people gave to places among its accounts."""
        public = self.manifest.get("config", {}).get("economy", {}).get("public", {})
        wage = float(public.get("shadow_wage", 0))
        return costs.with_volunteer_time(self.table("ledger"), self.table("timeline"), wage)

    @cached_property
    def face_to_face(self) -> FaceToFace:
        """Return which arms the question tells face to face, and which are matched twins."""
        return FaceToFace.of(self.manifest.get("config", {}))

    @cached_property
    def twins(self) -> set[str]:
        """Return the names of matched twins, be they here or not."""
        return set(self.face_to_face.twins.values())

    @cached_property
    def arms(self) -> list[str]:
        """Return the arms with a finished run: baselines, those asked for, matched twins."""
        present = set(self.runs["arm"])
        asked = [str(arm) for arm in self.manifest.get("arms", ()) if arm in present]
        return in_order([*asked, *sorted(present)], self.twins)

    @cached_property
    def reference(self) -> str:
        """Return the arm everything is held against."""
        return main_reference(self.arms)

    @cached_property
    def headline(self) -> list[str]:
        """Return the arms with a verdict: neither baselines nor matched twins."""
        beside = {self.reference, *BASELINES, *self.twins}
        return [arm for arm in self.arms if arm not in beside]

    @cached_property
    def shown(self) -> list[str]:
        """Return the arms that stand in the first screen beside the reference."""
        return [arm for arm in self.arms if arm != self.reference and arm not in self.twins]

    @cached_property
    def duels(self) -> list[Pair]:
        """Return the pairs told face to face."""
        return self.face_to_face.pairs(self.arms)

    @cached_property
    def matched(self) -> dict[Pair, Pair]:
        """Return the matched pairs that are here, each by the pair it stands beside."""
        return self.face_to_face.matched(self.arms)

    @cached_property
    def grants(self) -> dict[str, float]:
        """Return each arm's grant as a share of the city's income, of those that spend any."""
        told = self.manifest.get("arms", {})
        spending = [arm for arm in self.arms if self._policy(arm).get("instruments")]
        shared = float(self.manifest.get("config", {}).get("budget", 0))
        return {arm: float(told[arm].get("budget", shared)) for arm in spending}

    @cached_property
    def same_money(self) -> bool:
        """Tell whether all arms that spend any have the same grant."""
        return len(set(self.grants.values())) <= 1

    @cached_property
    def duel(self) -> Pair | None:
        """Return the first of the pairs told face to face, which what shows one pair shows."""
        return self.duels[0] if self.duels else None

    @cached_property
    def primary(self) -> list[str]:
        """Return the outcomes that carry a verdict."""
        here = outcome_columns(self.runs)
        return [name for name, outcome in OUTCOMES.items() if outcome.primary and name in here]

    @cached_property
    def others(self) -> list[str]:
        """Return the other named outcomes."""
        here = outcome_columns(self.runs)
        return [name for name, one in OUTCOMES.items() if not one.primary and name in here]

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        """Return every contrast with its reading, arms in order, outcomes primary first."""
        rows, pairs = self.table("contrasts"), default_pairs(self.arms, self.face_to_face)
        if rows.empty or not set(pairs) <= set(pairs_in(rows)):
            rows = contrasts(self.tables["runs"], pairs)
        rows = rows[rows["outcome"].isin([*self.primary, *self.others])]
        rank = {name: place for place, name in enumerate([*self.primary, *self.others])}
        order = {name: place for place, name in enumerate(self.arms)}
        keyed = rows.assign(_o=rows["outcome"].map(rank), _a=rows["arm"].map(order))
        return with_readings(
            keyed.sort_values(["_o", "_a"], kind="stable").drop(columns=["_o", "_a"])
        )

    def against(self, reference: str, arms: list[str] | None = None) -> pd.DataFrame:
        """Return the contrasts with one reference, for some arms or all."""
        rows = self.contrasts[self.contrasts["reference"] == reference]
        return rows if arms is None else rows[rows["arm"].isin(arms)]

    def contrast(self, outcome: str, arm: str, reference: str) -> pd.Series | None:
        """Return one contrast, or nothing when the pair is not there."""
        rows = self.against(reference, [arm])
        rows = rows[rows["outcome"] == outcome]
        return None if rows.empty else rows.iloc[0]

    def differences(self, arm: str, reference: str) -> pd.DataFrame:
        """Return one arm minus another, a row per seed."""
        return paired_differences(self.tables["runs"], arm, reference)

    @cached_property
    def seeds(self) -> list[int]:
        """Return the seeds with a finished run."""
        return sorted({int(seed) for seed in self.runs["seed"]})

    @cached_property
    def months(self) -> int:
        """Return how many months the policy lasted."""
        timeline = self.table("timeline")
        return int(self.manifest.get("config", {}).get("months") or timeline["month"].max())

    @cached_property
    def world_columns(self) -> list[str]:
        """Return the sampled parameters, as columns of the runs."""
        return [str(name) for name in self.runs.columns if str(name).startswith("world.")]

    @cached_property
    def winners(self) -> pd.DataFrame:
        """Return each group's difference from the reference."""
        told = groups.winners_and_losers(self.table("groups"), self.reference)
        return self._in_order(told)

    @cached_property
    def fates(self) -> pd.DataFrame:
        """Return what became of founders and candidates, each against herself without policy."""
        founders, candidates = (self.table(name) for name in ("founders", "candidates"))
        pieces = []
        if len(founders):
            pieces.append(fates.founders_against_themselves(founders, self.months))
        if len(candidates):
            pieces.append(fates.candidates_against_themselves(candidates))
        return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame()

    @cached_property
    def fate_contrasts(self) -> pd.DataFrame:
        """Return how fates differ from those without policy, group by group."""
        told = self.fates
        if fates.PAIRED not in self.arms or told.empty:
            return pd.DataFrame()
        return self._in_order(groups.winners_and_losers(told, fates.PAIRED))

    @cached_property
    def worth(self) -> pd.DataFrame:
        """Return who has what of each ledger of value under each arm."""
        return self._in_order(worth.by_receiver(self.table("worth")), *worth.WHO)

    def _in_order(self, rows: pd.DataFrame, *before: str) -> pd.DataFrame:
        """Put rows in the order of their arms, among those that agree in what stands before."""
        rank = {arm: place for place, arm in enumerate(self.arms)}
        if rows.empty:
            return rows
        keyed = rows.assign(_arm=rows["arm"].map(rank))
        ordered = keyed.sort_values([*before, "_arm"], kind="stable", ignore_index=True)
        return ordered.drop(columns="_arm")

    @cached_property
    def equal_resources(self) -> pd.DataFrame:
        """Return the primary contrasts at equal cash and hours given."""
        ledger = self.ledger
        if ledger.empty:
            return ledger
        against = [(arm, self.reference) for arm in self.shown]
        pairs = list(dict.fromkeys([*against, *self.duels, *self.matched.values()]))
        rows = costs.at_equal_resources(self.runs, ledger, self.reference, pairs)
        return with_readings(rows[rows["outcome"].isin(self.primary)]) if len(rows) else rows

    @cached_property
    def static(self) -> pd.DataFrame:
        """Return, for each seed, what geometry alone would say in its world of the first pair.

        It has nothing to say where the arm does not build more sites than the other; one that
        builds none counts as one.
        """
        arm, other = self.duel or next(iter(self.face_to_face.listed), ("", ""))
        config = self.manifest.get("config", {})
        people = float(config.get("city", {}).get("people", 0))
        many, few = (static_reach.sites(self._policy(name), people) for name in (arm, other))
        if self.ledger.empty or many <= max(few, 1):
            return pd.DataFrame()
        granted = costs.resources(self.ledger)["grant"].groupby(level="seed").max()
        monthly, against = granted / self.months, self._policy(other) if few else None
        return static_reach.by_seed(config, self._policy(arm), self.runs, monthly, against)

    def _policy(self, arm: str) -> Mapping[str, Any]:
        """Return the policy of an arm as the manifest keeps it; an empty one where it has none."""
        arms = self.manifest.get("arms", {})
        told: Mapping[str, Any] = arms.get(arm, {}) if isinstance(arms, Mapping) else {}
        return dict(told.get("policy", {}))
