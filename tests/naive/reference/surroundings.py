"""What a home's surroundings offer (docs/model.md, 4.11)."""

import math

from tests.naive.reference.agents import CENTS, FIELDS
from tests.naive.reference.ground import nearness
from tests.naive.reference.labour import jobs_around


class Surroundings:
    """What everybody sees of the city before looking for a home."""

    def __init__(self, model):
        self.model = model
        jobs = jobs_around(model)
        self.log_access = [math.log(each / model.access_at_start) for each in jobs]
        self.amenity = amenity(model)
        blocks = range(model.blocks_side**2)
        residents = [[p for p in model.people if p.home.block == block] for block in blocks]
        self.company = [
            [share(people, lambda p, axis=axis: p.pole == axis) for axis in range(FIELDS)]
            for people in residents
        ]
        self.creative = [share(people, lambda p: p.kind.creative) for people in residents]

    def worth(self, kind, pole, income, ties, cell, rent):
        """Return the utility of a home; one formula for everybody, with weights of her kind."""
        rule = self.model.numbers.behaviour.move
        for_rent, access, near, amenity_weight, company, creative = kind.weights
        return (
            -for_rent * rent / max(income, 1)
            + access * self.log_access[cell.block]
            + near * nearness_of_ties(self.model, ties, cell)
            + amenity_weight * self.amenity[cell.number]
            + company * self.company[cell.block][pole]
            + (creative + rule.creative_share) * self.creative[cell.block]
        )


def share(people, holds):
    """Return the share of people of whom something holds; 0 where there are none."""
    return sum(map(holds, people)) / max(1, len(people))


def amenity(model):
    """Return the amenity of each cell: centrality, public capital, open seats."""
    public, cells = model.numbers.economy.public, model.cells
    worth = [cell.centrality for cell in cells]
    if any(cell.public_capital for cell in cells):
        here = [0] * len(cells)
        for person in model.people:
            here[person.home.number] += 1
        least = sum(here) / len(cells) / 2
        heads = [max(around, least) for around in model.block_kernel.mean(here)]
        capital = model.block_kernel.mean([cell.public_capital for cell in cells])
        for k in range(len(cells)):
            per_head = capital[k] / CENTS / heads[k]
            worth[k] += public.amenity_weight * math.log1p(per_head / public.amenity_scale)
    seats = [0] * model.blocks_side**2
    for place in model.open_places():
        seats[place.cell.block] += place.seats
    for k, cell in enumerate(cells):
        felt = math.log1p(seats[cell.block])
        if public.seats_law == "linear":
            at_reference = math.log1p(public.seats_reference)
            felt = seats[cell.block] / public.seats_reference * at_reference
        worth[k] += public.seats_weight * felt
    return worth


def nearness_of_ties(model, ties, cell):
    """Return how near a cell lies to ties, the stronger counting more; 0 without ties."""
    reach, cell_km = model.numbers.behaviour.move.tie_reach, model.numbers.city.cell_km
    total = sum(tie.strength for tie in ties)
    if total == 0:
        return 0.0
    near = (tie.strength * nearness(cell, tie.other.home, cell_km, reach) for tie in ties)
    return sum(near) / total
