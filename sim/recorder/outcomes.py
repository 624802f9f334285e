"""What is measured: each outcome's name, unit, formula, meaning and direction, written once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Something measured in a city every month.

    direction says what more of it is to those concerned: 1 good, -1 bad, 0 neither. window says
    what one number for a run is: the mean of the last months (``mean``), or the last (``end``).
    primary ones alone carry sentences of verdict.
    """

    name: str
    unit: str
    direction: int
    formula: str
    meaning: str
    primary: bool = False
    window: str = "mean"


def _table(*outcomes: Outcome) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in outcomes}


OUTCOMES: dict[str, Outcome] = _table(
    Outcome(
        "new_ideas_per_1000",
        "ideas/1000 people/year",
        1,
        "12 x 1000 x sets of techniques never put together before / people present",
        "How much that is new the people of the city make together.",
        True,
    ),
    Outcome(
        "commons_use_per_head",
        "euro/head/year",
        1,
        "12 x sum over uses of open ideas of use value x the idea's value / people present",
        "What open ideas are worth to those who use them; not money, and not added to money.",
        True,
    ),
    Outcome(
        "market_value_per_head",
        "euro/head/year",
        1,
        "12 x sum of prices of ideas sold this month / people present",
        "What firms sell the city's ideas for.",
        True,
    ),
    Outcome(
        "founder_welfare",
        "log points",
        1,
        "mean over founders of ln(max(income - rent - fees, 100 euros) / 1,000 euros)",
        "What those who lived here when policy began have left to live on, wherever they are now.",
        True,
    ),
    Outcome(
        "cross_field_tie_share",
        "share",
        1,
        "ties that join two people of different fields / all ties",
        "How far people rely on others who are not of their world.",
        True,
    ),
    Outcome(
        "founder_floor_share",
        "share",
        -1,
        "founders whose income - rent - fees is at most 100 euros / founders",
        "Founders whose welfare is held at the floor of the formula.",
    ),
    Outcome(
        "recognition_gini",
        "Gini",
        -1,
        "Gini of recognition over the people present who have any",
        "How unequally recognition falls on those who make things.",
    ),
    Outcome(
        "cross_field_ties_vs_expected",
        "ratio",
        1,
        "share of cross-field ties / the share if ties met fields at random, degrees kept",
        "Cross-field ties against chance: 1 is no barrier, less is a barrier.",
    ),
    Outcome(
        "juxtaposition",
        "share",
        -1,
        "1 - meetings taken up / the same meetings' expected acceptance with barrier B = 0",
        "Neighbours who never learn from each other: 0 full transfer, 1 none.",
    ),
    Outcome(
        "tie_distance_strong",
        "km",
        0,
        "mean distance between homes over ties of strength 1/2 or more",
        "How far away those live on whom people rely most.",
    ),
    Outcome(
        "tie_distance_weak",
        "km",
        0,
        "mean distance between homes over ties of strength below 1/2",
        "How far away acquaintances live.",
    ),
    Outcome(
        "moran_creative",
        "Moran's I",
        0,
        "Moran's I of the creative share of residents over blocks of 500 m, side neighbours",
        "How far creative people live among their like.",
    ),
    Outcome(
        "coverage",
        "share",
        1,
        "residents for whom max over open places of exp(-d / lambda) x admission is 1/2 or more",
        "Who has a third place in reach.",
    ),
    Outcome("place_count", "places", 0, "third places open", "Third places in the city."),
    Outcome(
        "place_survival",
        "share",
        1,
        "third places open five years ago that still are / third places open five years ago",
        "How well third places last.",
    ),
    Outcome(
        "place_deficit_share",
        "share",
        -1,
        "open third places whose fees and credit fall short of cost this month / open places",
        "Third places that lose money before any local grant.",
    ),
    Outcome("gini_income", "Gini", -1, "Gini of monthly income, people present", "Inequality."),
    Outcome(
        "rent_burden_share",
        "share",
        -1,
        "people who pay more than the burden limit of their income as rent / people present",
        "People for whom rent is too much.",
    ),
    Outcome(
        "rent",
        "euro/month",
        0,
        "median over free dwellings of the asking rent",
        "What a dwelling is offered for.",
    ),
    Outcome(
        "forced_moves_per_1000_year",
        "moves/1000 people/year",
        -1,
        "12 x 1000 x moves by people over the burden limit or without a home / people present",
        "Moves that nobody chose.",
    ),
    Outcome(
        "excluded_per_1000_year",
        "people/1000 people/year",
        -1,
        "12 x 1000 x candidates who would come but find no home they can pay / people present",
        "People who could not enter the city.",
    ),
    Outcome("participation", "share", 1, "mean readiness to take part", "Taking part."),
    Outcome(
        "volunteer_hours_per_head",
        "hours/head/year",
        0,
        "12 x hours given to the upkeep of third places / people present",
        "Unpaid work that keeps third places going.",
    ),
    Outcome(
        "commons_leakage",
        "share",
        -1,
        "captured value of open ideas that goes to firms outside / captured value; 0 without any",
        "Value of open ideas that leaves the city.",
    ),
    Outcome("vacancy", "share", 0, "vacant free dwellings / free dwellings", "Empty homes."),
    Outcome("population", "people", 0, "people present", "Inhabitants."),
    Outcome(
        "creative_share",
        "share",
        0,
        "people of creative kinds / people present",
        "Creative people.",
    ),
    Outcome("jobs", "jobs", 1, "workers employed by firms of the city", "Jobs."),
    Outcome(
        "unemployment", "share", -1, "wage earners without a job / wage earners", "Unemployment."
    ),
    Outcome(
        "spend_per_head",
        "euro/head/year",
        0,
        "12 x public money spent or paid out this month / people present",
        "What the policy spends.",
    ),
)

