"""Where attraction wins, where collaboration wins, and what decides it, in 200 sampled worlds.

python -m experiments.worlds register    hash the design, every world and every run; once
python -m experiments.worlds live        live them (killed, it goes on), batch by batch
python -m experiments.worlds keep        keep what was lived at the commit registered (from=RESULTS)
python -m experiments.worlds judge       tables, figures and the part of docs/fairness.md
python -m experiments.worlds             live, then judge

`live city=town` lives one city; further words go to `faireville compare` (workers=1).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.worlds.given import batches, design

STEPS = ("register", "live", "keep", "judge")


def main(words: Sequence[str]) -> None:
    """Do the steps that are asked for; living and judging, if none is."""
    steps = [word for word in words if "=" not in word]
    unknown = [word for word in steps if word not in STEPS]
    if unknown:
        raise SystemExit(f"there is no step '{unknown[0]}'; known are {', '.join(STEPS)}.")
    for step in steps or ("live", "judge"):
        _DO[step]([word for word in words if "=" in word])


def register(_: list[str]) -> None:
    """Write down what will be lived and what is expected of it."""
    from experiments.worlds.registering import register as write

    write()


def live(words: list[str]) -> None:
    """Live what is registered."""
    from experiments.worlds.living import live as live_one
    from experiments.worlds.registering import check

    known = check()
    cities = [word.partition("=")[2] for word in words if word.startswith("city=")]
    rest = [word for word in words if not word.startswith("city=")]
    for batch in batches(design()):
        if not cities or batch.city in cities:
            live_one(batch, rest, known)


def keep(words: list[str]) -> None:
    """Keep what is judged of answers that lie in another folder of results."""
    from experiments.worlds.living import keep_lived
    from experiments.worlds.registering import check

    known, places = check(), [word.partition("=")[2] for word in words if word.startswith("from=")]
    if not places:
        raise SystemExit("say where the answers lie: keep from=RESULTS")
    for batch in batches(design()):
        keep_lived(batch, known, Path(places[-1]))


def judge(_: list[str]) -> None:
    """Say who wins where, what decides it, and what came of what was expected."""
    from experiments.worlds.page import write
    from experiments.worlds.registering import check, check_lived

    known = check()
    check_lived(known)
    write(known)


_DO = {"register": register, "live": live, "keep": keep, "judge": judge}


if __name__ == "__main__":
    main(sys.argv[1:])
