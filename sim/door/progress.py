"""How far it is: a bar on a terminal, plain lines in a log, nothing when quiet."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sim.config.catalogue import spoken as spoken_here
from sim.config.catalogue import text

SECONDS_BETWEEN_LINES = 10.0


class Progress(Protocol):
    """Told how much is done of how much, and what is worth a line."""

    def reached(self, done: int, total: int) -> None:
        """Show how far it is."""

    def say(self, sentence: str) -> None:
        """Show a sentence."""


class Silent:
    """Shows nothing."""

    def reached(self, done: int, total: int) -> None:
        """Show nothing."""

    def say(self, sentence: str) -> None:
        """Say nothing."""


@dataclass
class Lines:
    """Writes a plain line now and then, for a log."""

    title: str
    started: float = field(default_factory=time.monotonic)
    spoken: float = 0.0
    lang: str = field(default_factory=spoken_here)
    """The language of whoever opened it; what is lived meanwhile may speak another."""
    found: int | None = None
    """What was done already when the first line was written."""

    def reached(self, done: int, total: int) -> None:
        """Write a line, if the last one was some time ago or everything is done."""
        now = time.monotonic()
        self.found = done if self.found is None else self.found
        if done == self.found:  # what went before, as compiling does, says nothing of what is left
            self.started = now
        if done < total and now - self.spoken < SECONDS_BETWEEN_LINES:
            return
        self.spoken = now
        left = text("door.progress.soon", self.lang)
        if done > self.found:
            seconds = (now - self.started) * (total - done) / (done - self.found)
            left = text("door.progress.left", self.lang, seconds=seconds)
        told = {"title": self.title, "done": done, "total": total, "left": left}
        self.say(text("door.progress.line", self.lang, **told))

    def say(self, sentence: str) -> None:
        """Write a sentence to the standard error."""
        print(sentence, file=sys.stderr, flush=True)


@dataclass
class Bar:
    """Moves a bar on a terminal; its times are counted from where the first run is begun."""

    bar: Any
    task: Any
    found: int | None = None
    """What was done already when the bar was first moved."""

    def reached(self, done: int, total: int) -> None:
        """Move the bar; judge what is left by all that was done since the first run was begun."""
        self.found = done if self.found is None else self.found
        if done == self.found:  # what was kept, and compiling, say nothing of what is left
            self.bar.reset(self.task, completed=done, total=total)
            self.bar.advance(self.task, 0)  # the sample from which the bar judges
        self.bar.update(self.task, completed=done, total=total)

    def say(self, sentence: str) -> None:
        """Write a sentence above the bar."""
        self.bar.console.print(sentence, highlight=False, markup=False)


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Progress]:
    """Open what suits the place where it is shown."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines(title)
    else:
        with _bar() as bar:
            yield Bar(bar, bar.add_task(title, total=None))


def told(shown: Progress, runs: int) -> Callable[[str, int, int], None]:
    """Return what an ensemble tells its stages to: months of a single run, else runs."""
    lang = spoken_here()

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "warm":
            shown.say(text("door.progress.compiling", lang))
        elif stage == "collect" and done < total:
            shown.say(text("door.progress.collecting", lang))
        elif stage == ("month" if runs == 1 else "live"):
            shown.reached(done, total)

    return tell


def _bar(clock: Callable[[], float] | None = None) -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        speed_estimate_period=math.inf,  # a run may take longer than any period
        get_time=clock,
    )
