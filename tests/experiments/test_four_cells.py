"""Four cells differ in the modes that are on and in nothing else; they are contrasted by seed."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from experiments import asking
from experiments.four_cells import __main__ as command
from experiments.four_cells import cells, figure, page, tables
from experiments.several import PRIMARY
from sim.ensemble.moving import has_path, value_at
from sim.ensemble.worlds import sampled_parameters
from tests.experiments import kept

TINY = ("city=village", "seeds=2", "burn_in=1", "months=1")


@pytest.fixture(scope="module")
def questions():
    given = cells.design()
    return {cell: asking.asked(cells.words(cell, given, TINY)).question for cell in given["cells"]}


def paths_of(given):
    """Return every path that some cell sets, and of which arm; None is the city."""
    for modes in given["modes"].values():
        for mode in modes.values():
            yield from ((None, path) for path in mode["without"])
            for arm, values in mode.get("arms", {}).items():
                yield from ((arm, path) for path in values["without"])


def test_a_cell_has_the_modes_of_its_families_and_no_others(questions):
    given = cells.design()
    for cell, question in questions.items():
        for family, modes in given["modes"].items():
            way = "with" if family in given["cells"][cell] else "without"
            for mode in modes.values():
                for path, value in mode[way].items():
                    assert all(value_at(arm, path) == value for arm in question.arms.values())
                for arm, values in mode.get("arms", {}).items():
                    for path, value in values[way].items():
                        assert value_at(question.arms[arm], path) == value


def test_every_switch_switches_something(questions):
    for arm, path in paths_of(cells.design()):
        arms = {cell: question.arms[arm or "none"] for cell, question in questions.items()}
        assert len({value_at(each, path) for each in arms.values()}) == 2, path


def test_cells_differ_in_what_is_switched_and_in_nothing_else(questions):
    switched = list(paths_of(cells.design()))
    for one, other in combinations(questions.values(), 2):
        for arm in one.arms:
            for path in paths_in(one.arms[arm]):
                if value_at(one.arms[arm], path) != value_at(other.arms[arm], path):
                    assert (None, path) in switched or (arm, path) in switched


def paths_in(given, start=""):
    for name, value in given.items():
        if isinstance(value, dict) and value:
            yield from paths_in(value, f"{start}{name}.")
        else:
            yield f"{start}{name}"


def test_the_same_worlds_are_drawn_in_all_cells(questions):
    switched = {path for _, path in paths_of(cells.design())}
    first = next(iter(questions.values())).worlds_of_seeds
    for question in questions.values():
        for seed, world in question.worlds_of_seeds.items():
            common = set(world) & set(first[seed])
            assert {path: world[path] for path in common} == {
                path: first[seed][path] for path in common
            }
            drawn = {path for each in sampled_parameters(question.worlds) for path in each.paths}
            assert drawn - set(world) <= switched


def test_a_mode_is_the_same_for_whatever_an_arm_builds(questions):
    lease = "lease_months"
    for question in questions.values():
        found = {
            instrument[lease]
            for arm in question.arms.values()
            for instrument in arm["policy"]["instruments"].values()
            if has_path(instrument, lease)
        }
        assert len(found) == 1


def made(difference, noise=0.0):
    """Return runs in which collaboration differs from the others by what a cell is given."""
    given, luck = cells.design(), np.random.default_rng(3)
    rows = [
        {"cell": cell, "seed": seed, "arm": arm, "run_id": "", "status": "done"}
        | dict.fromkeys(
            PRIMARY,
            seed + (difference[cell] + noise * luck.normal() if arm == "collaboration" else 0),
        )
        for cell in given["cells"]
        for seed in range(8)
        for arm in given["arms"]
    ]
    return pd.DataFrame(rows)


DIFFERENCE = {"both_on": 1.0, "clustering_on": 4.0, "diffusion_on": 2.0, "both_off": 5.0}


def test_what_the_modes_of_a_family_change_is_paired_by_seed():
    given = cells.design()

    modes = tables.by_family(made(DIFFERENCE), given)

    own = modes[modes["arm"] == "collaboration"].groupby("family")["difference"].first()
    assert own["diffusion"] == pytest.approx((1 + 2) / 2 - (4 + 5) / 2)
    assert own["clustering"] == pytest.approx((1 + 4) / 2 - (2 + 5) / 2)
    assert (modes.loc[modes["arm"] == "attraction", "difference"] == 0).all()


def test_a_seed_that_stopped_in_one_cell_says_nothing_of_the_modes():
    runs = made(DIFFERENCE)
    runs.loc[(runs["cell"] == "both_off") & (runs["seed"] == 5), "status"] = "failed"

    modes = tables.by_family(runs, cells.design())
    contrasts = tables.by_cell(runs, cells.design()["pairs"])

    assert set(modes["n"]) == {7}
    assert set(contrasts.loc[contrasts["cell"] == "both_off", "n"]) == {7}
    assert set(contrasts.loc[contrasts["cell"] == "both_on", "n"]) == {8}


def test_the_title_counts_what_holds_in_all_cells():
    pairs = cells.design()["pairs"]
    turning = DIFFERENCE | {"both_off": -5.0}
    for difference, counts in (
        (DIFFERENCE, "5 clear with one sign"),
        (turning, "5 of clear signs"),
    ):
        contrasts = tables.by_cell(made(difference, noise=0.1), pairs)
        assert counts in figure.title(contrasts, cells.design())


def test_the_section_writes_differences_in_the_unit_that_is_shown():
    given, runs = cells.design(), made(DIFFERENCE)
    contrasts, modes = tables.by_cell(runs, given["pairs"]), tables.by_family(runs, given)
    told = {"identity": "it", "commit": "abcdefghi", "dirty": False, "seeds": list(range(8))}

    written = page.section(contrasts, modes, told | {"runs": 128, "failed": 0}, given, "there.png")

    share = next(line for line in written.splitlines() if line.startswith("| Ties across fields"))
    assert "**+100**" in share  # a difference of 1 is 100 percentage points
    assert "![Contrasts of the primary outcomes in the four cells](there.png)" in written


@pytest.mark.slow
def test_a_trial_is_lived_kept_and_found_again(tmp_path, capsys):
    words = [*TINY, f"out={tmp_path}", "quiet=true", "workers=1"]

    folder = kept.lived_once(command.main, command.EXPERIMENT, words, tmp_path)

    assert {path.name for path in folder.iterdir()} == {
        "cells.png", "cells.svg", "contrasts.csv", "manifest.json", "modes.csv", "runs.csv",
        "section.md",
    }  # fmt: skip
    assert len(pd.read_csv(folder / "runs.csv")) == 4 * 4 * 2
    assert "Ties across fields" in capsys.readouterr().out


def test_a_design_may_not_name_a_path_that_is_not_there():
    given = cells.design()
    wrong = {"with": {}, "without": {"economy.public.no_such_thing": 0}}
    modes = given["modes"] | {"clustering": {"wrong": wrong}}

    with pytest.raises(Exception, match="no_such_thing"):
        asking.asked(cells.words("both_off", given | {"modes": modes}, TINY))


def test_arms_are_written_as_one_word():
    assert asking.arms_word({"a": "cash", "b": "cash x=1"}) == "arms={a: 'cash', b: 'cash x=1'}"
