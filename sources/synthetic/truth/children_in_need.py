"""Children in need: who is on a day, who was at any point, and whose episodes begin and end."""

from collections import defaultdict
from datetime import date

from sources.synthetic.truth import code
from sources.synthetic.truth.case_team import CaseTeams
from sources.synthetic.truth.child import Child, adult_on
from sources.synthetic.truth.child_protection import Plan
from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.measure import Measure, at_the_end, count_of, number_seen, plain
from sources.synthetic.truth.referral import Need, Referrals
from sources.synthetic.truth.tally import TOTAL, Books, Category, Counts, Figures, Seen, Spell, Tally
from sources.synthetic.truth.window import Window, months_before


def measures(evidence: Evidence, referrals: Referrals, plans: list[Plan], teams: CaseTeams) -> list[Measure]:
    """The indicators about children in need."""
    needs = [(need, evidence.children[need.child_id]) for need in referrals.needs]
    status = Status(evidence, plans)
    children = Books(_spell(need, child, by_need=False, status=status) for need, child in needs)
    by_need = Books(_spell(need, child, by_need=True) for need, child in needs)
    any_point = AnyPoint(needs, evidence.horizon)

    def per_head(window: Window) -> Figures:
        return evidence.per_head(len(children.open_at(window.end)[TOTAL]), window, is_flow=False)

    return [
        Measure(indicator="CN01", figures=children.snapshot),
        Measure(indicator="CN02", scale=10_000, figures=per_head),
        Measure(indicator="CN03", figures=any_point.children),
        number_seen("CN03E", any_point.seen),
        Measure(indicator="CN04", figures=children.mean),
        Measure(indicator="CN05", figures=by_need.snapshot),
        Measure(indicator="CN06", scale=100, figures=at_the_end(lambda day: _two_years(needs, teams, day))),
        *_flows(needs),
    ]


def _two_years(needs: list[tuple[Need, Child]], teams: CaseTeams, day: date) -> Figures:
    """The children in need, and those of them whose present spell began two years ago or earlier."""
    two_years_ago = months_before(day, 24)
    figures: dict[Category, tuple[int, int]] = {TOTAL: (0, 0)}
    for need, child in needs:
        if is_open(need, child, day):
            by_need = ("primary_need", code.primary_need(need.primary_need_code))
            for key in (TOTAL, by_need, teams.on(child.child_id, day)):
                long, everyone = figures.get(key, (0, 0))
                figures[key] = (long + (need.start <= two_years_ago), everyone + 1)
    return dict(figures)


def _flows(needs: list[tuple[Need, Child]]) -> list[Measure]:
    started, ended = Tally(), Tally()
    for need, child in needs:
        if not child.is_adult(need.start):
            started.add(need.start, ("primary_need", code.primary_need(need.primary_need_code)))
        if need.end and not child.is_adult(need.end):
            ended.add(need.end, ("close_reason", code.close_reason(need.close_reason_code)))
    return [count_of("CN07", started), count_of("CN07E", ended)]


class AnyPoint:
    """The spells of need that touch a window on a day on which the child is a child."""

    def __init__(self, needs: list[tuple[Need, Child]], horizon: date) -> None:
        self._needs = [need for need, _ in needs]
        self.seen: Seen[int] = Seen()
        for place, (need, child) in enumerate(needs):
            self.seen.add(place, need.start, _spell(need, child, by_need=True).last_day(horizon))

    def children(self, window: Window) -> Figures:
        """The number of children, each under the need of the latest spell."""
        latest: dict[str, Need] = {}
        for place in self.seen.within(window):
            need = self._needs[place]
            if need.child_id not in latest or latest[need.child_id].start < need.start:
                latest[need.child_id] = need
        counts: Counts = {TOTAL: len(latest)}
        for need in latest.values():
            category = ("primary_need", code.primary_need(need.primary_need_code))
            counts[category] = counts.get(category, 0) + 1
        return plain(counts)


def is_open(need: Need, child: Child, day: date) -> bool:
    """Whether a child is in need at the end of the day."""
    return need.start <= day and (need.end is None or need.end > day) and not child.is_adult(day)


class Status:
    """What a child in need has on a day: the first that holds of being looked after, a plan, and an assessment."""

    def __init__(self, evidence: Evidence, plans: list[Plan]) -> None:
        self._held: list[tuple[str, dict[str, list[tuple[date, date | None]]]]] = []
        protected = [(plan.child.child_id, plan.start, plan.end) for plan in plans]
        for name, of in (
            ("Looked after", _times(evidence, "mosaic.looked_after_episode", "start_date", "ceased_date")),
            ("Child protection plan", protected),
            ("Child in need plan", _times(evidence, "mosaic.cin_plan", "start_date", "end_date")),
            ("Open assessment", _times(evidence, "mosaic.assessment", "start_date", "authorised_date")),
        ):
            by_child: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
            for child_id, start, end in of:
                by_child[child_id].append((start, end))
            self._held.append((name, by_child))

    def on(self, child_id: str, day: date) -> Category:
        """The status at the end of the day."""
        for name, by_child in self._held:
            if any(start <= day and (end is None or end > day) for start, end in by_child.get(child_id, ())):
                return "status", name
        return "status", "Other"


def _times(evidence: Evidence, table: str, start: str, end: str) -> list[tuple[str, date, date | None]]:
    return [(row["child_id"], row[start], row.get(end)) for row in spans(evidence.table(table), start, end)]


def _spell(need: Need, child: Child, *, by_need: bool, status: Status | None = None) -> Spell:
    def categories(day: date) -> list[Category]:
        if by_need:
            return [("primary_need", code.primary_need(need.primary_need_code))]
        parts = [("ward", child.ward), ("age_band", child.age_band(day))]
        return [*parts, status.on(child.child_id, day)] if status else parts

    return Spell(child.child_id, need.start, need.end, adult_on(child.birth_date), categories)
