"""The report answers in sentences, claims no more than it may, and needs nothing else."""

import re

import numpy as np
import pandas as pd
import pytest

from sim import report
from sim.plots import words
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.schemas import TABLES
from sim.report import books, people
from sim.report.comparison import Comparison
from sim.report.html import page, provenance_rows
from sim.report.plates import PLATES
from tests.report import synthetic
from tests.report.synthetic_shares import with_shares

SMALL = {"burn_in": 12, "months": 24, "side": 10}


def comparison(manifest=None, drop=(), **asked):
    tables = synthetic.tables(**(SMALL | asked))
    kept = {name: table for name, table in tables.items() if name not in drop}
    named = {key: asked[key] for key in ("arms", "seeds") if key in asked}
    return Comparison(kept, synthetic.manifest(months=24, side=10, **named) | (manifest or {}))


def words_of(html):
    """Return what a reader reads: no tags, single spaces."""
    bare = re.sub(r"<(style|pre).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write one whole report of six arms and six seeds."""
    folder = tmp_path_factory.mktemp("report")
    tables = with_shares(synthetic.tables(seeds=6, **SMALL))
    manifest = synthetic.manifest(seeds=6, months=24, side=10)
    return report.write(tables, manifest, folder, workers=1)


@pytest.fixture(scope="module")
def sixteen():
    return comparison(seeds=16)


@pytest.fixture(scope="module")
def told(sixteen):
    return words_of(page(sixteen, []))


def test_the_birth_certificate_names_machine_and_arms_and_has_no_empty_rows(sixteen):
    rows = dict(provenance_rows(sixteen))

    assert rows["machine"] == "system Linux, machine x86_64"
    assert rows["arms"] == ", ".join(sixteen.manifest["arms"])
    assert "overrides" not in rows
    assert all(rows.values())


def test_where_grants_differ_nothing_is_said_of_the_same_money():
    arms = ("attraction", "collaboration")
    told = synthetic.manifest(seeds=6, months=24, side=10, arms=arms)["arms"]
    apart = {
        arm: plain | {"budget": share}
        for (arm, plain), share in zip(told.items(), (0.005, 0.01), strict=True)
    }

    said = words_of(page(comparison({"arms": apart}, arms=arms, seeds=6), []))

    assert "same money" not in said.replace("Not the same money", "").replace(
        "not have the same money", ""
    )
    assert "the grants differ, attraction 0.5 % and collaboration 1 % of the city" in said
    assert "Cash pays it out" not in said


def test_the_made_up_tables_have_the_documented_shapes():
    tables = synthetic.tables(seeds=2, **SMALL)

    for name, table in tables.items():
        needed = [column.name for column in TABLES[name].columns]
        assert set(needed) <= set(table.columns), name
    assert set(tables["runs"].columns) & set(OUTCOMES)


def test_one_page_holds_everything_and_points_nowhere(written):
    html = written.read_text(encoding="utf-8")

    assert not re.search(r"(src|href)=\"(?!#|data:)", html)
    assert "http" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", html)
    assert html.count("data:image/svg+xml;base64,") == len(PLATES)


def test_every_figure_is_there_as_svg_png_and_pdf(written):
    for name in PLATES:
        for kind in ("svg", "png", "pdf"):
            assert (written.parent / "figures" / f"{name}.{kind}").stat().st_size > 1000


def test_no_figure_refers_to_anything_outside(written):
    for path in (written.parent / "figures").glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:xlink:)?href=\"(?!#|data:)", drawn), path.name


def test_tables_can_be_opened_in_a_spreadsheet(written):
    contrasts = pd.read_csv(written.parent / "tables" / "contrasts.csv")
    runs = pd.read_csv(written.parent / "tables" / "runs.csv")

    assert set(contrasts["reference"]) == {"cash", "none", "attraction", "attraction_matched"}
    assert len(runs) == 36


@pytest.mark.slow
def test_several_processes_draw_the_same_files(written, tmp_path):
    tables = with_shares(synthetic.tables(seeds=6, **SMALL))
    manifest = synthetic.manifest(seeds=6, months=24, side=10)

    other = report.write(tables, manifest, tmp_path, workers=2)

    assert other.read_bytes() == written.read_bytes()


def test_the_first_screen_speaks_of_all_primary_outcomes(sixteen, told):
    first = told[: told.index("What each arm moved")]

    assert len(sixteen.primary) == 5
    for name in ("New ideas", "Use of open ideas", "Ideas sold", "Welfare", "Ties across fields"):
        assert name in first
    for said in ("paired-t 95 %", "BCa 95 %", "provisional", "seeds agree", "no policy"):
        assert said in first


