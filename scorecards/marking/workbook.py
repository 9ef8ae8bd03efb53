"""A supplier's own workbook back, marked: wrong cells filled, bordered and commented, and a sheet of results in front.

The package is changed part by part and never loaded and saved as a whole, so text boxes, charts, pictures, sparklines,
macros and everything else that a library of workbooks would lose stay as they are. Of an unmarked cell not one byte
changes.
"""

import re
from collections.abc import Iterable

from lxml import etree

from scorecards.marking.comments import comment
from scorecards.marking.mark import Mark
from scorecards.marking.package import OFFICE, CannotMark, Package, parsed, q, written
from scorecards.marking.results import Results, results_part
from scorecards.marking.styles import Styles
from scorecards.marking.worksheet import Place, Worksheet
from scorecards.workbook.sheet import safe

RESULTS = "Check results"
_SELECTED = re.compile(rb'\stabSelected="(?:1|true)"')
_LONGEST_NAME = 31


def marked(data: bytes, marks: Iterable[Mark], results: Results) -> bytes:
    """The workbook with its marks and the sheet of results. The same workbook and marks give the same bytes.

    Raises CannotMark for one that cannot be given back marked.
    """
    package = Package(data)
    styles = Styles(package.parts.get("xl/styles.xml", b""))
    parts = _sheets(package)
    by_sheet: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.row is not None and 0 < mark.sheet <= len(parts):
            by_sheet.setdefault(mark.sheet, []).append(mark)
    for number, found in sorted(by_sheet.items()):
        _mark_sheet(package, parts[number - 1], styles, found)
    for part in parts:
        package.parts[part] = _unselected(package.parts[part])
    front = results_part(package, styles, results)
    package.parts["xl/styles.xml"] = styles.saved()
    _put_in_front(package, front)
    return package.saved()


def _sheets(package: Package) -> list[str]:
    """The parts of the sheets, in the order of the workbook."""
    targets = {identity: target for identity, _, target in package.relations("xl/workbook.xml")}
    sheets = parsed(package.parts["xl/workbook.xml"]).iter(q("sheet"))
    found = [targets.get(sheet.get(f"{{{OFFICE}}}id", ""), "") for sheet in sheets]
    if any(part not in package.parts for part in found):
        raise CannotMark("it names sheets that it does not hold")
    return found


def _mark_sheet(package: Package, part: str, styles: Styles, marks: list[Mark]) -> None:
    sheet = Worksheet(package.parts[part])
    words: dict[Place, list[tuple[str, str]]] = {}
    for mark in marks:
        assert mark.row is not None
        place = sheet.shown((mark.row, mark.column or 1))
        words.setdefault(place, []).append((safe(mark.heading), safe("\n".join(mark.words))))
    for place in words:
        sheet.mark(place, styles)
    comment(package, part, sheet, words)
    package.parts[part] = sheet.saved()


def _unselected(xml: bytes) -> bytes:
    """The sheet without its tab being selected: two selected sheets would be edited together."""
    head, rows, rest = xml.partition(b"<sheetData")
    return _SELECTED.sub(b"", head) + rows + rest


def _put_in_front(package: Package, part: str) -> None:
    root = parsed(package.parts["xl/workbook.xml"])
    sheets = root.find(q("sheets"))
    assert sheets is not None
    taken = {sheet.get("name", "").casefold() for sheet in sheets}
    number = 1 + max(int(sheet.get("sheetId", "0")) for sheet in sheets)
    sheet = etree.Element(q("sheet"), name=free_name(taken), sheetId=str(number))
    sheet.set(f"{{{OFFICE}}}id", package.relate("xl/workbook.xml", "worksheet", part))
    sheets.insert(0, sheet)
    for name in root.iter(q("definedName")):
        if (local := name.get("localSheetId")) is not None:
            name.set("localSheetId", str(int(local) + 1))
    for view in root.iter(q("workbookView")):
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, None)
    package.parts["xl/workbook.xml"] = written(root)


def free_name(taken: Iterable[str]) -> str:
    """A name for the sheet of results that no sheet has, told without regard to case."""
    known = set(taken)
    names = [RESULTS, *(f"{RESULTS} {number}" for number in range(2, 1000))]
    return next(name for name in names if name.casefold() not in known)[:_LONGEST_NAME]
