"""What a workbook says of its sheets: their order, their parts, which are hidden, and from when it counts days."""

import re
from dataclasses import dataclass
from posixpath import join, normpath
from xml.parsers import expat

from sources.preflight.census import SheetCensus
from sources.preflight.package import Package
from sources.preflight.refusal import UnreadableFile
from sources.preflight.worksheet_xml import sheet_census

_ZEROS = re.compile(r"^0{2,}$")


@dataclass(kw_only=True)
class Facts:
    """What stands in the workbook's own part: the sheets (title, relation, hidden) in order, and the date system."""

    sheets: list[tuple[str, str, bool]]
    counts_from_1904: bool = False


def workbook_census(package: Package) -> tuple[list[SheetCensus], bool]:
    """The census of every sheet in the workbook's order, and whether it counts days from 1904."""
    facts = _facts(package.kept["xl/workbook.xml"])
    titles = [title for title, _, _ in facts.sheets]
    if len(set(titles)) < len(titles):
        raise UnreadableFile(
            "Expected each sheet under a name of its own; found two of one name. Rename one and send it again."
        )
    parts = targets(package.kept.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    zeros = _zero_styles(package.kept.get("xl/styles.xml", b"<none/>"))
    found = []
    for title, relation, is_hidden in facts.sheets:
        part = parts.get(relation, "")
        census = (
            sheet_census(package.kept[part], title, zeros)
            if part in package.kept
            else SheetCensus(title=title)
        )
        census.is_hidden = is_hidden
        found.append(census)
    return found, facts.counts_from_1904


def _facts(xml: bytes) -> Facts:
    facts = Facts(sheets=[])

    def start(name: str, values: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            relation = next((value for key, value in values.items() if key.endswith(":id")), "")
            facts.sheets.append(
                (values.get("name", ""), relation, values.get("state", "visible") != "visible")
            )
        elif local == "workbookPr":
            facts.counts_from_1904 = values.get("date1904", "0") in ("1", "true")

    walk(xml, start)
    return facts


def targets(xml: bytes) -> dict[str, str]:
    """The part of each relation of the workbook."""
    targets: dict[str, str] = {}

    def start(name: str, values: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and values.get("TargetMode") != "External":
            target = values.get("Target", "")
            targets[values.get("Id", "")] = normpath(
                target[1:] if target.startswith("/") else join("xl", target)
            )

    walk(xml, start)
    return targets


def _zero_styles(xml: bytes) -> dict[int, int]:
    """The styles that show a number with leading zeros, and how many digits they show."""
    formats: dict[str, int] = {}
    styles: dict[int, int] = {}
    inside: list[str] = []
    count = 0

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal count
        local = name.rpartition(":")[2]
        if local == "numFmt" and _ZEROS.match(values.get("formatCode", "")):
            formats[values.get("numFmtId", "")] = len(values["formatCode"])
        elif local == "xf" and "cellXfs" in inside:
            if values.get("numFmtId") in formats:
                styles[count] = formats[values["numFmtId"]]
            count += 1
        inside.append(local)

    walk(xml, start, lambda name: inside.pop())
    return styles


def walk(xml: bytes, start, end=None) -> None:  # type: ignore[no-untyped-def]
    """Call `start` with each element's name and attributes, `end` with its name. Raises UnreadableFile for no XML."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableFile(
            "Expected a whole workbook; found a damaged one. Save it again and send it again."
        ) from None
