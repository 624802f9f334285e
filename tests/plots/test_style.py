"""Every figure looks alike: one colour per arm for good, title above, caption below."""

import matplotlib as mpl
import pytest

from sim.config.catalogue import languages, texts
from sim.plots import style

FAR_ENOUGH = 0.12  # of luminance or hue, in the simplest sense: no two colours nearly alike


def test_an_arm_has_one_colour_for_good():
    with style.styled(["attraction", "mine"]):
        alone = style.colour("attraction")
    with style.styled(["none", "cash", "attraction", "collaboration"]):
        among = style.colour("attraction")

    assert alone == among == "#D55E00"


def test_baselines_are_grey():
    for arm in ("none", "cash"):
        red, green, blue = mpl.colors.to_rgb(style.colour(arm))
        assert max(red, green, blue) - min(red, green, blue) < FAR_ENOUGH


def test_arms_the_user_named_have_colours_of_their_own():
    arms = ["base", "half", "double", "cash", "attraction"]

    with style.styled(arms):
        colours = {style.colour(arm) for arm in arms}

    assert len(colours) == len(arms)


def test_beside_all_arms_with_a_colour_others_find_one_too():
    with style.styled([*style.ARMS, "mine", "yours"]):
        assert style.colour("mine") != style.colour("yours")


@pytest.mark.parametrize("own", [9, 12])
def test_as_many_own_arms_as_there_are_colours_all_differ(own):
    named = [f"mine{number}" for number in range(own)]

    with style.styled(["none", "cash", *named]):
        assert len({style.colour(arm) for arm in ["none", "cash", *named]}) == own + 2


def test_own_arms_beside_the_six_models_have_colours_nobody_else_has():
    arms = [arm for arm in style.ARMS if arm.endswith("_city")] + ["one", "two", "three"]

    with style.styled(arms):
        assert len({style.colour(arm) for arm in arms}) == len(arms)


@pytest.mark.parametrize("lang", languages())
def test_every_colour_of_an_arm_has_a_word_in_every_language(lang):
    said = texts("figures", lang)["colour"]

    assert {*style.ARMS.values(), *style.SPARE} <= set(said)
    assert len(set(said.values())) == len(said)


def test_the_readers_own_settings_are_left_alone():
    before = dict(mpl.rcParams)

    with style.styled():
        assert mpl.rcParams["axes.spines.top"] is False

    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("words", [3, 60])
def test_a_long_title_makes_the_page_taller_and_takes_nothing_from_the_panels(words):
    page = style.page(3.0, "finding " * words, "how to read " * words)

    height = page.figure.get_figheight()

    assert (page.top - page.bottom) * height == pytest.approx(3.0)
