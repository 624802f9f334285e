"""Measures of blocks, firms and rents, on maps drawn so that the answer is known."""

import numpy as np
import pandas as pd
import pytest

from experiments.patterns import measures
from experiments.patterns.ground import Ground
from experiments.patterns.measures import district_firms, district_reach, district_rents
from tests.patterns.small import CORNER, GROUND, firms, life, snapshot, tied

WIDE = Ground(side=40, cell_km=0.1, block_cells=5)


@pytest.fixture
def luck():
    return np.random.default_rng(3)


def figure(name, part, read, *lives):
    return measures.figure(name, [{part: read(one)} for one in lives])


def with_firms(month=60, home=(), ground=WIDE, **columns):
    """Return a city with firms in these cells, founded on an idea unless it is said otherwise."""
    cell = np.asarray(columns["firm_cell"])
    n = len(cell)
    plain = {
        "firm": np.arange(n),
        "firm_jobs": np.ones(n, int),
        "firm_margin": np.zeros(n),
        "firm_productivity": np.zeros(n),
        "firm_pole": np.zeros(n, int),
        "firm_founded": np.ones(n, bool),
        "firm_skills": np.ones(n, np.uint64),
    }
    return snapshot(month, home, ground, **{**plain, **columns})


def test_creative_jobs_in_one_corner_are_clustered_and_scattered_ones_are_not():
    side = WIDE.blocks_side
    corner = WIDE.middle[[0, 1, side, side + 1]]
    board = WIDE.middle[np.add.outer(np.arange(side), np.arange(side)).ravel() % 2 == 0]
    read = district_firms.clustering

    near = life(with_firms(firm_cell=corner, firm_jobs=np.full(4, 9)), ground=WIDE)
    apart = life(with_firms(firm_cell=board), ground=WIDE)
    others = life(with_firms(firm_cell=corner, firm_founded=np.zeros(4, bool)), ground=WIDE)

    assert figure("moran_of_creative_jobs", "clustering", read, near) > 3
    assert figure("moran_of_creative_jobs", "clustering", read, apart) < -3
    assert np.isnan(figure("moran_of_creative_jobs", "clustering", read, others))


def test_creative_firms_lag_their_neighbours_where_they_cluster_beyond_jobs(luck):
    corner = np.repeat(WIDE.middle[np.add.outer(np.arange(8), np.arange(8)).ravel() < 6], 3)
    near = with_firms(firm_cell=corner)
    scattered = [with_firms(firm_cell=luck.choice(WIDE.middle, 60)) for _ in range(20)]
    read = district_firms.lag

    clustered = figure("lag_of_creative_firms", "lag", read, life(near, ground=WIDE))
    random = figure("lag_of_creative_firms", "lag", read, life(*scattered, ground=WIDE))

    assert clustered > 0.4
    assert abs(random) < 0.2


def test_diversity_draws_startups_where_they_go_to_diverse_blocks(luck):
    families = np.array([1 << 4 * k for k in range(16)], np.uint64)
    cell = np.concatenate([np.repeat(WIDE.middle[:32], 4), WIDE.middle[32:].repeat(4)])
    uniform = np.repeat(families[:1], 128)
    diverse = luck.choice(families, 128)
    one = with_firms(firm_cell=cell, firm_skills=np.concatenate([uniform, diverse]))
    new = luck.choice(WIDE.middle[40:], 60)
    drawn = life(one, ground=WIDE, firms=firms(*[{"month": 65, "cell": c} for c in new]))
    alike = life(one, ground=WIDE, firms=firms(*[{"month": 65, "cell": c} for c in WIDE.middle]))
    read = district_firms.where_startups_go

    assert figure("diversity_draws_startups", "where_startups_go", read, drawn) > 1
    assert figure("diversity_draws_startups", "where_startups_go", read, alike) == pytest.approx(
        0, abs=1e-6
    )


def test_margins_peak_at_the_density_at_which_they_do(luck):
    cell = WIDE.middle
    near = np.linspace(1, 3, WIDE.n_blocks)
    margin = 0.3 - (near - 2.5) ** 2
    one = with_firms(firm_cell=cell, firm_margin=margin, jobs_near=np.exp(near))
    read = district_firms.margins
    # productivity differs, but adds nothing
    one = with_firms(
        firm_cell=cell,
        firm_margin=margin,
        jobs_near=np.exp(near),
        firm_productivity=luck.normal(size=len(cell)),
    )

    lived = life(one, ground=WIDE)

    assert figure("margin_by_density", "margins", read, lived) == pytest.approx(-1)
    assert figure("optimum_of_density", "margins", read, lived) == pytest.approx(0.75, abs=0.03)


