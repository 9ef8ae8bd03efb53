"""Contacts: received, concluded within a day, still open, become a referral, and answered."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sources.synthetic.entry import Row
from sources.synthetic.truth import code
from sources.synthetic.truth.evidence import Evidence
from sources.synthetic.truth.measure import Measure, count_of, number_seen, plain, share_of
from sources.synthetic.truth.moment import end_of, instant
from sources.synthetic.truth.referral import Referrals
from sources.synthetic.truth.tally import TOTAL, Counts, Figures, Seen, Tally
from sources.synthetic.truth.window import Window
from sources.synthetic.truth.working_day import working_days

A_DAY = timedelta(hours=24)
CONVERSION_WORKING_DAYS = 5
FEEDBACK_WORKING_DAYS = 1
PROFESSIONALS = frozenset({"Police", "Health", "Schools/Education", "Local Authority", "Legal agency"})
PROBLEMS = frozenset({"Consent", "Quality", "Both"})


def measures(evidence: Evidence, referrals: Referrals) -> list[Measure]:
    """The indicators about contacts."""
    received, received_by_source, in_time, converted = Tally(), Tally(), Tally(), Tally()
    received_by_team = Tally()
    problem, for_early_help, decided, told = Tally(), Tally(), Tally(), Tally()
    children: Seen[str] = Seen()
    families: Seen[str] = Seen()
    referred = _referral_days(referrals)
    contacts = [row for row in evidence.table("mosaic.contact") if row.get("received_at")]
    for row in contacts:
        child, day = evidence.children[row["child_id"]], row["received_at"].date()
        if child.is_adult(day):
            continue
        source = ("source_group", code.source_group(row.get("source_code")))
        is_converted = _became_a_referral(row, day, referred[child.child_id])
        received.add(day, source, ("age_band", child.age_band(day)), ("outcome", _outcome(row, is_converted)))
        received_by_source.add(day, source)
        received_by_team.add(day, source, evidence.team(row))
        children.add(child.child_id, day)
        if child.family_id:
            families.add(child.family_id, day)
        if _is_in_time(row):
            in_time.add(day, source, evidence.team(row))
        if is_converted:
            converted.add(day, source)
        if row.get("quality_issue") in PROBLEMS:
            problem.add(day, source)
        if row.get("is_early_help_request"):
            for_early_help.add(day, source)
        if row.get("decided_at") and source[1] in PROFESSIONALS:
            decided.add(day, source)
            if _is_told_in_time(row):
                told.add(day, source)
    return [
        count_of("FD01", received),
        number_seen("FD01C", children),
        number_seen("FD01F", families),
        share_of("FD02", in_time, received_by_team),
        Measure(indicator="FD03", figures=OpenContacts(evidence, contacts).figures),
        share_of("FD04", converted, received_by_source),
        share_of("FD05", problem, received_by_source),
        share_of("FD06", told, decided),
        count_of("FD07", for_early_help),
    ]


class OpenContacts:
    """The contacts that stayed open for more than a day, counted at the end of a day."""

    def __init__(self, evidence: Evidence, contacts: list[Row]) -> None:
        self._slow = [
            (
                evidence.children[row["child_id"]],
                instant(row["received_at"]),
                _decided(row),
                evidence.team(row),
            )
            for row in contacts
            if not _is_in_time(row)
        ]

    def figures(self, window: Window) -> Figures:
        """Those open for more than 24 hours at the end of the window's last day, whatever came later."""
        close = end_of(window.end)
        counts: Counts = {TOTAL: 0}
        for child, received, decided, team in self._slow:
            is_open = close - received > A_DAY and (decided is None or decided >= close)
            if is_open and not child.is_adult(window.end):
                for key in (TOTAL, team):
                    counts[key] = counts.get(key, 0) + 1
        return plain(counts)


def _referral_days(referrals: Referrals) -> dict[str, list[date]]:
    days: dict[str, list[date]] = defaultdict(list)
    for referral in referrals.counted:
        days[referral.child_id].append(referral.day)
    return days


def _became_a_referral(row: Row, day: date, referral_days: list[date]) -> bool:
    """By the referral that the contact names, else by one of the same child soon after."""
    return bool(row.get("referral_id")) or any(
        day <= referred and working_days(day, referred) <= CONVERSION_WORKING_DAYS
        for referred in referral_days
        if (referred - day).days < 31
    )


def _outcome(row: Row, is_converted: bool) -> str:
    if is_converted:
        return "Referral"
    return "No referral" if row.get("decided_at") else "Open"


def _is_told_in_time(row: Row) -> bool:
    """Whether the referrer heard, after the decision, within the local standard; one never told did not."""
    if not row.get("outcome_sent_at") or row["outcome_sent_at"] < row["decided_at"]:
        return False
    return working_days(row["decided_at"].date(), row["outcome_sent_at"].date()) <= FEEDBACK_WORKING_DAYS


def _decided(row: Row) -> datetime | None:
    return instant(row["decided_at"]) if row.get("decided_at") else None


def _is_in_time(row: Row) -> bool:
    """Concluded within 24 elapsed hours, and not before it was received."""
    decided = _decided(row)
    return decided is not None and timedelta() <= decided - instant(row["received_at"]) <= A_DAY
