"""Made-up people of a comparison: founders, candidates, and who has what of three ledgers."""

from itertools import product

import numpy as np
import pandas as pd

KINDS = ("resident", "worker", "maker", "artist")
THIRDS = ("lower", "middle", "upper")
DISTRICTS = ("north-west", "north-east", "south-west", "south-east")
PEOPLE = 60
FATES = ("stayed_away", "entered", "priced_out", "outbid")
LEDGERS = {
    "market": (*KINDS, "firms"),
    "commons": KINDS,
    "recognition": KINDS,
}
COHORTS = {
    "market": ("founders", "newcomers", "gone_before", "firms"),
    "commons": ("founders", "newcomers"),
    "recognition": ("founders", "newcomers"),
}
PLACES = {
    "market": ("firms_here", "people_here", "people_outside"),
    "commons": ("not_captured", "firms_here", "firms_outside"),
    "recognition": ("people_here", "people_outside"),
}
SIDES = {
    "own_city": ("city_welfare", "founders_inside_welfare", "newcomer_gain", "firms_founded",
                 "firms_from_elsewhere", "jobs_from_elsewhere"),
    "outside": ("founders_outside_welfare", "founders_outside_share"),
    "system": ("system_welfare", "jobs_without_moved"),
}  # fmt: skip


def _luck(*key: int) -> np.random.Generator:
    return np.random.default_rng([20261128, *key])


def _of(arm: str) -> int:
    """Return a number of the arm's own; 0 for that without policy."""
    return 0 if arm == "none" else sum(map(ord, arm))


def founders(arms: tuple[str, ...], seeds: int) -> pd.DataFrame:
    """Let each founder live under every arm: the same person, with some luck of the arm's own."""
    pieces = []
    for seed, arm in product(range(seeds), arms):
        who, own = _luck(seed, 1), _luck(seed, 2, _of(arm))
        moved = who.random(PEOPLE) < 0.1
        welfare = who.normal(0.3, 0.3, PEOPLE) + (0.02 * own.normal(size=PEOPLE) if _of(arm) else 0)
        gone = who.random(PEOPLE) < 0.2
        expelled = gone & (own.random(PEOPLE) < 0.1)
        pieces.append(
            pd.DataFrame(
                {
                    "run_id": f"{seed:03d}{arm}",
                    "seed": seed,
                    "arm": arm,
                    "person": np.arange(PEOPLE, dtype=np.int32),
                    "kind": np.resize(KINDS, PEOPLE),
                    "third": np.resize(THIRDS, PEOPLE),
                    "district": np.resize(DISTRICTS, PEOPLE),
                    "whereabouts": np.where(
                        expelled, "expelled", np.where(gone, "outside", "city")
                    ),
                    "forced_moves": moved.astype(int)
                    + (own.random(PEOPLE) < 0.05) * (_of(arm) > 0),
                    "welfare": welfare.astype(np.float32),
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def candidates(arms: tuple[str, ...], seeds: int, months: int) -> pd.DataFrame:
    """Let the same people knock at every arm's door; some are shut out of one alone."""
    pieces = []
    for seed, arm in product(range(seeds), arms):
        who, own = _luck(seed, 3), _luck(seed, 4, _of(arm))
        usual = who.choice(4, PEOPLE, p=(0.55, 0.4, 0.03, 0.02))
        other = own.choice(4, PEOPLE, p=(0.5, 0.4, 0.06, 0.04))
        fate = np.where(own.random(PEOPLE) < 0.2 * (_of(arm) > 0), other, usual)
        pieces.append(
            pd.DataFrame(
                {
                    "run_id": f"{seed:03d}{arm}",
                    "seed": seed,
                    "arm": arm,
                    "person": np.arange(PEOPLE, dtype=np.int32) + 1000,
                    "month": 1 + np.arange(PEOPLE) * months // PEOPLE,
                    "kind": np.resize(KINDS, PEOPLE),
                    "fate": np.array(FATES)[fate],
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def worth(arms: tuple[str, ...], seeds: int) -> pd.DataFrame:
    """Part each ledger three times over; each time the parts are the whole."""
    rows = []
    for seed, arm, (ledger, kinds) in product(range(seeds), arms, LEDGERS.items()):
        luck = _luck(seed, 5, _of(arm), len(ledger))
        whole = 1e6 * (1 + luck.random())
        groupings = {"kind": kinds, "cohort": COHORTS[ledger], "place": PLACES[ledger]}
        for grouping, groups in groupings.items():
            for group, share in zip(groups, luck.dirichlet(np.ones(len(groups))), strict=True):
                run = f"{seed:03d}{arm}"
                rows.append((run, seed, arm, ledger, grouping, group, whole * share))
    columns = ["run_id", "seed", "arm", "ledger", "grouping", "group", "value"]
    return pd.DataFrame(rows, columns=columns)


def sides(arms: tuple[str, ...], seeds: int) -> pd.DataFrame:
    """Tell of own city, outside and system as rows of groups."""
    rows = []
    for seed, arm, (side, outcomes) in product(range(seeds), arms, SIDES.items()):
        for number, outcome in enumerate(outcomes):
            value = _luck(seed, number).random() + 0.02 * _luck(seed, number, _of(arm)).normal()
            rows.append((f"{seed:03d}{arm}", seed, arm, "side", side, outcome, value, PEOPLE))
    columns = ["run_id", "seed", "arm", "grouping", "group", "outcome", "value", "people"]
    return pd.DataFrame(rows, columns=columns)
