"""The texts a person reads, by key and language; they live in `configs/catalogue/`."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.config.home import home


def text(key: str, lang: str = "en", /, **fields: Any) -> str:
    """Return the text `file.key.subkey` of the catalogue, its {fields} filled in."""
    name, *keys = key.split(".")
    found = texts(name, lang)
    for part in keys:
        if not isinstance(found, dict) or part not in found:
            raise KeyError(f"the catalogue {lang}/{name}.yaml has no text '{key}'")
        found = found[part]
    written = str(found).strip()
    return written.format(**fields) if fields else written


@cache
def texts(name: str, lang: str = "en") -> Any:
    """Return all texts of one file of the catalogue, which is read when first asked for."""
    import yaml

    if lang not in languages():
        from sim.config.refusal import unknown  # which takes its sentences from here

        raise unknown("language", lang, languages(), "lang")
    path = home() / "catalogue" / lang / f"{name}.yaml"
    # the loader in C, where there is one, is ten times as quick
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def languages() -> tuple[str, ...]:
    """Return the languages the catalogue is written in."""
    return tuple(sorted(path.name for path in (home() / "catalogue").iterdir() if path.is_dir()))
