"""Child protection plans: who is subject to one, which start and end, and how long they last."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sources.synthetic.entry import Row
from sources.synthetic.truth import code
from sources.synthetic.truth.child import Child, adult_on
from sources.synthetic.truth.evidence import Evidence, recorded_first, spans
from sources.synthetic.truth.measure import Measure, count_of, plain, share_of
from sources.synthetic.truth.tally import TOTAL, Books, Category, Counts, Figures, Seen, Spell, Tally
from sources.synthetic.truth.window import Window, months_after, months_before


@dataclass(frozen=True, slots=True)
class Plan:
    """A child protection plan of this authority that counts."""

    plan_id: str
    child: Child
    start: date
    end: date | None
    category: Category
    first_category: Category
    earlier_plans: int
    is_within_two_years: bool
    recorded_at: datetime | None

    def spell(self, member: str, *, with_category: bool) -> Spell:
        """The plan as something open, counted as `member`: the plan itself or its child."""

        def categories(day: date) -> list[Category]:
            if with_category:
                return [self.category, ("duration", _duration(self.start, day))]
            return [("age_band", self.child.age_band(day)), ("ward", self.child.ward)]

        return Spell(member, self.start, self.end, adult_on(self.child.birth_date), categories)


def measures(evidence: Evidence, plans: list[Plan]) -> list[Measure]:
    """The indicators about child protection plans."""
    children = Books(plan.spell(plan.child.child_id, with_category=False) for plan in plans)
    open_plans = Books(plan.spell(plan.plan_id, with_category=True) for plan in plans)

    def per_head(window: Window) -> Figures:
        return evidence.per_head(len(children.open_at(window.end)[TOTAL]), window, is_flow=False)

    return [
        Measure(indicator="CP01", figures=children.snapshot),
        Measure(indicator="CP01M", figures=children.mean),
        Measure(indicator="CP02", scale=10_000, figures=per_head),
        Measure(indicator="CP05", figures=AnyPoint(plans, evidence.horizon).figures),
        Measure(indicator="CP06", figures=open_plans.snapshot),
        Measure(
            indicator="CP09", scale=100, figures=lambda window: _open_two_years(plans, open_plans, window)
        ),
        *_flow_measures(plans),
    ]


class AnyPoint:
    """The plans that a child was subject to on any day of a window, by category."""

    def __init__(self, plans: list[Plan], horizon: date) -> None:
        self._seen: Seen[tuple[str, Category]] = Seen()
        for plan in plans:
            spell = plan.spell(plan.plan_id, with_category=True)
            self._seen.add((plan.plan_id, plan.category), plan.start, spell.last_day(horizon))

    def figures(self, window: Window) -> Figures:
        """The number of plans, and of each category."""
        counts: Counts = {TOTAL: 0}
        for _, category in self._seen.within(window):
            counts[TOTAL] += 1
            counts[category] = counts.get(category, 0) + 1
        return plain(counts)


def _flow_measures(plans: list[Plan]) -> list[Measure]:
    starts, all_starts, repeats, soon_again = Tally(), Tally(), Tally(), Tally()
    ends, all_ends, long = Tally(), Tally(), Tally()
    for plan in plans:
        if not plan.child.is_adult(plan.start):
            starts.add(plan.start, plan.first_category)
            all_starts.add(plan.start)
            if plan.earlier_plans:
                repeats.add(plan.start)
            if plan.is_within_two_years:
                soon_again.add(plan.start)
        if plan.end and not plan.child.is_adult(plan.end):
            ends.add(plan.end, ("duration", _duration(plan.start, plan.end)))
            all_ends.add(plan.end)
            if plan.start <= months_before(plan.end, 24):
                long.add(plan.end)

    return [
        count_of("CP03", starts),
        count_of("CP04", ends),
        share_of("CP07", repeats, all_starts),
        share_of("CP08", soon_again, all_starts),
        share_of("CP09E", long, all_ends),
    ]


def _duration(start: date, end: date) -> str:
    """The band of the published table."""
    if start <= months_before(end, 24):
        return "2 years or more"
    if end <= months_after(start, 3):
        return "3 months or less"
    if end <= months_after(start, 6):
        return "Over 3 to 6 months"
    return "Over 6 months to under 1 year" if end < months_after(start, 12) else "1 to under 2 years"


def _open_two_years(plans: list[Plan], open_plans: Books, window: Window) -> Figures:
    still_open = open_plans.open_at(window.end)[TOTAL]
    two_years_ago = months_before(window.end, 24)
    long = [plan for plan in plans if plan.plan_id in still_open and plan.start <= two_years_ago]
    return {TOTAL: (len(long), len(still_open))}


def plans_that_count(evidence: Evidence) -> list[Plan]:
    """The plans that count: not another authority's, and not the later recorded of two that overlap."""
    return _first_recorded(evidence, of_other_authority=False)


def temporary_plans(evidence: Evidence) -> list[Plan]:
    """Another authority's plans of children who stay here, without the later recorded of two that overlap."""
    return _first_recorded(evidence, of_other_authority=True)


def _first_recorded(evidence: Evidence, *, of_other_authority: bool) -> list[Plan]:
    by_child: dict[str, list[Row]] = defaultdict(list)
    rows = [
        row
        for row in evidence.table("mosaic.cp_plan")
        if bool(row.get("is_other_authority")) == of_other_authority
    ]
    for row in sorted(spans(rows, "start_date", "end_date"), key=_place):
        kept = by_child[row["child_id"]]
        if not any(_overlap(row, other) for other in kept):
            kept.append(row)
    return [_plan(evidence, row, kept) for kept in by_child.values() for row in kept]


def _place(row: Row) -> tuple[object, ...]:
    """By time of recording; of those recorded at once the one that started first, ended first, by category."""
    recorded, plan_id = recorded_first(row, "plan_id")
    category = row.get("initial_category_code") or "~"
    return recorded, row["start_date"], row.get("end_date") or date.max, category, plan_id


def _overlap(one: Row, other: Row) -> bool:
    """Whether two plans share a day; a plan may not begin on the day on which the one before ends."""
    first, second = sorted((one, other), key=lambda row: row["start_date"])
    return first.get("end_date") is None or second["start_date"] <= first["end_date"]


def _plan(evidence: Evidence, row: Row, plans_of_child: list[Row]) -> Plan:
    start = row["start_date"]
    earlier = [other for other in plans_of_child if other["start_date"] < start]
    stated = row.get("previous_plan_count")
    return Plan(
        row["plan_id"],
        evidence.children[row["child_id"]],
        start,
        row.get("end_date"),
        ("category", code.abuse_category(row.get("latest_category_code"))),
        ("category", code.abuse_category(row.get("initial_category_code"))),
        len(earlier) if stated is None else stated,
        any(other.get("end_date") and months_before(start, 24) <= other["end_date"] for other in earlier),
        row.get("recorded_at"),
    )
