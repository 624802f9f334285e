"""The page itself: one file that needs nothing else, on a screen or on paper."""

import base64
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.analysis.contrasts import BASELINES
from sim.config.catalogue import text, texts
from sim.config.retelling import retold
from sim.plots import words
from sim.report import attribution, books, captions, duels, parts, people, sentences, strips
from sim.report.blind import withheld
from sim.report.comparison import Comparison

if TYPE_CHECKING:
    from jinja2 import Template

Drawn = Sequence[tuple[str, str, str]]


def page(comparison: Comparison, figures: Drawn) -> str:
    """Return the whole report as one page of HTML.

    Parameters
    ----------
    figures : name, title and SVG of each figure
    """
    lang = comparison.lang
    return template("report.html.j2").render(
        t=texts("report", lang),
        title=text("report.title" if comparison.same_money else "report.title_apart", lang),
        lang=lang,
        css=shipped("report.css"),
        figures={name: as_address(title, svg) for name, title, svg in figures},
        foot=text("report.foot", lang, version=version(comparison)),
        provenance=provenance_rows(comparison),
        config=as_yaml(comparison.manifest.get("config", {})),
        failed=failed_runs(comparison),
        blind=withheld(comparison.manifest),
        **(_read(comparison) if comparison.arms else {"empty": True}),
    )


def _read(comparison: Comparison) -> dict[str, Any]:
    """Return everything the page says of the finished runs."""
    lang = comparison.lang
    reference = words.arm_name(comparison.reference, lang)
    return {
        "empty": False,
        "question": duels.question(comparison),
        "setting": _setting(comparison),
        "reference": reference,
        "summary": sentences.summary(comparison),
        "answers": [
            answer
            | {
                "duels": duels.told(comparison, answer["outcome"]),
                "strip": strips.strip(comparison, answer["outcome"]),
            }
            for answer in sentences.answers(comparison)
        ],
        "strip_help": text("report.answer.strip_help", lang, reference=reference),
        "strip_width": strips.WIDTH,
        "notes": [
            note
            for note in (
                sentences.how_sure(comparison),
                sentences.what_could_be_seen(comparison),
                sentences.which_worlds(comparison),
                sentences.geometry(comparison),
                *duels.matched(comparison),
                sentences.what_else_moved(comparison),
                books.cost_note(comparison),
            )
            if note
        ],
        "stand_for": parts.stand_for(comparison),
        "moved": parts.moved(comparison),
        "moved_intro": text("report.moved.intro", lang, reference=reference),
        "costs": books.cost_rows(comparison),
        "cost_notes": [
            books.who_pays(comparison),
            *books.missing_money(comparison),
            books.equal_resources_said(comparison),
        ],
        "instruments": books.instrument_rows(comparison),
        "equal": parts.equal(comparison),
        "accounts": books.account_table(comparison),
        "tables": parts.contrast_tables(comparison),
        "attribution": attribution.part(comparison),
        "contrast_intro": parts.contrast_intro(comparison),
        "intros": {
            name: text(f"report.{name}.intro", lang, reference=reference)
            for name in ("timelines", "winners", "maps", "costs", "matched")
        },
        "kind_intro": text("report.costs.kind_intro", lang, reference=reference),
        "people": people.part(comparison),
        "worlds": parts.worlds(comparison),
        "methods": _methods(comparison),
        "outcomes": [
            words.outcome_texts(name, lang) for name in (*comparison.primary, *comparison.others)
        ],
    }


def _setting(comparison: Comparison) -> str:
    """Say what was compared: arms, seeds, years, money."""
    lang, config, n = comparison.lang, comparison.manifest.get("config", {}), len(comparison.seeds)
    granted, heads = books.grant(comparison), books.people(comparison)
    years = comparison.months / books.MONTHS_A_YEAR
    said = text(
        "report.grant",
        lang,
        euros=words.money(granted, lang),
        head=words.money(granted / heads / years, lang) if heads else "–",
    )
    return text(
        "report.setting",
        lang,
        arms=len(comparison.arms),
        seeds=text(f"report.seeds.{'one' if n == 1 else 'many'}", lang, n=n),
        years=captions.years(comparison),
        burn_in=config.get("burn_in", "–"),
        budget=_budget(comparison),
        grant=said if granted and comparison.same_money else "",
        window=captions.window(comparison),
    )


