"""Answers whether a town without policy is alive: writes results/life/.

python -m experiments.life
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.life.living import (
    MONTHS,
    SEEDS,
    SETTLED,
    live_all,
    numbers,
    ranges,
    settled_means,
    turned,
)

OUT = Path("results/life")
KNOB_SEEDS = 2
YEAR = 12
COMPARED = 24
DECIMALS = 4
STEADY = ("population", "share_maker", "share_artist", "share_worker", "share_resident")
PER_CENT = 100
SHOWN = {
    "turnover": ("people who leave", "% of people a year", PER_CENT),
    "mobility": ("moves within the city", "% of people a year", PER_CENT),
    "rent": ("asking rent", "euros a month", 1),
    "rent_burden": ("rent burden", "% of income", PER_CENT),
    "vacancy": ("empty dwellings", "% of dwellings", PER_CENT),
    "population": ("population", "people", 1),
    "ties_per_person": ("ties", "ties per person", 1),
    "tie_age": ("age of ties", "months", 1),
    "full_slots": ("people with no slot left for a tie", "% of people", PER_CENT),
    "field_spread": ("spread between kinds' fields", "ratio to its origin", 1),
    "duplicates": ("ideas made twice", "% of ideas", PER_CENT),
    "new_ideas_per_1000": ("new ideas", "per 1,000 people a year", 1),
    "income": ("median income", "euros a month", 1),
    "unemployment": ("unemployment", "% of wage earners", PER_CENT),
    "firm_births": ("firms founded or arrived", "% of firms a year", PER_CENT),
    "firm_deaths": ("firms closed", "% of firms a year", PER_CENT),
    "place_births": ("third places opened", "% of places a year", PER_CENT),
    "place_deaths": ("third places closed", "% of places a year", PER_CENT),
}


def main() -> None:
    """Live the towns, turn every knob, and write tables and the figure."""
    began, town, signs = time.perf_counter(), numbers(), ranges()
    lived = live_all([(town, seed, MONTHS) for seed in range(SEEDS)])
    OUT.mkdir(parents=True, exist_ok=True)
    seeds, path = settled_means(lived), yearly(pd.concat(lived))
    seeds[[*signs, *STEADY[1:]]].round(DECIMALS).to_csv(OUT / "seeds.csv")
    path[path["sign"].isin([*signs, *STEADY])].round(DECIMALS).to_csv(OUT / "path.csv", index=False)
    verdicts(seeds, signs).round(DECIMALS).to_csv(OUT / "signs.csv")
    trends(path).round(DECIMALS).to_csv(OUT / "trends.csv")
    knobs(town, signs).round(DECIMALS).to_csv(OUT / "knobs.csv")
    draw(signs, seeds, path)
    birth = certificate(town, time.perf_counter() - began)
    (OUT / "manifest.json").write_text(json.dumps(birth, indent=1) + "\n", encoding="utf-8")


def yearly(months: pd.DataFrame) -> pd.DataFrame:
    """Return each sign's mean, 10 % and 90 % over seeds of its mean in every year lived."""
    year = (months["month"] - 1) // YEAR + 1
    by_seed = months.drop(columns="month").groupby(["seed", year]).mean()
    by_year = by_seed.groupby("month")
    table = pd.concat(
        {
            "mean": by_year.mean(),
            "low": by_year.quantile(0.1),
            "high": by_year.quantile(0.9),
        }
    )
    table = table.stack().unstack(0).reset_index()
    table.columns = ["year", "sign", "mean", "low", "high"]
    return table.sort_values(["sign", "year"])


def verdicts(seeds: pd.DataFrame, signs: dict[str, Any]) -> pd.DataFrame:
    """Return each sign's range, its mean over seeds and their spread."""
    rows = {
        sign: {
            "low": given["low"],
            "high": given["high"],
            "mean": seeds[sign].mean(),
            "lowest_seed": seeds[sign].min(),
            "highest_seed": seeds[sign].max(),
            "inside": given["low"] <= seeds[sign].mean() <= given["high"],
        }
        for sign, given in signs.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sign")


def trends(path: pd.DataFrame) -> pd.DataFrame:
    """Return the yearly change of population and kinds from the first to the last two years."""
    mean = path.pivot_table(index="year", columns="sign", values="mean")
    settled = mean.loc[mean.index > SETTLED // YEAR, list(STEADY)]
    width = COMPARED // YEAR
    first, last = settled.iloc[:width].mean(), settled.iloc[-width:].mean()
    years = len(settled) - width
    table = pd.DataFrame({"first": first, "last": last})
    table["per_year"] = np.log(last / first) / years
    return table


def knobs(town: dict[str, Any], signs: dict[str, Any]) -> pd.DataFrame:
    """Return where every range's sign goes when the rate behind it is doubled or halved."""
    different = {(given["knob"]["path"], given["knob"]["factor"]) for given in signs.values()}
    asked = sorted(different)
    towns = [
        (turned(town, {"path": path, "factor": factor}), seed, MONTHS)
        for path, factor in asked
        for seed in range(KNOB_SEEDS)
    ]
    lived = live_all(towns)
    found = {
        knob: settled_means(lived[KNOB_SEEDS * place : KNOB_SEEDS * (place + 1)]).mean()
        for place, knob in enumerate(asked)
    }
    rows = {}
    for sign, given in signs.items():
        path, factor = given["knob"]["path"], given["knob"]["factor"]
        value = found[path, factor][sign]
        rows[sign] = {
            "low": given["low"],
            "high": given["high"],
            "path": path,
            "factor": factor,
            "seeds": KNOB_SEEDS,
            "mean": value,
            "outside": not given["low"] <= value <= given["high"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sign")


def draw(signs: dict[str, Any], seeds: pd.DataFrame, path: pd.DataFrame) -> None:
    """Draw every range with the seeds and the path of their mean over 25 years."""
    from sim.plots import life, style
    from sim.plots.files import save

    shown = pd.DataFrame(
        [
            {
                "sign": sign,
                "name": SHOWN[sign][0],
                "unit": SHOWN[sign][1],
                "low": given["low"] * SHOWN[sign][2],
                "high": given["high"] * SHOWN[sign][2],
            }
            for sign, given in signs.items()
        ]
    )
    values = {sign: (seeds[sign] * SHOWN[sign][2]).to_list() for sign in signs}
    paths = {
        sign: path[path["sign"] == sign].set_index("year")[["mean", "low", "high"]] * SHOWN[sign][2]
        for sign in signs
    }
    with style.styled():
        figure = life.figure(
            shown,
            values,
            life.title(shown, values),
            life.caption(SEEDS, MONTHS // YEAR, SETTLED // YEAR),
            paths,
            settled=SETTLED // YEAR,
        )
        save(figure, OUT, "life", "signs of life of a town without policy")
    (OUT / "life.pdf").unlink()


def certificate(town: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Return with what the result was made."""
    from sim.recorder import provenance

    commit, dirty = provenance.commit()
    return {
        "command": "python -m experiments.life",
        "commit": commit,
        "dirty": dirty,
        "sources": provenance.sources_hash(),
        "versions": provenance.versions(),
        "seeds": SEEDS,
        "months": MONTHS,
        "seconds": round(seconds),
        "config": town,
    }


if __name__ == "__main__":
    main()
