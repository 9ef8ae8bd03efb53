"""How bytes become sheets of text.

No reader here ever decides a type: leading zeros, long ids and `03/04/2023` arrive as they were written, and Excel's
own dates arrive as ISO text. The schema decides what they mean.
"""

from dataclasses import dataclass
from pathlib import PurePath

from sources.annex_a.recognising import is_annex_a
from sources.daily.reading import is_payload
from sources.preflight.kind import kind
from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import WRONG_NAME, Remark, remark
from sources.sheet import Grid

__all__ = ["Book", "UnreadableFile", "book", "sheets"]

_FORMS = {".csv": "text", ".txt": "text"}
_LARGEST_FILE = 300_000_000


@dataclass(frozen=True, kw_only=True)
class Book:
    """A file as read: its sheets, and what its form gave cause to say."""

    grids: list[Grid]
    remarks: list[Remark]


def book(data: bytes, *, name: str = "", password: str | None = None) -> Book:
    """A delivered file, its kind told by its first bytes and never by its name.

    `name` is only compared with what was found. Raises UnreadableFile with a plain sentence that holds nothing of the
    file's content.
    """
    if len(data) > _LARGEST_FILE:
        raise UnreadableFile("Expected a file under 300 MB; found a larger one. Send it in parts.")
    form: str = kind(data)
    if form == "zip":
        from sources.workbook import modern

        form, grids, remarks = modern(data)
    elif form == "ole":
        from sources.workbook import old

        form, grids, remarks = old(data, password)
    elif form == "xml":
        grids, remarks = _xml(data)
    elif is_payload(data):
        from sources.daily.sheets import sheets as daily_sheets

        form = "json"
        grids, remarks = daily_sheets(data)
    else:
        from sources.delimited import delimited

        grid, remarks = delimited(data)
        grids = [grid]
    if form not in ("xml", "json") and is_annex_a(grids):
        from sources.annex_a.sheets import sheets as annex_a_sheets

        grids, told = annex_a_sheets(grids)
        remarks = [*remarks, *told]
    suffix = PurePath(name).suffix.lower()
    if suffix and _FORMS.get(suffix, suffix[1:]) != form:
        remarks = [remark(WRONG_NAME), *remarks]
    return Book(grids=grids, remarks=remarks)


def sheets(data: bytes) -> list[Grid]:
    """The sheets of a delivered file. Raises UnreadableFile."""
    return book(data).grids


def _xml(data: bytes) -> tuple[list[Grid], list[Remark]]:
    from sources.census.reading import is_census

    if is_census(data):
        from sources.census.sheets import sheets as census_sheets

        return census_sheets(data), []
    from sources.preflight.xml_table import xml_tables

    tables, remarks = xml_tables(data)
    grids = []
    for number, table in enumerate(tables, start=1):
        numbers = [table.lines[0], *table.lines]
        repeated = frozenset((table.lines[record], column + 1) for record, column in table.repeated)
        grids.append(
            Grid.of(table.rows(), number=number, title=table.path, row_numbers=numbers, unreadable=repeated)
        )
    return grids, remarks
