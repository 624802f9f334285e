"""A PDF carries every letter of its figure, and the same ones whoever drew what before."""

import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from sim.plots import embedding, style
from sim.plots.files import save

FONT = findfont("DejaVu Sans")


@pytest.fixture(autouse=True)
def nothing_cut_yet():
    embedding._subset.cache_clear()


def saved(folder, words):
    with style.styled():
        figure = Figure(figsize=(4, 1))
        figure.text(0.1, 0.5, words)
        save(figure, folder, "words")
    return (folder / "words.pdf").read_bytes()


def glyphs_of(words):
    return {get_font(FONT).get_char_index(ord(letter)) for letter in words}


@pytest.mark.parametrize("words", ["a plain word", "− 0–15 %", "un été à l’œuvre", "смелый город"])
def test_every_glyph_of_a_figure_is_in_what_it_carries(words):
    with embedding._shared(FONT, glyphs_of(words)) as carried:
        assert glyphs_of(words) <= set(carried.glyph_index_map)
        assert carried.font.content[:4] == b"\x00\x01\x00\x00"  # a whole TrueType font


def test_figures_with_common_letters_carry_one_font_and_others_only_their_own():
    one, another, rare = (
        embedding._shared(FONT, glyphs_of(words)) for words in ("one", "another", "город")
    )
    with one as carried, another as also, rare as few:
        assert carried is also
        assert len(few.glyph_index_map) < len(carried.glyph_index_map) / 2


def test_what_was_drawn_before_changes_no_byte(tmp_path):
    alone = saved(tmp_path / "alone", "one city")
    for words in ("eine Straße", "город", "− 3 %"):
        saved(tmp_path / "before", words)

    assert saved(tmp_path / "after", "one city") == alone


def test_whoever_saves_a_figure_elsewhere_finds_matplotlib_as_it_is(tmp_path):
    before = embedding.letters.get_glyphs_subset
    saved(tmp_path, "one city")

    assert embedding.letters.get_glyphs_subset is before
