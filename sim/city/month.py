"""What happens within one month: who was where, who met whom, and how often what came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NOBODY: NDArray[Any] = np.zeros(0, np.int64)


def _nobody() -> NDArray[Any]:
    return _NOBODY


class Fate(IntEnum):
    """What becomes of a candidate who knocks.

    PRICED_OUT would have come to the best home she saw, but found none worth it that she could pay;
    OUTBID asked for one that she could pay, and others got it.
    """

    STAYED_AWAY = 0
    ENTERED = 1
    PRICED_OUT = 2
    OUTBID = 3


@dataclass
class Month:
    """Written by the phases of one month, in order, and read by later ones and the recorder.

    place, slot, at_work, partner, channel, accepted: person rows x 4 rounds. visitor_start and
    visitor_member group the month's visitors by place; seated, two arrays, those with a seat by
    place, round and half day. team: works x 6, rows of makers.
    ideas: rows of the ideas found. wages: cents paid by each firm. searched: rows of those who
    looked for another home of their own accord, and utility, the best they saw or have. vacated:
    markets (2 x cell, + 1 if regulated) of homes freed, let from next month. knocked: candidates'
    identities, candidate_kind and candidate_fate. sold: rows of the ideas sold, and paid_team,
    cents their makers get. used_by: open ideas x 3, who uses each, -1 for nobody, and use_worth,
    cents of one use of each. counts: how often what happened, by name.
    """

    place: NDArray[Any] = field(default_factory=_nobody)
    slot: NDArray[Any] = field(default_factory=_nobody)
    at_work: NDArray[Any] = field(default_factory=_nobody)
    partner: NDArray[Any] = field(default_factory=_nobody)
    channel: NDArray[Any] = field(default_factory=_nobody)
    accepted: NDArray[Any] = field(default_factory=_nobody)
    by_channel: NDArray[Any] = field(default_factory=_nobody)
    visitor_start: NDArray[Any] = field(default_factory=_nobody)
    visitor_member: NDArray[Any] = field(default_factory=_nobody)
    seated: tuple[NDArray[Any], NDArray[Any]] = field(
        default_factory=lambda: (_nobody(), _nobody())
    )
    team: NDArray[Any] = field(default_factory=_nobody)
    ideas: NDArray[Any] = field(default_factory=_nobody)
    wages: NDArray[Any] = field(default_factory=_nobody)
    place_hours: NDArray[Any] = field(default_factory=_nobody)
    searched: NDArray[Any] = field(default_factory=_nobody)
    utility: NDArray[Any] = field(default_factory=_nobody)
    vacated: list[NDArray[np.int64]] = field(default_factory=list)
    knocked: NDArray[Any] = field(default_factory=_nobody)
    candidate_kind: NDArray[Any] = field(default_factory=_nobody)
    candidate_fate: NDArray[Any] = field(default_factory=_nobody)
    sold: NDArray[Any] = field(default_factory=_nobody)
    paid_team: NDArray[Any] = field(default_factory=_nobody)
    used_by: NDArray[Any] = field(default_factory=_nobody)
    use_worth: NDArray[Any] = field(default_factory=_nobody)
    counts: dict[str, float] = field(default_factory=lambda: defaultdict(float))
