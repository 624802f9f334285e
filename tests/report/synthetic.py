"""Made-up but well-formed tables of a comparison, in the shapes of docs/tables.md.

Nothing here is a result. Effects are planted so that every wording of the report has an
example: a clear rise, a clear fall, an unclear one, and an outcome that does not move.
"""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from tests.report import synthetic_people

ARMS = (
    "none",
    "cash",
    "attraction",
    "collaboration",
    "attraction_matched",
    "collaboration_matched",
)
# outcome: (level, spread over worlds, luck left within a pair, effect by arm in luck units)
SHAPES: dict[str, tuple[float, float, float, tuple[float, ...]]] = {
    "new_ideas_per_1000": (21.0, 4.0, 0.9, (-0.1, 0, 0.3, 2.2, 0.4, 1.1)),
    "commons_use_per_head": (34.0, 9.0, 2.6, (0.0, 0, -1.1, 1.9, 0.1, 0.9)),
    "market_value_per_head": (58.0, 14.0, 3.9, (-0.2, 0, 1.6, 0.2, 0.8, 0.2)),
    "founder_welfare": (0.21, 0.05, 0.006, (-2.6, 0, -2.9, -1.4, -2.1, -1.5)),
    "cross_field_tie_share": (0.31, 0.03, 0.009, (0.1, 0, -0.2, 1.2, 0.1, 0.5)),
    "recognition_gini": (0.71, 0.04, 0.01, (0, 0, 0.6, -0.2, 0.4, 0)),
    "juxtaposition": (0.28, 0.05, 0.008, (0, 0, 0.7, -0.9, 0.2, -0.3)),
    "moran_creative": (0.19, 0.06, 0.02, (0, 0, 1.8, 0.3, 1.5, 0.1)),
    "coverage": (0.62, 0.11, 0.02, (0, 0, 0.2, 3.1, 0.2, 2.5)),
    "place_count": (4.4, 0.8, 0.7, (0, 0, 0.4, 5.2, 0.9, 4.8)),
    "place_survival": (0.8, 0.07, 0.04, (0, 0, 0, 0.3, 0, 0.2)),
    "gini_income": (0.31, 0.01, 0.002, (0.2, 0, 0.4, 0.1, 0.2, 0.1)),
    "rent_burden_share": (0.14, 0.03, 0.008, (0.3, 0, 2.0, 0.5, 1.4, 0.4)),
    "forced_moves_per_1000_year": (11.0, 3.0, 1.6, (0.2, 0, 1.3, 0.2, 0.8, 0.2)),
    "excluded_per_1000_year": (21.0, 5.0, 2.1, (0, 0, 0.6, 0, 0.3, 0)),
    "participation": (0.22, 0.03, 0.007, (0, 0, -0.2, 2.4, 0, 1.8)),
    "volunteer_hours_per_head": (0.4, 0.1, 0.04, (0, 0, 0, 2.5, 0, 2.0)),
    "vacancy": (0.05, 0.01, 0.003, (0, 0, -0.3, 0.0, -0.2, 0)),
    "population": (4030.0, 90.0, 21.0, (0, 0, 1.8, 0.2, 1.2, 0.1)),
    "spend_per_head": (0.0, 0.0, 0.0, (0, 0, 0, 0, 0, 0)),
}
GROUPS = {
    "kind": ("resident", "worker", "maker", "artist"),
    "income_third": ("lower", "middle", "upper"),
    "district": ("north-west", "north-east", "south-west", "south-east"),
    "cohort": ("founders", "newcomers"),
}
GROUP_OUTCOMES = {
    "welfare": (0.2, 0.012, (-2.2, 0, -1.2, -0.4, -0.8, -0.5)),
    "rent_burden": (0.27, 0.01, (0.2, 0, 1.3, 0.2, 0.8, 0.1)),
    "forced_moves_per_1000_year": (11.0, 3.0, (0.1, 0, 1.0, 0.1, 0.5, 0.1)),
    "ideas_per_1000": (20.0, 2.0, (0, 0, 0.3, 1.8, 0.2, 0.8)),
    "ties": (6.1, 0.2, (0, 0, 0.1, 1.4, 0.1, 0.9)),
    "cross_field_tie_share": (0.3, 0.02, (0, 0, -0.2, 0.9, 0, 0.4)),
    "people": (400.0, 6.0, (0, 0, 0.5, 0.1, 0.2, 0)),
}
ACCOUNTS = {
    "none": {},
    "cash": {"cash_transfer": {"transfer": 0.99, "balance": 0.01}},
    "attraction": {
        "flagship_building": {"building": 0.33, "operation": 0.08, "land": 0.02},
        "cluster_zone": {"building": 0.12, "administration": 0.03},
        "firm_attraction": {"incentive": 0.14},
        "talent_attraction": {"marketing": 0.11, "incentive": 0.1},
        "purse": {"returned": 0.05, "balance": 0.02},
    },
    "collaboration": {
        "third_place_grant": {"building": 0.21, "operation": 0.27, "volunteer_time": 0.19},
        "event_programming": {"programming": 0.19},
        "equipment": {"equipment": 0.17},
        "commons_fund": {"operation": 0.1, "participation_time": 0.03},
        "purse": {"returned": 0.04, "balance": 0.02},
    },
}
GRANT = 17_600_000.0


