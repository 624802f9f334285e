"""Ideas are opened or sold; open ones are used; makers are recognised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.books import FIRMS, OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import IdeaMarket
from sim.city.people import Status
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import luck
from sim.kernels import release as kernels
from sim.kernels.arithmetic import shares
from sim.kernels.luck import Purpose
from sim.model.behaviour import Make


def release(city: City, rule: Make, market: IdeaMarket) -> None:
    """Open or close this month's ideas, sell the closed, use the open, recognise their makers."""
    _recognise(city, rule)
    _open_some(city, rule, market)
    _sell(city, market)
    _use(city, market)


def members_here(city: City, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of ideas' makers who are still in the city, -1 for the others."""
    people = city.people
    member, identity = city.ideas.makers(rows)
    same = people.identity[member] == identity
    here = (member >= 0) & same & (people.status[member] == Status.PRESENT)
    return np.asarray(np.where(here, member, -1))


def _recognise(city: City, rule: Make) -> None:
    """Fade everyone's recognition, then add that for new ideas, more in one's own field."""
    people, ideas, rows = city.people, city.ideas, city.now.ideas
    people.recognition[: people.size] *= 1.0 - rule.recognition_fading
    pole = city.poles()
    for member in ideas.makers(rows)[0].T:
        has = member >= 0
        own = pole[member[has]] == ideas.field[rows[has]]
        weight = np.where(own, rule.own_field, rule.other_field)
        # a person works in one project a month, so no row stands twice in a slot
        people.recognition[member[has]] += weight * ideas.value[rows[has]] / ideas.shares[rows[has]]
    city.now.counts["recognised"] = int((people.recognition[people.order] > 0).sum())


def _open_some(city: City, rule: Make, market: IdeaMarket) -> None:
    """Release each new idea openly with a chance set by its makers', the venue's openness.

    A bounty for open ideas adds the share of the rest that it holds of bounty plus expected price.
    """
    ideas, people, places, rows = city.ideas, city.people, city.places, city.now.ideas
    counts = city.now.counts
    if len(rows):
        member, _ = ideas.makers(rows)
        openness = np.where(member >= 0, shares(people.openness[member]), 0.0).sum(axis=1)
        openness /= (member >= 0).sum(axis=1)
        venue = np.append(places.openness[: places.size], rule.firm_openness)[ideas.venue[rows]]
        chance = (1.0 - rule.venue_weight) * openness + rule.venue_weight * venue
        bounty = city.offers.bounty
        if bounty > 0:
            price = CENTS * market.price * market.team_share * ideas.value[rows]
            chance = chance + (1.0 - chance) * bounty / (bounty + price)
        drawn = luck.uniforms(city.seed, int(Purpose.OPEN), 0, ideas.identity[rows], 0)
        ideas.open[rows] = drawn < chance
        opened = rows[ideas.open[rows]]
        counts["opened"] = len(opened)
        for row in opened:
            _pay_bounty(city, row)
    recent = ideas.since(city.month - market.open_months)
    closed = recent[~ideas.open[recent]]
    drawn = luck.uniforms(city.seed, int(Purpose.LEAK), city.month, ideas.identity[closed], 0)
    ideas.open[closed[drawn < market.leak]] = True


def _pay_bounty(city: City, row: int) -> None:
    """Pay an openly released idea's makers what a policy offers for it, while its purse lasts."""
    offers = city.offers
    if offers.bounty <= 0 or city.offer_purse("bounty") < offers.bounty:
        return
    city.pay_offer("bounty", "programming", PEOPLE, offers.bounty)
    pay_members(city, row, offers.bounty)
    city.now.counts["bounties"] += 1


def pay_members(city: City, row: int, cents: int) -> None:
    """Split a sum between an idea's makers, odd cents to the first; the gone take theirs out."""
    people, ideas = city.people, city.ideas
    rows = np.array([row])
    here = members_here(city, rows)[0]
    made = ideas.makers(rows)[0][0] >= 0
    part, odd = divmod(cents, int(made.sum()))
    gone = 0
    for slot in np.flatnonzero(made):
        due = part + (odd if slot == 0 else 0)
        if here[slot] >= 0:
            people.savings[here[slot]] += due
        else:
            gone += due
    city.books.pay(PEOPLE, OUTSIDE, "makers who left", gone)


def _sell(city: City, market: IdeaMarket) -> None:
    """Offer closed, unsold, recent ideas to firms, which sell what they buy to Outside."""
    ideas, firms, counts = city.ideas, city.firms, city.now.counts
    recent = ideas.since(city.month - market.shelf_months)
    offered = recent[~ideas.open[recent] & (ideas.sold[recent] < 0)]
    start, member = city.open_firms_by_block(np.ones(firms.size, bool))
    quota = 1 + firms.jobs[: firms.size] // market.jobs_per_purchase
    buyer = kernels.sell_ideas(
        city.seed,
        city.month,
        ideas.identity[offered],
        ideas.techniques[offered],
        ideas.value[offered],
        ideas.block[offered],
        start,
        member,
        firms.skills[: firms.size],
        quota,
        city.block_grid_kernel.down,
        city.block_grid_kernel.across,
        city.block_grid_kernel.cumulative,
        city.block_grid_kernel.guide,
        city.blocks_side,
    )
    sold = np.flatnonzero(buyer >= 0)
    usual = market.reference_sales * city.plan.people / PER_THOUSAND
    level = (usual / max(1, len(sold))) ** market.saturation
    total = 0
    for k in sold:
        row, firm = offered[k], buyer[k]
        price = int(round(CENTS * market.price * ideas.value[row] * level))
        team = int(market.team_share * price)
        city.books.pay(OUTSIDE, FIRMS, "ideas", price)
        city.books.pay(FIRMS, PEOPLE, "ideas", team)
        firms.capital[firm] += price - team
        firms.stock[firm] += 1
        ideas.sold[row] = city.month
        pay_members(city, row, team)
        total += price
    counts["ideas_sold"] = len(sold)
    counts["market_value"] = total / CENTS


def _use(city: City, market: IdeaMarket) -> None:
    """Let people use open ideas; part of the value is captured by firms, here or elsewhere."""
    ideas, people, firms, ties = city.ideas, city.people, city.firms, city.ties
    recent = ideas.since(city.month - market.open_months)
    offered = recent[ideas.open[recent]]
    start, member = city.open_firms_by_block(np.ones(firms.size, bool))
    makers = members_here(city, offered)
    uses, captor = kernels.use_open_ideas(
        city.seed,
        city.month,
        ideas.identity[offered],
        ideas.techniques[offered],
        makers,
        ideas.venue[offered],
        people.order,
        people.skills[: people.size],
        city.home_block(),
        ties.other[: people.size],
        city.now.visitor_start,
        city.now.visitor_member,
        start,
        member,
        firms.skills[: firms.size],
        city.block_grid_kernel.down,
        city.block_grid_kernel.across,
        city.block_grid_kernel.cumulative,
        city.block_grid_kernel.guide,
        city.blocks_side,
        market.tacit * market.tacit_loss,
        market.needed,
    )
    worth = uses * ideas.value[offered][:, None]
    part = np.round(CENTS * market.use_value * market.captured * worth).astype(np.int64)
    local = (captor >= 0) & (uses > 0)
    np.add.at(firms.capital, captor[local], part[local])
    city.books.pay(OUTSIDE, FIRMS, "captured uses", int(part[local].sum()))
    counts = city.now.counts
    counts["uses"] = int(uses.sum())
    counts["commons_value"] = float(
        np.round(CENTS * market.use_value * worth).astype(np.int64).sum() / CENTS
    )
    counts["captured"] = int(part.sum()) / CENTS
    counts["captured_here"] = int(part[local].sum()) / CENTS
