"""An afternoon with a city in a notebook, as somebody who knows Mesa would spend it.

The tests are the cells of the notebook, and may be read in their order; each starts from the
village that has settled. `docs/howto/notebook.md` tells the same to those who want to do it.
"""

from __future__ import annotations

import mesa
import numpy as np
import pytest
from mesa import DataCollector
from mesa.time import Schedule

from sim import CityModel, Firm, Person, Planner, Scenario
from sim.model.views import kind_class
from sim.recorder.observe import observe
from tests.villages import everything, fingerprint

SCENARIO = ("city=village", "policy=collaboration", "burn_in=4", "months=6")


@pytest.fixture(scope="module")
def scenario():
    return Scenario.compose(*SCENARIO)


@pytest.fixture(scope="module")
def settled(scenario):
    """Return a village that has lived the months before the policy; branch it, never step it."""
    model = CityModel(scenario)
    model.run_model()
    return model


@pytest.fixture
def model(settled, scenario):
    return settled.branch(scenario)


# First one lets it run.


def test_a_city_is_a_mesa_model_that_runs_for_as_long_as_one_says(model):
    assert isinstance(model, mesa.Model)
    model.step()
    model.run_for(2)
    model.run_until(4)

    assert (model.time, model.steps, model.month) == (4, 4, 8)


def test_run_model_lives_the_months_the_scenario_gives(settled, model):
    assert (settled.time, settled.month, settled.running) == (4, 4, False)

    model.run_model()

    assert (model.time, model.month, model.running) == (6, 10, False)


def test_run_model_ends_when_somebody_says_so(model):
    def enough():
        model.running = False

    model.schedule_event(enough, at=2)
    model.run_model()

    assert model.time == 2


def test_something_may_be_scheduled_beside_the_months(model):
    seen = []

    def look():
        seen.append(model.month)

    model.schedule_recurring(look, Schedule(interval=2, start=2))
    model.run_for(5)

    assert seen == [6, 8]


def test_running_by_steps_by_months_or_at_once_is_the_same_life(settled, scenario):
    by_steps, by_months, at_once = (settled.branch(scenario) for _ in range(3))

    for _ in range(3):
        by_steps.step()
    by_months.live(3)
    at_once.run_for(3)

    lives = {fingerprint(everything(one.city)) for one in (by_steps, by_months, at_once)}
    assert len(lives) == 1


# Then one looks who is there.


def test_everybody_is_there_and_one_may_ask_any_of_them(model):
    assert len(model.agents) > 1000
    person = model.agents.select(agent_type=Person)[0]

    assert person.model is model
    assert person.pos == person.where.coordinate
    assert person in model.grid[person.pos].residents
    assert model.people.by_id(person.unique_id) == person
    assert all(tie.other in model.people for tie in person.ties)
    assert (person.random, person.rng) == (model.random, model.rng)


def test_one_asks_questions_of_a_set_as_in_mesa(model):
    people = model.people

    rich = people.select(lambda each: each.income > 250_000).sort("income")
    low, high = rich.agg("income", [min, max])
    by_kind = people.groupby("kind_name")

    assert rich[0].income == high >= low > 250_000
    assert sum(by_kind.count().values()) == len(people)
    assert by_kind.agg("income", np.mean)["maker"] == pytest.approx(
        model.agents_by_type[kind_class("maker")].agg("income", np.mean)
    )
    assert len(people.shuffle().select(at_most=0.1)) == len(people) // 10


def test_firms_know_their_staff_and_cells_their_residents(model):
    firm = model.firms.sort("jobs")[0]
    cell = firm.where

    assert len(firm.staff) == firm.jobs == max(model.firms.get("jobs"))
    assert firm.staff.agg("workplace", set) == {firm.row}
    assert firm in cell.firms
    assert len(cell.agents) == len(cell.residents) + len(cell.firms) + len(cell.places)


def test_a_set_one_keeps_forgets_those_who_leave(model):
    first = model.people.copy()
    before = first.get("unique_id")

    model.run_for(6)

    stayed = set(before) & set(model.people.get("unique_id"))
    assert 0 < len(first) == len(stayed) < len(before)
    assert all(each.present for each in first)
    assert len(model.people) > len(first)


# One changes something, and lives on.


def test_what_one_writes_is_there_the_next_month_and_everything_adds_up(model):
    poor = model.people.select(lambda each: each.savings < 100_000)
    cell = model.grid[3, 3]

    poor.set("savings", 600_000)
    cell.rent = 2 * cell.rent
    rent = cell.rent
    model.step()

    assert min(poor.get("savings")) > 300_000
    assert cell.rent == pytest.approx(rent, rel=0.05)


def test_what_one_may_not_write_is_refused_in_a_sentence(model):
    with pytest.raises(AttributeError, match=r"homes and vacancies must add up; .* move"):
        model.people[0].home = 5
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        model.people.set("openness", 7)
    with pytest.raises(AttributeError, match="goes into a dictionary by unique_id"):
        model.people[0].happiness = 1
    with pytest.raises(AttributeError, match="has no 'remove'"):
        model.people[0].remove()
    model.step()


# One collects what happens.


