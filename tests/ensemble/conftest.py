"""Results that are kept, lived once and copied for each test that changes them."""

from __future__ import annotations

import shutil

import pytest

from sim.ensemble.compare import compare
from tests.ensemble.asking import question


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Return a folder with a comparison, a single run and the store of both; copy, never change."""
    out = tmp_path_factory.mktemp("kept")
    compare(question(out, "none", "collaboration", seeds=2))
    for seed in (0, 1):
        compare(question(out, "cash", command="run", seeds=1, seed=seed, worlds={}))
    return out


@pytest.fixture
def results(kept, tmp_path):
    """Return a copy of everything that is kept, to be changed."""
    return shutil.copytree(kept, tmp_path / "results")
