"""The report of a sweep names what decides, where the sign turns, and claims no more."""

import re

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim import report
from sim.analysis.phase_map import ARM, REFERENCE
from sim.plots import phase_map as map_plots
from sim.plots import sensitivity as sensitivity_plots
from sim.plots import style
from sim.report import sweep_sentences
from sim.report.sweep import Sweep, labels
from sim.report.sweep_page import page
from sim.report.sweep_plates import phase_plate
from tests.report import synthetic_sweep
from tests.report.test_report import words_of

DUEL = ("collaboration", "attraction")
IDEAS = "new_ideas_per_1000"


def sweep(kind="saltelli", seeds=3, arms=synthetic_sweep.ARMS, known=synthetic_sweep.KNOWN, **more):
    design = synthetic_sweep.laid_out(kind, known, **more)
    tables = synthetic_sweep.tables(design, seeds, arms)
    return Sweep(tables, synthetic_sweep.manifest(design, seeds, arms))


@pytest.fixture(scope="module")
def saltelli():
    return sweep(points=64)


@pytest.fixture(scope="module")
def told(saltelli):
    return words_of(page(saltelli, []))


def test_the_first_sentence_names_what_decides_and_what_turns_the_sign(saltelli):
    said = sweep_sentences.lead(saltelli)

    assert said.startswith("Between collaboration and attraction, what decides is barrier in new")
    assert "the sign of the difference turns with barrier and rule in new ideas." in said
    assert "tacit" not in said
    assert "starting ties" not in said


def test_every_primary_outcome_has_its_sentences(told):
    for said in (
        r"Collaboration does better in \d+ % of 1536 pairs \(mean difference −0.\d+\), clearly",
        r"What decides, by its share of the .*: barrier 0\.\d\d \(0\.\d\d to 0\.\d\d\), rule",
        r"The sign turns with barrier: collaboration clearly does better at 0\.3–0\.42, attraction",
        r"No assumption has an index whose interval lies above what luck alone gives\.",
        r"No single assumption turns the sign clearly\.",
        r"6 assumptions varied at 512 points \(Saltelli's design\), 3 arms on 3",
    ):
        assert re.search(said, told.replace("&#39;", "'")), said


def test_what_was_varied_is_listed_by_its_path(told):
    assert "behaviour.accept.barrier 0.3 to 0.9" in told
    assert "behaviour.learn.rule random, recognised, conform" in told
    assert "population.starting_ties 0 to 8, whole numbers" in told


def test_a_design_without_indices_still_says_where_the_sign_turns():
    there = sweep("lhs", points=80)
    told = words_of(page(there, []))

    assert there.sensitivity.empty
    assert "What decides, " not in told
    assert "The sign turns with barrier" in told
    assert "This design gives no indices" in told


def test_effects_are_said_in_the_unit_of_the_outcome():
    told = words_of(page(sweep("morris", points=16, levels=4), []))

    assert re.search(
        r"What decides, over its whole range, in ideas per 1,000 people a year: barrier", told
    )


def test_one_seed_supports_no_verdict():
    there = sweep(points=16, seeds=1)
    told = words_of(page(there, []))

    assert "With one seed nobody knows what luck alone gives" in told
    assert "one seed a point tells of no point by itself" in told
    assert all(there.deciding(DUEL, outcome).empty for outcome in there.comparison.primary)


def test_one_arm_is_compared_with_nothing():
    there = sweep("lhs", points=4, arms=("collaboration",))

    assert "There is one arm, so nothing is compared" in words_of(page(there, []))


def test_failed_runs_are_said_first_and_listed(saltelli):
    tables = {name: table.copy() for name, table in saltelli.tables.items()}
    tables["runs"].loc[3, ["status", "stage", "problem"]] = ["failed", "month 7", "it rained"]
    told = words_of(page(Sweep(tables, saltelli.manifest), []))

    assert "1 of 4608 runs failed" in told
    assert "it rained" in told


