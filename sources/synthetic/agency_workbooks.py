"""The workbooks of the agencies that export reports: early help, police, human resources and the business unit."""

from datetime import date, datetime
from pathlib import Path

from sources.synthetic.cells import Cell, cells
from sources.synthetic.entry import Books, Row
from sources.synthetic.layout import layouts
from sources.synthetic.reports import Report, Workbook
from sources.synthetic.shelf import Shelf
from sources.synthetic.workbook import Sheet, row_xml, write_workbook


class WorkbookFiles:
    """The tables of one workbook, ready to be exported at the end of any month."""

    def __init__(self, workbook: Workbook, books: Books) -> None:
        self._workbook = workbook
        self._shelves = {
            report.table: Shelf(
                books.get(report.table, []),
                lambda row, table=report.table: row_xml(cells(layouts()[table], row)),  # type: ignore[misc]
                report.event_column,
            )
            for report in workbook.reports
        }

    def write(
        self, folder: Path, end: datetime, extra: dict[str, list[list[Cell]]] | None = None, suffix: str = ""
    ) -> dict[str, int]:
        """Write the workbook exported at `end`; `extra` rows by table follow its own.

        Returns the row of each sheet at which the extra rows begin.
        """
        begins: dict[str, int] = {}
        sheets: list[Sheet] = []
        for report in self._workbook.reports:
            shelf = self._shelves[report.table]
            rows = shelf.of_month(end) if report.event_column else shelf.at(end)
            above = _above(report, end.date())
            begins[report.table] = len(above) + len(rows) + 1
            added = [row_xml(row) for row in (extra or {}).get(report.table, [])]
            below = [row_xml(["Total", len(rows)])] if report.has_total else []
            sheets.append(Sheet(title=report.sheet, rows=above + rows + added + below))
        if self._workbook.notes:
            notes = [row_xml([line]) for line in self._workbook.notes]
            sheets.append(Sheet(title="Notes", rows=notes))
        write_workbook(folder / self.file_name(end, suffix), sheets)
        return begins

    @property
    def agency(self) -> str:
        """The agency that delivers the workbook."""
        return self._workbook.agency

    def file_name(self, end: datetime, suffix: str = "") -> str:
        """The name of the file exported at `end`."""
        return self._workbook.name.format(month=f"{end:%Y-%m}{suffix}")


def changed_cells(table: str, row: Row, changes: dict[str, Cell]) -> list[Cell]:
    """A row in the order of its sheet, with some columns replaced."""
    layout = layouts()[table]
    found = cells(layout, row)
    return [changes.get(column.column, cell) for column, cell in zip(layout, found, strict=True)]


def _above(report: Report, end: date) -> list[str]:
    words = {
        "run": f"{end:%d/%m/%Y} 18:00",
        "day": f"{end:%d/%m/%Y}",
        "period": f"Period: {end:%B %Y}",
    }
    rows: list[list[Cell]] = [[title.format(**words)] for title in report.titles]
    rows.append([column.heading for column in layouts()[report.table]])
    if report.is_blank_under_headings:
        rows.append([])
    return [row_xml(row) for row in rows]
