"""How people go out, meet, accept, learn, make, move, come, go and change."""

from __future__ import annotations

from dataclasses import dataclass

from sim.config.quantity import Declared, choice, part, quantities, quantity
from sim.config.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Gather(Declared):
    """Going out to third places."""

    catchment: float = quantity(
        "km", 0.01, 100, "lambda: distance at which a place's pull falls to 1/e"
    )
    fee_scale: float = quantity(
        "share", 0.001, 10, "fee, of income, at which a place's pull halves"
    )
    habit: float = quantity("ratio", 0, 10, "extra pull of the usual place")
    company: float = quantity(
        "ratio", 0, 10, "extra pull where all of last month's visitors are of one's field"
    )
    going_out: float = quantity(
        "chance/round", 0, 10, "chance to go out for one who takes part fully, to a perfect place"
    )
    sharpness: float = quantity("exponent", 0, 20, "how surely the better of two places is chosen")
    slots: int = quantity("half days/week", 1, 14, "half days in which a place is open")
    slot_habit: float = quantity("share", 0, 1, "visits on one's usual half day")


@dataclass(frozen=True, kw_only=True)
class Meet(Declared):
    """Meeting somebody."""

    crowding: float = quantity(
        "people", 0, 100, "h: people in a room at which half of the chances to meet are lost"
    )
    room_size: int = quantity("people", 2, 1000, "most people in a room")
    place_exponent: float = quantity(
        "exponent", 0.5, 2, "returns to a place's size in meetings per visitor"
    )
    work_share: float = quantity("share", 0, 1, "rounds that those with a job spend at work")
    home_chance: float = quantity(
        "chance/round", 0, 1, "chance of a meeting in a round spent at home"
    )
    channels: tuple[float, ...] = quantities(
        "share", 0, 1, 5, "partners from block, district, tie, tie of a tie, online"
    )

    def check_combination(self) -> None:
        """The channels add up to one."""
        total = sum(self.channels)
        if abs(total - 1.0) > TOLERANCE:
            raise Refusal.of("model.channels", channels=list(self.channels), total=total)


@dataclass(frozen=True, kw_only=True)
class Accept(Declared):
    """Taking up a meeting, and what becomes of ties."""

    base: float = quantity("log odds", -20, 20, "readiness to take up a meeting with anybody")
    complementarity: float = quantity(
        "log odds", -50, 50, "weight of d (1 - d), d the skill distance"
    )
    trust: float = quantity("log odds", -50, 50, "weight of the strength of a tie")
    barrier: float = quantity("share", 0, 1, "B: how much field distance keeps people apart")
    barrier_slope: float = quantity(
        "log odds", 0, 50, "log odds lost over the whole field distance at B = 1"
    )
    openness_gap: float = quantity("log odds", 0, 50, "log odds lost over a whole gap in openness")
    first_strength: float = quantity("strength", 0, 1, "strength of a new tie")
    replaceable: float = quantity("strength", 0, 1, "strength below which a tie may be replaced")
    growth: float = quantity("share/month", 0, 1, "growth of a tie that is fed, towards 1")
    fading: float = quantity("share/month", 0, 1, "fading of a tie that is not")
    forgotten: float = quantity("strength", 0, 1, "strength below which a tie is gone")


@dataclass(frozen=True, kw_only=True)
class Learn(Declared):
    """Learning, finding out, forgetting."""

    rule: str = choice("from whom one learns and what", "random", "recognised", "conform")
    chance: float = quantity("chance/meeting", 0, 1, "chance to learn at the best skill distance")
    discovery: float = quantity("chance/month", 0, 1, "chance to find a technique alone")
    most_held: int = quantity("techniques", 1, 64, "most techniques a person holds")


@dataclass(frozen=True, kw_only=True)
class Make(Declared):
    """Teams and ideas."""

    incumbents: float = quantity(
        "share", 0, 1, "p: seats in a team that go to those who have made before"
    )
    repeats: float = quantity("share", 0, 1, "q: of these, to a former co-worker")
    techniques: int = quantity("techniques", 2, 6, "how many techniques make an idea")
    value_log_sd: float = quantity("log points", 0, 5, "spread of ideas' values")
    venue_weight: float = quantity(
        "share", 0, 1, "weight of the venue's openness beside the team's"
    )
    firm_openness: float = quantity("share", 0, 1, "openness of a firm as a venue")
    own_field: float = quantity(
        "share", 0, 10, "recognition in one's own field for an idea of value 1"
    )
    other_field: float = quantity("share", 0, 10, "recognition outside one's own field")
    recognition_fading: float = quantity("share/month", 0, 1, "recognition forgotten a month")


@dataclass(frozen=True, kw_only=True)
class Move(Declared):
    """Looking for another home."""

    search: float = quantity(
        "chance/month", 0, 1, "chance to look for another home of one's own accord"
    )
    sampled: int = quantity("dwellings", 1, 100, "vacant dwellings seen in a search")
    scale: float = quantity("1/utility", 0.01, 100, "how surely the better of two homes is chosen")
    cost: float = quantity("utility", 0, 20, "what moving costs")
    tie_reach: float = quantity("km", 0.05, 100, "distance at which nearness of a tie falls to 1/e")
    creative_share: float = quantity(
        "utility", 0, 10, "added weight of the block's creative share for everybody"
    )


@dataclass(frozen=True, kw_only=True)
class ComeAndGo(Declared):
    """Arriving in the city and leaving it."""

    knock: float = quantity(
        "people/1000/month", 0, 1000, "candidates who knock, per 1,000 inhabitants of the start"
    )
    firms_knock: float = quantity(
        "firms/1000/month", 0, 100, "firms that knock, per 1,000 inhabitants of the start"
    )
    outside: float = quantity(
        "utility", -50, 50, "mean utility of living elsewhere, for candidates"
    )
    outside_sd: float = quantity("utility", 0, 50, "spread of that utility")
    work: float = quantity("utility", 0, 50, "weight of the chance of a job, for wage earners")
    places: float = quantity("utility", 0, 50, "weight of the best third place in reach")
    leaving: float = quantity("chance/month", 0, 0.2, "chance to leave whatever the city offers")
    staying: float = quantity(
        "utility", -50, 50, "what keeps those who search from leaving rather than staying"
    )
    firm_outside: float = quantity("share", -10, 10, "mean margin that a firm expects elsewhere")
    firm_outside_sd: float = quantity("share", 0, 10, "spread of that margin")
    firm_jobs: int = quantity("jobs", 1, 1000, "jobs a relocated firm brings")
    firm_horizon: int = quantity("months", 1, 240, "months over which a firm spreads an incentive")


@dataclass(frozen=True, kw_only=True)
class Drift(Declared):
    """Becoming like others, staying oneself."""

    pull: float = quantity("share/meeting", 0, 1, "step towards a partner")
    near: float = quantity("distance", 0, 1, "field distance below which partners draw each other")
    anchor: float = quantity("share/month", 0, 1, "step back towards where one came from")


@dataclass(frozen=True, kw_only=True)
class Behaviour(Declared):
    """All habits of people."""

    gather: Gather = part("going out")
    meet: Meet = part("meeting")
    accept: Accept = part("taking up meetings, and ties")
    learn: Learn = part("learning")
    make: Make = part("making things together")
    move: Move = part("moving house")
    come_and_go: ComeAndGo = part("arriving and leaving")
    drift: Drift = part("changing")


TOLERANCE = 1e-9
