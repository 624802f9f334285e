"""From overrides to a question: composed, built once, and refused here if it cannot be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.config import Refusal, build
from sim.config.compose import compose
from sim.config.refusal import shown
from sim.door.requests import (
    ArmsRequest,
    CompareRequest,
    RunRequest,
    arm_overrides,
    named_arms,
    paired_arms,
    refuse_policy,
    split_request,
    with_arms_replaced,
)

if TYPE_CHECKING:
    from sim.ensemble.question import Question

ARM_MAY_SET = re.compile(r"^(~|\+{0,2})(instrument@)?(policy|budget|budget_source)\b")
BESIDE = "policies_beside"
"""Where the policies of all arms stand while they are composed together."""
NOT_THE_SCENARIO = ("worlds", "executor", "design", "parameters", "rows")


@dataclass(frozen=True)
class Verb:
    """A command that asks about several arms, and what the door reads for it."""

    name: str
    request: type[ArmsRequest]


COMPARE = Verb("compare", CompareRequest)


@dataclass(frozen=True)
class Asked:
    """A question, and how to speak while it is answered."""

    question: Question
    request: RunRequest


def asked_run(overrides: Sequence[str], config_dirs: Sequence[str] = ()) -> Asked:
    """Ask for one city under one policy."""
    from sim.ensemble.question import Question

    composed = compose(overrides, config_dirs, "run")
    own, scenario = split_request(composed, RunRequest)
    request = RunRequest(**own)
    build(scenario)
    arm = policy_name(overrides)
    question = Question.of(composed, {arm: scenario}, command="run", overrides=overrides)
    return Asked(question, request)


def asked_comparison(overrides: Sequence[str], config_dirs: Sequence[str] = ()) -> Asked:
    """Ask for several policies in the same cities."""
    from sim.ensemble.question import Question

    overrides = with_arms_replaced(overrides)
    composed, request = composed_request(COMPARE, overrides, config_dirs)
    arms = composed_arms(COMPARE, request.all_arms, overrides, config_dirs)
    question = Question.of(composed, arms, overrides=overrides, attribution=request.attributed)
    return Asked(question, request)


def composed_request(
    verb: Verb, overrides: Sequence[str], config_dirs: Sequence[str]
) -> tuple[dict[str, Any], Any]:
    """Compose what several arms share, and read what the door itself is asked."""
    refuse_policy(overrides)
    composed = compose(overrides, config_dirs, verb.name)
    _check_worlds(composed.get("worlds"))
    _check_executor(composed.get("executor"))
    own, rest = split_request(composed, verb.request)
    own["arms"] = named_arms(own.get("arms"), config_dirs)
    own["face_to_face"] = paired_arms(own.get("face_to_face"))
    request = verb.request(**own)
    build(_scenario(rest))
    return composed, request


def composed_arms(
    verb: Verb, named: Mapping[str, str], overrides: Sequence[str], config_dirs: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Compose every arm: those that are a preset together, those that change one each alone."""
    plain = {name: policy.split()[0] for name, policy in named.items() if not policy.split()[1:]}
    beside = [f"+policy@{BESIDE}.{name}={policy}" for name, policy in plain.items()]
    scenario = _scenario_of(verb, [*overrides, *beside], config_dirs)
    policies = scenario.pop(BESIDE, {})
    arms = {}
    for name, policy in named.items():
        try:
            if name in plain:
                arms[name] = scenario | {"policy": policies[name]}
            else:
                arms[name] = _changed_arm(verb, policy, overrides, config_dirs)
            build(arms[name])
        except Refusal as refusal:
            raise refusal.within(f"arms.{name}") from None
    return arms


def _changed_arm(
    verb: Verb, policy: str, overrides: Sequence[str], config_dirs: Sequence[str]
) -> dict[str, Any]:
    """Compose one arm; it may change the policy and its budget, nothing else."""
    changes = arm_overrides(policy)
    for change in changes:
        if not ARM_MAY_SET.match(change):
            raise Refusal.of("door.arm_may_not_set", given=shown(change))
    return _scenario_of(verb, [*overrides, *changes], config_dirs)


def _scenario_of(
    verb: Verb, overrides: Sequence[str], config_dirs: Sequence[str]
) -> dict[str, Any]:
    """Compose a question about several arms and keep what is one scenario."""
    composed = compose(overrides, config_dirs, verb.name)
    return _scenario(split_request(composed, verb.request)[1])


def _check_worlds(worlds: Any) -> None:
    """Refuse worlds that are no list of what is drawn."""
    sampled = worlds.get("sampled") if isinstance(worlds, Mapping) else worlds
    drawn = sampled.values() if isinstance(sampled, Mapping) else sampled
    if not isinstance(drawn, (list, type({}.values()))) or not all(
        isinstance(each, Mapping) for each in drawn
    ):
        raise Refusal.of("door.no_draws", "worlds.sampled", given=shown(sampled))


def _check_executor(executor: Any) -> None:
    """Refuse an executor that the ensemble does not know, or that is not installed."""
    from sim.ensemble.executors import refuse_executor

    kind = executor.get("kind") if isinstance(executor, Mapping) else executor
    refuse_executor(str(kind))


def _scenario(composed: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in composed.items() if key not in NOT_THE_SCENARIO}


def policy_name(overrides: Sequence[str]) -> str:
    """Return the name of the policy preset on a command line, for the eyes of the reader."""
    names = [line.partition("=")[2] for line in overrides if line.startswith("policy=")]
    return names[-1] if names else "none"
