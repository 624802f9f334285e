"""People who are in the same room meet, and those at home meet neighbours, friends, strangers."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.kernels import meet as kernels
from sim.kernels import space
from sim.kernels.gather import N_ROUNDS
from sim.kernels.seats import group_visits
from sim.kernels.threads import in_blocks
from sim.model.behaviour import Gather, Meet


def meet(city: City, rule: Meet, outing: Gather) -> None:
    """Give every round of every person at most one meeting."""
    people, now = city.people, city.now
    used = slice(0, people.size)
    now.at_work = np.full((people.size, N_ROUNDS), -1, np.int32)
    in_blocks(
        kernels.choose_mode,
        city.seed,
        city.month,
        people.order,
        people.identity[used],
        now.place,
        people.workplace[used],
        rule.work_share,
        now.at_work,
    )
    now.partner = np.full((people.size, N_ROUNDS), -1, np.int32)
    now.channel = np.zeros((people.size, N_ROUNDS), np.int8)
    _in_third_places(city, rule, outing)
    _at_work(city, rule)
    _from_home(city, rule)


def _in_third_places(city: City, rule: Meet, outing: Gather) -> None:
    programming = city.places.programming[: city.places.size]
    start, member = city.now.seated
    channel_name, exponent = kernels.PLACE, rule.place_exponent
    _in_rooms(city, rule, start, member, outing.slots, programming, channel_name, exponent)


def _at_work(city: City, rule: Meet) -> None:
    now, n_firms = city.now, city.firms.size
    all_day = np.zeros(now.at_work.shape, np.int8)
    start, member = group_visits(city.people.order, now.at_work, all_day, n_firms, 1)
    _in_rooms(city, rule, start, member, 1, np.zeros(n_firms), kernels.WORK, 1.0)


def _in_rooms(  # type: ignore[no-untyped-def]
    city: City, rule: Meet, start, member, n_slots, programming, channel_name, exponent
) -> None:
    kernels.meet_in_rooms(
        city.seed,
        city.month,
        city.people.identity[: city.people.size],
        start,
        member,
        n_slots,
        programming,
        rule.room_size,
        rule.crowding,
        exponent,
        channel_name,
        city.now.partner,
        city.now.channel,
    )


def _from_home(city: City, rule: Meet) -> None:
    people, ties, now = city.people, city.ties, city.now
    used = slice(0, people.size)
    start, member = space.group(people.home[used], people.order, city.plan.n_cells)
    chance, shares = ways_from_home(rule, city.offers.online)
    in_blocks(
        kernels.meet_from_home,
        city.seed,
        city.month,
        people.order,
        people.order,
        people.identity[used],
        people.home[used],
        now.place,
        now.at_work,
        ties.other[used],
        ties.strength[used],
        start,
        member,
        city.block_kernel.down,
        city.block_kernel.across,
        city.block_kernel.cumulative,
        city.block_kernel.guide,
        city.district_kernel.down,
        city.district_kernel.across,
        city.district_kernel.cumulative,
        city.district_kernel.guide,
        city.plan.side,
        chance,
        shares,
        now.partner,
        now.channel,
    )


def ways_from_home(rule: Meet, online: float) -> tuple[float, NDArray[np.float64]]:
    """Return the chance to meet somebody from home, and the running shares of its channels.

    Who would have met nobody does so online with the reach of a digital layer: c becomes
    c + (1 - c) x online, what is added goes to the last channel, and every other meeting stays.
    """
    shares = _running(tuple(rule.channels)).copy()
    if online == 0.0:
        return rule.home_chance, shares
    chance = rule.home_chance + (1.0 - rule.home_chance) * online
    shares[:-1] *= rule.home_chance / chance
    return chance, shares


@cache
def _running(channels: tuple[float, ...]) -> NDArray[np.float64]:
    """Return the running shares of channels, ending at 1."""
    shares = np.cumsum(channels)
    shares[-1] = 1.0
    return shares
