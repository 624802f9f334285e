import pytest

from sim.config import Refusal
from sim.door.line import read


def test_verb_overrides_and_flags_are_told_apart_in_any_order():
    line = read(["--dry-run", "compare", "seeds=4", "--config-dir", "mine", "arms=[none,cash]"])

    assert (line.verb, line.words) == ("compare", ["seeds=4", "arms=[none,cash]"])
    assert (line.dry_run, line.config_dirs, line.hydra) == (True, ["mine"], [])


def test_flags_of_hydra_are_kept_for_hydra():
    line = read(["run", "--cfg", "job", "seed=1", "-m", "--info=all"])

    assert line.hydra == ["--cfg", "job", "-m", "--info", "all"]
    assert line.words == ["seed=1"]


def test_a_config_folder_may_be_given_with_an_equals_sign():
    assert read(["run", "--config-dir=mine"]).config_dirs == ["mine"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["comapre"], "there is no verb 'comapre'; did you mean 'compare'?"),
        (
            ["seed=3"],
            "a verb comes first, one of run, compare, sweep, report, verify, explain, list, as in",
        ),
        (["run", "--dryrun"], "there is no flag '--dryrun'; did you mean '--dry-run'?"),
        (["run", "--seed", "3"], "there is no flag '--seed'"),
        (["run", "--config-dir"], "--config-dir: a folder must follow"),
    ],
)
def test_a_wrong_line_is_refused_in_a_sentence(given, sentence):
    with pytest.raises(Refusal) as refused:
        read(given)

    assert str(refused.value).startswith(sentence)
