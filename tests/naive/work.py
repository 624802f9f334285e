"""Jobs as a sorted pile of applications, floors as stands to be counted, firms as crews."""

from collections import Counter, defaultdict
from itertools import accumulate

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck
from tests.naive.learn import mask
from tests.naive.release import BLOCKS_A_FIRM, NOBODY, OFFERS, draw_firm, shared
from tests.naive.space import point


def apply_for_jobs(
    seed, month, seekers, identity, skills, home_block, firm_start, firm_member, firm_skills,
    down, across, cumulative, guide, side,
):  # fmt: skip
    """Sort all applications by merit: of those that a firm has, the last one counts."""
    around = firm_start, firm_member, down, across, cumulative, guide, side
    applications = []
    for person in seekers:
        address = seed, Purpose.HIRE, month, identity[person]
        tries = [1 + BLOCKS_A_FIRM * offer for offer in range(OFFERS)]
        drawn = [draw_firm(*address, first, home_block[person], *around) for first in tries]
        known = {firm: shared(skills[person], firm_skills[firm]) for firm in drawn if firm >= 0}
        if known:  # of equal ones the first drawn, which a dictionary keeps in its place
            firm = max(known, key=known.__getitem__)
            applications.append((known[firm], luck.uniform(*address, 0), int(person), int(firm)))
    taken = {firm: person for _, _, person, firm in sorted(applications)}
    return [taken.get(firm, NOBODY) for firm in range(len(firm_skills))]


def pool_skills(order, workplace, skills, founder_skills):
    """Ask for each technique who knows it, and where these people work."""
    known = [arithmetic.held(founders) for founders in founder_skills]
    crew = defaultdict(set)
    for person in order.tolist():
        for technique in arithmetic.held(skills[person]):
            crew[technique].add(int(workplace[person]))
    for technique, firms in crew.items():
        for firm in firms - {NOBODY}:
            known[firm].add(technique)
    return [mask(techniques) for techniques in known]


def find_room(cell, floor, free, most, weight, side, block_cells, luck):
    """Ask every cell of the city, wherever it is; blocks and what is most are not looked at."""
    reach = len(weight) // 2
    weighs = {
        (d - reach, a - reach): w for d, line in enumerate(weight) for a, w in enumerate(line)
    }
    (row, column), places = point(cell, side), [point(c, side) for c in range(len(free))]
    roomy = {
        there: float(weighs.get((i - row, j - column), 0))
        for there, (i, j) in enumerate(places)
        if free[there] >= floor
    }
    reached = dict(zip(roomy, accumulate(roomy.values()), strict=True))
    level = luck * max(reached.values(), default=0)
    return min((there for there, top in reached.items() if top > level), default=NOBODY)


def most_free(free, side, block_cells):
    """Cut the city's square into the squares of its blocks."""
    rows = [free[first : first + side].tolist() for first in range(0, len(free), side)]
    corners = range(0, side, block_cells)
    return [
        max(floor for row in rows[i : i + block_cells] for floor in row[j : j + block_cells])
        for i in corners
        for j in corners
    ]


def seek_room(
    seed, month, listed, identity, hiring, jobs, cell, workspace, used, weight,
    side, block_cells, space,
):  # fmt: skip
    """Count anew before each move what is free, from where firms were and where they have gone."""
    home = {int(firm): int(cell[firm]) for firm in listed}
    free = (workspace - used).tolist()
    floor = {firm: space * int(jobs[firm]) for firm in home}
    cramped = [firm for firm in home if hiring[firm] and floor[firm] and free[home[firm]] < space]
    moved = {}

    def free_by_now():
        change = Counter()
        for firm, there in moved.items():
            change[home[firm]] += floor[firm]
            change[there] -= floor[firm]
        return [metres + change[c] for c, metres in enumerate(free)]

    for firm in cramped:
        drawn = luck.uniform(seed, Purpose.FOUND, month, int(identity[firm]), 1)
        plan = free_by_now(), None, weight, side, block_cells, drawn
        there = find_room(home[firm], floor[firm] + space, *plan)
        moved |= {firm: there} if there != NOBODY else {}
    used[:] = [metres - now for metres, now in zip(workspace.tolist(), free_by_now(), strict=True)]
    for firm, there in moved.items():
        cell[firm] = there
    return len(moved)


def job_seekers(order, kind, earns_wage, workplace):
    earners = {person for person in order.tolist() if earns_wage[kind[person]]}
    idle = {person for person in order.tolist() if workplace[person] == NOBODY}
    return sorted(earners & idle, key=order.tolist().index), len(earners)


def take_on(listed, hired, space, workspace, cell, used, jobs, workplace):
    """Give out the floors of a cell: to its firms in turn, as many as it has whole ones free."""
    chosen = {firm: int(hired[firm]) for firm in listed.tolist() if hired[firm] != NOBODY}
    growing = defaultdict(list)
    for firm in chosen:
        if jobs[firm]:
            growing[int(cell[firm])].append(firm)
    refused = set()
    for here, firms in growing.items():
        room = max(0, int(workspace[here] - used[here]) // space)
        refused |= set(firms[room:])
        used[here] += space * len(firms[:room])
    grown = [firm for firm in chosen if firm not in refused]
    for firm in grown:
        workplace[chosen[firm]] = firm
        jobs[firm] += 1
    return grown


def lay_off(seed, month, order, identity, losing, failing, space, cell, used, jobs, workplace):
    """Put names in a hat for each firm, and count the floors that crews need before and after."""
    lots = {
        person: luck.uniform(seed, Purpose.FAIL, month, int(identity[person]), 0)
        for person in sorted(order.tolist(), key=lambda row: identity[row])
    }
    crew = {
        firm: [person for person in lots if workplace[person] == firm] for firm in range(len(jobs))
    }
    gone = {firm: min(crew[firm], key=lots.get) for firm in crew if losing[firm] and crew[firm]}
    for firm in gone:
        before, after = int(jobs[firm]), int(jobs[firm]) - 1
        used[cell[firm]] += space * (max(after, 1) - max(before, 1))
        jobs[firm] = after
    closed = {person for firm in crew if failing[firm] for person in crew[firm]}
    workplace[list(closed | set(gone.values()))] = NOBODY
    return len(gone)
