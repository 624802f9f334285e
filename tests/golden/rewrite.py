"""Write the golden book anew:   uv run python -m tests.golden.rewrite."""

from __future__ import annotations

import json

from tests.golden.book import PAGE, kept, moved, numbers, written_now

SHOWN = 12


def main() -> None:
    """Write what today's code gives, and say what moved and what remains to be done."""
    book = written_now()
    lines = moved(kept(), book) if PAGE.exists() else ["a first book"]
    if not lines:
        print(f"nothing moved: the {len(numbers(book))} numbers of {PAGE.name} stand")
        return
    PAGE.write_text(json.dumps(book, indent=1) + "\n", encoding="utf-8")
    print(f"{len(lines)} of {len(numbers(book))} numbers of {PAGE.name} moved:")
    print(*(f"  {line}" for line in lines[:SHOWN]), sep="\n")
    if len(lines) > SHOWN:
        print(f"  ... and {len(lines) - SHOWN} more")
    print("Now add a line to CHANGELOG.md that begins with *moves outcomes* and says why.")


if __name__ == "__main__":
    main()
