"""The workbooks of the agencies that export reports: early help, police, human resources and the business unit."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sources.synthetic.cells import Cell, cells
from sources.synthetic.entry import Books, Row
from sources.synthetic.layout import layouts
from sources.synthetic.shelf import Shelf
from sources.synthetic.workbook import Sheet, row_xml, write_workbook


@dataclass(frozen=True, kw_only=True)
class Report:
    """How an agency lays out one report: its sheet, what stands above and below, and the column of its month."""

    table: str
    sheet: str
    titles: tuple[str, ...]
    is_blank_under_headings: bool = False
    has_total: bool = False
    event_column: str = ""


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """One file of an agency: its name (with the month) and its reports."""

    agency: str
    name: str
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = field(default=())


MARKING = "OFFICIAL-SENSITIVE"
EARLY_HELP = Workbook(
    agency="eisi",
    name="Early Help Episodes {month}.xlsx",
    reports=(
        Report(
            table="eisi.early_help_episode",
            sheet="Episodes",
            titles=("Early help episodes by child", "Run on {run}", MARKING),
            is_blank_under_headings=True,
            has_total=True,
        ),
    ),
)
INTERVIEWS = Workbook(
    agency="eisi",
    name="Return Home Interviews {month}.xlsx",
    reports=(
        Report(
            table="eisi.return_interview",
            sheet="RHI log",
            titles=("Targeted youth support", "Return home interviews", "Run on {run}", "", MARKING),
        ),
    ),
)
POLICE = Workbook(
    agency="police",
    name="Safeguarding return {month}.xlsx",
    notes=(
        "Notes",
        "Times are local. A report found or changed in the month is sent again under the same reference.",
        "Flags on the vulnerability sheet overlap and have no total.",
    ),
    reports=(
        Report(
            table="police.missing_report",
            sheet="Missing",
            titles=("Missing from home and care", "{period}", MARKING),
            has_total=True,
            event_column="reported_at",
        ),
        Report(
            table="police.domestic_abuse_incident",
            sheet="Domestic Abuse",
            titles=("Domestic abuse incidents", "{period}"),
            has_total=True,
            event_column="incident_date",
        ),
        Report(
            table="police.vulnerability_flag",
            sheet="Child Vulnerability",
            titles=("Vulnerability flags on incidents with a child victim", "{period}", "Flags overlap"),
            event_column="incident_date",
        ),
        Report(
            table="police.online_crime",
            sheet="Online",
            titles=("Crimes with an online flag", "Victims under 18"),
            is_blank_under_headings=True,
            event_column="crime_date",
        ),
        Report(
            table="police.hate_crime",
            sheet="Hate Crime",
            titles=("Hate incidents with a victim under 18", "{period}"),
            event_column="incident_date",
        ),
        Report(
            table="police.concern_notice",
            sheet="Referrals",
            titles=("Child concern notices to the front door", "{period}"),
            event_column="sent_at",
        ),
        Report(
            table="police.child_risk_incident",
            sheet="Child Risk Incidents",
            titles=("Graded incidents with a child at risk", "{period}", MARKING),
            event_column="reported_at",
        ),
        Report(
            table="police.custody",
            sheet="Custody",
            titles=("Children detained", "{period}"),
            is_blank_under_headings=True,
            event_column="detained_at",
        ),
        Report(
            table="police.protection_power",
            sheet="Protection Powers",
            titles=("Use of police protection", "{period}"),
            event_column="used_at",
        ),
    ),
)
WORKFORCE = Workbook(
    agency="workforce",
    name="Establishment {month}.xlsx",
    reports=(
        Report(
            table="workforce.post",
            sheet="Establishment",
            titles=("Children's services establishment", "As at {day}"),
            has_total=True,
            event_column="extract_month_end",
        ),
    ),
)
PARTNERSHIP = Workbook(
    agency="partnership",
    name="Business unit logs {month}.xlsx",
    reports=(
        Report(
            table="partnership.escalation", sheet="Escalations", titles=("Professional escalations", "{run}")
        ),
        Report(
            table="partnership.section_11",
            sheet="Section 11",
            titles=("Section 11 self-assessments", "Returned to {day}"),
            is_blank_under_headings=True,
        ),
        Report(
            table="partnership.training",
            sheet="Training",
            titles=("Multi-agency training", "{run}"),
            has_total=True,
        ),
    ),
)


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
