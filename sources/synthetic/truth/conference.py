"""Initial child protection conferences, each with the enquiry that its clock runs from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.evidence import Evidence, recorded_first
from sources.synthetic.truth.tally import Category


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference; `clock` is the start of its enquiry, and None where no clock can run."""

    conference_id: str
    day: date
    enquiry_id: str | None
    clock: date | None
    is_transfer_in: bool
    is_of_adult: bool
    has_plan: bool
    team: Category


def conferences(evidence: Evidence) -> list[Conference]:
    """Every conference that was held."""
    started: dict[str, date] = {}
    of_referral: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for enquiry in evidence.table("mosaic.section_47"):
        if enquiry.get("start_date"):
            started[enquiry["enquiry_id"]] = enquiry["start_date"]
            if enquiry.get("referral_id"):
                of_referral[enquiry["child_id"], enquiry["referral_id"]].append(enquiry)
    found = []
    for row in evidence.table("mosaic.conference"):
        day = row.get("conference_date")
        if day is None:
            continue
        is_transfer_in = bool(row.get("is_transfer_in"))
        enquiry_id = row.get("enquiry_id")
        if enquiry_id is None and not is_transfer_in and row.get("referral_id"):
            enquiry_id = _latest(of_referral[row["child_id"], row["referral_id"]], day)
        clock = None if is_transfer_in else started.get(enquiry_id or "")
        found.append(
            Conference(
                row["conference_id"],
                day,
                enquiry_id,
                clock if clock and clock <= day else None,
                is_transfer_in,
                evidence.children[row["child_id"]].is_adult(day),
                bool(row.get("is_plan_outcome")),
                evidence.team(row),
            )
        )
    return found


def _latest(enquiries: list[Row], day: date) -> str | None:
    """The latest enquiry begun by the day; of two of one day the one recorded first."""
    begun = [row for row in enquiries if row["start_date"] <= day]
    latest = max((row["start_date"] for row in begun), default=None)
    of_day = [row for row in begun if row["start_date"] == latest]
    of_day.sort(key=_place)
    return of_day[0]["enquiry_id"] if of_day else None


def _place(row: Row) -> tuple[object, ...]:
    """By time of recording; of those recorded at once the one that ruled out no conference, and ended first."""
    recorded, enquiry_id = recorded_first(row, "enquiry_id")
    return recorded, bool(row.get("is_nfa")), row.get("end_date") or date.max, enquiry_id
