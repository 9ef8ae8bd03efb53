"""An agency's return as a page and as a workbook, drawn with what draws the scorecards."""

from pathlib import Path

from scorecards.agency_return import AgencyLine, AgencyReturn
from scorecards.notes import extracted
from scorecards.page import css, shown_words, template
from scorecards.period import Quarter, day_name
from scorecards.provenance import SourceLine
from scorecards.sign_off import DRAFT
from scorecards.thin import thin
from scorecards.workbook.book import Book
from scorecards.workbook.names import COVER, DEFINITIONS, SHORTHAND_LINE
from scorecards.workbook.revised import revised_table
from scorecards.workbook.sheet import REVISED_FIGURES, Column, Sheet, SheetLink

CONTACTS, PART, FILES = "Your contacts", "Your part", "Your files"
HOLDS = {
    CONTACTS: "What became of the contacts and referrals that you made, beside the partnership's",
    PART: "What you did yourselves: attendance, training, concerns raised, data sent",
    REVISED_FIGURES: "Figures with the mark [r]: as first published, as known now, and why",
    DEFINITIONS: "What every measure counts, why it matters and what to ask",
    FILES: "Your files behind these figures",
}
WINDOWS = {"quarter": "quarter", "12 months": "rolling_12"}
FIGURES = ("Yours", "Numerator", "Denominator", "Partnership", "Beside it")


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
    made = template("agency_return.html.j2").render(
        content=content,
        status=status(content),
        figures=FIGURES,
        windows=WINDOWS.items(),
        css=css(),
        shown=shown_words,
    )
    return thin(made)


def status(content: AgencyReturn) -> list[tuple[str, str]]:
    """The strip under the title."""
    made = content.provenance
    received = f"{sum(line.received for line in content.sources)} of {len(content.sources)}"
    return [
        ("Data to", day_name(made.data_to)),
        ("Extracted", extracted(made.sources)),
        ("Your files on time", received if content.sources else "You send none"),
        ("Build", made.build_id),
        ("Contact", made.contact),
    ]


def agency_workbook(content: AgencyReturn) -> bytes:
    """The bytes of the return's workbook: the same content gives the same bytes."""
    book = Book()
    names = [
        CONTACTS,
        *([PART] if content.parts else []),
        *([REVISED_FIGURES] if content.revised else []),
        DEFINITIONS,
        *([FILES] if content.sources else []),
    ]
    _cover(book.sheet(COVER), content, names)
    sheets = {name: book.sheet(name) for name in names}
    for name, sheet in sheets.items():
        _opening(sheet, content, HOLDS[name])
    _measures(sheets[CONTACTS], "measures", content.lines)
    if content.parts:
        _measures(sheets[PART], "your_part", content.parts)
    if content.revised:
        revised_table(sheets[REVISED_FIGURES], content.revised)
    _definitions(sheets[DEFINITIONS], content)
    if content.sources:
        _files(sheets[FILES], content)
    title = f"{content.title}, {content.quarter.name}"
    return book.of_figures(title=title, marking=content.marking, provenance=content.provenance)


def _cover(sheet: Sheet, content: AgencyReturn, names: list[str]) -> None:
    sheet.line(f"{content.title}, {content.quarter.months_name}", "title")
    sheet.line(content.marking, "marking")
    for line in DRAFT.lines:
        sheet.line(line, "warning")
    made = content.provenance
    if made.is_made_up:
        sheet.line(
            "Made from made-up data. No figure here is about a real child, worker or agency.", "warning"
        )
    sheet.line(f"{made.partnership_name}. Period: {content.quarter.name}.")
    for name, words in status(content):
        sheet.line(f"{name}: {words}.")
    following = Quarter.ending(content.quarter.last_month.plus(1), content.quarter.year_start)
    sheet.line(f"The next return is for {following.name[:1].lower()}{following.name[1:]}.")
    sheet.line(f"This worksheet contains one table, the contents. {SHORTHAND_LINE}")
    rows: list[list[object]] = [[SheetLink(words=name, sheet_name=name), HOLDS[name]] for name in names]
    sheet.table(
        "contents", [Column(heading="Sheet", width=26), Column(heading="What it holds", width=90)], rows
    )


def _opening(sheet: Sheet, content: AgencyReturn, holds: str) -> None:
    made = content.provenance
    sheet.line(f"{holds}: {content.agency}, {made.partnership_name}, {content.quarter.months_name}", "title")
    sheet.line(content.marking + (" Made from made-up data." if made.is_made_up else ""))
    sheet.line(DRAFT.what)
    sheet.line(f"This worksheet contains one table. {SHORTHAND_LINE}")
    sheet.line_link("Back to the cover", COVER)


def _measures(sheet: Sheet, name: str, lines: tuple[AgencyLine, ...]) -> None:
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Measure", width=52),
        Column(heading="Counted as", width=30),
        Column(heading="Good is", width=12),
        Column(heading="Unit", width=12),
    ]
    columns += [
        Column(
            heading=f"{each}, {when}", width=30 if each == FIGURES[-1] else 16, is_number=each != FIGURES[-1]
        )
        for when in WINDOWS
        for each in FIGURES
    ]
    sheet.table(name, columns, [_row(line) for line in lines])


def _row(line: AgencyLine) -> list[object]:
    found: list[object] = [line.ref, line.title, line.counted_as, line.good_is, line.unit_words]
    for each in (line.quarter, line.rolling_12):
        found += [each.ours, each.numerator, each.denominator, each.partnership, each.beside]
    return found


def _definitions(sheet: Sheet, content: AgencyReturn) -> None:
    widths = {"Ref": 10, "Measure": 52, "What it counts": 80, "Why it matters": 50, "What to ask": 50}
    each_once = {each.ref: each for each in (*content.lines, *content.parts)}
    rows: list[list[object]] = [
        [each.ref, each.title, each.definition, each.why, " ".join(each.questions) or "None written yet"]
        for each in each_once.values()
    ]
    sheet.table("definitions", [Column(heading=name, width=width) for name, width in widths.items()], rows)


def _files(sheet: Sheet, content: AgencyReturn) -> None:
    columns = [
        Column(heading="Source", width=44),
        Column(heading="Extract", width=18),
        Column(heading="Received", width=12),
        *(Column(heading=name, width=12, is_number=True) for name in ("Rows", "Accepted", "Set aside")),
    ]
    sheet.table("files", columns, [_source(line) for line in content.sources])


def _source(line: SourceLine) -> list[object]:
    counts: list[object] = [line.rows, line.accepted, line.set_aside]
    if not line.received or line.hides_counts:
        counts = ["[c]" if line.received else "[x]"] * 3
    return [line.title, line.month_words, "Yes" if line.received else "No", *counts]
