"""Items about sheets: their names, titles and order, and where things stand on them."""

import re
from collections.abc import Iterator

from scorecards.accessibility.checklist import Place, item
from scorecards.accessibility.opened import OpenedWorkbook, coordinate

DEFAULT_SHEET = re.compile(r"(Sheet|Tabelle|Feuil|Hoja|Chart)\s*\d*", re.IGNORECASE)
SHORTEST_TITLE = 10
LONGEST_TAB = 31
COVER = re.compile(r"cover|contents|about|read|information|front|introduction|summary", re.IGNORECASE)
HEADING_STYLES = re.compile(r"(Headline|Heading|Title|Überschrift|Titre)( \d)?", re.IGNORECASE)
SAYS_TABLES = re.compile(
    r"\b(one|two|three|four|five|\d+|no|a) (data )?tables?\b|\btables? \d", re.IGNORECASE
)
COVER_HOLDS = {
    "contents": re.compile(r"\b(contents|sheets?|tabs?)\b", re.IGNORECASE),
    "a contact": re.compile(r"\bcontact|@\w", re.IGNORECASE),
    "the day the data ends or was extracted": re.compile(
        r"\b(data to|extract\w*|published|updated|produced)\b", re.IGNORECASE
    ),
    "when the next comes": re.compile(r"\bnext\b", re.IGNORECASE),
}


@item("S1", "Show them or take them out.")
def no_hidden_sheets(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No hidden sheets."""
    for sheet in workbook.sheets:
        if sheet.worksheet.sheet_state != "visible":
            yield Place(sheet=sheet.name)


@item("S2", "Name it for what it holds.")
def sheets_are_named(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No sheet with a name such as Sheet1."""
    for sheet in workbook.sheets:
        if DEFAULT_SHEET.fullmatch(sheet.name):
            yield Place(sheet=sheet.name)


@item("S3", "Shorten or change the name.", is_essential=False)
def names_are_plain(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Names of sheets of 31 characters or fewer that begin with a letter, without stray spaces, each once."""
    seen: set[str] = set()
    for sheet in workbook.sheets:
        name = sheet.name
        is_stray = name != " ".join(name.split())
        if len(name) > LONGEST_TAB or not name[:1].isalpha() or is_stray or name.casefold() in seen:
            yield Place(sheet=name)
        seen.add(name.casefold())


@item("S4", "Take it out.")
def no_blank_sheets(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No blank sheet."""
    for sheet in workbook.sheets:
        if not sheet.cells:
            yield Place(sheet=sheet.name)


@item("S5", "Write there what the sheet shows, of whom and when.")
def sheets_have_titles(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A title in words in cell A1 of every sheet."""
    for sheet in workbook.sheets:
        cell = sheet.outside.get((1, 1))
        words = cell.value if cell is not None else None
        if sheet.cells and (not isinstance(words, str) or len(words.strip()) < SHORTEST_TITLE):
            yield Place(sheet=sheet.name, cell="A1")


@item("S6", "Give A1 the cell style Heading 1 and write how many tables there are.", is_essential=False)
def titles_are_headings(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A heading style on every title, and a line above each table that says how many tables the sheet has."""
    for sheet in workbook.sheets:
        title = sheet.cells.get((1, 1))
        if title is not None and not HEADING_STYLES.fullmatch(str(title.style)):
            yield Place(sheet=sheet.name, cell="A1", words="no heading style")
        if sheet.blocks and not SAYS_TABLES.search(sheet.above):
            yield Place(sheet=sheet.name, words="no count of tables")


@item("C0", "Write it on the first sheet.", is_essential=False)
def a_cover_comes_first(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A cover first, with contents, a contact, the day of the data and when the next comes."""
    first = workbook.sheets[0]
    if not COVER.search(first.name):
        yield Place(sheet=first.name, words="no cover")
    for wanted, pattern in COVER_HOLDS.items():
        if not pattern.search(workbook.words[first.name]):
            yield Place(sheet=first.name, words=f"no word of {wanted}")


@item("C4", "Move it to column A.")
def tables_stand_at_the_edge(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A table against the left edge of every sheet that has one, and words above it in column A."""
    for sheet in workbook.sheets:
        if sheet.blocks and min(block.left for block in sheet.blocks) > 1:
            yield Place(sheet=sheet.name, cell=sheet.blocks[0].table.ref)
        elif sheet.cells and min(column for _, column in sheet.cells) > 1:
            yield Place(sheet=sheet.name)


@item("C5", "Move it above the table.", is_essential=False)
def nothing_below_a_table(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Nothing below a table."""
    for sheet in workbook.sheets:
        if not sheet.blocks:
            continue
        bottom = min(block.bottom for block in sheet.blocks)
        for (row, column), cell in sheet.outside.items():
            if row > bottom and cell.value is not None:
                yield Place(sheet=sheet.name, cell=coordinate(row, column))


@item("C6", "Give each table a sheet of its own.", is_essential=False)
def one_table_a_sheet(workbook: OpenedWorkbook) -> Iterator[Place]:
    """One table a sheet."""
    for sheet in workbook.sheets:
        for block in sheet.blocks[1:]:
            yield Place(sheet=sheet.name, cell=block.table.ref)
