"""From overrides to a sweep: every arm at every point of a design, each checked before anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.config.presets import options
from sim.config.refusal import Refusal, shown
from sim.config.register import Row, register
from sim.door.asking import Asked, Verb, composed_arms, composed_request
from sim.door.requests import SweepRequest, with_arms_replaced
from sim.ensemble.designs import Design, design_of

SWEEP = Verb("sweep", SweepRequest)
VARIED_AS_A_WHOLE = ("city", "population", "economy", "behaviour")
"""Groups whose presets may be values of a factor."""

Arms = dict[str, dict[str, Any]]


def asked_sweep(overrides: Sequence[str], config_dirs: Sequence[str] = ()) -> Asked:
    """Ask for several policies at every point of a design."""
    from sim.ensemble.question import Question

    overrides = with_arms_replaced(overrides)
    composed, request = composed_request(SWEEP, overrides, config_dirs)
    arms = composed_arms(SWEEP, request.all_arms, overrides, config_dirs)
    told = composed["design"]
    design = design_of(
        told["kind"],
        composed.get("parameters"),
        known_to(arms),
        points=request.points,
        seed=request.design_seed,
        levels=told.get("levels"),
        rows=composed.get("rows"),
        presets={group: [*options(group, config_dirs)] for group in VARIED_AS_A_WHOLE},
    )
    question = Question.of(
        composed,
        arms,
        command="sweep",
        overrides=overrides,
        design=design,
        arms_of_presets=_arms_of_presets(design, request, overrides, config_dirs),
    )
    return Asked(question, request)


def known_to(arms: Arms) -> list[Row]:
    """Return the register of what may be varied: what any of the arms has."""
    rows = {row.path: row for arm in arms.values() for row in register(arm)}
    return list(rows.values())


def _arms_of_presets(
    design: Design, request: Any, overrides: Sequence[str], config_dirs: Sequence[str]
) -> Mapping[Any, Arms]:
    """Compose the arms once for each choice of presets that a point makes."""
    groups = [each.path for each in design.factors if each.path in VARIED_AS_A_WHOLE]
    if not groups:
        return {}
    for line in overrides:
        group, _, given = line.partition("=")
        if group in groups:
            raise Refusal.of("door.preset_and_factor", group=group, given=shown(given))
    choices = {
        tuple((group, str(point.values[group])) for group in groups) for point in design.points
    }
    return {
        chosen: composed_arms(
            SWEEP,
            request.all_arms,
            [*overrides, *(f"{group}={name}" for group, name in chosen)],
            config_dirs,
        )
        for chosen in sorted(choices)
    }
