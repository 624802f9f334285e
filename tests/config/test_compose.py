import pytest

from sim.config import Refusal
from sim.config.compose import check_every_value, compose
from sim.config.presets import first_comment, groups, options


@pytest.fixture
def own(tmp_path):
    """A folder of presets a user may add."""
    folder = tmp_path / "it's mine"
    (folder / "city").mkdir(parents=True)
    (folder / "city" / "hamlet.yaml").write_text("# A few houses.\nside: 4\n", encoding="utf-8")
    return folder


def refusal(*overrides, question="compare", dirs=()):
    with pytest.raises(Refusal) as refused:
        compose(overrides, dirs, question)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert len(sentence) < 300
    return sentence


def test_a_preset_of_ones_own_never_hides_behind_one_of_the_same_name(own):
    (own / "city" / "town.yaml").write_text("# My town.\nside: 9\n", encoding="utf-8")

    sentence = refusal("seed=3", dirs=[own])

    assert "holds a city preset 'town', a name that is taken" in sentence
    assert "it's mine" in sentence


def test_a_composed_configuration_is_plain_and_keeps_its_sources():
    composed = compose(["seed=3", "city=village"])

    assert type(composed) is dict
    assert composed["seed"] == 3
    assert isinstance(composed["city"], dict)
    assert composed["sources"]["seed"]
    assert "hydra" not in composed


def test_composing_twice_gives_the_same_and_leaves_hydra_closed():
    from hydra.core.global_hydra import GlobalHydra

    assert compose(["seed=3"]) == compose(["seed=3"])
    assert not GlobalHydra.instance().is_initialized()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("monhts=3", "there is no parameter 'monhts'; did you mean 'months'?"),
        ("crowding=3", "there is no parameter 'crowding'; did you mean 'behaviour.meet.crowding'?"),
        ("polcy=cash", "there is no parameter 'polcy'; did you mean 'policy'?"),
        ("policy=cahs", "policy: there is no policy preset 'cahs'; did you mean 'cash'?"),
        ("city=qqqq", "city: there is no city preset 'qqqq'; known are"),
        ("city=null", "city: null was given, but it must be one of"),
        ("city={side: 3}", "city: {'side': 3} was given, but it must be one of"),
        ("executor=ray", "executor: there is no executor preset 'ray'; known are"),
        ("seed", "'seed' cannot be read; write name=value"),
        ("seed='", "cannot be read"),
        ("=3", "there is no parameter ''"),
        ("seed=1,2", "'seed=1,2' gives several values"),
        ("seed=" + "9" * 5000, "cannot be read"),
        ("seed=${oc.env:NO_SUCH_THING}", "the configuration cannot be composed"),
        ("seed=${no.such.thing}", "the configuration cannot be composed"),
        ("+months=3", "the configuration cannot be composed"),
        ("policy@x=cash", "'policy@x' is no part of this question"),
        ("~nothing", "there is no parameter 'nothing'"),
        ("hydra.run.dir=elsewhere", "'hydra.run.dir=elsewhere' has no effect here"),
        ("+policy@x=nobody", "policy: there is no policy preset 'nobody'"),
        ("group/inner=x", "there is no parameter 'group/inner'"),
    ],
)
def test_what_cannot_be_composed_is_refused_in_one_sentence(wrong, sentence):
    assert sentence in refusal(wrong)


def test_a_folder_of_ones_own_adds_presets_and_hides_none(own):
    assert compose(["city=hamlet"], [own])["city"] == {"side": 4}
    assert options("city", [own])["hamlet"] == "A few houses."
    assert set(options("city")) < set(options("city", [own]))
    assert groups([own]) == groups()
    assert "hamlet" in refusal("city=qqqq", dirs=[own])


def test_a_folder_that_is_missing_is_refused(tmp_path):
    assert "is not a folder" in refusal(dirs=[tmp_path / "nowhere"])


def test_a_preset_that_is_no_yaml_is_refused(own):
    (own / "city" / "broken.yaml").write_text("side: [1,\n", encoding="utf-8")

    assert "cannot be composed" in refusal("city=broken", dirs=[own])


def test_every_value_of_several_jobs_is_checked_before_any_runs():
    check_every_value(["seed=1,2", "city=village,town"], (), "run")
    with pytest.raises(Refusal, match="no city preset 'qqqq'"):
        check_every_value(["seed=1,2", "city=village,qqqq"], (), "run")


def test_the_first_comment_of_a_preset_skips_its_package(tmp_path):
    preset = tmp_path / "dose.yaml"
    preset.write_text("# @package _global_\n\n# How much?\nmonths: 3\n", encoding="utf-8")

    assert first_comment(preset) == "How much?"
