"""The files of a region's scorecard: a workbook, a page and the region's values as a plain table."""

import csv
from io import StringIO
from pathlib import Path

from scorecards.region.content import RegionScorecard
from scorecards.region.page import region_page
from scorecards.region.workbook import region_workbook
from scorecards.value import COLUMNS


def region_files(*, folder: Path, content: RegionScorecard) -> list[Path]:
    """Write the three files into the folder; their paths."""
    stem = f"region-scorecard-{str(content.quarter).lower()}"
    files = {
        f"{stem}.xlsx": region_workbook(content),
        f"{stem}.html": region_page(content).encode(),
        "values.csv": _values(content).encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, written in files.items():
        (folder / name).write_bytes(written)
    return [folder / name for name in files]


def _values(content: RegionScorecard) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for row in content.values:
        lines.writerow(["" if (cell := getattr(row, name)) is None else str(cell) for name in COLUMNS])
    return written.getvalue()
