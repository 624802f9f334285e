"""The letters a PDF carries: a few common sets, cut out of a font once for all figures."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import Any, BinaryIO, NamedTuple
from unittest.mock import patch

from matplotlib.backends import _backend_pdf_ps as letters
from matplotlib.font_manager import get_font

SIGNS = "".join(map(chr, (*range(0x2009, 0x2027), 0x202F, *range(0x2030, 0x203B), 0x20AC)))
SIGNS += "\u2190\u2191\u2192\u2193\u2194\u2206\u2212\u2248\u2260\u2264\u2265"
SIGNS += "\ufb00\ufb01\ufb02\ufb03\ufb04"  # letters that touch, such as f and i
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u00b0\u00b1\u00b7\u00d7"
LATIN = "".join(map(chr, range(0xA0, 0x100))) + "\u0152\u0153\u0178"
COMMON = (SIGNS, PLAIN, PLAIN + LATIN, PLAIN + LATIN + SIGNS)
"""Sets of letters, the first that has all a figure needs is embedded; other sets are cut anew."""

_cut = letters.get_glyphs_subset


class _Written(NamedTuple):
    """A font as it stands in a file."""

    content: bytes

    def save(self, file: BinaryIO, **_: Any) -> None:
        """Write the font."""
        file.write(self.content)


class _Subset(NamedTuple):
    """What is left of a font, and where in it each glyph of the whole font stands."""

    font: _Written
    glyph_index_map: dict[int, int]


@contextmanager
def letters_shared() -> Iterator[None]:
    """Let figures saved meanwhile share the fonts they carry; cutting one takes a tenth second.

    What a figure carries depends on its own words alone, whoever drew what before.
    """
    with patch.object(letters, "get_glyphs_subset", _shared):
        yield


def _shared(fontfile: Any, glyphs: Any) -> AbstractContextManager[_Subset]:
    """Return the first common set that has all glyphs; these alone where none has."""
    wanted = frozenset(glyphs)
    for common in COMMON:
        if wanted <= _glyphs(fontfile, common):
            return nullcontext(_subset(fontfile, _glyphs(fontfile, common)))
    return nullcontext(_subset.__wrapped__(fontfile, wanted))


@cache
def _glyphs(fontfile: Any, characters: str) -> frozenset[int]:
    """Return the numbers of those characters that a font has."""
    font = get_font(fontfile)
    return frozenset(font.get_char_index(ord(character)) for character in characters)


@cache
def _subset(fontfile: Any, glyphs: frozenset[int]) -> _Subset:
    with _cut(fontfile, set(glyphs)) as cut:
        return _Subset(_Written(letters.font_as_file(cut.font).getvalue()), cut.glyph_index_map)
