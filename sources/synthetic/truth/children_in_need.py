"""Children in need: who is on a day, and who was at any point."""

from datetime import date

from sources.synthetic.truth import code
from sources.synthetic.truth.child import Child, adult_on
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.referral import Need, Referrals
from sources.synthetic.truth.tally import (
    TOTAL,
    Books,
    Category,
    Counts,
    Figures,
    Measure,
    Seen,
    Spell,
    number_seen,
    plain,
)
from sources.synthetic.truth.window import Window


def measures(evidence: Evidence, referrals: Referrals) -> list[Measure]:
    """The indicators about children in need."""
    needs = [(need, evidence.children[need.child_id]) for need in referrals.needs]
    children = Books(_spell(need, child, by_need=False) for need, child in needs)
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
    ]


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


def _spell(need: Need, child: Child, *, by_need: bool) -> Spell:
    def categories(day: date) -> list[Category]:
        if by_need:
            return [("primary_need", code.primary_need(need.primary_need_code))]
        return [("ward", child.ward), ("age_band", child.age_band(day))]

    return Spell(child.child_id, need.start, need.end, adult_on(child.birth_date), categories)
