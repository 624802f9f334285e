"""Commons: those who use a place govern it, which takes hours, and it becomes what they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.firms import Tenure
from sim.kernels.arithmetic import shares


def governed(city: City, rule: ThirdPlaces) -> NDArray[np.bool_]:
    """Say of each place whether its users govern it: those held as commons, where that is so."""
    tenure = city.places.tenure[: city.places.size]
    return np.asarray((tenure == Tenure.COMMONS) & rule.commons_governed)


def ask_for_meetings(city: City, rule: ThirdPlaces) -> None:
    """Add to what is to be done what governing takes: so many hours of each of the visitors."""
    places = city.places
    here = slice(0, places.size)
    theirs = governed(city, rule) & places.open[here]
    if theirs.any():
        visitors = np.diff(city.now.visitor_start)
        places.backlog[here][theirs] += rule.commons_hours * visitors[theirs]


def follow_those_who_give(city: City, rule: ThirdPlaces) -> None:
    """Let each governed place become as open as those who gave it hours, who weigh by the hours.

    o <- o + pull (sum of h o_i / sum of h - o); without any hours it stays as it is.
    """
    people, places, now = city.people, city.places, city.now
    theirs = np.flatnonzero(governed(city, rule) & places.open[: places.size])
    if not len(theirs):
        return
    who = now.visitor_member
    place = np.repeat(np.arange(places.size), np.diff(now.visitor_start))
    weight = people.hours[who]
    hours = np.bincount(place, weight, minlength=places.size)
    wanted = np.bincount(place, weight * shares(people.openness[who]), minlength=places.size)
    rows = theirs[hours[theirs] > 0]
    goal = wanted[rows] / hours[rows]
    places.openness[rows] += rule.commons_pull * (goal - places.openness[rows])
