"""What is known at the end of the extract month, and the partnership's own facts that the counting needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sources.synthetic.entry import Row
from sources.synthetic.truth.child import NOT_RECORDED, Children
from sources.synthetic.truth.moment import never_was
from sources.synthetic.truth.tally import TOTAL, Category, Figures, Number
from sources.synthetic.truth.window import Window

MAY_LIE_AHEAD = frozenset({"expected_birth_date", "target_date", "due_date"})


@dataclass(kw_only=True)
class Evidence:
    """The rows of all agencies as they stand at the end of the day `horizon`, the extract month's last."""

    rows: Mapping[str, list[Row]]
    horizon: date
    own_names: frozenset[str] = frozenset()
    population: Mapping[int, int] = field(default_factory=dict)
    team_groups: Mapping[str, str] = field(default_factory=dict)
    children: Children = field(init=False)
    _tables: dict[str, list[Row]] = field(init=False, default_factory=dict)
    _teams: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.children = Children(self.table("mosaic.person"))
        self._teams = {row["team_id"]: row["team_name"] for row in self.table("mosaic.team")}

    def table(self, name: str) -> list[Row]:
        """The rows of an agency table without what has not happened yet and without times that never were."""
        if name not in self._tables:
            readable = (row for row in self.rows.get(name, ()) if not _has_time_that_never_was(row))
            self._tables[name] = [_so_far(row, self.horizon) for row in readable]
        return self._tables[name]

    def team(self, row: Row) -> Category:
        """The team that a row of the case system names."""
        return "team_name", self._teams.get(row.get("team_id") or "", NOT_RECORDED)

    def latest(self, name: str, *key: str) -> list[Row]:
        """The rows of a table of which the latest of each reference stands."""
        return list({tuple(row.get(column) for column in key): row for row in self.table(name)}.values())

    def is_own(self, placing_authority: str | None) -> bool:
        """Whether the child was placed by this authority or is not in care."""
        return not placing_authority or placing_authority.strip().casefold() in self.own_names

    def per_head(self, count: Number, window: Window, *, is_flow: bool) -> Figures:
        """A count over the children living here; of a flow, for the part of a year that the window lasts."""
        if window.population_year not in self.population:
            return {}
        people = Decimal(self.population[window.population_year])
        years = Decimal(len(window.month_ends)) / 12 if is_flow else Decimal(1)
        return {TOTAL: (count, (people * years).quantize(Decimal("0.01"), ROUND_HALF_UP))}


def spans(rows: Iterable[Row], start: str, end: str) -> list[Row]:
    """The rows that have a start and, where they have an end, do not end before it."""
    return [row for row in rows if row.get(start) and not (row.get(end) and row[end] < row[start])]


def recorded_first(row: Row, id_column: str) -> tuple[datetime, str]:
    """Orders rows by when they were recorded, then by id; a row without a time of recording comes last."""
    return row.get("recorded_at") or datetime.max, row[id_column]


def category(breakdown: str, name: str | None) -> Category:
    """A category of a breakdown; what is blank is not recorded."""
    return breakdown, name or NOT_RECORDED


def _has_time_that_never_was(row: Row) -> bool:
    return any(isinstance(value, datetime) and never_was(value) for value in row.values())


def _so_far(row: Row, horizon: date) -> Row:
    ahead = [column for column, value in row.items() if _is_after(value, horizon)]
    return {**row, **{column: None for column in ahead if column not in MAY_LIE_AHEAD}} if ahead else row


def _is_after(value: object, horizon: date) -> bool:
    if isinstance(value, datetime):
        return value.date() > horizon
    return isinstance(value, date) and value > horizon