def _luck(*key: int) -> np.random.Generator:
    return np.random.default_rng([20261123, *key])


def effects(arm: str, planted: tuple[float, ...]) -> float:
    """Return the planted effect of an arm; an arm of another name gets a middling one."""
    return planted[ARMS.index(arm)] if arm in ARMS else planted[3] / 2


def timeline(arms: tuple[str, ...], seeds: int, burn_in: int, months: int) -> pd.DataFrame:
    """Live a smooth city with monthly luck; arms part ways after month 0."""
    month = np.arange(-burn_in + 1, months + 1)
    grown = np.where(month > 0, 1 - np.exp(-np.maximum(month, 0) / 50), 0.0)
    pieces = []
    for seed, arm in product(range(seeds), arms):
        rows = {
            "run_id": f"{seed:03d}{arm}",
            "seed": np.full(month.size, seed, np.int32),
            "arm": arm,
            "month": month.astype(np.int32),
        }
        for number, (name, (level, spread, luck, planted)) in enumerate(SHAPES.items()):
            world = level + spread * _luck(seed, number).standard_normal()
            own = _luck(seed, number, 1 + sum(map(ord, arm))).standard_normal(month.size + 1)
            common = _luck(seed, number, 7777).standard_normal(month.size)
            reached = luck * (effects(arm, planted) + own[-1]) if arm != "cash" else 0.0
            trend = world + grown * reached
            noise = 3 * luck * common + luck * np.where(month > 0, own[:-1], 0.0)
            rows[name] = trend + noise
            if name == "spend_per_head" and arm != "none":
                rows[name] = np.where(month > 0, 18.3, 0.0)
        pieces.append(pd.DataFrame(rows))
    return pd.concat(pieces, ignore_index=True)


def worlds(seeds: int) -> pd.DataFrame:
    """Draw one uncertain world per seed."""
    luck = _luck(5)
    return pd.DataFrame(
        {
            "seed": np.arange(seeds, dtype=np.int32),
            "world.behaviour.gather.catchment": 4 * 0.04 * 20 ** luck.random(seeds),
            "world.behaviour.meet.place_exponent": 1 + 0.15 * luck.random(seeds),
            "world.behaviour.meet.crowding": 10 * luck.random(seeds),
            "world.behaviour.learn.rule": luck.choice(["random", "copy_best"], seeds),
        }
    )


def runs(lived: pd.DataFrame, sampled: bool, window: int = 60) -> pd.DataFrame:
    """Average the last months of each run, beside the world it was lived in."""
    last = lived[lived["month"] > lived["month"].max() - window]
    mean = last.groupby(["run_id", "seed", "arm"], sort=False)[list(SHAPES)].mean().reset_index()
    mean.insert(3, "status", "done")
    mean.insert(4, "stage", "")
    mean.insert(5, "problem", "")
    if sampled:
        mean = mean.merge(worlds(int(mean["seed"].max()) + 1), on="seed")
    return mean


