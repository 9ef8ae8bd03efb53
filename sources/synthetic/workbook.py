"""A small writer of Excel workbooks whose bytes depend on the content alone.

It writes tens of thousands of rows a second, keeps no time of day anywhere, and knows only what the made-up
deliveries need: text, numbers, and true Excel dates with and without a time.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from sources.synthetic.cells import Cell

ROW_NUMBER = "\x00"
"""Stands for the row's number until the row has its place; no cell can hold it."""

_EPOCH = datetime(1899, 12, 30)
_DATE_STYLE, _MOMENT_STYLE = 1, 2
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its title and its rows, each made by `row_xml`."""

    title: str
    rows: list[str]


def row_xml(cells: Iterable[Cell]) -> str:
    """A row of cells, ready for any place in a sheet."""
    filled = ((place, cell) for place, cell in enumerate(cells) if cell is not None and cell != "")
    return (
        f'<row r="{ROW_NUMBER}">'
        + "".join(_cell_xml(letters(place), cell) for place, cell in filled)
        + "</row>"
    )


def write_workbook(path: Path, sheets: list[Sheet]) -> None:
    """Write the sheets, in their order."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        _add(package, "[Content_Types].xml", _content_types(numbers))
        _add(package, "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        _add(package, "xl/workbook.xml", _workbook(sheets))
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        _add(package, "xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")]))
        _add(package, "xl/styles.xml", _STYLES)
        for number, sheet in zip(numbers, sheets, strict=True):
            _add(package, f"xl/worksheets/sheet{number}.xml", _sheet(sheet))


@cache
def letters(place: int) -> str:
    """The letters of a column by its place from nought: A, B … Z, AA …"""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _cell_xml(column: str, cell: Cell) -> str:
    where = f'<c r="{column}{ROW_NUMBER}"'
    if isinstance(cell, str):
        space = ' xml:space="preserve"' if cell != cell.strip() else ""
        return f'{where} t="inlineStr"><is><t{space}>{escape(cell)}</t></is></c>'
    if isinstance(cell, datetime):
        days = cell - _EPOCH
        return f'{where} s="{_MOMENT_STYLE}"><v>{days.days + days.seconds / 86400!r}</v></c>'
    if isinstance(cell, date):
        return f'{where} s="{_DATE_STYLE}"><v>{cell.toordinal() - _EPOCH.toordinal()}</v></c>'
    return f"{where}><v>{cell!r}</v></c>"


def _sheet(sheet: Sheet) -> str:
    rows = "".join(row.replace(ROW_NUMBER, str(number)) for number, row in enumerate(sheet.rows, start=1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _workbook(sheets: list[Sheet]) -> str:
    entries = "".join(
        f'<sheet name="{escape(sheet.title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(numbers: range) -> str:
    parts = {f"worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    parts |= {"workbook.xml": "sheet.main", "styles.xml": "styles"}
    overrides = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_WORKBOOK_TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    relations = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{relations}{overrides}</Types>'


def _add(package: zipfile.ZipFile, name: str, text: str) -> None:
    # A fixed time, so that equal content is equal bytes.
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, text.encode(), compresslevel=3)
