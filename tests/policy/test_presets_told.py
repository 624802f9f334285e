"""What presets tell of themselves decides nothing; what they name is named in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.config.catalogue import speaking
from sim.config.presets import options
from sim.config.refusal import Refusal
from sim.door.explanation import explanation
from sim.door.listing import listing
from sim.ensemble.identities import Identities
from sim.ensemble.identity import question_identity, run_identity
from sim.ensemble.likeness import told_apart, told_whole
from sim.model.scenario import Scenario
from sim.policy.siting import choose_sites
from tests.villages import changed, scenario, settled

SIX = {
    "sustainable_city": ("expert", "ville durable"),
    "smart_city": ("engineer", "ville intelligente"),
    "creative_city": ("artist", "ville créative"),
    "transition_city": ("citizen", "ville en transition"),
    "fab_city": ("maker", "fab city"),
    "collaborative_city": ("artisan", "ville collaborative"),
}
LABELS = {"model", "figures", "totems", "status", "behaviours", "note"}


@pytest.mark.parametrize("policy", SIX)
def test_each_of_the_six_says_in_two_languages_what_it_stands_by(policy):
    about = scenario(policy).policy.about
    figure, model = SIX[policy]

    assert set(about) == {"en", "fr"}
    assert all(set(told) == LABELS for told in about.values())
    assert about["en"]["figures"][0] == figure
    assert about["fr"]["model"] == model
    assert len(about["en"]["totems"]) == len(about["fr"]["totems"])


@pytest.mark.parametrize("policy", SIX)
def test_the_figures_it_names_live_in_one_population(policy):
    kinds = scenario(policy, "population=six_figures").population.kinds

    assert set(scenario(policy).policy.about["en"]["figures"]) <= set(kinds)


@pytest.mark.parametrize("policy", options("policy"))
@pytest.mark.parametrize("population", options("population"))
def test_every_policy_can_be_paid_with_the_usual_budget_of_a_town(policy, population):
    town = Scenario.compose("city=town", f"policy={policy}", f"population={population}")

    town.policy.check_budget(town.economy, town.expected_grant())
    with_little = town.expected_grant() / 10_000
    if town.policy.instruments and any(
        each.fewest_euros(town.economy) for each in town.policy.instruments.values()
    ):
        with pytest.raises(Refusal, match="raise the budget"):
            town.policy.check_budget(town.economy, with_little)


def test_other_words_make_neither_another_scenario_nor_another_run():
    given = scenario("fab_city")
    others = [
        changed(given, policy=replace(given.policy, about=about))
        for about in ({}, {"en": {"model": "another", "figures": ["anybody"]}})
    ]

    for other in others:
        assert other == given
        assert run_identity(other) == run_identity(given)
        assert Identities([other]).of(other) == Identities([given]).of(given)
        assert question_identity({"a": other}, {}) == question_identity({"a": given}, {})


def test_what_is_kept_of_a_run_makes_it_whole_without_the_words():
    given = scenario("fab_city")

    kept = told_whole(told_apart({"one": given}))["one"]

    assert "about" not in kept["policy"]
    assert Scenario.of(kept) == given


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"en": {"figure": "maker"}}, "did you mean 'figures'"),
        ({"en": {"figures": 3}}, "must be texts by language"),
        ({"en": "makers"}, "must be texts by language"),
        ("makers", "must be texts by language"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(about, said):
    with pytest.raises(Refusal, match=said):
        replace(scenario("fab_city").policy, about=about)


@pytest.mark.parametrize(
    ("lang", "told", "note"),
    [
        (
            "en",
            ("recycling and repair shop, shared garden", "citizen", "territorial commons"),
            "note",
        ),
        ("fr", ("recyclerie, jardin partagé", "citoyen", "communs territoriaux"), "remarque"),
    ],
)
def test_a_list_and_an_explanation_show_what_a_preset_tells(lang, told, note):
    with speaking(lang):
        shown = "\n".join(listing(["policy"], []))
        explained = "\n".join(explanation(["transition_city"], []))
        whole = "\n".join(listing([], []))

    for said in told:
        assert said in shown
        assert said in explained
    assert f"  {note} " in explained
    assert f"  {note} " not in shown
    # the whole list stays short
    assert told[0] not in whole


def chosen(city, **changes):
    rule = replace(scenario("random_sites").policy.instruments["third_place_grant"], **changes)
    public = scenario().economy.public
    return choose_sites(city, public, 4, rule, np.ones(city.cells.size, bool))


def test_sites_drawn_at_random_do_not_depend_on_the_city_and_others_do():
    other = settled().branch(scenario()).city
    other.cells.rent[:] = other.cells.rent[::-1].copy()
    other.firms.cell[: other.firms.size] = 0
    same = settled().city

    assert chosen(same) == chosen(other)
    assert chosen(same, sight=1.0, noise=0.0) != chosen(other, sight=1.0, noise=0.0)
    assert chosen(same, governance=1.0) != chosen(same)


def test_sites_drawn_at_random_are_others_in_another_city():
    drawn = {tuple(chosen(settled(seed).city)) for seed in range(3)}

    assert len(drawn) == 3


def test_each_half_of_the_mixed_arm_is_half_of_a_headline_arm():
    split = scenario("mixed").policy.split

    for arm in ("attraction", "collaboration"):
        for name, share in scenario(arm).policy.split.items():
            assert split[name] == pytest.approx(share / 2)


@pytest.mark.parametrize(
    ("people", "large", "small"), [(1_000, 1, 3), (4_000, 1, 12), (20_000, 5, 60)]
)
def test_a_larger_city_gets_more_places_of_either_size(people, large, small):
    def sites(policy, name):
        return scenario(policy).policy.instruments[name].count(people)

    assert sites("attraction", "flagship_building") == large
    assert sites("collaboration", "third_place_grant") == small


def courted(policy, population):
    given = scenario(policy, f"population={population}")
    from sim.model.model import CityModel

    city = CityModel(given).city
    from sim.policy.instrument import those_meant

    names = given.policy.instruments["talent_attraction"].courts
    meant = those_meant(city, names)
    return {name for name, is_meant in zip(given.population.names, meant, strict=True) if is_meant}


def test_a_policy_courts_its_own_figure_and_creative_people_where_that_does_not_live():
    assert courted("smart_city", "six_figures") == {"engineer"}
    assert courted("smart_city", "creative_minority") == {"maker", "artist"}
