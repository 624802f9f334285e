"""What ideas are worth and how they are known again, naively: tables and dicts."""

import math
from itertools import combinations

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck

NOBODY = -1


def idea_values(seed, ideas, log_sd):
    values = []
    for idea in ideas:
        pairs = list(combinations(sorted(arithmetic.held(idea)), 2))
        fits = [luck.normal(seed, Purpose.SYNERGY, 0, a * 64 + b, 0) for a, b in pairs]
        learnable = math.fsum(fits) / math.sqrt(len(pairs))
        rugged = luck.normal(seed, Purpose.RUGGED, 0, int(idea), 0)
        values.append(math.exp(log_sd * math.sqrt(1 / 2) * (learnable + rugged)))
    return values


def look_up(keys, rows, ideas):
    known = contents(keys, rows)
    return [known.get(int(idea), -1) for idea in ideas]


def enter(keys, rows, ideas, first_row):
    """Write new ideas into the first empty slots; where they stand is nobody's business here."""
    for row, idea in enumerate(ideas.tolist(), start=first_row):
        if idea not in contents(keys, rows):
            empty = keys.tolist().index(0)
            keys[empty], rows[empty] = idea, row


def contents(keys, rows):
    """Read a table of ideas as the dictionary it stands for."""
    entries = zip(keys.tolist(), rows.tolist(), strict=True)
    return {key: row for key, row in entries if key}


def first_finders(keys, rows, ideas):
    earlier, found = contents(keys, rows), ideas.tolist()
    return [-1 if idea in earlier else found.index(idea) for idea in found]


def write_down(
    seed, month, found, team, log_sd, named, who, home, their_field, usual, block_of, keys, rows,
    size, identity, techniques, value, born, block, field, venue, member, member_identity,
):  # fmt: skip
    """Let the first team of each new set fill in a line; enter the lines afterwards."""
    first = first_finders(keys, rows, found)
    new = [k for k in range(len(found)) if first[k] == k]
    for row, k in enumerate(new, start=size):
        lead, axes = team[k][0], their_field[team[k][0]].tolist()
        identity[row], techniques[row], born[row] = who[lead] * named + month, found[k], month
        block[row], venue[row] = block_of[home[lead]], usual[lead]
        field[row] = axes.index(max(axes))
        value[row] = idea_values(seed, [found[k]], log_sd)[0]
        member[row] = team[k]
        member_identity[row] = [who[maker] if maker != NOBODY else NOBODY for maker in team[k]]
    enter(keys, rows, found[new], size)
    later = [k for k in range(len(found)) if first[k] not in (k, NOBODY)]
    return len(new), first.count(-1), later


def recent(born, since, is_open, sold, whether_open, unsold):
    """Strike off the list of all ideas the old ones, those not meant, and perhaps those sold."""
    young = [row for row, month in enumerate(born.tolist()) if month >= since]
    meant = [row for row in young if bool(is_open[row]) is whether_open]
    return [row for row in meant if sold[row] < 0] if unsold else meant
