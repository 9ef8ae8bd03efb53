"""Rows of an .xlsx workbook made blank where they stand; every other part keeps its bytes."""

import re
from collections.abc import Collection, Mapping
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHORTEST_WORD = 4
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class NotNative(Exception):
    """A workbook that has to be written anew: another form, or one that keeps rows in further places."""


def without_rows(data: bytes, rows: Mapping[int, Collection[int]], words: Collection[str]) -> bytes:
    """The workbook with these rows of its sheets (from 1) empty. Texts that nothing shows any more are taken out of the
    list that sheets share. Raises NotNative."""
    parts = _parts(data)
    sheets = _sheets(parts)
    roots = {name: _root(parts[name]) for name in sheets}
    removed: set[int] = set()
    for number, name in enumerate(sheets, start=1):
        removed |= _emptied(roots[name], set(rows.get(number, ())))
    shown = {index for root in roots.values() for index in _shared(root)}
    changed = {name: _written(roots[name]) for number, name in enumerate(sheets, start=1) if rows.get(number)}
    if unshown := removed - shown:
        changed["xl/sharedStrings.xml"] = _forgotten(parts["xl/sharedStrings.xml"], unshown)
    made = {**parts, **changed}
    _check(made, set(sheets), words)
    return zipped(made)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts; the same parts are the same bytes."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _EARLIEST), content, ZIP_DEFLATED)
    return target.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        raise NotNative from None
    if f'"{_MAIN}"'.encode() not in parts.get("xl/workbook.xml", b""):
        raise NotNative
    return parts


def _sheets(parts: Mapping[str, bytes]) -> list[str]:
    """The parts of the sheets in their order."""
    related = _root(parts["xl/_rels/workbook.xml.rels"])
    targets = {each.get("Id"): str(each.get("Target")) for each in related}
    found = []
    for sheet in _root(parts["xl/workbook.xml"]).iter(f"{{{_MAIN}}}sheet"):
        target = targets[sheet.get(f"{{{_OFFICE}}}id")]
        name = target[1:] if target.startswith("/") else normpath(join("xl", target))
        if name not in parts:
            raise NotNative
        found.append(name)
    return found


def _emptied(root: Any, rows: set[int]) -> set[int]:
    """Empty the rows; the numbers of the shared texts that stood in them."""
    gone: set[int] = set()
    number = 0
    for row in root.iter(f"{{{_MAIN}}}row"):
        number = int(row.get("r", number + 1))
        if number in rows:
            gone |= _shared(row)
            for cell in list(row):
                row.remove(cell)
    for link in list(root.iter(f"{{{_MAIN}}}hyperlink")):
        if _row_of(link.get("ref", "")) in rows:
            link.getparent().remove(link)
    return gone


def _shared(element: Any) -> set[int]:
    return {
        int(value)
        for cell in element.iter(f"{{{_MAIN}}}c")
        if cell.get("t") == "s" and (value := cell.findtext(f"{{{_MAIN}}}v"))
    }


def _forgotten(part: bytes, indexes: set[int]) -> bytes:
    root = _root(part)
    for index, item in enumerate(root.iter(f"{{{_MAIN}}}si")):
        if index in indexes:
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, f"{{{_MAIN}}}t")
    return _written(root)


def _check(parts: Mapping[str, bytes], sheets: set[str], words: Collection[str]) -> None:
    """Refuse a workbook that keeps what stands in its rows in further places."""
    looked_into = {*sheets, "xl/sharedStrings.xml", "xl/workbook.xml"}
    marks = [re.escape(word.encode()) for word in words if len(word) >= _SHORTEST_WORD]
    pattern = re.compile(rb"(?<![0-9A-Za-z])(?:" + b"|".join(marks) + rb")(?![0-9A-Za-z])") if marks else None
    for name, content in parts.items():
        if "pivotcache" in name.lower() or "comments" in name.lower() or name.startswith("_xmlsignatures/"):
            raise NotNative
        if pattern is not None and name not in looked_into and pattern.search(content):
            raise NotNative


def _row_of(reference: str) -> int:
    digits = re.sub(r"[^0-9]", "", reference.split(":")[0])
    return int(digits or 0)


def _root(part: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise NotNative from None


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
