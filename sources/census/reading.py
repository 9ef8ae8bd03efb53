"""A children in need census as flat tables of text, one a module, streamed child by child.

The census has no record ids below the child. Every record is known by its number within its module and by the numbers
of the records it stands in, in the order of the file.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

import polars as pl
from lxml import etree

from sources.census.layout import CHILD, HEADER, MODULES, WRAPPERS, Module
from sources.preflight.refusal import UnreadableFile

_BY_TAG = {module.tag: module for module in MODULES}
_PARENTS = {"Children": (), CHILD: ("child",), "CINdetails": ("child", "episode")}
_PARENTS |= {
    "Assessments": ("child", "episode", "assessment"),
    "ChildProtectionPlans": ("child", "episode", "cp_plan"),
}
_BLANK = {module.tag: [None] * len(module.fields) for module in MODULES}
_WIDTHS = {module.tag: len(_PARENTS[module.within]) + 1 + len(module.fields) for module in MODULES}
_HOLDS, _IS_MODULE, _IS_VALUE = object(), object(), object()


def _parts(module: Module) -> dict[str, Any]:
    """What each element is to the module that it stands in: the place of a value in the record, a module, a module that is
    its own only value, or one that only holds others."""
    first = len(_PARENTS[module.within]) + 1
    nested = {
        each.tag: _IS_VALUE if each.fields == (each.tag,) else _IS_MODULE
        for each in MODULES
        if each.within == module.tag
    }
    own = {tag: first + place for place, tag in enumerate(module.fields)}
    return dict.fromkeys(WRAPPERS, _HOLDS) | nested | own


_PARTS = {module.tag: _parts(module) for module in MODULES}


class NotACensus(UnreadableFile):
    """A file that is no children in need census, or one that breaks off; the words say what to do."""


@dataclass(frozen=True, kw_only=True)
class Census:
    """The tables of a census by module, its header, and what no list of elements names, counted by path.

    Each table has the number of the record in its module (`<module>`, from 0) and of those it stands in, the line of
    the file at which it begins (`line`, from 1), and a text column for each element, null where it does not stand.
    """

    header: dict[str, str]
    tables: dict[str, pl.DataFrame]
    unknown: dict[str, int]


class _Rows:
    """The values of every module while the file is read, and the elements that nothing names.

    A record's values are the numbers of the records that it stands in, its own, and those of its elements; all records of a
    module follow each other in one list. Most of the time of reading is spent here: what an element is to the module
    around it is one look into one table, and no record is an object of its own, which a collector would look through.
    """

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = {each.tag: [] for each in MODULES}
        self.unknown: Counter[str] = Counter()

    def records(self, tag: str) -> int:
        """How many records a module has."""
        return len(self.values[tag]) // _WIDTHS[tag]

    def add(self, element: Any, tag: str, above: tuple[int, ...]) -> None:
        """A module's element with all that stands in it."""
        values = self.values[tag]
        place = (*above, len(values) // _WIDTHS[tag])
        record: list[Any] = [*place, *_BLANK[tag]]
        self._fill(element, tag, record, place, _PARTS[tag])
        values += record

    def _fill(
        self, element: Any, within: str, record: list[Any], place: tuple[int, ...], parts: dict[str, Any]
    ) -> None:
        for part in element:
            tag = part.tag
            what = parts.get(tag)
            if what is None and tag[0] == "{":
                tag = _name(part)
                what = parts.get(tag)
            if what.__class__ is int:
                record[what] = part.text
            elif what is _HOLDS:
                self._fill(part, within, record, place, parts)
            elif what is _IS_VALUE:
                values = self.values[tag]
                values += (*place, len(values) // _WIDTHS[tag], part.text)
            elif what is _IS_MODULE:
                self.add(part, tag, place)
            else:
                self.unknown[f"{within}/{tag}"] += 1


def is_census(data: bytes) -> bool:
    """Whether XML calls itself a children in need census, told by its root and its first elements."""
    top = data[:4000]
    is_message = re.search(rb"<(?:[\w.-]+:)?Message[\s>]", top) is not None
    return (
        is_message
        and re.search(rb"<(?:[\w.-]+:)?(Collection>\s*CIN|Children)[\s<>]", top, re.IGNORECASE) is not None
    )


def census(data: bytes) -> Census:
    """The tables of a census file. Raises NotACensus with a plain sentence that holds nothing of the content."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotACensus(
            "Expected XML without a document type; found one, which can hide what a file holds. Export the census again."
        )
    rows, header = _Rows(), dict.fromkeys(HEADER, "")
    root = ""
    try:
        for _, element in _elements(data):
            tag = _name(element)
            root = root or _name(element.getroottree().getroot())
            if root != "Message":
                break
            if tag == CHILD:
                rows.add(element, CHILD, ())
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif tag in header and not header[tag]:
                header[tag] = (element.text or "").strip()
    except etree.XMLSyntaxError:
        raise NotACensus(
            "Expected XML that is whole; found a file that breaks off or is damaged. "
            "Export the census again and send it again."
        ) from None
    if root != "Message" or header["Collection"].upper() not in ("CIN", ""):
        raise NotACensus(
            "Expected a children in need census; found other XML. Send the census return itself."
        )
    lines = _lines(data, rows)
    return Census(
        header=header,
        tables={
            module.name: _table(module, rows.values[module.tag], lines[module.tag]) for module in MODULES
        },
        unknown=dict(sorted(rows.unknown.items())),
    )


def _elements(data: bytes) -> Iterator[tuple[str, Any]]:
    """The children as they end, and the header's elements; nothing outside the file is ever fetched or expanded."""
    tags = [f"{{*}}{tag}" for tag in (CHILD, *HEADER)]
    yield from etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _name(element: Any) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _table(module: Module, values: list[Any], lines: list[int]) -> pl.DataFrame:
    numbers = [*_PARENTS[module.within], module.name]
    schema: dict[str, Any] = dict.fromkeys(numbers, pl.Int32) | dict.fromkeys(module.fields, pl.String)
    table = pl.DataFrame(
        [
            pl.Series(name, values[place :: len(schema)], dtype=kind)
            for place, (name, kind) in enumerate(schema.items())
        ]
    )
    text = pl.col(*module.fields).str.strip_chars()
    return table.with_columns(
        pl.when(text != "").then(text).name.keep(), line=pl.Series(lines, dtype=pl.Int32)
    )


def _lines(data: bytes, rows: _Rows) -> dict[str, list[int]]:
    """The line at which each record's element begins.

    The parser cannot tell lines beyond 65,535, so the start tags are found in the bytes; where these are not as many
    as the records, because a comment holds a tag, a slower parser that can tell is asked.
    """
    found: dict[bytes, list[int]] = {module.tag.encode(): [] for module in MODULES}
    line, last = 1, 0
    # a prefix before every tag is rare and doubles the search
    prefix = rb"(?:[\w.-]+:)?" if _has_prefix(data) else b""
    for match in re.finditer(b"<" + prefix + b"(" + b"|".join(found) + rb")(?=[\s/>])", data):
        line += data.count(b"\n", last, match.start())
        last = match.start()
        found[match[1]].append(line)
    lines = {tag.decode(): told for tag, told in found.items()}
    if any(len(told) != rows.records(tag) for tag, told in lines.items()):
        return _lines_by_parser(data)
    return lines


def _has_prefix(data: bytes) -> bool:
    """Whether a child, or the file where it has none, begins with a prefix."""
    first = re.search(rb"<(?:[\w.-]+:)?Child[\s>]", data)
    return first is None or b":" in first[0]


def _lines_by_parser(data: bytes) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {module.tag: [] for module in MODULES}
    around: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, _: dict[str, str]) -> None:
        tag, above = name.rpartition(":")[2], around[-1] if around else ""
        module = _BY_TAG.get(tag)
        if module is not None and module.within == above:
            found[tag].append(parser.CurrentLineNumber)
        around.append(above if tag in WRAPPERS else tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: around.pop()
    parser.Parse(data, True)
    return found
