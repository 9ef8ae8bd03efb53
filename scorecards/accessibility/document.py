"""Items about the file as a whole: its properties, how it opens, and what it carries that nobody sees."""

import re
from collections.abc import Iterator

from scorecards.accessibility.checklist import Place, item
from scorecards.accessibility.opened import OpenedWorkbook, descendants

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.xlsx")
LONGEST_FILE_NAME = 217
MADE_BY_A_LIBRARY = ("", "openpyxl", "xlsxwriter", "apache poi", "unknown", "user")


@item("D1", "Set it under File, Info, Title.")
def the_file_has_a_title(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A title among the file's properties."""
    if not (workbook.book.properties.title or "").strip():
        yield Place()


@item("D2", "Set it, such as en-GB.", is_essential=False)
def the_file_has_a_language(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A language among the file's properties."""
    if not (workbook.book.properties.language or "").strip():
        yield Place()


@item("D3", "Name the organisation under File, Info, Author.", is_essential=False)
def the_file_has_an_author(workbook: OpenedWorkbook) -> Iterator[Place]:
    """An author among the file's properties, and not the library that wrote it."""
    if (workbook.book.properties.creator or "").strip().casefold() in MADE_BY_A_LIBRARY:
        yield Place()


@item("D4", "Save it with the first sheet open.")
def the_file_opens_at_the_start(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A file that opens on its first sheet."""
    active = workbook.book.active
    if active is not None and active.title != workbook.sheets[0].name:
        yield Place(sheet=str(active.title))


@item("D5", "Put the cursor on A1 of every sheet before saving.")
def the_cursor_is_at_the_top(workbook: OpenedWorkbook) -> Iterator[Place]:
    """The cursor in cell A1 of every sheet."""
    for sheet in workbook.sheets:
        selected = [each.get("sqref", "A1") for each in descendants(sheet.xml, "selection")]
        if selected and selected[-1] != "A1":
            yield Place(sheet=sheet.name, cell=selected[-1])


@item("D6", "Rename it, such as front-door-scorecard-2022-23-q4.xlsx.", is_essential=False)
def the_file_name_is_plain(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A file name of small letters, figures and dashes, shorter than 218 characters."""
    name = workbook.file_name
    if name and (len(name) > LONGEST_FILE_NAME or not FILE_NAME.fullmatch(name)):
        yield Place()


@item("B4", "Save it as .xlsx, which holds none.")
def no_macros(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No macros."""
    if any(name.lower().endswith("vbaproject.bin") for name in workbook.parts):
        yield Place()


@item("X1", "Put the values in their place (in Excel: Data, Edit Links, Break Link).")
def no_links_to_other_files(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No link to another workbook or data source."""
    for kind in ("xl/externalLinks/", "xl/connections", "xl/queryTables/"):
        if any(name.startswith(kind) and not name.endswith(".rels") for name in workbook.parts):
            yield Place(words=kind.removeprefix("xl/").rstrip("/"))


@item("X2", "Unprotect it: protection stops assistive technology.")
def no_protection(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No protected sheet or structure."""
    if workbook.book.security is not None and workbook.book.security.lockStructure:
        yield Place(words="a protected structure")
    for sheet in workbook.sheets:
        if sheet.worksheet.protection.sheet:
            yield Place(sheet=sheet.name)


@item("X3", "Paste their values: a reader without Excel sees nothing.", is_essential=False)
def no_formulas(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No formulas."""
    for sheet in workbook.sheets:
        for cell in sheet.cells.values():
            if cell.data_type == "f":
                yield Place(sheet=sheet.name, cell=cell.coordinate)
