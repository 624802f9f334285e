import sys

import pytest


@pytest.fixture
def toys_may_be_built(monkeypatch):
    """Let `build` make the toys of these tests beside the classes of sim."""
    monkeypatch.setattr(sys.modules["sim.config.build"], "OWN", "tests.config.")
