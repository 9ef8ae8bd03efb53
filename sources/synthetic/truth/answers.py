"""The answers: every indicator of the made-up partnership, counted from the agencies' rows in plain Python.

This is the second, independent way of counting. It shares no code with the pipeline: where both agree,
a figure is proved; where they differ, one of them reads a definition wrongly.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from sources.synthetic.entry import Row
from sources.synthetic.truth import (
    assessment,
    assurance,
    child_protection,
    children_in_need,
    conference,
    early_help,
    enquiry,
    escalation,
    front_door,
    health,
    missing,
    police,
    recording,
    referral,
    strategy,
    visits_and_reviews,
    workforce,
)
from sources.synthetic.truth.case_team import CaseTeams
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.measure import Measure
from sources.synthetic.truth.tally import Number
from sources.synthetic.truth.window import Window, windows

COLUMNS = (
    "authority",
    "indicator",
    "window",
    "period_start",
    "period_end",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
)
OWN_NAMES = frozenset({"Barnsley", "Barnsley MBC", "Barnsley Metropolitan Borough Council"})

MONTHS_BEFORE = {"MH03R": 3, "WF05T": 11}
"""Of indicators that look back over reports which come month by month: the months before a window's last that it needs.
Of the months before the first nobody was told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One figure; `value` is None where nothing could be divided by, and a plain count has no denominator."""

    authority: str
    indicator: str
    period_id: str
    window_name: str
    period_start: date
    period_end: date
    breakdown: str
    category: str
    numerator: Number
    denominator: Number | None
    value: float | None


def answers(
    rows: Mapping[str, list[Row]],
    *,
    authority: str,
    first: str,
    month: str,
    own_names: Iterable[str] = OWN_NAMES,
    population: Mapping[int, int] | None = None,
    team_groups: Mapping[str, str] | None = None,
) -> list[Answer]:
    """Every figure of every window within the months `first` to `month` (`YYYY-MM`).

    `rows` are the tables as recorded at the end of `month`; `population` is the number of children by
    year (without it there are no rates per 10,000); `team_groups` names the group of each team.
    """
    periods = windows(first, month)
    evidence = Evidence(
        rows=rows,
        horizon=max(window.end for window in periods),
        own_names=frozenset(name.strip().casefold() for name in (*own_names, authority)),
        population=population or {},
        team_groups=team_groups or {},
    )
    found: list[Answer] = []
    begins = min(window.start for window in periods)
    for measure in measures(evidence):
        for window in periods:
            if _is_told(measure, window, begins):
                found += _answers(authority, measure, window)
    return sorted(found, key=_place)


def measures(evidence: Evidence) -> list[Measure]:
    """Every indicator, ready to be counted in a window."""
    referrals = referral.referrals(evidence)
    conferences = conference.conferences(evidence)
    plans = child_protection.plans_that_count(evidence)
    teams = CaseTeams(evidence)
    helps = early_help.helps(evidence)
    episodes = missing.missing_episodes(evidence)
    return [
        *front_door.measures(evidence, referrals),
        *referral.measures(evidence, referrals),
        *assessment.measures(evidence),
        *strategy.measures(evidence, conferences),
        *enquiry.measures(evidence, conferences),
        *children_in_need.measures(evidence, referrals, plans, teams),
        *child_protection.measures(evidence, plans),
        *visits_and_reviews.measures(evidence, plans, teams),
        *missing.measures(evidence, episodes),
        *workforce.measures(evidence, referrals, plans),
        *early_help.measures(evidence, helps, referrals, teams),
        *police.measures(evidence),
        *escalation.measures(evidence),
        *assurance.measures(evidence),
        *health.measures(evidence),
        *recording.measures(evidence, plans, helps, episodes),
    ]


def write_answers(path: Path, found: Iterable[Answer]) -> None:
    """Write the answers as CSV: equal answers are equal bytes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for answer in sorted(found, key=_place):
            writer.writerow(asdict(answer) | {"window": answer.window_name})


def _answers(authority: str, measure: Measure, window: Window) -> Iterable[Answer]:
    for (breakdown, category), (numerator, denominator) in measure.figures(window).items():
        yield Answer(
            authority=authority,
            indicator=measure.indicator,
            period_id=window.period_id,
            window_name=window.name,
            period_start=window.start,
            period_end=window.end,
            breakdown=breakdown,
            category=category,
            numerator=_two_decimals(numerator),
            denominator=None if denominator is None else _two_decimals(denominator),
            value=_value(numerator, denominator, measure.scale),
        )


def _is_told(measure: Measure, window: Window, begins: date) -> bool:
    """Whether the reports reach as far back as the measure looks."""
    before = (window.end.year - begins.year) * 12 + window.end.month - begins.month
    return before >= MONTHS_BEFORE.get(measure.indicator, 0)


def _value(numerator: Number, denominator: Number | None, scale: int) -> float | None:
    if denominator is None:
        return float(numerator)
    return float(Fraction(numerator) * scale / Fraction(denominator)) if denominator else None


def _two_decimals(number: Number) -> Number:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(number, Decimal) else number


def _place(answer: Answer) -> tuple[str, str, str, date, str, str]:
    return (
        answer.authority,
        answer.indicator,
        answer.window_name,
        answer.period_end,
        answer.breakdown,
        answer.category,
    )
