"""Ctrl-C while a kernel runs: it comes out of the kernel as an error of another name."""

from __future__ import annotations


def interrupted(error: BaseException) -> bool:
    """Tell whether an error is, or was caused by, somebody's wish to stop.

    A compiled function that is interrupted while it hands back its result raises `SystemError`,
    caused by the `KeyboardInterrupt`: no run has failed then.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, KeyboardInterrupt):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
