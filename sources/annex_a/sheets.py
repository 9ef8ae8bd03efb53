"""Annex A as the sheets of the case system's reports, so that one way leads from either to the same tables.

Annex A has references for children only. Those of its records are made from the child, the day that the record is about
and, where two records share both, their order. What only tells the latest of something (the last visit, the latest
review) or a count over twelve months is not used: a month's figure cannot be made from it.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from schemas.table import TableModel, columns
from sources.annex_a.layout import MONTHS, AnnexList
from sources.annex_a.reading import ROW, Sheet, sheet
from sources.annex_a.recognising import Found, found
from sources.annex_a.tables import tables
from sources.catalogue import sources
from sources.preflight.refusal import UnreadableFile
from sources.preflight.remark import LIST_NOT_READ, LIST_NOT_USABLE, UNUSED_COLUMNS, Notice, Remark
from sources.sheet import Grid


def sheets(grids: Sequence[Grid]) -> tuple[list[Grid], list[Remark]]:
    """The grids with those that are lists of Annex A replaced by the case system's, and what there is to say.

    Grids that are no lists come back as they are. Raises UnreadableFile where there are lists and none can be used.
    """
    looked = [(grid, None if grid.is_blank else found(grid)) for grid in grids]
    lists = [each for _, each in looked if each is not None]
    if not lists:
        return list(grids), []
    read: dict[int, Found] = {}
    remarks: list[Remark] = []
    for each in lists:
        told = _not_read(each, read)
        if told is None:
            read[each.annex_list.number] = each
            told = _unused(each)
        remarks += filter(None, [told])
    if not read:
        raise UnreadableFile(" ".join(dict.fromkeys(each.message for each in remarks)))
    others = [grid for grid, each in looked if each is None]
    return [*others, *_grids([sheet(read[number]) for number in sorted(read)])], remarks


def _not_read(each: Found, read: dict[int, Found]) -> Remark | None:
    """Why a list is not read, if it is not."""
    name = each.annex_list.name
    if each.annex_list.why_ignored:
        return _told(LIST_NOT_READ, each, f"Annex A's {name} is not read: {each.annex_list.why_ignored}.")
    if each.missing or each.twice:
        wrong = " and ".join(
            filter(
                None,
                [
                    f"these headings are missing: {', '.join(each.missing)}" if each.missing else "",
                    f"these stand twice: {', '.join(each.twice)}" if each.twice else "",
                ],
            )
        )
        return _told(LIST_NOT_USABLE, each, f"Expected Annex A's {name} with each heading once; {wrong}.")
    if each.annex_list.number in read:
        first = read[each.annex_list.number].grid.number
        words = f"Expected Annex A's {name} once; found it in sheet {first} as well. This sheet is not read."
        return _told(LIST_NOT_USABLE, each, words)
    return None


def _unused(each: Found) -> Remark | None:
    """Which columns of a list are not used, by their official names; a heading that no dialect has is counted only."""
    words = []
    if each.unused:
        words.append(
            f"Of Annex A's {each.annex_list.name} these columns are not used: {', '.join(each.unused)}."
        )
    if each.unknown:
        words.append(f"{each.unknown} headings of Annex A's {each.annex_list.name} are not known.")
    return _told(UNUSED_COLUMNS, each, " ".join(words)) if words else None


def _told(notice: Notice, each: Found, words: str) -> Remark:
    return Remark(notice=notice, message=words, sheet=each.grid.number, row=each.heading_row + 1)


def _grids(lists: list[Sheet]) -> Iterator[Grid]:
    """A grid for each list and table that it has rows of, with the list's number, title and rows."""
    models = {source.name: source.table for source in sources("mosaic")}
    by_list = {each.annex_list.number: each for each in lists}
    for name, number, table in tables(by_list):
        yield _grid(by_list[number], by_list[number].annex_list, name, models[name], table)


def _grid(of: Sheet, annex_list: AnnexList, name: str, model: TableModel, table: pl.DataFrame) -> Grid:
    headings = {column: said.headings[0] for column, said in columns(model).items() if said.headings}
    held = [column for column in table.columns if column in headings]
    header = pl.DataFrame(
        {column: [headings[column]] for column in held}, schema=dict.fromkeys(held, pl.String)
    )
    heading_row = pl.Series([of.heading_row], dtype=pl.Int32)
    numbers = [of.columns.get(column, 0) for column in held]
    return Grid(
        number=of.number,
        title=of.title or annex_list.title,
        source=name,
        months=MONTHS,
        form=annex_list.name,
        cells=pl.concat([header, table.select(held).fill_null("")]),
        row_numbers=pl.concat([heading_row, table[ROW]]),
        column_numbers=numbers,
        unreadable=frozenset(place for place in of.unreadable if place[1] in numbers),
    )
