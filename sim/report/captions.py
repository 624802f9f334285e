"""What stands below each figure: how to read it, from how many seeds, of which comparison."""

from sim.config.catalogue import text
from sim.plots import words
from sim.report.comparison import Comparison

MONTHS_A_YEAR = 12
WINDOW = 60  # months a stored outcome is the mean of, or all of a shorter policy
METRES_A_KM = 1000


def caption(comparison: Comparison, how: str) -> str:
    """Say how to read a figure, and from how many seeds and which comparison it comes."""
    return f"{how} {footing(comparison)}"


def window(comparison: Comparison) -> int:
    """Return how many months at the end of a run its outcomes are the mean of."""
    return min(WINDOW, comparison.months)


def years(comparison: Comparison) -> str:
    """Say how long the policy lasted."""
    whole, rest = divmod(comparison.months, MONTHS_A_YEAR)
    if rest:
        return text("report.years.months", comparison.lang, n=comparison.months)
    key = "one" if whole == 1 else "many"
    return text(f"report.years.{key}", comparison.lang, n=whole)


def cell(comparison: Comparison) -> str:
    """Say how long a cell's side is, in metres."""
    kilometres = comparison.manifest.get("config", {}).get("city", {}).get("cell_km", 0.1)
    return f"{METRES_A_KM * kilometres:.0f}"


def footing(comparison: Comparison) -> str:
    """Name n, seeds, worlds, version and comparison, as every caption ends."""
    lang, manifest, n = comparison.lang, comparison.manifest, len(comparison.seeds)
    return text(
        "figures.caption",
        lang,
        count=text("figures.count_one" if n == 1 else "figures.count", lang, n=n),
        seeds=words.seeds_said(comparison.seeds),
        worlds=text(f"figures.worlds.{'sampled' if comparison.world_columns else 'default'}", lang),
        months=comparison.months,
        window=window(comparison),
        version=manifest.get("versions", {}).get("faireville", ""),
        id=str(manifest.get("identity", ""))[:12],
    )
