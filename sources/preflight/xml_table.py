"""XML: lists of records, each a set of values, wherever in the tree they stand; one table for each path.

No document type is allowed, so nothing can be fetched or multiplied. Namespaces are looked through: what an element is
called decides, and whether anything is a known report is for its headings to say.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import ENCODED_TWICE, UNKNOWN_ELEMENTS, Remark, remark
from sources.preflight.text import SPOILT

_DEEPEST = 60
_MOST_CELLS = 20_000_000
_OLD_WORKBOOK = "urn:schemas-microsoft-com:office:spreadsheet"
_NIL = "http://www.w3.org/2001/XMLSchema-instance nil"


@dataclass(kw_only=True)
class XmlTable:
    """The records of one path: `lines` are the lines they begin in, `repeated` the records (from 0) and columns whose
    value stands more than once."""

    path: str
    columns: dict[str, int] = field(default_factory=dict)
    records: list[dict[int, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    repeated: set[tuple[int, int]] = field(default_factory=set)

    def rows(self) -> list[list[str]]:
        """The headings and the records, every row of one width."""
        places = range(len(self.columns))
        return [list(self.columns), *([record.get(place, "") for place in places] for record in self.records)]


@dataclass
class _Element:
    name: str
    line: int
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    has_children: bool = False


class _Walk:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.open: list[_Element] = []
        self.tables: dict[str, XmlTable] = {}
        self.loose = self.cells = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        if not self.open and name.startswith(_OLD_WORKBOOK):
            raise UnreadableFile(
                "Expected a workbook or plain XML; found a workbook saved as XML of 2003. "
                "Open it, save it as .xlsx and send that."
            )
        if len(self.open) >= _DEEPEST:
            raise UnreadableFile(
                f"Expected XML of under {_DEEPEST} levels; found more. Export the report as a plain list of records."
            )
        if self.open:
            self.open[-1].has_children = True
        self.open.append(_Element(name.rpartition(" ")[2], self.parser.CurrentLineNumber, values))

    def text(self, text: str) -> None:
        self.open[-1].words.append(text)

    def end(self, name: str) -> None:
        element = self.open.pop()
        words = "".join(element.words)
        attributes = [
            (key.rpartition(" ")[2], value)
            for key, value in element.attributes.items()
            if not key.startswith("http://www.w3.org/")
        ]
        if not element.has_children and self.open and not (attributes and not words.strip()):
            is_nil = element.attributes.get(_NIL) in ("true", "1")
            self.open[-1].values.append((element.name, "" if is_nil else words))
            self.loose += len(attributes)
            return
        self.loose += bool(words.strip())
        if element.values or (attributes and self.open):
            path = "/".join([*(each.name for each in self.open), element.name])
            self._record(self.tables.setdefault(path, XmlTable(path=path)), element, attributes)

    def _record(self, table: XmlTable, element: _Element, attributes: list[tuple[str, str]]) -> None:
        record: dict[int, str] = {}
        for name, value in (*attributes, *element.values):
            place = table.columns.setdefault(name, len(table.columns))
            if place in record:
                table.repeated.add((len(table.records), place))
            record[place] = value
        table.records.append(record)
        table.lines.append(element.line)
        self.cells += len(table.columns)
        if self.cells > _MOST_CELLS:
            raise UnreadableFile("Expected under 20 million values; found more. Send the report in parts.")


def xml_tables(data: bytes) -> tuple[list[XmlTable], list[Remark]]:
    """The tables of an XML file and what was noticed. Raises UnreadableFile for one that is hostile or not whole."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    walk = _Walk(parser)
    parser.StartElementHandler = walk.start
    parser.CharacterDataHandler = walk.text
    parser.EndElementHandler = walk.end
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise UnreadableFile(
            f"Expected whole XML in the encoding that it names; found an error at line {parser.ErrorLineNumber}. "
            "Export the report again."
        ) from None
    remarks = [remark(UNKNOWN_ELEMENTS, sheet=1, elements=walk.loose)] if walk.loose else []
    for number, table in enumerate(walk.tables.values(), start=1):
        spoilt = [
            line
            for line, record in zip(table.lines, table.records, strict=True)
            if any(not value.isascii() and SPOILT.search(value) for value in record.values())
        ]
        if spoilt:
            remarks.append(remark(ENCODED_TWICE, sheet=number, row=spoilt[0], cells=len(spoilt)))
    return list(walk.tables.values()), remarks


def _no_document_type(*_: object) -> None:
    raise UnreadableFile(
        "Expected XML without a document type; found one. Export the report again as plain XML."
    )
