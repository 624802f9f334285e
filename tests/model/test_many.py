"""Those in a city answer as the AgentSet of Mesa does; Mesa's own is the oracle."""

from __future__ import annotations

import copy
import random

import mesa
import numpy as np
import pytest

from sim.model.planner import Planner
from sim.model.views import Cell, Firm, Person, ThirdPlace, View, kind_class
from tests.villages import branch, everything, fingerprint

ATTRIBUTES = ("income", "rent", "recognition", "kind", "kind_name")


class Twin(mesa.Agent):
    """A plain Mesa agent with what one person has."""

    def __init__(self, model, person):
        super().__init__(model)
        self.who = person.unique_id
        for name in ATTRIBUTES:
            setattr(self, name, getattr(person, name))

    def tell(self, more):
        return self.income + more


@pytest.fixture(scope="module")
def model():
    lived = branch("collaboration")
    lived.live(2)
    return lived


@pytest.fixture
def twins(model):
    """Return the people as an AgentSet of Mesa's, shuffled by the same luck as the people."""
    model.random = random.Random(7)
    other = mesa.Model(rng=7)
    for person in model.people:
        Twin(other, person)
    return other.agents


def who(crowd):
    return [getattr(each, "who", each.unique_id) for each in crowd]


def is_well_off(person):
    return person.income > 200_000


SELECTIONS = [
    {},
    {"filter_func": is_well_off},
    {"at_most": 10},
    {"at_most": 0.25},
    {"at_most": 1.0},
    {"at_most": 0},
    {"filter_func": is_well_off, "at_most": 7},
    {"filter_func": is_well_off, "at_most": 0.01},
]


@pytest.mark.parametrize("asked", SELECTIONS)
def test_the_same_are_selected(model, twins, asked):
    assert who(model.people.select(**asked)) == who(twins.select(**asked))


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("key", ["income", "kind", lambda each: -each.rent])
def test_they_are_sorted_alike_and_equals_keep_their_order(model, twins, key, ascending):
    expected = who(twins.sort(key, ascending=ascending))

    assert who(model.people.sort(key, ascending=ascending)) == expected


def test_they_are_shuffled_alike_by_the_same_luck(model, twins):
    twins.random.seed(3)
    model.random.seed(3)

    assert who(model.people.shuffle()) == who(twins.shuffle())
    told, heard = [], []
    twins.shuffle_do(lambda each: told.append(each.who))
    model.people.shuffle_do(lambda each: heard.append(each.unique_id))
    assert heard == told


@pytest.mark.parametrize("names", ["income", "kind_name", ["income", "rent"], ["kind_name"], []])
def test_they_have_the_same_attributes(model, twins, names):
    given = model.people.get(names)

    assert given == twins.get(names)
    assert type(given) is list


def test_what_is_missing_is_an_error_or_a_default(model, twins):
    assert model.people.get("mood", "default", 5) == twins.get("mood", "default", 5)
    assert model.people.get(["income", "mood"], "default") == twins.get(
        ["income", "mood"], "default"
    )
    with pytest.raises(AttributeError, match="has no 'mood'"):
        model.people.get("mood")
    with pytest.raises(ValueError, match="'error' or 'default'"):
        model.people.get("income", "ignore")


def test_one_function_or_several_make_one_number_or_several(model, twins):
    assert model.people.agg("income", max) == twins.agg("income", max)
    several = model.people.agg("income", [min, np.mean, len])
    assert several == twins.agg("income", [min, np.mean, len])


