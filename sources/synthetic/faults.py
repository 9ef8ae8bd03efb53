"""The faults planted in a sample's last month, each in a row of its own, so that every good figure stays as it is.

Where a fault concerns a row, the row is a copy of a good one under a new reference, made wrong in one place.
"""

import csv
from collections.abc import Iterable
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


@dataclass(frozen=True, kw_only=True)
class PlantedRow:
    """A wrong row: a copy of a good row of the table in which `changes` replace columns, by the column's name."""

    table: str
    kind: str
    column: str
    changes: dict[str, str]
    expected: str = SET_ASIDE


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
            found.append((row, good[-1]))
    return found


def planted_lines(found: list[tuple[PlantedRow, Row]]) -> dict[str, list[str]]:
    """The wrong rows as lines of the case system's files, by table."""
    lines: dict[str, list[str]] = {}
    for row, good in found:
        lines.setdefault(row.table, []).append(csv_line(row.table, good, row.changes))
    return lines


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
        number = begins[row.table] + placed.get(row.table, 0)
        placed[row.table] = placed.get(row.table, 0) + 1
        heading = next(column.heading for column in layouts()[row.table] if column.column == row.column)
        faults.append(
            Fault(
                month=month,
                agency=row.table.split(".")[0],
                file=file or f"{FILES[row.table]}.csv",
                sheet=sheets.get(row.table, ""),
                row=number,
                column=heading,
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
