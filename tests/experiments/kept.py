"""What is kept of an experiment of several comparisons, and what its page shows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
