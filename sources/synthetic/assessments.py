"""Assessments and the factors found at their end."""

import json
from datetime import date, timedelta

from sources.synthetic.allocations import Allocations
from sources.synthetic.calibration import Calibration
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Entry
from sources.synthetic.episode import Casebook, Episode
from sources.synthetic.month import financial_year, month_of, next_working_day, working_days_after
from sources.synthetic.workforce import TEAM_IDS, worker_id

FACTORS = (
    "1A",
    "2B",
    "3A",
    "3B",
    "3C",
    "4A",
    "4B",
    "5A",
    "8B",
    "12A",
    "13A",
    "16A",
    "17A",
    "18B",
    "19B",
    "20",
    "22A",
    "23A",
)
Span = tuple[date, date]


def assessment_spans(casebook: Casebook, calibration: Calibration, desk: Desk) -> dict[Episode, list[Span]]:
    """Start and authorisation of every assessment; an authorisation may lie beyond the horizon."""
    return {
        episode: _spans(episode, calibration, desk) for episode in casebook.episodes if not episode.is_nfa
    }


def assessment_books(
    spans: dict[Episode, list[Span]], ids: dict[Episode, str], allocations: Allocations, desk: Desk
) -> tuple[list[Entry], list[Entry]]:
    """The assessments, and the factors of those that are authorised."""
    book, factors = [], []
    ordered = sorted(
        (
            (start, ids[episode], authorised, episode)
            for episode, found in spans.items()
            for start, authorised in found
        ),
        key=lambda item: item[:2],
    )
    for start, referral, authorised, episode in ordered:
        entry = _assessment(start, referral, episode, allocations, desk)
        is_nfa = episode.end is not None and episode.end - authorised < timedelta(10)
        is_seen = desk.rng.random() < 0.95
        desk.later(entry, authorised, authorised_date=authorised, is_nfa=is_nfa, is_child_seen=is_seen)
        book.append(entry)
        if entry.later:
            factors.append(_factors(entry, is_nfa, desk))
    return book, factors


def _spans(episode: Episode, calibration: Calibration, desk: Desk) -> list[Span]:
    rng, end = desk.rng, episode.end or date.max
    share = (
        calibration.in_year("assessments_in_45_days_percent", financial_year(month_of(episode.start))) / 100
    )
    spans: list[Span] = []
    start = min(next_working_day(episode.start + timedelta(rng.choice((0, 0, 1, 1, 2, 3)))), end)
    while start <= desk.horizon and start <= end:
        days = rng.choices((rng.randrange(8, 30), rng.randrange(30, 45)), weights=(1, 2))[0]
        if rng.random() > share:
            days = rng.randrange(47, 75)
        authorised = min(working_days_after(start, days), end)
        spans.append((start, authorised))
        start = next_working_day(authorised + timedelta(rng.randrange(270, 400)))
        if end != date.max and start > end - timedelta(40):
            break
    return spans


def _assessment(start: date, referral: str, episode: Episode, allocations: Allocations, desk: Desk) -> Entry:
    holder = allocations.holder(episode, start)
    return desk.row(
        start,
        {
            "assessment_id": desk.number("A"),
            "child_id": episode.child.person_id,
            "referral_id": referral,
            "start_date": start,
            "is_child_seen": None,
            "authorised_date": None,
            "is_nfa": None,
            "team_id": TEAM_IDS[holder.team] if holder else None,
            "worker_id": worker_id(holder.worker) if holder else None,
        },
    )


def _factors(assessment: Entry, is_nfa: bool, desk: Desk) -> Entry:
    codes = sorted(desk.rng.sample(FACTORS, desk.rng.choice((1, 2, 2, 3, 4))))
    if is_nfa and desk.rng.random() < 0.15:
        codes = ["21"]
    values = {
        "factor_row_id": desk.number("AF"),
        "assessment_id": assessment.values["assessment_id"],
        "factor_codes": json.dumps(codes),
    }
    return Entry(recorded_at=assessment.later[-1][0], values=values)
