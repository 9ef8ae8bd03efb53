"""What goes back to one supplier: its own issues, each at its place in the supplier's own file."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One issue as its supplier reads it.

    `reference` and `found` are the supplier's own values, read from the bytes that it delivered: a line goes back to
    that supplier and nowhere else. `link` is the place as a workbook writes it, empty where there is no cell.
    """

    issue: str
    rule: str
    severity: str
    severity_words: str
    state_words: str
    first_seen: str
    file: int
    sheet_number: int | None
    row: int | None
    column_number: int | None
    place: str
    link: str
    column: str
    reference: str
    found: str
    message: str
    why: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file of the supplier's that has issues. `name` is its own; `returned` is the name of the copy in the pack, and
    `is_marked` tells the workbook itself from a copy of its wrong rows, where `obstacle` says why."""

    number: int
    name: str
    month: str
    returned: str = ""
    is_marked: bool = False
    obstacle: str = ""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A file of the supplier's that is not used at all, under its own name, and why."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything that is said to one supplier about one month. `fixed` counts what went since the last month;
    `has_password` says that the workbooks open with the password under which the supplier sends its own."""

    agency: str
    agency_name: str
    partnership: str
    month: str
    month_name: str
    deadline: date
    is_made_up: bool
    lines: tuple[Line, ...]
    fixed: int
    files: tuple[SentFile, ...] = field(default=())
    has_password: bool = False
    refused: tuple[Refused, ...] = ()

    def of_file(self, number: int) -> list[Line]:
        """The lines about one file."""
        return [line for line in self.lines if line.file == number]

    def counts(self) -> dict[str, int]:
        """How many lines there are of each severity, in words, the worst first."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.severity_words] = found.get(line.severity_words, 0) + 1
        return found


def confidential(pack: Pack) -> str:
    """The sentence that stands on everything that holds a supplier's values."""
    made_up = "The records are made up. " if pack.is_made_up else ""
    return (
        f"{made_up}This holds records of people from your own return. It goes back to your organisation only: "
        "keep it as you keep the return itself."
    )


def many(number: int, thing: str) -> str:
    """`1 issue`, `14 issues`."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
