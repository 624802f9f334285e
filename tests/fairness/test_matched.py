"""The matched pair is matched: its places are alike but in number, say and admission.

Asked of the instruments by what they declare and write, never by their names. Evidence part 4.1
lets the pair differ in number of sites k, the split, governance g and whom it is for; all else that
two places could differ in, and what programming and a digital layer aim at, is to be equal.
"""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from tests.villages import MATCHED, scenario

PAIR = {name: scenario(name).policy for name in MATCHED}
OF_PLACES = ("price", "openness", "market_tenure", "tenure", "lease_months")
"""Access price, openness, stance, tenure and lease of the ground."""
MAY_DIFFER = {"sites", "governance", "admits_others"}
"""Number of sites, whose say it is, and admission of those whom a place is not for."""
AIMED_AT = {"programming": "places.programming", "digital": "city.offers.online"}
"""What a level is aimed at, and what an instrument that aims at it writes."""


def that_open_places(policy):
    return [each for each in policy.instruments.values() if "places.*" in each.writes]


def levels(policy, column):
    """Return the levels a policy aims at of what its instruments write into a column."""
    return {each.level for each in policy.instruments.values() if column in each.writes}


def held(policies, name):
    """Return all values that one number has in the instruments of some policies that have it."""
    instruments = [each for policy in policies for each in policy.instruments.values()]
    return {getattr(each, name) for each in instruments if hasattr(each, name)}


def kinds(policy):
    return {type(each).__name__ for each in policy.instruments.values()}


def in_common(one, other):
    """Return the instruments of one kind that both have, two by two, with their shares."""
    return [
        ((mine, one.split[name]), (theirs, other.split[same]))
        for name, mine in one.instruments.items()
        for same, theirs in other.instruments.items()
        if type(mine) is type(theirs)
    ]


def unequal(one, other):
    """Return the names of the numbers in which two instruments differ."""
    return {
        each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)
    }


def differing(policies):
    """Return what is not alike that should be, by name."""
    found = {name for name in OF_PLACES if len(held(policies, name)) != 1}
    reached = {
        what: [levels(each, column) for each in policies] for what, column in AIMED_AT.items()
    }
    return found | {what for what, (one, other) in reached.items() if one != other}


def test_their_places_are_alike_in_price_openness_stance_tenure_lease_and_levels():
    assert not differing(PAIR.values())


def test_each_opens_places_in_one_way_and_they_differ_in_number_say_and_admission_alone():
    (one,), (other,) = (that_open_places(policy) for policy in PAIR.values())

    assert unequal(one, other) == MAY_DIFFER


def test_what_both_pay_for_besides_is_the_same_in_every_number_and_in_its_share():
    one, other = PAIR.values()

    assert in_common(one, other)
    for (mine, share), (theirs, as_much) in in_common(one, other):
        assert mine == theirs
        assert share == as_much


def test_the_rest_is_other_instruments():
    one, other = PAIR.values()
    places = {type(each).__name__ for policy in PAIR.values() for each in that_open_places(policy)}

    assert kinds(one) - kinds(other) - places == {
        "ClusterZone",
        "FirmAttraction",
        "TalentAttraction",
    }
    assert kinds(other) - kinds(one) - places == {"Equipment", "CommonsFund"}


def test_neither_has_a_digital_layer():
    assert not any(levels(policy, AIMED_AT["digital"]) for policy in PAIR.values())


def with_another(policy, name):
    """Return a policy whose places differ in one number, and no more than a little."""
    changed = {
        label: replace(each, **{name: _another(getattr(each, name))})
        if hasattr(each, name)
        else each
        for label, each in policy.instruments.items()
    }
    return replace(policy, instruments=changed)


def _another(value):
    return value + 1 if isinstance(value, int) else value / 2


@pytest.mark.parametrize("arm", MATCHED)
@pytest.mark.parametrize(
    ("name", "seen"), [*((each, each) for each in OF_PLACES), ("level", "programming")]
)
def test_a_number_changed_in_one_of_them_would_be_seen(arm, name, seen):
    changed = PAIR | {arm: with_another(PAIR[arm], name)}

    assert seen in differing(changed.values())


def test_the_headline_pair_would_not_pass():
    headline = [scenario(name).policy for name in ("attraction", "collaboration")]

    assert {"price", "openness", "market_tenure", "tenure"} <= differing(headline)
