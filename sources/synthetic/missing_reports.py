"""When each missing child was reported and found, and the police's book of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sources.synthetic.entry import Entry
from sources.synthetic.missing_cast import CARE_WEIGHTS, HOME_WEIGHTS, MissingChild, MissingMonth
from sources.synthetic.moments import last_day, moment_between, on_the_clock

CARRIED_AT_LEAST = 12


@dataclass(slots=True, kw_only=True, eq=False)
class MissingReport:
    """One missing report; `found_at` is blank while the child is missing."""

    report_id: str
    nominal_id: str
    child: MissingChild
    reported_at: datetime
    found_at: datetime | None


def missing_reports(months: list[MissingMonth], rng: Random) -> list[MissingReport]:
    """Every report in order; no child is reported again before being found."""
    reports: list[MissingReport] = []
    still_out: set[str] = set()
    for at, month in enumerate(months):
        following = months[at + 1] if at + 1 < len(months) else None
        carried = _carried(rng, month, following)
        for child, number in month.children:
            start = month.month + timedelta(days=child.nominals[0] in still_out)
            spells = _spells(rng, start, last_day(month.month), number)
            if child.nominals[0] in carried:
                spells[-1] = _over_the_month_end(rng, month.month, is_last=following is None)
            reports += [_report(child, spell, order) for order, spell in enumerate(spells)]
        still_out = carried
    reports.sort(key=lambda report: (report.reported_at, report.nominal_id))
    _return_on_the_weekend_of_the_clocks(reports)
    for number, report in enumerate(reports, start=1):
        report.report_id = f"MIS{report.reported_at:%y%m}{number:05d}"
    return reports


def missing_report_book(reports: list[MissingReport], rng: Random) -> list[Entry]:
    """The police's entries: a report, its notification and, when the child is back, the time of return."""
    return [_entry(report, rng) for report in reports]


def _carried(rng: Random, month: MissingMonth, following: MissingMonth | None) -> set[str]:
    """Children still missing when the month ends: more of them when the next month has little slack."""
    if following is not None and following.slack < 1:
        number = 4
    else:
        number = int(month.slack >= CARRIED_AT_LEAST)
    own = [child.nominals[0] for child, times in month.children if times == 1 and not child.placing_authority]
    return set(rng.sample(own, min(number, len(own))))


def _spells(rng: Random, first: date, last: date, number: int) -> list[tuple[datetime, datetime | None]]:
    """Reports and returns within a month, one after the other."""
    start = datetime.combine(first, time(0, 10))
    slot = (datetime.combine(last, time(22, 0)) - start) / number
    spells: list[tuple[datetime, datetime | None]] = []
    for order in range(number):
        opens, closes = start + slot * order, start + slot * (order + 1) - timedelta(hours=3)
        reported = moment_between(rng, opens, closes - timedelta(hours=5))
        hours = 0.5 + min(rng.lognormvariate(1.7, 1.1), 170)
        found = on_the_clock(min(reported + timedelta(hours=hours), closes).replace(second=0, microsecond=0))
        spells.append((reported, found))
    return spells


def _over_the_month_end(rng: Random, month: date, *, is_last: bool) -> tuple[datetime, datetime | None]:
    reported = datetime.combine(last_day(month), time(rng.randint(16, 21), rng.randrange(60)))
    found = datetime.combine(last_day(month) + timedelta(days=1), time(rng.randint(3, 18), rng.randrange(60)))
    return reported, None if is_last else found


def _report(child: MissingChild, spell: tuple[datetime, datetime | None], order: int) -> MissingReport:
    reported, found = spell
    nominal = child.nominals[order % len(child.nominals)]
    return MissingReport(report_id="", nominal_id=nominal, child=child, reported_at=reported, found_at=found)


def _return_on_the_weekend_of_the_clocks(reports: list[MissingReport]) -> None:
    """A child returns on the Friday evening before the clocks go forward, in each such month."""
    for change in sorted({_clocks_forward(report.reported_at.year) for report in reports}):
        friday = change - timedelta(days=2)
        month = [report for report in reports if _month(report) == (change.year, change.month)]
        for report in month:
            if _is_plain(report) and sum(one.child is report.child for one in month) == 1:
                report.reported_at = datetime.combine(friday, time(14, 10))
                report.found_at = datetime.combine(friday, time(20, 0))
                break


def _is_plain(report: MissingReport) -> bool:
    found = report.found_at
    is_within_month = found is not None and found.month == report.reported_at.month
    # The first days of a month may still belong to a return from the month before.
    return is_within_month and report.reported_at.day > 1 and report.child.placing_authority is None


def _month(report: MissingReport) -> tuple[int, int]:
    return report.reported_at.year, report.reported_at.month


def _clocks_forward(year: int) -> date:
    """The last Sunday of March."""
    end = date(year, 3, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def _entry(report: MissingReport, rng: Random) -> Entry:
    child = report.child
    typed = report.reported_at + timedelta(minutes=rng.randint(5, 50))
    notified = on_the_clock(typed + timedelta(minutes=round(min(rng.lognormvariate(4.2, 1.0), 2000))))
    place = rng.choices(*zip(*(CARE_WEIGHTS if child.is_in_care else HOME_WEIGHTS).items(), strict=True))[0]
    entry = Entry(
        recorded_at=typed,
        values={
            "report_id": report.report_id,
            "nominal_id": report.nominal_id,
            "child_id": child.child_id,
            "birth_date": child.birth_date,
            "sex": child.sex,
            "reported_at": report.reported_at,
            "found_at": None,
            # South Yorkshire grades no missing child as at no apparent risk.
            "risk_grade": rng.choices(["Low", "Medium", "High"], [13, 69, 18])[0],
            "missing_from": place,
            "placing_authority": child.placing_authority,
            "notified_at": None,
        },
    )
    entry.later.append((notified, "notified_at", notified))
    if report.found_at is not None:
        returned = max(_typed_return(report.found_at, rng), typed)
        entry.later.append((returned, "found_at", report.found_at))
    entry.later.sort(key=lambda change: change[0])
    return entry


def _typed_return(found: datetime, rng: Random) -> datetime:
    """Within the hour, or now and then days later, but never in a later month."""
    if rng.random() < 0.03 and found.day < 20:
        return found + timedelta(days=rng.randint(1, 9))
    return found + timedelta(minutes=rng.randint(5, 55))
