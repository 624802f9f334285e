import pytest

from sim.config import Refusal, build, without_sources
from tests.config.toys import Hall, Room, hall, room

pytestmark = pytest.mark.usefixtures("toys_may_be_built")


def test_a_mapping_becomes_the_records_it_describes_without_sources():
    built = build(hall())

    assert isinstance(built, Hall)
    assert isinstance(built.main, Room)
    assert list(built.others) == ["small"]


def test_a_record_inside_may_name_its_own_class():
    given = hall() | {"main": room() | {"_target_": "tests.config.toys.Room"}}

    assert build(given) == build(hall())


def test_a_refusal_deep_inside_carries_its_whole_path():
    with pytest.raises(Refusal, match=r"^main\.price: -1 was given"):
        build(hall(price=-1))
    with pytest.raises(Refusal, match=r"^main\.split\.city: 3 was given"):
        build(hall(split={"city": 3}))
    with pytest.raises(Refusal, match=r"^others\.small\.seats: 0 was given"):
        build(hall() | {"others": {"small": room(seats=0)}})


def test_a_misspelt_key_is_refused_with_the_nearest_right_one():
    with pytest.raises(Refusal, match=r"there is no key 'pryce'; did you mean 'price'\?"):
        build(hall(pryce=3))


def test_a_missing_key_is_refused_with_its_meaning():
    given = hall()
    del given["main"]["price"]

    with pytest.raises(Refusal, match=r"^main\.price: the value is missing; it means: what an"):
        build(given)


@pytest.mark.parametrize(
    "target",
    ["os.system", "tests.config.nowhere.Room", "tests.config.toys.Nobody", "Room", "", 3, None,
     "tests.config.toys.room"],
)  # fmt: skip
def test_only_a_declared_class_of_the_project_is_ever_built(target):
    with pytest.raises(Refusal, match="_target_"):
        build(hall() | {"_target_": target})


@pytest.mark.parametrize("wrong", [3, "big", None, [1], True])
def test_a_group_of_values_cannot_be_replaced_by_something_else(wrong):
    with pytest.raises(Refusal, match=r"^main: "):
        build(hall() | {"main": wrong})
    with pytest.raises(Refusal, match=r"^others"):
        build(hall() | {"others": wrong})


def test_a_record_of_another_class_is_refused():
    with pytest.raises(Refusal, match="main"):
        build(hall() | {"main": hall()})


def test_sources_are_left_out_at_every_depth():
    given = {"a": 1, "sources": {}, "b": {"sources": {"c": "x"}, "c": [{"sources": 1, "d": 2}]}}

    assert without_sources(given) == {"a": 1, "b": {"c": [{"d": 2}]}}
