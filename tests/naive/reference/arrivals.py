"""Firms arrive, and groups announce third places (docs/model.md, 4.12)."""

from sim.kernels.luck import Purpose
from tests.naive.reference import birth
from tests.naive.reference.agents import CENTS, PER_THOUSAND, RELOCATED
from tests.naive.reference.books import FIRMS, OUTSIDE
from tests.naive.reference.chance import ALWAYS, pick
from tests.naive.reference.employers import open_firm
from tests.naive.reference.ground import pull_of_places
from tests.naive.reference.labour import agglomeration, margin, median_wage
from tests.naive.reference.shares import WHOLE, in_steps

KIND_DRAW = 8
IDENTITIES_OF_FIRMS, FIRMS_A_MONTH = 2**30, 2**12


def relocate_firms(model):
    """Let firms that knock come where they expect to earn more than elsewhere."""
    rule, work = model.numbers.behaviour.come_and_go, model.numbers.economy.work
    slots = round(rule.firms_knock * model.numbers.city.people / PER_THOUSAND)
    better = agglomeration(model)
    for slot in range(slots):
        who = IDENTITIES_OF_FIRMS + model.month * FIRMS_A_MONTH + slot
        luck = model.luck
        elsewhere = rule.firm_outside
        elsewhere += rule.firm_outside_sd * luck.normal(Purpose.CANDIDATE_FIRM, ALWAYS, who, 0)
        good = work.productivity_sd * luck.normal(Purpose.BIRTH_FIRM, ALWAYS, who, 1)
        room = [cell for cell in model.cells if cell.floor_left >= work.space]
        if not room:
            return
        drawn = [
            luck.uniform(Purpose.CANDIDATE_FIRM, model.month, who, k)
            for k in range(model.numbers.behaviour.move.sampled)
        ]
        expected = {}
        for cell in (pick(number, room) for number in drawn):
            spared = model.offers.zone_discount if cell.zone else 0.0
            expected[cell] = margin(model, better, cell, good, spared)
        best = max(expected, key=expected.get)
        promised = model.offers.firm * rule.firm_jobs
        offered = 0 < promised <= model.offered_by("firm")
        a_job = model.offers.firm / CENTS / (work.sales * rule.firm_horizon)
        if expected[best] + (a_job if offered else 0.0) >= elsewhere:
            needs_it = model.numbers.economy.public.deadweight or expected[best] < elsewhere
            bring_firm(model, who, best, offered and needs_it)


def bring_firm(model, who, cell, offered):
    """Open a relocated firm with capital of its own; what it is promised is set aside."""
    rule, work = model.numbers.behaviour.come_and_go, model.numbers.economy.work
    capital = round(CENTS * work.starting_wages * median_wage(model) * rule.firm_jobs)
    model.books.pay(OUTSIDE, FIRMS, "relocated firms", capital)
    firm = open_firm(model, who, cell, capital, RELOCATED)
    if offered:
        firm.promised, firm.per_job = rule.firm_jobs, model.offers.firm
        firm.promised_by = model.reserve_offer("firm", firm.promised * firm.per_job)
        model.count("firms_bonus")
    earners = [k for k, kind in enumerate(model.kinds) if kind.wage_earner]
    kind = pick(model.luck.uniform(Purpose.CANDIDATE_FIRM, ALWAYS, who, KIND_DRAW), earners)
    firm.field = list(model.kinds[kind].field)
    firm.founder_skills = birth.skills(model, who, model.kinds[kind])
    firm.skills = set(firm.founder_skills)
    model.count("firms_arrived")


def announce_places(model):
    """Note where a person with strong ties and no place in reach would found one next month."""
    rule = model.numbers.economy.places
    for person in model.people:
        drawn = model.luck.uniform(Purpose.FOUND_PLACE, model.month, person.identity)
        strong = in_steps(rule.founding_strength)
        group = [tie.other for tie in person.ties if tie.strength >= strong]
        if drawn >= rule.founding_chance * (person.participation / WHOLE):
            continue
        if len(group) < rule.founding_group:
            continue
        if sum(p.savings for p in [*group, person]) < CENTS * rule.founding_savings:
            continue
        if pull_of_places(model, person.kind_number, person.home) <= rule.founding_reach:
            model.announced_places.append((person, [*group, person]))
