"""What the model itself lives is the same to the last byte, whoever lives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.ensemble.assemble import hash_of_run
from sim.ensemble.parts import KEPT
from sim.ensemble.store import Store
from sim.ensemble.sweep import sweep
from sim.recorder.tables import rows_of
from tests.ensemble.asking import hashes, scenario
from tests.ensemble.sweeping import barriers, sweep_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MONTHS = 14
"""Enough for a table that is written each twelfth month."""
RUNS = 8


def lived_by(executor: str, out: Path):
    """Return the tables of a small sweep, and all that each of its runs left, as hashes."""
    arms = {arm: scenario(arm, burn_in=1, months=MONTHS) for arm in ("none", "collaboration")}
    given = {"arms": arms, "seeds": 1, "executor": {"kind": executor}}
    asked = sweep_of(out, design=barriers(4), **given)
    answer = sweep(asked)
    assert answer.failed == 0
    parts = Store(asked.store).parts()
    left = {
        (run, name): (hash_of_run(rows), rows.num_rows)
        for part in parts
        for name in KEPT
        for run in part.runs
        for rows in [rows_of(part.table(name), run)]
    }
    return hashes(answer.folder), left


@pytest.fixture(scope="module")
def serially(tmp_path_factory):
    """Return the sweep as one process lives it."""
    return lived_by("serial", tmp_path_factory.mktemp("serially"))


def test_every_table_of_a_run_has_rows_to_be_compared(serially):
    tables, left = serially

    empty = {name for _, name in left} - {name for (_, name), (_, rows) in left.items() if rows}
    assert len(left) == RUNS * len(KEPT)
    assert not empty
    assert {"runs", "timeline", "groups", "places", "ledger", "worth", "design"} == set(tables)


@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_several_workers_leave_what_one_process_leaves(serially, tmp_path, executor):
    tables, left = lived_by(executor, tmp_path)

    assert tables == serially[0]
    assert left == serially[1]