def test_when_every_run_failed_the_page_is_there_all_the_same(saltelli, tmp_path):
    tables = {name: table.copy() for name, table in saltelli.tables.items()}
    tables["runs"]["status"] = "failed"

    written = report.write_sweep(tables, saltelli.manifest, tmp_path)

    assert "4608 of 4608 runs failed" in words_of(written.read_text(encoding="utf-8"))


def test_a_whole_report_holds_its_figures_and_points_nowhere(tmp_path):
    there = sweep(
        "saltelli", points=8, known=synthetic_sweep.KNOWN[:2], arms=("none", "attraction")
    )

    written = report.write_sweep(there.tables, there.manifest, tmp_path)

    html = written.read_text(encoding="utf-8")
    assert html.count("data:image/svg+xml;base64,") == 2
    assert not re.search(r"(src|href)=\"(?!#|data:)", html)
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert {"sensitivity_attraction_none.svg", "phase_map_attraction_none.png"} <= names
    sheets = {path.name for path in (tmp_path / "tables").iterdir()}
    assert sheets == {"design.csv", "runs.csv", "sensitivity.csv"}


def test_factors_are_called_by_the_shortest_end_that_tells_them_apart(saltelli):
    design = saltelli.told | {"factors": [{"path": "a.rent.step"}, {"path": "b.price.step"}]}
    there = Sweep(saltelli.tables, saltelli.manifest | {"design": design})

    assert [there.called(path) for path in there.paths] == ["rent step", "price step"]


@pytest.mark.parametrize(("unit", "axis"), [("share", "barrier (share)"), ("", "barrier")])
def test_an_axis_has_the_unit_of_its_factor_where_the_sweep_told_one(saltelli, unit, axis):
    named = [{**each, "unit": unit} for each in saltelli.told["factors"]]
    there = Sweep(
        saltelli.tables,
        saltelli.manifest | {"design": saltelli.told | {"factors": named}},
    )

    with style.styled():
        plate = phase_plate(there, DUEL)

    assert axis in {axes.get_xlabel() for axes in plate.figure.axes}


@pytest.mark.parametrize(("label", "turned"), [("0.01–0.02", 0), ("0.0101–0.0202", 25)])
def test_labels_are_turned_only_where_they_do_not_fit_side_by_side(saltelli, label, turned):
    _, cells = saltelli.along(DUEL, IDEAS, "behaviour.accept.barrier")
    with style.styled():
        page = map_plots.figure({IDEAS: cells}, DUEL, ("barrier", [label] * 3), None, "t", "c")

    assert {each.get_rotation() for each in page.axes[0].get_xticklabels()} == {turned}


def test_a_bar_is_pale_where_luck_may_have_made_it(saltelli):
    rows = saltelli.indices(DUEL)
    rows = rows[rows["outcome"] == IDEAS]
    with style.styled():
        axes = Figure().add_subplot()
        factors = ["behaviour.accept.barrier", "economy.ideas.tacit"]
        sensitivity_plots.draw(axes, rows, factors, "#0072B2", bar="total", dot="first_order")

    assert [bar.get_alpha() for bar in axes.patches] == [sensitivity_plots.PALE, 1]
    found = rows[rows["index"] == "total"].set_index("factor")["value"]
    assert [bar.get_width() for bar in axes.patches] == list(found[factors[::-1]])


def test_a_cell_has_the_colour_of_who_clearly_wins_it(saltelli):
    cut, cells = saltelli.along(DUEL, IDEAS, "behaviour.accept.barrier")
    colours = {ARM: "#0072b2", REFERENCE: "#d55e00"}
    with style.styled():
        axes = map_plots.draw(Figure().add_subplot(), cells, colours, labels(cut), [""])

    drawn = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    assert drawn == [colours.get(winner, map_plots.OPEN) for winner in cells["winner"]]
    assert {colours[ARM], colours[REFERENCE]} <= set(drawn)
    assert [label.get_text() for label in axes.get_xticklabels()] == labels(cut)
