"""The pages people read, and what stands in them: fenced blocks, links, names in backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    + [page for folder in ("docs", "experiments") for page in (ROOT / folder).rglob("*.md")]
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OWN_FILE = re.compile(r"^`([\w./-]+)`:\n\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
"""A file that a page prints whole, below its name."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAME = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
RULE = re.compile(r"^\*Code\*.*?(?=^\s*$|^\*Tests\*)", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return [inside for kind, inside in FENCE.findall(text_of(page)) if kind == language]


def names(page: Path) -> list[str]:
    """Return everything in single backticks outside of fenced blocks."""
    return NAME.findall(FENCE.sub("", text_of(page)))


def links(page: Path) -> list[str]:
    return LINK.findall(FENCE.sub("", text_of(page)))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a reader of the page may jump to, as GitHub makes them."""
    headings = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text_of(page)))
    return {title.strip().replace(" ", "-") for title in headings}


def rules(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each source file that a page says holds a rule, with the names said to be in it."""
    for paragraph in RULE.findall(text_of(page)):
        path, inside = "", []
        for name in NAME.findall(paragraph):
            if "/" in name:
                if path:
                    yield path, inside
                path, inside = name, []
            else:
                inside.append(name)
        yield path, inside
