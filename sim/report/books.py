"""What each arm cost, said in sentences and rows."""

from typing import Any

import pandas as pd

from sim.analysis import costs
from sim.config.catalogue import text
from sim.plots import words
from sim.report.comparison import Comparison
from sim.report.sentences import note

CENT = 0.01
TAXED = "people"
"""Who gives the grant in the ledger where it is raised by local tax."""
MONTHS_A_YEAR = 12


def grant(comparison: Comparison) -> float:
    """Return the mean grant of an arm that has one, in euros; 0 where the books are missing."""
    ledger = comparison.ledger
    if ledger.empty:
        return 0.0
    return float(costs.by_account(ledger)["grant"].max())


def mean_books(ledger: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return each arm's books, mean over seeds."""
    books: Any = costs.resources(ledger).groupby(level="arm").mean().to_dict("index")
    return dict(books)


def people(comparison: Comparison) -> float:
    """Return the mean population, for sums a head; 0 where nobody was counted."""
    runs = comparison.runs
    return float(runs["population"].mean()) if "population" in runs else 0.0


def cost_rows(comparison: Comparison) -> list[dict[str, str]]:
    """Return each arm's books in one row: granted, spent, returned, kept, hours, a head a year."""
    ledger = comparison.ledger
    if ledger.empty:
        return []
    books = mean_books(ledger)
    heads = people(comparison) * comparison.months / MONTHS_A_YEAR
    rows = []
    for arm in comparison.arms:
        if arm not in books:
            continue
        own = books[arm]
        row = {
            name: words.money(own[name], comparison.lang)
            for name in ("grant", "spent", "returned", "balance", "in_kind")
        }
        row["arm"], row["key"] = words.arm_name(arm, comparison.lang), arm
        row["head"] = words.money(own["spent"] / heads, comparison.lang) if heads else "–"
        rows.append(row)
    return rows


def who_pays(comparison: Comparison) -> str:
    """Say whether the grant comes from outside the city or from its people, arm by arm."""
    lang, ledger = comparison.lang, comparison.ledger
    if ledger.empty:
        return ""
    granted = ledger[(ledger["account"] == "grant") & (ledger["euros"] > 0)]
    taxed = set(granted["arm"][granted["instrument"] == TAXED])
    arms = [arm for arm in comparison.arms if arm in set(granted["arm"])]
    if not arms:
        return ""
    if not taxed:
        return text("report.cost.paid_outside", lang)
    if taxed == set(arms):
        return text("report.cost.paid_people", lang)
    named = {arm: words.arm_name(arm, lang) for arm in arms}
    return text(
        "report.cost.paid_mixed",
        lang,
        taxed=words.enumerated([named[arm] for arm in arms if arm in taxed], lang),
        granted=words.enumerated([named[arm] for arm in arms if arm not in taxed], lang),
    )


def missing_money(comparison: Comparison) -> list[str]:
    """Say which arm's books do not add up; nothing when all do, to the cent."""
    ledger = comparison.ledger
    if ledger.empty:
        return []
    gaps = costs.resources(ledger)["gap"].groupby(level="arm").agg(lambda gap: gap.abs().max())
    return [
        text(
            "report.cost.gap",
            comparison.lang,
            arm=words.arm_name(str(arm), comparison.lang),
            euros=words.money(gap, comparison.lang),
        )
        for arm, gap in gaps.items()
        if gap > CENT
    ]


def equal_resources_said(comparison: Comparison) -> str:
    """Say which readings change once the hours people gave are counted."""
    lang, equal = comparison.lang, comparison.equal_resources
    if equal.empty:
        return ""
    names: dict[str, str] = {
        word: text(f"report.contrasts.reading.{word}", lang)
        for word in ("higher", "lower", "unclear", "same", "single", "absent")
    }
    changed = []
    for _, row in equal.iterrows():
        before = comparison.contrast(row["outcome"], row["arm"], row["reference"])
        if before is None or before["reading"] == row["reading"]:
            continue
        changed.append(
            text(
                "report.cost.equal_changes",
                lang,
                outcome=words.outcome_texts(row["outcome"], lang)["name"],
                arm=words.pair_name(row["arm"], row["reference"], comparison.reference, lang),
                before=names[before["reading"]],
                after=names[row["reading"]],
            )
        )
    said = words.parted(changed, lang) if changed else text("report.cost.equal_same", lang)
    return text("report.cost.equal", lang, said=said)


def account_table(comparison: Comparison) -> dict[str, Any] | None:
    """Return every account under every arm, mean over seeds: also those nobody spent on."""
    lang, ledger = comparison.lang, comparison.ledger
    if ledger.empty:
        return None
    table = costs.by_account(ledger)
    arms = [arm for arm in comparison.arms if arm in table.index]
    rows = [
        {
            "account": words.called("account", str(account), lang),
            "kind": _sort_of(str(account)),
            "euros": [words.number(euros[arm], 0, lang) for arm in arms],
        }
        for account, euros in table.to_dict().items()
    ]
    return {"arms": [words.arm_name(arm, lang) for arm in arms], "rows": rows}


def _sort_of(account: str) -> str:
    """Say whether an account is the grant, public spending, what was not spent, or hours."""
    if account in costs.IN_KIND:
        return "hours"
    return "unspent" if account in costs.NOT_SPENT else "spent"


def instrument_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what each instrument spent on what, with its share of the grant."""
    ledger = comparison.ledger
    if ledger.empty:
        return []
    table = costs.by_instrument(ledger)
    granted = costs.by_account(ledger)["grant"]
    rows = []
    for arm in comparison.arms:
        for _, row in table[table["arm"] == arm].iterrows():
            if row["account"] == "grant":
                continue
            share = row["euros"] / granted[arm] if granted[arm] else float("nan")
            rows.append(
                {
                    "arm": words.arm_name(arm, comparison.lang),
                    "instrument": words.called("instrument", row["instrument"], comparison.lang),
                    "account": words.called("account", row["account"], comparison.lang),
                    "euros": words.number(row["euros"], 0, comparison.lang),
                    "share": words.percent(share, 1, comparison.lang) if share == share else "–",
                }
            )
    return rows


def cost_note(comparison: Comparison) -> dict[str, str] | None:
    """Say in one sentence what each headline arm spent, kept and asked of people."""
    lang, ledger = comparison.lang, comparison.ledger
    if ledger.empty:
        return None
    books = mean_books(ledger)
    said = [
        text(
            "report.notes.cost_arm",
            lang,
            arm=words.arm_name(arm, lang),
            spent=words.money(books[arm]["spent"], lang),
            kept=words.money(books[arm]["returned"] + books[arm]["balance"], lang),
            hours=words.money(books[arm]["in_kind"], lang),
        )
        for arm in [comparison.reference, *comparison.headline]
        if arm in books
    ]
    return note("cost", lang, said=words.capitalised(words.parted(said, lang))) if said else None
