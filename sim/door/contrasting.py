"""What is made of the tables of an answer and kept beside them: contrasts, shares, sensitivity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.analysis.attribution import attribution
from sim.analysis.contrasts import (
    FACE_TO_FACE,
    FaceToFace,
    Pair,
    contrasts,
    default_pairs,
    pairs_in,
)
from sim.analysis.sensitivity import sensitivity
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

OF = "of"
"""The column of shares that says whose they are."""


def pairs_of(told: Mapping[str, Any], kept: pd.DataFrame | None = None) -> list[Pair]:
    """List the pairs of arms that an answer holds against each other.

    Those kept of an answer stand as they are where its question said nothing of pairs yet.
    """
    config = told.get("config", {})
    if kept is not None and FACE_TO_FACE not in config:
        return pairs_in(kept)
    return default_pairs(told["arms"], FaceToFace.of(config))


def contrasted(
    runs: pd.DataFrame, told: Mapping[str, Any], kept: pd.DataFrame | None = None
) -> pa.Table:
    """Hold the arms against each other, paired by seed, as one of the stored tables."""
    made = contrasts(runs, pairs_of(told, kept))
    return table_of("contrasts", {str(name): column for name, column in made.items()})


def attributed(
    runs: pd.DataFrame,
    coalitions: pd.DataFrame,
    told: Mapping[str, Any],
    kept: pd.DataFrame | None = None,
) -> pa.Table:
    """Say which instrument carried what of each contrast, as one of the stored tables.

    Shares kept from before pairs had any do not say whose they are: they stand as they are.
    """
    asked, faces = told["attribution"], FaceToFace.of(told.get("config", {}))
    before_pairs = kept is not None and OF not in kept
    pairs = [*faces.pairs(told["arms"]), *faces.matched(told["arms"]).values()]
    made = attribution(
        runs,
        coalitions,
        asked["players"],
        asked["reference"],
        asked["method"],
        [] if before_pairs else pairs,
    )
    table = table_of("attribution", {str(name): column for name, column in made.items()})
    return table.drop_columns(OF) if before_pairs else table


def decided(
    runs: pd.DataFrame,
    design: pd.DataFrame,
    told: Mapping[str, Any],
    kept: pd.DataFrame | None = None,
) -> pa.Table:
    """Say how much each factor decides between two arms, as one of the stored tables."""
    made = sensitivity(runs, design, told["design"], pairs_of(told, kept))
    return table_of("sensitivity", {str(name): column for name, column in made.items()})
