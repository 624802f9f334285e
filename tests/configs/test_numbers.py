"""Every number lives once, in YAML, and says where it comes from."""

from pathlib import Path

import pytest
import yaml

from sim.config.catalogue import languages
from sim.config.presets import first_comment, home
from sim.config.register import source_of

PRESETS = sorted(path for path in home().rglob("*.yaml") if "catalogue" not in path.parts)
NUMBERED = [path for path in PRESETS if "hydra" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(home()))


def numbers(inside, mappings, keys):
    """Yield the mappings and keys above every number of a preset."""
    if isinstance(inside, dict):
        for key, item in inside.items():
            if key not in ("sources", "defaults", "hydra"):
                yield from numbers(item, [*mappings, inside], [*keys, str(key)])
    elif isinstance(inside, list):
        for item in inside:
            yield from numbers(item, mappings, keys)
    elif isinstance(inside, (int, float)) and not isinstance(inside, bool):
        yield mappings, keys


@pytest.mark.parametrize("path", NUMBERED, ids=name_of)
def test_every_number_has_a_source_or_the_word_assumption(path):
    preset = yaml.safe_load(path.read_text(encoding="utf-8"))

    bare = {".".join(keys) for above, keys in numbers(preset, [], []) if not source_of(above, keys)}

    assert not bare


@pytest.mark.parametrize("path", NUMBERED, ids=name_of)
def test_no_source_speaks_of_a_number_that_is_not_there(path):
    preset = yaml.safe_load(path.read_text(encoding="utf-8"))

    def unknown(inside, start=""):
        if not isinstance(inside, dict):
            return
        for key in inside.get("sources") or {}:
            if key not in inside:
                yield f"{start}{key}"
        for key, item in inside.items():
            if key != "sources":
                yield from unknown(item, f"{start}{key}.")

    assert not list(unknown(preset))


@pytest.mark.parametrize("path", PRESETS, ids=name_of)
def test_every_preset_says_in_its_first_line_what_it_is(path):
    sentence = first_comment(path)

    assert len(sentence) > 10
    assert not sentence.startswith("faireville")


def test_every_language_has_every_text():
    def keys(inside, start=""):
        if isinstance(inside, dict):
            return {key for name, item in inside.items() for key in keys(item, f"{start}.{name}")}
        return {start}

    def texts(language):
        folder = home() / "catalogue" / language
        return {
            path.name: keys(yaml.safe_load(path.read_text(encoding="utf-8")))
            for path in folder.glob("*.yaml")
        }

    for language in languages():
        assert texts(language) == texts("en")