def test_the_data_collector_collects_of_the_model_of_types_and_of_agents(model):
    maker = kind_class("maker")
    collector = DataCollector(
        model_reporters={
            "month": "month",
            "people": lambda city: len(city.people),
            "median income": lambda city: city.people.agg("income", np.median),
            "vacancy": lambda city: observe(city)["vacancy"],
            "square": [lambda side: side**2, [model.grid.width]],
        },
        agent_reporters={"income": lambda agent: getattr(agent, "income", None)},
        agenttype_reporters={
            maker: {"savings": "savings", "home": "pos", "field": "field"},
            Firm: {"jobs": "jobs", "where": "where"},
            Planner: {"grant": "grant"},
        },
    )
    incomes = []
    for _ in range(3):
        model.step()
        collector.collect(model)
        incomes.append(model.people.get("income"))

    of_model = collector.get_model_vars_dataframe()
    of_agents = collector.get_agent_vars_dataframe()
    of_makers = collector.get_agenttype_vars_dataframe(maker)
    of_firms = collector.get_agenttype_vars_dataframe(Firm)
    assert of_model["month"].tolist() == [5, 6, 7]
    assert of_model["people"].tolist() == [len(of_month) for of_month in incomes]
    assert of_model["median income"].tolist() == [np.median(of_month) for of_month in incomes]
    assert set(of_model["square"]) == {len(model.grid)}
    assert of_agents.loc[3]["income"].dropna().tolist() == incomes[-1]
    makers = model.agents_by_type[maker]
    assert of_makers.loc[3].index.tolist() == makers.get("unique_id")
    assert of_makers.loc[3]["savings"].tolist() == makers.get("savings")
    assert of_firms.loc[3]["jobs"].tolist() == model.firms.get("jobs")
    assert of_firms.loc[3]["where"].iloc[0] == model.firms[0].where
    planner = model.registered.to_list()[0]
    assert collector.get_agenttype_vars_dataframe(Planner)["grant"].tolist() == [planner.grant] * 3


def test_a_reporter_of_everybody_must_do_with_what_each_has(model):
    collector = DataCollector(agent_reporters={"income": "income"})

    with pytest.raises(AttributeError, match="type Planner has no attribute 'income'"):
        collector.collect(model)


def test_whatever_happens_may_be_written_to_a_table(model):
    collector = DataCollector(tables={"moved": ["month", "who", "kind"]})
    homes = dict(model.people.get(["unique_id", "home"]))

    model.run_for(3)
    moved = model.people.select(lambda each: homes.get(each.unique_id) not in (None, each.home))
    for each in moved:
        row = {"month": model.month, "who": each.unique_id, "kind": each.kind_name}
        collector.add_table_row("moved", row)

    assert collector.get_table_dataframe("moved")["who"].tolist() == moved.get("unique_id")
    assert len(moved)


# At last one changes a rule, and adds an agent.


class Surveyor(mesa.Agent):
    """Asks ten people a month what their rent is."""

    def __init__(self, model):
        super().__init__(model)
        self.heard = []

    def step(self):
        self.heard += self.model.people.shuffle().select(at_most=10).get("rent")


class FrozenRents(CityModel):
    """A city in which asking rents stay as they are, and somebody listens and takes notes."""

    def __init__(self, scenario, city=None):
        super().__init__(scenario, city)
        Surveyor.create_agents(self, 2)
        self.datacollector = DataCollector({"rent": lambda city: city.grid.layer("rent").mean()})

    def rent(self):
        """Leave every rent as it is."""

    def step(self):
        super().step()
        self.agents_by_type[Surveyor].shuffle_do("step")
        self.datacollector.collect(self)


def test_a_verb_may_be_another_and_agents_may_be_added(settled, scenario):
    model = FrozenRents(scenario, settled.city.copy())
    model.run_model()

    assert model.datacollector.get_model_vars_dataframe()["rent"].nunique() == 1
    surveyors = model.agents.select(agent_type=Surveyor)
    assert [len(each.heard) for each in surveyors] == [60, 60]
    assert {Surveyor, Planner, Person} <= set(model.agent_types)
    assert len(model.agents) == 3 + len(model.people) + len(model.firms) + len(model.places)
    assert all(surveyor in model.agents for surveyor in surveyors)


def test_a_branch_is_a_city_of_the_same_class_with_agents_of_its_own(scenario):
    settled = FrozenRents(scenario)
    settled.run_model()

    one, other = settled.branch(scenario), settled.branch(scenario)
    one.run_for(2)
    other.run_for(2)

    assert type(one) is FrozenRents
    assert fingerprint(everything(one.city)) == fingerprint(everything(other.city))
    assert [len(each.heard) for each in one.agents_by_type[Surveyor]] == [20, 20]
    assert [len(each.heard) for each in settled.agents_by_type[Surveyor]] == [40, 40]


def test_somebody_who_only_listens_changes_nothing(settled, scenario):
    class Listened(CityModel):
        """A city with a surveyor."""

        def step(self):
            super().step()
            Surveyor(self).step()

    alone, listened = settled.branch(scenario), Listened(scenario, settled.city.copy())
    alone.run_for(3)
    listened.run_for(3)

    assert fingerprint(everything(alone.city)) == fingerprint(everything(listened.city))
    assert len(listened.registered) == 1 + 3


def test_ones_own_agents_may_leave_again(model):
    surveyor = Surveyor(model)
    kept = model.agents.shuffle()
    assert surveyor in kept

    surveyor.remove()

    assert surveyor not in kept
    assert surveyor not in model.agents
    model.step()


def test_the_models_own_luck_is_for_the_user(settled, scenario):
    one, other = settled.branch(scenario), settled.branch(scenario)

    drawn = one.rng.random(5).tolist()
    one.random.random()
    one.step()
    other.step()

    assert drawn == other.rng.random(5).tolist()
    assert fingerprint(everything(one.city)) == fingerprint(everything(other.city))
