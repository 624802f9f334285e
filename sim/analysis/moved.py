"""What each arm moved, what it did not, and where the seeds do not agree enough to say.

A difference is called clear only where every interval at hand leaves zero out. Intervals are
read one at a time; with many outcomes about one in twenty will look clear by chance alone.
"""

from typing import Literal

import numpy as np
import pandas as pd

Reading = Literal["higher", "lower", "unclear", "same", "single", "absent"]


def reading(row: pd.Series) -> Reading:
    """Say whether an arm is clearly higher, clearly lower, or not clearly either.

    ``same``: not one seed differs. ``single``: one seed only, so no interval exists.
    ``absent``: no seed was finished in both arms.
    """
    if row["n"] == 0 or not np.isfinite(row["difference"]):
        return "absent"
    if row["n"] < 2:
        return "single"
    if row["difference"] == 0 and row["sd"] == 0:
        return "same"
    lows = [row[name] for name in ("t_low", "bca_low") if np.isfinite(row[name])]
    highs = [row[name] for name in ("t_high", "bca_high") if np.isfinite(row[name])]
    if min(lows) > 0:
        return "higher"
    return "lower" if max(highs) < 0 else "unclear"


def with_readings(contrasts: pd.DataFrame) -> pd.DataFrame:
    """Add a column saying in one word what each contrast shows."""
    read = contrasts.copy()
    read["reading"] = [reading(row) for _, row in contrasts.iterrows()]
    return read


def moved(contrasts: pd.DataFrame, reference: str) -> dict[str, dict[str, list[str]]]:
    """List, arm by arm, the outcomes it raised, lowered, and did not clearly move."""
    against = with_readings(contrasts[contrasts["reference"] == reference])
    return {
        str(arm): {
            word: list(rows.loc[rows["reading"] == word, "outcome"])
            for word in ("higher", "lower", "unclear", "same", "single")
        }
        for arm, rows in against.groupby("arm", sort=False)
    }
