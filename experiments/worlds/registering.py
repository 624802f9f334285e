"""Hashes what will be lived and what is expected of it, before any of it is lived."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from experiments import asking
from experiments.worlds.given import (
    DESIGN,
    DRAWN,
    OUT,
    REGISTER,
    WORLDS,
    Batch,
    batches,
    design,
    sha256,
)

if TYPE_CHECKING:
    from sim.ensemble.question import Question

HEAD = """\
# Written by `python -m experiments.worlds register` before any of these worlds was lived.
"""


def register() -> None:
    """Write down the hashes of the design, of its worlds and of its runs, unless that is done."""
    if REGISTER.exists():
        raise SystemExit(f"{REGISTER} is there already: what is registered is registered once.")
    born = certificate()
    drawn, runs = drawn_worlds(design())
    WORLDS.write_text(drawn.to_csv(index=False), encoding="utf-8")
    written = fingerprint() | born | {"runs": runs}
    text = HEAD + yaml.safe_dump(written, sort_keys=False, width=100)
    REGISTER.write_text(text, encoding="utf-8")
    print(f"{len(drawn)} worlds: {REGISTER}")


def check() -> dict[str, Any]:
    """Return what was registered; refuse if design or worlds are no longer those."""
    if not REGISTER.exists():
        raise SystemExit("nothing is registered yet: python -m experiments.worlds register")
    known = dict(yaml.safe_load(REGISTER.read_text(encoding="utf-8")))
    for name, now in fingerprint().items():
        if known[name] != now:
            raise SystemExit(f"{name} is {now}, but {known[name]} was registered: it was changed.")
    return known


def check_lived(known: Mapping[str, Any], out: Path = OUT) -> None:
    """Refuse to judge a batch that is not kept whole, or is not of the runs registered for it."""
    for batch in batches(design()):
        name = f"{batch.city}_{batch.accepted}"
        if not (out / f"{name}.csv").exists():
            continue
        for beside in (f"{name}.json", f"{name}_books.csv", f"{name}_groups.csv"):
            if not (out / beside).exists():
                raise SystemExit(f"{out / beside} is missing beside the runs of {name}.")
        runs = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))["runs"]
        if told_of(run["run_id"] for run in runs) != known["runs"][" ".join(batch.words)]:
            raise SystemExit(f"the runs of {out / name} are not those that were registered.")


def check_code(known: Mapping[str, Any], question: Question, batch: Batch) -> None:
    """Refuse to live runs that are not those registered: other code gives them other names."""
    if told_of(run.run_id for run in question.runs) != known["runs"][" ".join(batch.words)]:
        raise SystemExit(
            f"this code would live other runs of {batch.city} {batch.accepted} than were "
            f"registered: go to the commit named in experiments/worlds/README.md."
        )


def told_of(runs: Iterable[str]) -> dict[str, Any]:
    """Return how many runs there are, and the hash of their identities."""
    names = sorted(runs)
    return {"runs": len(names), "sha256": sha256("\n".join(names).encode())}


def fingerprint() -> dict[str, str]:
    """Return the hashes of the design with its expectations, and of the worlds as committed."""
    return {"design": sha256(DESIGN.read_bytes()), "worlds": sha256(WORLDS.read_bytes())}


def certificate() -> dict[str, Any]:
    """Return when and of which code this was registered."""
    from sim.recorder import provenance

    commit, dirty = provenance.commit()
    return {
        "registered": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "dirty": dirty,
        "sources": provenance.sources_hash(),
        "versions": provenance.versions(),
    }


def drawn_worlds(given: dict[str, Any]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Draw every world, and hash the identities of every comparison's runs.

    Returns
    -------
    table with one row per city and seed (city, accepted, seed, ``world.`` and a path each), and
    the number of runs and the hash of their identities per comparison
    """
    rows, runs = [], {}
    for batch in batches(given):
        question = asked(batch)
        for seed, world in question.worlds_of_seeds.items():
            at = {"city": batch.city, "accepted": batch.accepted, "seed": seed}
            rows.append(at | {f"{DRAWN}{path}": value for path, value in world.items()})
        runs[" ".join(batch.words)] = told_of(run.run_id for run in question.runs)
    return pd.DataFrame(rows), runs


def asked(batch: Batch) -> Question:
    """Return the question a comparison asks, as the command itself composes it."""
    return asking.asked(batch.words).question
