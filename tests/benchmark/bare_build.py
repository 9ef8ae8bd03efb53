"""The bare script over accepted rows: what a good engineer writes to count a nation from its Parquet files.

Run as `python -m tests.benchmark.bare_build FOLDER`, with what `tests.benchmark.prepared` made of a home. The rows go into
a DuckDB file, then come the core tables and every indicator by its one query, two at a time. No checks, no states of
figures, no grid, no ledger, no hash.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from tests.benchmark.bare import AT_ONCE, core, counted
from tests.benchmark.stages import Stopwatch


def main() -> None:
    """Do it and say what each stage took."""
    watch = Stopwatch()
    watch.turn("load")
    folder = Path(sys.argv[1])
    said = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    file = folder / "bare.duckdb"
    file.unlink(missing_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as threads, duckdb.connect(str(file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for schema in ("mosaic", "eisi", "police", "health", "workforce", "partnership", "reference", "core"):
            connection.execute(f"create schema {schema}")
        for path in sorted((folder / "reference").glob("*.parquet")):
            connection.execute(f"create table reference.{path.stem} as from read_parquet('{path}')")
        rows = 0
        for table, layout in said["tables"].items():
            connection.execute(
                f"create table {table} as {_rows(table, layout, said['stored'].get(table, []))}"
            )
            rows += int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])
        watch.turn("core")
        core(connection, said, threads)
        watch.turn("indicators")
        figures = counted(connection, said, threads)
    file.unlink()
    print(json.dumps({"rows": rows, "figures": figures, **watch.told()}))


def _rows(table: str, layout: dict[str, dict[str, str]], files: list[str]) -> str:
    if not files:
        columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in layout["types"].items())
        return f"select {columns} where false"
    read = f"from read_parquet({files}, union_by_name = true)"
    if table.split(".")[0] in ("mosaic", "eisi", "partnership") or not layout["key"]:
        return read
    return f"{read} qualify row_number() over (partition by authority, {', '.join(layout['key'])}) = 1"


if __name__ == "__main__":
    main()
