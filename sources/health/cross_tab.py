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
    top = grid.rows(0, _DEEPEST_HEADING_ROW)
    found = ((index, form) for index, row in enumerate(top) if (form := _form(row)))
    index, form = next(found, (0, None))
    if form is None:
        return None
    places, months = form
    lines = [[_clean(cell) for cell in row] for row in grid.rows(index + 1)]
    numbers = grid.row_numbers.to_list()[index + 1 :]
    rows, row_numbers, record_columns = [HEADINGS], [grid.row_numbers[index]], [0]
    for position, keys in _measures(grid, numbers, lines, form):
        for column, month in months.items():
            cell = _cell(grid, numbers[position], lines[position], column)
            rows.append([*keys, grid.title, month.isoformat(), *_said(cell)])
            row_numbers.append(numbers[position])
            record_columns.append(_column_number(grid, column))
    return Grid.of(
        rows,
        number=grid.number,
        title=grid.title,
        row_numbers=row_numbers,
        column_numbers=[_column_number(grid, column) for column in places]
        + [0] * (len(HEADINGS) - len(places)),
        record_columns=record_columns,
    )


_Form = tuple[list[int], dict[int, date]]
"""The columns of Ref, Measure and Row, and those of the months."""


def _form(row: list[str]) -> _Form | None:
    """The form that has `row` for its headings, if it is one. A year total and the comment are no month, so they are
    left out."""
    headings = [folded(cell) for cell in row]
    wanted = [folded(heading) for heading in HEADINGS[:3]]
    if not set(wanted) <= set(headings):
        return None
    months = {column: month for column, cell in enumerate(row) if (month := month_named(cell))}
    return ([headings.index(heading) for heading in wanted], months) if months else None


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
    grid: Grid, numbers: list[int], lines: list[list[str]], form: _Form
) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold a measure, with their Ref, Measure and Row; a merged Ref and Measure are filled downwards."""
    places, months = form
    above = ["", ""]
    for position, line in enumerate(lines):
        ref, measure, kind = (_text(line, place) for place in places)
        is_filled = any(_text(line, column) for column in months)
        if folded(ref or measure) in _NO_MEASURE or not (kind or (is_filled and (ref or measure))):
            continue
        if not ref and not measure and _cell(grid, numbers[position], line, places[0]) is not None:
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


def _cell(grid: Grid, number: int, line: list[str], column: int) -> str | None:
    return None if (number, _column_number(grid, column)) in grid.unreadable else _text(line, column)


def _text(line: list[str], column: int) -> str:
    return line[column] if column < len(line) else ""


def _clean(cell: str) -> str:
    return re.sub("[\u200b\u200c\u200d\ufeff]", "", cell).strip()


def _column_number(grid: Grid, column: int) -> int:
    return grid.column_numbers[column] if column < len(grid.column_numbers) else column + 1
