"""The parts of a workbook's package: read as they are, changed one by one, and every other part left byte for byte."""

from io import BytesIO
from posixpath import dirname, join, normpath, relpath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Element = Any
"""An element of lxml, which has no types."""


class CannotMark(Exception):
    """A workbook that cannot be given back marked; the words say why, for its supplier."""


def q(name: str) -> str:
    """An element's name in the namespace of spreadsheets."""
    return f"{{{MAIN}}}{name}"


def parsed(xml: bytes) -> Element:
    """The root of a part. Nothing is fetched and no entity is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise CannotMark("it is damaged inside") from None


def written(root: Element) -> bytes:
    """The bytes of a part."""
    return _HEAD + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


class Package:
    """The parts of one workbook by name. Parts that nobody sets keep their bytes."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"PK\x03\x04"):
            raise CannotMark("it is no .xlsx workbook")
        try:
            with ZipFile(BytesIO(data)) as archive:
                self._entries = {entry.filename: entry for entry in archive.infolist()}
                self.parts = {name: archive.read(name) for name in self._entries}
        except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
            raise CannotMark("it is damaged or protected by a password") from None
        if "xl/workbook.xml" not in self.parts:
            raise CannotMark("it is kept in a form that can only be read")
        if any(name.startswith("_xmlsignatures/") for name in self.parts):
            raise CannotMark("it is signed, and a mark would break its signature")
        if f'"{MAIN}"'.encode() not in self.parts["xl/workbook.xml"]:
            raise CannotMark("it is saved as a Strict Open XML workbook, which can only be read")

    def saved(self) -> bytes:
        """The package's bytes: parts in their old order, new ones after them, equal content equal bytes."""
        done = BytesIO()
        with ZipFile(done, "w", ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                old = self._entries.get(name)
                entry = ZipInfo(name, date_time=old.date_time if old else _EARLIEST)
                entry.compress_type = ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, part)
        return done.getvalue()

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Identity, last word of the type, and part of everything that a part refers to inside the package."""
        name = _relations_of(part)
        if name not in self.parts:
            return []
        return [
            (
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                _resolved(part, relation.get("Target", "")),
            )
            for relation in parsed(self.parts[name])
            if relation.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Makes `part` refer to `target`; returns the identity of the relation."""
        name = _relations_of(part)
        empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        root = parsed(self.parts.get(name, empty))
        taken = {relation.get("Id") for relation in root}
        identity = next(each for number in range(1, 100_000) if (each := f"rIdMark{number}") not in taken)
        inside = relpath(target, dirname(part) or ".")
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=identity, Type=f"{OFFICE}/{kind}", Target=inside
        )
        self.parts[name] = written(root)
        return identity

    def add(self, pattern: str, part: bytes, content_type: str) -> str:
        """A new part under the first free name of the pattern, such as `xl/comments{}.xml`; returns the name."""
        taken = {name.lower() for name in self.parts}
        name = next(
            each for number in range(1, 100_000) if (each := pattern.format(number)).lower() not in taken
        )
        self.parts[name] = part
        root = parsed(self.parts["[Content_Types].xml"])
        if name.endswith(".vml"):
            if not any(each.get("Extension", "").lower() == "vml" for each in root):
                root.insert(
                    0, etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=content_type)
                )
        else:
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.parts["[Content_Types].xml"] = written(root)
        return name


def _relations_of(part: str) -> str:
    return join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")


def _resolved(part: str, target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else normpath(join(dirname(part), target))
