"""Assessments, section 47 enquiries and initial child protection conferences."""

from collections import defaultdict
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.tally import TOTAL, Figures, Measure, Tally, count_of, share_of
from sources.synthetic.truth.window import Window
from sources.synthetic.truth.working_day import working_days

ASSESSMENT_WORKING_DAYS = 45
CONFERENCE_WORKING_DAYS = 15


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about assessments, enquiries and conferences."""
    completed, in_time = _assessments(evidence)
    enquiries = Tally()
    for row in evidence.table("mosaic.section_47"):
        if row.get("start_date") and not evidence.children[row["child_id"]].is_adult(row["start_date"]):
            enquiries.add(row["start_date"])
    held, clocked, prompt = _conferences(evidence)

    def rate(tally: Tally, window: Window) -> Figures:
        return evidence.per_head(tally.counts(window)[TOTAL], window, is_flow=True)

    return [
        share_of("AS02", in_time, completed),
        count_of("SP04", enquiries),
        Measure(indicator="SP04R", scale=10_000, figures=lambda window: rate(enquiries, window)),
        count_of("SP05", held),
        Measure(indicator="SP05R", scale=10_000, figures=lambda window: rate(held, window)),
        share_of("SP06", prompt, clocked),
    ]


def _assessments(evidence: Evidence) -> tuple[Tally, Tally]:
    """The assessments authorised, and those of them in time; one without a start is set aside."""
    completed, in_time = Tally(), Tally()
    for row in spans(evidence.table("mosaic.assessment"), "start_date", "authorised_date"):
        authorised = row.get("authorised_date")
        if authorised and not evidence.children[row["child_id"]].is_adult(authorised):
            completed.add(authorised)
            if working_days(row["start_date"], authorised) <= ASSESSMENT_WORKING_DAYS:
                in_time.add(authorised)
    return completed, in_time


def _conferences(evidence: Evidence) -> tuple[Tally, Tally, Tally]:
    """The conferences held, those with a clock that runs from their enquiry, and those of them in time."""
    held, clocked, prompt = Tally(), Tally(), Tally()
    starts: dict[str, date] = {}
    of_referral: dict[tuple[str, str], list[date]] = defaultdict(list)
    for enquiry in evidence.table("mosaic.section_47"):
        if enquiry.get("start_date"):
            starts[enquiry["enquiry_id"]] = enquiry["start_date"]
            if enquiry.get("referral_id"):
                of_referral[enquiry["child_id"], enquiry["referral_id"]].append(enquiry["start_date"])
    for row in evidence.table("mosaic.conference"):
        day = row.get("conference_date")
        if day is None or evidence.children[row["child_id"]].is_adult(day):
            continue
        held.add(day)
        clock = None if row.get("is_transfer_in") else _clock_start(row, starts, of_referral)
        if clock and clock <= day:
            clocked.add(day)
            if working_days(clock, day) <= CONFERENCE_WORKING_DAYS:
                prompt.add(day)
    return held, clocked, prompt


def _clock_start(
    row: Row, starts: dict[str, date], of_referral: dict[tuple[str, str], list[date]]
) -> date | None:
    """The start of the enquiry that the conference names, else of the latest one of the same referral."""
    if row.get("enquiry_id"):
        return starts.get(row["enquiry_id"])
    possible = of_referral[row["child_id"], row["referral_id"]] if row.get("referral_id") else []
    return max((start for start in possible if start <= row["conference_date"]), default=None)
