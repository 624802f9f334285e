"""What stands in each stored table: its columns, their kinds, units and meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = 1
"""Raised by one whenever a column is renamed, removed or changes its meaning."""

MEAN_OVER_SEEDS = -1
"""The seed written in `maps` where a value is the mean over all seeds."""

ABLATION, SHAPLEY = "ablation", "shapley"
"""How it is found out which instrument carried what."""

INSTRUMENT, REMAINDER, WHOLE = "instrument", "remainder", "whole"
"""The parts of a contrast: of one instrument, of no single one, of all together."""

TOGETHER = " + "
"""Between the names of instruments that stand together, in `coalitions`."""


@dataclass(frozen=True)
class Column:
    """One column of a stored table."""

    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One stored table; `more` says which further columns it carries, if any."""

    name: str
    row: str
    columns: tuple[Column, ...]
    more: str = ""

    def arrow_schema(self, more: Mapping[str, str] | None = None) -> pa.Schema:
        """Return the columns as Arrow knows them, the table's name and version with them."""
        import pyarrow as pa

        kinds = {column.name: column.kind for column in self.columns} | dict(more or {})
        fields = [pa.field(name, _arrow_kind(kind)) for name, kind in kinds.items()]
        return pa.schema(fields, metadata={"table": self.name, "version": str(SCHEMA_VERSION)})