def groups(arms: tuple[str, ...], seeds: int) -> pd.DataFrame:
    """Give each group a lot of its own."""
    rows = []
    for (kind, names), seed, arm in product(GROUPS.items(), range(seeds), arms):
        for place, group in enumerate(names):
            for number, (outcome, (level, luck, planted)) in enumerate(GROUP_OUTCOMES.items()):
                base = level * (1 + 0.1 * place) + luck * _luck(seed, place, number).normal()
                own = _luck(seed, place, number, 3 + sum(map(ord, arm))).normal()
                shift = 0.0 if arm == "cash" else effects(arm, planted) * (0.4 + 0.4 * place) + own
                rows.append(
                    (f"{seed:03d}{arm}", seed, arm, kind, group, outcome, base + luck * shift)
                )
    columns = ["run_id", "seed", "arm", "grouping", "group", "outcome", "value"]
    return pd.DataFrame(rows, columns=columns).assign(people=400)


def maps(arms: tuple[str, ...], seeds: int, months: int, side: int) -> pd.DataFrame:
    """Draw a city denser in the middle; attraction lifts a quarter, collaboration many spots."""
    y, x = np.mgrid[0:side, 0:side]
    middle = np.exp(-np.hypot(x - side / 2, y - side / 2) / (side / 4))
    flagship = np.exp(-np.hypot(x - side * 0.68, y - side * 0.62) / (side / 12))
    spots = sum(
        np.exp(-np.hypot(x - side * a, y - side * b) / (side / 24))
        for a, b in ((0.2, 0.2), (0.25, 0.75), (0.75, 0.22), (0.8, 0.8), (0.5, 0.5))
    )
    pieces = []
    for seed in (-1, 0) if seeds else ():
        for month in [*range(0, months + 1, 12)]:
            for number, arm in enumerate(arms):
                grown = 1 - np.exp(-month / 50)
                pull = (
                    (flagship if "attraction" in arm else spots) * grown * ("ion" in arm)
                ) * np.ones_like(middle)
                luck = _luck(seed + 1, month, number).standard_normal((5, side, side))
                quiet = 0.25 if seed < 0 else 1.0
                layers = {
                    "rent": 420 + 260 * middle + 90 * pull + 12 * quiet * luck[0],
                    "people": np.maximum(0, 2.5 + 1.2 * quiet * luck[1]),
                    "creative": np.maximum(0, 0.15 + 0.2 * pull + 0.3 * quiet * luck[2]),
                    "visits": np.maximum(0, 9 * pull + 2 * middle + quiet * luck[3]),
                    "amenity": middle + 0.2 * pull,
                }
                for layer, value in layers.items():
                    pieces.append(
                        pd.DataFrame(
                            {
                                "arm": arm,
                                "seed": np.int32(seed),
                                "month": np.int32(month),
                                "layer": layer,
                                "x": x.ravel().astype(np.int16),
                                "y": y.ravel().astype(np.int16),
                                "value": value.ravel().astype(np.float32),
                            }
                        )
                    )
    return pd.concat(pieces, ignore_index=True)


def places(arms: tuple[str, ...], months: int, side: int) -> pd.DataFrame:
    """Open more rooms under collaboration, one large one under attraction."""
    rows = []
    for arm in arms:
        luck = _luck(8)
        count = 14 if "collab" in arm else 6
        for number in range(count):
            x, y = luck.integers(0, side, 2)
            big = number == 0 and "attraction" in arm
            origin = ("grassroots", "public", "firm")[number % 3]
            tenure = ("private", "public", "commons")[number % 3]
            seats = 400 if big else int(luck.integers(10, 60))
            rows.append((f"000{arm}", 0, arm, months, x, y, seats, seats, origin, tenure, -20))
    columns = [
        "run_id",
        "seed",
        "arm",
        "month",
        "x",
        "y",
        "seats",
        "users",
        "origin",
        "tenure",
        "open_since",
    ]
    return pd.DataFrame(rows, columns=columns)


