"""Tables grow, are copied and reuse their rows; their columns never mix."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city.books import Books
from sim.city.cells import Cells
from sim.city.firms import Firms, Places
from sim.city.ideas import Ideas
from sim.city.people import People, Status, Ties
from tests.villages import ARMS, branch, everything, fingerprint, lived, scenario

TABLES = (People, Ties, Firms, Places, Cells, Ideas)
each_table = pytest.mark.parametrize("kind", TABLES)


@each_table
def test_a_new_row_is_empty(kind):
    table = kind(2)

    rows = table.add_rows(5)

    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert table.size == 5
    for name, (dtype, width, empty) in kind.COLUMNS.items():
        column = table.columns()[name]
        assert column.dtype == dtype
        assert column.shape == ((5,) if width == 1 else (5, width))
        assert (column == empty).all()


@each_table
def test_growing_keeps_every_row(kind):
    table = kind(1)
    table.add_rows(3)
    name = next(iter(kind.COLUMNS))
    getattr(table, name)[:3] = 1

    table.add_rows(100)

    assert table.capacity >= table.size == 103
    assert (getattr(table, name)[:3] == 1).all()
    assert (getattr(table, name)[3:103] == kind.COLUMNS[name][2]).all()


@each_table
def test_a_copy_is_independent(kind):
    table = kind(4)
    table.add_rows(4)
    twin = table.copy()
    name = next(iter(kind.COLUMNS))

    getattr(twin, name)[:] = 1
    twin.add_rows(3)

    assert table.size == 4
    assert (getattr(table, name)[:4] == kind.COLUMNS[name][2]).all()
    for column in kind.COLUMNS:
        assert not np.shares_memory(getattr(table, column), getattr(twin, column))


@each_table
def test_a_cleared_row_is_like_one_never_used(kind):
    table = kind(3)
    table.add_rows(3)
    for name in kind.COLUMNS:
        getattr(table, name)[:] = 1

    table.clear_rows(np.array([1]))

    for name, (_, _, empty) in kind.COLUMNS.items():
        assert (getattr(table, name)[1] == empty).all()
        assert (getattr(table, name)[[0, 2]] == 1).all()


def test_newcomers_take_freed_rows_first_then_new_ones():
    people = People(3)
    people.add_rows(3)
    people.status[:3] = [Status.FREE, Status.PRESENT, Status.FREE]
    people.income[:3] = 7
    people.note_free_rows()

    rows = people.take_rows(3)

    assert rows.tolist() == [0, 2, 3]
    assert people.income[rows].tolist() == [0, 0, 0]
    assert people.income[1] == 7
    assert len(people.free) == 0


def test_the_row_of_a_founder_who_left_is_never_reused():
    people = People(2)
    people.add_rows(2)
    people.status[:2] = [Status.OUTSIDE, Status.FREE]
    people.note_free_rows()

    assert people.take_rows(2).tolist() == [1, 2]


def test_those_present_are_listed_by_identity_wherever_their_rows_lie():
    people = People(4)
    people.add_rows(4)
    people.identity[:4] = [9, 3, 7, 5]
    people.status[:4] = [Status.PRESENT, Status.PRESENT, Status.FREE, Status.PRESENT]

    people.note_presence()

    assert people.order.tolist() == [1, 3, 0]


def test_a_copied_city_lives_on_without_its_original():
    model = lived(scenario(), 3)
    kept = fingerprint(everything(model.city))

    model.branch(scenario("attraction")).live(3)
    model.branch(scenario("collaboration")).live(3)

    assert fingerprint(everything(model.city)) == kept


@pytest.mark.parametrize("policy", ARMS)
def test_ideas_remember_who_made_them_when_rows_have_changed_hands(policy):
    city = branch(policy).city
    ideas = city.ideas
    rows = np.arange(ideas.size)
    made = ideas.member[rows] >= 0

    assert (made.sum(axis=1) >= 3).all()
    assert ((ideas.member_identity[rows] >= 0) == made).all()
    assert len(np.unique(ideas.techniques[rows])) == ideas.size
    assert (np.bitwise_count(ideas.techniques[rows]) == 6).all()


def test_a_payment_moves_money_and_creates_none():
    books = Books()

    books.pay("outside", "people", "gift", 150)
    books.pay("people", "firms", "goods", 40)

    assert books.balance["people"] == 110
    assert books.balance["firms"] == 40
    assert books.balance["outside"] == -150
    assert books.month["people", "firms", "goods"] == 40


def test_a_negative_payment_is_refused_in_a_sentence():
    books = Books()

    with pytest.raises(ValueError, match="-1 cents were to move from people to firms for goods"):
        books.pay("people", "firms", "goods", -1)

    assert sum(map(abs, books.balance.values())) == 0
    assert not books.month


def test_public_spending_is_written_down_by_instrument():
    books = Books()
    books.pay("outside", "purse", "grant", 100)

    books.spend("rooms", "operation", "places", 30)
    books.note("purse", "grant", 100)

    assert books.balance["purse"] == 70
    assert books.ledger["rooms", "operation"] == 30
    assert books.ledger["purse", "grant"] == 100


def test_a_new_page_forgets_the_month_and_keeps_the_balance():
    books = Books()
    books.pay("outside", "people", "gift", 5)

    books.turn_page()

    assert not books.month
    assert books.balance["people"] == 5


def test_copied_books_are_kept_apart():
    books = Books()
    twin = books.copy()

    twin.pay("outside", "purse", "grant", 5)
    twin.note("purse", "grant", 5)

    assert books.balance["purse"] == 0
    assert not books.month
    assert not books.ledger