def test_rent_takes_of_the_gain_what_it_takes_where_workspace_is_short():
    gain = np.linspace(1, 1.2, WIDE.n_blocks)
    cells = np.arange(WIDE.side**2)
    block = WIDE.block(cells)
    slack = block % 2 == 1  # there, rents know nothing of the gain
    rent = np.where(slack, 99.0, 0.4 * 3000 * gain[block] / 20)
    one = with_firms(
        firm_cell=WIDE.middle,
        gain=gain,
        workspace=np.full(len(cells), 100),
        workspace_used=np.where(slack, 50, 99),
        workspace_rent=rent,
    )

    found = figure(
        "rent_takes_of_gain", "capitalised", district_firms.capitalised, life(one, ground=WIDE)
    )

    assert found == pytest.approx(0.4)


def test_growth_follows_the_creative_share_only_where_it_does(luck):
    homes = np.repeat(WIDE.middle, 10)
    creative = luck.random(len(homes)) < np.repeat(luck.random(64), 10)
    skills = (1 << luck.integers(1, 12, len(homes)).astype(np.uint64)) - np.uint64(1)
    share = creative.reshape(64, 10).mean(axis=1)
    then = [
        with_firms(60 + 12 * k, homes, firm_cell=WIDE.middle, creative=creative, skills=skills)
        for k in range(5)
    ]
    grown = np.rint(1 + 40 * share).astype(int)
    read = district_firms.growth

    def found(jobs):
        last = with_firms(120, homes, firm_cell=WIDE.middle, firm_jobs=jobs)
        return figure("growth_by_creative_share", "growth", read, life(*then, last, ground=WIDE))

    assert found(grown) > 0.8
    assert abs(np.mean([found(luck.integers(1, 40, 64)) for _ in range(30)])) < 0.15


def test_ties_reach_as_far_as_they_were_drawn(luck):
    homes = np.repeat(np.arange(WIDE.side**2), 2)
    one = snapshot(60, homes, WIDE)
    n = len(homes)
    left, right = luck.integers(0, n, (2, 150_000))
    far = WIDE.km(homes[left], homes[right])
    kept = (luck.random(len(left)) < np.exp(-far / 0.4)) & (left != right)
    other = np.full((n, 12), -1)
    held = np.zeros(n, int)
    for a, b in zip(left[kept], right[kept], strict=True):
        if held[a] < 12:
            other[a, held[a]] = b
            held[a] += 1
    assert held.max() < 12
    new = one.__class__(**{**vars(one), "other": other, "born": np.full((n, 12), 55)})
    old = one.__class__(**{**vars(one), "other": other, "born": np.full((n, 12), 40)})
    read = district_reach.new_ties

    found = figure("reach_of_new_ties", "new_ties", read, life(new, ground=WIDE))

    assert found == pytest.approx(0.4, abs=0.05)
    assert np.isnan(figure("reach_of_new_ties", "new_ties", read, life(old, ground=WIDE)))


def test_hiring_decays_where_firms_hire_nearby_and_not_where_they_do_not(luck):
    homes = luck.integers(0, WIDE.side**2, 1500)
    cell = luck.integers(0, WIDE.side**2, 40)
    firm = {"firm_cell": cell, "firm": np.arange(40)}
    nearest = np.argmin(WIDE.km(homes[:, None], cell[None, :]), axis=1)
    anywhere = luck.integers(0, 40, 1500)
    read = district_reach.hires
    before = with_firms(60, homes, **firm)

    def found(employer):
        after = with_firms(72, homes, employer=employer, **firm)
        return figure("hiring_decays", "hires", read, life(before, after, ground=WIDE))

    assert found(nearest) > 1
    assert abs(found(anywhere)) < 0.05
    stayed = life(
        with_firms(60, homes, employer=nearest, **firm),
        with_firms(72, homes, employer=nearest, **firm),
        ground=WIDE,
    )
    assert np.isnan(figure("hiring_decays", "hires", read, stayed))


