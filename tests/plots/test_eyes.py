"""Arms that stand in one figure are told apart by colour-blind eyes too."""

from itertools import combinations

import numpy as np
import pytest
import yaml
from matplotlib.image import imread, imsave

from sim.config.presets import home
from sim.plots import style
from tests.plots.eyes import EYES, distance, seen, write_seen

APART = 6.0
"""Distance in CAM02-UCS, in which 1 is about what one just tells apart.

Set after the palettes had been measured, just below the nearest pairs (6.4 to eyes without green
cones: the second spare colour and `none`, attraction and the city in transition): it keeps them
from getting worse, and is no proof that they are good.
"""
each_eye = pytest.mark.parametrize("eyes", EYES)


def compared():
    """Return the arms of each comparison that ships."""
    main = yaml.safe_load((home() / "compare.yaml").read_text(encoding="utf-8"))
    twins = main["matched_arms"]
    found = {"compare": [*main["arms"], *(twins[arm] for arm in main["arms"] if arm in twins)]}
    for path in sorted((home() / "experiment").glob("*.yaml")):
        found[path.stem] = yaml.safe_load(path.read_text(encoding="utf-8"))["arms"]
    return found


def closest(colours, eyes):
    """Return the two colours that these eyes find nearest, and how near."""
    pairs = combinations(colours.items(), 2)
    return min((distance(one, other, eyes), (a, b)) for (a, one), (b, other) in pairs)


@each_eye
@pytest.mark.parametrize("name", compared())
def test_arms_that_are_compared_are_told_apart(name, eyes):
    near, pair = closest({arm: style.ARMS[arm] for arm in compared()[name]}, eyes)

    assert near >= APART, (pair, near)


@each_eye
@pytest.mark.parametrize("own", range(1, len(style.SPARE)))
def test_arms_of_ones_own_are_told_apart_beside_the_baselines(own, eyes):
    named = [f"mine{number}" for number in range(own)]
    with style.styled(named):
        colours = {arm: style.colour(arm) for arm in named} | dict(style.BASELINES)
    near, pair = closest(colours, eyes)

    assert near >= APART, (pair, near)


@each_eye
def test_all_arms_with_a_colour_are_told_apart(eyes):
    near, pair = closest(style.ARMS, eyes)

    assert near >= APART, (pair, near)


@each_eye
def test_all_spare_colours_are_told_apart(eyes):
    near, pair = closest({colour: colour for colour in style.SPARE}, eyes)

    assert near >= APART, (pair, near)


def test_eyes_without_green_cones_take_green_for_red():
    red, green = "#ff0000", "#9a8500"

    assert distance(red, green, "usual") > 3 * distance(red, green, "deuteranopia")


@each_eye
def test_grey_is_grey_to_everybody(eyes):
    np.testing.assert_allclose(seen(np.full(3, 0.5), eyes), 0.5, atol=0.01)


def test_pictures_are_written_as_others_see_them(tmp_path):
    imsave(tmp_path / "it.png", np.tile([0.9, 0.1, 0.1], (4, 4, 1)))

    write_seen(tmp_path, tmp_path / "seen")

    pictures = [imread(tmp_path / "seen" / f"it.{eyes}.png")[..., :3] for eyes in list(EYES)[1:]]
    assert len({picture.tobytes() for picture in pictures}) == 3
