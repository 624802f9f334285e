"""Runs that are kept somewhere: the numbers they were made of, by whom, and what they left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sim.config.catalogue import text
from sim.config.refusal import Refusal
from sim.ensemble.expansion import Run
from sim.ensemble.identity import burn_in_identity, deciding, run_identity
from sim.recorder import provenance

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.ensemble.parts import Part

CLOSE = 1e-9
"""How far real numbers may be apart where sources, versions or processor are others."""

SHORT = 12
"""Digits of a commit or of a hash that are enough to know it by."""


class Differs(Exception):
    """What is kept is not what is lived again; one sentence says where it is so first."""


@dataclass(frozen=True)
class Maker:
    """With what a run was made: source code, versions and the kind of processor."""

    commit: str
    sources: str
    versions: Mapping[str, str]
    processor: str

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Maker:
        """Read who made something from its manifest."""
        machine = told["platform"]
        return cls(told["commit"], told["sources"], told["versions"], machine.get("processor", ""))

    @classmethod
    def here(cls) -> Maker:
        """Return who makes things here."""
        return cls.of(provenance.maker())

    @property
    def deciding(self) -> dict[str, str]:
        """Return what of this is part of an identity."""
        return deciding(self.versions, self.sources)

    @property
    def tolerance(self) -> float:
        """Return how close what it made can be made here: to the bit, unless it differs."""
        return CLOSE if self.others else 0.0

    @property
    def others(self) -> str:
        """Say in what it differs from what there is here; nothing where it does not."""
        here, said = Maker.here(), []
        if self.sources != here.sources:
            known = "commit" if self.commit and here.commit not in ("", self.commit) else "sources"
            one, other = (getattr(each, known)[:SHORT] for each in (self, here))
            said.append(_other(text(f"verify.{known}"), one, other))
        said += [
            _other(name, self.versions.get(name, "?"), here.versions[name])
            for name in ("python", *provenance.DECIDING_LIBRARIES)
            if self.versions.get(name) != here.versions[name]
        ]
        if self.processor != here.processor:
            said.append(_other(text("verify.processor"), self.processor, here.processor))
        return ", ".join(said)

    @property
    def clause(self) -> str:
        """End a sentence with what is other here; with nothing where nothing is."""
        return f" {text('verify.made', others=self.others)}" if self.others else ""


def _other(what: str, there: str, here: str) -> str:
    return text("verify.other", what=what, there=there, here=here)


@dataclass(frozen=True)
class Kept:
    """One run that is kept.

    Attributes
    ----------
    rows : function of a table's name
        The rows it left, laid out as in a part of the run store; None where no more than their
        hash is kept.
    hashes : mapping of table to the hash of the run's rows, as the manifest says
    changed : whether some of its rows are not what was written, as the hashes tell
    """

    run: Run
    maker: Maker
    rows: Callable[[str], pa.Table | None]
    hashes: Mapping[str, str]
    changed: bool
    scenario: Any = None
    ends: str = "outcomes"
    """What its folder calls the table of how runs ended."""

    def called(self, table: str) -> str:
        """Return what its folder calls a table of a part."""
        return self.ends if table == "outcomes" else table

    @property
    def name(self) -> str:
        """Name the run so that it is found again."""
        arm = f"{self.run.arm}, " if self.run.arm else ""
        return text("verify.run", run=self.run.run_id, arm=arm, seed=self.run.seed)


class Result(Protocol):
    """A folder with runs that are kept."""

    folder: Path
    runs: Sequence[Kept]

    def check_the_rest(self, lived: Mapping[str, Part], /) -> None:
        """Raise `Differs` where something that is not of one run alone is not as it was."""


def rebuilt(
    run_id: str, arm: str, plain: Mapping[str, Any], maker: Maker, told: Path
) -> tuple[Run, Any]:
    """Build the scenario of a run from the numbers kept, and hold them against its name."""
    from sim.model.scenario import Scenario

    try:
        scenario = Scenario.of(dict(plain))
    except Refusal as refusal:
        where = text("verify.run", run=run_id, arm=f"{arm}, " if arm else "", seed=plain["seed"])
        why = str(refusal).rstrip(".?")
        raise Refusal.of(
            "verify.numbers", told=told, run=where, why=why, made=maker.clause
        ) from None
    names = tuple(scenario.policy.instruments)
    run = Run(run_id, scenario.seed, arm, names, burn_in_identity(scenario))
    known_as = run_identity(scenario, maker.deciding)
    if known_as != run_id:
        name = Kept(run, maker, lambda _: None, {}, True).name
        raise Differs(
            text(
                "verify.difference.numbers", run=name, told=told, other=known_as, made=maker.clause
            )
        )
    return run, scenario


def refuse_shape(told: Mapping[str, Any], shape: Mapping[str, type], path: Path) -> None:
    """Refuse a manifest in which something is missing or of another kind than it should be."""
    for key, kind in shape.items():
        if key not in told:
            raise Refusal.of("verify.earlier", path=path, name=key)
        if not isinstance(told[key], kind):
            raise Refusal.of("verify.shape", path=path, name=key)


def refuse_unless(right: bool, key: str, path: Path) -> None:
    """Refuse a manifest in which something inside a key is not as it should be."""
    if not right:
        raise Refusal.of("verify.shape", path=path, name=key)


MADE: Mapping[str, type] = {"commit": str, "sources": str, "versions": dict, "platform": dict}
"""What every manifest says of its maker."""


def refuse_maker(told: Mapping[str, Any], path: Path) -> Maker:
    """Return who made a result; refuse a manifest that does not say so."""
    refuse_shape(told, MADE, path)
    words = [*told["versions"].values(), told["platform"].get("processor", "")]
    refuse_unless(all(isinstance(word, str) for word in words), "versions", path)
    for name in provenance.DECIDING_LIBRARIES:
        refuse_unless(name in told["versions"], f"versions.{name}", path)
    return Maker.of(told)
