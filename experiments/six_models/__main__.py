"""The six models of Figure 1, each against the one it answers, and all of them against cash.

python -m experiments.six_models                                    all of it, and the README
python -m experiments.six_models city=village seeds=2 months=4 out=/tmp/trial         a trial

Words are those of `faireville compare`. Runs are kept, so a killed command goes on where it was.
What came is kept once, by what was asked, in six_models/ of `out`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.beside import said
from sim.plots import words as telling
from sim.recorder.outcomes import OUTCOMES

NAME, TABLE, SECTION = "six_models", "contrasts.csv", "what came"
PAGE = Path(__file__).with_name("README.md")
ASKED = f"+experiment={NAME}"
PRIMARY = [name for name, outcome in OUTCOMES.items() if outcome.primary]
AGAINST = "cash"
HEAD = """\
`results/six_models/{identity}/`, commit {commit}{dirty}. Differences with 95 % paired-t intervals,
**bold** where the BCa interval too leaves zero out; then seeds whose sign is the other way.

"""


def main(words: Sequence[str]) -> None:
    """Live the comparison, or find it lived, and lay out what came."""
    question = asking.asked([ASKED, *words])
    folder = asking.out_of(words) / NAME / question.question.identity
    if not folder.exists():
        answer = asking.answered(question, NAME)
        if answer.failed:
            raise SystemExit(f"{answer.failed} runs failed.")
        with asking.kept_whole(folder) as staged:
            _keep(answer, words, question.question.identity, staged)
    written = (folder / "section.md").read_text(encoding="utf-8")
    if not asking.is_trial(words):
        before = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(asking.with_section(before, SECTION, written), encoding="utf-8")
    print(f"{folder}\n\n{written}")


def _keep(answer: Any, words: Sequence[str], identity: str, folder: Path) -> None:
    """Write the tables, how they were made, and what the page says of them."""
    from sim.door.contrasting import contrasted
    from sim.recorder.tables import frame

    runs, primary = answer.tables["runs"], frame(contrasted(answer.tables["runs"], answer.manifest))
    asking.write_table(runs[["seed", "arm", "run_id", "status", *PRIMARY]], folder / "runs.csv")
    primary = primary[primary["outcome"].isin(PRIMARY)]
    asking.write_table(primary, folder / TABLE)
    kept = ("arms", "config", "seeds")
    told = asking.certificate(f"python -m experiments.{NAME}", words, identity=identity)
    told |= {name: answer.manifest[name] for name in kept}
    asking.write_manifest(told, folder)
    written = section(told, pd.read_csv(folder / TABLE))
    (folder / "section.md").write_text(written, encoding="utf-8")


def section(told: Mapping[str, Any], contrasts: pd.DataFrame) -> str:
    """Return what the page says of a result, from what is kept of it alone."""
    head = HEAD.format(
        identity=told["identity"],
        commit=told["commit"][:7] or "unknown",
        dirty=" with changes" if told["dirty"] else "",
    )
    return head + table(contrasts)


def table(contrasts: pd.DataFrame) -> str:
    """Return a line for each pair told face to face, then for each model against cash."""
    held = contrasts.set_index(["arm", "reference", "outcome"], drop=False)
    pairs = list(dict.fromkeys(zip(contrasts["arm"], contrasts["reference"], strict=True)))
    faced = [pair for pair in pairs if pair[1] not in (AGAINST, "none")]
    against = [pair for pair in pairs if pair[1] == AGAINST and pair[0] != "none"]
    names = [telling.outcome_texts(name) for name in PRIMARY]
    lines = ["| | " + " | ".join(f"{name['name']}, {name['gap']}" for name in names) + " |"]
    lines.append("|---" * (1 + len(PRIMARY)) + "|")
    for arm, other in [*faced, *against]:
        cells = [said(held.loc[arm, other, name]) for name in PRIMARY]
        lines.append(f"| {_short(arm)} − {_short(other)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _short(arm: str) -> str:
    return arm.replace("_city", "").replace("_", " ")


if __name__ == "__main__":
    main(sys.argv[1:])
