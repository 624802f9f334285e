"""Which arms are told face to face is data: no name is asked for, and every listed pair is told."""

import pytest

from sim.analysis.contrasts import contrasts
from sim.config.catalogue import text
from sim.config.compose import compose
from sim.plots import words
from sim.report import duels, parts, sentences
from sim.report.comparison import Comparison
from sim.report.html import page
from sim.report.plates import PLATES, draw
from sim.report.sweep import Sweep
from sim.report.sweep_page import page as sweep_page
from tests.report import synthetic, synthetic_sweep
from tests.report.test_report import SMALL, comparison, words_of

RENAMED = {
    "attraction": "beacon",
    "collaboration": "weaving",
    "attraction_matched": "beacon_matched",
    "collaboration_matched": "weaving_matched",
}
SIX = compose(["+experiment=six_models"], (), "compare")
PAIRS = [tuple(pair) for pair in SIX["face_to_face"]]


def renamed(told):
    """Return the same comparison with other names for its policies, and pairs that say so."""
    tables = {
        name: table.assign(arm=table["arm"].replace(RENAMED)) if "arm" in table else table
        for name, table in told.tables.items()
    }
    arms = {RENAMED.get(arm, arm): about for arm, about in told.manifest["arms"].items()}
    config = told.manifest["config"] | {
        "face_to_face": [["weaving", "beacon"]],
        "matched_arms": {"beacon": "beacon_matched", "weaving": "weaving_matched"},
    }
    return Comparison(tables, told.manifest | {"arms": arms, "config": config})


def named_back(said):
    """Say what is said with the usual names of the arms."""
    for usual, other in reversed(RENAMED.items()):
        for old, new in ((words.arm_name(other), words.arm_name(usual)), (other, usual)):
            said = said.replace(old, new).replace(old.capitalize(), new.capitalize())
    return said


@pytest.fixture(scope="module")
def usual():
    return comparison(seeds=6)


@pytest.fixture(scope="module")
def models():
    """Return a comparison of the six models, with their pairs as the experiment lists them."""
    arms = tuple(SIX["arms"])
    tables = synthetic.tables(arms=arms, seeds=6, **SMALL)
    manifest = synthetic.manifest(arms, 6, 24, 10)
    manifest["config"] |= {"face_to_face": SIX["face_to_face"]}
    manifest["arms"]["transition_city"]["policy"]["instruments"]["rooms"]["sites"] = 16
    return Comparison(tables, manifest)


def test_a_pair_of_other_names_is_told_as_the_usual_one_with_other_words(usual):
    other = renamed(usual)
    own = text("report.question_of.collaboration.attraction", arm="collaboration",
               other="attraction")  # fmt: skip
    plain = text("report.question_pair", arm="collaboration", other="attraction")

    said = named_back(words_of(page(other, [])))

    assert "weaving" not in said
    assert "beacon" not in said
    assert said == words_of(page(usual, [])).replace(own, plain)


@pytest.mark.slow
def test_a_pair_of_other_names_has_the_same_figures_under_other_titles(usual):
    other = renamed(usual)

    for name in PLATES:
        one, again = draw(usual, name), draw(other, name)
        assert (one is None) == (again is None), name
        assert one is None or named_back(again.title) == one.title


def test_the_arms_above_have_their_own_colours_in_the_geometry_of_any_pair(usual):
    caption = " ".join(
        written.get_text() for written in draw(renamed(usual), "static_ratio").figure.texts
    )

    assert "Blue dots" not in caption
    assert "dots: weaving above;" in " ".join(caption.split())


def test_the_six_models_are_told_pair_by_pair(models):
    told = words_of(page(models, []))

    assert models.duels == PAIRS
    assert len(PAIRS) == 3
    for arm, other in PAIRS:
        arm_name, other_name = words.arm_name(arm), words.arm_name(other)
        assert f"{words.capitalised(arm_name)} against {other_name}" in told
        assert models.contrast(models.primary[0], arm, other) is not None
    for outcome in models.primary:
        for duel, pair in zip(duels.told(models, outcome), PAIRS, strict=True):
            assert all(words.arm_name(arm) in duel["said"] for arm in pair)
            assert duel["equal"].startswith("At equal cash and hours given: ")
    assert text("report.question_plain") in told
    assert "The matched pair" not in told


def test_what_shows_one_pair_of_several_shows_the_first_and_says_which(models):
    title = draw(models, "static_ratio").title

    assert models.duel == PAIRS[0]
    assert title.startswith("City in transition against sustainable city: geometry alone says")
    assert "city in transition ends above sustainable city" in sentences.geometry(models)["text"]
    assert "city in transition minus sustainable city" in parts.worlds(models)["intro"]


