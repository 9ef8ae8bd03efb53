"""Children in need whom no case holder has, and for how long none has had them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sources.synthetic.truth.child_protection import Plan
from sources.synthetic.truth.children_in_need import Status, is_open
from sources.synthetic.truth.establishment import is_held
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.referral import Referrals
from sources.synthetic.truth.tally import TOTAL, Category, Figures

BANDS = ((7, "7 days or fewer"), (28, "8 to 28 days"), (91, "29 to 91 days"))
LONGEST = "Over 91 days"


class Waiting:
    """The children in need, those who held them, and when these were last known to hold cases."""

    def __init__(self, evidence: Evidence, referrals: Referrals, plans: list[Plan]) -> None:
        self._needs = [(need, evidence.children[need.child_id]) for need in referrals.needs]
        self._status = Status(evidence, plans)
        self._held: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
        for child_id, worker, start, end in holders_of(evidence):
            self._held[child_id].append((worker, start, end))
        self._seen: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for row in evidence.table("workforce.post"):
            leaving = row.get("leaving_date")
            if row.get("is_case_holding") and row.get("staff_id") and (leaving or is_held(row)):
                month_end = row["extract_month_end"]
                self._seen[row["staff_id"]].append((month_end, leaving or month_end))

    def figures(self, held: set[str], day: date) -> Figures:
        """The children in need at the end of the day who are not `held`: all, by status and by days."""
        starts: dict[str, date] = {}
        for need, child in self._needs:
            if need.child_id not in held and is_open(need, child, day):
                starts[need.child_id] = min(need.start, starts.get(need.child_id, need.start))
        counts: dict[Category, int] = {TOTAL: 0}
        for child_id, start in starts.items():
            days = ("days_unallocated", self._band((day - self._since(child_id, start, day)).days))
            for key in (TOTAL, self._status.on(child_id, day), days):
                counts[key] = counts.get(key, 0) + 1
        return {key: (count, None) for key, count in counts.items()}

    def _since(self, child_id: str, start: date, day: date) -> date:
        """The last day on which a case holder had the child, but no earlier than the start of the need."""
        ends = [start]
        for worker, begun, end in self._held[child_id]:
            known = [last for month_end, last in self._seen[worker] if month_end <= day]
            if begun <= day and known:
                ends.append(min(end or day, max(known), day))
        return max(ends)

    @staticmethod
    def _band(days: int) -> str:
        return next((name for most, name in BANDS if days <= most), LONGEST)


def holders_of(evidence: Evidence) -> Iterator[tuple[str, str, date, date | None]]:
    """Child, member of staff, start and end of every allocation to a primary worker."""
    staff = {row["worker_id"]: row.get("staff_id") for row in evidence.rows.get("mosaic.professional", ())}
    for row in evidence.rows.get("mosaic.involvement", ()):
        worker, is_primary = staff.get(row.get("worker_id")), row.get("is_primary")
        if worker and (row.get("role") == "Allocated Case Worker" if is_primary is None else is_primary):
            yield row["child_id"], worker, row["start_date"], row.get("end_date")
