"""How late things are recorded, and how many records of partners are known to the case system."""

from collections.abc import Iterator
from datetime import date, datetime

from sources.synthetic.truth.child_protection import Plan, temporary_plans
from sources.synthetic.truth.early_help import Help
from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.measure import Measure, median_of, share_of
from sources.synthetic.truth.missing import Episode, is_of_adult
from sources.synthetic.truth.tally import Amounts, Tally
from sources.synthetic.truth.working_day import working_days

LATE_AFTER = 5
EVENTS = (
    ("Assessments", "mosaic.assessment", "start_date", "authorised_date"),
    ("Referrals", "mosaic.referral", "referral_date", "close_date"),
    ("Section 47 enquiries", "mosaic.section_47", "start_date", "end_date"),
    ("Initial conferences", "mosaic.conference", "conference_date", None),
)


def measures(
    evidence: Evidence, plans: list[Plan], helps: list[Help], episodes: list[Episode]
) -> list[Measure]:
    """The indicators about recording and linkage."""
    return [*_lags(evidence, plans), _matched(evidence, helps, episodes)]


def _lags(evidence: Evidence, plans: list[Plan]) -> list[Measure]:
    known, late, lags = Tally(), Tally(), Amounts()
    for kind, day, recorded_at in _events(evidence, plans):
        if recorded_at is None or recorded_at.date() < day:
            continue
        lag = working_days(day, recorded_at.date())
        known.add(day, ("event_type", kind))
        lags.add(day, lag)
        if lag > LATE_AFTER:
            late.add(day, ("event_type", kind))
    return [share_of("DQ02", late, known), median_of("DQ02D", lags)]


def _events(evidence: Evidence, plans: list[Plan]) -> Iterator[tuple[str, date, datetime | None]]:
    """What happened when, and when it was recorded."""
    for row in evidence.table("mosaic.contact"):
        if row.get("received_at"):
            yield "Contacts", row["received_at"].date(), row.get("recorded_at")
    for kind, table, start, end in EVENTS:
        for row in spans(evidence.table(table), start, end or start):
            yield kind, row[start], row.get("recorded_at")
    for plan in (*plans, *temporary_plans(evidence)):
        yield "Child protection plans", plan.start, plan.recorded_at


def _matched(evidence: Evidence, helps: list[Help], episodes: list[Episode]) -> Measure:
    """The records of children in which a key names a child that the case system knows."""
    everything, matched = Tally(), Tally()
    records: list[tuple[str, date, str | None]] = [
        ("Early help episodes", one.start, one.child_id) for one in helps if not one.is_of_adult(one.start)
    ]
    records += [
        ("Missing episodes", episode.reported_on, episode.child_id)
        for episode in episodes
        if not is_of_adult(evidence, episode.reports[0], episode.reported_on)
    ]
    for kind, day, child_id in records:
        everything.add(day, ("record_type", kind))
        if child_id in evidence.children:
            matched.add(day, ("record_type", kind))
    return share_of("DQ04", matched, everything)
