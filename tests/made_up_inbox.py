"""A tiny inbox written by hand: two months of files in the forms of the delivery contract, and a home to take them in.

Months are February and March 2023. Everybody in it is made up.
"""

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from filelock import FileLock

from pipelines.builds import Plan, Work
from pipelines.database import database, rows
from pipelines.home import Home
from pipelines.intake.inbox import dropped
from pipelines.intake.intake import Intake, Look
from pipelines.settings import settings
from scorecards.period import Month
from sources.catalogue import AGENCIES
from tests.run_folder import run_folder

Rows = list[list[Any]]
AUTHORITY = "370"
FEBRUARY, MARCH = Month.parse("2023-02"), Month.parse("2023-03")

SETTINGS = """name = "A made-up partnership"
made_up = true
reported_from = "2023-01"
[authority]
code = "370"
names = ["Barnsley"]
[history_from]
mosaic = "2020-01"
eisi = "2020-01"
"""
UNTIL = '[due]\nuntil = "2023-03"\n'
"""Nothing is expected after the last of the two months, unless a test says what is."""

MISSING: Rows = [
    ["Report Ref", "Nominal Ref", "Mosaic ID", "Date of Birth", "Gender", "Reported Missing", "Found", "Risk Grade",
     "Missing From", "Placing Authority", "LA Notified"],
]  # fmt: skip
MISSING_FEBRUARY: Rows = [
    *MISSING,
    ["M1", "N1", "0012", "01/05/2010", "F", "03/02/2023 20:15", "03/02/2023 23:40", "Medium", "Home", "", ""],
    ["M2", "N2", "", "11/11/2008", "M", "28/02/2023 22:00", "", "High", "Foster care", "", ""],
]
MISSING_MARCH: Rows = [
    *MISSING,
    [
        "M2",
        "N2",
        "",
        "11/11/2008",
        "M",
        "28/02/2023 22:00",
        "02/03/2023 07:30",
        "High",
        "Foster care",
        "",
        "",
    ],
    ["M3", "N1", "0012", "01/05/2010", "F", "04/03/2023 21:00", "05/03/2023 01:10", "Low", "Home", "", ""],
    ["M4", "N3", "", "02/02/2009", "F", "20/03/2023 18:05", "", "Medium", "Children's home", "Leeds", ""],
]
DOMESTIC_ABUSE: Rows = [
    ["Incident Ref", "Incident Date", "Risk Grade", "Child In Household", "Repeat Household", "Survivor Age"],
    ["D1", "01/03/2023", "High", "Y", "N", "31"],
    ["D2", "31/03/2023", "Standard", "", "Y", "27"],
]
INTERVIEWS: Rows = [
    ["RHI Ref", "Police Ref", "EISI ID", "Mosaic ID", "Date of Birth", "Placing Authority", "Returned",
     "Interview Required", "Reason Not Required", "Offered", "Offered On", "Accepted", "Reason Declined",
     "Completed On", "Interviewer"],
    ["R1", "M1", "E1", "0012", "01/05/2010", "", "03/02/2023 23:40", "Y", "", "Y", "04/02/2023", "Y", "",
     "05/02/2023 10:00", "Ann Example"],
    ["R2", "M2", "", "", "11/11/2008", "", "02/03/2023 07:30", "Y", "", "Y", "03/03/2023", "N", "Refused", "", ""],
]  # fmt: skip
PERSONS: Rows = [
    ["pers_person_id", "pers_forename", "pers_surname", "pers_sex", "pers_ethnicity", "pers_dob",
     "pers_common_child_id", "pers_upn_unknown", "pers_expected_dob", "pers_death_date", "pers_ward", "pers_family_id"],
    ["0012", "Ada", "Example", "F", "WBRI", "2010-05-01", "9990000018", "", "", "", "Dearne North", "F1"],
    ["0013", "Ben", "Example", "M", "WBRI", "2012-06-02", "9990000026", "", "", "", "Dearne North", "F1"],
    ["0014", "Cy", "Sample", "M", "AIND", "2016-01-31", "", "", "", "", "Kingstone", "F2"],
]  # fmt: skip
CONTACTS: Rows = [
    ["cont_contact_id", "cont_person_id", "cont_contact_date", "cont_contact_source_code", "cont_contact_source_desc",
     "cont_contact_outcome_json", "cont_decision_datetime", "cont_referral_id", "cont_quality_issue",
     "cont_outcome_sent_datetime", "cont_requested_early_help", "cont_team", "cont_recorded_at"],
    ["C1", "0012", "2023-02-01T09:30:00", "6", "", "", "2023-02-01T16:00:00", "K1", "None", "2023-02-02T09:00:00",
     "N", "T1", "2023-02-01T09:40:00"],
    ["C2", "0013", "2023-03-06T10:00:00", "2A", "", "", "2023-03-08T10:00:00", "", "Quality", "", "Y", "T1",
     "2023-03-06T10:05:00"],
    ["C3", "0014", "2023-03-30T16:00:00", "3A", "", "", "", "", "", "", "N", "T1", "2023-03-30T16:30:00"],
]  # fmt: skip
REFERRALS: Rows = [
    ["cine_referral_id", "cine_person_id", "cine_referral_date", "cine_cin_primary_need_code",
     "cine_referral_source_code", "cine_referral_source_desc", "cine_referral_outcome_json", "cine_referral_nfa",
     "cine_close_reason", "cine_close_date", "cine_referral_team", "cine_referral_worker_id", "cine_decision_datetime",
     "cine_recorded_at"],
    ["K1", "0012", "2023-02-01", "N1", "6", "", "", "N", "", "", "T2", "W1", "2023-02-01T16:00:00",
     "2023-02-01T16:05:00"],
    ["K2", "0014", "2023-03-10", "N5", "1A", "", "", "N", "", "", "T2", "W1", "2023-03-10T12:00:00",
     "2023-03-10T12:05:00"],
]  # fmt: skip
TEAMS: Rows = [
    ["dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name"],
    ["T1", "Screening", "", ""],
    ["T2", "Assessment North", "", ""],
]
HEALTH: Rows = [
    ["Ref", "Measure", "Row", "Apr-22", "Mar-23", "Total", "Comment"],
    ["H05", "Emergency department attendances under 18 for self-harm", "Count", "6", "<5", "6", ""],
]
POSTS: Rows = [
    ["Post Ref", "Worker ID", "Team", "Role", "FTE", "Agency", "Vacant", "Case Holding", "Start Date", "Leaving Date",
     "Absence Days"],
    ["P1", "S1", "Assessment North", "Experienced social worker", "0.8", "N", "N", "Y", "01/01/2020", "", "2"],
]  # fmt: skip
ESCALATIONS: Rows = [
    ["Ref", "Raised On", "Raised By", "Raised Against", "Theme", "Stage", "Resolved On", "Resolved At Stage"],
    ["X1", "02/03/2023", "School", "Council", "Thresholds", "1", "09/03/2023", "1"],
]
MOSAIC: dict[str, Rows] = {
    "ssd_person": PERSONS,
    "ssd_contacts": CONTACTS,
    "ssd_cin_episodes": REFERRALS,
    "ssd_department": TEAMS,
}


