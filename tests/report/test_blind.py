"""A report by letters gives no policy away: neither its page nor figures, tables or file names."""

import base64
import re
import zlib
from html import unescape
from itertools import permutations

import pandas as pd
import pytest

from sim import report
from sim.analysis.contrasts import BASELINES
from sim.config.catalogue import LANGUAGES, text, texts
from sim.config.presets import options
from sim.report.blind import blinded, letters, withheld
from sim.report.comparison import Comparison
from sim.report.html import page
from tests.report import synthetic
from tests.report.synthetic_shares import with_shares
from tests.report.test_report import SMALL, words_of

ARMS = ("none", "cash", "attraction", "collaboration", "mixed", "attraction_matched")
TWINS = {"attraction": "attraction_matched", "collaboration": "collaboration_matched"}
ASSUMPTIONS = {"rayon d’attraction"}
"""Where a policy's name is a word of something else."""
EMBEDDED = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
WRITTEN = re.compile(rb"\[([^\]]*)\]\s+TJ")
LETTERS = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)


def names_of_policies():
    """Return what may not be read: names of policies and instruments, as typed and as said."""
    instruments, policies = options("instrument"), set(options("policy")) - set(BASELINES)
    names = {*instruments, *policies}
    for lang in LANGUAGES:
        names |= {texts("figures", lang)["arm"].get(arm, arm) for arm in policies}
        names |= {texts("outcomes", lang)["instrument"][name] for name in instruments}
    return sorted(names)


