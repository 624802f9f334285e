"""What is asked of the door itself: which arms, how many cities, where to, how."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from sim.config import Declared, Refusal, choice, quantity
from sim.config.catalogue import LANGUAGES
from sim.config.presets import options
from sim.config.refusal import shown, unknown
from sim.ensemble.coalitions import METHODS, Attribution

MOST_CITIES = 10_000
MOST_PROCESSES = 512
MOST_ARMS = 16
MOST_POINTS = 1_000_000
MOST_COALITION_RUNS = 10_000_000
NOT_ASKED = "none"
"""The word for no attribution."""
ARM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
ONE_POLICY = re.compile(r"^(~|\+{0,2})(policy|instrument)\b")


@dataclass(frozen=True, kw_only=True)
class RunRequest(Declared):
    """Where a run leaves its tables, and how it speaks."""

    out: str = choice("folder in which finished runs and results are kept")
    lang: str = choice("language of what is written", *LANGUAGES)
    quiet: bool = choice("whether progress is hidden", True, False)
    threads: int = quantity("threads", 1, MOST_PROCESSES, "threads inside each run")

    def check_combination(self) -> None:
        """Refuse a folder that cannot be written to, before anything is written."""
        folder = Path(self.out).expanduser()
        there = next(at for at in (folder, *folder.absolute().parents) if at.exists())
        if not there.is_dir():
            raise Refusal.of("door.out_is_a_file", "out", given=self.out, there=there)
        if not os.access(there, os.W_OK | os.X_OK):
            raise Refusal.of("door.out_not_writable", "out", given=self.out, there=there)


@dataclass(frozen=True, kw_only=True)
class ArmsRequest(RunRequest):
    """Which arms live in how many cities, and by how many processes."""

    arms: dict[str, str] = choice("policies compared: name, or {name: 'policy key=value'}")
    matched: bool = choice("whether the matched twin of an arm stands beside it", True, False)
    matched_arms: dict[str, str] = choice("which preset is the matched twin of which arm")
    face_to_face: tuple[str, ...] = choice(
        "pairs of arms told face to face: an arm, and the arm it is held against"
    )
    seeds: int = quantity("cities", 1, MOST_CITIES, "how many cities: seed, seed+1, …")
    workers: int | None = quantity(
        "processes", 1, MOST_PROCESSES, "processes at once; null is the number of cores"
    )

    fewest_arms: ClassVar[int] = 2

    def check_combination(self) -> None:
        """Refuse too few policies, and too many."""
        super().check_combination()
        given, fewest = len(self.arms), self.fewest_arms
        if not fewest <= given <= MOST_ARMS:
            raise Refusal.of(
                "door.number_of_arms", "arms", given=given, fewest=fewest, most=MOST_ARMS
            )

    @property
    def all_arms(self) -> dict[str, str]:
        """Return the arms with the matched twins that stand beside them."""
        if not self.matched:
            return self.arms
        twins = {self.matched_arms[arm] for arm in self.arms if arm in self.matched_arms}
        return self.arms | {twin: twin for twin in sorted(twins) if twin not in self.arms}


@dataclass(frozen=True, kw_only=True)
class CompareRequest(ArmsRequest):
    """Which instrument of an arm carried what, and against which arm that is asked."""

    attribution: str = choice(
        "how it is found out which instrument carried what of each contrast", NOT_ASKED, *METHODS
    )
    attributed_against: str = choice(
        "arm the contrasts are with; its one instrument takes the money of those left out"
    )
    most_coalition_runs: int = quantity(
        "runs", 1, MOST_COALITION_RUNS, "runs an attribution may need beside those of the arms"
    )

    @property
    def attributed(self) -> Attribution | None:
        """Return how instruments are told apart; nothing where that is not asked."""
        if self.attribution == NOT_ASKED:
            return None
        return Attribution(self.attribution, self.attributed_against, self.most_coalition_runs)


@dataclass(frozen=True, kw_only=True)
class SweepRequest(ArmsRequest):
    """At how many points the arms live, and the luck of the points."""

    points: int | None = quantity(
        "points", 1, MOST_POINTS, "how many points are drawn; null where they are listed"
    )
    design_seed: int = quantity("", 0, 2**31 - 1, "luck of the points that are drawn")
    fewest_arms: ClassVar[int] = 1


def split_request(
    composed: Mapping[str, Any], made: type[RunRequest]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part what the door is asked from the scenario it is asked about."""
    own = {declared.name for declared in fields(made)}
    request = {key: composed[key] for key in own if key in composed}
    rest = {key: item for key, item in composed.items() if key not in own}
    return request, rest


def named_arms(given: Any, config_dirs: Sequence[str | Path] = ()) -> dict[str, str]:
    """Read arms: a list of policies, or a mapping of name to policy and overrides."""
    if isinstance(given, Mapping):
        listed = [(str(name), text) for name, text in given.items()]
    elif isinstance(given, (list, tuple)):
        listed = [(str(text), text) for text in given]
    else:
        raise Refusal.of("door.no_list_of_arms", "arms", given=shown(given))
    arms: dict[str, str] = {}
    for name, text in listed:
        _check_arm(name, text, arms, config_dirs)
        arms[name] = text
    return arms


def _check_arm(name: str, text: Any, before: dict[str, str], config_dirs: Any) -> None:
    """Refuse an arm without policy, without a plain name, or there already."""
    if not isinstance(text, str) or not text.split():
        raise Refusal.of("door.arm_without_policy", "arms", given=shown(text))
    policy, policies = text.split()[0], options("policy", config_dirs)
    if policy not in policies:
        raise unknown("preset", policy, policies, "arms", group="policy")
    if not ARM_NAME.fullmatch(name):
        raise Refusal.of("door.arm_without_name", "arms", given=shown(name), policy=policy)
    if name in before:
        raise Refusal.of("door.arm_twice", "arms", name=name)


def paired_arms(given: Any) -> tuple[str, ...]:
    """Read pairs of arms, one arm after the other; an arm may be one that is not asked for."""
    listed = given if isinstance(given, (list, tuple)) else [given]
    for pair in listed:
        if not _is_pair(pair):
            raise Refusal.of("door.no_pair_of_arms", "face_to_face", given=shown(pair))
    return tuple(arm for pair in listed for arm in pair)


def _is_pair(given: Any) -> bool:
    """Tell whether something is a list of two names of arms that differ."""
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        return False
    named = all(isinstance(arm, str) and ARM_NAME.fullmatch(arm) for arm in given)
    return named and given[0] != given[1]


def arm_overrides(text: str) -> list[str]:
    """Return the overrides that make one arm of a question: its policy first."""
    try:
        policy, *changes = shlex.split(text)
    except ValueError:
        raise Refusal.of("door.open_quotation", given=shown(text)) from None
    return [f"policy={policy}", *changes]


def with_arms_replaced(overrides: Sequence[str]) -> list[str]:
    """Let a mapping of arms take the place of the list, which Hydra would not merge."""
    replaced: list[str] = []
    for line in overrides:
        is_mapping = line.replace(" ", "").startswith("arms={")
        replaced += ["~arms", f"+{line}"] if is_mapping else [line]
    return replaced


def refuse_policy(overrides: Sequence[str]) -> None:
    """Refuse one policy for a comparison of several."""
    for line in overrides:
        if ONE_POLICY.match(line):
            raise Refusal.of("door.one_policy", given=shown(line))
