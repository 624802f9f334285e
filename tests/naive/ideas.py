"""What ideas are worth and how they are known again, naively: tables and dicts."""

import math
from itertools import combinations

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck


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
