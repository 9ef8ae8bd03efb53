"""The partnership's own work: section 11 audits and multi-agency training."""

from collections.abc import Callable
from datetime import date

from sources.synthetic.truth.evidence import Evidence, category
from sources.synthetic.truth.measure import Measure, sum_of
from sources.synthetic.truth.tally import TOTAL, Amounts, Category, Figures
from sources.synthetic.truth.window import Window, financial_year

BY_HAND = {"CL01": 1, "PA02R": 100, "PA03A": 100}
AT_END = ("CL01", "PA02R")


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about audits and training."""
    attended = Amounts()
    for row in evidence.table("partnership.training"):
        if row.get("course_date") and row.get("attendees") is not None:
            attended.add(
                row["course_date"],
                row["attendees"],
                category("agency", row.get("agency")),
                category("course", row["course"]),
            )
    audits = evidence.latest("partnership.section_11", "year", "agency", "standard", "requirement")

    def met(window: Window) -> Figures:
        figures: dict[Category, tuple[int, int]] = {TOTAL: (0, 0)}
        for row in audits:
            if not row.get("rating") or int(row["year"][:4]) != financial_year(window.end):
                continue
            for key in (TOTAL, category("agency", row["agency"]), category("standard", row["standard"])):
                part, whole = figures.get(key, (0, 0))
                figures[key] = (part + (row["rating"] == "Met"), whole + 1)
        return dict(figures)

    return [
        Measure(indicator="PA02", scale=100, figures=met),
        sum_of("PA03", attended),
        *(
            Measure(indicator=ref, scale=scale, figures=_entered(evidence, ref))
            for ref, scale in BY_HAND.items()
        ),
    ]


def _year(period: str) -> tuple[date, date]:
    """The first and last day of a year such as 2022-23."""
    first = int(period[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)


def _entered(evidence: Evidence, ref: str) -> Callable[[Window], Figures]:
    """The figure entered for a window: one of the end of a period that ends with it, or one of exactly its year, whatever
    the window is called."""
    rows = [
        row
        for row in evidence.latest("partnership.manual_figure", "indicator", "period")
        if row["indicator"] == ref
    ]

    def figures(window: Window) -> Figures:
        if ref in AT_END:
            fitting = [row for row in rows if row["entered_date"] == window.end]
        else:
            fitting = [row for row in rows if _year(row["period"]) == (window.start, window.end)]
        return {TOTAL: (fitting[-1]["figure"], fitting[-1].get("out_of"))} if fitting else {}

    return figures
