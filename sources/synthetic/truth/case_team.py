"""Which team holds a child's case on a day, as its primary worker tells."""

from collections import defaultdict
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.child import NOT_RECORDED
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.tally import Category

CASE_HOLDER = "Allocated Case Worker"


class CaseTeams:
    """The primary workers of every child."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._held: dict[str, list[Row]] = defaultdict(list)
        for row in evidence.table("mosaic.involvement"):
            stated = row.get("is_primary")
            is_primary = row.get("role") == CASE_HOLDER if stated is None else stated
            if is_primary and row.get("start_date"):
                self._held[row["child_id"]].append(row)

    def on(self, child_id: str, day: date) -> Category:
        """The team at the end of the day: of several workers that of the one who began last, or who stays
        longest, or else the first by name."""
        there = [row for row in self._held[child_id] if _is_there(row, day)]
        if not there:
            return "team_name", NOT_RECORDED
        return min((_newest_first(row), self._evidence.team(row)) for row in there)[1]


def _newest_first(row: Row) -> tuple[int, int]:
    return -row["start_date"].toordinal(), -(row.get("end_date") or date.max).toordinal()


def _is_there(row: Row, day: date) -> bool:
    end = row.get("end_date")
    return bool(row["start_date"] <= day and (end is None or end > day))
