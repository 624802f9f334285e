"""Jobs as piles of applications, what a firm knows as a union of sets."""

from itertools import accumulate

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck, space
from tests.naive.learn import mask
from tests.naive.release import BLOCKS_A_FIRM, NOBODY, OFFERS, draw_firm, shared


def apply_for_jobs(
    seed,
    month,
    seekers,
    identity,
    skills,
    home_block,
    firm_start,
    firm_member,
    firm_skills,
    down,
    across,
    cumulative,
    guide,
    side,
):
    around = firm_start, firm_member, down, across, cumulative, guide, side
    applications = {firm: [] for firm in range(len(firm_skills))}
    for person in seekers:
        address = seed, Purpose.HIRE, month, identity[person]
        drawn = (
            draw_firm(*address, 1 + BLOCKS_A_FIRM * offer, home_block[person], *around)
            for offer in range(OFFERS)
        )
        seen = [firm for firm in drawn if firm != NOBODY]
        if seen:
            overlap = [shared(skills[person], firm_skills[firm]) for firm in seen]
            firm = seen[overlap.index(max(overlap))]
            applications[firm].append((max(overlap), luck.uniform(*address, 0), int(person)))
    return [max(pile)[-1] if pile else NOBODY for pile in applications.values()]


def pool_skills(order, workplace, skills, founder_skills):
    known = [arithmetic.held(founders) for founders in founder_skills]
    for person in order:
        if workplace[person] != NOBODY:
            known[workplace[person]] |= arithmetic.held(skills[person])
    return [mask(techniques) for techniques in known]


def find_room(cell, floor, free, most, weight, side, block_cells, luck):
    """List the cells with room and what each weighs, then walk along the weights."""
    reach = len(weight) // 2
    steps = [(d, a) for d in range(-reach, reach + 1) for a in range(-reach, reach + 1)]
    around = [
        (space.shifted(cell, d, a, side), float(weight[d + reach][a + reach])) for d, a in steps
    ]
    roomy = [(c, w) for c, w in around if c >= 0 and free[c] >= floor]
    reached = list(accumulate(w for _, w in roomy))
    if not reached or reached[-1] <= 0:
        return -1
    above = (c for (c, _), top in zip(roomy, reached, strict=True) if top > luck * reached[-1])
    return next(above, -1)


def most_free(free, side, block_cells):
    across = side // block_cells
    most = [-1] * (across * across)
    for cell, floor in enumerate(free.tolist()):
        row, column = divmod(cell, side)
        b = row // block_cells * across + column // block_cells
        most[b] = max(most[b], floor)
    return most


def seek_room(
    seed,
    month,
    listed,
    identity,
    hiring,
    jobs,
    cell,
    workspace,
    used,
    weight,
    side,
    block_cells,
    space,
):
    """Let the cramped look around one after another at the city as it is by then."""
    cramped = [
        firm
        for firm in listed.tolist()
        if hiring[firm] and jobs[firm] and workspace[cell[firm]] - used[cell[firm]] < space
    ]
    moved = 0
    for firm in cramped:
        free, floor = workspace - used, space * int(jobs[firm])
        drawn = luck.uniform(seed, Purpose.FOUND, month, int(identity[firm]), 1)
        around = None, weight, side, block_cells, drawn
        there = find_room(int(cell[firm]), floor + space, free, *around)
        if there != NOBODY:
            used[cell[firm]] -= floor
            used[there] += floor
            cell[firm] = there
            moved += 1
    return moved


def job_seekers(order, kind, earns_wage, workplace):
    earners = [person for person in order.tolist() if earns_wage[kind[person]]]
    return [person for person in earners if workplace[person] == NOBODY], len(earners)


def take_on(listed, hired, space, workspace, cell, used, jobs, workplace):
    grown = []
    for firm in listed.tolist():
        floor = space * min(1, int(jobs[firm]))
        room = not floor or used[cell[firm]] + floor <= workspace[cell[firm]]
        if hired[firm] != NOBODY and room:
            used[cell[firm]] += floor
            workplace[hired[firm]] = firm
            jobs[firm] += 1
            grown.append(firm)
    return grown


def lay_off(seed, month, order, identity, losing, failing, space, cell, used, jobs, workplace):
    staff = {firm: [] for firm in range(len(losing))}
    for person in order.tolist():
        if workplace[person] != NOBODY:
            drawn = luck.uniform(seed, Purpose.FAIL, month, int(identity[person]), 0)
            staff[int(workplace[person])].append((drawn, int(identity[person]), person))
    laid_off = [min(people)[-1] for firm, people in staff.items() if losing[firm] and people]
    for person in laid_off:
        firm = workplace[person]
        jobs[firm] -= 1
        used[cell[firm]] -= space if jobs[firm] else 0
        workplace[person] = NOBODY
    for firm, people in staff.items():
        for *_, person in people if failing[firm] else []:
            workplace[person] = NOBODY
    return len(laid_off)
