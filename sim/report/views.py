"""The maps of a comparison: its cities seen from above."""

from sim.analysis import maps
from sim.config.catalogue import text
from sim.plots import maps as map_plots
from sim.plots import words
from sim.report import titles
from sim.report.captions import caption, cell
from sim.report.comparison import Comparison
from sim.report.plate import Plate

MAP_LAYERS = ("rent", "people", "creative")
DIFFERENCE_LAYERS = ("rent", "people", "creative")
MAP_COLUMNS = 4
SMOOTHED = 1  # cells around each cell that its colour averages

Squares = dict[tuple[str, str], maps.Grid]


def _mapped(comparison: Comparison, *, one_seed: bool = False) -> Squares:
    """Return the last maps, each cell averaged with its neighbours."""
    table = comparison.table("maps")
    if table.empty:
        return {}
    seed = maps.shown_seed(table) if one_seed else maps.MEAN_OVER_SEEDS
    squares = maps.grids(table, seed=maps.MEAN_OVER_SEEDS if seed is None else seed)
    return {key: maps.smoothed(square, SMOOTHED) for key, square in squares.items()}


def _layers(squares: Squares, wanted: tuple[str, ...]) -> list[str]:
    present = {layer for _, layer in squares}
    return [layer for layer in wanted if layer in present]


def map_plate(comparison: Comparison) -> Plate | None:
    """Draw rents and who lives where under baselines and headline arms."""
    squares = _mapped(comparison)
    beside = comparison.twins
    arms = [a for a in comparison.arms if a not in beside and (a, MAP_LAYERS[0]) in squares]
    if not arms:
        return None
    lang, month = comparison.lang, maps.last_month(comparison.table("maps"))
    title = titles.maps(comparison, squares, arms[:MAP_COLUMNS], month)
    how = text("figures.maps.how_mean", lang, n=len(comparison.seeds), cell=cell(comparison))
    figure = map_plots.figure(
        squares,
        arms[:MAP_COLUMNS],
        _layers(squares, MAP_LAYERS),
        title,
        caption(comparison, how),
        lang,
    )
    return Plate("maps", title, figure)


def difference_plate(comparison: Comparison) -> Plate | None:
    """Draw where each arm's city differs from the reference's."""
    squares = _mapped(comparison)
    base = comparison.reference
    arms = [a for a in comparison.arms if a not in ("none", base) and (a, MAP_LAYERS[0]) in squares]
    layers = [name for name in _layers(squares, DIFFERENCE_LAYERS) if (base, name) in squares]
    if not arms or not layers:
        return None
    gaps = {(a, name): squares[a, name] - squares[base, name] for a in arms for name in layers}
    lang, month = comparison.lang, maps.last_month(comparison.table("maps"))
    title = titles.difference_maps(comparison, gaps, arms[:MAP_COLUMNS])
    how = text(
        "figures.difference_maps.how",
        lang,
        reference=words.arm_name(comparison.reference, comparison.lang),
        n=len(comparison.seeds),
        month=month,
    )
    figure = map_plots.figure(
        gaps, arms[:MAP_COLUMNS], layers, title, caption(comparison, how), lang, around_zero=True
    )
    return Plate("difference_maps", title, figure)


def places_plate(comparison: Comparison) -> Plate | None:
    """Draw the third places and ties of one seed's city under each arm."""
    places, ties = comparison.table("places"), comparison.table("ties")
    if places.empty:
        return None
    seed = (
        maps.shown_seed(comparison.table("maps"), places) if len(comparison.table("maps")) else None
    )
    seed = int(places["seed"].min()) if seed is None else seed
    month = int(places["month"].max())
    places = places[(places["seed"] == seed) & (places["month"] == month)]
    ties = ties[ties["seed"] == seed] if len(ties) else ties
    arms = [arm for arm in comparison.arms if (places["arm"] == arm).any()]
    squares = _mapped(comparison, one_seed=True)
    people = {arm: squares[arm, "people"] for arm in arms if (arm, "people") in squares}
    title = titles.places(comparison, places, ties, seed, month)
    figure = map_plots.places_figure(
        people,
        places,
        ties,
        arms,
        title,
        caption(comparison, text("figures.places.how", comparison.lang)),
        comparison.lang,
    )
    return Plate("places_and_ties", title, figure)
