"""The case system's monthly extract: one CSV per table of the Standard Safeguarding Dataset."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from sources.synthetic.cells import cells
from sources.synthetic.entry import Books, Row
from sources.synthetic.layout import FileColumn, layouts
from sources.synthetic.shelf import Shelf

FILES = {
    "mosaic.person": "ssd_person",
    "mosaic.disability": "ssd_disability",
    "mosaic.contact": "ssd_contacts",
    "mosaic.referral": "ssd_cin_episodes",
    "mosaic.assessment": "ssd_cin_assessments",
    "mosaic.assessment_factor": "ssd_assessment_factors",
    "mosaic.section_47": "ssd_s47_enquiry",
    "mosaic.conference": "ssd_initial_cp_conference",
    "mosaic.cin_plan": "ssd_cin_plans",
    "mosaic.cin_visit": "ssd_cin_visits",
    "mosaic.cp_plan": "ssd_cp_plans",
    "mosaic.cp_visit": "ssd_cp_visits",
    "mosaic.cp_review": "ssd_cp_reviews",
    "mosaic.looked_after_episode": "ssd_cla_episodes",
    "mosaic.involvement": "ssd_involvements",
    "mosaic.professional": "ssd_professionals",
    "mosaic.team": "ssd_department",
    "mosaic.strategy_discussion": "strategy_discussions",
    "mosaic.conference_attendance": "conference_attendance",
}
WINDOWS_LINE_ENDS = {"mosaic.contact", "mosaic.referral", "mosaic.strategy_discussion"}


class _Line:
    """Where the CSV writer writes: it hands the line straight back."""

    def write(self, line: str) -> str:
        return line


class MosaicFiles:
    """The case system's tables, ready to be extracted at the end of any month."""

    def __init__(self, books: Books) -> None:
        self._shelves = {
            table: Shelf(books[table], lambda row, table=table: csv_line(table, row))  # type: ignore[misc]
            for table in FILES
            if table in books
        }

    def write(
        self,
        folder: Path,
        end: datetime,
        extra: dict[str, list[str]] | None = None,
        instead: dict[str, dict[int, str]] | None = None,
    ) -> dict[str, int]:
        """Write the extract taken at `end`; `extra` lines by table follow its own, others stand `instead` of its own.

        Returns the row of each table's file at which the extra lines begin.
        """
        begins: dict[str, int] = {}
        for table, shelf in self._shelves.items():
            lines = shelf.at(end)
            for place, line in (instead or {}).get(table, {}).items():
                lines[place] = line
            begins[table] = len(lines) + 2
            heading = _line(table, [column.heading for column in layouts()[table]])
            text = "".join([heading, *lines, *(extra or {}).get(table, [])])
            (folder / f"{FILES[table]}.csv").write_bytes(text.encode())
        return begins


def csv_line(table: str, row: Row, changes: dict[str, str] | None = None) -> str:
    """One line of a table's file, with the text of some columns replaced."""
    layout: list[FileColumn] = layouts()[table]
    found: list[Any] = list(cells(layout, row))
    for place, column in enumerate(layout):
        if changes and column.column in changes:
            found[place] = changes[column.column]
    return _line(table, found)


def _line(table: str, row: list[Any]) -> str:
    line_end = "\r\n" if table in WINDOWS_LINE_ENDS else "\n"
    return str(csv.writer(_Line(), lineterminator=line_end).writerow(row))
