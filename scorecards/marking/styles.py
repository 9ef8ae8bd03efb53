"""The look of a marked cell: its own style with a fill, a heavy border and dark letters, so that colour is not alone."""

from copy import deepcopy

from lxml import etree

from scorecards.marking.package import CannotMark, Element, parsed, q, written

FILL, EDGE, INK = "FFFFE699", "FFB23A00", "FF0B0C0C"


class Styles:
    """The workbook's styles, to which new ones are only ever added at the end."""

    def __init__(self, xml: bytes) -> None:
        self._root = parsed(xml)
        for name in ("fonts", "fills", "borders", "cellXfs"):
            if self._root.find(q(name)) is None:
                raise CannotMark("it has no styles of its own")
        self._marked: dict[int, int] = {}
        self._fill: int | None = None
        self._border: int | None = None

    def saved(self) -> bytes:
        """The part's bytes."""
        return written(self._root)

    def marked(self, style: int) -> int:
        """The number of the style that is `style` marked."""
        if style not in self._marked:
            formats = self._list("cellXfs")
            own = deepcopy(formats[style if style < len(formats) else 0])
            own.set("fontId", str(self._dark(int(own.get("fontId", "0")))))
            own.set("fillId", str(self._mark_fill()))
            own.set("borderId", str(self._mark_border()))
            for applied in ("applyFont", "applyFill", "applyBorder"):
                own.set(applied, "1")
            self._marked[style] = self._add("cellXfs", own)
        return self._marked[style]

    def plain(
        self, *, size: int, bold: bool = False, colour: str = INK, fill: str = "", link: bool = False
    ) -> int:
        """The number of a new style for text that wraps, for sheets of ours."""
        font = etree.Element(q("font"))
        if bold:
            etree.SubElement(font, q("b"))
        if link:
            etree.SubElement(font, q("u"))
        etree.SubElement(font, q("sz"), val=str(size))
        etree.SubElement(font, q("color"), rgb=colour)
        etree.SubElement(font, q("name"), val="Arial")
        own = etree.Element(
            q("xf"),
            numFmtId="49",
            fontId=str(self._add("fonts", font)),
            fillId=str(self._add("fills", _solid(fill)) if fill else 0),
            borderId="0",
            xfId="0",
            applyNumberFormat="1",
            applyFont="1",
            applyFill="1",
            applyAlignment="1",
        )
        etree.SubElement(own, q("alignment"), vertical="top", wrapText="0" if size > 11 else "1")
        return self._add("cellXfs", own)

    def _list(self, name: str) -> Element:
        found = self._root.find(q(name))
        assert found is not None
        return found

    def _add(self, name: str, element: Element) -> int:
        found = self._list(name)
        found.append(element)
        found.set("count", str(len(found)))
        return len(found) - 1

    def _dark(self, font: int) -> int:
        fonts = self._list("fonts")
        own = deepcopy(fonts[font if font < len(fonts) else 0])
        for colour in own.findall(q("color")):
            own.remove(colour)
        place = next((index for index, each in enumerate(own) if each.tag == q("sz")), -1) + 1
        own.insert(place, etree.Element(q("color"), rgb=INK))
        return self._add("fonts", own)

    def _mark_fill(self) -> int:
        if self._fill is None:
            self._fill = self._add("fills", _solid(FILL))
        return self._fill

    def _mark_border(self) -> int:
        if self._border is None:
            border = etree.Element(q("border"))
            for side in ("left", "right", "top", "bottom"):
                edge = etree.SubElement(border, q(side), style="medium")
                etree.SubElement(edge, q("color"), rgb=EDGE)
            etree.SubElement(border, q("diagonal"))
            self._border = self._add("borders", border)
        return self._border


def _solid(colour: str) -> Element:
    fill = etree.Element(q("fill"))
    pattern = etree.SubElement(fill, q("patternFill"), patternType="solid")
    etree.SubElement(pattern, q("fgColor"), rgb=colour)
    etree.SubElement(pattern, q("bgColor"), indexed="64")
    return fill
