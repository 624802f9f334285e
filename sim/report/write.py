"""From the tables of finished runs to a page one reads and files one hands on."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.maps import last_month
from sim.plots import style
from sim.plots.files import save
from sim.report.comparison import Comparison
from sim.report.html import page
from sim.report.lone import lone_plates
from sim.report.plate import Plate
from sim.report.plates import PLATES, draw
from sim.report.sheets import write_sheets

PAGE = "report.html"
OF_EACH = ("founders", "candidates")
"""Tables of one row a person and run: kept as Parquet alone."""
MOST_WORKERS = 4
Drawn = tuple[str, str, str]  # name, title and SVG of a figure


def write(
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    folder: Path,
    lang: str = "en",
    workers: int | None = None,
) -> Path:
    """Write the report of a comparison, its figures and its tables; return the page's path.

    Parameters
    ----------
    tables : mapping of table name to table, in the documented shapes
        ``runs`` and ``timeline`` must be there; every other table adds its part of the report.
    manifest : mapping
        The comparison's birth certificate.
    folder : path
        Where ``report.html``, ``figures/`` and ``tables/`` go.
    workers : int, optional
        Processes that draw; the number of cores if left out. The files are the same.
    """
    comparison = Comparison(_trimmed(tables), manifest, lang)
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Drawn] = []
    written = {name: table for name, table in comparison.tables.items() if name not in OF_EACH}
    if comparison.arms:
        written["contrasts"] = comparison.contrasts
        written["winners_and_losers"] = comparison.winners
        written["fates"] = comparison.fate_contrasts
        written["who_has_what"] = comparison.worth
        written["equal_resources"] = comparison.equal_resources
        drawn = _draw_all(comparison, folder / "figures", workers or os.cpu_count() or 1)
    write_sheets(written, folder / "tables")
    path = folder / PAGE
    with style.styled(comparison.arms):  # the colours of the figures
        path.write_text(page(comparison, drawn), encoding="utf-8")
    return path


def write_run(
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    folder: Path,
    lang: str = "en",
) -> Path:
    """Draw the figures of a single run: its timelines, its maps, its places and ties.

    Returns the folder the figures are in.
    """
    figures = folder / "figures"
    arms = [str(arm) for arm in tables["timeline"]["arm"].unique()]
    with style.styled(arms):
        _save(lone_plates(tables, manifest, lang), figures, str(manifest.get("identity", "")))
    return figures


def write_sweep(
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    folder: Path,
    lang: str = "en",
) -> Path:
    """Write the report of a sweep, its figures and its tables as CSV; return the page's path.

    Parameters
    ----------
    tables : mapping of table name to table
        ``runs`` and ``design`` must be there; ``sensitivity`` is made of them if it is not.
    """
    from sim.report import sweep_page
    from sim.report.sweep import Sweep
    from sim.report.sweep_plates import plates

    sweep = Sweep(tables, manifest, lang)
    arms = sweep.comparison.arms
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Drawn] = []
    written = {"design": sweep.design, "runs": tables["runs"]}
    if arms:
        written["sensitivity"] = sweep.sensitivity
        with style.styled(arms):
            about = str(manifest.get("identity", ""))
            drawn = _save(plates(sweep), folder / "figures", about)
    write_sheets(written, folder / "tables")
    path = folder / PAGE
    with style.styled(arms):
        path.write_text(sweep_page.page(sweep, drawn), encoding="utf-8")
    return path


def _trimmed(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Keep of the maps, the largest table by far, the last month: the one that is drawn."""
    kept = dict(tables)
    maps = kept.get("maps")
    if maps is not None and len(maps):
        kept["maps"] = maps[maps["month"] == last_month(maps)]
    return kept


def _draw_all(comparison: Comparison, folder: Path, workers: int) -> list[Drawn]:
    """Draw every figure, in several processes where there are cores for them."""
    names = list(PLATES)
    workers = min(workers, MOST_WORKERS)
    if workers < 2:
        return _draw_some(comparison, names, folder)
    from joblib import Parallel, delayed

    shares = [names[start::workers] for start in range(workers)]
    parts = Parallel(n_jobs=workers)(
        delayed(_draw_some)(comparison, share, folder) for share in shares
    )
    by_name = {drawn[0]: drawn for part in parts for drawn in part}
    return [by_name[name] for name in names if name in by_name]


def _draw_some(comparison: Comparison, names: Sequence[str], folder: Path) -> list[Drawn]:
    """Draw some of the figures, one at a time."""
    about = str(comparison.manifest.get("identity", ""))
    with style.styled(comparison.arms):
        plates = (draw(comparison, name) for name in names)
        return _save((plate for plate in plates if plate is not None), folder, about)


def _save(plates: Iterable[Plate], folder: Path, about: str) -> list[Drawn]:
    """Save figures as they are drawn; return name, title and SVG of each."""
    return [
        (plate.name, plate.title, save(plate.figure, folder, plate.name, about)) for plate in plates
    ]
