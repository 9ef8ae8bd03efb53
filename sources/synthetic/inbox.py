"""The inbox of one authority: each month's folder with the files that every agency delivers."""

from datetime import datetime, timedelta
from pathlib import Path

from sources.synthetic.agency_workbooks import WorkbookFiles
from sources.synthetic.entry import Books, Row
from sources.synthetic.fault_catalogue import drawn
from sources.synthetic.faults import (
    INTERVIEW_ROWS,
    MOSAIC_ROWS,
    POLICE_ROWS,
    Fault,
    PlantedRow,
    held_file,
    plant_files,
    plant_nil_return,
    planted,
    planted_cells,
    planted_faults,
    planted_lines,
    replaced_lines,
    resubmission,
)
from sources.synthetic.health_workbook import write_health_workbook
from sources.synthetic.moments import close_of
from sources.synthetic.month import last_day, months
from sources.synthetic.mosaic_files import FILES, MosaicFiles
from sources.synthetic.reports import EARLY_HELP, INTERVIEWS, PARTNERSHIP, POLICE, WORKFORCE

AGENCIES = ("mosaic", "eisi", "police", "health", "workforce", "partnership")
SNAPSHOT_AGENCIES = ("mosaic", "eisi", "partnership")
SNAPSHOT_MONTHS = 12
DRAFT_DAYS = 9
DRAWN = 20
"""So many faults are drawn from the catalogue, more than are planted in every sample."""


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

    def plant_faults(self, seed: int) -> list[Fault]:
        """Write the last month's files again with wrong rows, and wrong files beside them; returns all of them.

        Some are the same in every sample; more are drawn from the catalogue by the seed.
        """
        month = self.months[-1]
        end = _close(month)
        by_chance = drawn(self._books, end, seed=seed, count=DRAWN)

        def of(agency: str, rows: tuple[PlantedRow, ...]) -> list[tuple[PlantedRow, Row]]:
            chosen = [row for row in by_chance if row.table.split(".")[0] == agency]
            return planted([*rows, *chosen], self._books, end)

        in_mosaic = of("mosaic", MOSAIC_ROWS)
        folder = self._folder(month, "mosaic")
        begins = self._mosaic.write(folder, end, planted_lines(in_mosaic), replaced_lines(in_mosaic))
        faults = planted_faults(in_mosaic, begins, month)
        # The draft is written first, so that it is the earlier of the month's two files.
        draft = end - timedelta(days=DRAFT_DAYS)
        self._police.write(self._folder(month, "police"), draft, suffix=" (draft)")
        faults.append(resubmission(month, self._police.file_name(draft, suffix=" (draft)")))
        faults += self._plant_held(month)
        for files, rows in ((self._police, POLICE_ROWS), (self._interviews, INTERVIEW_ROWS)):
            found = of(files.agency, rows)
            begins = files.write(self._folder(month, files.agency), end, planted_cells(found))
            faults += planted_faults(found, begins, month, files.file_name(end))
        return faults + plant_files(self._out / month, month)

    def _plant_held(self, month: str) -> list[Fault]:
        """Files that can be read and are not what they seem: of another month, sent again, without a row."""
        faults = [plant_nil_return(self._out / month, month)]
        if len(self.months) > 1:
            before = _close(self.months[-2])
            self._police.write(self._folder(month, "police"), before, suffix=" (again)")
            name = self._police.file_name(before, suffix=" (again)")
            faults.append(held_file(month, "police", name, "file of another month"))
            contacts, again = f"{FILES['mosaic.contact']}.csv", f"{FILES['mosaic.contact']} (again).csv"
            copied = self._folder(self.months[-2], "mosaic") / contacts
            if copied.exists():
                (self._folder(month, "mosaic") / again).write_bytes(copied.read_bytes())
                faults.append(held_file(month, "mosaic", again, "whole history of the month before"))
        return faults

    def _folder(self, month: str, agency: str) -> Path:
        return self._out / month / agency


def _close(month: str) -> datetime:
    return close_of(last_day(month))
