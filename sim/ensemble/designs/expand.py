"""From a kind of design and what is varied to all its points, in memory and in one order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.config.catalogue import RECORDED, text
from sim.config.refusal import Refusal, shown, unknown
from sim.config.register import Row
from sim.ensemble.designs.asked import factors_of
from sim.ensemble.designs.design import Design, Factor, Point
from sim.ensemble.designs.listed import MOST_POINTS, Values, ends_only, grid, rows_of_file
from sim.ensemble.designs.listed import side_by_side as zipped

LISTED = ("grid", "zip", "rows")
"""Kinds whose points are written down value by value."""
DRAWN = ("random", "lhs", "sobol", "saltelli", "morris")
"""Kinds whose points are drawn between the ends of ranges, `points` of them."""
STEPPED = ("factorial", "two_level")
"""Kinds that take a few steps of every range."""
KINDS = (*LISTED, *STEPPED, *DRAWN)
BY_POWERS_OF_TWO = ("sobol", "saltelli")
NO_PRESETS: Mapping[str, Collection[str]] = {}


def design_of(
    kind: str,
    parameters: Any,
    known: Sequence[Row],
    *,
    points: int | None = None,
    seed: int = 0,
    levels: int | None = None,
    rows: str | Path | None = None,
    presets: Mapping[str, Collection[str]] = NO_PRESETS,
) -> Design:
    """Lay out a design; the order in which its factors are named changes nothing.

    Parameters
    ----------
    parameters : mapping of path to null, [low, high] or {values: [...]}; null for `rows`
    known : the register of what may be varied
    points : how many points are drawn; trajectories of morris, base samples of saltelli
    seed : luck of the drawn points
    levels : steps of a range in factorial, levels of morris
    rows : the CSV file of `rows`
    presets : the presets of each group that may be varied as a whole

    Raises
    ------
    Refusal
        In one sentence, whatever is wrong with it.
    """
    if kind not in KINDS:
        raise unknown("design", str(kind), KINDS, "design")
    if kind == "rows":
        factors, listed = _read_rows(rows, parameters, known, presets)
        return _laid_out(kind, factors, listed, seed)
    if rows is not None:
        raise Refusal.of("design.rows_elsewhere", "rows", given=shown(rows), kind=kind)
    factors = factors_of(parameters, known, presets, ranges=kind not in LISTED)
    if kind in DRAWN:
        return _drawn(kind, factors, points, seed, levels)
    if points is not None:
        raise Refusal.of("design.points_elsewhere", "points", given=shown(points), kind=kind)
    if kind == "two_level":
        return _laid_out(kind, factors, ends_only(factors), seed)
    if kind == "zip":
        return _laid_out(kind, factors, zipped(factors), seed)
    if levels is not None and levels < 2:
        raise Refusal.of("design.few_levels", "design.levels", given=shown(levels))
    return _laid_out(kind, factors, grid(factors, levels), seed, levels)


def _read_rows(
    rows: Any, parameters: Any, known: Sequence[Row], presets: Mapping[str, Collection[str]]
) -> tuple[list[Factor], list[Values]]:
    """Read the points of a file, which alone says what is varied."""
    if rows is None:
        raise Refusal.of("design.no_file", "rows")
    if parameters:
        raise Refusal.of("design.named_twice", "parameters", given=shown(parameters))
    return rows_of_file(Path(rows).expanduser(), known, presets)


def _drawn(
    kind: str, factors: Sequence[Factor], points: Any, seed: int, levels: int | None
) -> Design:
    """Draw the points of a design; whatever is said more than once of them is a remark."""
    from sim.ensemble.designs import drawn
    from sim.ensemble.designs.units import at_units

    if not isinstance(points, int) or isinstance(points, bool) or not 1 <= points <= MOST_POINTS:
        raise Refusal.of("design.no_points", "points", given=shown(points), most=MOST_POINTS)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise Refusal.of("design.no_seed", "design_seed", given=shown(seed))
    draw: drawn.Draw = getattr(drawn, kind)
    units = draw(points, len(factors), seed, levels or 2)
    if len(units) > MOST_POINTS:
        raise Refusal.of("design.too_many", "points", count=len(units), most=MOST_POINTS)
    own = levels if kind == "morris" else None
    return _laid_out(kind, factors, at_units(factors, units), seed, own, _remarks(kind, points))


def _remarks(kind: str, points: int) -> list[str]:
    """Say what a reader should know of drawn points."""
    said = []
    if kind == "lhs":
        said.append(text("problems.ensemble.design.other_points", RECORDED))
    if kind in BY_POWERS_OF_TWO and points & (points - 1):
        said.append(text("problems.ensemble.design.no_power_of_two", RECORDED, points=points))
    return said


def _laid_out(
    kind: str,
    factors: Sequence[Factor],
    listed: Iterable[Values],
    seed: int,
    levels: int | None = None,
    remarks: Sequence[str] = (),
) -> Design:
    points = tuple(Point(number, values) for number, values in enumerate(listed))
    return Design(kind, tuple(factors), points, seed, levels, tuple(remarks))
