import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Refusal, without_sources
from tests.config.toys import Room, room


def made(**changed):
    return Room(**without_sources(room(**changed)))


def test_a_right_record_is_made_with_the_types_it_declares():
    right = made()

    assert isinstance(right.seats, int)
    assert right.price == 2.0
    assert isinstance(right.price, float)
    assert right.hours == (9.0, 22.5)
    assert right.split == {"city": 0.5, "people": 0.5}
    assert right.cap is None
    assert right.fields == ("wood",)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("seats", 0),
        ("seats", 401),
        ("seats", -3),
        ("seats", 2.0),
        ("seats", True),
        ("seats", "many"),
        ("seats", None),
        ("seats", [3]),
        pytest.param("seats", 10**5000, id="seats-of-5000-digits"),
        ("price", math.nan),
        ("price", math.inf),
        ("price", -math.inf),
        ("price", -0.01),
        ("price", "2"),
        ("price", False),
        ("price", None),
        ("price", 10**400),
        ("price", 1 + 0j),
        ("hours", [9]),
        ("hours", [9, 25]),
        ("hours", [9, math.nan]),
        ("hours", "9"),
        ("hours", 9),
        ("hours", {"from": 9, "to": 10}),
        ("hours", [22, 9]),
        ("split", [0.5, 0.5]),
        ("split", {"city": 2}),
        ("split", 1),
        ("cap", -1),
        ("open", 1),
        ("open", "yes"),
        ("tenure", "stolen"),
        ("tenure", None),
        ("fields", "wood"),
        ("fields", [""]),
        ("fields", [3]),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_it(name, wrong):
    with pytest.raises(Refusal) as refused:
        made(**{name: wrong})

    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 250


def test_a_refusal_says_what_was_given_what_is_allowed_and_what_it_means():
    with pytest.raises(Refusal) as refused:
        made(seats=401)

    assert str(refused.value) == (
        "seats: 401 was given, but it must be a whole number from 1 to 400 seats; "
        "it means: how many may sit."
    )


def test_a_refusal_travels_between_processes_unchanged():
    refusal = Refusal("too many.", "seats").within("main")

    again = pickle.loads(pickle.dumps(refusal))

    assert str(again) == str(refusal) == "main.seats: too many."
    assert again.where == "main.seats"


def test_a_record_cannot_be_changed_once_made():
    with pytest.raises(AttributeError):
        made().seats = 3


@given(st.integers(1, 400), st.floats(0, 100))
def test_every_value_within_its_bounds_is_kept(seats, price):
    kept = made(seats=seats, price=price)

    assert (kept.seats, kept.price) == (seats, price)


@given(st.one_of(st.integers(), st.floats()))
def test_a_number_is_kept_exactly_when_it_is_within_its_bounds(value):
    try:
        kept = made(price=value).price
    except Refusal:
        assert not 0 <= value <= 100
    else:
        assert 0 <= kept <= 100