LIFE: dict[str, Outcome] = _table(
    Outcome("turnover", "share/year", 0, "12 x people who left / people present", "Turnover."),
    Outcome("mobility", "share/year", 0, "12 x moves / people present", "Moves inside the city."),
    Outcome("rent_burden", "share", 0, "median of rent / income", "What rent takes of income."),
    Outcome("income", "euro/month", 0, "median income", "Income."),
    Outcome("ties_per_person", "ties", 0, "ties / people present", "Ties a person holds."),
    Outcome("tie_age", "months", 0, "mean age of ties", "How long ties have lasted."),
    Outcome("full_slots", "share", 0, "people with all twelve slots taken", "Full slots."),
    Outcome(
        "field_spread",
        "ratio",
        0,
        "spread between the kinds' mean fields / the same over the fields they came with",
        "How far the kinds stay apart.",
    ),
    Outcome(
        "duplicates", "share", 0, "sets of techniques known before / sets put together", "Repeats."
    ),
    Outcome(
        "firm_births", "share/year", 0, "12 x firms founded or arrived / firms open", "New firms."
    ),
    Outcome("firm_deaths", "share/year", 0, "12 x firms closed / firms open", "Firms closed."),
    Outcome("firms", "firms", 0, "firms open", "Firms."),
    Outcome(
        "place_births", "share/year", 0, "12 x third places opened / places open", "New places."
    ),
    Outcome("place_deaths", "share/year", 0, "12 x third places closed / places open", "Closures."),
    Outcome(
        "visits_per_head", "visits/head/month", 0, "seats taken / people present", "Going out."
    ),
    Outcome("users_share", "share", 0, "people seated at least once / people present", "Users."),
    Outcome(
        "meetings_per_head",
        "meetings/head/month",
        0,
        "candidate meetings / people present",
        "Meetings.",
    ),
    Outcome("skills_held", "techniques", 0, "mean techniques held", "Skills."),
)
"""Diagnostics of a city's life, recorded monthly beside the outcomes."""
