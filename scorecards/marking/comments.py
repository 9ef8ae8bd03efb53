"""Comments on cells, in the form that every version of Excel shows: a part of words and a drawing of their boxes."""

import re

from lxml import etree

from schemas.issue import column_letters
from scorecards.marking.package import MAIN, Element, Package, parsed, q, written
from scorecards.marking.worksheet import Place, Worksheet

AUTHOR = "Data checks"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BOXES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{number}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_BOX = (
    '<v:shape id="_x0000_s{identity}" type="#_x0000_t202" style="position:absolute;width:240pt;height:110pt;'
    'z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_LARGEST_IDENTITY = re.compile(rb"_x0000_s(\d+)")


def comment(package: Package, part: str, sheet: Worksheet, words: dict[Place, list[tuple[str, str]]]) -> None:
    """Adds a comment at each place: paragraphs of a bold heading and its words, after a comment that is there."""
    relations = package.relations(part)
    name = next((target for _, kind, target in relations if kind == "comments"), None)
    if name is None:
        empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
        name = package.add("xl/comments{}.xml", empty, _COMMENTS)
        package.relate(part, "comments", name)
    root = parsed(package.parts[name])
    listed, author = root.find(q("commentList")), _author(root)
    assert listed is not None
    known = {each.get("ref"): each for each in listed}
    fresh: list[Place] = []
    for place, paragraphs in sorted(words.items()):
        reference = f"{column_letters(place[1])}{place[0]}"
        if (found := known.get(reference)) is None:
            found = etree.SubElement(listed, q("comment"), ref=reference, authorId=str(author))
            etree.SubElement(found, q("text"))
            fresh.append(place)
        _write(found, paragraphs)
    package.parts[name] = written(root)
    _draw(package, part, sheet, fresh)


def _author(root: Element) -> int:
    authors = root.find(q("authors"))
    if authors is None:
        authors = etree.Element(q("authors"))
        root.insert(0, authors)
    etree.SubElement(authors, q("author")).text = AUTHOR
    return len(authors) - 1


def _write(found: Element, paragraphs: list[tuple[str, str]]) -> None:
    text = found.find(q("text"))
    assert text is not None
    plain = text.find(q("t"))
    if plain is not None:  # words without runs, which cannot stand beside runs
        text.remove(plain)
        _run(text, plain.text or "", bold=False)
    for heading, words in paragraphs:
        _run(text, ("\n\n" if len(text) else "") + heading + "\n", bold=True)
        _run(text, words, bold=False)


def _run(text: Element, words: str, *, bold: bool) -> None:
    run = etree.SubElement(text, q("r"))
    look = etree.SubElement(run, q("rPr"))
    if bold:
        etree.SubElement(look, q("b"))
    etree.SubElement(look, q("sz"), val="10")
    etree.SubElement(look, q("color"), rgb="FF0B0C0C")
    etree.SubElement(look, q("rFont"), val="Arial")
    found = etree.SubElement(run, q("t"))
    found.text = words
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _draw(package: Package, part: str, sheet: Worksheet, places: list[Place]) -> None:
    """A hidden box for each new comment, in the sheet's drawing of comments."""
    targets = {identity: target for identity, _, target in package.relations(part)}
    relation = sheet.comments_relation()
    if relation is None:
        number = 1 + sum(name.endswith(".vml") for name in package.parts)
        name = package.add("xl/drawings/vmlDrawing{}.vml", _BOXES.format(number=number).encode(), _DRAWING)
        sheet.draw_comments(package.relate(part, "vmlDrawing", name))
    else:
        name = targets[relation]
    drawing = package.parts[name]
    first = max([1024, *map(int, _LARGEST_IDENTITY.findall(drawing))]) + 1
    boxes = "".join(_box(first + order, order + 1, place) for order, place in enumerate(places))
    before, end, after = drawing.rpartition(b"</xml>")
    package.parts[name] = before + boxes.encode() + end + after


def _box(identity: int, order: int, place: Place) -> str:
    row, column = place[0] - 1, place[1] - 1
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {row + 8}, 4"
    return _BOX.format(identity=identity, order=order, anchor=anchor, row=row, column=column)
