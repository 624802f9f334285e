"""What is kept of an experiment of several comparisons, and what its page shows of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from joblib import Parallel

from experiments import asking
from experiments.several import Experiment
from tests.docs.pages import ROOT


def folder_of(experiment: Experiment) -> Path:
    """Return the folder of the one result that is kept."""
    (found,) = (ROOT / "results" / experiment.name).glob("*/manifest.json")
    return found.parent


def told_of(experiment: Experiment) -> Mapping[str, Any]:
    """Return how the kept result was made."""
    read: dict[str, Any] = json.loads((folder_of(experiment) / "manifest.json").read_text("utf-8"))
    return read


def is_on_the_page(experiment: Experiment, written: str) -> bool:
    """Tell whether a section is the one kept, and the one the page shows."""
    folder = folder_of(experiment)
    readme = experiment.page.read_text(encoding="utf-8")
    there = f"](../../{folder.relative_to(ROOT)}/{experiment.picture})"
    shown = written.replace(f"]({experiment.picture})", there)
    kept = (folder / "section.md").read_text(encoding="utf-8")
    return written == kept and asking.with_section(readme, "what came", shown) == readme


def lived_once(
    main: Callable[[Sequence[str]], None], experiment: Experiment, words: Sequence[str], out: Path
) -> Path:
    """Carry out a trial twice, the second time without an engine; return what is kept of it.

    The second finds the first, changes no byte of it, and neither touches the page.
    """
    page = experiment.page.read_text(encoding="utf-8")
    main(words)
    (folder,) = (out / experiment.name).iterdir()
    was = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.MonkeyPatch.context() as without:
        without.setattr(asking, "answered", None)
        without.setattr(Parallel, "__call__", None)
        main(words)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == was
    assert experiment.page.read_text(encoding="utf-8") == page
    return folder
