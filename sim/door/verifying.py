"""What `verify` is asked and what it answers: kept runs lived again, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config import Declared, Refusal, build, choice, quantity
from sim.config.catalogue import LANGUAGES, text
from sim.config.compose import compose
from sim.door.contrasting import attributed, contrasted, decided
from sim.door.progress import progress, told
from sim.door.requests import MOST_PROCESSES
from sim.ensemble.found import kept_at
from sim.ensemble.kept import Differs, Kept, Result
from sim.ensemble.kept_answer import KeptAnswer
from sim.ensemble.kept_sweep import KeptSweep
from sim.ensemble.verify import chosen_from, verify
from sim.ensemble.where import place_of
from sim.recorder.contents import first_difference
from sim.recorder.tables import frame, read_table

if TYPE_CHECKING:
    import pyarrow as pa

MOST_RUNS = 1_000_000
CONTRASTS, SENSITIVITY = "contrasts", "sensitivity"
ATTRIBUTION, COALITIONS = "attribution", "coalitions"
DECIDING = ("runs", "design")
"""Tables of a sweep that tell what decides."""


@dataclass(frozen=True, kw_only=True)
class VerifyRequest(Declared):
    """How many kept runs are lived again, and by how many processes."""

    sample: int | None = quantity(
        "runs", 1, MOST_RUNS, "how many runs are lived again; null is all of them"
    )
    seed: int = quantity("", 0, 2**31 - 1, "luck of the sample")
    workers: int | None = quantity(
        "processes", 1, MOST_PROCESSES, "processes at once; null is the number of cores"
    )
    lang: str = choice("language of what is written", *LANGUAGES)
    quiet: bool = choice("whether progress is hidden", True, False)


@dataclass(frozen=True)
class Verification:
    """Runs kept at a path, and those of them that are to be lived again."""

    request: VerifyRequest
    result: Result
    chosen: Sequence[Kept]

    def forecast(self) -> Iterator[str]:
        """Say which runs would be lived again."""
        yield text("verify.forecast", **self._counts)
        for kept in self.chosen:
            run = kept.run
            row = text("verify.row", run=run.run_id, seed=run.seed, arm=run.arm)
            yield f"  {row}".rstrip()

    def carry_out(self) -> str:
        """Live the runs again and say that they are the same; raises `Differs` where not."""
        with progress("verify", quiet=self.request.quiet) as shown:
            runs = len({kept.run.run_id for kept in self.chosen})
            verify(self.result, self.chosen, self.request.workers, told(shown, runs))
        if isinstance(self.result, KeptAnswer):
            _check_contrasts(self.result)
            _check_attribution(self.result)
        made = next((kept.maker.clause for kept in self.chosen if kept.maker.others), "")
        failed = len(getattr(self.result, "failed", ()))
        said = text("verify.close" if made else "verify.same", **self._counts, made=made)
        return said + (f" {text('verify.failed', count=failed)}" if failed else "")

    @property
    def _counts(self) -> dict[str, Any]:
        result = self.result
        return {"lived": len(self.chosen), "total": len(result.runs), "folder": result.folder}


@dataclass(frozen=True)
class SweepVerification:
    """A sweep that is to be lived again, whole."""

    request: VerifyRequest
    result: KeptSweep

    def forecast(self) -> Iterator[str]:
        """Say which runs would be lived again."""
        yield text("verify.forecast", **self._counts)
        for run in self.result.runs:
            at = {"run": run.run_id, "seed": run.seed, "arm": run.arm, "point": run.point}
            yield f"  {text('verify.row_of_point', **at)}".rstrip()

    def carry_out(self) -> str:
        """Live the sweep again and say that it is the same; raises `Differs` where not."""
        result = self.result
        with progress("verify", quiet=self.request.quiet) as shown:
            result.verify(self.request.workers, told(shown, len(result.runs)))
        path = result.folder / f"{SENSITIVITY}.parquet"
        if path.exists():
            runs, design = (
                frame(read_table(result.folder / f"{name}.parquet", name)) for name in DECIDING
            )
            kept = frame(read_table(path, SENSITIVITY))
            _refuse_other(path, SENSITIVITY, decided(runs, design, result.told, kept), result)
        said = text("verify.close" if result.maker.others else "verify.same", **self._counts,
                    made=result.maker.clause)  # fmt: skip
        failed = len(result.told["failed"])
        return said + (f" {text('verify.failed_again', count=failed)}" if failed else "")

    @property
    def _counts(self) -> dict[str, Any]:
        runs = len(self.result.runs)
        return {"lived": runs, "total": runs, "folder": self.result.folder}


def asked_verification(
    words: Sequence[str], config_dirs: Sequence[str] = ()
) -> Verification | SweepVerification:
    """Read what is to be verified, and how, from the words of a line."""
    paths = [word for word in words if "=" not in word or Path(word).exists()]
    composed = compose([word for word in words if word not in paths], config_dirs, "verify")
    request = build(composed)
    if not paths:
        raise Refusal.of("verify.path")
    if len(paths) > 1:
        raise Refusal.of("verify.paths", paths=", ".join(paths))
    result = kept_at(Path(paths[0]).expanduser())
    if isinstance(result, KeptSweep):
        if request.sample is not None:
            raise Refusal.of("verify.sample", "sample")
        return SweepVerification(request, result)
    return Verification(request, result, chosen_from(result, request.sample, request.seed))


def _check_contrasts(answer: KeptAnswer) -> None:
    """Make the contrasts of a comparison again from its runs, where it has any."""
    path = answer.folder / f"{CONTRASTS}.parquet"
    if not path.exists():
        return
    runs, kept = frame(answer.tables["runs"]), frame(read_table(path, CONTRASTS))
    _refuse_other(path, CONTRASTS, contrasted(runs, answer.told, kept), answer)


def _check_attribution(answer: KeptAnswer) -> None:
    """Make the shares of instruments again from the runs, where a comparison has any."""
    path = answer.folder / f"{ATTRIBUTION}.parquet"
    if ATTRIBUTION not in answer.told or not path.exists():
        return
    runs, coalitions = (frame(answer.tables[name]) for name in ("runs", COALITIONS))
    kept = frame(read_table(path, ATTRIBUTION))
    _refuse_other(path, ATTRIBUTION, attributed(runs, coalitions, answer.told, kept), answer)


def _refuse_other(path: Path, name: str, again: pa.Table, result: KeptAnswer | KeptSweep) -> None:
    """Say where a table that is made of the runs is not as it is made now."""
    kept = read_table(path, name)
    found = first_difference(kept, again, result.maker.tolerance)
    if found:
        place, made = place_of(found, kept, again), result.maker.clause
        raise Differs(
            text(f"verify.difference.{name}", folder=result.folder, place=place, made=made)
        )