def test_geometry_says_nothing_of_a_pair_that_builds_as_many_sites(models):
    manifest = models.manifest | {
        "arms": models.manifest["arms"]
        | {"sustainable_city": models.manifest["arms"]["transition_city"]}
    }

    assert Comparison(models.tables, manifest).static.empty


@pytest.mark.parametrize(
    ("built", "said"), [({}, "one big site"), ({"hall": {"sites": 3.0}}, "3 big sites")]
)
def test_many_sites_are_held_against_as_many_as_the_other_policy_builds(models, built, said):
    arms = dict(models.manifest["arms"])
    arms["sustainable_city"] = {"policy": {"instruments": built}}

    there = Comparison(models.tables, models.manifest | {"arms": arms})

    assert f"16 small sites would beat {said} in" in sentences.geometry(there)["text"]
    assert set(there.static["few"]) == {1 if not built else 3}


def test_two_policies_that_nobody_listed_are_told_face_to_face():
    two = comparison(seeds=4, arms=("none", "cash", "mixed", "random_sites"))

    told = words_of(page(two, []))

    assert two.duels == [("random_sites", "mixed")]
    assert "spent on mixed or on random sites?" in told
    assert "Face to face: " in told
    assert "Random sites against mixed" in told


def test_of_three_policies_that_nobody_listed_no_two_are_told_face_to_face():
    three = comparison(seeds=4, arms=("cash", "mixed", "random_sites", "smart_city"))

    assert three.duels == []
    assert "Face to face" not in words_of(page(three, []))


def test_matched_twins_are_not_taken_for_a_pair_of_policies():
    twins = comparison(seeds=4, arms=("cash", "attraction_matched", "collaboration_matched"))

    assert twins.duels == []
    assert list(twins.matched.values()) == [("collaboration_matched", "attraction_matched")]
    assert "The matched pair" in words_of(page(twins, []))


def test_an_answer_of_a_time_without_the_key_has_the_pairs_that_ship(usual):
    shipped = compose([], (), "compare")

    assert "face_to_face" not in usual.manifest["config"]
    assert usual.duels == [tuple(pair) for pair in shipped["face_to_face"]]
    assert set(usual.twins) == set(shipped["matched_arms"].values())


def test_kept_contrasts_that_lack_a_pair_are_made_again():
    two = comparison(seeds=4, arms=("none", "cash", "mixed", "random_sites"))
    kept = contrasts(two.tables["runs"], [("mixed", "cash"), ("random_sites", "cash")])
    again = Comparison({**two.tables, "contrasts": kept}, two.manifest)

    assert words_of(page(again, [])) == words_of(page(two, []))


def test_the_order_of_arms_in_the_tables_moves_nothing(usual):
    turned = {
        name: table.sort_values("arm", ascending=False, kind="stable") if "arm" in table else table
        for name, table in usual.tables.items()
    }

    said = words_of(page(Comparison(turned, usual.manifest), []))

    assert said == words_of(page(usual, []))


def test_arms_stand_as_they_were_asked_for_between_baselines_and_twins():
    asked = ("collaboration_matched", "mixed", "cash", "collaboration", "attraction", "none")

    assert comparison(seeds=2, arms=asked).arms == [
        "none", "cash", "mixed", "collaboration", "attraction", "collaboration_matched",
    ]  # fmt: skip


def test_a_sweep_tells_its_pairs_first(models):
    arms = ("cash", "sustainable_city", "transition_city", "fab_city", "smart_city")
    design = synthetic_sweep.laid_out("lhs", points=4)
    told = synthetic_sweep.manifest(design, arms=arms)
    told["config"] |= {"face_to_face": SIX["face_to_face"]}
    there = Sweep(synthetic_sweep.tables(design, arms=arms), told)

    assert there.pairs[:3] == [*PAIRS[:2], ("sustainable_city", "cash")]
    assert "Under which assumptions does city in transition do better than sustainable city" in (
        words_of(sweep_page(there, []))
    )


def test_a_sweep_of_two_policies_holds_the_later_against_the_earlier():
    arms = ("cash", "mixed", "random_sites")
    design = synthetic_sweep.laid_out("saltelli", synthetic_sweep.KNOWN[:2], points=8)
    there = Sweep(
        synthetic_sweep.tables(design, arms=arms), synthetic_sweep.manifest(design, arms=arms)
    )

    assert there.pairs[0] == ("random_sites", "mixed")
    assert len(there.indices(there.pairs[0]))
