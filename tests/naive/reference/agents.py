"""Who and what is in the city: people and their ties, firms, third places, cells, ideas.

Names are those of the table in docs/model.md, section 1.2. Money is whole cents, a share that a
person carries is whole steps, techniques are sets of numbers from 0 to 63.
"""

from dataclasses import dataclass, field
from typing import Any

import mesa

SLOTS_FOR_TIES = 12
ROUNDS = 4
FIELDS = 3
TECHNIQUES = 64
IN_A_FAMILY = 4
CENTS = 100
PER_THOUSAND = 1000

START, FOUNDED, RELOCATED = range(3)  # where a firm comes from
GRASSROOTS, PUBLIC = range(2)  # who founded a third place
TENURE_PUBLIC, TENURE_PRIVATE, TENURE_COMMONS = range(3)
STATE_CREDIT = -1  # funder of a place whose credit comes from Outside


@dataclass(eq=False)
class Tie:
    """Somebody on whom a person relies."""

    other: Any
    strength: int
    channel: int = 0
    born: int = 0
    joint: int = -1


@dataclass(eq=False)
class Round:
    """Where a person was in one of a month's rounds, and whom she met."""

    place: Any = None
    half_day: int = -1
    firm: Any = None
    partner: Any = None
    channel: int = 0
    accepted: bool = False


class Person(mesa.Agent):
    """Somebody who lives in the city, or a founder who has left it."""

    def __init__(self, model, traits):
        super().__init__(model)
        self.identity = traits.identity
        self.kind_number = traits.kind_number
        self.kind = traits.kind
        self.field = list(traits.field)
        self.field_origin = list(traits.field)
        self.openness = self.openness_origin = traits.openness
        self.participation = self.participation_origin = traits.participation
        self.skills = set(traits.skills)
        self.standing = traits.standing
        self.here = True
        self.founder = False
        self.home = None  # a cell, also of those without a dwelling
        self.housed = self.regulated = False
        self.rent = self.lease_end = 0
        self.workplace = self.usual = None
        self.income = self.savings = self.fees = self.transfer = 0
        self.incentive = self.incentive_end = 0
        self.fatigue = 0
        self.hours = self.recognition = 0.0
        self.made = self.made_before = 0
        self.cohort = self.homeless = self.moves_forced = 0
        self.slots = [None] * SLOTS_FOR_TIES
        self.rounds = [Round() for _ in range(ROUNDS)]

    @property
    def pole(self):
        """Her field: the axis on which she stands highest, the first among equals."""
        return highest(self.field)

    @property
    def ties(self):
        """Her ties, slot by slot."""
        return [tie for tie in self.slots if tie]

    def tie_to(self, other):
        """Return her tie to somebody, None where she has none."""
        return next((tie for tie in self.ties if tie.other is other), None)

    def partners(self):
        """Return those whose meeting she took up this month, by round, each once."""
        return list(dict.fromkeys(each.partner for each in self.rounds if each.accepted))


class Firm(mesa.Agent):
    """An employer."""

    def __init__(self, model, identity, cell, origin):
        super().__init__(model)
        self.identity, self.cell, self.origin = identity, cell, origin
        self.open = True
        self.field = [0.0] * FIELDS
        self.founder_skills, self.skills = set(), set()
        self.jobs = self.capital = self.stock = self.wages = 0
        self.productivity = self.margin = 0.0
        self.opened = model.month
        self.in_zone = False
        self.promised = self.per_job = 0
        self.promised_by = None


class ThirdPlace(mesa.Agent):
    """A cafe, a club, an association's room, a fab lab."""

    def __init__(self, model, identity, cell, seats):
        super().__init__(model)
        self.identity, self.cell, self.seats = identity, cell, seats
        self.open = True
        self.price = self.openness = self.programming = 0.0
        self.equipment, self.equipment_value = set(), 0
        self.tenure, self.origin, self.stance = TENURE_PRIVATE, GRASSROOTS, 0.5
        self.owned = False
        self.lease_end = 0
        self.cash, self.backlog = 0, 0.0
        self.opened, self.closing, self.closed = 0, -1, -1
        self.grant_share, self.funder = 0.0, STATE_CREDIT
        self.admission = [1.0] * len(model.kinds)
        self.visits = self.users = self.turned_away = 0
        self.support, self.rejected = 1.0, False
        self.company = [0.0] * FIELDS
        self.visitors = []


@dataclass(eq=False)
class Cell:
    """A square of ground: its homes, its floors, what is asked for them."""

    number: int
    row: int
    column: int
    block: int
    centrality: float
    dwellings: int = 0
    vacant: int = 0
    regulated: int = 0
    vacant_regulated: int = 0
    rent: float = 0.0
    rent_start: float = 0.0
    workspace: int = 0
    workspace_used: int = 0
    workspace_rent: float = 0.0
    public_capital: int = 0
    zone: bool = False

    @property
    def floor_left(self):
        """Workspace that nobody uses, m2."""
        return self.workspace - self.workspace_used


@dataclass(eq=False)
class Idea:
    """A set of techniques put together for the first time in this city."""

    identity: int
    techniques: frozenset
    value: float
    born: int
    block: int
    venue: Any
    field: int
    teams: list = field(default_factory=list)
    open: bool = False
    sold: int = -1

    @property
    def makers(self):
        """All who found it, team by team."""
        return [person for team in self.teams for person in team]


def highest(numbers):
    """Return where the largest number stands, the first among equals."""
    return numbers.index(max(numbers))


def families(skills):
    """Return the families of techniques in which anything is held."""
    return {technique // IN_A_FAMILY for technique in skills}


def needing_equipment(count):
    """Return the first so many techniques that need equipment: 0, 4, 8, ..., 60, 1, 5, ..."""
    in_turn = sorted(range(TECHNIQUES), key=lambda k: (k % IN_A_FAMILY, k))
    return set(in_turn[:count])
