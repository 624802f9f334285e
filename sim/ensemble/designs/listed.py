"""Designs whose points are said, not drawn: grid, zip, rows of a file, factorials."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.config.register import Row
from sim.ensemble.designs.asked import checked, checked_preset, refuse_overlap, row_of
from sim.ensemble.designs.design import Factor
from sim.ensemble.designs.units import steps

MOST_POINTS = 1_000_000

Values = dict[str, Any]


def grid(factors: Sequence[Factor], levels: int | None = None) -> Iterator[Values]:
    """Yield every combination of the factors' values; a range is cut into equal steps."""
    lists = [steps(factor, levels or 2) for factor in factors]
    count = prod(map(len, lists))
    if count > MOST_POINTS:
        raise Refusal.of("design.too_many", "parameters", count=count, most=MOST_POINTS)
    paths = [factor.path for factor in factors]
    return (dict(zip(paths, values, strict=True)) for values in product(*lists))


def ends_only(factors: Sequence[Factor]) -> Iterator[Values]:
    """Yield every combination of two values a factor: the ends of its range, or of its list."""
    two = [
        replace(factor, values=(factor.values[0], factor.values[-1]))
        if len(factor.values) > 2
        else factor
        for factor in factors
    ]
    return grid(two)


def side_by_side(factors: Sequence[Factor]) -> Iterator[Values]:
    """Yield the first values of all factors together, then the second ones, and so on."""
    lengths = {factor.path: len(factor.values) for factor in factors}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{path} {length}" for path, length in lengths.items())
        raise Refusal.of("design.zip_lengths", "parameters", lengths=said)
    for together in zip(*(factor.values for factor in factors), strict=True):
        yield {factor.path: value for factor, value in zip(factors, together, strict=True)}


def rows_of_file(
    file: Path, known: Sequence[Row], presets: Mapping[str, Collection[str]]
) -> tuple[list[Factor], list[Values]]:
    """Read points from a CSV file: the first line names the parameters, each other is a point."""
    header, lines = _table(file)
    rows = {row.path: row for row in known}
    points: list[Values] = []
    for number, line in enumerate(lines, start=2):
        if len(line) != len(header):
            raise Refusal.of(
                "design.row_length", "rows", file=file, line=number, found=len(line),
                wanted=len(header),
            )  # fmt: skip
        cells = zip(header, map(_read, line), strict=True)
        try:
            points.append({path: _cell(path, cell, rows, presets) for path, cell in cells})
        except Refusal as refusal:
            raise refusal.within(f"{file}:{number}") from None
    paths = sorted(header)
    seen = {path: dict.fromkeys(point[path] for point in points) for path in paths}
    unit = {path: rows[path].unit if path in rows else "" for path in paths}
    factors = [Factor(path, values=tuple(seen[path]), unit=unit[path]) for path in paths]
    return factors, [{path: point[path] for path in paths} for point in points]


def _table(file: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header of a CSV file and its lines, those without any cell passed over."""
    try:
        with file.open(newline="", encoding="utf-8") as opened:
            header, *lines = [[cell.strip() for cell in line] for line in csv.reader(opened)] or [
                []
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal.of("design.unreadable_rows", "rows", file=file, reason=reason) from None
    lines = [line for line in lines if any(line)]
    if not any(header) or not lines:
        raise Refusal.of("design.no_rows", "rows", file=file)
    for path in header:
        if header.count(path) > 1:
            raise Refusal.of("design.column_twice", "rows", file=file, name=path)
    refuse_overlap(header)
    return header, lines


def _read(cell: str) -> Any:
    """Read one cell as a number or as YAML would; words that YAML does not take stay words."""
    import yaml

    for kind in (int, float):  # YAML takes 1e-3 for a word
        with suppress(ValueError):
            return kind(cell)
    try:
        return yaml.safe_load(cell)
    except yaml.YAMLError:
        return cell


def _cell(
    path: str, value: Any, rows: Mapping[str, Row], presets: Mapping[str, Collection[str]]
) -> Any:
    if path in presets:
        return checked_preset(value, path, presets[path])
    return checked(value, row_of(path, rows))
