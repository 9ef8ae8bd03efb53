"""The faults planted in a sample's last month, each in a row of its own, so that every good figure stays as it is.

Where a fault concerns a row, the row is a copy of a good one under a new reference, made wrong in one place.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path

from sources.synthetic.agency_workbooks import changed_cells
from sources.synthetic.cells import Cell
from sources.synthetic.entry import Books, Row, as_recorded
from sources.synthetic.layout import layouts
from sources.synthetic.mosaic_files import FILES, csv_line
from sources.synthetic.reports import INTERVIEWS, POLICE
from sources.synthetic.workbook import Sheet, row_xml, write_workbook

SET_ASIDE = "row set aside"
TOLD = "read, and told with its count"
READ = "read as before"
IGNORED = "row ignored by name"
HELD = "file held"


_FIRST_LINE = 2
"""The line of a text file on which its first row stands."""


@dataclass(frozen=True, kw_only=True)
class PlantedRow:
    """A wrong row: a copy of a good row of the table in which `changes` replace columns, by the column's name.

    `of` is the place of the good row among those recorded (the last one unless said); `in_place` puts the wrong row in
    its place; `line` changes the whole line of a text file.
    """

    table: str
    kind: str
    column: str
    changes: dict[str, str]
    expected: str = SET_ASIDE
    of: int = -1
    in_place: bool = False
    line: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One planted fault and where it stands; `row` is nought when the whole file is meant."""

    month: str
    agency: str
    file: str
    sheet: str
    row: int
    column: str
    kind: str
    expected: str


MOSAIC_ROWS = (
    PlantedRow(
        table="mosaic.contact",
        kind="unreadable date",
        column="received_at",
        changes={"contact_id": "PLANTED01", "received_at": "31/02/2023 09:15", "referral_id": ""},
    ),
    PlantedRow(
        table="mosaic.referral",
        kind="missing id",
        column="referral_id",
        changes={"referral_id": ""},
    ),
    PlantedRow(
        table="mosaic.contact",
        kind="unknown code",
        column="source_code",
        changes={"contact_id": "PLANTED02", "source_code": "9Z", "referral_id": ""},
    ),
    PlantedRow(
        table="mosaic.cin_plan",
        kind="end before start",
        column="end_date",
        changes={"plan_id": "PLANTED03", "start_date": "2022-05-04", "end_date": "2022-05-03"},
    ),
    PlantedRow(
        table="mosaic.section_47",
        kind="duplicate row",
        column="enquiry_id",
        changes={},
        expected="one of two equal rows kept",
    ),
)
POLICE_ROWS = (
    PlantedRow(
        table="police.missing_report",
        kind="end before start",
        column="found_at",
        changes={"report_id": "PLANTED04", "reported_at": "05/03/2023 21:00", "found_at": "04/03/2023 07:30"},
    ),
    PlantedRow(
        table="police.domestic_abuse_incident",
        kind="unreadable date",
        column="incident_date",
        changes={"incident_id": "PLANTED05", "incident_date": "mid March"},
    ),
    PlantedRow(
        table="police.hate_crime",
        kind="missing id",
        column="incident_id",
        changes={"incident_id": ""},
    ),
)
INTERVIEW_ROWS = (
    PlantedRow(
        table="eisi.return_interview",
        kind="no such report",
        column="report_id",
        changes={"interview_id": "PLANTED06", "report_id": "MIS9999"},
        expected="finding: not matched",
    ),
)


def planted(rows: Iterable[PlantedRow], books: Books, end: datetime) -> list[tuple[PlantedRow, Row]]:
    """Each wrong row with the good row that it copies, as recorded at `end`."""
    found: list[tuple[PlantedRow, Row]] = []
    for row in rows:
        good = as_recorded(books.get(row.table, []), end)
        if good:
            found.append((row, good[row.of]))
    return found


def planted_lines(found: list[tuple[PlantedRow, Row]]) -> dict[str, list[str]]:
    """The wrong rows that follow the good ones, as lines of the case system's files, by table."""
    lines: dict[str, list[str]] = {}
    for row, good in found:
        if not row.in_place:
            lines.setdefault(row.table, []).append(_line(row, good))
    return lines


