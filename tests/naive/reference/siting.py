"""Where planners put things: their own score against what residents say they want."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import highest
from tests.naive.reference.chance import ALWAYS
from tests.naive.reference.ground import nearness
from tests.naive.reference.shares import WHOLE

A_YEAR = 12


def choose_sites(model, count, rule, within):
    """Return the cells of so many sites, the best one first, each in a block of its own."""
    score = standardised(planners_score(model, rule))
    sites = [place.cell for place in model.open_places()]
    chosen, free = [], set(within)
    while free and len(chosen) < count:
        wanted = standardised(demand(model, sites, rule.reach))
        worth = [
            (1 - rule.governance) * mine + rule.governance * theirs if cell in free else -math.inf
            for cell, mine, theirs in zip(model.cells, score, wanted, strict=True)
        ]
        best = model.cells[highest(worth)]
        chosen.append(best)
        sites.append(best)
        free = {cell for cell in free if cell.block != best.block}
    return chosen


def planners_score(model, rule):
    """Return what a planner sees: rents and firms, through an error fixed once for each cell."""
    firms = [0] * model.blocks_side**2
    for firm in model.open_firms():
        firms[firm.cell.block] += 1
    rents = standardised([cell.rent for cell in model.cells])
    counts = standardised([firms[cell.block] for cell in model.cells])
    seen = [rent + count for rent, count in zip(rents, counts, strict=True)]
    public = model.numbers.economy.public
    if public.image_chasing:
        image = standardised(nearness_to_the_image(model, rule.reach))
        seen = [each + public.copied * like for each, like in zip(seen, image, strict=True)]
    seen = standardised(seen)
    return [
        rule.sight * each + rule.noise * model.luck.normal(Purpose.PLANNER, ALWAYS, cell.number, 0)
        for cell, each in zip(model.cells, seen, strict=True)
    ]


def nearness_to_the_image(model, reach):
    """Return how near each cell is to the most visited of the places that are a year old."""
    old = [place for place in model.open_places() if place.opened <= model.month - A_YEAR]
    if not old:
        return [0.0] * len(model.cells)
    best = min(old, key=lambda place: (-place.visits, place.identity))
    cell_km = model.numbers.city.cell_km
    return [nearness(cell, best.cell, cell_km, reach) for cell in model.cells]


def demand(model, sites, reach):
    """Return how many people live around each cell whom no site reaches and who are heard."""
    cell_km = model.numbers.city.cell_km
    captured, lacking = model.numbers.economy.public.captured, []
    evenings = sum(readiness(person) for person in model.people) / len(model.people)
    for cell in model.cells:
        reached = max((nearness(cell, site, cell_km, reach) for site in sites), default=0.0)
        here = model.residents(cell)
        heard = len(here)
        if captured and evenings:
            taking_part = sum(readiness(person) for person in here) / evenings
            heard = (1 - captured) * len(here) + captured * taking_part
        lacking.append(heard * (1 - reached))
    return model.block_kernel.mean(lacking)


def readiness(person):
    """Return how ready somebody is to give an evening."""
    return person.participation / WHOLE * (1 - person.fatigue / WHOLE)


def standardised(values):
    """Return values less their mean, over their standard deviation; 0 where all are equal."""
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / spread if spread else 0.0 for value in values]
