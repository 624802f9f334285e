"""The least budget that is enough is found as by hand, and the page tells what is kept."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from experiments.equal_outcome import __main__ as command
from experiments.equal_outcome import page, reaching, tables
from experiments.several import PRIMARY
from tests.experiments import kept

BUDGETS = [0.0, 1.0, 2.0, 4.0]
VALUES = st.lists(st.integers(-5, 5), min_size=4, max_size=4)


def by_hand(curve, level):
    """Walk along a curve until it is high enough."""
    if curve[0] >= level:
        return 0.0
    for (start, low), (end, high) in pairwise(zip(BUDGETS, curve, strict=True)):
        if high >= level:
            return start + (level - low) / (high - low) * (end - start)
    return np.inf


@drawn(st.lists(VALUES, min_size=1, max_size=4), st.integers(-5, 5))
def test_the_least_budget_is_that_of_a_walk_along_the_curve(curves, level):
    found = reaching.least(BUDGETS, np.array(curves, float), np.full(len(curves), float(level)))

    assert found == pytest.approx([by_hand(curve, level) for curve in curves])


def made(**slopes):
    """Return runs in which every outcome of an arm rises by its slope with the budget."""
    given, luck = command.design(), np.random.Generator(np.random.PCG64(5))
    worlds = {seed: 5 + luck.normal() for seed in range(8)}
    rows = [
        {"budget": budget, "seed": seed, "arm": arm, "run_id": "", "status": "done"}
        | dict.fromkeys(PRIMARY, world + 100 * slopes.get(arm, 0) * budget)
        for place, budget in enumerate(given["budgets"])
        for arm in [*([given["untreated"]] if place == 0 else []), *given["arms"]]
        for seed, world in worlds.items()
    ]
    return pd.DataFrame(rows)


def test_twice_as_much_money_is_needed_where_money_does_half_as_much():
    found = tables.reached(made(attraction=2, collaboration=4), command.design())

    own = found.set_index(["arm", "other"])
    assert own.loc[("attraction", "collaboration"), "budget"].to_numpy() == pytest.approx(0.02)
    assert own.loc[("collaboration", "attraction"), "budget"].to_numpy() == pytest.approx(0.005)
    assert own.loc[("attraction", "cash"), "budget"].to_numpy() == pytest.approx(0)
    assert (own["low"] <= own["budget"]).all()
    assert (own["budget"] <= own["high"]).all()


def test_what_no_budget_brings_is_said_so():
    given = command.design()
    found = tables.reached(made(attraction=-1, collaboration=4), given)
    told = {"identity": "it", "commit": "abcdefghi", "dirty": False, "seeds": list(range(8))}

    written = page.section(found, told | {"runs": 1, "failed": 0}, given, "there.png")

    line = next(row for row in written.splitlines() if "| what collaboration has" in row)
    assert line.count("**more than 4**") == len(PRIMARY)


def test_a_world_that_stopped_at_one_budget_is_left_out_everywhere():
    runs = made(attraction=1)
    runs.loc[(runs["seed"] == 3) & (runs["budget"] == 0.02), "status"] = "failed"

    assert set(tables.reached(runs, command.design())["worlds"]) == {7}


def test_the_page_is_what_is_kept():
    experiment, told = command.EXPERIMENT, kept.told_of(command.EXPERIMENT)
    reached = pd.read_csv(kept.folder_of(experiment) / "reached.csv")

    written = page.section(reached, told, command.design(), experiment.picture)

    assert kept.is_on_the_page(experiment, written)
    assert told["dirty"] is False


@pytest.mark.slow
def test_a_trial_is_lived_kept_and_found_again(tmp_path):
    tiny = ["city=village", "seeds=2", "burn_in=1", "months=1", "quiet=true", "workers=1"]

    folder = kept.lived_once(command.main, command.EXPERIMENT, [*tiny, f"out={tmp_path}"], tmp_path)

    assert len(pd.read_csv(folder / "runs.csv")) == 2 * (5 * 3 + 1)
