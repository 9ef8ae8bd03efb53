"""A sheet as read: every cell as text, with its place in the supplier's file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of one sheet as text, blank cells as empty text.

    `rows[i]` stands in row `row_numbers[i]` of the file (from 1); `column_numbers` are the file's columns of the
    cells (from 1), for a cross-tab too, where several records come from one row. `number` and `title` are the
    sheet's; a CSV is sheet 1 without a title. `unreadable` holds places (row, column) of cells that hold an error
    or a formula that was never computed.
    """

    number: int
    title: str
    rows: list[list[str]]
    row_numbers: list[int]
    column_numbers: list[int] = field(default_factory=list)
    unreadable: frozenset[tuple[int, int]] = frozenset()
