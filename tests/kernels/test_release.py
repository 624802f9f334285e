"""Firms buy the best they know something of; open ideas are used by those who can."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import release
from sim.kernels.luck import Purpose
from tests.kernels.crowds import (
    SIDE,
    another_order,
    crowds,
    pointing,
    renamed,
    share,
    shuffled,
)
from tests.kernels.markets import N_BLOCKS, Firms, firms, grouped, ideas_of, masks
from tests.naive import release as naive_release

N_PLACES = 4
SIX = 6
ALL = 2**64 - 1
demands = st.integers(0, 4)


@given(st.integers(0, 2**40), st.integers(0, 60), st.integers(0, N_BLOCKS - 1), firms())
def test_the_firm_drawn_agrees_with_its_naive_twin(seed, first, block, market):
    address = seed, int(Purpose.OFFER), 3, 17, first, block

    drawn, twin = (
        way.draw_firm(*address, market.start, market.member, *market.kernel)
        for way in (release, naive_release)
    )

    assert drawn == twin
    assert drawn == -1 or drawn in market.member


def test_near_firms_are_drawn_more_often_than_far_ones():
    near, far = 1, SIDE - 1
    start, member = grouped(np.array([near, far]), np.array([0, 1]), N_BLOCKS)
    market = Firms(start, member, np.zeros(2, np.uint64), np.zeros(2, np.int64))

    drawn = [
        release.draw_firm(0, int(Purpose.OFFER), 1, who, 0, 0, start, member, *market.kernel)
        for who in range(200)
    ]

    assert drawn.count(0) > 3 * drawn.count(1)


@st.composite
def fairs(draw):
    """Draw ideas for sale, and firms that may buy some of them."""
    market = draw(firms())
    seed = draw(st.integers(0, 2**32))
    chance = np.random.default_rng(seed)
    count = draw(st.integers(0, 15))
    identity = chance.permutation(1000)[:count]
    value = chance.lognormal(size=count).round(draw(st.integers(0, 2)))
    block = chance.integers(0, draw(st.sampled_from([3, N_BLOCKS])), count)
    where = seed, 4, np.lexsort((identity, -value)), identity, ideas_of(chance, count), block
    return where, market


def sold(twin, fair):
    where, market = fair
    quota = market.quota.copy()
    buyer = twin.sell_ideas(*where, *market.here, quota, *market.kernel)
    return list(buyer), quota.tolist()


@given(fairs())
def test_sales_agree_with_their_naive_twin(fair):
    assert sold(release, fair) == sold(naive_release, fair)


@given(fairs())
def test_no_firm_buys_more_than_it_may_or_what_it_knows_nothing_of(fair):
    (*_, ideas, _), market = fair

    buyer, quota = sold(release, fair)

    for firm, (before, after) in enumerate(zip(market.quota, quota, strict=True)):
        assert after == before - buyer.count(firm) >= 0
    for idea, firm in zip(ideas, buyer, strict=True):
        assert firm == -1 or idea & market.skills[firm]
        assert firm == -1 or firm in market.member


@given(fairs(), st.integers(0, 15))
def test_what_is_worth_less_takes_no_buyer_from_what_is_worth_more(fair, how_many):
    (seed, month, order, *rest), market = fair

    everything, _ = sold(release, fair)
    best, _ = sold(release, ((seed, month, order[:how_many].copy(), *rest), market))

    assert [best[k] for k in order[:how_many]] == [everything[k] for k in order[:how_many]]
    assert all(best[k] == -1 for k in order[how_many:])


@given(fairs())
def test_an_idea_goes_unsold_only_where_no_firm_seen_could_buy_it(fair):
    where, market = fair
    rich = replace(
        market, quota=np.full_like(market.quota, 99), skills=market.skills | np.uint64(ALL)
    )

    buyer, _ = sold(release, (where, rich))

    seed, month, order, identity, _, block = where
    for k in order:
        address = seed, int(Purpose.OFFER), month, identity[k], 0, block[k]
        first = release.draw_firm(*address, market.start, market.member, *market.kernel)
        assert buyer[k] == first or first == -1


@given(fairs())
def test_which_row_a_firm_has_decides_no_sale(fair):
    where, market = fair
    row = np.random.default_rng(where[0]).permutation(len(market.skills))

    buyer, quota = sold(release, fair)
    buyer_moved, quota_moved = sold(release, (where, market.renamed(row)))

    assert buyer_moved == pointing(np.array(buyer, np.int64), row).tolist()
    assert quota_moved == shuffled(np.array(quota), row).tolist()


@st.composite
def commons(draw, loss=share, needed=demands):
    """Draw open ideas, who made them where, and a city that may use them."""
    crowd, market = draw(crowds()), draw(firms())
    chance = np.random.default_rng(crowd.seed + 5)
    count = draw(st.integers(0, 8))
    rows = np.append(crowd.order, np.full(6, -1))
    makers = chance.choice(rows, (count, 2 * SIX)).astype(np.int64)
    visitors = grouped(chance.integers(-1, N_PLACES, crowd.size), crowd.order, N_PLACES)
    ideas = {
        "identity": chance.permutation(1000)[:count],
        "idea": ideas_of(chance, count),
        "contributor": makers[:, :SIX],
        "venue": chance.integers(-1, N_PLACES, count),
    }
    known = masks(chance, crowd.size, 0)
    return crowd, market, ideas, known, visitors, (draw(loss), draw(needed))


def used(twin, common):
    crowd, market, ideas, known, visitors, rates = common
    people = crowd.order, known, crowd.home, crowd.tie_other
    uses, captor = twin.use_open_ideas(
        crowd.seed, crowd.month, *ideas.values(),
        *people, *visitors, *market.here, *market.kernel, *rates,
    )  # fmt: skip
    return np.array(uses).tolist(), np.array(captor).tolist()


@given(commons())
def test_uses_agree_with_their_naive_twin(common):
    assert used(release, common) == used(naive_release, common)


@given(commons())
def test_a_use_is_captured_at_most_once_and_only_by_a_firm_that_knows_enough(common):
    _, market, ideas, _, _, (_, needed) = common

    uses, captor = used(release, common)

    for idea, ways, firms_there in zip(ideas["idea"], uses, captor, strict=True):
        for use, firm in zip(ways, firms_there, strict=True):
            assert use in (0, 1)
            assert firm == -1 or use == 1
            assert firm == -1 or naive_release.shared(idea, market.skills[firm]) >= needed


@given(commons(needed=st.just(SIX + 1)))
def test_where_more_is_needed_than_there_is_nothing_is_used(common):
    uses, captor = used(release, common)

    assert not np.any(uses)
    assert np.all(np.array(captor) == -1)


@given(commons(loss=st.just(1.0)))
def test_where_all_is_tacit_nobody_learns_of_it_online(common):
    uses, _ = used(release, common)

    assert not any(online for *_, online in uses)


@given(commons(loss=st.just(0.0), needed=st.just(0)))
def test_where_nothing_is_needed_everyone_who_is_shown_an_idea_uses_it(common):
    _, _, ideas, _, (start, _), _ = common

    uses, _ = used(release, common)

    for venue, (_, by_visitor, online) in zip(ideas["venue"], uses, strict=True):
        assert online == 1
        assert by_visitor == (venue >= 0 and start[venue + 1] > start[venue])


@given(commons())
def test_who_uses_what_does_not_hang_on_rows(common):
    crowd, market, ideas, known, (start, member), rates = common
    row = another_order(crowd)
    there = {**ideas, "contributor": pointing(ideas["contributor"], row)}
    firm_row = np.random.default_rng(crowd.seed).permutation(len(market.skills))
    moved = (
        renamed(crowd, row), market.renamed(firm_row), there,
        shuffled(known, row), (start, pointing(member, row)), rates,
    )  # fmt: skip

    uses, captor = used(release, common)
    uses_moved, captor_moved = used(release, moved)

    assert uses_moved == uses
    assert captor_moved == pointing(np.array(captor, np.int64), firm_row).tolist()
