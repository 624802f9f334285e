"""Numbers are written as the reader's language writes them, in sentences and on axes."""

import pytest
from matplotlib.figure import Figure

from sim.plots import style, words


@pytest.mark.parametrize(
    ("value", "places", "english", "french"),
    [
        (1234.5, 1, "1,234.5", "1\u202f234,5"),
        (-0.25, 2, "−0.25", "−0,25"),
        (1e6, 0, "1,000,000", "1\u202f000\u202f000"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_a_number_has_the_marks_of_its_language(value, places, english, french):
    assert words.number(value, places) == english
    assert words.number(value, places, "fr") == french


def test_money_percent_and_short_numbers_too():
    assert words.money(3_456_789, "fr") == "3,46\u00a0M€"
    assert words.money(1_234, "fr") == "1\u202f234\u00a0€"
    assert words.percent(0.125, 1, "fr") == "12,5\u00a0%"
    assert words.short(0.5, "fr") == "0,5"
    assert words.short(1200.0, "fr") == "1\u202f200"
    assert words.rough(1.25, "fr") == "1,2"
    assert words.plain(0.1, "fr") == "0,1"


def test_listed_numbers_are_told_apart_where_the_comma_is_taken():
    assert words.listed(["0,1", "0,2", "0,3"], "fr", "numbers") == "0,1\u202f; 0,2 et 0,3"
    assert words.listed(["0.1", "0.2", "0.3"], "en", "numbers") == "0.1, 0.2 and 0.3"
    assert words.parted(["a", "b"], "fr") == "a\u202f; b"


@pytest.mark.parametrize(("lang", "tick"), [("en", "0.5"), ("fr", "0,5")])
def test_an_axis_counts_in_the_language_of_its_figure(lang, tick):
    page = style.page(2, "title", "note")
    axes = page.figure.add_subplot(page.grid(1, 1)[0, 0])
    axes.plot([0, 1], [0, 1])
    axes.set_xticks([0, 0.5, 1])

    drawn = page.finished(lang)
    drawn.draw_without_rendering()

    assert isinstance(drawn, Figure)
    assert axes.get_xticklabels()[1].get_text() == tick


def test_an_axis_of_words_keeps_its_words():
    page = style.page(2, "title", "note")
    axes = page.figure.add_subplot(page.grid(1, 1)[0, 0])
    axes.set_yticks([0, 1], ["1.5", "b"])

    page.finished("fr").draw_without_rendering()

    assert [label.get_text() for label in axes.get_yticklabels()] == ["1.5", "b"]
