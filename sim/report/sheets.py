"""Every table as CSV, for those who open them in a spreadsheet."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.analysis.maps import last_month


def write_sheets(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each table as CSV; of the maps, which are large, only the last month."""
    import pyarrow as pa
    import pyarrow.csv as csv

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        if table.empty:
            continue
        kept = table[table["month"] == last_month(table)] if name == "maps" else table
        path = folder / f"{name}.csv"
        csv.write_csv(pa.Table.from_pandas(kept, preserve_index=False), path)
        written.append(path)
    return written