def test_the_two_decays_are_held_against_each_other():
    ties, hired = np.zeros((3, 10)), np.zeros((3, 16))
    far = np.linspace(0.1, 1.9, 10)
    ties[0], ties[1], ties[2] = 1e4 * np.exp(-far / 0.2), 1e6, 1e6 * far
    km = np.linspace(0.25, 7.75, 16)
    hired[0], hired[1], hired[2] = 100 * np.exp(-km / 2), 100, 100 * km

    found = district_reach.slower([{"ties": {"counts": ties}, "hires": {"counts": hired}}])

    assert found == pytest.approx(0.2 / 2, rel=1e-3)


def rented(month, rent, home=(), **columns):
    """Return a city whose blocks ask these rents."""
    cells = np.arange(GROUND.side**2)
    return snapshot(month, home, rent=np.asarray(rent, float)[GROUND.block(cells)], **columns)


def test_artists_go_where_rents_fall_in_the_dearest_blocks():
    rents = [900, 990, 900, 1000]
    living = [8, 4, 8, 3]
    years = [rented(60 + 12 * k, [500, 500, 500, rents[k]], [55] * living[k]) for k in range(4)]
    read = district_rents.artists_by_rent

    change, rise = np.diff(np.log1p(living)), np.diff(np.log(rents))
    slope = np.polyfit(rise, change, 1)[0]

    assert slope < 0
    assert figure("artists_against_rents", "artists_by_rent", read, life(*years)) == pytest.approx(
        slope
    )


def test_rents_after_artists_came_are_held_against_the_median_block():
    one = rented(60, [500, 500, 500, 500], [0, 5])
    two = rented(72, [500, 500, 500, 500], [0, 0, 5, 5])
    three = rented(84, [700, 550, 600, 610], [0, 0, 5, 5])

    parts = district_rents.after_artists(life(one, two, three))

    assert parts == {"more": 2, "risen": 1}
    assert district_rents.share_risen([parts]) == 1 / 2


def test_seats_are_worth_in_rents_what_they_add_and_not_what_the_centre_adds(luck):
    cells = np.arange(WIDE.side**2)
    seats = luck.integers(1, 60, 20)
    where = luck.choice(WIDE.middle, 20, replace=False)
    central = luck.random(len(cells))
    felt = np.log1p(WIDE.by_block(where, seats))[WIDE.block(cells)]
    rent = 500 * np.exp(0.05 * felt + 0.7 * central)
    one = with_firms(
        firm_cell=luck.choice(cells, 50),
        rent=rent,
        dwellings=np.ones(len(cells), int),
        centrality=central,
        place_cell=where,
        place_seats=seats,
    )

    found = figure("hedonic_of_seats", "hedonic", district_rents.hedonic, life(one, ground=WIDE))

    assert found == pytest.approx(0.05)


def test_moving_where_rents_rise_is_held_against_elsewhere():
    home = np.repeat(CORNER, 10)
    gone = home.copy()
    gone[[0, 1, 10]] = CORNER[2]
    one, two = rented(60, [500] * 4, home), rented(72, [600, 500, 500, 500], gone)
    left = two.__class__(
        **{
            name: np.delete(value, 35, axis=0) if len(np.atleast_1d(value)) == 40 else value
            for name, value in vars(two).items()
        }
    )
    read = district_rents.moving

    assert read(life(one, two))["counts"] == [[10, 2], [30, 1]]
    assert read(life(one, left))["counts"] == [[10, 2], [30, 2]]
    assert figure("moving_where_rents_rise", "moving", read, life(one, two)) == pytest.approx(6)


def test_forced_moves_are_a_share_of_settled_moves():
    signs = pd.DataFrame(
        {"month": [60, 61, 62], "moves": [9.0, 5.0, 3.0], "forced_moves": [9.0, 1.0, 1.0]}
    )

    found = figure("forced_of_moves", "forced", district_rents.forced, life(signs=signs))

    assert found == pytest.approx(1 / 4)


def test_occupancy_is_that_of_the_dearest_workspace():
    cells = np.arange(GROUND.side**2)
    block = GROUND.block(cells)
    one = snapshot(
        60,
        workspace=np.full(100, 100),
        workspace_used=np.array([10, 20, 30, 97])[block],
        workspace_rent=np.array([1.0, 2.0, 3.0, 9.0])[block],
    )

    read = district_rents.occupancy

    assert figure("occupancy_under_pressure", "occupancy", read, life(one)) == pytest.approx(0.97)


def test_ties_born_elsewhere_are_kept_apart():
    assert tied(snapshot(60, CORNER), (0, 1)).other[0, 0] == 1
