"""Section 47 enquiries and the initial child protection conferences that follow them."""

from collections import defaultdict
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.conference import Conference
from sources.synthetic.truth.evidence import Evidence, category, spans
from sources.synthetic.truth.measure import Measure, at_the_end, count_of, plain, share_of, share_when_known
from sources.synthetic.truth.tally import TOTAL, Counts, Figures, Tally
from sources.synthetic.truth.window import Window
from sources.synthetic.truth.working_day import working_days

CONFERENCE_WORKING_DAYS = 15


def measures(evidence: Evidence, conferences: list[Conference]) -> list[Measure]:
    """The indicators about enquiries and conferences."""
    return [*_enquiries(evidence, conferences), *_conferences(evidence, conferences)]


def _enquiries(evidence: Evidence, conferences: list[Conference]) -> list[Measure]:
    rows = spans(evidence.table("mosaic.section_47"), "start_date", "end_date")
    started = Tally()
    for row in rows:
        if not evidence.children[row["child_id"]].is_adult(row["start_date"]):
            started.add(row["start_date"])
    held: dict[str, list[date]] = defaultdict(list)
    for conference in conferences:
        if conference.enquiry_id:
            held[conference.enquiry_id].append(conference.day)

    def rate(window: Window) -> Figures:
        return evidence.per_head(started.counts(window)[TOTAL], window, is_flow=True)

    def without_conference(day: date) -> Figures:
        return _without_conference(evidence, rows, held, day)

    return [
        count_of("SP04", started),
        Measure(indicator="SP04R", scale=10_000, figures=rate),
        Measure(indicator="SP09", figures=at_the_end(without_conference)),
        _led_on(evidence, rows, held),
    ]


def _without_conference(
    evidence: Evidence, rows: list[Row], held: dict[str, list[date]], end: date
) -> Figures:
    """Past 15 working days at the end of the day, with no conference by then and none ruled out: one that was is
    ruled out from the day on which the enquiry ended, or always where that is not known."""
    counts: Counts = {TOTAL: 0}
    for row in rows:
        if row["start_date"] > end or any(day <= end for day in held[row["enquiry_id"]]):
            continue
        if row.get("is_nfa") and (row.get("end_date") or date.min) <= end:
            continue
        is_past = working_days(row["start_date"], end) > CONFERENCE_WORKING_DAYS
        if is_past and not evidence.children[row["child_id"]].is_adult(end):
            for key in (TOTAL, evidence.team(row)):
                counts[key] = counts.get(key, 0) + 1
    return plain(counts)


def _led_on(evidence: Evidence, rows: list[Row], held: dict[str, list[date]]) -> Measure:
    """Those that a conference followed, of those of which it can be said."""
    followed, known = Tally(), Tally()
    open_: list[date] = []
    for row in rows:
        start, has_conference = row["start_date"], bool(held[row["enquiry_id"]])
        if evidence.children[row["child_id"]].is_adult(start):
            continue
        if has_conference:
            followed.add(start)
        if has_conference or row.get("is_nfa"):
            known.add(start)
        else:
            open_.append(start)
    return share_when_known("SP10", followed, known, open_, CONFERENCE_WORKING_DAYS)


def _conferences(evidence: Evidence, conferences: list[Conference]) -> list[Measure]:
    held, clocked, prompt, no_transfer, with_plan = Tally(), Tally(), Tally(), Tally(), Tally()
    of_child = [conference for conference in conferences if not conference.is_of_adult]
    for conference in of_child:
        day = conference.day
        held.add(day)
        if conference.clock:
            clocked.add(day, conference.team)
            if working_days(conference.clock, day) <= CONFERENCE_WORKING_DAYS:
                prompt.add(day, conference.team)
        if not conference.is_transfer_in:
            no_transfer.add(day, conference.team)
            if conference.has_plan:
                with_plan.add(day, conference.team)

    def rate(window: Window) -> Figures:
        return evidence.per_head(held.counts(window)[TOTAL], window, is_flow=True)

    return [
        count_of("SP05", held),
        Measure(indicator="SP05R", scale=10_000, figures=rate),
        share_of("SP06", prompt, clocked),
        share_of("SP10P", with_plan, no_transfer),
        _invitations(evidence, of_child),
    ]


def _invitations(evidence: Evidence, conferences: list[Conference]) -> Measure:
    """The agencies invited, and those of them that came or sent their report in time."""
    days = {conference.conference_id: conference.day for conference in conferences}
    invited: set[tuple[str, str]] = set()
    took_part: set[tuple[str, str]] = set()
    for row in evidence.table("mosaic.conference_attendance"):
        place = (row["conference_id"], row["agency"])
        if row.get("is_invited"):
            invited.add(place)
        if row.get("is_attended") or row.get("is_report_in_time"):
            took_part.add(place)
    everything, contributed = Tally(), Tally()
    for conference_id, agency in invited:
        if conference_id in days:
            everything.add(days[conference_id], category("agency", agency))
            if (conference_id, agency) in took_part:
                contributed.add(days[conference_id], category("agency", agency))
    return share_of("SP11", contributed, everything)
