"""The essence of every known answer, asked of every change (experiments/known_answers)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.known_answers import (
    axelrod,
    confidence,
    gaps,
    march,
    networks,
    reach,
    schelling,
    techniques,
    towns,
)
from experiments.known_answers.__main__ import work_out_all
from experiments.known_answers.answers import interval, lies_in, verdicts
from experiments.known_answers.page import KEPT
from sim.analysis import static_reach
from sim.model.model import CityModel
from sim.model.scenario import Scenario


def test_places_in_a_town_reach_whom_the_closed_form_says():
    model = CityModel(Scenario.compose("city=town", "policy=none"))
    side_km = model.city.plan.side * model.city.plan.cell_km

    for k, share in ((1, 0.1), (9, 0.25), (25, 0.04)):
        here = reach.visitors(model, k, share * side_km)

        known = static_reach.reach(side_km, share * side_km, k)
        assert here.sum() / model.city.cells.size == pytest.approx(known, rel=0.01)
        assert here.min() > 0


def test_what_places_give_follows_from_whom_they_reach():
    here, alone = np.full(4, 50.0), np.array([100.0])

    assert reach.output_off(here, alone, gain_form=2.0) == pytest.approx(0, abs=1e-12)
    assert abs(reach.output_off(here * 1.1, alone, gain_form=2.0)) > 0.05


@pytest.mark.parametrize("gamma", [1.0, 1.15])
def test_four_places_without_crowding_meet_as_their_visitors_to_the_power_gamma(gamma):
    months = range(20)

    four = np.mean([reach.met_in(month, 4, 1000, gamma) for month in months])
    one = np.mean([reach.met_in(month, 1, 2000, gamma) for month in months])

    assert four / one == pytest.approx(2**gamma * 4 ** (1 - gamma), rel=0.02)


def test_who_asks_for_a_third_of_her_like_ends_among_far_more():
    some = [schelling.sorted_board(1 / 3, seed) for seed in range(3)]

    for board in some:
        assert board["at_first"] == pytest.approx(0.5, abs=0.05)
        assert 0.65 < board["alike"] < 0.80
        assert board["left"] == 0


def test_who_asks_for_nothing_stays_where_she_is():
    board = schelling.sorted_board(0.0, 0)

    assert board["alike"] == board["at_first"]
    assert board["left"] == 0


def test_who_asks_for_more_ends_among_more():
    alike = [schelling.sorted_board(asked, 0)["alike"] for asked in (0.2, 1 / 3, 0.5)]

    assert alike == sorted(alike)
    assert alike[0] < alike[-1] - 0.1


@pytest.mark.slow
def test_a_village_sorts_itself_by_liking_for_company_and_by_nothing_else():
    drawn, left = schelling.sorted_village(schelling.LIKING, 0), schelling.sorted_village(0.0, 0)

    assert drawn[0] == left[0]
    assert drawn[-1] > left[-1] + 0.05
    assert abs(left[-1] - left[0]) < 0.05


def test_neighbours_with_nothing_in_common_or_all_never_change():
    pairs = axelrod.neighbours()
    site = np.arange(axelrod.SITES)
    strangers = np.repeat(site[None, :, None], 5, axis=2)
    same = np.zeros_like(strangers)

    assert not axelrod.can_change(np.concatenate([strangers, same]), pairs).any()
    assert axelrod.regions(strangers[0], pairs) == axelrod.SITES
    assert axelrod.regions(same[0], pairs) == 1


@pytest.mark.slow
def test_regions_of_culture_rise_with_traits_and_fall_with_features():
    few, many = axelrod.cultures(5), axelrod.cultures(15)

    mean = pd.concat([few, many]).groupby(["features", "traits"])["regions"].mean()
    assert mean[5, 5] < mean[5, 10] < mean[5, 15]
    assert mean[5, 15] > mean[15, 15] + 1


@pytest.mark.parametrize(("near", "groups"), [(0.6, {1}), (0.3, {1}), (0.2, {2}), (0.1, {4, 5})])
def test_opinions_end_in_as_many_groups_as_confidence_leaves(near, groups):
    assert confidence.groups_of_opinion(near, 0) in groups


def test_who_is_too_far_away_draws_nobody():
    opinion = np.linspace(0, 65_535, confidence.PEOPLE).astype(np.uint16)

    still = confidence.draw_together(opinion, np.arange(confidence.PEOPLE), 0.0)

    assert np.array_equal(still, opinion)


def test_slow_learners_know_more_in_the_end():
    slow, fast = march.learnt(0.1, runs=20), march.learnt(0.9, runs=20)

    assert slow.mean() > fast.mean() + 0.05


def test_a_fast_network_that_copies_the_best_loses_what_is_different_sooner():
    value = networks.landscape(0)

    (fast, few), (slow, many) = (
        networks.search(value, networks.ALL, network, 0)
        for network in (networks.COMPLETE, networks.RING)
    )

    assert few[networks.EARLY] < many[networks.EARLY]
    assert fast[networks.EARLY] > slow[networks.EARLY]
    assert np.all(np.diff(fast) >= -1e-6)


def test_nothing_is_most_frequent_where_all_three_differ():
    seen = np.array([[1, 2, 3], [1, 1, 2], [1, 2, 2], [2, 1, 2]])

    assert networks.most_frequent(seen, np.full(4, 9)).tolist() == [9, 1, 2, 2]


@pytest.mark.slow
def test_being_well_connected_helps_conformists_and_harms_who_copies_the_best():
    gain = {networks.BEST: 0.0, networks.FREQUENT: 0.0}
    for world in range(60):
        value = networks.landscape(world)
        for how in gain:
            fast, slow = (
                networks.search(value, how, network, world)[0][-1]
                for network in (networks.COMPLETE, networks.LATTICE)
            )
            gain[how] += fast - slow

    assert gain[networks.BEST] < 0 < gain[networks.FREQUENT]


@pytest.mark.parametrize("rule", techniques.RULES)
def test_copying_one_technique_at_a_time_leaves_nearly_everyone_different(rule):
    # why the city's own rules show no sign flip; if this breaks, ask T5 again
    value, different = techniques.search(rule, networks.COMPLETE, 0)

    assert np.all(np.diff(value) >= -1e-9)
    assert value[-1] > value[0]
    assert different[-1] > 0.9 * networks.PEOPLE


def test_rents_and_builders_left_alone_build_once_and_stop():
    path = towns.town_of_capital(0.0, 0)

    assert np.all(np.diff(path["dwellings"]) >= 0)
    assert path["dwellings"].iloc[-1] == path["dwellings"].iloc[len(path) // 2]
    assert towns.waves_of_vacancy(path["vacancy"]) == 0


def test_where_demand_grows_evenly_vacancy_swings():
    path = towns.town_of_capital(towns.GROWTH, 0)
    late = path["vacancy"].iloc[20 * towns.YEAR :]

    assert late.max() > 0.07
    assert late.min() < 0.03
    assert towns.waves_of_vacancy(path["vacancy"]) >= 2


def test_investment_by_the_widest_gap_leaves_pockets_that_luck_does_not():
    gap, luck = (gaps.invested(0, by_gap=by_gap) for by_gap in (True, False))

    assert gaps.moran(gaps.months_since(gap), gaps.SIDE) > 0.5
    assert abs(gaps.moran(gaps.months_since(luck), gaps.SIDE)) < 0.2
    assert luck.sum() == gaps.AT_ONCE * gaps.GAP_MONTHS // gaps.BUSINESS
    assert gap.sum() <= luck.sum()


def test_a_wave_is_counted_only_where_investment_left_in_between():
    assert gaps.waves(np.array([5, 5, 0, 0, 5, 5])) == 2
    assert gaps.waves(np.array([5, 5, 4, 4, 5, 5])) == 1
    assert gaps.waves(np.array([3, 3, 3])) == 0


def test_an_answer_passes_where_its_whole_interval_lies_in_the_band():
    assert lies_in(0.1, 0.2, 0, None)
    assert not lies_in(-0.1, 0.2, 0, None)
    assert not lies_in(0.1, 0.3, None, 0.2)
    assert not lies_in(float("nan"), float("nan"), 0, 1)
    assert interval(np.array([0.3])) == (0.3, 0.3)
    low, high = interval(np.array([1.0, 2.0, 3.0]))
    assert low < 1.0 < 3.0 < high


@pytest.mark.slow
def test_the_command_gives_the_verdicts_that_are_stored():
    stored = pd.read_csv(KEPT / "answers.csv", index_col="answer")

    worked, _ = work_out_all()
    found = verdicts({name: runs for one in worked for name, runs in one.figures.items()})

    assert found["passes"].to_dict() == stored["passes"].to_dict()
