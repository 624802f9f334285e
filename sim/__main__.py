"""The door: `faireville VERB name=value …`. It alone joins the verbs to plots and report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import speaking, text
from sim.config.refusal import Refusal
from sim.config.retelling import retold
from sim.door.line import COMPOSED, QUESTIONS, Line, language_of, read, verb_first

if TYPE_CHECKING:
    from sim.door.asking import Asked
    from sim.ensemble.compare import Comparison
    from sim.ensemble.sweep import Sweep

DONE, SOME_FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks, in the language it asks in; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with speaking(language_of(given)):
        return _answered(given)


def _answered(arguments: list[str]) -> int:
    """Do what the command line asks, and say so in a sentence where it cannot be done."""
    try:
        return _opened(arguments)
    except Refusal as refusal:
        print(text("door.refused", sentence=refusal), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(f"\n{text('door.interrupted')}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _opened(arguments: list[str]) -> int:
    """Answer at once what needs no city; else load what the verb needs."""
    line = read(arguments)
    if line.wants_version:
        from importlib.metadata import version

        print(text("door.version", version=version("faireville")))
        return DONE
    if _asks_completion(line):
        return _handed_to_hydra(_completed_line(line))
    if not line.verb and (line.hydra or line.dry_run):
        raise verb_first(" ".join(line.hydra) or "--dry-run")
    if line.wants_help or not line.verb:
        print(text(f"door.help.{line.verb or 'page'}"))
        return DONE
    if line.hydra:
        return _handed_to_hydra(line)
    return _VERBS[line.verb](line)


def _list(line: Line) -> int:
    """Print the presets."""
    from sim.door.listing import listing

    print("\n".join(listing(line.names, line.config_dirs)))
    return DONE


def _explain(line: Line) -> int:
    """Print what names mean."""
    from sim.door.explanation import explanation

    print("\n".join(explanation(line.names, line.config_dirs)))
    return DONE


def _run(line: Line) -> int:
    """Live one city under one policy."""
    from sim.door.asking import asked_run
    from sim.door.keeping import keep_figures

    asked = asked_run(line.words, line.config_dirs)
    return _dry(asked) if line.dry_run else _lived(asked, keep_figures)


def _compare(line: Line) -> int:
    """Live several policies in the same cities, and write the report."""
    from sim.door.asking import asked_comparison
    from sim.door.keeping import keep_report

    asked = asked_comparison(line.words, line.config_dirs)
    return _dry(asked) if line.dry_run else _lived(asked, keep_report)


def _sweep(line: Line) -> int:
    """Live several policies at every point of a design, and write the report."""
    from sim.door.keeping import keep_decisions
    from sim.door.sweeping import asked_sweep
    from sim.ensemble.sweep import sweep

    asked = asked_sweep(line.words, line.config_dirs)
    return _dry(asked) if line.dry_run else _lived(asked, keep_decisions, sweep)


def _verify(line: Line) -> int:
    """Live kept runs again and say whether they are the same, or where they first differ."""
    from sim.door.verifying import asked_verification
    from sim.ensemble.kept import Differs

    try:
        asked = asked_verification(line.words, line.config_dirs)
        print("\n".join(asked.forecast()) if line.dry_run else asked.carry_out())
    except Differs as differs:
        print(differs)
        return SOME_FAILED
    except KeyboardInterrupt:
        print(f"\n{text('verify.interrupted')}", file=sys.stderr)
        return INTERRUPTED
    return DONE


def _report(line: Line) -> int:
    """Draw and write again what a kept result shows, from its tables alone."""
    from sim.door.rebuilding import asked_report

    asked = asked_report(line.words, line.config_dirs)
    print(asked.forecast() if line.dry_run else asked.carry_out())
    return DONE


def _dry(asked: Asked) -> int:
    """Say what would be lived, how long it would take and where it would lie; live nothing."""
    from sim.door.forecasting import forecasting
    from sim.ensemble.estimate import forecast

    print("\n".join(forecasting(forecast(asked.question))))
    return DONE


def _lived(
    asked: Asked,
    keep: Callable[[Any, Asked], Path],
    answered: Callable[..., Comparison | Sweep] | None = None,
) -> int:
    """Live what is asked, keep what can be seen of it, and say last where it lies."""
    from sim.door.failing import failures
    from sim.door.progress import progress, told
    from sim.ensemble.compare import compare
    from sim.ensemble.store import StoreProblem

    question, request = asked.question, asked.request
    try:
        with progress(question.command, quiet=request.quiet) as shown:
            answer = (answered or compare)(question, told(shown, len(question.runs)))
            kept = keep(answer, asked)
            for remark in answer.remarks:
                shown.say(retold(remark))
    except StoreProblem as problem:
        print(text("door.refused", sentence=retold(str(problem))), file=sys.stderr)
        return SOME_FAILED
    if answer.failed:
        print("\n".join(failures(answer, len(question.runs))), file=sys.stderr)
    print(kept)
    return SOME_FAILED if answer.failed else DONE


def _asks_completion(line: Line) -> bool:
    """Tell whether a shell asks Hydra how a line goes on."""
    return "-sc" in line.hydra or "--shell-completion" in line.hydra


def _handed_to_hydra(line: Line) -> int:
    """Let Hydra do what it does for every Hydra program: show, complete, or run many jobs."""
    from tempfile import TemporaryDirectory

    import hydra

    from sim.config.compose import check_every_value, search_overrides
    from sim.door.requests import with_arms_replaced

    verb = line.verb if line.verb in COMPOSED else "run"
    line.words = with_arms_replaced(line.words)
    if verb not in QUESTIONS:
        line.words = [word for word in line.words if "=" in word]
    if not _asks_completion(line):
        check_every_value(line.words, line.config_dirs, verb)
    codes: list[int] = []

    @hydra.main(config_path="pkg://sim.configs", config_name=verb, version_base="1.3")
    def job(_: Any) -> None:
        from hydra.core.hydra_config import HydraConfig

        words = list(HydraConfig.get().overrides.task)
        again = Line(verb=verb, words=words, config_dirs=line.config_dirs, dry_run=line.dry_run)
        codes.append(_guarded(again))

    with TemporaryDirectory() as folder:
        own = [*search_overrides(line.config_dirs), f"hydra.sweep.dir={folder}"]
        sys.argv = [sys.argv[0], *line.hydra, *line.words, *own]
        job()
    return max(codes, default=DONE)


def _guarded(line: Line) -> int:
    """Carry out one of several Hydra jobs; a refused one does not stop the others."""
    try:
        with speaking(language_of(line.words)):
            return _VERBS[line.verb](line)
    except Refusal as refusal:
        print(text("door.refused", sentence=refusal), file=sys.stderr)
        return REFUSED


def _completed_line(line: Line) -> Line:
    """Take the verb out of the line a shell wants completed, for Hydra knows no verbs."""
    typed = os.environ.get("COMP_LINE", "")
    program, _, rest = typed.partition(" ")
    verb, _, words = rest.lstrip().partition(" ")
    if verb in QUESTIONS:
        line.verb = verb
        os.environ["COMP_LINE"] = f"{program} {words}"
    return line


_VERBS: dict[str, Callable[[Line], int]] = {
    "run": _run,
    "compare": _compare,
    "sweep": _sweep,
    "report": _report,
    "verify": _verify,
    "explain": _explain,
    "list": _list,
}


if __name__ == "__main__":
    sys.exit(main())
