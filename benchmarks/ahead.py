"""Write down the kernels that the first months of a comparison call: what can be compiled ahead.

    python -m benchmarks.ahead

lives the first months of every arm of the default comparison with an empty cache (a minute or two)
and writes `sim/kernels/ahead.txt`. A slow test says when that has to be done again.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

LISTED = Path(__file__).resolve().parents[1] / "sim" / "kernels" / "ahead.txt"


def written_anew() -> str:
    """Return the list as a process with an empty cache finds it."""
    with tempfile.TemporaryDirectory() as empty:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.ahead", "--here"],
            env={**os.environ, "NUMBA_CACHE_DIR": empty},
            cwd=LISTED.parents[2],
            check=True,
            capture_output=True,
            text=True,
        )
    return told.stdout


def tell_what_is_compiled() -> None:
    """Rehearse the default comparison and print every kernel that is called from elsewhere."""
    from numba.core import event

    from sim.door.asking import asked_comparison
    from sim.kernels import luck  # its kernels say their types themselves, and are compiled here
    from sim.recorder.run import rehearse

    class Listener(event.Listener):
        under_way = 0

        def on_start(self, begun: event.Event) -> None:
            kernel = begun.data["dispatcher"].py_func
            if not self.under_way and kernel.__module__ != luck.__name__:
                print(kernel.__module__.rsplit(".", 1)[1], kernel.__name__, begun.data["args"])
            self.under_way += 1

        def on_end(self, _: event.Event) -> None:
            self.under_way -= 1

    event.register("numba:compile", Listener())
    rehearse(asked_comparison([]).question.tasks({})[0].scenarios)


if __name__ == "__main__":
    if "--here" in sys.argv:
        tell_what_is_compiled()
    else:
        LISTED.write_text(written_anew(), encoding="utf-8")