def told_by(path):
    """Return all that a file tells, what is packed in it included."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        content += b" ".join(map(_unpacked, STREAM.findall(content)))
    told = content.decode("utf-8" if path.suffix in (".html", ".svg", ".csv") else "latin-1")
    told += " ".join(base64.b64decode(each).decode("utf-8") for each in EMBEDDED.findall(told))
    for known in ASSUMPTIONS:
        told = told.replace(known, "")
    return EMBEDDED.sub("", told)


def _unpacked(stream):
    """Return the words a stream of a PDF writes, letter by letter, each of two bytes."""
    try:
        drawn = zlib.decompress(stream)
    except zlib.error:
        return stream
    lines = [b"".join(LETTERS.findall(line)) for line in WRITTEN.findall(drawn)]
    return b" ".join(lines).replace(b"\x00", b"")


def names_in(folder):
    """Return the names that a report gives away, each with the file that does."""
    forbidden = re.compile(rf"\b({'|'.join(map(re.escape, names_of_policies()))})\b", re.IGNORECASE)
    found = set()
    for path in folder.rglob("*"):
        told = path.name + (told_by(path) if path.is_file() else "")
        found |= {(path.name, name) for name in forbidden.findall(told)}
    return found


def manifest():
    """Return a birth certificate that names its policies wherever one may."""
    told = synthetic.manifest(seeds=3, months=24, side=10)
    told["overrides"] = ["arms=[none,cash,attraction,collaboration]"]
    told["remarks"] = ["attraction could not build"]
    told["attribution"] = {"players": {"attraction": ["cluster_zone"]}}
    told["config"] |= {"policy": {"instruments": {"land_trust": {}}}}
    for arm, own in told["arms"].items():
        own["policy"]["about"] = {
            lang: {"model": arm, "totems": ["fab city"]} for lang in LANGUAGES
        }
    return told


@pytest.fixture(scope="module")
def tables():
    made = with_shares(synthetic.tables(seeds=3, **SMALL))
    runs = made["runs"]
    runs.loc[2, ["status", "stage", "problem"]] = ["failed", "month 3", "cluster_zone had no site"]
    runs.loc[2, list(synthetic.SHAPES)] = float("nan")
    return made


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("blind")
    report.write(*blinded(tables, manifest(), request.param), folder, request.param, workers=1)
    return folder, request.param


def test_every_arm_has_one_name_and_every_name_is_that_of_one_arm():
    names = letters(ARMS, TWINS, "4f1c2a9be07d")

    assert {arm: names[arm] for arm in BASELINES} == {arm: arm for arm in BASELINES}
    assert len(set(names.values())) == len(names)
    assert {names[arm] for arm in ("attraction", "collaboration", "mixed")} == {"A", "B", "C"}
    assert list(names.values())[:5] == ["none", "cash", "A", "B", "C"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_twin_has_the_letter_of_its_arm_and_a_mark(lang):
    names = letters(ARMS, TWINS, "4f1c2a9be07d", lang)
    alone = letters(["cash", "attraction_matched"], TWINS, "4f1c2a9be07d", lang)

    twin = text("figures.twin", lang, arm=names["attraction"])
    assert names["attraction_matched"] == twin != names["attraction"]
    assert alone["attraction_matched"] == text("figures.twin", lang, arm="A")
    assert "collaboration_matched" not in names


def test_letters_hang_on_the_question_and_not_on_the_order_of_its_arms():
    drawn = {str(letters(order, TWINS, "one")) for order in permutations(ARMS)}
    others = {str(letters(ARMS, TWINS, f"question {number}")) for number in range(40)}

    assert len(drawn) == 1
    assert len(others) == len(list(permutations("ABC")))


def test_more_arms_than_letters_still_have_names_of_their_own():
    names = letters([f"arm{number}" for number in range(60)], {}, "x")

    assert len(set(names.values())) == len(names)
    assert {"Z", "A2", "B3"} <= set(names.values())


def test_numbers_stay_with_their_arm_and_rows_come_in_the_order_of_letters(tables):
    shown, told = blinded(tables, manifest())
    names = letters(synthetic.ARMS, TWINS, told["identity"])

    before = tables["runs"].set_index(["arm", "seed"])["population"]
    after = shown["runs"].set_index(["arm", "seed"])["population"]
    for (arm, seed), value in before.dropna().items():
        assert after[names[arm], seed] == value
    for table in shown.values():
        first = table[table["seed"] == table["seed"].iloc[0]]
        order = list(dict.fromkeys(first["arm"]))
        assert order == [name for name in names.values() if name in order]


def test_the_books_keep_their_totals_and_nothing_of_what_was_bought(tables):
    shown, told = blinded(tables, manifest())
    names = letters(synthetic.ARMS, TWINS, told["identity"])
    plain, blind = Comparison(tables, manifest()), Comparison(shown, told)

    assert set(shown["ledger"]["account"]) == {
        "grant",
        "spent",
        "returned",
        "balance",
        "hours_given",
    }
    before = report_of_costs(plain).rename(index=names).sort_index()
    pd.testing.assert_frame_equal(report_of_costs(blind).sort_index(), before)


def report_of_costs(comparison):
    from sim.analysis import costs

    books = costs.resources(comparison.ledger).groupby(level="arm").sum()
    return books.drop(columns="gap").round(2)


def test_pairs_and_twins_are_held_against_each_other_as_before(tables):
    shown, told = blinded(tables, manifest())
    one, names = Comparison(shown, told), letters(synthetic.ARMS, TWINS, told["identity"])

    assert one.duels == [("B", "A")]
    assert one.matched == {("B", "A"): ("B (matched)", "A (matched)")}
    assert one.headline == ["A", "B"]
    assert set(one.twins) == {names[twin] for twin in TWINS.values()}
    plain = Comparison(tables, manifest())
    outcome, pair = plain.primary[0], plain.duels[0]
    difference = plain.contrast(outcome, *pair)["difference"]
    turned = tuple(names[arm] for arm in pair) != ("B", "A")
    assert one.contrast(outcome, "B", "A")["difference"] == pytest.approx(
        -difference if turned else difference
    )


@pytest.mark.slow
def test_no_name_of_a_policy_or_an_instrument_stands_anywhere(written):
    folder, _ = written

    assert len(list(folder.rglob("*.pdf"))) > 5
    assert not names_in(folder)


@pytest.mark.slow
def test_the_page_says_first_that_names_are_withheld_and_how_to_open_them(written):
    folder, lang = written
    told = words_of(unescape((folder / "report.html").read_text("utf-8")))
    said = texts("report", lang)["blind"]
    paragraphs = [flat(each) for each in said["said"]]

    assert all(each in told for each in paragraphs)
    assert "faireville report" in paragraphs[1]
    assert told.index(paragraphs[-1]) < told.index(
        flat(texts("report", lang)["answer"]["no_score"])
    )
    assert all(flat(said[key]) in told for key in ("problem", "provenance", "accounts", "matched"))


def flat(said):
    """Return a text as `words_of` returns a page."""
    return " ".join(said.split())


@pytest.mark.slow
def test_what_gives_a_policy_away_is_left_out(written):
    folder, _ = written
    html = (folder / "report.html").read_text("utf-8")

    assert 'id="attribution"' not in html
    assert "<pre>" not in html
    assert not {"ledger.svg", "attribution.svg"} & {path.name for path in folder.rglob("*")}


@pytest.mark.slow
def test_the_same_names_are_found_where_nothing_is_withheld(tables, tmp_path):
    report.write(tables, manifest(), tmp_path, workers=1)

    found = names_in(tmp_path)

    assert {"report.html", "runs.csv", "contrasts.svg", "contrasts.pdf"} <= {
        one for one, _ in found
    }
    assert not withheld(manifest())
    assert texts("report", "en")["blind"]["heading"] not in page(Comparison(tables, manifest()), [])


def test_tables_and_manifest_are_left_as_they_were(tables):
    before = {name: table.copy() for name, table in tables.items()}
    told = manifest()

    blinded(tables, told)

    assert told == manifest()
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])
