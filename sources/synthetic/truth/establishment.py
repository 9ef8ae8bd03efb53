"""The establishment of social workers: posts that stand empty, workers who left, days lost."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from sources.synthetic.entry import Row
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.measure import Measure
from sources.synthetic.truth.tally import TOTAL, Category, Figures
from sources.synthetic.truth.window import Window, months_before
from sources.synthetic.truth.working_day import working_days

SOCIAL_WORK = ("Experienced social worker", "Newly qualified social worker", "Team manager")
OTHER_TEAMS = "Other teams"
NOTHING = Decimal(0)


def fte_of(row: Row) -> Decimal | None:
    """The hours of a post; left blank they are full time for an agency worker and unknown for others."""
    if row.get("fte") is None:
        return Decimal(1) if row.get("is_agency") else None
    return Decimal(str(row["fte"]))


def is_held(row: Row) -> bool:
    """Whether someone is in the post on its month's last day; on the day of leaving it is left."""
    day, start, leaving = row["extract_month_end"], row.get("start_date"), row.get("leaving_date")
    if row.get("is_vacant") or not row.get("staff_id"):
        return False
    return not (start and start > day) and not (leaving and leaving <= day)


class Establishment:
    """The posts of social workers and team managers, month by month."""

    def __init__(self, evidence: Evidence) -> None:
        self._groups = evidence.team_groups
        self._months: dict[date, list[tuple[Row, Decimal]]] = defaultdict(list)
        for row in evidence.rows.get("workforce.post", ()):
            fte = fte_of(row)
            if row["role"] in SOCIAL_WORK and (fte is not None or row.get("is_vacant")):
                self._months[row["extract_month_end"]].append((row, fte or NOTHING))

    def measures(self) -> list[Measure]:
        """Vacancy, turnover and absence."""
        return [
            Measure(indicator="WF05", scale=100, figures=self._vacancy),
            Measure(indicator="WF05T", scale=100, figures=self._turnover),
            Measure(indicator="WF05A", scale=100, figures=self._absence),
        ]

    def _vacancy(self, window: Window) -> Figures:
        figures: dict[Category, tuple[Decimal, Decimal]] = {TOTAL: (NOTHING, NOTHING)}
        for row, fte in self._months[window.end]:
            if not row.get("is_vacant") and not is_held(row):
                continue
            group = self._groups.get(row["team_name"], OTHER_TEAMS)
            for key in (TOTAL, ("role", row["role"]), ("team_group", group)):
                vacant, everything = figures.get(key, (NOTHING, NOTHING))
                figures[key] = (vacant + (fte if row.get("is_vacant") else NOTHING), everything + fte)
        return dict(figures)

    def _turnover(self, window: Window) -> Figures:
        """Someone has left with the posts of the last day of leaving, unless in another post at the window's end."""
        after = months_before(window.end + timedelta(days=1), 12) - timedelta(days=1)
        left: dict[str, dict[date, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
        for month in sorted(self._months):
            for row, fte in self._months[month]:
                leaving = row.get("leaving_date")
                if row.get("is_agency") or not row.get("staff_id") or not leaving:
                    continue
                if after < leaving <= window.end:
                    left[row["staff_id"]][leaving][row["post_id"]] = fte
        in_post = [
            (row["staff_id"], fte)
            for row, fte in self._months[window.end]
            if is_held(row) and not row.get("is_agency")
        ]
        still = {worker for worker, _ in in_post}
        gone = [
            sum(days[max(days)].values(), NOTHING) for worker, days in left.items() if worker not in still
        ]
        return {TOTAL: (sum(gone, NOTHING), sum((fte for _, fte in in_post), NOTHING))}

    def _absence(self, window: Window) -> Figures:
        lost = possible = NOTHING
        for day in window.month_ends:
            days = working_days(day.replace(day=1) - timedelta(days=1), day)
            for row, fte in self._months[day]:
                if is_held(row):
                    lost += Decimal(str(row.get("absence_days") or 0))
                    possible += fte * days
        return {TOTAL: (lost, possible)}
