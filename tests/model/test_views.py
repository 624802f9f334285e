"""A Mesa user finds people, firms, places and cells one by one, and what she writes is so."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model.crowds import Crowd
from sim.model.planner import Planner
from sim.model.views import Cell, Firm, HasLeft, Person, ThirdPlace, kind_class
from tests.villages import branch, everything, fingerprint, scenario


@pytest.fixture
def model():
    lived = branch("collaboration")
    lived.live(2)
    return lived


def test_the_names_a_visitor_needs_are_there():
    assert sim.Person is Person
    assert sim.Firm is Firm
    assert sim.ThirdPlace is ThirdPlace
    assert sim.Planner is Planner


def test_everybody_present_has_a_view_of_her_own(model):
    people = model.city.people
    seen = list(model.people)

    assert len(model.people) == len(seen) == len(people.order)
    assert [view.unique_id for view in seen] == people.identity[people.order].tolist()
    assert len(set(seen)) == len(seen)
    assert all(view in model.people for view in seen[:5])


def test_a_view_reads_its_row_and_writes_through(model):
    person = next(iter(model.people))

    person.savings = 1234
    person.field = (0.25, 0.5, 1.0)
    person.openness = 1

    row = person.row
    assert model.city.people.savings[row] == person.savings == 1234
    assert model.city.people.field[row].tolist() == [16384, 32768, 65535]
    assert np.allclose(person.field, (0.25, 0.5, 1.0), atol=1 / 65535)
    assert person.openness == 1
    with pytest.raises(ValueError, match="read-only"):
        person.field[0] = 0.5
    assert type(person.income) is int
    assert type(person.housed) is bool
    assert person.field.shape == (3,)


@pytest.mark.parametrize("sort", [Person, Firm, ThirdPlace, Cell])
def test_every_column_is_an_attribute(model, sort):
    crowd = {Person: model.people, Firm: model.firms, ThirdPlace: model.places, Cell: model.cells}
    view = next(iter(crowd[sort]))
    table = getattr(model.city, sort.table)

    for name in table.COLUMNS:
        assert np.array_equal(getattr(view, name), table.read(name, view.row))
        assert getattr(sort, name).__doc__


def test_a_misspelt_attribute_is_no_column(model):
    person = next(iter(model.people))

    with pytest.raises(AttributeError, match="has no 'incomme'; did you mean 'income'"):
        person.incomme = 3
    with pytest.raises(AttributeError, match="did you mean 'income'"):
        _ = person.incomme
    with pytest.raises(AttributeError, match="keeps nothing else: what is your own goes into"):
        person.mood = 3
    with pytest.raises(AttributeError, match="unique_id says who it is"):
        person.unique_id = 3
    assert not hasattr(person, "mood")


def test_kinds_of_people_are_classes_of_their_own(model):
    names = scenario().population.names
    kinds = {type(person).__name__: person for person in model.people}

    assert set(kinds) == {name.capitalize() for name in names}
    for name in names:
        sort = kind_class(name)
        assert issubclass(sort, Person)
        assert kinds[name.capitalize()].kind_name == name
        assert sort is kind_class(name)
        among = model.agents_by_type[sort]
        assert all(type(person) is sort for person in among)
    assert sum(len(model.agents_by_type[kind_class(name)]) for name in names) == len(model.people)


def test_agents_are_everybody_and_those_who_deliberate_are_registered(model):
    everybody = len(model.people) + len(model.firms) + len(model.places)

    assert len(model.agents) == len(list(model.agents)) == 1 + everybody
    assert isinstance(model.agents[0], Planner)
    assert list(model.registered) == list(model.agents.select(agent_type=Planner))
    assert list(model.agents_by_type[Planner]) == [model.agents[0]]
    assert {Planner, Person, Firm, ThirdPlace} <= set(model.agents_by_type)
    assert set(model.agent_types) == set(model.agents_by_type)
    assert len(model.agents_by_type) == len(list(model.agents_by_type))


def test_a_city_without_policy_has_nobody_who_deliberates():
    model = branch("none")

    assert len(model.registered) == len(model.agents.select(agent_type=Planner)) == 0
    assert Planner not in model.agents_by_type
    assert len(model.agents_by_type[Person]) == len(model.city.people.order)


def test_whoever_has_left_says_so_in_a_sentence(model):
    everyone = {person.unique_id: person for person in model.people}
    for _ in range(60):
        model.step()
        people = model.city.people
        left = set(everyone) - set(people.identity[people.order].tolist())
        if left:
            break
    gone = everyone[left.pop()]

    assert not gone.present
    assert gone not in model.people
    assert "left" in repr(gone)
    with pytest.raises(HasLeft, match=rf"{gone.unique_id} has left the city or never came"):
        _ = gone.income
    with pytest.raises(HasLeft):
        gone.income = 1
    with pytest.raises(HasLeft):
        _ = model.people.by_id(gone.unique_id)


def test_a_row_that_changed_hands_is_not_mistaken_for_the_one_who_left(model):
    people = model.city.people
    person = next(iter(model.people))
    row = person.row

    people.identity[row] = 10**9
    people.note_presence()

    assert not person.present
    assert model.people.by_id(10**9).row == row


def test_a_view_finds_its_row_wherever_it_lies(model):
    people = model.city.people
    one, other = list(model.people)[:2]
    first, second = one.row, other.row

    for name in people.COLUMNS:
        column = getattr(people, name)
        column[[first, second]] = column[[second, first]]

    assert (one.row, other.row) == (second, first)


def test_people_are_found_by_identity(model):
    person = list(model.people)[7]

    assert model.people.by_id(person.unique_id) == person
    assert type(model.people.by_id(person.unique_id)) is type(person)
    with pytest.raises(HasLeft, match="987654321"):
        _ = model.people.by_id(987654321)
    with pytest.raises(HasLeft):
        _ = model.people.by_id(-1)


def test_ties_lead_from_person_to_person(model):
    people, ties = model.city.people, model.city.ties
    person = next(each for each in model.people if (ties.other[each.row] >= 0).any())

    held = person.ties

    assert len(held) == (ties.other[person.row] >= 0).sum()
    for tie in held:
        assert tie.other.present
        assert 0 <= tie.strength <= 1
        assert people.identity[tie.other.row] == tie.other.unique_id


def test_firms_know_their_staff(model):
    for firm in model.firms:
        assert len(firm.staff) == firm.jobs
        assert all(person.workplace == firm.row for person in firm.staff)
        assert firm.where.row == firm.cell


def test_places_are_those_that_are_open(model):
    places = model.city.places

    assert len(model.places) == places.open[: places.size].sum()
    for place in model.places:
        assert place.open
        assert place.where.unique_id == place.cell
    building = places.identity[: places.size][places.opened[: places.size] > model.month]
    for identity in building:
        assert not model.places.by_id(int(identity)).open


def test_a_closed_place_and_a_closed_firm_say_so(model):
    place, firm = next(iter(model.places)), next(iter(model.firms))

    model.city.places.closed[place.row] = model.month
    model.city.firms.open[firm.row] = False

    with pytest.raises(HasLeft, match="has closed"):
        _ = place.seats
    with pytest.raises(HasLeft, match="has closed"):
        _ = firm.jobs


def test_the_grid_shows_who_lives_where(model):
    side = model.scenario.city.side

    assert (model.grid.width, model.grid.height) == (side, side)
    assert len(model.grid) == len(list(model.grid)) == side * side
    corner = model.grid[side - 1, 0]
    assert (corner.x, corner.y, corner.unique_id) == (side - 1, 0, side - 1)
    assert sum(len(cell.residents) for cell in model.grid) == len(model.people)
    person = next(iter(model.people))
    assert person in person.where.residents
    assert model.grid[person.pos] == person.where
    assert person in person.where.agents
    assert not person.where.is_empty


def test_the_cells_around_a_cell_are_those_within_so_many_steps(model):
    middle, corner = model.grid[5, 7], model.grid[0, 0]

    assert len(middle.neighborhood) == 8
    assert len(middle.get_neighborhood(2, include_center=True)) == 25
    assert [cell.coordinate for cell in corner.neighborhood] == [(1, 0), (0, 1), (1, 1)]
    assert corner not in corner.neighborhood
    assert np.array_equal(model.grid.layer("rent")[7, 5], middle.rent)
    assert model.grid.dimensions == (model.grid.width, model.grid.height)
    assert len(model.grid.all_cells) == len(model.grid)


@pytest.mark.parametrize("beyond", [(-1, 0), (0, -1), (20, 0), (0, 99)])
def test_beyond_the_citys_edge_there_is_no_cell(model, beyond):
    with pytest.raises(IndexError, match="no cell beyond its edge"):
        _ = model.grid[beyond]


def test_a_crowd_is_read_and_written_at_once(model):
    people = model.city.people
    rows = people.order

    assert np.array_equal(model.people.get("income"), people.income[rows])
    assert model.people.agg("income", np.sum) == people.income[rows].sum()
    model.people.set("openness", 0.5)
    assert (people.openness[rows] == 32768).all()
    assert np.allclose(model.people.get("openness"), 0.5, atol=1 / 65535)
    rich = model.people.select(lambda person: person.income > 300_000)
    assert len(rich) == (people.income[rows] > 300_000).sum()


def test_looking_changes_nothing(model):
    before = fingerprint(everything(model.city))

    for crowd in (model.people, model.firms, model.places, model.cells):
        assert isinstance(crowd, Crowd)
        for view in crowd:
            _ = repr(view), view.where if hasattr(view, "where") else None
    _ = dict(model.agents_by_type)

    assert fingerprint(everything(model.city)) == before


def test_looking_at_nobody_costs_nothing():
    one, other = branch("cash"), branch("cash")
    one.live(2)
    for _ in range(2):
        other.step()
        list(other.people)

    assert fingerprint(everything(one.city)) == fingerprint(everything(other.city))


def test_views_of_two_cities_are_not_the_same(model):
    twin = model.branch(scenario())
    one, other = next(iter(model.people)), next(iter(twin.people))

    assert one.unique_id == other.unique_id
    assert one != other
    assert one not in twin.people
    other.savings = one.savings + 1
    assert one.savings != other.savings


def test_the_users_own_luck_is_never_drawn_by_a_rule():
    model = branch("attraction")
    before = model.rng.bit_generator.state

    model.live(3)

    assert model.rng.bit_generator.state == before
