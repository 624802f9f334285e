"""The page itself: one file that needs nothing else, on a screen or on paper."""

import base64
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.analysis.contrasts import BASELINES
from sim.analysis.moved import moved
from sim.config.catalogue import text, texts
from sim.plots import style, words
from sim.report import books, sentences, strips, titles
from sim.report.comparison import Comparison

if TYPE_CHECKING:
    from jinja2 import Template

MOVED = ("higher", "lower", "unclear", "same")
MOST_SEEDS_LISTED = 64
Drawn = Sequence[tuple[str, str, str]]


def page(comparison: Comparison, figures: Drawn) -> str:
    """Return the whole report as one page of HTML.

    Parameters
    ----------
    figures : name, title and SVG of each figure
    """
    lang = comparison.lang
    return _template().render(
        t=texts("report", lang),
        lang=lang,
        css=_shipped("report.css"),
        figures={name: _figure(title, svg) for name, title, svg in figures},
        foot=text("report.foot", lang, version=_version(comparison)),
        provenance=_provenance(comparison),
        config=_plain(comparison.manifest.get("config", {})),
        failed=_failed(comparison),
        **(_read(comparison) if comparison.arms else {"empty": True}),
    )


def _read(comparison: Comparison) -> dict[str, Any]:
    """Return everything the page says of the finished runs."""
    lang = comparison.lang
    reference = words.arm_name(comparison.reference, lang)
    return {
        "empty": False,
        "question": _question(comparison),
        "setting": _setting(comparison),
        "reference": reference,
        "summary": sentences.summary(comparison),
        "answers": [
            answer | {"strip": strips.strip(comparison, answer["outcome"])}
            for answer in sentences.answers(comparison)
        ],
        "strip_help": text("report.answer.strip_help", lang, reference=reference),
        "strip_width": strips.WIDTH,
        "notes": [
            note
            for note in (
                sentences.how_sure(comparison),
                sentences.which_worlds(comparison),
                sentences.geometry(comparison),
                sentences.matched_pair(comparison),
                sentences.what_else_moved(comparison),
                books.cost_note(comparison),
            )
            if note
        ],
        "moved": _moved(comparison),
        "moved_intro": text("report.moved.intro", lang, reference=reference),
        "costs": books.cost_rows(comparison),
        "cost_notes": [*books.missing_money(comparison), books.equal_resources_said(comparison)],
        "instruments": books.instrument_rows(comparison),
        "equal": _equal(comparison),
        "tables": _contrast_tables(comparison),
        "contrast_intro": _contrast_intro(comparison),
        "intros": {
            name: text(f"report.{name}.intro", lang, reference=reference)
            for name in ("timelines", "winners", "maps", "costs", "matched")
        },
        "kind_intro": text("report.costs.kind_intro", lang, reference=reference),
        "losers": _losers(comparison),
        "worlds": _worlds(comparison),
        "methods": _methods(comparison),
        "outcomes": [
            words.outcome_texts(name, lang) for name in (*comparison.primary, *comparison.others)
        ],
    }


def _question(comparison: Comparison) -> str:
    """Ask the question of this comparison."""
    lang = comparison.lang
    if comparison.duel is None:
        return text("report.question_plain", lang)
    collaboration, attraction = (words.arm_name(arm, lang) for arm in comparison.duel)
    return text("report.question", lang, collaboration=collaboration, attraction=attraction)


def _setting(comparison: Comparison) -> str:
    """Say what was compared: arms, seeds, years, money."""
    lang, config, n = comparison.lang, comparison.manifest.get("config", {}), len(comparison.seeds)
    granted, heads = books.grant(comparison), books.people(comparison)
    years = comparison.months / books.MONTHS_A_YEAR
    said = text(
        "report.grant",
        lang,
        euros=words.money(granted),
        head=words.money(granted / heads / years) if heads else "–",
    )
    return text(
        "report.setting",
        lang,
        arms=len(comparison.arms),
        seeds=text(f"report.seeds.{'one' if n == 1 else 'many'}", lang, n=n),
        years=titles.years(comparison),
        burn_in=config.get("burn_in", "–"),
        budget=f"{100 * float(config.get('budget', 0)):g}",
        grant=said if granted else "",
        window=titles.window(comparison),
    )


