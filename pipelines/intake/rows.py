"""The typed rows of deliveries as files: written beside, then put in place in one step each."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.sealed import file_hashes

if TYPE_CHECKING:
    import polars as pl

    from pipelines.intake.parsing import Tables


def write_rows(folder: Path, deliveries: "Mapping[str, Tables]") -> dict[str, dict[str, str]]:
    """Write each delivery's tables, findings, unknown spellings, profiles and titles of sheets to `folder/<name>`.
    Returns for each the hashes of its files by name, so that the ledger can tell a changed one."""
    import polars as pl

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = {name: Path(tempfile.mkdtemp(dir=folder, prefix=".")) for name in deliveries}
    # many at a time: a file of a few rows takes a tenth of the work that it takes to begin one
    pl.collect_all([part for name, tables in deliveries.items() for part in _parts(beside[name], tables)])
    hashes = {}
    for name, tables in deliveries.items():
        if tables.titles:  # a title is the supplier's text, and so not for the ledger
            (beside[name] / "sheets.json").write_text(json.dumps(tables.titles), encoding="utf-8")
        (beside[name] / "profile.json").write_text(json.dumps(tables.profiles), encoding="utf-8")
        hashes[name] = file_hashes(beside[name].iterdir())
        target = folder / name
        if target.exists():
            shutil.rmtree(target)
        os.replace(beside[name], target)
    return hashes


def _parts(folder: Path, tables: "Tables") -> "Iterator[pl.LazyFrame]":
    """The files of tables, to be written."""
    for source, frame in tables.frames.items():
        yield frame.lazy().sink_parquet(
            folder / f"{source}.parquet", compression="lz4", statistics=False, lazy=True
        )
    if tables.findings.height:
        yield tables.findings.lazy().sink_parquet(folder / "findings.parquet", compression="lz4", lazy=True)
    else:
        (folder / "findings.parquet").write_bytes(_empty(tuple(tables.findings.schema.items())))
    if tables.unknown.height:
        yield tables.unknown.lazy().sink_parquet(folder / "unknown.parquet", compression="lz4", lazy=True)


@cache
def _empty(columns: "tuple[tuple[str, pl.DataType], ...]") -> bytes:
    """A file of a table without rows: most deliveries have no findings."""
    import polars as pl

    file = BytesIO()
    pl.DataFrame(schema=dict(columns)).write_parquet(file, compression="lz4")
    return file.getvalue()
