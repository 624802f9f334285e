"""What would be lived, how long it would take and where it would lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.config.catalogue import text
from sim.config.retelling import retold

if TYPE_CHECKING:
    from sim.ensemble.estimate import Forecast

MEGABYTE = 1_000_000
SECONDS_IN_A_MINUTE = 60
MOST_LISTED = 1000


def forecasting(forecast: Forecast) -> Iterator[str]:
    """Say what a question needs, what of it is there, and what the rest will take."""
    there, total = len(forecast.there), len(forecast.runs)
    yield text("door.forecast.runs", total=total, there=there, missing=len(forecast.missing))
    if forecast.attribution:
        asked = forecast.attribution
        said = {"method": asked.method, "reference": asked.reference}
        yield text("door.forecast.coalitions", count=forecast.coalitions, **said)
    width = max(len(run.arm) for run in forecast.runs)
    several = len({run.point for run in forecast.runs}) > 1
    for run in forecast.runs[:MOST_LISTED]:
        state = text(f"door.forecast.{'there' if run.run_id in forecast.there else 'missing'}")
        row = {"run_id": run.run_id, "seed": run.seed, "arm": run.arm, "width": width}
        point = text("door.forecast.point", point=run.point) if several else ""
        yield "  " + text("door.forecast.row", **row, state=f"{point}{state}")
    if total > MOST_LISTED:
        yield "  " + text("door.forecast.others", count=total - MOST_LISTED)
    yield text("door.forecast.time", time=_duration(forecast.seconds))
    needed, free = (size / MEGABYTE for size in (forecast.bytes_needed, forecast.bytes_free))
    yield text("door.forecast.disk", needed=needed, free=free)
    yield text("door.forecast.folder", folder=forecast.folder)
    yield from map(retold, forecast.remarks)


def _duration(seconds: float | None) -> str:
    """Write a duration as people say it."""
    if seconds is None:
        return text("door.forecast.unmeasured")
    if seconds < 2 * SECONDS_IN_A_MINUTE:
        return text("door.forecast.seconds", seconds=seconds)
    return text("door.forecast.minutes", minutes=seconds / SECONDS_IN_A_MINUTE)
