"""Items about what cells and charts look like."""

import re
from collections.abc import Iterator

from openpyxl.cell import Cell

from scorecards.accessibility.checklist import Place, item
from scorecards.accessibility.colour import BLACK, WHITE, contrast, seen, theme
from scorecards.accessibility.opened import OpenedSheet, OpenedWorkbook, coordinate, descendants

PLAIN_FONTS = (
    "arial", "aptos", "aptos narrow", "calibri", "helvetica", "verdana", "tahoma", "segoe ui", "open sans", "roboto",
    "liberation sans", "dejavu sans", "gds transport", "frutiger", "noto sans", "trebuchet ms",
)  # fmt: skip
LEAST_DATA, LEAST_WORDS = 10, 12
LEAST_TEXT_CONTRAST, LEAST_MARK_CONTRAST = 4.5, 3.0
SHORTEST_DESCRIPTION = 10
FRAMES = ("graphicFrame", "pic")


@item("F3", "Use Arial, 12 points or more (10 in tables), upright and level.", is_essential=False)
def plain_letters(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A plain font without serifs, large enough, without italics, raised or lowered, turned or all capitals."""
    known: dict[tuple[int, bool], str] = {}
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            key = (cell.style_id, sheet.block_at(row, column) is not None)
            if key not in known:
                known[key] = _letters(cell, is_data=key[1])
            if known[key] or _shouts(cell.value):
                yield Place(
                    sheet=sheet.name, cell=coordinate(row, column), words=known[key] or "words in capitals"
                )


def _letters(cell: Cell, *, is_data: bool) -> str:
    font = cell.font
    if (font.name or "calibri").casefold() not in PLAIN_FONTS:
        return "another font"
    if float(font.sz or 11) < (LEAST_DATA if is_data else LEAST_WORDS):
        return "small letters"
    if font.i:
        return "italics"
    if font.vertAlign in ("superscript", "subscript"):
        return "raised or lowered letters"
    return "turned text" if cell.alignment.textRotation else ""


def _shouts(value: object) -> bool:
    """Three words or more, none with a small letter; refs such as CP02 are no words."""
    return isinstance(value, str) and value.isupper() and len(re.findall(r"\b[A-Z]{2,}\b", value)) >= 3


@item("F6", "Move what they say into cells.")
def no_hidden_words(workbook: OpenedWorkbook) -> Iterator[Place]:
    """No headers, footers, text boxes or comments."""
    for sheet in workbook.sheets:
        for printed in descendants(sheet.xml, "headerFooter"):
            if any((each.text or "").strip() for each in printed):
                yield Place(sheet=sheet.name, words="a header or footer")
        for cell in sheet.worksheet._cells.values():
            if cell.comment is not None:
                yield Place(sheet=sheet.name, cell=cell.coordinate, words="a comment")
        if any(next(descendants(drawing, "txBody"), None) is not None for drawing in sheet.drawings):
            yield Place(sheet=sheet.name, words="a text box")


@item("F9", "Write into the cell what the colour means.")
def colour_is_never_alone(workbook: OpenedWorkbook) -> Iterator[Place]:
    """Words in every cell that is filled, unless its whole row or column of the table is."""
    for sheet in workbook.sheets:
        fills = {
            place: cell.fill.fgColor.value
            for place, cell in sorted(sheet.worksheet._cells.items())
            if cell.fill is not None and cell.fill.fill_type
        }
        for row, column in fills:
            cell = sheet.cells.get((row, column))
            has_words = cell is not None and any(each.isalpha() for each in str(cell.value))
            if not has_words and not _is_band(sheet, fills, row, column):
                yield Place(sheet=sheet.name, cell=coordinate(row, column))


def _is_band(sheet: OpenedSheet, fills: dict[tuple[int, int], object], row: int, column: int) -> bool:
    """Whether a whole row or column of the table has the fill, which then says nothing of the cell."""
    block = sheet.block_at(row, column)
    if block is None:
        return False
    fill = fills[row, column]
    across = all(fills.get((row, each)) == fill for each in range(block.left, block.right + 1))
    first = block.top + int(block.has_header)
    return across or all(fills.get((each, column)) == fill for each in range(first, block.bottom + 1))


@item("F10", "Use a darker colour on a light ground, or a lighter one on a dark ground.")
def colours_stand_apart(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A contrast of 4.5 to 1 between words and their ground, and of 3 to 1 between a chart's marks and white."""
    scheme = theme(workbook)
    known: dict[int, float] = {}
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.style_id not in known:
                known[cell.style_id] = _cell_contrast(cell, scheme)
            ratio = known[cell.style_id]
            if ratio < LEAST_TEXT_CONTRAST:
                yield Place(sheet=sheet.name, cell=coordinate(row, column), words=f"{ratio:.1f} to 1")
        for chart in sheet.charts:
            for mark in _marks(chart):
                ratio = contrast(mark, WHITE)
                if ratio < LEAST_MARK_CONTRAST:
                    yield Place(sheet=sheet.name, words=f"a chart's #{mark}, {ratio:.1f} to 1")


def _cell_contrast(cell: Cell, scheme: tuple[str, ...]) -> float:
    ground = seen(cell.fill.fgColor, scheme, WHITE) if cell.fill.fill_type == "solid" else WHITE
    return contrast(seen(cell.font.color, scheme, BLACK), ground)


def _marks(chart: object) -> list[str]:
    """The plain colours of a chart's series."""
    return sorted(
        {
            str(colour.get("val")).upper()
            for series in descendants(chart, "ser")  # type: ignore[arg-type]
            for colour in descendants(series, "srgbClr")
        }
    )


@item("F11", "Right-click it, choose Alt text, and say in a sentence what it shows.")
def pictures_have_words(workbook: OpenedWorkbook) -> Iterator[Place]:
    """A description of ten characters or more on every chart and picture."""
    for sheet in workbook.sheets:
        for drawing in sheet.drawings:
            for kind in FRAMES:
                for frame in descendants(drawing, kind):
                    named = next(descendants(frame, "cNvPr"), None)
                    words = "" if named is None else (named.get("descr") or "").strip()
                    if len(words) < SHORTEST_DESCRIPTION:
                        yield Place(sheet=sheet.name, words="a picture" if kind == "pic" else "a chart")
