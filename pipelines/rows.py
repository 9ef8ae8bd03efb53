"""The typed rows of a delivery as files: written beside, then put in place in one step."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.sealed import file_hashes

if TYPE_CHECKING:
    from pipelines.parsing import Tables


def write_rows(folder: Path, name: str, tables: "Tables") -> dict[str, str]:
    """Write a delivery's tables, findings, unknown spellings, profiles and titles of sheets to `folder/name`. Returns the
    hashes of the files by name, so that the ledger can tell a changed one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = Path(tempfile.mkdtemp(dir=folder, prefix="."))
    for source, frame in tables.frames.items():
        frame.write_parquet(beside / f"{source}.parquet", compression="lz4", statistics=False)
    tables.findings.write_parquet(beside / "findings.parquet", compression="lz4")
    if tables.unknown.height:
        tables.unknown.write_parquet(beside / "unknown.parquet", compression="lz4")
    if tables.titles:  # a title is the supplier's text, and so not for the ledger
        (beside / "sheets.json").write_text(json.dumps(tables.titles), encoding="utf-8")
    (beside / "profile.json").write_text(json.dumps(tables.profiles), encoding="utf-8")
    hashes = file_hashes(beside.iterdir())
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    os.replace(beside, target)
    return hashes
