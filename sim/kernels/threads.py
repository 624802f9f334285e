"""Several threads inside one run: blocks of rows, each written by one thread alone.

A kernel that goes person by person and writes her own row only gives the same bits however its
rows are shared out. It is declared ``nogil``, takes the rows it is to see as its third argument,
and is called through :func:`in_blocks`.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

_FEWEST_ROWS = 4096
"""Rows below which a thread costs more than it spares."""
_asked = 1


def use_threads(count):
    """Let every run of this process use so many threads from now on; 1 is none beside its own."""
    global _asked
    _asked = int(count)


def threads():
    """Return how many threads runs of this process use."""
    return _asked


def in_blocks(kernel, seed, month, rows, *arguments):
    """Call a kernel on blocks of rows at once; return what it returned, in the order of blocks.

    Parameters
    ----------
    kernel : compiled function of (seed, month, rows, ...)
    rows : int64 array
        The rows it is to see, cut into as many blocks as there are threads.

    Returns
    -------
    list, one entry per block
    """
    blocks = min(_asked, max(1, rows.size // _FEWEST_ROWS))
    if blocks == 1:
        return [kernel(seed, month, rows, *arguments)]
    pool = _pool(blocks)
    waiting = [
        pool.submit(kernel, seed, month, block, *arguments)
        for block in np.array_split(rows, blocks)
    ]
    return [each.result() for each in waiting]


@cache
def _pool(count):
    return ThreadPoolExecutor(count, thread_name_prefix="rows")