def ties(arms: tuple[str, ...], months: int, side: int, count: int = 2000) -> pd.DataFrame:
    """Tie people to others nearby."""
    pieces = []
    for arm in arms:
        luck = _luck(9, sum(map(ord, arm)))
        start = luck.integers(0, side, (count, 2))
        end = np.clip(
            start + luck.normal(0, side / 10, (count, 2)).round().astype(int), 0, side - 1
        )
        pieces.append(
            pd.DataFrame(
                {
                    "run_id": f"000{arm}",
                    "seed": 0,
                    "arm": arm,
                    "month": months,
                    "x1": start[:, 0],
                    "y1": start[:, 1],
                    "x2": end[:, 0],
                    "y2": end[:, 1],
                    "strength": luck.random(count),
                    "cross_field": luck.random(count) < (0.38 if "collab" in arm else 0.28),
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def ledger(arms: tuple[str, ...], seeds: int) -> pd.DataFrame:
    """Spend the same grant in each arm but none, and give hours where rooms are run."""
    rows = []
    for seed, arm in product(range(seeds), arms):
        books = ACCOUNTS.get(arm.removesuffix("_matched"), ACCOUNTS["collaboration"])
        grant = GRANT * (1 + 0.02 * seed)
        if books:
            rows.append((f"{seed:03d}{arm}", seed, arm, "purse", "grant", grant))
        for instrument, shares in books.items():
            for account, share in shares.items():
                rows.append((f"{seed:03d}{arm}", seed, arm, instrument, account, grant * share))
        rows.append((f"{seed:03d}{arm}", seed, arm, "places", "volunteer_time", 0.08 * grant))
    columns = ["run_id", "seed", "arm", "instrument", "account", "euros"]
    return pd.DataFrame(rows, columns=columns)


def tables(
    arms: tuple[str, ...] = ARMS,
    seeds: int = 16,
    burn_in: int = 60,
    months: int = 240,
    side: int = 40,
    sampled: bool = True,
) -> dict[str, pd.DataFrame]:
    """Return every table a comparison leaves."""
    lived = timeline(arms, seeds, burn_in, months)
    return {
        "timeline": lived,
        "runs": runs(lived, sampled, min(60, months)),
        "groups": pd.concat([groups(arms, seeds), synthetic_people.sides(arms, seeds)]),
        "maps": maps(arms, seeds, months, side),
        "places": places(arms, months, side),
        "ties": ties(arms, months, side),
        "ledger": ledger(arms, seeds),
        "founders": synthetic_people.founders(arms, seeds),
        "candidates": synthetic_people.candidates(arms, seeds, months),
        "worth": synthetic_people.worth(arms, seeds),
    }


def manifest(
    arms: tuple[str, ...] = ARMS, seeds: int = 16, months: int = 240, side: int = 40
) -> dict[str, Any]:
    """Return the birth certificate of such a comparison."""
    return {
        "schema_version": 1,
        "command": "faireville compare",
        "overrides": [],
        "config": {
            "city": {"side": side, "cell_km": 0.1, "people": 4000},
            "behaviour": {"gather": {"catchment": 1.0}, "meet": {"place_exponent": 1.0}},
            "economy": {"places": {"fixed_cost": 1500}, "public": {"shadow_wage": 12}},
            "burn_in": 60,
            "months": months,
            "budget": 0.01,
            "worlds": "sampled",
        },
        "identity": "4f1c2a9be07d",
        "seeds": list(range(seeds)),
        "arms": {
            arm: {"policy": {"instruments": {"rooms": {"sites": 12 if "collab" in arm else 1}}}}
            for arm in arms
        },
        "remarks": [],
        "commit": "0123456789abcdef",
        "dirty": False,
        "versions": {"python": "3.12.1", "numpy": "2.5.5", "faireville": "0.1.0"},
        "platform": {"system": "Linux", "machine": "x86_64"},
        "started": "2026-11-23T09:00:00+00:00",
        "seconds": 61.2,
        "status": "done",
    }