def csv_bytes(table: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A table as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def workbook_bytes(sheets: Mapping[str, Rows], *, titles: int = 0, total: bool = False) -> bytes:
    """Tables as the sheets of a workbook, with title rows above and a total at the foot where asked."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        for number in range(titles):
            sheet.append([("Report of the month", "Run 01/04/2023 06:00", "OFFICIAL-SENSITIVE")[number % 3]])
        for row in table:
            sheet.append([None if cell == "" else cell for cell in row])
        if total:
            sheet.append(["Total", None, len(table) - 1])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


class Partnership:
    """An inbox and a home of their own under `folder`. Files get rising times, so their order is the order written."""

    def __init__(self, folder: Path, *, more_settings: str = "") -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.settings_file = folder / "settings" / "partnership.toml"
        self.settings_file.parent.mkdir(parents=True)
        due = "" if "[due]" in more_settings else UNTIL
        self.settings_file.write_text(SETTINGS + more_settings + due, encoding="utf-8")
        self.inbox.mkdir()
        self._clock = 1_680_000_000

    @property
    def home(self) -> Home:
        """The home as a new run would see it."""
        return Home(settings(self.settings_file, inbox=self.inbox, home=self.folder / "home"))

    @property
    def options(self) -> list[str]:
        """The options by which the command line finds it."""
        return [
            "--settings", str(self.settings_file), "--inbox", str(self.inbox), "--home", str(self.folder / "home"),
        ]  # fmt: skip

    def drop(self, place: str, data: bytes) -> Path:
        """Put a file at `place` in the inbox, later than every file before."""
        path = self.inbox / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._clock += 60
        os.utime(path, (self._clock, self._clock))
        return path

    def drop_police(self, month: str, table: Rows, name: str = "police.xlsx") -> Path:
        """A month's police workbook with its notes sheet."""
        sheets = {
            "Notes": [["Compiled by the analysts' team"]],
            "Missing": table,
            "Domestic Abuse": DOMESTIC_ABUSE[:1],
        }
        return self.drop(f"{month}/police/{name}", workbook_bytes(sheets, titles=3, total=True))

    def drop_mosaic(self, month: str, tables: Mapping[str, Rows] = MOSAIC) -> None:
        """A month's snapshot of the case system."""
        for name, table in tables.items():
            self.drop(f"{month}/mosaic/{name}.csv", csv_bytes(table))

    def drop_everything(self) -> None:
        """Both months of every agency."""
        for month, missing in (("2023-02", MISSING_FEBRUARY), ("2023-03", MISSING_MARCH)):
            self.drop_police(month, missing)
            self.drop_mosaic(month)
            self.drop(f"{month}/eisi/log.xlsx", workbook_bytes({"Sheet1": INTERVIEWS}, titles=2))
            self.drop(f"{month}/workforce/establishment.xlsx", workbook_bytes({"Establishment": POSTS}))
            self.drop(f"{month}/partnership/escalations.xlsx", workbook_bytes({"Escalations": ESCALATIONS}))
        self.drop("2023-03/health/return.xlsx", workbook_bytes({"0-19 Service": HEALTH}, titles=1))

    def look(self, month: Month = MARCH, agencies: Iterable[str] = AGENCIES) -> Look:
        """One look at the inbox for a build of `month`."""
        home = self.home
        home.open()
        found = Look()
        with home.ledger.writing():
            intake = Intake(home)
            for agency in agencies:
                found.add(intake.take_agency(agency, month))
        return found

    def take_all(self) -> Look:
        """Take in every file of the inbox, whatever its month."""
        home = self.home
        home.open()
        with home.ledger.writing():
            return Intake(home).take(dropped(self.inbox, authority=AUTHORITY))

    def build(self, month: Month = MARCH) -> Path:
        """The finished build of `month` from what was taken in."""
        home = self.home
        with home.ledger.writing():
            return Work(Plan(home, month)).finish()

    def refresh(self, month: Month = MARCH) -> Path:
        """A look and a build."""
        self.look(month)
        return self.build(month)


def refreshed(folder: Path) -> Partnership:
    """A partnership in `folder` that has taken in and built both months of every agency: a copy of one that is made once
    for all tests that only begin from it."""
    made = run_folder() / "refreshed"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            first = Partnership(made.with_suffix(".unfinished"))
            first.drop_everything()
            first.refresh()
            first.folder.rename(made)
    place = Partnership(folder)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    place._clock = max(int(path.stat().st_mtime) for path in place.inbox.rglob("*.*"))
    return place


def query(path: Path, text: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a finished build answers."""
    with database(path, read_only=True) as connection:
        return rows(connection, text, list(parameters))


def every_value(path: Path) -> list[tuple[Any, ...]]:
    """Every value of a build, in one order."""
    return query(path, "select * from scorecard.value order by all")


def figure(path: Path, ref: str, period: str) -> tuple[Any, ...]:
    """Numerator, denominator, value and state of a total."""
    found = query(
        path,
        "select numerator, denominator, value, state from scorecard.value "
        "where indicator = ? and period_id = ? and breakdown = '' and authority = '370'",
        [ref, period],
    )
    assert len(found) == 1, (ref, period, found)
    return found[0]