def test_the_first_screen_names_worlds_geometry_matched_pair_and_cost(told):
    first = told[: told.index("What each arm moved")]

    for said in ("catchment", "place exponent", "static ratio", "made equal", "hours worth"):
        assert said in first


def test_an_interval_that_holds_zero_is_never_called_a_difference(sixteen):
    from sim.report import sentences

    for answer in sentences.answers(sixteen):
        for arm, sentence in zip(sixteen.headline, answer["sentences"], strict=True):
            row = sixteen.contrast(answer["outcome"], arm, "cash")
            clear = row["t_low"] * row["t_high"] > 0 and row["bca_low"] * row["bca_high"] > 0
            assert ("no clear difference" in sentence) != clear


def test_the_seeds_that_flip_are_named(sixteen, told):
    row = sixteen.contrast("market_value_per_head", "collaboration", "cash")
    differences = sixteen.differences("collaboration", "cash")["market_value_per_head"]

    other_way = [seed for seed, gap in differences.items() if gap * row["difference"] < 0]

    assert other_way
    assert f"({words.seeds_said(other_way)})" in told


def test_nothing_is_proved_predicted_or_optimal(told):
    for claim in ("proves", "significant", "best policy", "optimal", "winner is", "causes"):
        assert claim not in told


def test_one_seed_supports_no_verdict():
    told = words_of(page(comparison(seeds=1), []))

    assert "supports no verdict" in told
    assert "seeds agree" not in told


def test_two_seeds_have_a_t_interval_and_no_bootstrap():
    one = comparison(seeds=2)

    assert one.contrasts["bca_low"].isna().mean() > 0.5
    assert "2 seeds are provisional" in words_of(page(one, []))


def test_sixty_four_seeds_are_no_longer_provisional():
    from sim.report.sentences import how_sure

    many = comparison(seeds=64, months=12, drop=("maps", "groups"))

    assert "provisional" not in how_sure(many)["text"]


def test_arms_the_user_named_are_held_against_the_first():
    named = comparison(seeds=6, arms=("base", "half_budget"))

    told = words_of(page(named, []))

    assert named.reference == "base"
    assert "half budget" in told
    assert "The matched pair" not in told


@pytest.mark.parametrize("drop", [("groups",), ("maps", "places", "ties"), ("ledger",)])
def test_a_missing_table_leaves_out_its_part_and_no_more(drop):
    one = comparison(seeds=3, drop=drop)

    assert "What did the same money buy?" in words_of(page(one, []))
    assert sum(PLATES[name](one) is not None for name in PLATES) >= 6


def test_a_single_arm_is_told_without_contrasts():
    alone = comparison(seeds=3, arms=("collaboration",))

    assert "Methods" in words_of(page(alone, []))
    assert PLATES["contrasts"](alone) is None


def test_failed_runs_are_said_first_and_left_out():
    tables = synthetic.tables(seeds=4, **SMALL)
    runs = tables["runs"]
    runs.loc[2, ["status", "stage", "problem"]] = ["failed", "settle", "A cent went missing."]
    runs.loc[2, list(synthetic.SHAPES)] = np.nan
    one = Comparison(tables, synthetic.manifest(seeds=4))

    told = words_of(page(one, []))

    assert told.index("1 of 24 runs failed") < told.index("New ideas")
    assert "A cent went missing." in told


def test_when_every_run_failed_the_page_says_so_and_nothing_else(tmp_path):
    tables = synthetic.tables(seeds=2, **SMALL)
    tables["runs"]["status"] = "failed"
    tables = {name: t if name == "runs" else t.iloc[:0] for name, t in tables.items()}

    path = report.write(tables, synthetic.manifest(seeds=2), tmp_path, workers=1)

    assert "12 of 12 runs failed" in words_of(path.read_text(encoding="utf-8"))


def test_text_from_outside_cannot_become_markup():
    one = comparison({"command": "<script>alert(1)</script>"}, seeds=2, arms=("a<b>", "cash"))

    assert "<script>" not in page(one, [])
    assert "a<b>" not in page(one, [])


def test_books_that_do_not_add_up_are_said():
    one = comparison(seeds=2)
    ledger = one.tables["ledger"]
    spent = ledger[(ledger["arm"] == "cash") & (ledger["account"] == "transfer")].index
    ledger.loc[spent, "euros"] -= 5.0

    assert "The books of cash miss €5" in words_of(page(one, []))


