"""Made-up sweeps: runs whose difference between two arms is a known function of their point."""

import numpy as np
import pandas as pd

from sim.config.register import Row
from sim.ensemble.designs import design_of


def row(path, low, high, whole=False, choices=()):
    return Row(
        path=path, meaning="", unit="", allowed="", low=low, high=high, default=None, source="",
        reader="", form="choice" if choices else "quantity", whole=whole, choices=choices,
    )  # fmt: skip


def laid_out(kind, known, **more):
    """Return a design over all that is known, each factor over its whole range."""
    return design_of(kind, {row.path: None for row in known}, known, **more)


def table_of(design):
    """Return the table of points as a sweep keeps it."""
    return pd.DataFrame(
        {"point": [point.number for point in design.points]}
        | {
            f"factor.{factor.path}": [point.values[factor.path] for point in design.points]
            for factor in design.factors
        }
    )


def lived(design, difference, seeds=2, noise=0.0, outcome="new_ideas_per_1000"):
    """Return runs of two arms whose difference at each point is a function of its values.

    What both arms share, however large, is in their difference no more.
    """
    luck = np.random.default_rng(7)
    rows = []
    for point in design.points:
        for seed in range(seeds):
            shared = 100 * np.random.default_rng(seed).standard_normal()
            gap = difference(**{path.replace(".", "_"): v for path, v in point.values.items()})
            gap += noise * luck.standard_normal()
            for arm, value in (("cash", shared), ("collaboration", shared + gap)):
                rows.append(
                    {
                        "run_id": f"{point.number}-{seed}-{arm}", "point": point.number,
                        "seed": seed, "arm": arm, "status": "done", outcome: value,
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)
