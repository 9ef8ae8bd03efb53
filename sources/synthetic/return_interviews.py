"""The targeted youth support team's log of return home interviews."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random

from sources.synthetic.entry import Entry
from sources.synthetic.missing_cast import MissingMonth
from sources.synthetic.missing_reports import MissingReport
from sources.synthetic.moments import close_of, elapsed_after, last_day, on_the_clock

NOT_REQUIRED = ["Away with a parent's knowledge", "Reported in error", "Moved out of the area on return"]
DECLINED = ["Young person declined", "Parent or carer declined", "Already talking to own worker"]


def return_interview_book(
    reports: list[MissingReport], months: list[MissingMonth], eisi_ids: dict[str, str], rng: Random
) -> list[Entry]:
    """One row for each returned child's report that reached the team, with what became of the interview."""
    by_return: dict[date, list[MissingReport]] = defaultdict(list)
    for report in reports:
        if report.found_at is not None:
            by_return[report.found_at.date().replace(day=1)].append(report)
    log: list[tuple[MissingReport, Entry]] = []
    for month in months:
        returned = by_return.get(month.month, [])
        is_last = month is months[-1]
        for report, stage in _stages(rng, returned, month, is_last=is_last).items():
            if stage != "no_row":
                close = close_of(last_day(months[-1].month))
                entry = _entry(report, stage, eisi_ids.get(report.child.child_id or ""), close, rng)
                log.append((report, entry))
    log.sort(key=lambda pair: pair[1].recorded_at)
    for number, (_, entry) in enumerate(log, start=1):
        entry.values["interview_id"] = f"RHI{number:05d}"
    return [entry for _, entry in log]


def _stages(
    rng: Random, returned: list[MissingReport], month: MissingMonth, *, is_last: bool
) -> dict[MissingReport, str]:
    """How far each return of a month gets on the way to an interview."""
    stages: dict[MissingReport, str] = {}
    for report in returned:
        if report.child.placing_authority:
            stages[report] = "placed" if rng.random() < 0.5 else "no_row"
    own = [report for report in returned if report not in stages]
    accepted = month.accepted if month.accepted is not None else round(len(own) * rng.uniform(0.68, 0.8))
    in_time = month.within_72_hours
    in_time = round(accepted * rng.uniform(0.62, 0.8)) if in_time is None else in_time
    needed = max(accepted, in_time)
    spare = len(own) - needed
    rng.shuffle(own)
    if is_last:
        # What counts in the last month must have happened, and been typed, before it closes.
        own.sort(key=lambda report: report.found_at or datetime.max)
    own.sort(key=lambda report: not _is_clock_change_case(report))
    for report in own[len(own) - round(max(spare, 0) * 0.15) :]:
        stages[report] = "not_required"
    due = [report for report in own if report not in stages]
    wanted = (
        ["in_time"] * min(accepted, in_time)
        + ["not_accepted_in_writing"] * max(0, in_time - accepted)
        + ["late_or_never"] * max(0, accepted - in_time)
    )
    for report, stage in zip(due, wanted, strict=False):
        stages[report] = rng.choice(["late", "late", "never"]) if stage == "late_or_never" else stage
    for report in due[len(wanted) :]:
        stages[report] = rng.choices(["declined", "not_offered", "no_row"], [60, 32, 8])[0]
    return stages


def _is_clock_change_case(report: MissingReport) -> bool:
    return report.found_at is not None and _is_friday_before_the_clocks(report.found_at)


def _is_friday_before_the_clocks(found: datetime) -> bool:
    is_friday_evening = found.weekday() == 4 and found.time() == time(20)
    return is_friday_evening and elapsed_after(found, timedelta(hours=72)) == found + timedelta(hours=73)


def _entry(report: MissingReport, stage: str, eisi_id: str | None, close: datetime, rng: Random) -> Entry:
    found = report.found_at
    assert found is not None
    typed = min(on_the_clock(found + timedelta(hours=rng.randint(1, 20))), close)
    is_required = stage not in ("placed", "not_required")
    reason = {"placed": "Placing authority responsible", "not_required": rng.choice(NOT_REQUIRED)}.get(stage)
    entry = Entry(
        recorded_at=typed,
        values={
            "interview_id": "",
            "report_id": report.report_id,
            "eisi_id": eisi_id,
            "child_id": report.child.child_id,
            "birth_date": report.child.birth_date,
            "placing_authority": report.child.placing_authority,
            "returned_at": found,
            "is_required": is_required,
            "reason_not_required": reason,
            "is_offered": None,
            "offered_date": None,
            "is_accepted": None,
            "reason_declined": None,
            "completed_at": None,
        },
    )
    if is_required:
        entry.later = _steps(found, typed, stage, close, rng)
    return entry


def _steps(
    found: datetime, typed: datetime, stage: str, close: datetime, rng: Random
) -> list[tuple[datetime, str, object]]:
    """What is typed into the log after the row is opened."""
    asked = min(on_the_clock(typed + timedelta(hours=rng.randint(0, 6))), close)
    if stage == "not_offered":
        return [(asked, "is_offered", False)] if rng.random() < 0.7 else []
    steps: list[tuple[datetime, str, object]] = [
        (asked, "is_offered", True),
        (asked, "offered_date", asked.date()),
    ]
    if stage == "declined":
        steps += [(asked, "is_accepted", False), (asked, "reason_declined", rng.choice(DECLINED))]
    if stage in ("in_time", "late", "never"):
        steps.append((asked, "is_accepted", True))
    completed = _completed(found, asked, stage, close, rng)
    if completed is not None:
        entered = max(completed + timedelta(minutes=20), asked)
        entered = min(entered + timedelta(hours=rng.choice([0, 1, 4, 22, 70])), max(close, completed))
        steps.append((entered, "completed_at", completed))
    return steps


def _completed(found: datetime, asked: datetime, stage: str, close: datetime, rng: Random) -> datetime | None:
    """When the interview took place: within 72 elapsed hours of return, later, or never."""
    if stage in ("never", "declined"):
        return None
    if stage == "late":
        return _daytime(rng, elapsed_after(found, timedelta(hours=74)), found + timedelta(days=19))
    limit = elapsed_after(found, timedelta(hours=72))
    if _is_friday_before_the_clocks(found):
        # Monday 21:00 is 73 hours on the clock face and exactly 72 hours of waiting.
        return limit
    return _daytime(rng, asked + timedelta(minutes=20), min(limit - timedelta(hours=3), close))


def _daytime(rng: Random, earliest: datetime, latest: datetime) -> datetime:
    """A moment between the two, in the daytime when there is one."""
    span = max(1, int((latest - earliest).total_seconds() // 60))
    moments = [on_the_clock(earliest + timedelta(minutes=rng.randrange(span))) for _ in range(12)]
    daytime = [moment for moment in moments if time(9) <= moment.time() < time(20)]
    return (daytime or moments)[0].replace(second=0, microsecond=0)
