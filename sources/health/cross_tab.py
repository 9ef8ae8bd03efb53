"""The health providers' form: a row a measure, a column a month, as people keep it.

It becomes one row for each measure and month, so that everything after it works as with any other sheet. What a
cell says is kept apart from how much it says: not supplied, not applicable and suppressed are no numbers.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from schemas.code_list import folded
from sources.sheet import Grid

HEADINGS = ["Ref", "Measure", "Row", "Provider", "Month", "State", "Quantity", "At least", "At most"]
_DEEPEST_HEADING_ROW = 25
_MONTH_FORMS = ("%b %y", "%b %Y", "%B %y", "%B %Y", "%Y-%m-%d", "%d/%m/%Y")
_NO_MEASURE = ("ref", "total", "totals", "grand total")
_NOT_SUPPLIED = ("", "-", "–", "—")
_NOT_APPLICABLE = ("n/a", "na", "not applicable")
_SUPPRESSED_MARKS = ("c", "*")
_HIGHEST_BEHIND_A_MARK = 5


def unpivoted(grid: Grid) -> Grid | None:
    """The form as one row a measure, row of the measure and month, each in the row of the file that it came from and
    with the column of its own cell in `record_columns`; None where the sheet is no such form."""
    form = next(
        (form for index in range(min(len(grid.rows), _DEEPEST_HEADING_ROW)) if (form := _form(grid, index))),
        None,
    )
    if form is None:
        return None
    index, places, months = form
    rows, row_numbers, record_columns = [HEADINGS], [grid.row_numbers[index]], [0]
    for position, keys in _measures(grid, index + 1, places, months):
        for column, month in months.items():
            cell = _cell(grid, position, column)
            rows.append([*keys, grid.title, month.isoformat(), *_said(cell)])
            row_numbers.append(grid.row_numbers[position])
            record_columns.append(_column_number(grid, column))
    return Grid(
        number=grid.number,
        title=grid.title,
        rows=rows,
        row_numbers=row_numbers,
        column_numbers=[_column_number(grid, column) for column in places]
        + [0] * (len(HEADINGS) - len(places)),
        record_columns=record_columns,
    )


def _form(grid: Grid, index: int) -> tuple[int, list[int], dict[int, date]] | None:
    """The heading row if it stands at `index`: its place, those of Ref, Measure and Row, and the months' columns.
    A year total and the comment are no month, so they are left out."""
    headings = [folded(cell) for cell in grid.rows[index]]
    wanted = [folded(heading) for heading in HEADINGS[:3]]
    if not set(wanted) <= set(headings):
        return None
    months = {column: month for column, cell in enumerate(grid.rows[index]) if (month := month_named(cell))}
    return (index, [headings.index(heading) for heading in wanted], months) if months else None


def month_named(heading: str) -> date | None:
    """The first day of the month that a heading names, such as `Apr-22`, `April 2022` or an Excel date."""
    text = re.sub(r"[T ]00:00(:00)?$", "", heading.strip())
    words = re.sub(r"[\s\-'’.]+", " ", re.sub(r"(?i)\bsept\b", "Sep", text)).strip()
    for form in _MONTH_FORMS:
        try:
            return (
                datetime.strptime(words if form.startswith(("%b", "%B")) else text, form)
                .date()
                .replace(day=1)
            )
        except ValueError:
            continue
    return None


def _measures(
    grid: Grid, start: int, places: list[int], months: dict[int, date]
) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold a measure, with their Ref, Measure and Row; a merged Ref and Measure are filled downwards."""
    above = ["", ""]
    for position in range(start, len(grid.rows)):
        ref, measure, kind = (_text(grid, position, place) for place in places)
        is_filled = any(_text(grid, position, column) for column in months)
        if folded(ref or measure) in _NO_MEASURE or not (kind or (is_filled and (ref or measure))):
            continue
        if not ref and not measure and _cell(grid, position, places[0]) is not None:
            ref, measure = above
        above = [ref, measure]
        yield position, [ref, measure, kind]


def _said(cell: str | None) -> list[str]:
    """State, quantity and bounds of a cell; None is a cell that could not be read. Anything that is no number stays
    in the quantity as text, so that conforming sets it aside."""
    if cell is None:
        return ["supplied", "unreadable", "", ""]
    word = cell.casefold()
    if word in _NOT_SUPPLIED:
        return ["not_supplied", "", "", ""]
    if word in _NOT_APPLICABLE:
        return ["not_applicable", "", "", ""]
    if word in _SUPPRESSED_MARKS:
        return ["suppressed", "", "1", str(_HIGHEST_BEHIND_A_MARK)]
    below = re.fullmatch(r"<\s*(\d{1,3})", word)
    if below and int(below.group(1)) > 1:
        return ["suppressed", "", "1", str(int(below.group(1)) - 1)]
    return ["supplied", cell, "", ""]


def _cell(grid: Grid, position: int, column: int) -> str | None:
    place = (grid.row_numbers[position], _column_number(grid, column))
    return None if place in grid.unreadable else _text(grid, position, column)


def _text(grid: Grid, position: int, column: int) -> str:
    row = grid.rows[position]
    return re.sub("[\u200b\u200c\u200d\ufeff]", "", row[column]).strip() if column < len(row) else ""


def _column_number(grid: Grid, column: int) -> int:
    return grid.column_numbers[column] if column < len(grid.column_numbers) else column + 1
