"""Coalitions of an arm's instruments: some keep their money, the reference has all the rest.

Between an arm and its reference stand all the policies in which a part of the instruments has what
the arm gives it and the money of the others is spent as the reference spends all of its own. They
say which instrument carried which part of what the two differ in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum
from typing import Any

from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.recorder.schemas import ABLATION, SHAPLEY

METHODS = (ABLATION, SHAPLEY)
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Attribution:
    """How it is found out which instrument carried what.

    Attributes
    ----------
    method : ablation, each left out alone; or shapley, over all that may stand together
    reference : the arm whose one instrument takes the money of those left out
    most_runs : how many runs this may need
    """

    method: str
    reference: str
    most_runs: int


@dataclass(frozen=True)
class Coalition:
    """Some of an arm's instruments, with the money they have in it."""

    arm: str
    kept: tuple[str, ...]

    @property
    def label(self) -> str:
        """Name the coalition beside the arms."""
        return f"{self.arm}[{','.join(self.kept)}]"


@dataclass(frozen=True)
class Coalitions:
    """The coalitions that are lived beside the arms of a question.

    Attributes
    ----------
    players : mapping of arm to those of its instruments that carry a part
    members : mapping of label to coalition; neither the whole arm nor its reference is among them
    scenarios : mapping of label to the plain scenario
    remarks : why an arm is left out
    """

    players: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: Mapping[str, Coalition] = field(default_factory=dict)
    scenarios: Mapping[str, Plain] = field(default_factory=dict)
    remarks: Sequence[str] = ()


def coalitions_of(
    arms: Mapping[str, Plain], asked: Attribution | None, seeds: int = 1
) -> Coalitions:
    """Return every coalition an attribution needs; refuses what cannot be attributed."""
    if asked is None:
        return Coalitions()
    reference = _reference(arms, asked.reference)
    players, remarks = {}, []
    for name, arm in arms.items():
        own = players_of(arm, reference)
        if name == asked.reference or not own:
            continue
        if _same_money(arm, reference):
            players[name] = own
        else:
            remarks.append(
                text("problems.ensemble.not_attributed", arm=name, reference=asked.reference)
            )
    if not players:
        raise Refusal.of("ensemble.nothing_to_attribute", "attribution", reference=asked.reference)
    _refuse_too_many(players, asked, seeds)
    listed = [each for arm, own in players.items() for each in between(arm, own, asked.method)]
    members = {coalition.label: coalition for coalition in listed}
    scenarios = {
        label: with_policy_of(arms[coalition.arm], reference, coalition.kept)
        for label, coalition in members.items()
    }
    return Coalitions(players, members, scenarios, remarks)


def with_policy_of(arm: Plain, reference: Plain, kept: Sequence[str]) -> dict[str, Any]:
    """Return the arm in which some instruments keep their money and the reference has the rest.

    With none of them it is the policy of the reference, with all of them that of the arm.
    """
    players = players_of(arm, reference)
    if set(kept) >= set(players):
        return dict(arm)
    policy = _shared_out(arm["policy"], reference["policy"], kept) if kept else reference["policy"]
    return {**arm, "policy": policy}


def players_of(arm: Plain, reference: Plain) -> tuple[str, ...]:
    """Return the instruments of an arm that the reference does not have already."""
    held = list(_instruments(reference).values())
    return tuple(name for name, each in _instruments(arm).items() if each not in held)


def _shared_out(policy: Plain, reference: Plain, kept: Sequence[str]) -> dict[str, Any]:
    """Give the money of instruments left out to the instrument of the reference.

    Every instrument that is kept stays in its place, since the luck of what it opens is drawn by
    its number: the money goes where the first one is left out, and the places of others that are
    left out before the last one kept are held by the same instrument without any money.
    """
    (name, instrument), *_ = reference["instruments"].items()
    instruments: dict[str, Any] = {}
    split: dict[str, float] = {}
    rest = max(0.0, 1.0 - fsum(policy["split"][each] for each in kept))
    for own, each in policy["instruments"].items():
        called = own if own in kept else f"{own}_as_{name}"
        instruments[called] = each if own in kept else instrument
        split[called] = policy["split"][own] if own in kept else rest
        rest = rest if own in kept else 0.0
    while split[called := next(reversed(split))] == 0.0 and instruments[called] is instrument:
        del instruments[called], split[called]
    return {**policy, "instruments": instruments, "split": split}


def number_of(players: int, method: str) -> int:
    """Return how many coalitions are between an arm with so many instruments and its reference."""
    if players < 2:
        return 0
    return 2**players - 2 if method == SHAPLEY else players


def between(arm: str, players: Sequence[str], method: str) -> Iterator[Coalition]:
    """Yield the coalitions of one arm: all, or those with one instrument left out."""
    if number_of(len(players), method) == 0:
        return
    sizes = range(1, len(players)) if method == SHAPLEY else [len(players) - 1]
    for size in sizes:
        for kept in combinations(players, size):
            yield Coalition(arm, kept)


def _reference(arms: Mapping[str, Plain], name: str) -> Plain:
    """Return the arm that takes the money of those left out; refuses one that cannot."""
    if name not in arms:
        raise Refusal.of(
            "ensemble.no_reference", "attributed_against", given=shown(name), arms=", ".join(arms)
        )
    count = len(_instruments(arms[name]))
    if count != 1:
        raise Refusal.of(
            "ensemble.reference_of_many", "attributed_against", given=shown(name), count=count
        )
    return arms[name]


def _refuse_too_many(players: Mapping[str, Sequence[str]], asked: Attribution, seeds: int) -> None:
    """Refuse an attribution that needs more runs than are allowed."""
    runs = {
        method: seeds * sum(number_of(len(own), method) for own in players.values())
        for method in METHODS
    }
    needed, most = runs[asked.method], asked.most_runs
    if needed <= most:
        return
    where, told = "attribution", {"runs": needed, "most": most}
    if asked.method == SHAPLEY:
        raise Refusal.of("ensemble.many_runs_of_shapley", where, **told, fewer=runs[ABLATION])
    raise Refusal.of("ensemble.many_runs_of_ablation", where, **told)


def _instruments(arm: Plain) -> Mapping[str, Any]:
    instruments: Mapping[str, Any] = arm["policy"]["instruments"]
    return instruments


def _same_money(arm: Plain, reference: Plain) -> bool:
    """Tell whether an arm differs from the reference in its policy alone."""
    return all(arm[key] == reference.get(key) for key in arm if key not in ("policy", "seed"))
