"""`compare attribution=…` on the command line: told before, lived, shown again, verified."""

from __future__ import annotations

import re
import shutil

import pandas as pd
import pytest

from sim.__main__ import DONE, REFUSED, SOME_FAILED, main
from sim.door.contrasting import attributed
from sim.recorder.schemas import SHAPLEY
from sim.recorder.tables import frame, read_table, write_table
from tests.door.test_report import contents, nothing_lives, without
from tests.report import synthetic
from tests.report.synthetic_shares import coalitions, players

__all__ = ["nothing_lives"]
TINY = [
    "city=village", "population=creative_quarter", "burn_in=2", "months=4", "seeds=2",
    "worlds=default", "executor=serial", "quiet=true", "arms=[cash,collaboration]",
    "matched=false", "attribution=ablation",
]  # fmt: skip


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Return the folder in which an attribution was asked for; copy, never change."""
    out = tmp_path_factory.mktemp("lived")
    assert main(["compare", *TINY, f"out={out}"]) == DONE
    return next((out / "compare").glob("*/*"))


@pytest.fixture
def answer(lived, tmp_path):
    return shutil.copytree(lived, tmp_path / "answer")


def test_a_dry_run_says_how_many_runs_more_it_takes(tmp_path, capsys):
    for method, more in (("ablation", 2 * 4), ("shapley", 2 * 14)):
        words = [*TINY, f"out={tmp_path}", f"attribution={method}", "--dry-run"]
        assert main(["compare", *words]) == DONE
        said = capsys.readouterr().out
        assert f"{2 * 2 + more} runs, 0 of them are there already" in said
        assert f"{more} of them are lived for attribution={method}" in said
    assert main(["compare", *TINY, f"out={tmp_path}", "attribution=none", "--dry-run"]) == DONE
    assert "attribution" not in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_parts_of_what_was_lived_add_up_to_its_contrasts(lived):
    shares, contrasts = (
        frame(read_table(lived / f"{name}.parquet", name)) for name in ("attribution", "contrasts")
    )
    whole = shares[shares["part"] == "whole"].set_index("outcome")["share"]
    added = shares[shares["part"] != "whole"].groupby("outcome")["share"].sum()
    told = contrasts.set_index("outcome")["difference"]

    pd.testing.assert_series_equal(whole, told.reindex(whole.index), check_names=False)
    known = whole.dropna().index
    pd.testing.assert_series_equal(
        added[known], whole[known], check_names=False, rtol=0, atol=1e-9 * whole.abs().max()
    )
    assert (shares["n"] == 2).any()


def test_coalitions_stand_in_a_table_of_their_own_and_nowhere_else(lived):
    page = (lived / "report.html").read_text(encoding="utf-8")

    assert {"coalitions.csv", "attribution.csv"} <= {
        path.name for path in (lived / "tables").iterdir()
    }
    for name in ("runs", "timeline", "groups", "ledger", "maps", "contrasts"):
        arms = frame(read_table(lived / f"{name}.parquet", name))["arm"].astype(str)
        assert set(arms) <= {"cash", "collaboration"}
    assert "Which instrument carried what" in page
    assert "collaboration[" not in page


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_lives")
def test_a_report_is_made_again_from_tables_byte_for_byte(answer, capsys):
    before = contents(answer)
    without(answer, "report.html", "figures", "tables", "attribution.parquet")

    assert main(["report", str(answer), "workers=1"]) == DONE

    assert capsys.readouterr().out.strip() == str(answer / "report.html")
    assert contents(answer) == before


def test_verify_lives_coalitions_again_and_makes_the_shares_again(answer, capsys):
    assert main(["verify", str(answer), "quiet=true", "workers=1"]) == DONE
    assert capsys.readouterr().out.startswith("12 of 12 runs kept")

    table = read_table(answer / "attribution.parquet", "attribution")
    changed = frame(table)
    changed.loc[3, "share"] += 1
    columns = {str(name): column for name, column in changed.items()}
    write_table(answer, "attribution", table.from_pydict(columns, schema=table.schema))

    assert main(["verify", str(answer), "quiet=true", "workers=1", "sample=1"]) == SOME_FAILED
    said = capsys.readouterr().out
    assert "table attribution, row 4" in said
    assert "column share" in said


def of_an_earlier_time(answer):
    """Leave the shares as they were when they did not say whose they are."""
    path = answer / "attribution.parquet"
    write_table(answer, "attribution", read_table(path, "attribution").drop_columns("of"))
    return path


def test_verify_knows_shares_that_do_not_say_whose_they_are(answer, capsys):
    before = of_an_earlier_time(answer).read_bytes()

    assert main(["verify", str(answer), "quiet=true", "workers=1", "sample=1"]) == DONE
    assert capsys.readouterr().out.startswith("1 of 12 runs kept")
    assert (answer / "attribution.parquet").read_bytes() == before


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_lives")
def test_a_report_makes_shares_anew_that_do_not_say_whose_they_are(answer):
    before = contents(answer)
    of_an_earlier_time(answer)
    without(answer, "report.html", "figures", "tables")

    assert main(["report", str(answer), "workers=1"]) == DONE
    assert contents(answer) == before


def test_pairs_told_face_to_face_have_shares_and_matched_pairs_have():
    tables = synthetic.tables(seeds=1, burn_in=1, months=1, side=4)
    policies = ("attraction", "collaboration")
    beside = coalitions(tables["timeline"], synthetic.ARMS)
    twins = beside.assign(arm=beside["arm"] + "_matched")
    own = players()
    own |= {f"{arm}_matched": own[arm] for arm in policies}
    asked = {"method": SHAPLEY, "reference": "cash", "players": own}
    told = {"arms": dict.fromkeys(synthetic.ARMS), "attribution": asked}
    columns = ["run_id", "seed", "arm", "status", "new_ideas_per_1000"]
    lived = (tables["runs"][columns], pd.concat([beside, twins], ignore_index=True))

    made = frame(attributed(*lived, told))
    earlier = made[made["reference"] == "cash"].drop(columns="of")
    again = frame(attributed(*lived, told, earlier))

    pairs = set(zip(made["arm"], made["reference"], strict=True)) - {(arm, "cash") for arm in own}
    assert pairs == {
        ("collaboration", "attraction"), ("collaboration_matched", "attraction_matched"),
    }  # fmt: skip
    pd.testing.assert_frame_equal(again, earlier.reset_index(drop=True))


@pytest.mark.parametrize("words", [
    ["attribution=guess"], ["attribution=null"], ["attributed_against=money"],
    ["attributed_against=collaboration"], ["most_coalition_runs=7"], ["most_coalition_runs=0"],
    ["arms=[none,collaboration]"], ["arms=[none,cash]"],
])  # fmt: skip
def test_what_cannot_be_attributed_is_refused_in_one_line(words, tmp_path, capsys):
    assert main(["compare", *TINY, f"out={tmp_path}", *words]) == REFUSED

    said = capsys.readouterr().err
    assert re.fullmatch(r"faireville: .*[.?]\n", said)
    assert list(tmp_path.iterdir()) == []
