"""Firms as addresses, asked one after the other."""

import math
from collections import defaultdict

from sim.kernels.luck import Purpose
from tests.naive import luck, maps

NOWHERE = -1


def jobs_around(is_open, cell, jobs, block_of, side, down, across, weight, inside, least):
    """Pile up the jobs of each block, then look around every one."""
    piles = defaultdict(int)
    for firm, there in enumerate(is_open.tolist()):
        piles[int(block_of[cell[firm]])] += int(jobs[firm]) if there else 0
    here = [piles[block] for block in range(len(inside))]
    return [max(mean, least) for mean in maps.local_mean(here, side, down, across, weight, inside)]


def by_block(listed, marked, cell, block_of, n_blocks):
    """Hand out lists."""
    living = [
        [firm for firm in listed.tolist() if marked[firm] and block_of[cell[firm]] == block]
        for block in range(n_blocks)
    ]
    start = [sum(map(len, living[:block])) for block in range(n_blocks + 1)]
    return start, [firm for block in living for firm in block]


def with_room(would, cell, jobs, workspace, used, space):
    free = [int(there) - int(taken) for there, taken in zip(workspace, used, strict=True)]
    beginners = {firm for firm, held in enumerate(jobs.tolist()) if held == 0}
    roomy = {firm for firm in range(len(would)) if free[cell[firm]] // space >= 1}
    return [bool(would[firm]) and firm in beginners | roomy for firm in range(len(would))]


def in_trouble(month, is_open, margin, jobs, capital, opened, least_margin, lag):
    """Leave out of all firms, one reason after the other, those that are well."""
    here = [firm for firm, there in enumerate(is_open.tolist()) if there]
    losing = {firm for firm in here if jobs[firm] and float(margin[firm]) < least_margin}
    old = {firm for firm in here if int(opened[firm]) + lag < month}
    dry = {firm for firm in old if int(capital[firm]) < 0}
    rows = range(len(is_open))
    return [row in losing for row in rows], [row in dry for row in rows], bool(losing | dry)


def wander(seed, month, identity, productivity, kept, spread):
    for firm, who in enumerate(identity.tolist()):
        news = luck.normal(seed, Purpose.PRODUCTIVITY, month, who, 0)
        productivity[firm] = math.fsum([kept * float(productivity[firm]), spread * news])


def look_for_floor(
    seed, month, who, sampled, workspace, used, space, zone, discount, block_of, better,
    workspace_rent, good, wage, sales, inputs, cents,
):  # fmt: skip
    """Price every cell with floor for every firm; then draw, and take the dearest margin seen."""
    room = [c for c, there in enumerate(workspace.tolist()) if there >= int(used[c]) + space]
    liked = []
    for name, skill in zip(who.tolist(), good.tolist(), strict=True):
        due = {c: 1 - discount * bool(zone[c]) for c in room}
        rent = {c: space * float(workspace_rent[c]) / cents * due[c] for c in room}
        cost = {c: wage + inputs + rent[c] for c in room}
        margin = {c: 1 - cost[c] / (sales * float(better[block_of[c]]) * skill) for c in room}
        drawn = [luck.uniform(seed, Purpose.CANDIDATE_FIRM, month, name, k) for k in range(sampled)]
        seen = [room[int(each * len(room))] for each in drawn if room]
        best = max(seen, key=margin.get, default=NOWHERE)
        liked.append((best, margin.get(best, 0.0)))
    return [cell for cell, _ in liked], [margin for _, margin in liked]
