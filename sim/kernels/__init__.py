"""The hot loops of a month: arrays in, arrays out. Numba lives here and only here.

Importing the package chooses where compiled code is kept before numba is loaded: the cache is
keyed by a hash of all kernel sources, because numba alone does not notice that a kernel calls
another one that has changed.
"""

import hashlib
import os
import tempfile
from pathlib import Path


def _keep_compiled_code_where_it_can_be_written() -> None:
    """Point numba at a cache folder that matches these sources and that we may write to."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    here = Path(__file__).parent
    sources = hashlib.sha256()
    for source in sorted(here.glob("*.py")):
        sources.update(source.name.encode() + source.read_bytes())
    key = sources.hexdigest()[:16]
    user_cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    temporary = Path(tempfile.gettempdir())
    for root in (here / "__pycache__", user_cache / "faireville", temporary / "faireville"):
        folder = root / f"kernels-{key}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            os.environ["NUMBA_CACHE_DIR"] = str(folder)
            return


_keep_compiled_code_where_it_can_be_written()
