"""The files of one audience's scorecard: a workbook, a page and the same values as a plain table."""

import csv
from io import StringIO
from pathlib import Path

from scorecards.audience import Audience
from scorecards.page import page
from scorecards.scorecard import Scorecard
from scorecards.value import COLUMNS
from scorecards.workbook.scorecard import workbook
from scorecards.workbook.sheet import RISKY_STARTS, safe


def publish_files(*, folder: Path, audience: Audience, content: Scorecard) -> list[Path]:
    """Writes the audience's three files into the folder and returns their paths."""
    stem = f"{audience.file_name}-scorecard-{str(content.quarter).lower()}"
    files = {
        f"{stem}.xlsx": workbook(content),
        f"{stem}.html": page(content).encode("utf-8"),
        "values.csv": values_csv(content).encode("utf-8"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, written in files.items():
        (folder / name).write_bytes(written)
    return [folder / name for name in files]


def values_csv(content: Scorecard) -> str:
    """Every value behind the scorecard, unrounded; those withheld are empty."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow((*COLUMNS, "marks"))
    for row in content.values:
        lines.writerow([*(_cell(getattr(row, name)) for name in COLUMNS), " ".join(sorted(row.marks))])
    return written.getvalue()


def _cell(content: object) -> str:
    """Text that no spreadsheet takes for a formula; numbers as they are."""
    if content is None:
        return ""
    if not isinstance(content, str):
        return str(content)
    plain = safe(content)
    return f"'{plain}" if plain.startswith(RISKY_STARTS) else plain
