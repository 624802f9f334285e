"""Cities small enough to know what must be measured in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.patterns.ground import Ground
from experiments.patterns.living import Life
from experiments.patterns.reading import Snapshot
from sim.city.ideas import TEAM
from sim.city.people import N_TIES

GROUND = Ground(side=10, cell_km=0.1, block_cells=5)
"""Four blocks of 25 cells each."""
CORNER = np.array([0, 5, 50, 55])
"""The first cell of each block."""


def snapshot(month=60, home=(), ground=GROUND, **columns):
    """Return a city of people at home in these cells, who know nobody and do nothing."""
    home = np.asarray(home, np.int64)
    n, cells = len(home), ground.side**2
    nobody, none = np.full(n, -1), np.zeros(0, np.int64)
    plain = {
        "identity": np.arange(n),
        "kind": np.zeros(n, int),
        "creative": np.zeros(n, bool),
        "block": ground.block(home),
        "employer": nobody,
        "place": nobody,
        "pole": np.zeros(n, int),
        "field": np.full((n, 3), 0.5),
        "skills": np.ones(n, np.uint64),
        "other": np.full((n, N_TIES), -1),
        "strength": np.zeros((n, N_TIES)),
        "online": np.zeros((n, N_TIES), bool),
        "born": np.zeros((n, N_TIES), int),
        **dict.fromkeys(("firm", "firm_cell", "firm_jobs", "firm_pole"), none),
        **dict.fromkeys(("firm_margin", "firm_productivity"), np.zeros(0)),
        "firm_founded": np.zeros(0, bool),
        "firm_skills": np.zeros(0, np.uint64),
        "rent": np.full(cells, 500.0),
        "dwellings": np.ones(cells, int),
        "workspace": np.zeros(cells, int),
        "workspace_used": np.zeros(cells, int),
        "workspace_rent": np.full(cells, 10.0),
        "centrality": np.zeros(cells),
        "jobs_near": np.ones(ground.n_blocks),
        "gain": np.ones(ground.n_blocks),
        "place_cell": none,
        "place_seats": none,
    }
    return Snapshot(month=month, home=home, **{**plain, **columns})


def tied(one, *pairs, strength=0.5, both=True, **marks):
    """Return a snapshot in which these people, by identity, are tied."""
    columns = {name: getattr(one, name).copy() for name in ("other", "strength", "online", "born")}
    for left, right in pairs:
        for holder, other in ((left, right), (right, left))[: 2 if both else 1]:
            row = int(np.flatnonzero(one.identity == holder)[0])
            slot = int(np.flatnonzero(columns["other"][row] < 0)[0])
            columns["other"][row, slot], columns["strength"][row, slot] = other, strength
            for name, value in marks.items():
                columns[name][row, slot] = value
    return replace(one, **columns)


def life(*snapshots, ground=GROUND, settled=60, last=300, **tables):
    """Return a life of which only this much is known."""
    plain = {
        "signs": pd.DataFrame({"month": []}),
        "places": places(),
        "ideas": ideas(),
        "firms": firms(),
        "lessons": np.zeros((0, 4)),
        "transfers": (0.0, 0.0),
        "constants": {"sales": 3000.0, "space": 20.0, "target_vacancy": 0.05},
    }
    return Life(
        ground=ground, settled=settled, last=last, snapshots=list(snapshots), **{**plain, **tables}
    )


def places(*rows):
    """Return months of third places; each row says what is not as usual."""
    usual = {
        "month": 61,
        "place": 0,
        "cell": 0,
        "users": 10,
        "fee": 30.0,
        "fees": 300.0,
        "credit": 0.0,
        "cost": 300.0,
        "owned": False,
        "lease_left": 12,
        "machines": False,
        "tenure": 2,
        "grassroots": True,
        "opened": 1,
    }
    return _table(usual, rows)


def ideas(*rows):
    """Return ideas; each row says what is not as usual."""
    usual = {
        "month": 61,
        "techniques": np.uint64(0b111111),
        "value": 1.0,
        "block": 0,
        "field": 0,
        "lead_met": 0,
        "members": np.full(TEAM, -1),
    }
    return _table(usual, rows)


def team(*members):
    """Return a team as an idea names it."""
    return np.array([*members, *[-1] * (TEAM - len(members))])


def firms(*rows):
    """Return firms opened; each row says what is not as usual."""
    usual = {"month": 61, "firm": 0, "cell": 0, "founded": True, "founders": np.array([-1, -1])}
    return _table(usual, rows)


def _table(usual, rows):
    whole = [{**usual, **row} for row in rows]
    return {
        name: np.array([row[name] for row in whole])
        if whole
        else np.zeros((0, *np.shape(value)), np.asarray(value).dtype)
        for name, value in usual.items()
    }
