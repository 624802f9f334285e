"""Firms and third places: the rows that open, live and close."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.table import Column, Table

STATE_CREDIT = -1
"""A place's funder where Outside pays its credit."""


class FirmOrigin(IntEnum):
    """Where a firm comes from."""

    START = 0
    FOUNDED = 1
    RELOCATED = 2


class PlaceOrigin(IntEnum):
    """Who founded a third place."""

    GRASSROOTS = 0
    PUBLIC = 1
    FIRM = 2


class Tenure(IntEnum):
    """Who holds a third place."""

    PUBLIC = 0
    PRIVATE = 1
    COMMONS = 2


class Firms(Table):
    """Employers.

    cell; field, three axes in [0, 1]; founder_skills and skills, masks; jobs, workers employed;
    capital in cents; stock, ideas bought; productivity, log deviation; margin, share of last
    month's sales; opened, month; in_zone, whether it sits in a cluster
    zone; promised, jobs for which it is still to be paid, per_job, cents for each, and
    promised_by, the place among the city's purses of the one in which this money is kept.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "identity": (np.int64, 1, -1),
        "open": (np.bool_, 1, False),
        "cell": (np.int64, 1, -1),
        "field": (np.float64, 3, 0.0),
        "founder_skills": (np.uint64, 1, 0),
        "skills": (np.uint64, 1, 0),
        "jobs": (np.int64, 1, 0),
        "capital": (np.int64, 1, 0),
        "stock": (np.int64, 1, 0),
        "origin": (np.int8, 1, FirmOrigin.START),
        "productivity": (np.float64, 1, 0.0),
        "margin": (np.float64, 1, 0.0),
        "opened": (np.int64, 1, 0),
        "in_zone": (np.bool_, 1, False),
        "promised": (np.int64, 1, 0),
        "per_job": (np.int64, 1, 0),
        "promised_by": (np.int16, 1, -1),
    }
    identity: NDArray[np.int64]
    open: NDArray[np.bool_]
    cell: NDArray[np.int64]
    field: NDArray[np.float64]
    founder_skills: NDArray[np.uint64]
    skills: NDArray[np.uint64]
    jobs: NDArray[np.int64]
    capital: NDArray[np.int64]
    stock: NDArray[np.int64]
    origin: NDArray[np.int8]
    productivity: NDArray[np.float64]
    margin: NDArray[np.float64]
    opened: NDArray[np.int64]
    in_zone: NDArray[np.bool_]
    promised: NDArray[np.int64]
    per_job: NDArray[np.int64]
    promised_by: NDArray[np.int16]

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity)
        self._listed: NDArray[np.int64] = np.zeros(0, np.int64)

    def by_identity(self) -> NDArray[np.int64]:
        """Return the rows of all firms there ever were, by identity; to be read only.

        A firm keeps its row for good, so the list holds until another firm comes.
        """
        if len(self._listed) != self.size:
            self._listed = np.argsort(self.identity[: self.size], kind="stable")
        return self._listed


class Places(Table):
    """Third places: cafes, clubs, association rooms, fab labs.

    cell; seats; price, fee relative to cost; openness, programming in [0, 1]; equipment, mask of
    techniques it equips, and equipment_value in cents; tenure; lease_end; owned, whether the city
    owns the building; cash in cents; backlog, hours of upkeep not done; origin; stance, 0
    solidarity to 1 market; opened, month; grant_share, share of cost a public grant covers, and
    funder, who pays it (-1 Outside's state credit, else an instrument's number); visits, users,
    turned_away, this month; company, last month's shares of the three fields; closing, month in
    which it is to close, and closed, month in which it did, -1 for none; support of those who live
    around for a site that a policy chose, in [0, 1], and rejected, whether it is too little.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "identity": (np.int64, 1, -1),
        "open": (np.bool_, 1, False),
        "cell": (np.int64, 1, -1),
        "seats": (np.int64, 1, 0),
        "price": (np.float64, 1, 0.0),
        "openness": (np.float64, 1, 0.0),
        "programming": (np.float64, 1, 0.0),
        "equipment": (np.uint64, 1, 0),
        "equipment_value": (np.int64, 1, 0),
        "tenure": (np.int8, 1, Tenure.PRIVATE),
        "lease_end": (np.int64, 1, 0),
        "owned": (np.bool_, 1, False),
        "cash": (np.int64, 1, 0),
        "backlog": (np.float64, 1, 0.0),
        "origin": (np.int8, 1, PlaceOrigin.GRASSROOTS),
        "stance": (np.float64, 1, 0.5),
        "opened": (np.int64, 1, 0),
        "closing": (np.int64, 1, -1),
        "closed": (np.int64, 1, -1),
        "grant_share": (np.float64, 1, 0.0),
        "funder": (np.int64, 1, -1),
        "admission": (np.float64, 8, 0.0),
        "visits": (np.int64, 1, 0),
        "users": (np.int64, 1, 0),
        "turned_away": (np.int64, 1, 0),
        "company": (np.float64, 3, 0.0),
        "support": (np.float64, 1, 1.0),
        "rejected": (np.bool_, 1, False),
    }
    identity: NDArray[np.int64]
    open: NDArray[np.bool_]
    cell: NDArray[np.int64]
    seats: NDArray[np.int64]
    price: NDArray[np.float64]
    openness: NDArray[np.float64]
    programming: NDArray[np.float64]
    equipment: NDArray[np.uint64]
    equipment_value: NDArray[np.int64]
    tenure: NDArray[np.int8]
    lease_end: NDArray[np.int64]
    owned: NDArray[np.bool_]
    cash: NDArray[np.int64]
    backlog: NDArray[np.float64]
    origin: NDArray[np.int8]
    stance: NDArray[np.float64]
    opened: NDArray[np.int64]
    closing: NDArray[np.int64]
    closed: NDArray[np.int64]
    grant_share: NDArray[np.float64]
    funder: NDArray[np.int64]
    admission: NDArray[np.float64]
    visits: NDArray[np.int64]
    users: NDArray[np.int64]
    turned_away: NDArray[np.int64]
    company: NDArray[np.float64]
    support: NDArray[np.float64]
    rejected: NDArray[np.bool_]
