"""What the report says of instruments never claims more than the intervals allow."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.analysis.moved import with_readings
from sim.recorder.schemas import ABLATION, INSTRUMENT, REMAINDER, SHAPLEY, WHOLE
from sim.report.attribution import part, plate, sentence, shares
from sim.report.comparison import Comparison
from sim.report.html import page
from tests.report import synthetic
from tests.report.synthetic_shares import PAIR, players, with_shares
from tests.report.test_report import SMALL, words_of


def comparison(method=SHAPLEY, **asked):
    tables = with_shares(synthetic.tables(**(SMALL | asked)), method=method)
    seeds = asked.get("seeds", 16)
    return Comparison(tables, synthetic.manifest(months=24, side=10, seeds=seeds))


@pytest.fixture(scope="module")
def sixteen():
    return comparison(seeds=16)


def parts(reference="cash", **named):
    """Return the shares of one contrast: each named by its mean and half its interval.

    What is named with `less_` is of the arm it is held against.
    """
    rows = []
    for given, (mean, half) in named.items():
        of = reference if given.startswith("less_") else "collaboration"
        name = given.removeprefix("less_")
        kind = {"all": WHOLE, "rest": REMAINDER}.get(name, INSTRUMENT)
        rows.append({
            "outcome": "new_ideas_per_1000", "arm": "collaboration", "reference": reference,
            "of": of, "part": kind, "instrument": name if kind == INSTRUMENT else "",
            "method": SHAPLEY, "n": 9, "share": mean, "difference": mean, "sd": half,
            "sign_flip_share": 0.0, "t_low": mean - half, "t_high": mean + half,
            "bca_low": mean - half, "bca_high": mean + half, "median": mean, "p10": mean,
            "p90": mean,
        })  # fmt: skip
    return with_readings(pd.DataFrame(rows))


def test_it_says_which_carried_most_which_else_is_clear_and_of_which_nothing_can_be_said():
    said = sentence(parts(rooms=(3, 1), courses=(-2, 1), machines=(1, 2), all=(2, 1)))

    assert said == (
        "All together +2.0 against cash (+1.0 to +3.0). The largest share is that of rooms: +3.0"
        " (+2.0 to +4.0). Clear as well: courses −2.0. Nothing can be said of machines: an interval"
        " contains 0."
    )


def test_a_share_that_is_larger_but_not_clear_is_not_passed_over():
    said = sentence(parts(rooms=(3, 4), courses=(2, 1), all=(5, 6)))

    assert "All together not clearly different from cash" in said
    assert "Of the shares that are clear the largest is that of courses" in said
    assert "Nothing can be said of rooms" in said


def test_where_no_share_is_clear_nothing_is_said_of_any():
    said = sentence(parts(rooms=(3, 4), courses=(2, 3), rest=(1, 2), all=(6, 1)))

    assert said.startswith("All together +6.0 against cash")
    assert "Of no instrument can anything be said" in said
    assert "rooms" not in said


def test_what_no_single_one_carries_is_called_the_remainder():
    said = sentence(parts(rooms=(1, 2), rest=(5, 1), all=(6, 1)))

    assert "The largest share is that of the remainder: +5.0 (+4.0 to +6.0)." in said


PAIRED = {"rooms": (2.1, 1), "less_courses": (-3, 1), "less_rooms": (1, 2), "rest": (0.2, 1),
          "less_rest": (0.3, 1), "all": (0.6, 2)}  # fmt: skip


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "Collaboration minus attraction: not clearly different from 0 (+0.6, −1.4 to +2.6)."
           " The largest share is that of attraction's courses: −3.0 (−4.0 to −2.0), that is +3.0"
           " for attraction. Clear as well: collaboration's rooms +2.1. Of the 5 parts nothing can"
           " be said of 3: an interval contains 0."),
    ("fr", "« collaboration » moins « attractivité » : pas nettement différent de 0 (+0,6 ; −1,4 à"
           " +2,6). La plus grande part : « courses » dans « attractivité », −3,0 (−4,0 à −2,0),"
           " soit +3,0 pour « attractivité ». Nettes elles aussi : +2,1 par « rooms » dans"
           " « collaboration ». Des 5 parts, on ne peut rien dire de 3, dont un intervalle contient"
           " 0."),
])  # fmt: skip
def test_of_two_arms_face_to_face_it_says_whose_each_instrument_is(lang, expected):
    said = sentence(parts("attraction", **PAIRED), lang)

    assert said.replace("\u00a0", " ").replace("\u202f", " ") == expected


def test_where_the_second_arm_has_no_clear_part_no_sign_is_turned():
    clear = PAIRED | {"less_courses": (-3, 4), "all": (2, 1)}
    said = sentence(parts("attraction", **clear))

    assert said.startswith("Collaboration minus attraction: +2.0 (+1.0 to +3.0). Of the shares")
    assert "that is" not in said


def test_the_pair_stands_first_on_the_page_and_in_the_figure(sixteen):
    told, drawn = part(sixteen), plate(sixteen)

    assert [arm["arm"] for arm in told["arms"]] == [
        "Collaboration − attraction", "Attraction", "Collaboration",
    ]  # fmt: skip
    assert "First stand the arms told face to face" in told["intro"]
    assert drawn.title.endswith("between collaboration and attraction")
    named = [label.get_text() for label in drawn.figure.axes[0].get_yticklabels()][::-1]
    own, other = ([name.replace("_", " ") for name in players()[arm]] for arm in PAIR)
    assert named == ["", *own, "", *other, "all together"]
    heads = [note.get_text() for note in drawn.figure.axes[0].texts]
    assert {"Collaboration − attraction", "collaboration", "minus attraction"} == set(heads)


def test_one_seed_supports_no_word_on_shares():
    one = comparison(seeds=1)

    for arm in part(one)["arms"]:
        for outcome in arm["outcomes"]:
            assert "in the one seed: of shares nothing can be said" in outcome["said"]
            assert "largest" not in outcome["said"]
    assert "without any interval" in plate(one).title


def test_no_instrument_is_named_as_clear_whose_interval_contains_zero(sixteen):
    rows = shares(sixteen)
    for arm, own in rows[rows["reference"] == "cash"].groupby("arm"):
        for outcome in sixteen.primary:
            one = own[own["outcome"] == outcome]
            said = sentence(one)
            for _, row in one[one["part"] == INSTRUMENT].iterrows():
                before, _, after = said.partition("Nothing can be said of")
                name = row["instrument"].replace("_", " ")
                lows, highs = row[["t_low", "bca_low"]], row[["t_high", "bca_high"]]
                clear = lows.min() > 0 or highs.max() < 0
                assert (name in before) == clear, (arm, outcome, said)
                assert not clear or name not in after


@pytest.mark.parametrize("method", [SHAPLEY, ABLATION])
def test_every_share_stands_in_the_table_of_its_arm(method):
    some = comparison(method, seeds=6)
    told = part(some)

    alone, rest = list(players().values()), int(method == ABLATION)
    sizes = [sum(map(len, alone)) + 2 * rest, *(len(own) + rest for own in alone)]
    for arm, size in zip(told["arms"], sizes, strict=True):
        each = size + 1
        assert len(arm["rows"]) == each * len([*some.primary, *some.others])
    assert ("remainder" in told["intro"]) == (method == ABLATION)


def test_a_failed_coalition_is_told(sixteen):
    tables = dict(sixteen.tables)
    tables["coalitions"] = tables["coalitions"].assign(status="done")
    tables["coalitions"].loc[[0, 1], "status"] = "failed"

    assert part(sixteen)["failed"] == ""
    assert part(Comparison(tables, sixteen.manifest))["failed"].startswith("2 of 448 runs")


def test_the_page_has_the_part_where_it_was_asked_for_and_only_there(sixteen):
    without = {name: table for name, table in sixteen.tables.items() if name != "attribution"}
    plain = words_of(page(Comparison(without, sixteen.manifest), []))
    told = words_of(page(sixteen, []))

    assert "Which instrument carried what" in told
    assert "Which instrument carried what" not in plain
    assert plate(Comparison(without, sixteen.manifest)) is None


def test_the_first_screen_is_the_same_with_and_without(sixteen):
    without = {name: table for name, table in sixteen.tables.items() if name != "attribution"}

    def first(one):
        html = page(one, [])
        return html[html.index('<section id="answer">') : html.index('<section id="contrasts">')]

    assert first(sixteen) == first(Comparison(without, sixteen.manifest))


@pytest.mark.parametrize("method", [SHAPLEY, ABLATION])
def test_the_figure_has_a_bar_for_each_part_and_they_add_up(method):
    some = comparison(method, seeds=6)
    drawn = plate(some)

    axes = drawn.figure.axes
    assert len(axes) == (1 + len(players())) * len(some.primary)
    for panel in axes:
        whole, *added = (bar.get_width() for bar in panel.patches)  # drawn from below
        assert sum(added) == pytest.approx(whole)
