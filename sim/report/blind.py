"""A comparison without the names of its policies: letters, until a verdict is written."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from string import ascii_uppercase
from typing import Any

import pandas as pd

from sim.analysis import costs
from sim.analysis.contrasts import BASELINES, FACE_TO_FACE, MATCHED_ARMS, FaceToFace, Pair
from sim.config.catalogue import text
from sim.plots import words

NAMES_WITHHELD = "names_withheld"
TABLES = (
    "runs", "timeline", "groups", "maps", "places", "ties", "ledger",
    "founders", "candidates", "worth",
)  # fmt: skip
"""Tables that can be shown by letters; contrasts are made again, the others are left out."""
TOLD = ("identity", "seeds", "versions")
SETTING = ("burn_in", "months", "budget")
OF_THE_CITY = ("people", "cell_km")
SPENT, TOGETHER = "spent", "all"

Tables = dict[str, pd.DataFrame]


def withheld(manifest: Mapping[str, Any]) -> bool:
    """Tell whether arms are called by letters in what a manifest belongs to."""
    return bool(manifest.get(NAMES_WITHHELD))


def blinded(
    tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], lang: str = "en"
) -> tuple[Tables, dict[str, Any]]:
    """Return tables and manifest of a comparison in which policies are called by letters.

    What would give a policy away is left out: what it says of itself, its instruments and what
    each was spent on, its configuration. Rows stand in the order of the letters.
    """
    faces = FaceToFace.of(manifest.get("config", {}))
    given = dict.fromkeys([*manifest.get("arms", ()), *map(str, tables["runs"]["arm"])])
    names = letters(given, faces.twins, str(manifest.get("identity", "")), lang)
    shown = {name: tables[name] for name in TABLES if name in tables}
    if len(shown.get("ledger", ())):
        shown["ledger"] = _totals(shown["ledger"], shown["timeline"], manifest)
    shown["runs"] = _without_problems(shown["runs"], lang)
    lettered = {name: _lettered(rows, names) for name, rows in shown.items()}
    return lettered, _told(manifest, names, faces, given)


def letters(
    arms: Iterable[str], twins: Mapping[str, str], identity: str, lang: str = "en"
) -> dict[str, str]:
    """Return what each arm is called, in the order in which they are shown.

    Arms nobody contests keep their names. The order of the others is drawn from the identity of
    the question: not theirs in it, nor that of their names.

    Parameters
    ----------
    twins : mapping of arm to its matched twin
        A twin has the letter of its arm, and a mark; its arm has one even where it is absent.
    """
    given = set(arms)
    beside = {twin: arm for arm, twin in twins.items() if arm not in set(twins.values())}
    contested = {beside.get(arm, arm) for arm in given} - set(BASELINES)
    drawn = sorted(contested, key=lambda arm: sha256(f"{identity} {arm}".encode()).digest())
    names = {arm: arm for arm in reversed(BASELINES)}
    names |= {arm: _letter(place) for place, arm in enumerate(drawn)}
    of = {arm: twin for twin, arm in beside.items() if twin in given and twin not in BASELINES}
    return names | {
        of[arm]: text("figures.twin", lang, arm=words.arm_name(name, lang))
        for arm, name in names.items()
        if arm in of
    }


def _letter(place: int) -> str:
    """Return A, B, … and, when these are used up, A2, B2, …."""
    times, rest = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[rest] + (str(times + 1) if times else "")


def _lettered(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Call the arms of a table by their letters, and put its rows in the order of these."""
    if rows.empty:
        return rows
    named = rows["arm"].astype(str).map(names)
    told = rows.assign(arm=named, _place=named.map(_ranks(names)))
    if "run_id" in told:
        told["run_id"] = named + " " + told["seed"].astype(str)
    ordered = told.sort_values(["seed", "_place"], kind="stable", ignore_index=True)
    return ordered.drop(columns="_place")


def _ranks(names: Mapping[str, str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names.values())}


def _totals(
    ledger: pd.DataFrame, timeline: pd.DataFrame, manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Sum what was spent, and the hours given: what it was spent on tells whose it is."""
    public = manifest.get("config", {}).get("economy", {}).get("public", {})
    books = costs.with_volunteer_time(ledger, timeline, float(public.get("shadow_wage", 0)))
    account = books["account"].where(books["account"].isin(costs.NOT_SPENT), SPENT)
    account = account.mask(books["account"].isin(costs.IN_KIND), costs.HOURS)
    payer = books["instrument"].where(account == "grant", TOGETHER)
    keys = ["run_id", "seed", "arm", "instrument", "account"]
    told = books.assign(instrument=payer, account=account)
    return told.groupby(keys, sort=False, observed=True)["euros"].sum().reset_index()


def _without_problems(runs: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Withhold why runs failed: the reason may name what was being built."""
    if "problem" not in runs:
        return runs
    problem = runs["problem"].astype(object)
    failed = runs["status"] != "done"
    return runs.assign(problem=problem.mask(failed, text("report.blind.problem", lang)))


def _told(
    manifest: Mapping[str, Any], names: Mapping[str, str], faces: FaceToFace, given: Iterable[str]
) -> dict[str, Any]:
    """Return the birth certificate without anything that is of one arm alone, but its grant."""
    config, arms = manifest.get("config", {}), manifest.get("arms", {})
    city = config.get("city", {})
    here = [arm for arm in names if arm in set(given)]
    kept = {key: config[key] for key in SETTING if key in config}
    return {
        NAMES_WITHHELD: True,
        **{key: manifest[key] for key in TOLD if key in manifest},
        "arms": {names[arm]: _grant(arms.get(arm, {})) for arm in here},
        "config": {
            **kept,
            "city": {key: city[key] for key in OF_THE_CITY if key in city},
            FACE_TO_FACE: _pairs(faces, names),
            MATCHED_ARMS: {
                names[arm]: names[twin]
                for arm, twin in faces.twins.items()
                if arm in names and twin in names
            },
        },
    }


def _grant(arm: Mapping[str, Any]) -> dict[str, Any]:
    """Return of an arm only whether it spends anything, and its share of the city's income."""
    spends = bool(arm.get("policy", {}).get("instruments"))
    told: dict[str, Any] = {"policy": {"instruments": {TOGETHER: {}} if spends else {}}}
    return told | ({"budget": arm["budget"]} if "budget" in arm else {})


def _pairs(faces: FaceToFace, names: Mapping[str, str]) -> list[Pair]:
    """Return the pairs told face to face, the later letter always against the earlier.

    Which of two policies a question holds against the other is known of the usual one.
    """
    ranks = _ranks(names)
    known = [{names[arm] for arm in pair} for pair in faces.listed if set(pair) <= set(names)]
    places = {tuple(sorted((ranks[name] for name in pair), reverse=True)) for pair in known}
    told = list(names.values())
    return [(told[later], told[earlier]) for later, earlier in sorted(places)]
