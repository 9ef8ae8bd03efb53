"""Incidents and crimes that the police report, and how soon they act."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal

from sources.synthetic.entry import Row
from sources.synthetic.truth.evidence import Evidence, category
from sources.synthetic.truth.measure import Measure, count_of, median_of, share_of
from sources.synthetic.truth.moment import instant, stopped
from sources.synthetic.truth.tally import TOTAL, Amounts, Figures, Seen, Tally
from sources.synthetic.truth.window import Window

NOTICE_WITHIN = timedelta(hours=24)
MIDNIGHT = time()
"""What a day without a time is read as."""
CRIME = {True: "crime", False: "other incident", None: "not recorded whether a crime"}
TIMES = ("00:00 to 05:59", "06:00 to 11:59", "12:00 to 17:59", "18:00 to 23:59")
ATTEND_WITHIN = {
    "Immediate": timedelta(minutes=15),
    "Priority": timedelta(minutes=60),
    "Standard": timedelta(minutes=2880),
}


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about incidents and crimes."""
    incidents, known, with_child = Tally(), Tally(), Tally()
    for row in evidence.latest("police.domestic_abuse_incident", "incident_id"):
        day, grade = row["incident_date"], category("risk_grade", row.get("risk_grade"))
        child = ("child_in_household", _yes_or_no(row.get("is_child_in_household")) or "Not known")
        again = category("is_repeat_household", _yes_or_no(row.get("is_repeat_household")))
        incidents.add(day, grade, child)
        if row.get("is_child_in_household") is not None:
            known.add(day, grade, again)
        if row.get("is_child_in_household"):
            with_child.add(day, grade, again)
    online = _by_day(evidence.latest("police.online_crime", "crime_id"), "crime_date", "offence_group")
    flags = evidence.latest("police.vulnerability_flag", "incident_id", "flag_type", "victim_id")
    hate = evidence.latest("police.hate_crime", "incident_id", "strand")
    return [
        share_of("PO01", with_child, known),
        count_of("PO01N", incidents),
        Measure(indicator="PO02", figures=Overlapping(flags, "flag_type", has_total=False).figures),
        count_of("PO03", online),
        Measure(indicator="PO04", figures=Overlapping(hate, "strand", has_total=True).figures),
        *_responses(evidence),
        *_powers(evidence),
    ]


def _responses(evidence: Evidence) -> list[Measure]:
    """Notices sent and incidents attended in time, in elapsed hours and minutes."""
    sent, prompt, graded, attended = Tally(), Tally(), Tally(), Tally()
    for row in evidence.latest("police.concern_notice", "notice_id"):
        if not row.get("sent_at"):
            continue
        at, happened = stopped(row["sent_at"]), row.get("incident_at")
        if happened is None or happened <= at:
            named = category("notice_type", row.get("notice_type"))
            sent.add(at.date(), named)
            if happened and _elapsed(happened, at) <= NOTICE_WITHIN:
                prompt.add(at.date(), named)
    for row in evidence.latest("police.child_risk_incident", "incident_id"):
        grade, reported = row.get("grade"), row.get("reported_at")
        if not grade or not reported:
            continue
        graded.add(reported.date(), ("grade", grade))
        arrived = row.get("attended_at")
        if arrived and timedelta() <= _elapsed(reported, stopped(arrived)) <= ATTEND_WITHIN[grade]:
            attended.add(reported.date(), ("grade", grade))
    return [share_of("PO05", prompt, sent), share_of("PO06", attended, graded)]


def _powers(evidence: Evidence) -> list[Measure]:
    """Police protection, and children in custody with the adult who came for them."""
    used, consulted, detained, with_adult, waits = Tally(), Tally(), Tally(), Tally(), Amounts()
    for row in evidence.latest("police.protection_power", "power_id"):
        if row.get("used_at"):
            used.add(row["used_at"].date())
            if row.get("is_social_care_consulted"):
                consulted.add(row["used_at"].date())
    for row in evidence.latest("police.custody", "custody_id"):
        if not row.get("detained_at") or (row.get("age") is not None and row["age"] >= 18):
            continue
        day, asked, came = (
            row["detained_at"].date(),
            row.get("adult_requested_at"),
            row.get("adult_arrived_at"),
        )
        at = row["detained_at"].time()
        hour = category("time_of_day", TIMES[at.hour // 6] if at != MIDNIGHT else None)
        detained.add(day, hour)
        if came:
            with_adult.add(day, hour)
        if asked and came and asked <= came:
            waits.add(day, Decimal(_elapsed(asked, came) // timedelta(seconds=1)) / 3600)
    return [
        count_of("PO07", used),
        share_of("PO07C", consulted, used),
        share_of("PO08", with_adult, detained),
        median_of("PO08D", waits),
    ]


def _elapsed(start: datetime, end: datetime) -> timedelta:
    return instant(end) - instant(start)


class Overlapping:
    """Incidents of which one may be in several categories and is counted once in each."""

    def __init__(self, rows: list[Row], breakdown: str, *, has_total: bool) -> None:
        self._seen: dict[tuple[str, str], Seen[str]] = {TOTAL: Seen()} if has_total else {}
        crimes: dict[tuple[str, str], set[bool]] = defaultdict(set)
        for row in rows:
            if row.get("is_crime") is not None:
                crimes[row["incident_id"], row[breakdown]].add(row["is_crime"])
        for row in filter(_is_of_a_child, rows):
            named = [category(breakdown, row[breakdown])]
            if "is_online" in row:
                online = {None: None, True: "Online", False: "Not online"}[row["is_online"]]
                named.append(category("where_done", online))
            if "is_crime" in row:
                said = crimes[row["incident_id"], row[breakdown]]
                what = CRIME[max(said, default=None)]
                named.append(category("flag_and_crime", f"{row[breakdown]}: {what}"))
            for key in (TOTAL, *named) if has_total else named:
                self._seen.setdefault(key, Seen()).add(row["incident_id"], row["incident_date"])

    def figures(self, window: Window) -> Figures:
        """The number of incidents, and of each category."""
        counts = {key: len(seen.within(window)) for key, seen in self._seen.items()}
        return {key: (count, None) for key, count in counts.items() if count or key == TOTAL}


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else "Yes" if value else "No"


def _by_day(rows: list[Row], day_column: str, breakdown: str) -> Tally:
    tally = Tally()
    for row in filter(_is_of_a_child, rows):
        tally.add(row[day_column], category(breakdown, row.get(breakdown)))
    return tally


def _is_of_a_child(row: Row) -> bool:
    """Whether the victim is under 18, or of an age that is not stated."""
    age = row.get("victim_age")
    return age is None or age < 18
