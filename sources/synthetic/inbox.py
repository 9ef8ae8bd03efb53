"""The inbox of one authority: each month's folder with the files that every agency delivers."""

from datetime import datetime, timedelta
from pathlib import Path

from sources.synthetic.agency_workbooks import WorkbookFiles
from sources.synthetic.entry import Books
from sources.synthetic.faults import (
    INTERVIEW_ROWS,
    MOSAIC_ROWS,
    POLICE_ROWS,
    Fault,
    plant_files,
    planted,
    planted_cells,
    planted_faults,
    planted_lines,
    resubmission,
)
from sources.synthetic.health_workbook import write_health_workbook
from sources.synthetic.moments import close_of
from sources.synthetic.month import last_day, months
from sources.synthetic.mosaic_files import MosaicFiles
from sources.synthetic.reports import EARLY_HELP, INTERVIEWS, PARTNERSHIP, POLICE, WORKFORCE

AGENCIES = ("mosaic", "eisi", "police", "health", "workforce", "partnership")
SNAPSHOT_AGENCIES = ("mosaic", "eisi", "partnership")
SNAPSHOT_MONTHS = 12
DRAFT_DAYS = 9


class Inbox:
    """The deliveries of one authority, written from its books month by month."""

    def __init__(self, out: Path, books: Books, *, first: str, last: str) -> None:
        self._out = out
        self._books = books
        self.months = months(first, last)
        self._mosaic = MosaicFiles(books)
        self._snapshots = [WorkbookFiles(workbook, books) for workbook in (EARLY_HELP, PARTNERSHIP)]
        self._interviews = WorkbookFiles(INTERVIEWS, books)
        self._police = WorkbookFiles(POLICE, books)
        self._workforce = WorkbookFiles(WORKFORCE, books)

    def write(self, month: str) -> None:
        """Write one month's files; agencies that deliver snapshots do so for the last twelve months only."""
        end, has_snapshots = _close(month), month in self.months[-SNAPSHOT_MONTHS:]
        for agency in AGENCIES:
            if has_snapshots or agency not in SNAPSHOT_AGENCIES:
                self._folder(month, agency).mkdir(parents=True, exist_ok=True)
        self._police.write(self._folder(month, "police"), end)
        self._workforce.write(self._folder(month, "workforce"), end)
        write_health_workbook(self._folder(month, "health"), self._books["health.health_return"], end)
        if has_snapshots:
            self._mosaic.write(self._folder(month, "mosaic"), end)
            for files in (*self._snapshots, self._interviews):
                files.write(self._folder(month, files.agency), end)

    def plant_faults(self) -> list[Fault]:
        """Write the last month's files again with wrong rows, and wrong files beside them; returns all of them."""
        month = self.months[-1]
        end = _close(month)
        in_mosaic = planted(MOSAIC_ROWS, self._books, end)
        begins = self._mosaic.write(self._folder(month, "mosaic"), end, planted_lines(in_mosaic))
        faults = planted_faults(in_mosaic, begins, month)
        # The draft is written first, so that it is the earlier of the month's two files.
        draft = end - timedelta(days=DRAFT_DAYS)
        self._police.write(self._folder(month, "police"), draft, suffix=" (draft)")
        faults.append(resubmission(month, self._police.file_name(draft, suffix=" (draft)")))
        for files, rows in ((self._police, POLICE_ROWS), (self._interviews, INTERVIEW_ROWS)):
            found = planted(rows, self._books, end)
            begins = files.write(self._folder(month, files.agency), end, planted_cells(found))
            faults += planted_faults(found, begins, month, files.file_name(end))
        return faults + plant_files(self._out / month, month)

    def _folder(self, month: str, agency: str) -> Path:
        return self._out / month / agency


def _close(month: str) -> datetime:
    return close_of(last_day(month))
