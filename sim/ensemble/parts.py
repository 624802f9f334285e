"""One part of the run store: compact tables of runs that one worker has finished together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import RECORDED, text
from sim.ensemble.likeness import told_apart
from sim.ensemble.part_files import PART_VERSION, arrow_bytes, read_arrow
from sim.ensemble.part_tables import part_tables
from sim.recorder import manifest

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.recorder.record import Record

LABEL = "part.json"
KEPT = (
    "timeline",
    "outcomes",
    "maps",
    "places",
    "groups",
    "ties",
    "ledger",
    "founders",
    "candidates",
    "worth",
)


class BrokenPart(Exception):
    """A part that is not what its label says, in a sentence."""

    @classmethod
    def of(cls, key: str, /, **parts: Any) -> BrokenPart:
        """Name a sentence of the catalogue and give its parts."""
        return cls(text(f"problems.ensemble.broken.{key}", RECORDED, **parts))


@dataclass(frozen=True)
class Part:
    """A folder of the run store and what its label says is in it."""

    folder: Path
    runs: tuple[str, ...]
    tables: Mapping[str, Mapping[str, Any]]
    log: Mapping[str, Any]

    def path(self, name: str) -> Path:
        """Return the file of one of its tables."""
        return self.folder / f"{name}.arrow"

    def verify(self) -> None:
        """Read every byte once; a part that has changed since it was written is broken."""
        for name, said in self.tables.items():
            file = self.path(name).name
            try:
                content = self.path(name).read_bytes()
            except OSError as error:
                reason = error.strerror
                raise BrokenPart.of("unreadable_table", file=file, reason=reason) from None
            if hashlib.sha256(content).hexdigest() != said["sha256"]:
                found, written = len(content), said["bytes"]
                raise BrokenPart.of("changed_table", file=file, found=found, written=written)

    def table(self, name: str) -> pa.Table:
        """Return one of its tables."""
        return read_arrow(self.path(name))


def write_part(folder: Path, records: Mapping[str, Record], log: Mapping[str, Any]) -> None:
    """Write some records, by run identity, and how each is made; the label is last."""
    tables = {}
    for name, table in part_tables(records).items():
        content = arrow_bytes(table)
        (folder / f"{name}.arrow").write_bytes(content)
        tables[name] = {
            "bytes": content.size,
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": table.num_rows,
        }
    scenarios = told_apart({run_id: records[run_id].scenario for run_id in sorted(records)})
    manifest.write(folder, manifest.certificate(command="store", scenarios=scenarios), indent=None)
    label = {
        "schema_version": PART_VERSION,
        "runs": sorted(records),
        "tables": tables,
        "log": dict(log),
    }
    (folder / LABEL).write_text(json.dumps(label), encoding="utf-8")


def read_label(folder: Path) -> Part:
    """Read what a part says of itself; refuse one that says nothing understandable."""
    try:
        label = json.loads((folder / LABEL).read_text(encoding="utf-8"))
        version = label["schema_version"]
        if version != PART_VERSION:
            raise BrokenPart.of("other_schema", version=version, own=PART_VERSION)
        tables, log = dict(label["tables"]), dict(label["log"])
        part = Part(folder, tuple(label["runs"]), tables, log)
        sizes = {name: said["bytes"] for name, said in part.tables.items()}
    except FileNotFoundError:
        raise BrokenPart.of("no_label", file=LABEL) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BrokenPart.of("unreadable_label", file=LABEL) from None
    _compare_sizes(part, sizes)
    return part


def _compare_sizes(part: Part, sizes: Mapping[str, int]) -> None:
    if set(sizes) != set(KEPT):
        raise BrokenPart.of("other_tables")
    for name, size in sizes.items():
        path = part.path(name)
        found = path.stat().st_size if path.is_file() else 0
        if found != size:
            raise BrokenPart.of("cut_table", file=path.name, found=found, written=size)


def total_bytes(parts: Sequence[Part]) -> int:
    """Return what some parts take on the disk."""
    return sum(said["bytes"] for part in parts for said in part.tables.values())
