"""Firms shed, fail, move, hire and are founded (docs/model.md, 4.8)."""

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, FIELDS, FOUNDED, Firm
from tests.naive.reference.books import FIRMS, OUTSIDE, PEOPLE
from tests.naive.reference.chance import ALWAYS, pick_by_weight
from tests.naive.reference.market import BLOCKS_FOR_A_FIRM, FIRMS_SEEN, draw_firm, firms_by_block
from tests.naive.reference.shares import WHOLE

IDENTITIES_OF_THE_FOUNDED, MONTHS = 2**40, 2**16


def shed(model):
    """Let firms that lose money lay off one each, by luck; a firm keeps room for one job."""
    rule = model.numbers.economy.work
    for firm in model.open_firms():
        if firm.margin < rule.shed_margin and firm.jobs > 0:

            def luck(person):
                return model.luck.uniform(Purpose.FAIL, model.month, person.identity)

            min(model.staff(firm), key=luck).workplace = None
            firm.jobs -= 1
            firm.cell.workspace_used -= rule.space if firm.jobs > 0 else 0
            model.count("laid_off")


def fail(model):
    """Close firms that have run dry."""
    rule = model.numbers.economy.work
    for firm in model.open_firms():
        if firm.capital < 0 and model.month - firm.opened > rule.closing_lag:
            close_firm(model, firm)


def close_firm(model, firm):
    """Close a firm: its people lose their jobs, its creditors their money; its floor is free."""
    for person in model.staff(firm):
        person.workplace = None
    firm.cell.workspace_used -= model.numbers.economy.work.space * max(1, firm.jobs)
    if firm.capital < 0:
        model.books.pay(OUTSIDE, FIRMS, "bad debts", -firm.capital)
    else:
        model.books.pay(FIRMS, OUTSIDE, "closed firms", firm.capital)
    firm.capital, firm.jobs, firm.open = 0, 0, False
    if firm.promised:
        model.release_promise(firm.promised_by, firm.promised * firm.per_job)
        firm.promised = 0
    model.count("firms_closed")


def wants_more(model, firm):
    """Say whether a firm would hire."""
    return firm.margin > model.numbers.economy.work.hire_margin


def seek_room(model):
    """Let firms that would hire but have no floor move to a cell with room for one more."""
    space = model.numbers.economy.work.space
    cramped = [
        firm
        for firm in model.open_firms()
        if wants_more(model, firm) and firm.jobs > 0 and firm.cell.floor_left < space
    ]
    for firm in cramped:
        floor = space * firm.jobs
        there = room_near(model, floor + space, firm.cell, firm.identity)
        if there:
            firm.cell.workspace_used -= floor
            there.workspace_used += floor
            firm.cell = there
            model.count("firms_moved")


def room_near(model, floor, cell, who):
    """Return a cell with so much floor free, drawn by the district kernel; None for none."""
    near = [(model.cells[there], w) for there, w in model.district_kernel.around(cell.number)]
    near = [(there, weight) for there, weight in near if there.floor_left >= floor]
    if not near:
        return None
    drawn = model.luck.uniform(Purpose.FOUND, model.month, who, 1)
    return pick_by_weight(drawn, *zip(*near, strict=True))


def hire(model):
    """Let each job seeker apply to one firm, and each hiring firm take one applicant."""
    space = model.numbers.economy.work.space
    hiring = firms_by_block(
        firm
        for firm in model.open_firms()
        if wants_more(model, firm) and (firm.jobs == 0 or firm.cell.floor_left >= space)
    )
    earners = [person for person in model.people if person.kind.wage_earner]
    seekers = [person for person in earners if not person.workplace]
    model.employment = 1 - len(seekers) / max(1, len(earners))
    applicants = {}
    for person in seekers:
        firm = apply_to(model, person, hiring)
        if firm:
            applicants.setdefault(firm, []).append(person)
    for firm in sorted(applicants, key=lambda each: each.identity):
        if firm.jobs > 0:
            if firm.cell.floor_left < space:
                continue
            firm.cell.workspace_used += space

        def fit(person, firm=firm):
            luck = model.luck.uniform(Purpose.HIRE, model.month, person.identity, 0)
            return len(person.skills & firm.skills), luck

        max(applicants[firm], key=fit).workplace = firm
        firm.jobs += 1
        model.count("hired")
        if firm.promised:
            model.pay_promise(firm.promised_by, "incentive", FIRMS, firm.per_job)
            firm.capital += firm.per_job
            firm.promised -= 1
            model.count("jobs_paid")


def apply_to(model, person, hiring):
    """Return the one of three hiring firms with which a seeker shares most; None for none."""
    seen = [
        draw_firm(
            model,
            Purpose.HIRE,
            person.identity,
            1 + BLOCKS_FOR_A_FIRM * k,
            person.home.block,
            hiring,
        )
        for k in range(FIRMS_SEEN)
    ]
    return max(filter(None, seen), key=lambda f: len(f.skills & person.skills), default=None)


def found(model):
    """Let the first two makers of a new idea found a firm, with their money, near her home."""
    rule = model.numbers.economy.work
    needed = round(CENTS * rule.founding_capital)
    for idea in model.new_ideas:
        drawn = model.luck.uniform(Purpose.FOUND, ALWAYS, idea.identity, 0)
        first, second = idea.makers[:2]
        if drawn >= rule.founding_chance or first.savings + second.savings < needed:
            continue
        cell = room_near(model, rule.space, first.home, first.identity)
        if cell is None:
            continue
        from_second = min(needed // 2, second.savings)
        from_first = min(needed - from_second, first.savings)
        first.savings -= from_first
        second.savings -= needed - from_first
        model.books.pay(PEOPLE, FIRMS, "founding", needed)
        who = IDENTITIES_OF_THE_FOUNDED + first.identity * MONTHS + model.month
        firm = open_firm(model, who, cell, needed, FOUNDED)
        for axis in range(FIELDS):
            firm.field[axis] = (first.field[axis] + second.field[axis]) / WHOLE / 2
        firm.founder_skills = first.skills | second.skills
        firm.skills = set(firm.founder_skills)
        model.count("firms_founded")


def open_firm(model, identity, cell, capital, origin):
    """Open a firm with room for its first job; the money is already on the firms' account."""
    firm = Firm(model, identity, cell, origin)
    firm.capital = capital
    sd = model.numbers.economy.work.productivity_sd
    firm.productivity = sd * model.luck.normal(Purpose.BIRTH_FIRM, ALWAYS, identity, 1)
    firm.in_zone = cell.zone
    cell.workspace_used += model.numbers.economy.work.space
    model.firms.append(firm)
    return firm
