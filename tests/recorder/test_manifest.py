"""A manifest is read back as it was written, or refused in a sentence."""

from __future__ import annotations

import pytest

from sim.config.refusal import Refusal
from sim.recorder import manifest


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    told = manifest.certificate(command="compare", seeds=[0, 1])

    manifest.write(tmp_path, told)

    assert manifest.read(tmp_path) == told


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no result in"),
        ("{", "is not a manifest written by faireville"),
        ("[]", "is not a manifest written by faireville"),
        ("{}", "is not a manifest written by faireville"),
        ('{"schema_version": 99}', "schema version 99 and this faireville reads version 1"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path, content, sentence):
    if content is not None:
        (tmp_path / manifest.FILE).write_text(content)

    with pytest.raises(Refusal, match=sentence):
        manifest.read(tmp_path)


def test_the_scenario_of_a_run_is_its_arm_moved_into_the_world_of_its_seed():
    told = {
        "arms": {"cash": {"city": {"reach": 1.0}, "seed": 0, "policy": {"a": 1}}},
        "worlds": {"7": {"city.reach": 0.2, "policy.other.b": 3}},
    }

    assert manifest.scenario_of(told, "cash", 7) == {
        "city": {"reach": 0.2},
        "seed": 7,
        "policy": {"a": 1},
    }
    assert told["arms"]["cash"]["city"]["reach"] == 1.0
