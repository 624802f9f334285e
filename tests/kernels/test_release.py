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
MIDDLE = SIDE * (SIDE // 2) + SIDE // 2
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
    # rounded, so that some are worth the same; none is worth nothing
    value = chance.lognormal(size=count).round(draw(st.integers(0, 2))) + 1.0
    block = chance.integers(0, draw(st.sampled_from([3, N_BLOCKS])), count)
    where = seed, 4, identity, ideas_of(chance, count), value, block.astype(np.int32)
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
    (_, _, _, ideas, *_), market = fair

    buyer, quota = sold(release, fair)

    for firm, (before, after) in enumerate(zip(market.quota, quota, strict=True)):
        assert after == before - buyer.count(firm) >= 0
    for idea, firm in zip(ideas, buyer, strict=True):
        assert firm == -1 or idea & market.skills[firm]
        assert firm == -1 or firm in market.member


def offers_of(fair):
    """Return every offer of the month with something to it: its worth, the idea, the firm."""
    (seed, month, identity, ideas, value, block), market = fair
    offers = []
    for k, who in enumerate(identity):
        for first in (0, 4, 8):
            address = seed, int(Purpose.OFFER), month, who, first, block[k]
            firm = release.draw_firm(*address, market.start, market.member, *market.kernel)
            known = naive_release.shared(ideas[k], market.skills[firm]) if firm >= 0 else 0
            if known:
                offers.append((value[k] * (known / SIX), k, firm))
    return offers


@given(fairs())
def test_an_offer_is_passed_over_only_for_what_is_worth_no_less(fair):
    _, market = fair
    offers = offers_of(fair)

    buyer, _ = sold(release, fair)

    paid = {k: max(w for w, i, f in offers if (i, f) == (k, buyer[k]))
            for k, firm in enumerate(buyer) if firm >= 0}  # fmt: skip
    for worth, k, firm in offers:
        better = buyer[k] >= 0 and paid[k] >= worth
        bought = [paid[other] for other, there in enumerate(buyer) if there == firm]
        full = len(bought) == market.quota[firm] and all(price >= worth for price in bought)
        assert better or full


def one_firm(skills, quota):
    """Return one firm that stands in every block, so that it is seen wherever one looks."""
    start, member = np.arange(N_BLOCKS + 1), np.zeros(N_BLOCKS, np.int64)
    return Firms(start, member, np.array([skills], np.uint64), np.array([quota]))


def test_a_firm_buys_what_it_knows_well_before_what_is_worth_more_but_strange_to_it():
    market = one_firm(skills=0b111111, quota=1)
    known, strange = 0b111111, 0b11111000001
    ideas, value = np.array([strange, known], np.uint64), np.array([5.0, 1.0])
    block = np.full(2, MIDDLE, np.int32)

    def bought(worth_of_strange):
        value[0] = worth_of_strange
        where = 3, 1, np.array([10, 11]), ideas, value, block
        return sold(release, (where, market))[0]

    # it knows one of six techniques of the one, all six of the other
    assert bought(5.9) == [-1, 0]
    assert bought(6.1) == [0, -1]


def test_of_two_equal_ideas_the_one_of_lower_identity_is_sold():
    market = one_firm(skills=ALL, quota=1)
    ideas = ideas_of(np.random.default_rng(0), 2)
    where = 3, 1, np.array([11, 10]), ideas, np.ones(2), np.full(2, MIDDLE, np.int32)

    assert sold(release, (where, market))[0] == [-1, 0]


def test_an_idea_goes_to_the_first_drawn_of_equal_firms():
    everywhere = np.arange(N_BLOCKS)
    start, member = grouped(everywhere, everywhere, N_BLOCKS)
    market = Firms(start, member, np.full(N_BLOCKS, ALL, np.uint64), np.ones(N_BLOCKS, np.int64))
    for who in range(20):
        address = 3, int(Purpose.OFFER), 1, who, 0, 0
        first = release.draw_firm(*address, start, member, *market.kernel)
        where = 3, 1, np.array([who]), np.array([63], np.uint64), np.ones(1), np.zeros(1, np.int32)

        assert first == -1 or sold(release, (where, market))[0] == [first]


@given(fairs())
def test_in_which_order_ideas_are_listed_decides_no_sale(fair):
    (seed, month, *columns), market = fair
    order = np.random.default_rng(seed).permutation(len(columns[0]))

    buyer, quota = sold(release, fair)
    listed, left = sold(release, ((seed, month, *[each[order] for each in columns]), market))

    assert listed == [buyer[k] for k in order]
    assert left == quota


@given(fairs())
def test_an_idea_goes_unsold_only_where_no_firm_seen_could_buy_it(fair):
    where, market = fair
    rich = replace(
        market, quota=np.full_like(market.quota, 99), skills=market.skills | np.uint64(ALL)
    )
    seen = {k: firm for _, k, firm in reversed(offers_of((where, rich)))}

    buyer, _ = sold(release, (where, rich))

    # all offers of one idea are worth the same here, so it goes to the first firm drawn
    assert buyer == [seen.get(k, -1) for k in range(len(buyer))]


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
    # one team, or as wide as where two or three found the same
    seats = SIX * draw(st.integers(1, 3))
    makers = chance.choice(rows, (count, seats)).astype(np.int64)
    visitors = grouped(chance.integers(-1, N_PLACES, crowd.size), crowd.order, N_PLACES)
    ideas = {
        "identity": chance.permutation(1000)[:count],
        "idea": ideas_of(chance, count),
        "contributor": makers,
        "venue": chance.integers(-1, N_PLACES, count).astype(np.int32),
    }
    known = masks(chance, crowd.size, 0)
    return crowd, market, ideas, known, visitors, (draw(loss), draw(needed))


def used(twin, common):
    crowd, market, ideas, known, visitors, rates = common
    people = crowd.order, known, crowd.home, crowd.tie_other
    found = twin.use_open_ideas(
        crowd.seed, crowd.month, *ideas.values(),
        *people, *visitors, *market.here, *market.kernel, *rates,
    )  # fmt: skip
    return [np.array(column).tolist() for column in found]


@given(commons())
def test_uses_agree_with_their_naive_twin(common):
    assert used(release, common) == used(naive_release, common)


@given(commons())
def test_a_use_is_captured_at_most_once_and_only_by_a_firm_that_knows_enough(common):
    _, market, ideas, _, _, (_, needed) = common

    uses, captor, _ = used(release, common)

    for idea, ways, firms_there in zip(ideas["idea"], uses, captor, strict=True):
        for use, firm in zip(ways, firms_there, strict=True):
            assert use in (0, 1)
            assert firm == -1 or use == 1
            assert firm == -1 or naive_release.shared(idea, market.skills[firm]) >= needed


@given(commons(needed=st.just(SIX + 1)))
def test_where_more_is_needed_than_there_is_nothing_is_used(common):
    uses, captor, _ = used(release, common)

    assert not np.any(uses)
    assert np.all(np.array(captor) == -1)


@given(commons(loss=st.just(1.0)))
def test_where_all_is_tacit_nobody_learns_of_it_online(common):
    uses, *_ = used(release, common)

    assert not any(online for *_, online in uses)


@given(commons(loss=st.just(0.0), needed=st.just(0)))
def test_where_nothing_is_needed_everyone_who_is_shown_an_idea_uses_it(common):
    _, _, ideas, _, (start, _), _ = common

    uses, *_ = used(release, common)

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

    uses, captor, who = used(release, common)
    uses_moved, captor_moved, who_moved = used(release, moved)

    assert uses_moved == uses
    assert captor_moved == pointing(np.array(captor, np.int64), firm_row).tolist()
    assert who_moved == pointing(np.array(who, np.int64), row).tolist()


@given(commons())
def test_every_use_is_somebodys_who_holds_enough_of_the_idea(common):
    _, _, ideas, known, _, (_, needed) = common

    uses, _, who = used(release, common)

    for idea, ways, people in zip(ideas["idea"], uses, who, strict=True):
        for use, person in zip(ways, people, strict=True):
            assert (person >= 0) == (use == 1)
            assert person < 0 or naive_release.shared(idea, known[person]) >= needed


@st.composite
def uses_made(draw):
    """Draw which open ideas were used how, and which firms captured a part of it."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 8))
    uses = chance.integers(0, 2, (count, 3))
    captor = np.where(uses > 0, chance.integers(-1, 4, uses.shape), -1)
    return uses, captor, chance.lognormal(size=count), 5000.0, draw(share) * 5000.0


def shared_out(twin, month):
    capital = np.zeros(4, np.int64)
    return tuple(twin.count_uses(*month, capital)), capital.tolist()


@given(uses_made())
def test_what_uses_are_worth_agrees_with_the_naive_twin_and_adds_up(month):
    (n_uses, worth, part, local), capital = shared_out(release, month)

    assert ((n_uses, worth, part, local), capital) == shared_out(naive_release, month)
    assert n_uses == month[0].sum()
    assert 0 <= sum(capital) == local <= part <= worth
