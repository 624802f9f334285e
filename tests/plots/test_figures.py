"""A figure shows every arm, both intervals, its unit and how many seeds point the other way."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim.analysis.contrasts import contrasts
from sim.plots import contrasts as contrast_plots
from sim.plots import groups, ledger, life, maps, style, timelines
from sim.plots.files import save

OUTCOME = "cross_field_tie_share"


@pytest.fixture
def axes():
    with style.styled():
        yield Figure().add_subplot()


@pytest.fixture
def runs():
    luck = np.random.default_rng(4)
    return pd.DataFrame(
        [
            {"run_id": f"{arm}{seed}", "seed": seed, "arm": arm, "status": "done"}
            | {OUTCOME: 0.3 + shift + 0.01 * luck.standard_normal()}
            for arm, shift in (("none", 0.0), ("cash", 0.0), ("collaboration", 0.05))
            for seed in range(8)
        ]
    )


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_a_contrast_shows_seeds_mean_both_intervals_and_flips(axes, runs):
    rows = contrasts(runs, [("none", "cash"), ("collaboration", "cash")])
    seeds = {arm: np.zeros(8) for arm in ("none", "collaboration")}

    contrast_plots.draw(axes, rows, seeds)

    assert len(axes.lines) == 1 + 2 * 4  # zero; then seeds, t, BCa and mean of each arm
    assert len([text for text in texts(axes) if "of 8 flip" in text]) == 2
    assert "percentage points" in axes.get_xlabel()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["collaboration", "no policy"]


def test_an_interval_is_drawn_where_it_is(axes, runs):
    rows = contrasts(runs, [("collaboration", "cash")])

    contrast_plots.draw(axes, rows, {"collaboration": np.zeros(8)})

    drawn = axes.lines[2].get_xdata()
    assert list(drawn) == pytest.approx(100 * rows[["t_low", "t_high"]].to_numpy()[0])


def test_a_timeline_has_a_band_with_seeds_and_none_without(axes):
    bands = pd.DataFrame(
        {"month": [0, 1], "arm": "cash", "outcome": OUTCOME, "low": 0.1, "median": 0.2}
    ).assign(high=0.3, n=16)

    timelines.draw(axes, bands, ["cash"], OUTCOME)
    with_band = len(axes.collections)
    timelines.draw(axes, bands.assign(n=1), ["cash"], OUTCOME)

    assert with_band == 1
    assert len(axes.collections) == with_band


def test_a_group_without_a_clear_difference_is_a_hollow_dot(axes):
    rows = pd.DataFrame({"grouping": "kind", "group": ["artist", "worker"], "outcome": "welfare"})
    rows = rows.assign(arm="attraction", n=9, difference=[1.0, 0.1], sd=1.0)
    for name in ("t", "bca"):
        rows[f"{name}_low"], rows[f"{name}_high"] = [0.5, -1.0], [1.5, 1.2]

    groups.draw(axes, rows, ["attraction"])

    filled = [to_hex(face) for face in axes.collections[-1].get_facecolors()]
    assert filled == [style.ARMS["attraction"].lower(), "#ffffff"]


def test_differences_on_a_map_are_coloured_evenly_around_zero():
    grids = {("attraction", "rent"): np.linspace(-2.0, 10.0, 25).reshape(5, 5)}

    with style.styled():
        figure = maps.figure(grids, ["attraction"], ["rent"], "t", "c", around_zero=True)

    low, high = figure.axes[0].images[0].get_clim()
    assert low == -high


def test_hours_given_are_hatched_and_money_is_not(axes):
    ledger.draw(axes, pd.Series({"building": 2e6, "volunteer_time": 1e6}), "collaboration", 2e6)

    hatched = [bar.get_hatch() is not None for bar in axes.patches]
    assert hatched == [False, True]


@pytest.mark.parametrize(
    ("values", "colour"), [([1, 2, 3], life.INSIDE), ([7, 8, 9], life.OUTSIDE)]
)
def test_a_sign_of_life_outside_its_range_is_seen(axes, values, colour):
    life.draw(axes, "Ties", "a person", 0.0, 5.0, np.array(values, float))

    assert axes.lines[-1].get_color() == colour


def test_the_title_names_the_signs_of_life_that_left_their_range():
    signs = pd.DataFrame(
        {"sign": ["a", "b"], "name": ["ties", "rents"], "unit": "", "low": 0, "high": 1}
    )

    assert "all 2 signs" in life.title(signs, {"a": [0.5], "b": [0.1]})
    assert "1 of 2" in life.title(signs, {"a": [0.5], "b": [7.0]})
    assert "rents" in life.title(signs, {"a": [0.5], "b": [7.0]})


def test_all_signs_of_life_share_one_figure():
    signs = pd.DataFrame(
        {"sign": ["a", "b"], "name": ["ties", "rent"], "unit": ["", "euros"], "low": 0, "high": 1}
    )

    with style.styled():
        figure = life.figure(signs, {"a": [0.5], "b": [0.1, 3.0]}, "title", "caption")

    assert len(figure.axes) == 2


def test_a_figure_is_kept_as_svg_png_and_pdf_and_the_same_twice(tmp_path):
    def drawn():
        with style.styled():
            page = style.page(1.0, "What was found", "n = 2 seeds")
            page.figure.add_subplot(page.grid(1, 1)[0, 0]).plot([1, 2])
        return page.figure

    with style.styled():
        svg = save(drawn(), tmp_path / "one", "figure", "abc")
        save(drawn(), tmp_path / "two", "figure", "abc")

    assert "What was found" in svg
    for kind in ("svg", "png", "pdf"):
        one, two = ((tmp_path / which / f"figure.{kind}").read_bytes() for which in ("one", "two"))
        assert one == two
