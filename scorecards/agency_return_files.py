"""An agency's return as a page and as a workbook, drawn with what draws the scorecards."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from scorecards.agency_return import AgencyLine, AgencyReturn
from scorecards.figure import SHORTHAND
from scorecards.page import css, template
from scorecards.period import day_name
from scorecards.provenance import SourceLine
from scorecards.sheet import Column, Sheet, Styles
from scorecards.sign_off import DRAFT
from scorecards.workbook_file import finished

HEADINGS = ("Yours", "Numerator", "Denominator", "Partnership")


def agency_files(*, folder: Path, content: AgencyReturn) -> list[Path]:
    """Writes the agency's two files into the folder and returns their paths."""
    stem = f"{content.file_name}-return-{str(content.quarter).lower()}"
    files = {f"{stem}.xlsx": agency_workbook(content), f"{stem}.html": agency_page(content).encode("utf-8")}
    folder.mkdir(parents=True, exist_ok=True)
    for name, written in files.items():
        (folder / name).write_bytes(written)
    return [folder / name for name in files]


def agency_page(content: AgencyReturn) -> str:
    """The HTML of the return."""
    return template("agency_return.html.j2").render(content=content, css=css())


def agency_workbook(content: AgencyReturn) -> bytes:
    """The bytes of the return's workbook: the same content gives the same bytes."""
    book = Workbook()
    styles = Styles(book)
    first = book.worksheets[0]
    first.title = "Your contacts"
    sheet = Sheet(worksheet=first, styles=styles)
    _opening(sheet, content, "one table")
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Measure", width=52),
        Column(heading="Good is", width=12),
    ]
    columns += [Column(heading="Unit", width=12)]
    columns += [
        Column(heading=f"{name}, {when}", width=16, is_number=True)
        for when in ("quarter", "12 months")
        for name in HEADINGS
    ]
    sheet.table("measures", columns, [_row(line) for line in content.lines])
    meaning = Sheet(worksheet=book.create_sheet("Definitions"), styles=styles)
    _opening(meaning, content, "one table")
    wide = [Column(heading="Ref", width=10), Column(heading="Measure", width=52)]
    wide += [Column(heading="What it counts", width=90), Column(heading="Why it matters", width=60)]
    meaning.table(
        "definitions", wide, [[each.ref, each.title, each.definition, each.why] for each in content.lines]
    )
    if content.sources:
        files = Sheet(worksheet=book.create_sheet("Your files"), styles=styles)
        _opening(files, content, "one table")
        headings = [
            Column(heading="Source", width=44),
            Column(heading="Extract", width=18),
            Column(heading="Received", width=12),
        ]
        headings += [
            Column(heading=name, width=12, is_number=True) for name in ("Rows", "Accepted", "Set aside")
        ]
        files.table("files", headings, [_source(line) for line in content.sources])
    for worksheet in book.worksheets:
        worksheet.sheet_view.showGridLines = False
        worksheet.page_setup.orientation = "landscape"
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    _properties(book, content)
    saved = BytesIO()
    book.save(saved)
    return finished(saved.getvalue(), [], dated=content.provenance.data_to)


def _opening(sheet: Sheet, content: AgencyReturn, holds: str) -> None:
    sheet.line(f"{content.title}, {content.quarter.months_name}", "title")
    sheet.line(content.marking + (" Made from made-up data." if content.provenance.is_made_up else ""))
    for line in DRAFT.lines:
        sheet.line(line)
    sheet.line(f"{content.provenance.partnership_name}. Data to {day_name(content.provenance.data_to)}.")
    shorthand = "; ".join(f"{mark} {word}" for mark, word, _ in SHORTHAND.values())
    sheet.line(f"This worksheet contains {holds}. 0 is a true zero; {shorthand}.")


def _row(line: AgencyLine) -> list[object]:
    found: list[object] = [line.ref, line.title, line.good_is, line.unit_words]
    for each in (line.quarter, line.rolling_12):
        found += [each.ours, each.numerator, each.denominator, each.partnership]
    return found


def _source(line: SourceLine) -> list[object]:
    counts: list[object] = [line.rows, line.accepted, line.set_aside]
    if not line.received or line.hides_counts:
        counts = ["[c]" if line.received else "[x]"] * 3
    return [line.title, line.month_words, "Yes" if line.received else "No", *counts]


def _properties(book: Workbook, content: AgencyReturn) -> None:
    made = content.provenance
    book.properties.title = f"{content.title}, {content.quarter.name}"
    book.properties.subject = content.marking
    book.properties.creator = made.partnership_name
    book.properties.lastModifiedBy = made.partnership_name
    book.properties.description = f"Build {made.build_id}"
    book.properties.language = "en-GB"
    book.properties.created = datetime.combine(made.data_to, time())
