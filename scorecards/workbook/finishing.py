"""The last pass over a saved workbook: alternative text for its charts, and no trace of the time of the run."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
CHART_FRAME = re.compile(r'<((?:\w+:)?)cNvPr id="(\d+)" name="[^"]*" ?/>')
# openpyxl writes 74.4 as 74.40000000000001.
LONG_NUMBER = re.compile(rb"<v>(-?\d+\.\d{10,})</v>")
MODIFIED = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def finished(saved: bytes, alternatives: Sequence[tuple[str, str]], *, dated: date) -> bytes:
    """The saved workbook with fixed times; the n-th drawing gets the n-th title and description."""
    done = BytesIO()
    with ZipFile(BytesIO(saved)) as before, ZipFile(done, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            after.writestr(_still(entry.filename), _part(entry.filename, part, alternatives, dated))
    return done.getvalue()


def _still(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    # The system that wrote a zip is recorded in it: without this a Windows run differs from a Linux one.
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _part(name: str, part: bytes, alternatives: Sequence[tuple[str, str]], dated: date) -> bytes:
    drawing = DRAWING.fullmatch(name)
    if drawing:
        return _with_words(part.decode(), *alternatives[int(drawing[1]) - 1]).encode()
    if name.startswith("xl/worksheets/"):
        return LONG_NUMBER.sub(lambda found: b"<v>%.15g</v>" % float(found[1]), part)
    if name == "docProps/core.xml":
        return MODIFIED.sub(rf"\g<1>{dated.isoformat()}T00:00:00Z\g<3>", part.decode()).encode()
    return part


def _with_words(drawing: str, title: str, words: str) -> str:
    """The drawing with alternative text on its chart, which openpyxl has no way to give."""
    frame = CHART_FRAME.search(drawing)
    if frame is None:
        raise ValueError(
            "expected a chart frame in the drawing, found none: openpyxl has changed how it writes it"
        )
    prefix, number = frame[1], frame[2]
    named = f'<{prefix}cNvPr id="{number}" name={quoteattr(title)} descr={quoteattr(words)}/>'
    return drawing[: frame.start()] + named + drawing[frame.end() :]
