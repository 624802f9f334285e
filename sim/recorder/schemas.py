"""What stands in each stored table: its columns, their kinds, units and meanings."""

from sim.recorder.columns import (
    ARM,
    INTERVALS,
    MONTH,
    POINT,
    RUN,
    SEED,
    SPENDER,
    STATUS,
    Column,
    Table,
    X,
    Y,
)
from sim.recorder.schemas_of_people import OF_PEOPLE

MEAN_OVER_SEEDS = -1
"""The seed written in `maps` where a value is the mean over all seeds."""

ABLATION, SHAPLEY = "ablation", "shapley"
"""How it is found out which instrument carried what."""

INSTRUMENT, REMAINDER, WHOLE = "instrument", "remainder", "whole"
"""The parts of a contrast: of one instrument, of no single one, of all together."""

TOGETHER = " + "
"""Between the names of instruments that stand together, in `coalitions`."""

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
        *OF_PEOPLE[:1],
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
        *OF_PEOPLE[1:],
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
                Column("of", "string", "", "whose it is; of the reference with the other sign"),
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
