"""The sheet in front of a marked workbook: what was found, each line a link to its cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from schemas.issue import column_letters
from scorecards.marking.package import MAIN, OFFICE, Element, Package, parsed, q, written
from scorecards.marking.styles import Styles
from scorecards.workbook.sheet import line_count, safe
from scorecards.workbook.style import BLUE

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_LONGEST = 32_000


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the sheet says: a title, lines below it, and a table whose first column leads to `links`, a place of the
    workbook such as `'Missing'!F214` for each row, empty where there is none."""

    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[str]]
    links: Sequence[str]


def results_part(package: Package, styles: Styles, results: Results) -> str:
    """Adds the sheet and its table to the package; returns the sheet's part."""
    looks = {
        "title": styles.plain(size=16, bold=True, colour=f"FF{BLUE}"),
        "line": styles.plain(size=12),
        "header": styles.plain(size=11, bold=True, colour="FFFFFFFF", fill=f"FF{BLUE}"),
        "text": styles.plain(size=11),
        "link": styles.plain(size=11, colour="FF1D5A96", link=True),
    }
    root = etree.Element(q("worksheet"), nsmap={None: MAIN})
    views = etree.SubElement(root, q("sheetViews"))
    etree.SubElement(views, q("sheetView"), showGridLines="0", tabSelected="1", workbookViewId="0")
    columns = etree.SubElement(root, q("cols"))
    for number, width in enumerate(results.widths, start=1):
        etree.SubElement(
            columns, q("col"), min=str(number), max=str(number), width=str(width), customWidth="1"
        )
    data = etree.SubElement(root, q("sheetData"))
    _row(data, 1, [results.title], [looks["title"]], height=28)
    for number, line in enumerate(results.lines, start=2):
        _row(data, number, [line], [looks["line"]], height=18)
    heads = len(results.lines) + 2
    _row(data, heads, results.headings, [looks["header"]] * len(results.headings), height=20)
    links = etree.Element(q("hyperlinks"))
    for number, (row, link) in enumerate(zip(results.rows, results.links, strict=True), start=heads + 1):
        first = looks["link"] if link else looks["text"]
        _row(
            data, number, row, [first, *[looks["text"]] * (len(row) - 1)], height=_height(row, results.widths)
        )
        if link:
            etree.SubElement(links, q("hyperlink"), ref=f"A{number}", location=link, display=row[0])
    if len(links):
        root.append(links)
    etree.SubElement(
        root, q("pageMargins"), left="0.5", right="0.5", top="0.5", bottom="0.5", header="0.3", footer="0.3"
    )
    etree.SubElement(root, q("pageSetup"), paperSize="9", orientation="landscape", fitToHeight="0")
    properties = etree.Element(q("sheetPr"))
    etree.SubElement(properties, q("pageSetUpPr"), fitToPage="1")
    root.insert(0, properties)
    part = package.add("xl/worksheets/sheet{}.xml", b"", _WORKSHEET)
    last = f"{column_letters(len(results.headings))}{heads + len(results.rows)}"
    table = package.add(
        "xl/tables/table{}.xml", _table(package, f"A{heads}:{last}", results.headings), _TABLE
    )
    parts = etree.SubElement(root, q("tableParts"), count="1")
    etree.SubElement(parts, q("tablePart")).set(
        f"{{{OFFICE}}}id",
        package.relate(part, "table", table),
    )
    package.parts[part] = written(root)
    return part


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    """Points that hold every line of the row's words; no program measures them when the file is opened."""
    return 15 * max(line_count(words, width) for words, width in zip(row, widths, strict=True)) + 5


def _row(data: Element, number: int, words: Sequence[str], looks: Sequence[int], height: int = 0) -> None:
    row = etree.SubElement(data, q("row"), r=str(number))
    if height:
        row.set("ht", str(height))
        row.set("customHeight", "1")
    for place, (text, look) in enumerate(zip(words, looks, strict=True), start=1):
        cell = etree.SubElement(row, q("c"), r=f"{column_letters(place)}{number}", s=str(look), t="inlineStr")
        inside = etree.SubElement(etree.SubElement(cell, q("is")), q("t"))
        inside.text = safe(text)[:_LONGEST]
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _table(package: Package, reference: str, headings: Sequence[str]) -> bytes:
    number = 1 + max(
        [0, *(int(parsed(part).get("id", "0")) for name, part in package.parts.items() if _is_table(name))]
    )
    name = f"check_results_{number}"
    root = etree.Element(
        q("table"),
        nsmap={None: MAIN},
        id=str(number),
        name=name,
        displayName=name,
        ref=reference,
        totalsRowShown="0",
    )
    columns = etree.SubElement(root, q("tableColumns"), count=str(len(headings)))
    for place, heading in enumerate(headings, start=1):
        etree.SubElement(columns, q("tableColumn"), id=str(place), name=heading)
    etree.SubElement(root, q("tableStyleInfo"), name="TableStyleLight1", showRowStripes="1")
    return written(root)


def _is_table(name: str) -> bool:
    return name.startswith("xl/tables/") and name.endswith(".xml")