def test_arms_that_change_nothing_are_said_to_change_nothing():
    tables = synthetic.tables(seeds=5, **SMALL)
    cash = tables["runs"][tables["runs"]["arm"] == "cash"]
    tables["runs"] = pd.concat([cash.assign(arm=arm, run_id=arm) for arm in synthetic.ARMS])

    told = words_of(page(Comparison(tables, synthetic.manifest(seeds=5)), []))

    assert "exactly as with cash in every seed" in told


def test_a_single_run_leaves_timelines_maps_and_places(tmp_path):
    tables = synthetic.tables(arms=("collaboration",), seeds=1, **SMALL)
    tables["maps"] = tables["maps"][tables["maps"]["seed"] == 0]

    folder = report.write_run(tables, synthetic.manifest(), tmp_path)

    names = {path.stem for path in folder.iterdir()}
    assert names == {"timelines", "maps", "places_and_ties"}


def test_the_report_says_who_pays_the_grant():
    def told(*taxed):
        made = comparison(seeds=2, arms=("none", "cash", "attraction"))
        granted = made.tables["ledger"]["account"] == "grant"
        paid = granted & made.tables["ledger"]["arm"].isin(taxed)
        made.tables["ledger"].loc[paid, "instrument"] = "people"
        return words_of(page(Comparison(made.tables, made.manifest), []))

    assert "The grant comes from outside the city and costs its people nothing." in told()
    assert "The grant is raised from the people of the city" in told("cash", "attraction")
    mixed = told("attraction")
    assert "by local tax, in proportion to income, attraction; from outside the city, cash" in mixed
    assert "costs its people nothing" not in mixed


def test_what_an_arm_stands_for_is_shown_as_its_policy_says_it():
    about = {
        "en": {"model": "smart city", "totems": ["smart grids", "demonstrators"]},
        "fr": {"model": "ville intelligente"},
    }
    arms = synthetic.manifest()["arms"]
    arms["attraction"]["policy"]["about"] = about

    said = words_of(page(comparison({"arms": arms}, seeds=2), []))

    assert "What the arms stand for" in said
    assert "smart grids, demonstrators" in said
    assert "ville intelligente" not in said
    assert "What the arms stand for" not in words_of(page(comparison(seeds=2), []))


def test_people_are_told_as_the_tables_have_them(sixteen, told):
    part = people.part(sixteen)
    paired = sixteen.fates
    everyone = paired[(paired["group"] == "everyone") & (paired["arm"] == "none")]

    assert (everyone.loc[everyone["grouping"] == "founders", "value"] == 0).all()
    assert {row["arm"] for row in part["founders"]["rows"]} == {"cash", "attraction",
        "collaboration", "attraction, matched", "collaboration, matched"}  # fmt: skip
    for heading in ("Those who were there, wherever they go", "Who could not enter",
                    "The city by itself, and with the outside", "Account by account"):  # fmt: skip
        assert heading in told
    assert "At equal cash and hours given: " in told


def test_three_ledgers_stand_apart_and_nothing_sums_them(sixteen):
    ledgers = people.part(sixteen)["ledgers"]

    assert len(ledgers) == 3
    assert len({ledger["heading"] for ledger in ledgers}) == 3
    wholes = sixteen.worth.groupby(["ledger", "grouping", "arm"])
    assert np.allclose(wholes["value"].sum(), wholes["whole"].first())


def test_every_account_of_the_books_is_shown_for_every_arm(sixteen):
    table = books.account_table(sixteen)
    named = {row["account"] for row in table["rows"]}

    assert {"Land", "Buildings", "Running places", "Events", "Marketing", "Incentives",
            "Administration", "Hours in meetings (in kind)", "Hours given to places (in kind)",
            "Returned as cash", "Left in the purse", "Grant"} <= named  # fmt: skip
    assert all(len(row["euros"]) == len(sixteen.arms) for row in table["rows"])


def test_every_headline_is_repeated_at_equal_cash_and_hours(sixteen):
    equal = sixteen.equal_resources
    repeated = set(zip(equal["outcome"], equal["arm"], equal["reference"], strict=True))

    for outcome in sixteen.primary:
        assert {(outcome, arm, "cash") for arm in sixteen.headline} <= repeated
        assert (outcome, *sixteen.duel) in repeated


def test_without_an_arm_without_policy_nobody_is_held_against_herself():
    part = people.part(comparison(seeds=6, arms=("cash", "collaboration")))

    assert part["founders"] is None
    assert len(part["candidates"]["columns"]) == 3
