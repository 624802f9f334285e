"""Ideas are opened or sold; open ones are used; makers are recognised."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.books import FIRMS, OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import IdeaMarket
from sim.city.people import Status
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import luck, makers
from sim.kernels import release as kernels
from sim.kernels.arithmetic import shares
from sim.kernels.luck import Purpose
from sim.model.behaviour import Make


def release(city: City, rule: Make, market: IdeaMarket) -> None:
    """Open or close this month's ideas, sell the closed, use the open, recognise their makers."""
    _recognise(city, rule)
    _open_some(city, rule, market)
    _leak(city, market)
    around = _firms_around(city)
    _sell(city, market, around)
    _use(city, market, around)


def members_here(city: City, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of ideas' makers who are still in the city, -1 for the others."""
    return _still_here(city, *city.ideas.makers(rows))


def _still_here(city: City, member: NDArray[Any], named: NDArray[Any]) -> NDArray[np.int64]:
    people = city.people
    present = int(Status.PRESENT)
    return np.asarray(makers.makers_here(member, named, people.identity, people.status, present))


def _recognise(city: City, rule: Make) -> None:
    """Fade everyone's recognition, then add that for new ideas, more in one's own field."""
    people, ideas, rows = city.people, city.ideas, city.now.ideas
    city.now.counts["recognised"] = makers.recognise(
        people.recognition[: people.size],
        1.0 - rule.recognition_fading,
        people.order,
        people.field,
        ideas.makers(rows)[0],
        ideas.field[rows],
        ideas.value[rows],
        ideas.shares[rows],
        rule.own_field,
        rule.other_field,
    )


def _open_some(city: City, rule: Make, market: IdeaMarket) -> None:
    """Release each new idea openly with a chance set by its makers', the venue's openness.

    A bounty for open ideas adds the share of the rest that it holds of bounty plus expected price.
    """
    ideas, people, places, rows = city.ideas, city.people, city.places, city.now.ideas
    if not len(rows):
        return
    member, _ = ideas.makers(rows)
    made = member >= 0
    openness = np.where(made, shares(people.openness[member]), 0.0).sum(axis=1)
    openness /= made.sum(axis=1)
    venue = np.append(places.openness[: places.size], rule.firm_openness)[ideas.venue[rows]]
    chance = (1.0 - rule.venue_weight) * openness + rule.venue_weight * venue
    bounty = city.offers.bounty
    if bounty > 0:
        price = CENTS * market.price * market.team_share * ideas.value[rows]
        chance = chance + (1.0 - chance) * bounty / (bounty + price)
    drawn = luck.uniforms(city.seed, int(Purpose.OPEN), 0, ideas.identity[rows], 0)
    ideas.open[rows] = drawn < chance
    opened = rows[drawn < chance]
    city.now.counts["opened"] = len(opened)
    if bounty > 0:
        _pay_bounties(city, opened)


def _leak(city: City, market: IdeaMarket) -> None:
    """Let some closed ideas become open, whoever holds them."""
    ideas = city.ideas
    closed = ideas.closed_since(city.month - market.open_months)
    drawn = luck.uniforms(city.seed, int(Purpose.LEAK), city.month, ideas.identity[closed], 0)
    ideas.open[closed[drawn < market.leak]] = True


def _pay_bounties(city: City, opened: NDArray[np.int64]) -> None:
    """Pay openly released ideas' makers what a policy offers for each, while its purse lasts."""
    bounty = city.offers.bounty
    rows = opened[: city.offer_purse("bounty") // bounty]
    if not len(rows):
        return
    city.pay_offer("bounty", "programming", PEOPLE, bounty * len(rows))
    _pay_makers(city, rows, np.full(len(rows), bounty))
    city.now.counts["bounties"] += len(rows)


def pay_members(city: City, row: int, cents: int) -> None:
    """Split a sum between an idea's makers, odd cents to the first; the gone take theirs out."""
    _pay_makers(city, np.array([row]), np.array([cents]))


def _pay_makers(city: City, rows: NDArray[np.int64], cents: NDArray[np.int64]) -> int:
    """Split a sum for each of some ideas between its makers; return what the gone take out."""
    member, named = city.ideas.makers(rows)
    here = _still_here(city, member, named)
    gone = makers.pay_makers(cents, member, here, city.people.savings)
    city.books.pay(PEOPLE, OUTSIDE, "makers who left", gone)
    return int(gone)


def _firms_around(city: City) -> tuple[Any, ...]:
    """Return what kernels ask about firms: who is where, what they know, and who is near."""
    firms, near = city.firms, city.block_grid_kernel
    start, member = city.firms_by_block(firms.open[: firms.size])
    return (
        (start, member, firms.skills[: firms.size]),
        (near.down, near.across, near.cumulative, near.guide, city.blocks_side),
    )


def _sell(city: City, market: IdeaMarket, around: tuple[Any, ...]) -> None:
    """Offer closed, unsold, recent ideas to firms, which sell what they buy to Outside."""
    ideas, firms, counts = city.ideas, city.firms, city.now.counts
    firms_here, near = around
    offered = ideas.closed_since(city.month - market.shelf_months, unsold=True)
    quota = 1 + firms.jobs[: firms.size] // market.jobs_per_purchase
    buyer = kernels.sell_ideas(
        city.seed,
        city.month,
        ideas.identity[offered],
        ideas.techniques[offered],
        ideas.value[offered],
        ideas.block[offered],
        *firms_here,
        quota,
        *near,
    )
    usual = market.reference_sales * city.plan.people / PER_THOUSAND
    level = (usual / max(1, int((buyer >= 0).sum()))) ** market.saturation
    rows, team, total = makers.sell(
        offered,
        buyer,
        CENTS * market.price,
        level,
        market.team_share,
        city.month,
        ideas.value,
        ideas.sold,
        firms.capital,
        firms.stock,
    )
    if len(rows):
        city.books.pay(OUTSIDE, FIRMS, "ideas", total)
        city.books.pay(FIRMS, PEOPLE, "ideas", int(team.sum()))
        counts["market_outside"] = _pay_makers(city, rows, team) / CENTS
    city.now.sold, city.now.paid_team = rows, team
    counts["ideas_sold"] = len(rows)
    counts["market_value"] = total / CENTS


def _use(city: City, market: IdeaMarket, around: tuple[Any, ...]) -> None:
    """Let people use open ideas; part of the value is captured by firms, here or elsewhere."""
    ideas, people, ties, now = city.ideas, city.people, city.ties, city.now
    firms_here, near = around
    offered = ideas.open_since(city.month - market.open_months)
    uses, captor, now.used_by = kernels.use_open_ideas(
        city.seed,
        city.month,
        ideas.identity[offered],
        ideas.techniques[offered],
        members_here(city, offered),
        ideas.venue[offered],
        people.order,
        people.skills[: people.size],
        city.home_block(),
        ties.other[: people.size],
        now.visitor_start,
        now.visitor_member,
        *firms_here,
        *near,
        market.tacit * market.tacit_loss * (1.0 - city.offers.online),
        market.needed,
    )
    commons = CENTS * market.use_value
    captured = commons * market.captured
    worth = ideas.value[offered], commons, captured
    n_uses, *cents = kernels.count_uses(uses, captor, *worth, city.firms.capital)
    city.books.pay(OUTSIDE, FIRMS, "captured uses", cents[-1])
    now.use_worth = np.rint(commons * ideas.value[offered])
    counts = now.counts
    counts["uses"] = n_uses
    counts["commons_value"], counts["captured"], counts["captured_here"] = (
        each / CENTS for each in cents
    )
