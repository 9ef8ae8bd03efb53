"""A writer of OpenDocument sheets (.ods), enough to try readers with."""

from collections.abc import Sequence
from datetime import datetime, time
from xml.sax.saxutils import escape

from tests.bad_input.old_workbooks import ERROR
from tests.bad_input.workbooks import packed

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def open_document_of(
    sheets: dict[str, Sequence[Sequence[object]]], *, hidden_rows: Sequence[int] = ()
) -> bytes:
    """An .ods of sheets of rows, blank rows and cells repeated as its writers do."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">'
        + "".join(_row(cells, number in hidden_rows) for number, cells in enumerate(rows, start=1))
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for title, rows in sheets.items()
    )
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _SPACES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>'
    )
    return packed(
        {
            "mimetype": _TYPE.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _row(cells: Sequence[object], is_hidden: bool) -> str:
    hidden = ' table:visibility="collapse"' if is_hidden else ""
    return f"<table:table-row{hidden}>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: object) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if cell is ERROR:
        return (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        )
    if isinstance(cell, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell).lower()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'
    if isinstance(cell, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, time):
        return f'<table:table-cell office:value-type="time" office:time-value="PT{cell:%HH%MM%SS}"/>'
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
