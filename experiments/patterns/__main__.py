"""Measures the patterns of the evidence without policy, fits half of them, writes the page.

python -m experiments.patterns                      all of it
python -m experiments.patterns measure|fit|page     one step
python -m experiments.patterns measure seeds=2 months=120 out=/tmp/trial city=village     a trial

Further words set a number of design.yaml (fit.points=8), `out`, or anything of the city. A trial
in another folder leaves the repository alone. Towns once measured are found again.
"""

from __future__ import annotations

import copy
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments.patterns import accepting, fitting, judging, splitting, towns
from experiments.patterns import page as pages
from experiments.patterns.given import criteria
from experiments.patterns.given import design as committed

OUT, PAGE = Path("results/patterns"), Path("docs/patterns.md")
STEPS = ("split", "measure", "fit", "page")
DIGITS = 6


def main(words: Sequence[str]) -> None:
    """Do the steps that are asked for, all of them if none is."""
    asked = [word for word in words if "=" not in word]
    unknown = [word for word in asked if word not in STEPS]
    if unknown:
        raise SystemExit(f"there is no step '{unknown[0]}'; known are {', '.join(STEPS)}.")
    design, out, overrides = settings([word for word in words if "=" in word])
    for step in STEPS:
        if not asked or step in asked:
            _DO[step](design, out, overrides)


def settings(words: Sequence[str]) -> tuple[dict[str, Any], Path, list[str]]:
    """Part what is said of the design, of the folder and of the city."""
    design, out, overrides = copy.deepcopy(committed()), OUT, []
    for word in words:
        path, _, value = word.partition("=")
        *way, last = path.split(".")
        inside = design[way[0]] if way == ["fit"] else design
        if path == "out":
            out = Path(value)
        elif last in inside and len(way) < 2:
            inside[last] = yaml.safe_load(value)
        else:
            overrides.append(word)
    return design, out, overrides


def split(*_: Any) -> None:
    """Draw the halves, unless they are drawn."""
    splitting.write()


def measure(design: dict[str, Any], out: Path, overrides: Sequence[str]) -> None:
    """Measure every criterion on towns as they stand in YAML."""
    began, numbers = time.perf_counter(), _numbers(overrides)
    names = list(criteria())
    asked = [(numbers, seed) for seed in range(design["seeds"])]
    lived = towns.measure_all(asked, design, names, "measure")
    parts = [town["parts"] for town in lived]
    out.mkdir(parents=True, exist_ok=True)
    judged = judging.table(parts, design["confidence"])
    _store(judged, out / "criteria.csv")
    alone = [fitting.figures_of([town], names) for town in lived]
    _store(pd.DataFrame(alone).rename_axis("seed").reset_index(), out / "seeds.csv")
    signs = pd.DataFrame([town["signs"] for town in lived])
    _store(signs.rename_axis("seed").reset_index(), out / "signs.csv")
    seconds = sum(town["seconds"] for town in lived) / len(lived)
    birth = certificate(design, numbers, began) | {"seconds_a_town": round(seconds, 1)}
    (out / "manifest.json").write_text(json.dumps(birth, indent=1) + "\n", encoding="utf-8")
    print(judged.groupby("half")["verdict"].value_counts().to_string())


def fit(design: dict[str, Any], out: Path, overrides: Sequence[str]) -> None:
    """Fit the calibrating half, keep the accepted sets, and judge each on all patterns."""
    began, numbers, names = time.perf_counter(), _numbers(overrides), list(criteria())
    tried, kept = fitting.fit(numbers, design)
    values = pd.DataFrame(tried.pop("values").map(_flat).to_list())
    _store(pd.concat([values, tried], axis=1), out / "tried.csv")
    sets = accepting.named(kept)
    presets = accepting.PRESETS if out == OUT else out / "accepted"
    accepting.write(sets, out, presets)
    all_sets = [{"name": accepting.AS_IN_YAML, "values": {}}, *sets]
    seeds = range(min(design["seeds"], design["fit"]["seeds_of_finalists"]))
    asked = [
        (fitting.with_values(numbers, one["values"]), seed) for one in all_sets for seed in seeds
    ]
    lived = towns.measure_all(asked, design, names, "accepted")
    tables = []
    for place, one in enumerate(all_sets):
        parts = [town["parts"] for town in lived[place * len(seeds) : (place + 1) * len(seeds)]]
        judged = judging.table(parts, design["confidence"])
        judged.insert(0, "set", one["name"])
        tables.append(judged)
    _store(pd.concat(tables), out / "accepted.csv")
    birth = certificate(design, numbers, began)
    (out / "fit.json").write_text(json.dumps(birth, indent=1) + "\n", encoding="utf-8")
    print(f"{len(sets)} sets accepted: {presets}")


def page(_: dict[str, Any], out: Path, __: Sequence[str]) -> None:
    """Draw the figure and write the page from what is stored."""
    from experiments.patterns import figure
    from sim.plots import style
    from sim.plots.files import save

    with style.styled():
        drawn = figure.draw(pd.read_csv(out / "criteria.csv"))
        save(drawn, out, "patterns", "patterns of the evidence in the city without policy")
    for kind in ("svg", "pdf"):
        (out / f"patterns.{kind}").unlink()
    at, picture = place_of_page(out)
    at.write_text(pages.page(out, picture), encoding="utf-8")
    print(at)


def place_of_page(out: Path) -> tuple[Path, str]:
    """Return where the page goes, and where its figure lies from there."""
    return (PAGE, f"../{OUT}/patterns.png") if out == OUT else (out / "patterns.md", "patterns.png")


def certificate(design: dict[str, Any], numbers: dict[str, Any], began: float) -> dict[str, Any]:
    """Return with what the result was made."""
    from sim.recorder import provenance

    commit, dirty = provenance.commit()
    return {
        "command": "python -m experiments.patterns",
        "commit": commit,
        "dirty": dirty,
        "sources": provenance.sources_hash(),
        "versions": provenance.versions(),
        **{name: value for name, value in design.items() if name != "sources"},
        "seconds": round(time.perf_counter() - began),
        "config": numbers,
    }


def _numbers(overrides: Sequence[str]) -> dict[str, Any]:
    from experiments.life.living import numbers

    return numbers(*overrides)


def _flat(values: dict[str, Any]) -> dict[str, str]:
    return {path: json.dumps(value) for path, value in values.items()}


def _store(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, float_format=f"%.{DIGITS}g")


_DO = {"split": split, "measure": measure, "fit": fit, "page": page}


if __name__ == "__main__":
    main(sys.argv[1:])