def replaced_lines(found: list[tuple[PlantedRow, Row]]) -> dict[str, dict[int, str]]:
    """The wrong rows that stand in the place of good ones, as lines by table and place."""
    lines: dict[str, dict[int, str]] = {}
    for row, good in found:
        if row.in_place:
            lines.setdefault(row.table, {})[row.of] = _line(row, good)
    return lines


def _line(row: PlantedRow, good: Row) -> str:
    line = csv_line(row.table, good, row.changes)
    return row.line(line) if row.line else line


def planted_cells(found: list[tuple[PlantedRow, Row]]) -> dict[str, list[list[Cell]]]:
    """The wrong rows as cells of a workbook's sheets, by table."""
    cells: dict[str, list[list[Cell]]] = {}
    for row, good in found:
        cells.setdefault(row.table, []).append(changed_cells(row.table, good, dict(row.changes)))
    return cells


def planted_faults(
    found: list[tuple[PlantedRow, Row]], begins: dict[str, int], month: str, file: str = ""
) -> list[Fault]:
    """Where the wrong rows came to stand; without `file` each table has a file of its own."""
    faults: list[Fault] = []
    sheets = {report.table: report.sheet for report in (*POLICE.reports, *INTERVIEWS.reports)}
    placed: dict[str, int] = {}
    for row, _ in found:
        number = row.of + _FIRST_LINE if row.in_place else begins[row.table] + placed.get(row.table, 0)
        placed[row.table] = placed.get(row.table, 0) + (not row.in_place)
        headings = {column.column: column.heading for column in layouts()[row.table]}
        faults.append(
            Fault(
                month=month,
                agency=row.table.split(".")[0],
                file=file or f"{FILES[row.table]}.csv",
                sheet=sheets.get(row.table, ""),
                row=number,
                column=headings.get(row.column, ""),
                kind=row.kind,
                expected=row.expected,
            )
        )
    return faults


def plant_files(folder: Path, month: str) -> list[Fault]:
    """Files that no source can read, beside a month's good ones in the inbox."""
    headings: list[Cell] = [
        "Report Ref",
        "Nominal Ref",
        "Mosaic ID",
        "Date of Birth",
        "Gender",
        "Reported Missing",
    ]
    renamed: list[Cell] = ["Located", "Grade", "Place", "Host", "Told"]
    good: list[Cell] = ["MIS9998", "N99998", None, date(2009, 5, 6), "F", datetime(2023, 3, 4, 20, 15)]
    sheet = Sheet(title="Missing", rows=[row_xml(headings + renamed), row_xml(good)])
    write_workbook(folder / "police" / "Missing new layout.xlsx", [sheet])
    (folder / "eisi" / "Damaged export.xlsx").write_bytes(b"PK\x03\x04 this workbook was cut off")
    wholes = (
        ("police", "Missing new layout.xlsx", "unknown layout", "file refused: headings missing"),
        ("eisi", "Damaged export.xlsx", "damaged workbook", "file refused: unreadable"),
    )
    return [
        Fault(month=month, agency=agency, file=file, sheet="", row=0, column="", kind=kind, expected=expected)
        for agency, file, kind, expected in wholes
    ]


def held_file(month: str, agency: str, file: str, kind: str) -> Fault:
    """A file that can be read and that a person must look at."""
    return Fault(month=month, agency=agency, file=file, sheet="", row=0, column="", kind=kind, expected=HELD)


def plant_nil_return(folder: Path, month: str) -> Fault:
    """A police workbook with every heading and not one row."""
    sheets = [
        Sheet(title=report.sheet, rows=[row_xml([column.heading for column in layouts()[report.table]])])
        for report in POLICE.reports
    ]
    write_workbook(folder / "police" / NIL_RETURN, sheets)
    return held_file(month, "police", NIL_RETURN, "nil return that nobody expects")


NIL_RETURN = "Nothing this month.xlsx"


def resubmission(month: str, draft: str) -> Fault:
    """A draft of the police's month that the full file, delivered after it, replaces."""
    expected = "earlier file kept, later one counts"
    return Fault(
        month=month,
        agency="police",
        file=draft,
        sheet="",
        row=0,
        column="",
        kind="resubmission",
        expected=expected,
    )


def write_faults(path: Path, faults: list[Fault]) -> None:
    """Write the list of planted faults."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Fault)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(fault) for fault in faults)
