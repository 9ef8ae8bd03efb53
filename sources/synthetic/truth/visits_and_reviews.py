"""Plans kept alive: children seen at visits within the local standard, and reviews held when they were due."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sources.synthetic.truth.case_team import CaseTeams
from sources.synthetic.truth.child import NOT_RECORDED, Child
from sources.synthetic.truth.child_protection import Plan
from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.measure import Measure, at_the_end
from sources.synthetic.truth.tally import TOTAL, Category, Figures
from sources.synthetic.truth.window import months_after
from sources.synthetic.truth.working_day import working_days

NEED_WORKING_DAYS = 20
PROTECTION_WORKING_DAYS = 10
FIRST_REVIEW_MONTHS = 3
LATER_REVIEW_MONTHS = 6
DaysOf = dict[str, list[date]]


def measures(evidence: Evidence, plans: list[Plan], teams: CaseTeams) -> list[Measure]:
    """The indicators about visits and reviews; `plans` are the child protection plans that count."""
    need_seen = _days(evidence, "mosaic.cin_visit", "child_id", "visit_date", "is_seen")
    protection_seen = _days(evidence, "mosaic.cp_visit", "plan_id", "visit_date", "is_seen")
    alone = _alone(evidence)
    reviewed = _days(evidence, "mosaic.cp_review", "plan_id", "review_date", None)
    need_plans = [
        (evidence.children[row["child_id"]], row["start_date"], row.get("end_date"))
        for row in spans(evidence.table("mosaic.cin_plan"), "start_date", "end_date")
    ]

    def need_visits(end: date) -> Figures:
        open_long = {
            child.child_id
            for child, start, ended in need_plans
            if _is_open(child, start, ended, end) and _is_here_for(NEED_WORKING_DAYS, child, start, end)
        }
        return _shares(
            (_is_within(_last(need_seen[child], end), NEED_WORKING_DAYS, end), teams.on(child, end))
            for child in open_long
        )

    def protection_visits(end: date) -> Figures:
        judged = []
        for plan in plans:
            if not _is_open(plan.child, plan.start, plan.end, end):
                continue
            if _is_here_for(PROTECTION_WORKING_DAYS, plan.child, plan.start, end):
                last = _last(protection_seen[plan.plan_id], end)
                how = alone[plan.plan_id, last] if last else "Not seen"
                is_seen = _is_within(last, PROTECTION_WORKING_DAYS, end)
                judged.append((is_seen, teams.on(plan.child.child_id, end), ("seen_alone", how)))
        return _shares(judged)

    def reviews(end: date) -> Figures:
        open_long = [
            plan
            for plan in plans
            if _is_open(plan.child, plan.start, plan.end, end)
            and months_after(plan.start, FIRST_REVIEW_MONTHS) <= end
        ]
        return _shares(
            (_is_reviewed_in_time(plan, reviewed[plan.plan_id], end), teams.on(plan.child.child_id, end))
            for plan in open_long
        )

    return [
        Measure(indicator="CN08", scale=100, figures=at_the_end(need_visits)),
        Measure(indicator="CP11", scale=100, figures=at_the_end(reviews)),
        Measure(indicator="CP12", scale=100, figures=at_the_end(protection_visits)),
    ]


def _days(evidence: Evidence, table: str, key: str, day: str, condition: str | None) -> DaysOf:
    """The days, in order, on which something happened; of a row that does not say so it did not."""
    days: DaysOf = defaultdict(list)
    for row in evidence.table(table):
        if row.get(day) and row.get(key) and (condition is None or row.get(condition)):
            days[row[key]].append(row[day])
    for of_one in days.values():
        of_one.sort()
    return days


def _is_open(child: Child, start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or end > day) and not child.is_adult(day)


def _is_here_for(standard: int, child: Child, start: date, day: date) -> bool:
    """Whether the plan has been open, and the child born, for so many working days; who is not born cannot be seen."""
    return not child.is_unborn(day) and working_days(max(start, child.birth_date or start), day) >= standard


def _shares(judged: Iterable[tuple[bool, *tuple[Category, ...]]]) -> Figures:
    """How many of them are as they should be: of all, and of each category."""
    figures: dict[Category, tuple[int, int]] = {TOTAL: (0, 0)}
    for is_sound, *categories in judged:
        for key in (TOTAL, *categories):
            sound, everyone = figures.get(key, (0, 0))
            figures[key] = (sound + is_sound, everyone + 1)
    return dict(figures)


def _last(days: list[date], day: date) -> date | None:
    """The last of the days by the end of the day."""
    place = bisect_right(days, day)
    return days[place - 1] if place else None


def _is_within(last: date | None, standard: int, day: date) -> bool:
    return last is not None and working_days(last, day) <= standard


def _alone(evidence: Evidence) -> dict[tuple[str, date], str]:
    """How the child of a plan was seen on each day: alone at one visit is enough."""
    said: dict[tuple[str, date], set[bool | None]] = defaultdict(set)
    for row in evidence.table("mosaic.cp_visit"):
        if row.get("visit_date") and row.get("is_seen") and row.get("plan_id"):
            said[row["plan_id"], row["visit_date"]].add(row.get("is_seen_alone"))
    return {
        place: "Seen alone" if True in answers else "Seen with others" if False in answers else NOT_RECORDED
        for place, answers in said.items()
    }


def _is_reviewed_in_time(plan: Plan, reviews: list[date], day: date) -> bool:
    """Whether every review by the day came when it was due, and none is overdue."""
    due = months_after(plan.start, FIRST_REVIEW_MONTHS)
    for review in (review for review in reviews if plan.start < review <= day):
        if review > due:
            return False
        due = months_after(review, LATER_REVIEW_MONTHS)
    return day <= due
