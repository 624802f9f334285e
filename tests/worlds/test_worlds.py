"""Two hundred worlds: what is registered holds, and the verdict counts as it says."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments import asking
from experiments.worlds import deciding, judging, living, page, registering, telling
from experiments.worlds.given import DRAWN, OUT, WORLDS, Batch, batches, design
from tests.docs.pages import ROOT

GIVEN = design()


def world(city, seed, gap, catchment=1.0):
    """Return the runs of one world in which the first arm has so much more."""
    at = {"city": city, "accepted": "set1", "seed": seed, f"{DRAWN}catchment": catchment}
    of_arms = zip(("one", "other"), (1.0 + gap, 1.0), strict=True)
    return [at | {"arm": arm, "outcome": value} for arm, value in of_arms]


def runs_of(gaps):
    """Return the runs of as many worlds as there are gaps."""
    lived = [world("town", seed, gap, seed) for seed, gap in enumerate(gaps)]
    return pd.DataFrame([run for pair in lived for run in pair])


def test_what_is_registered_is_what_is_committed():
    assert registering.check()["dirty"] is False


def test_a_changed_expectation_is_no_longer_judged(monkeypatch):
    changed = registering.fingerprint() | {"design": "another"}
    monkeypatch.setattr(registering, "fingerprint", lambda: changed)

    with pytest.raises(SystemExit, match="was registered"):
        registering.check()


def test_it_is_registered_once():
    with pytest.raises(SystemExit, match="registered once"):
        registering.register()


def test_the_worlds_are_those_a_comparison_draws():
    first = next(batches(GIVEN))
    table = pd.read_csv(WORLDS)
    there = table[(table["city"] == first.city) & (table["accepted"] == first.accepted)]

    drawn = registering.asked(first).worlds_of_seeds

    assert list(there["seed"]) == list(drawn)
    for _, row in there.iterrows():
        world = drawn[row["seed"]]
        kept = row[[DRAWN + path for path in world]].rename(lambda name: name.removeprefix(DRAWN))
        assert kept.to_dict() == pytest.approx(world)


def test_there_are_two_hundred_worlds_in_each_city_each_a_seed_of_its_own():
    table = pd.read_csv(WORLDS)

    assert (table.groupby("city")["seed"].nunique() >= 200).all()
    assert not table.duplicated(["city", "seed"]).any()


def test_what_is_expected_to_decide_is_a_number_that_worlds_draw():
    drawn = {name.removeprefix(DRAWN) for name in pd.read_csv(WORLDS) if name.startswith(DRAWN)}

    assert {said["number"] for said in GIVEN["decides"].values()} <= drawn
    assert {key for said in GIVEN["expected"].values() for key in said.get("where", {})} <= drawn


def test_a_gap_is_one_arm_less_the_other_in_the_same_world():
    apart = judging.gaps(runs_of([0.5, -0.25]), ("one", "other"), ["outcome"])

    assert list(apart["outcome"]) == [0.5, -0.25]
    assert list(apart[f"{DRAWN}catchment"]) == [0, 1]


def test_wins_are_counted_with_the_interval_of_a_share():
    found = judging.share(pd.Series([True] * 9 + [False]), 0.95)

    assert (found["wins"], found["worlds"], found["win_share"]) == (9, 10, 0.9)
    # Wilson 1927, worked by hand: (p + z^2/2n -+ z sqrt(pq/n + z^2/4n^2)) / (1 + z^2/n)
    assert found["win_low"] == pytest.approx(0.59585, abs=1e-4)
    assert found["win_high"] == pytest.approx(0.98212, abs=1e-4)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.8, 1.0, judging.HELD),
        (0.0, 0.85, judging.OPEN),
        (0.0, 0.5, judging.REFUTED),
        (0.99, 1.0, judging.REFUTED),
    ],
)
def test_an_expectation_is_refuted_where_the_whole_interval_lies_outside(low, high, verdict):
    found = judging.share(pd.Series([True] * 9 + [False]), 0.95)

    assert judging.verdict({"low": low, "high": high}, found) == verdict


def test_an_arm_that_never_wins_is_said_to_be_a_suspected_bias():
    given = {"outcomes": ["outcome"], "headline": ["one", "other"]}
    apart = judging.gaps(runs_of([1, 2, 3]), given["headline"], given["outcomes"])

    assert judging.one_sided(apart, given["outcomes"]) == {"first": 3, "second": 0}
    assert "suspected bias, whose cause" in telling.one_sided(apart, given)


def test_a_number_on_which_everything_hangs_explains_everything():
    gaps = np.array([[1.0, 1.0, 5.0, 5.0], [1.0, 5.0, 1.0, 5.0], [2.0, 2.0, 2.0, 2.0]])

    assert deciding.explained(gaps, np.array([0, 0, 1, 1])) == pytest.approx([1, 0, 0])


def test_the_share_explained_is_that_of_an_analysis_of_variance():
    luck = np.random.default_rng(3)
    values, parts = luck.normal(size=60), luck.integers(0, 3, 60)
    groups = [values[parts == part] for part in range(3)]
    between = sum(len(one) * (one.mean() - values.mean()) ** 2 for one in groups)
    within = sum(((one - one.mean()) ** 2).sum() for one in groups)

    found = deciding.explained(values[None, :], parts)[0]

    assert found == pytest.approx(between / (between + within))


def test_parts_are_thirds_of_as_many_worlds_or_the_few_values_there_are():
    assert list(deciding.parts_of(pd.Series([5.0, 1, 4, 2, 6, 3]), 3)) == [2, 0, 1, 0, 2, 1]
    assert list(deciding.parts_of(pd.Series([0.2, 0.0, 0.2, 0.0]), 3)) == [1, 0, 1, 0]
    assert list(deciding.parts_of(pd.Series(["b", "a", "b"], dtype=object), 3)) == [1, 0, 1]


def test_what_decides_is_found_where_it_was_put_and_chance_is_not_taken_for_it():
    luck = np.random.default_rng(5)
    worlds = pd.DataFrame(
        {
            "city": "town",
            "accepted": "set1",
            "seed": range(90),
            f"{DRAWN}matters": luck.uniform(size=90),
            f"{DRAWN}does_not": luck.uniform(size=90),
        }
    )
    worlds["outcome"] = 3 * worlds[f"{DRAWN}matters"] + luck.normal(0, 0.3, 90)
    given = {"outcomes": ["outcome"], "parts": 3, "shuffles": 199}

    found = deciding.what_decides(worlds, given).set_index("number")

    assert found.loc["matters", "p"] < 0.01
    assert found.loc["matters", "explained"] > 0.7
    assert found.loc["does_not", "p"] > 0.05


@pytest.mark.slow
def test_worlds_are_lived_once_and_kept_as_they_were(tmp_path):
    few = Batch("village", "set1", 1, 2)
    words = ["months=2", "burn_in=1", f"out={tmp_path}", "executor=serial", "quiet=true"]

    asked = asking.asked([*few.words, *words]).question
    own = {" ".join(few.words): registering.told_of(run.run_id for run in asked.runs)}

    kept = living.live(few, words, {"runs": own}, tmp_path / "worlds")

    runs = pd.read_csv(kept)
    assert sorted(set(runs["arm"])) == sorted(GIVEN["arms"])
    assert sorted(set(runs["seed"])) == [1, 2]
    assert set(GIVEN["outcomes"]) <= set(runs)
    assert not [name for name in runs if name.startswith(DRAWN)]
    assert kept.with_suffix(".json").exists()
    kept.write_text("as it was")
    assert living.live(few, words, {"runs": own}, tmp_path / "worlds") == kept
    assert kept.read_text() == "as it was"
    books = pd.read_csv(tmp_path / "worlds" / "village_set1_books.csv")
    again, elsewhere = tmp_path / "again", {"runs": own}
    living.keep_lived(few, elsewhere, tmp_path, again)
    for name in ("village_set1.json", "village_set1_books.csv", "village_set1_groups.csv"):
        assert (again / name).read_bytes() == (tmp_path / "worlds" / name).read_bytes()
    assert pd.read_csv(again / "village_set1.csv").equals(runs)
    granted = books[books["account"] == "grant"].groupby("seed")["euros"]
    assert (granted.nunique() == 1).all()
    assert (granted.count() == len(GIVEN["arms"]) - 1).all()
    groups = pd.read_csv(tmp_path / "worlds" / "village_set1_groups.csv")
    assert set(groups["grouping"]) == set(living.GROUPINGS)
    assert set(GIVEN["arms"]) <= set(groups.columns)


def test_runs_that_were_not_registered_are_neither_lived_nor_judged(tmp_path):
    first, known = next(batches(GIVEN)), registering.check()

    with pytest.raises(SystemExit, match="this code would live other runs"):
        living.live(first, ["seeds=1"], known, tmp_path)
    assert not list(tmp_path.iterdir())
    registering.check_lived(known, ROOT / OUT)
    manifest = json.loads((ROOT / OUT / "town_set1.json").read_text(encoding="utf-8"))
    manifest["runs"].pop()
    (tmp_path / "town_set1.csv").touch()
    with pytest.raises(SystemExit, match="missing beside the runs"):
        registering.check_lived(known, tmp_path)
    for beside in ("town_set1_books.csv", "town_set1_groups.csv"):
        (tmp_path / beside).touch()
    (tmp_path / "town_set1.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(SystemExit, match="not those that were registered"):
        registering.check_lived(known, tmp_path)


def test_at_equal_resources_only_what_is_beyond_cash_is_scaled():
    lived = [
        {"city": "town", "accepted": "set1", "seed": seed, "arm": arm, "outcome": value}
        for seed in (1, 2)
        for arm, value in (("cash", 10.0), ("one", 14.0), ("other", 8.0))
    ]
    had = {"cash": 0.0, "one": 100.0, "other": 0.0}
    accounts = pd.DataFrame(
        [
            {"city": "town", "arm": arm, "seed": seed, "account": account, "euros": euros}
            for seed in (1, 2)
            for arm, hours in had.items()
            for account, euros in (("grant", 300.0), ("volunteer_time", hours))
        ]
    )
    given = {"outcomes": ["outcome"], "reference": "cash", "headline": ["one", "other"]}

    equal = judging.at_equal_resources(pd.DataFrame(lived), accounts, given)

    found = equal.groupby("arm")["outcome"].unique().map(list)
    assert found.to_dict() == {"cash": [10.0], "one": [13.0], "other": [8.0]}


@pytest.mark.slow
def test_the_page_is_what_the_stored_runs_give():
    runs = judging.lived(GIVEN, ROOT / OUT)
    apart = judging.gaps(runs, GIVEN["headline"], GIVEN["outcomes"])
    tables = page.judged(runs, GIVEN, ROOT / OUT) | page.of_books(runs, GIVEN, ROOT / OUT)

    written = page.section(tables, apart, GIVEN, registering.check())

    stale = "run `python -m experiments.worlds judge`"
    there = (ROOT / page.PAGE).read_text(encoding="utf-8")
    assert asking.with_section(there, page.SECTION, written) == there, stale
