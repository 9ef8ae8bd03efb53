"""What is marked in a supplier's workbook: one thing wrong at one place, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing wrong. `sheet` is the number of the sheet in the workbook (from 1), `row` and `column` the file's own
    (from 1), None where the whole sheet or the whole row is meant. `heading` says in a few words what happens to the
    row and by which rule; `words` are what was expected and what to do. Neither holds a value."""

    sheet: int
    row: int | None
    column: int | None
    heading: str
    words: tuple[str, ...]