def _budget(comparison: Comparison) -> str:
    """Say what share of the city's income the grant is; arm by arm where it differs."""
    lang, grants = comparison.lang, comparison.grants
    if comparison.same_money:
        share = next(iter(grants.values()), comparison.manifest.get("config", {}).get("budget", 0))
        return text("report.budget.same", lang, share=100 * float(share))
    said = {words.arm_name(arm, lang): 100 * share for arm, share in grants.items()}
    each = [text("report.budget.each", lang, arm=arm, share=said[arm]) for arm in said]
    return text("report.budget.apart", lang, shares=words.listed(each, lang))


def _money(comparison: Comparison) -> str:
    """Say whether all arms have the same money, and what it is held against."""
    lang = comparison.lang
    said = text(f"report.methods.{'same' if comparison.same_money else 'other'}_money", lang)
    if comparison.reference == BASELINES[0]:
        said += f" {text('report.methods.against_cash', lang)}"
    return said


def _methods(comparison: Comparison) -> list[str]:
    """Say how the numbers were made."""
    lang, static = comparison.lang, comparison.static
    key = "static_withheld" if withheld(comparison.manifest) else "static_missing"
    given = text(f"report.methods.{key}", lang)
    if len(static):
        given = text(
            "report.methods.static_given",
            lang,
            side=words.plain(static["side_km"].iloc[0], lang),
            sites=words.seeds_said(static["sites"].unique().tolist()),
            few=words.seeds_said(static["few"].unique().tolist()),
            overhead=words.rough(100 * static["overhead"].mean(), lang),
        )
    fields = {
        "burn_in": comparison.manifest.get("config", {}).get("burn_in", "–"),
        "window": captions.window(comparison),
        "static": given,
        "money": _money(comparison),
        "paid": books.who_pays(comparison),
    }
    return [str(item).format(**fields) for item in texts("report", lang)["methods"]["items"]]


def failed_runs(comparison: Comparison) -> dict[str, Any] | None:
    """List the runs that failed; nothing when all went well."""
    failed, lang = comparison.failed, comparison.lang
    if failed.empty:
        return None
    total = len(comparison.tables["runs"])
    return {
        "summary": text("report.failed.summary", lang, n=len(failed), total=total),
        "rows": [
            row | {name: retold(str(row[name]), lang) for name in ("stage", "problem")}
            for row in failed[["arm", "seed", "stage", "problem"]].to_dict("records")
        ],
    }


def provenance_rows(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the birth certificate as rows."""
    lang, manifest = comparison.lang, comparison.manifest
    named = texts("report", lang)["provenance"]["rows"]
    rows = []
    for key, label in named.items():
        value = manifest.get(key)
        if value in (None, "", [], {}):
            continue
        if key == "seeds":
            value = words.seeds_said(value)
        elif key == "commit":
            changed = text("report.provenance.dirty", lang) if manifest.get("dirty") else ""
            value = f"{value} {changed}".rstrip()
        elif key in ("versions", "platform"):
            value = ", ".join(f"{name} {one}" for name, one in value.items())
        elif isinstance(value, list | tuple | dict):
            value = ", ".join(retold(str(one), lang) for one in value)
        elif key == "status":
            value = retold(str(value), lang)
        rows.append((label, str(value)))
    return rows


def as_yaml(config: Any) -> str:
    """Write the configuration as YAML."""
    import yaml

    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=100)


def as_address(title: str, svg: str) -> dict[str, str]:
    """Return a figure as an address that holds the picture itself."""
    packed = base64.b64encode(svg.encode()).decode()
    return {"title": title, "source": f"data:image/svg+xml;base64,{packed}"}


def version(comparison: Comparison) -> str:
    """Return which faireville lived what is shown."""
    return str(comparison.manifest.get("versions", {}).get("faireville", ""))


@cache
def template(name: str) -> "Template":
    """Return one of the pages that are filled in, read once."""
    from jinja2 import Environment, StrictUndefined

    written = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return written.from_string(shipped(name))


def shipped(name: str) -> str:
    """Return a file that lies beside this one."""
    return files("sim.report").joinpath(name).read_text(encoding="utf-8")
