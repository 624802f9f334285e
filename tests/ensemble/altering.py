"""Ways in which a kept result may be changed after it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sim.ensemble.assemble import hash_of_run
from sim.ensemble.found import kept_at
from sim.ensemble.kept import Differs
from sim.ensemble.verify import chosen_from, verify
from sim.recorder.contents import content_hash
from sim.recorder.tables import parquet_bytes


def change_table(path: Path, column: str, row: int, change: Callable[[Any], Any]) -> Any:
    """Change one value of a stored table and write it as it was; return what stood there."""
    table = parquet.read_table(path)
    values = table[column].to_pylist()
    before, values[row] = values[row], change(values[row])
    at, kind = table.column_names.index(column), table.schema.field(column).type
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    changed = pa.array(values, plain).cast(kind)
    path.write_bytes(parquet_bytes(table.set_column(at, table.schema.field(at), changed)))
    return before


def change_told(folder: Path, keys: str, change: Callable[[Any], Any]) -> None:
    """Change what the manifest of a folder says under some keys, parted by a slash."""
    path = folder / "manifest.json"
    told = json.loads(path.read_text())
    *outer, last = [int(key) if key.isdigit() else key for key in keys.split("/")]
    inside = told
    for key in outer:
        inside = inside[key] if isinstance(inside, list) else inside[str(key)]
    last = last if isinstance(inside, list) else str(last)
    inside[last] = change(inside[last])
    path.write_text(json.dumps(told))


def rehash(folder: Path) -> None:
    """Write the hashes of an answer anew, as if it had been made with what stands there now."""
    answer, path = kept_at(folder), folder / "manifest.json"
    told = json.loads(path.read_text())
    told["tables"] = {name: content_hash(table) for name, table in answer.tables.items()}
    for kept in answer.runs:
        for name in told["hashes"][kept.run.run_id]:
            rows = kept.rows(name)
            if rows is not None:
                told["hashes"][kept.run.run_id][name] = hash_of_run(rows)
    path.write_text(json.dumps(told))


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file below a folder with when it was written and what is in it."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def answer(results: Path) -> Path:
    """Return the comparison that is kept."""
    return next((results / "compare").glob("*/*"))


def run_folder(results: Path, seed: int = 0) -> Path:
    """Return the single run of a seed that is kept."""
    folders = (results / "run").iterdir()
    return next(
        f for f in folders if json.loads((f / "manifest.json").read_text())["seeds"] == [seed]
    )


def one_part(results: Path) -> Path:
    """Return one part of the run store."""
    return min(path for path in (results / "runs").iterdir() if path.name[0] != ".")


def verified(folder, sample=None, seed=0, workers=1):
    """Verify a folder; return how many runs were lived again."""
    result = kept_at(folder)
    chosen = chosen_from(result, sample, seed)
    verify(result, chosen, workers, lambda *_: None)
    return len(chosen)


def difference(folder, **how):
    """Return the sentence that names the first difference of a folder."""
    with pytest.raises(Differs) as differs:
        verified(folder, **how)
    said = str(differs.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said