def _arrow_kind(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind == "label":
        return pa.dictionary(pa.int8(), pa.string())
    return pa.type_for_alias(kind)


RUN = Column("run_id", "string", "", "identity of the run, a hash of all that decides it")
SEED = Column("seed", "int32", "", "seed of the city's luck")
POINT = Column("point", "int32", "", "number of the point of the design")
"""Stands in the tables of a sweep, after the columns that every answer has."""
ARM = Column("arm", "string", "", "name of the arm in the question")
MONTH = Column("month", "int32", "months", "months since the policy began; 0 is the last before it")
X = Column("x", "int16", "cells", "column of the cell, from the west")
Y = Column("y", "int16", "cells", "row of the cell, from the south")
STATUS = (
    Column("status", "string", "", "done or failed"),
    Column("stage", "string", "", "where a failed run stopped; empty when done"),
    Column("problem", "string", "", "why a failed run stopped; empty when done"),
)
SPENDER = Column("instrument", "string", "", "the instrument that spent, or purse")
INTERVALS = (
    Column("t_low", "float64", "of the outcome", "lower end of the paired-t interval"),
    Column("t_high", "float64", "of the outcome", "upper end of the paired-t interval"),
    Column("bca_low", "float64", "of the outcome", "lower end of the BCa interval"),
    Column("bca_high", "float64", "of the outcome", "upper end of the BCa interval"),
)

TABLES = {
    table.name: table
    for table in (
        Table(
            "timeline",
            "one month of one run, from the first of the burn-in to the last",
            (RUN, SEED, ARM, MONTH),
            "one float64 column per outcome and per diagnostic",
        ),
        Table(
            "runs",
            "one run of a comparison, done or failed",
            (RUN, SEED, ARM, *STATUS),
            "`world.<path>` per sampled parameter, one float64 column per outcome",
        ),
        Table(
            "outcomes",
            "the one run of `run`, done or failed",
            (RUN, SEED, ARM, *STATUS),
            "one float64 column per outcome",
        ),
        Table(
            "groups",
            "one outcome of one group of people at the end of one run",
            (
                RUN,
                SEED,
                ARM,
                Column("grouping", "string", "", "kind, income_third, district or cohort"),
                Column("group", "string", "", "the group within its grouping"),
                Column("outcome", "string", "", "what is measured"),
                Column("value", "float64", "of the outcome", "its value in the group"),
                Column("people", "int32", "people", "people in the group"),
            ),
        ),
        Table(
            "maps",
            "one cell in one layer of one arm, each twelfth month; the mean over its finished"
            " seeds (seed -1) and its first seed",
            (
                Column("arm", "label", "", ARM.meaning),
                SEED,
                MONTH,
                Column("layer", "label", "", "rent, people, creative, visits or amenity"),
                X,
                Y,
                Column("value", "float32", "of the layer", "what stands in the cell"),
            ),
        ),
        Table(
            "places",
            "one third place that is open, each twelfth month of one run",
            (
                RUN,
                SEED,
                ARM,
                MONTH,
                X,
                Y,
                Column("seats", "int32", "seats", "how many it seats"),
                Column("users", "int32", "people", "who came in the month"),
                Column("origin", "string", "", "grassroots, public or firm"),
                Column("tenure", "string", "", "public, private or commons"),
                Column("open_since", "int32", "months", "month it opened, counted as `month` is"),
            ),
        ),
        Table(
            "ties",
            "one tie between two people at the end of a run of the first seed; a sample",
            (
                RUN,
                SEED,
                ARM,
                MONTH,
                Column("x1", "int16", "cells", "home of the one, column"),
                Column("y1", "int16", "cells", "home of the one, row"),
                Column("x2", "int16", "cells", "home of the other, column"),
                Column("y2", "int16", "cells", "home of the other, row"),
                Column("strength", "float32", "share", "0 strangers, 1 inseparable"),
                Column("cross_field", "bool", "", "whether it joins two fields"),
            ),
        ),
        Table(
            "ledger",
            "one account of one instrument over all policy months of one run",
            (
                RUN,
                SEED,
                ARM,
                SPENDER,
                Column("account", "string", "", "what the money was for"),
                Column("euros", "float64", "euros", "sum over the policy months"),
            ),
        ),
        Table(
            "contrasts",
            "one outcome of one arm against a reference, paired by seed",
            (
                Column("outcome", "string", "", "what is compared"),
                ARM,
                Column("reference", "string", "", "the arm it is held against"),
                Column("n", "int32", "seeds", "pairs compared"),
                Column("mean_arm", "float64", "of the outcome", "mean of the arm"),
                Column("mean_reference", "float64", "of the outcome", "mean of the reference"),
                Column("difference", "float64", "of the outcome", "mean paired difference"),
                Column("relative_difference", "float64", "share", "difference / reference"),
                Column("sd", "float64", "of the outcome", "spread of the differences"),
                *INTERVALS,
                Column("sign_flip_share", "float64", "share", "pairs of the other sign"),
                Column("median", "float64", "of the outcome", "median difference"),
                Column("p10", "float64", "of the outcome", "tenth percentile of differences"),
                Column("p90", "float64", "of the outcome", "ninetieth percentile of differences"),
            ),
        ),
        Table(
            "coalitions",
            "one run in which some instruments of an arm keep their money and the reference's has"
            " the rest, done or failed",
            (
                RUN,
                SEED,
                Column("arm", "string", "", "the arm whose instruments they are"),
                Column("kept", "string", "", f"instruments that keep it, joined by '{TOGETHER}'"),
                *STATUS,
            ),
            "one float64 column per outcome",
        ),
        Table(
            "attribution",
            "one part of what one arm changed in one outcome; in every seed the parts add up",
            (
                Column("outcome", "string", "", "what is parted"),
                ARM,
                Column("reference", "string", "", "the arm it is held against"),
                Column(
                    "part",
                    "string",
                    "",
                    "instrument; remainder, what no single one carries; whole, their sum",
                ),
                Column("instrument", "string", "", "the instrument; empty of the other parts"),
                Column("method", "string", "", "ablation or shapley"),
                Column("n", "int32", "seeds", "seeds with every coalition of the arm"),
                Column("share", "float64", "of the outcome", "mean over the seeds"),
                Column("sd", "float64", "of the outcome", "spread over the seeds"),
                *INTERVALS,
                Column("sign_flip_share", "float64", "share", "seeds of the other sign"),
            ),
        ),
        Table(
            "design",
            "one point of the design of a sweep",
            (POINT,),
            "`factor.<path>` per factor, float64 where all its values are numbers",
        ),
        Table(
            "sensitivity",
            "one index of one factor: how it moves the paired difference between two arms",
            (
                Column("outcome", "string", "", "in what the arms differ"),
                ARM,
                Column("reference", "string", "", "the arm it is held against"),
                Column("factor", "string", "", "path of what is varied"),
                Column(
                    "index",
                    "string",
                    "",
                    "first_order, total (Sobol); mu, mu_star, sigma (Morris); luck: what it gives",
                ),
                Column("value", "float64", "share, or of the outcome", "the index"),
                Column("low", "float64", "as value", "lower end of its 95 % bootstrap interval"),
                Column("high", "float64", "as value", "upper end of its 95 % bootstrap interval"),
                Column("n", "int32", "blocks", "base samples or trajectories it rests on"),
                Column("seeds", "int32", "seeds", "seeds each point's difference is the mean of"),
            ),
        ),
        Table(
            "log",
            "one run as it was lived here: the only table two equal comparisons differ in",
            (
                RUN,
                SEED,
                ARM,
                Column("part", "string", "", "folder of the run store that holds it"),
                Column("machine", "string", "", "where it was lived"),
                Column("started", "string", "", "when, as ISO 8601 in UTC"),
                Column(
                    "seconds", "float64", "seconds", "how long, its share of the burn-in with it"
                ),
                Column("traceback", "string", "", "of a failed run"),
            ),
        ),
    )
}