def _moved(comparison: Comparison) -> list[dict[str, Any]]:
    """List, arm by arm, what it raised, lowered, did not clearly move and did not touch."""
    lang = comparison.lang
    rows = comparison.against(comparison.reference)
    read = moved(rows, comparison.reference)
    listed = []
    for arm in comparison.arms:
        if arm not in read or arm not in comparison.shown:
            continue
        parts = [
            {
                "key": word,
                "label": text(f"report.moved.{word}", lang),
                "names": [
                    (words.outcome_texts(name, lang)["name"], name in comparison.primary)
                    for name in read[arm][word]
                ],
            }
            for word in MOVED
        ]
        single = bool(read[arm]["single"])
        listed.append(
            {
                "arm": words.arm_name(arm, lang),
                "colour": style.colour(arm),
                "parts": [] if single else [part for part in parts if part["names"]],
                "single": text("report.moved.single", lang) if single else "",
            }
        )
    return listed


def _contrast_tables(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the tables of contrasts: against each reference, then face to face."""
    lang = comparison.lang
    references = list(dict.fromkeys(comparison.contrasts["reference"]))
    ordered = [comparison.reference, *(name for name in references if name != comparison.reference)]
    tables = []
    for reference in ordered:
        rows = comparison.against(reference)
        if rows.empty:
            continue
        arms = list(dict.fromkeys(rows["arm"]))
        named = words.arm_name(reference, lang)
        first = rows["outcome"].isin(comparison.primary)
        duel = reference not in BASELINES and reference != comparison.reference
        for key, part in (("versus", rows),) if duel else (
            ("against", rows[first]),
            ("others", rows[~first]),
        ):
            heading = text(
                f"report.contrasts.{key}", lang, arm=words.arm_name(arms[0], lang), reference=named
            )
            tables.append(
                {
                    "heading": words.capitalised(heading),
                    "reference": named,
                    "open": reference == comparison.reference and key == "against",
                    "rows": strips.contrast_rows(comparison, part),
                }
            )
    return [table for table in tables if table["rows"]]


def _contrast_intro(comparison: Comparison) -> str:
    """Say which contrasts follow."""
    lang = comparison.lang
    reference = words.arm_name(comparison.reference, lang)
    if "none" in comparison.arms and comparison.reference != "none":
        other = words.arm_name("none", lang)
        return text("report.contrasts.intro", lang, reference=reference, other=other)
    return text("report.contrasts.intro_one", lang, reference=reference)


def _equal(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the primary contrasts at equal cash and hours given, in reading order."""
    equal = comparison.equal_resources
    if equal.empty:
        return []
    rank = {name: place for place, name in enumerate(comparison.primary)}
    ordered = equal.sort_values("outcome", key=lambda names: names.map(rank), kind="stable")
    rows = strips.contrast_rows(comparison, ordered)
    for row, (_, given) in zip(rows, ordered.iterrows(), strict=True):
        row["arm"] = words.pair_name(
            given["arm"], given["reference"], comparison.reference, comparison.lang
        )
    return rows


def _losers(comparison: Comparison) -> str:
    """Name the groups clearly worse off, arm by arm; those who lose stand in words."""
    from sim.analysis.moved import with_readings

    lang, winners = comparison.lang, comparison.winners
    if winners.empty or (winners["n"] < 2).all():
        return ""
    rows = with_readings(winners[winners["outcome"] == "welfare"])
    said = []
    for arm in comparison.headline:
        own = rows[(rows["arm"] == arm) & (rows["reading"] == "lower")]
        names = [words.called("group", group, lang) for group in own["group"]]
        if names:
            said.append(f"{words.arm_name(arm, lang)}: {', '.join(names)}")
    reference = words.arm_name(comparison.reference, lang)
    if not said:
        return text("report.winners.no_losers", lang, reference=reference)
    return text("report.winners.losers", lang, reference=reference, said="; ".join(said))


def _worlds(comparison: Comparison) -> dict[str, Any] | None:
    """Return each seed's world and which way each primary outcome points there."""
    if not comparison.world_columns or len(comparison.seeds) > MOST_SEEDS_LISTED:
        return None
    lang = comparison.lang
    pair = comparison.duel or (
        (comparison.headline[0], comparison.reference) if comparison.headline else None
    )
    if pair is None:
        return None
    differences, static = comparison.differences(*pair), comparison.static
    worlds = comparison.runs.drop_duplicates("seed").set_index("seed").sort_index()
    order = static["ratio"].sort_values().index if len(static) else worlds.index
    rows = []
    for seed in order:
        if seed not in differences.index:
            continue
        values = [worlds.loc[seed, name] for name in comparison.world_columns]
        rows.append(
            {
                "seed": int(seed),
                "values": [f"{v:.3g}" if isinstance(v, float) else str(v) for v in values],
                "ratio": f"{static.loc[seed, 'ratio']:.2g}" if len(static) else "",
                "signs": [_sign(differences.loc[seed, name]) for name in comparison.primary],
            }
        )
    key = "intro_duel" if comparison.duel else "intro"
    return {
        "intro": text(
            f"report.worlds.{key}",
            lang,
            reference=words.arm_name(comparison.reference, lang),
            minus=words.MINUS,
        ),
        "columns": [name.split(".")[-1].replace("_", " ") for name in comparison.world_columns],
        "paths": [name.removeprefix("world.") for name in comparison.world_columns],
        "ratio": len(static) > 0,
        "outcomes": [words.outcome_texts(name, lang)["name"] for name in comparison.primary],
        "rows": rows,
    }


def _sign(value: float) -> str:
    """Return plus, minus or nought."""
    if value != value:
        return ""
    return "+" if value > 0 else words.MINUS if value < 0 else "0"


def _methods(comparison: Comparison) -> list[str]:
    """Say how the numbers were made."""
    lang, static = comparison.lang, comparison.static
    given = text("report.methods.static_missing", lang)
    if len(static):
        given = text(
            "report.methods.static_given",
            lang,
            side=f"{static['side_km'].iloc[0]:g}",
            sites=words.seeds_said(static["sites"].unique().tolist()),
            overhead=f"{static['overhead'].iloc[0]:g}",
        )
    fields = {
        "burn_in": comparison.manifest.get("config", {}).get("burn_in", "–"),
        "window": titles.window(comparison),
        "static": given,
    }
    return [str(item).format(**fields) for item in texts("report", lang)["methods"]["items"]]


def _failed(comparison: Comparison) -> dict[str, Any] | None:
    """List the runs that failed; nothing when all went well."""
    failed, lang = comparison.failed, comparison.lang
    if failed.empty:
        return None
    total = len(comparison.tables["runs"])
    return {
        "summary": text("report.failed.summary", lang, n=len(failed), total=total),
        "rows": failed[["arm", "seed", "stage", "problem"]].to_dict("records"),
    }


def _provenance(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the birth certificate as rows."""
    lang, manifest = comparison.lang, comparison.manifest
    named = texts("report", lang)["provenance"]["rows"]
    rows = []
    for key, label in named.items():
        if key not in manifest:
            continue
        value = manifest[key]
        if key == "versions":
            value = ", ".join(f"{name} {one}" for name, one in value.items())
        elif key == "seeds":
            value = words.seeds_said(value)
        elif key == "commit":
            value = f"{value or '–'}{text('report.provenance.dirty', lang) if manifest.get('dirty') else ''}"
        elif isinstance(value, list | tuple | dict):
            value = ", ".join(map(str, value))
        rows.append((label, str(value)))
    return rows


def _plain(config: Any) -> str:
    """Write the configuration as YAML."""
    import yaml

    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=100)


def _figure(title: str, svg: str) -> dict[str, str]:
    """Return a figure as an address that holds the picture itself."""
    packed = base64.b64encode(svg.encode()).decode()
    return {"title": title, "source": f"data:image/svg+xml;base64,{packed}"}


def _version(comparison: Comparison) -> str:
    return str(comparison.manifest.get("versions", {}).get("faireville", ""))


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    written = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return written.from_string(_shipped("report.html.j2"))


def _shipped(name: str) -> str:
    return files("sim.report").joinpath(name).read_text(encoding="utf-8")
