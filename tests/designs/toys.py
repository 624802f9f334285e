"""A register of a few assumptions of every form, and designs over them."""

from hypothesis import strategies as st

from sim.config.register import Row
from sim.ensemble.designs import design_of


def row(
    path, form="quantity", low=None, high=None, whole=False, choices=(), allowed="a word", unit=""
):
    return Row(
        path=path, meaning="a meaning", unit=unit, allowed=allowed, low=low, high=high,
        default=None, source="assumption", reader="", form=form, whole=whole, choices=choices,
    )  # fmt: skip


KNOWN = [
    row("barrier", low=0, high=1, allowed="a number from 0 to 1", unit="share"),
    row("reach", low=-2, high=7.5),
    row("side", low=1, high=400, whole=True, allowed="a whole number from 1 to 400"),
    row("rent", low=0, high=float("inf"), allowed="a number from 0"),
    row("rule", "choice", choices=("random", "recognised", "conform")),
    row("open", "choice", choices=(True, False)),
    row("weights", "quantities", low=0, high=1),
    row("inside.one", low=0, high=1),
    row("seed", low=0, high=9, whole=True),
]
PRESETS = {"population": ("minority", "quarter"), "inside": ("a", "b")}
DRAWN = ("random", "lhs", "sobol", "saltelli", "morris")
RANGED = {"barrier": [0.25, 0.75], "reach": None, "side": [3, 12], "rule": None}


def laid_out(kind, parameters=None, **more):
    given = RANGED if parameters is None and kind != "rows" else parameters
    return design_of(kind, given, KNOWN, presets=PRESETS, **more)


def values(design):
    return [dict(point.values) for point in design.points]


some_factors = st.dictionaries(
    st.sampled_from(["barrier", "reach", "side", "rule", "open", "population"]),
    st.none(),
    min_size=1,
)