@pytest.mark.parametrize("by", ["kind_name", lambda each: each.income // 100_000])
def test_they_are_grouped_alike(model, twins, by):
    groups, expected = model.people.groupby(by), twins.groupby(by)

    assert groups.count() == expected.count()
    assert groups.agg("income", sum) == expected.agg("income", sum)
    assert {key: who(group) for key, group in groups} == {key: who(of) for key, of in expected}
    assert groups.map(len) == expected.map(len)
    as_lists = model.people.groupby(by, result_type="list")
    assert all(type(group) is list for _, group in as_lists)


def test_functions_and_methods_are_called_on_each(model, twins):
    assert model.people.map(lambda each, more: each.income + more, 3) == twins.map("tell", 3)
    views = model.cells.map("get_neighborhood", radius=1)
    assert [len(around) for around in views[:2]] == [3, 5]
    assert model.people.do(lambda _: None).agg("income", len) == len(twins)


def test_places_in_the_order_are_counted_as_in_a_list(model, twins):
    people, listed = model.people, twins.to_list()

    assert people[0].unique_id == listed[0].who
    assert people[-1].unique_id == listed[-1].who
    assert who(people[2:9:3]) == who(listed[2:9:3])
    assert who(people.to_list()) == who(listed)
    with pytest.raises(IndexError, match=r"there is none at 100000 of <\d+ x Person>"):
        _ = people[100_000]
    with pytest.raises(TypeError, match="found by a whole number or a slice"):
        _ = people["anna"]


def test_a_choice_made_in_place_is_the_choice(model):
    chosen = model.people

    assert chosen.select(is_well_off, inplace=True) is chosen
    assert len(chosen) == sum(income > 200_000 for income in model.people.get("income"))
    assert chosen.sort("income", inplace=True).get("income") == sorted(
        chosen.get("income"), reverse=True
    )
    assert sorted(who(chosen.shuffle(inplace=True))) == sorted(who(chosen.copy()))
    everybody = model.agents
    everybody.select(agent_type=Firm, inplace=True)
    assert len(everybody) == len(model.firms)


def test_everybody_is_chosen_by_type(model):
    agents = model.agents
    kinds = [kind_class(name) for name in model.scenario.population.names]

    for sort, crowd in ((Person, model.people), (Firm, model.firms), (ThirdPlace, model.places)):
        assert who(agents.select(agent_type=sort)) == who(crowd)
    for kind in kinds:
        among = agents.select(agent_type=kind)
        assert who(among) == [each.unique_id for each in model.people if type(each) is kind]
        assert who(model.people.select(agent_type=kind)) == who(among)
    assert len(agents.select(agent_type=View)) == len(agents) - 1
    assert len(agents.select(agent_type=Cell)) == len(model.firms.select(agent_type=Person)) == 0
    assert [type(each) for each in agents.select(agent_type=Planner)] == [Planner]
    assert len(agents.select(lambda each: False, agent_type=Planner)) == 0
    assert len(agents.select(agent_type=Planner, at_most=0)) == 0


def test_everybody_of_several_sorts_answers_as_well(model):
    agents = model.agents
    sorts = agents.groupby(lambda each: type(each).__name__)

    assert sorts.count()["Firm"] == len(model.firms)
    assert sum(sorts.count().values()) == len(agents)
    assert agents.get("jobs", "default", 0).count(0) >= len(model.people)
    assert agents.sort("unique_id", ascending=True)[0].unique_id == 0
    some = agents.select(lambda each: isinstance(each, Firm | ThirdPlace))
    assert len(some) == len(some.copy()) == len(model.firms) + len(model.places)
    assert some[0] in some
    assert model.people[0] not in some
    assert model.people[0] in agents
    assert model.registered.to_list()[0] in agents
    assert sorted(some.shuffle().get("unique_id")) == sorted(some.get("unique_id"))
    with pytest.raises(AttributeError, match="income"):
        agents.get("income")


def test_whoever_leaves_is_counted_no_longer_and_comes_back_in_no_choice():
    model = branch("cash")
    people = model.people.select(lambda each: not each.founder or each.income)
    mixed, by_sort = model.agents.shuffle(), model.people.groupby("kind_name").groups
    before = len(people)

    model.live(24)

    stays = set(model.people.get("unique_id"))
    assert len(people) < before
    assert set(people.get("unique_id")) <= stays
    assert len(people) == len(list(people)) == len(people.get("income"))
    assert set(mixed.select(agent_type=Person).get("unique_id")) == set(people.get("unique_id"))
    assert sum(map(len, by_sort.values())) == len(people)


def test_a_function_that_makes_somebody_leave_is_not_called_on_her_after():
    model, called = branch("none"), []

    def close_all(firm):
        called.append(firm.unique_id)
        model.city.firms.open[:] = False

    model.firms.do(close_all)

    assert len(called) == 1


def test_copies_are_of_those_chosen_and_never_of_the_city(model):
    person = model.people[3]

    assert copy.deepcopy(person) is copy.copy(person) is person
    assert who(copy.copy(model.people)) == who(model.people)


def test_looking_at_all_of_them_makes_no_view_of_any(model, monkeypatch):
    made = []
    init = View.__init__
    monkeypatch.setattr(
        View, "__init__", lambda self, *given: (made.append(given), init(self, *given))[1]
    )

    model.agents, model.agents_by_type, model.grid, model.agent_types  # noqa: B018
    assert len(model.agents) > 1000
    maker = kind_class(model.scenario.population.names[0])
    model.agents.select(agent_type=maker).agg("income", np.mean)
    model.people.get(["unique_id", "income", "kind_name", "field"])
    model.people.groupby("kind_name").count()
    model.people.sort("income").shuffle().select(at_most=5).get("rent")
    model.people.select(at_most=3).set("openness", 0.5)
    model.grid.layer("rent")
    assert not made

    assert model.people.sort("income")[:2]
    assert len(made) == 2


def test_living_makes_no_view_and_registers_nobody_but_planners(monkeypatch):
    model = branch("collaboration")
    made = []
    monkeypatch.setattr(View, "__init__", lambda *given: made.append(given))

    model.live(3)

    assert not made
    assert [type(agent) for agent in model.registered] == [Planner]


def test_choosing_draws_only_from_the_users_luck():
    one, other = branch("cash"), branch("cash")

    one.people.shuffle()
    one.agents.shuffle_do(lambda _: None)
    one.live(2)
    other.live(2)

    assert fingerprint(everything(one.city)) == fingerprint(everything(other.city))
