"""People take up meetings or not; ties grow and fade; techniques pass on; people change."""

from __future__ import annotations

import numpy as np

from sim.city.city import City
from sim.kernels import accept as acceptance
from sim.kernels import drift as drifting
from sim.kernels import learn as learning
from sim.kernels.threads import in_blocks
from sim.model.behaviour import Accept, Drift, Learn

RULES = {"random": learning.RANDOM, "recognised": learning.RECOGNISED, "conform": learning.CONFORM}


def accept(city: City, rule: Accept) -> None:
    """Let each person take up her meetings or not, and renew her ties."""
    people, ties, now = city.people, city.ties, city.now
    used = slice(0, people.size)
    now.accepted = np.zeros(now.partner.shape, np.bool_)
    counted = in_blocks(
        acceptance.accept_meetings,
        city.seed,
        city.month,
        people.order,
        people.identity[used],
        people.skills[used],
        people.field[used],
        people.openness[used],
        now.partner,
        now.channel,
        ties.other[used],
        ties.strength[used],
        ties.channel[used],
        ties.born[used],
        ties.joint[used],
        rule.base,
        rule.complementarity,
        rule.trust,
        rule.barrier_slope,
        rule.barrier,
        rule.openness_gap,
        rule.first_strength,
        rule.replaceable,
        rule.growth,
        rule.fading,
        rule.forgotten,
        now.accepted,
    )
    candidates, taken, expected, by_channel = zip(*counted, strict=True)
    now.by_channel = sum(by_channel)
    now.counts["meetings"] = sum(candidates)
    now.counts["accepted"] = sum(taken)
    now.counts["expected"] = sum(expected) / acceptance.FIXED_POINT


def learn(city: City, rule: Learn) -> None:
    """Let people learn from those they got on with, find out alone, and forget."""
    people, now = city.people, city.now
    used = slice(0, people.size)
    skills = people.skills[used].copy()
    counted = in_blocks(
        learning.learn_from_meetings,
        city.seed,
        city.month,
        people.order,
        people.identity[used],
        people.skills[used],
        people.recognition[used],
        now.partner,
        now.accepted,
        RULES[rule.rule],
        rule.chance,
        rule.discovery,
        rule.most_held,
        skills,
    )
    people.skills[used] = skills
    learnt, found = zip(*counted, strict=True)
    now.counts["learnt"] = sum(learnt)
    now.counts["discovered"] = sum(found)


def drift(city: City, rule: Drift) -> None:
    """Let people grow a little like those they got on with, and stay who they are."""
    people, now = city.people, city.now
    used = slice(0, people.size)
    traits = people.field, people.openness, people.participation
    field, openness, participation = (each[used].copy() for each in traits)
    in_blocks(
        drifting.drift,
        city.seed,
        city.month,
        people.order,
        now.partner,
        now.accepted,
        people.field[used],
        people.field_origin[used],
        people.openness[used],
        people.openness_origin[used],
        people.participation[used],
        people.participation_origin[used],
        rule.pull,
        rule.near,
        rule.anchor,
        field,
        openness,
        participation,
    )
    people.field[used], people.openness[used] = field, openness
    people.participation[used] = participation
