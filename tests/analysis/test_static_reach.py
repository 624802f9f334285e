"""The closed form gives the numbers of the evidence's table, and obeys its limits."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.static_reach import (
    break_even_gamma,
    by_seed,
    reach,
    reach_gain,
    sites,
    static_ratio,
)

SIDE = 6.0
SITES = (4, 9, 16, 25)
# evidence 6.2: lambda, M(1), then R / break-even gamma for 4, 9, 16, 25 sites
TABLE = [
    (0.25, 0.011, (3.96, 8.41, 13.5, 18.6), (129, 32, 16, 11)),
    (0.50, 0.043, (3.41, 5.94, 8.08, 9.82), (8.8, 5.3, 4.1, 3.5)),
    (1.00, 0.147, (2.37, 3.29, 3.91, 4.35), (2.6, 2.2, 2.0, 1.8)),
    (2.00, 0.349, (1.65, 1.98, 2.16, 2.29), (1.57, 1.45, 1.39, 1.35)),
    (3.00, 0.485, (1.42, 1.60, 1.71, 1.77), (1.34, 1.27, 1.24, 1.22)),
    (5.00, 0.641, (1.24, 1.34, 1.39, 1.42), (1.19, 1.15, 1.14, 1.12)),
    (10.0, 0.798, (1.12, 1.16, 1.18, 1.20), (1.09, 1.07, 1.06, 1.06)),
]
# the reach gain that nine sites need: phi, then gamma 1.00, 1.07, 1.15, 1.27
NEEDED = [
    (0.00, (1.00, 1.16, 1.33, 1.60)),
    (0.02, (1.20, 1.36, 1.56, 1.84)),
    (0.04, (1.50, 1.69, 1.90, 2.20)),
    (0.06, (2.04, 2.25, 2.48, 2.80)),
    (0.08, (3.29, 3.51, 3.75, 4.07)),
]


@pytest.mark.parametrize(("reach_km", "alone", "gains", "exponents"), TABLE)
def test_reach_and_break_even_are_those_of_the_evidence(reach_km, alone, gains, exponents):
    assert reach(SIDE, reach_km, 1) == pytest.approx(alone, abs=6e-4)
    for count, gain, exponent in zip(SITES, gains, exponents, strict=True):
        found = reach_gain(SIDE, reach_km, count)
        assert found == pytest.approx(gain, rel=4e-3)
        assert break_even_gamma(found, count) == pytest.approx(exponent, rel=3e-2)


@pytest.mark.parametrize(("overhead", "gains"), NEEDED)
def test_at_the_needed_gain_nine_sites_just_break_even(overhead, gains):
    for gamma, gain in zip((1.00, 1.07, 1.15, 1.27), gains, strict=True):
        assert static_ratio(gain, 9, gamma, overhead) == pytest.approx(1.0, abs=8e-3)


def test_when_everybody_reaches_everything_only_overhead_and_size_count():
    gain = reach_gain(SIDE, 1e6, 9)

    assert gain == pytest.approx(1.0, abs=1e-4)
    assert static_ratio(gain, 9, 1.0, 0.0) == pytest.approx(1.0, abs=1e-4)
    assert static_ratio(gain, 9, 1.0, 0.02) < 1.0


def test_only_the_share_of_the_side_matters():
    assert reach_gain(4.0, 1.0, 9) == pytest.approx(reach_gain(8.0, 2.0, 9))


def test_overhead_can_eat_the_whole_budget():
    assert static_ratio(4.35, 25, 1.0, 0.04) == 0.0


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_any_number_of_sites_has_a_place_in_the_square(count):
    assert reach(SIDE, 1.0, 1) < reach(SIDE, 1.0, count) < reach(SIDE, 1.0, 100)


CONFIG = {
    "city": {"side": 40, "cell_km": 0.1, "people": 4000},
    "behaviour": {"gather": {"catchment": 1.0}, "meet": {"place_exponent": 1.0}},
    "economy": {"places": {"fixed_cost": 1500}},
}
POLICY = {"instruments": {"rooms": {"sites": 9, "size_exponent": 1}, "fund": {"share": 0.1}}}
GRANT = pd.Series({0: 75_000.0, 1: 150_000.0})


def test_each_seed_is_read_in_its_own_world():
    runs = pd.DataFrame({"seed": [0, 1], "world.behaviour.gather.catchment": [0.5, 2.0]})

    found = by_seed(CONFIG, POLICY, runs, GRANT)

    assert found["reach_km"].tolist() == [0.5, 2.0]
    assert found["overhead"].tolist() == [0.02, 0.01]
    expected = static_ratio(reach_gain(4.0, 0.5, 9), 9, 1.0, 0.02)
    assert found.loc[0, "ratio"] == pytest.approx(float(expected))


def test_nothing_is_said_where_a_number_is_missing():
    runs = pd.DataFrame({"seed": [0, 1]})

    assert by_seed({}, POLICY, runs, GRANT).empty
    assert by_seed(CONFIG, {}, runs, GRANT).empty
    assert by_seed(CONFIG, POLICY, runs, pd.Series(dtype=float)).empty


def test_sites_grow_with_the_city_and_are_at_least_one():
    assert sites(POLICY, 4000) == 9
    assert sites(POLICY, 1000) == 2
    assert sites(POLICY, 100) == 1
    assert sites({"instruments": {}}, 4000) == 0
    assert np.isclose(sites({"instruments": {"one": {"sites": 4, "size_exponent": 0}}}, 9e5), 4)


def test_many_sites_are_held_against_as_many_as_the_other_policy_has():
    runs = pd.DataFrame({"seed": [0, 1]})
    few = {"instruments": {"hall": {"sites": 3, "size_exponent": 1}}}

    found = by_seed(CONFIG, POLICY, runs, GRANT, few)
    one_to_nine, one_to_three = (
        by_seed(CONFIG, one, runs, GRANT)["ratio"] for one in (POLICY, few)
    )

    assert found["few"].tolist() == [3, 3]
    assert found["ratio"].to_numpy() == pytest.approx((one_to_nine / one_to_three).to_numpy())
    assert (by_seed(CONFIG, few, runs, GRANT, few)["ratio"] == 1).all()
    assert by_seed(CONFIG, POLICY, runs, GRANT, {"instruments": {}}).empty
