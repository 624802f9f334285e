"""Nothing is compiled ahead, and no rehearsal held, where all is compiled already."""

import os
import subprocess
import sys
from pathlib import Path

from sim.ensemble import beside
from sim.ensemble.beside import all_compiled

ASKED = """
from sim.ensemble.beside import all_compiled
from sim.kernels import ahead
first = [line for line in ahead.listed() if line[:2] == ("space", "group")]
ahead.listed = lambda: first
print(len(first), all_compiled())
ahead.compile_ahead()
print(all_compiled())
"""


def asked(folder: Path, **more: str) -> list[str]:
    """Ask, compile and ask again in a process of its own, whose cache lies in a folder."""
    told = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder), **more},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.split()


def test_what_is_compiled_is_known_from_the_cache_alone(tmp_path):
    assert asked(tmp_path) == ["1", "False", "True"]
    assert asked(tmp_path) == ["1", "True", "True"]
    assert asked(tmp_path, NUMBA_CPU_NAME="generic") == ["1", "False", "True"]


def test_nothing_is_to_be_compiled_where_rules_are_lived_in_plain_python(monkeypatch):
    def as_written():
        """Stand in for a kernel that numba left as it is."""

    monkeypatch.setattr(
        beside, "import_module", lambda _: type("Module", (), {"group": as_written})
    )
    monkeypatch.setattr("sim.kernels.ahead.listed", lambda: [("space", "group", "()")])

    assert all_compiled()
