"""The partner agencies' made-up books add up to the figures that the partnership printed."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from sources.synthetic import agencies
from sources.synthetic.entry import Books, Entry, Row, as_recorded
from sources.synthetic.population import population

FIRST, LAST = "2021-04", "2023-03"
REPORTED = (date(2021, 4, 1), date(2023, 3, 31))
YEAR_START, YEAR_END = date(2022, 4, 1), date(2023, 3, 31)
CLOSE = datetime(2023, 3, 31, 23, 59, 59)
LONDON = ZoneInfo("Europe/London")
PRINTED = Path(agencies.__file__).with_name("calibration_agencies.csv")


def books_of(seed: int, calibration: object | None) -> Books:
    children = population(Random(f"{seed} population"), first=FIRST, last=LAST, size=5000)
    return agencies.agency_books(
        population=children,
        social_care={},
        calibration=calibration,
        rng_for=lambda name: Random(f"{seed} {name}"),
        first=REPORTED[0],
        last=REPORTED[1],
    )


@pytest.fixture(scope="module")
def books() -> Books:
    return books_of(370, object())


@pytest.fixture(scope="module")
def rows(books: Books) -> dict[str, list[Row]]:
    return {table: as_recorded(book, CLOSE) for table, book in books.items()}


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, int]]:
    """The printed numbers by measure, then by category, or by month or year where there is no category."""
    figures: dict[str, dict[str, int]] = {}
    with PRINTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["category"] or row["period"]
            figures.setdefault(row["measure"], {})[key] = int(row["value"])
    return figures


def in_year(rows: Iterable[Row], column: str) -> list[Row]:
    return [row for row in rows if row[column] and YEAR_START <= day_of(row[column]) <= YEAR_END]


def day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def by_month(days: Iterable[date]) -> dict[str, int]:
    return dict(Counter(f"{day:%Y-%m}" for day in days))


def hours_between(start: datetime, end: datetime) -> float:
    """Hours that really pass between two local moments."""
    passed = end.replace(tzinfo=LONDON).timestamp() - start.replace(tzinfo=LONDON).timestamp()
    return passed / 3600


def child_of(report: Row) -> str:
    return str(report["child_id"] or report["nominal_id"])


def due_interviews(rows: dict[str, list[Row]]) -> list[tuple[Row, Row]]:
    """Each return of the year that is due an interview, with its row of the log (empty without)."""
    log = {row["report_id"]: row for row in rows["eisi.return_interview"]}
    returned = in_year(rows["police.missing_report"], "found_at")
    own = [report for report in returned if report["placing_authority"] is None]
    pairs = [(report, log.get(report["report_id"], {})) for report in own]
    return [pair for pair in pairs if pair[1].get("is_required") is not False]


def test_missing_reports_are_the_printed_ones_of_each_month(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    reports = in_year(rows["police.missing_report"], "reported_at")
    assert by_month(report["reported_at"] for report in reports) == printed["missing_reports"]


def test_children_reported_missing_are_counted_once_a_month_and_once_a_year(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    reports = in_year(rows["police.missing_report"], "reported_at")
    months = {(f"{report['reported_at']:%Y-%m}", child_of(report)) for report in reports}
    counted = Counter(month for month, _ in months)
    counted["2022-23"] = len({child for _, child in months})
    assert dict(counted) == printed["missing_children"]


def test_some_children_have_two_nominals(rows: dict[str, list[Row]]) -> None:
    nominals: dict[str, set[str]] = {}
    for report in rows["police.missing_report"]:
        if report["child_id"]:
            nominals.setdefault(report["child_id"], set()).add(report["nominal_id"])
    assert any(len(names) == 2 for names in nominals.values())


def test_no_child_is_reported_again_before_being_found(rows: dict[str, list[Row]]) -> None:
    found: dict[str, datetime] = {}
    for report in sorted(rows["police.missing_report"], key=lambda report: report["reported_at"]):
        assert found.get(child_of(report), datetime.min) < report["reported_at"]
        found[child_of(report)] = report["found_at"] or datetime.max


def test_every_missing_report_is_of_a_child_who_is_found_afterwards(rows: dict[str, list[Row]]) -> None:
    for report in rows["police.missing_report"]:
        born: date = report["birth_date"]
        day = report["reported_at"].date()
        assert (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) < 18
        assert report["found_at"] is None or hours_between(report["reported_at"], report["found_at"]) > 0


def test_accepted_interviews_are_the_printed_ones_of_each_month_of_return(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    accepted = [report for report, log in due_interviews(rows) if log.get("is_accepted")]
    assert by_month(report["found_at"] for report in accepted) == printed["interviews_accepted"]


def test_interviews_within_72_elapsed_hours_are_the_printed_ones(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    in_time = [
        report
        for report, log in due_interviews(rows)
        if log.get("completed_at") and hours_between(report["found_at"], log["completed_at"]) <= 72
    ]
    assert by_month(report["found_at"] for report in in_time) == printed["interviews_within_72_hours"]


def test_only_in_august_are_interviews_held_without_being_accepted(rows: dict[str, list[Row]]) -> None:
    odd = [
        report for report, log in due_interviews(rows) if log.get("completed_at") and not log["is_accepted"]
    ]
    assert by_month(report["found_at"] for report in odd) == {"2022-08": 56 - 41}


def test_accepted_interviews_were_offered_and_offered_ones_were_due(rows: dict[str, list[Row]]) -> None:
    due = due_interviews(rows)
    offered = by_month(report["found_at"] for report, log in due if log.get("is_offered"))
    accepted = by_month(report["found_at"] for report, log in due if log.get("is_accepted"))
    everyone = by_month(report["found_at"] for report, _ in due)
    assert all(accepted[month] <= offered[month] <= everyone[month] for month in everyone)
    assert all(log["is_offered"] for _, log in due if log.get("completed_at") or log.get("is_accepted"))


def test_one_interview_is_in_time_only_because_the_clocks_went_forward(rows: dict[str, list[Row]]) -> None:
    returned = datetime(2023, 3, 24, 20, 0)
    held = [log["completed_at"] for report, log in due_interviews(rows) if report["found_at"] == returned]
    # 24 March 20:00 to 27 March 21:00 is 3 days and 1 hour on the clock face, of which 1 hour was skipped.
    assert held == [datetime(2023, 3, 27, 21, 0)]


def test_every_interview_row_has_its_report(rows: dict[str, list[Row]]) -> None:
    references = {report["report_id"] for report in rows["police.missing_report"]}
    log = [row["report_id"] for row in rows["eisi.return_interview"]]
    assert set(log) <= references
    assert len(set(log)) == len(log)


def test_domestic_abuse_is_as_printed(rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]) -> None:
    incidents = in_year(rows["police.domestic_abuse_incident"], "incident_date")
    known = [row for row in incidents if row["is_child_in_household"] is not None]
    share = 100 * sum(row["is_child_in_household"] for row in known) / len(known)
    assert len(incidents) == printed["domestic_abuse_incidents"]["2022-23"]
    assert round(share, 1) == printed["domestic_abuse_child_in_household_percent"]["2022-23"]
    assert len(known) < len(incidents)
    young = [row for row in incidents if 16 <= row["survivor_age"] <= 18]
    assert len(young) == printed["domestic_abuse_survivors_16_to_18"]["2022-23"]


def test_vulnerability_flags_are_as_printed(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    flags = in_year(rows["police.vulnerability_flag"], "incident_date")
    assert Counter(row["flag_type"] for row in flags) == printed["vulnerability_flags"]
    not_crimed = Counter(row["flag_type"] for row in flags if not row["is_crime"])
    for kind, number in printed["vulnerability_flags_not_crimed"].items():
        assert not_crimed[kind] == number


def test_an_incident_has_a_flag_once_and_some_incidents_have_two(rows: dict[str, list[Row]]) -> None:
    flags = [(row["incident_id"], row["flag_type"]) for row in rows["police.vulnerability_flag"]]
    assert len(set(flags)) == len(flags) > len({incident for incident, _ in flags})


def test_online_crimes_are_as_printed(rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]) -> None:
    crimes = in_year(rows["police.online_crime"], "crime_date")
    months = by_month(row["crime_date"] for row in crimes)
    assert {"2022-23": len(crimes)} | {month: months[month] for month in ("2022-04", "2023-03")} == printed[
        "online_crimes"
    ]


def test_hate_crimes_are_as_printed(rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]) -> None:
    crimes = in_year(rows["police.hate_crime"], "incident_date")
    assert Counter(row["strand"] for row in crimes) == printed["hate_crimes"]
    assert sum(row["is_online"] for row in crimes) == printed["hate_crimes_online"]["2022-23"]


def test_escalations_are_four_times_as_many_and_85_percent_end_at_stage_one(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    book = rows["partnership.escalation"]
    this_year = in_year(book, "raised_date")
    before = [row for row in book if row["raised_date"] < YEAR_START]
    assert len(this_year) == printed["escalations_multiple"]["2022-23"] * len(before)
    resolved = in_year(book, "resolved_date")
    first_stage = [row for row in resolved if row["resolved_stage"] == 1]
    assert 100 * len(first_stage) / len(resolved) == printed["escalations_stage_one_percent"]["2022-23"]


def test_training_is_as_printed(rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]) -> None:
    attended = in_year(rows["partnership.training"], "course_date")
    by_course: Counter[str] = Counter()
    for row in attended:
        by_course[row["course"]] += row["attendees"]
    assert by_course.total() == printed["training_attendees"]["2022-23"]
    assert len(by_course) == printed["training_courses"]["2022-23"]
    assert max(by_course.values()) == printed["training_largest_event"]["2022-23"]


def test_every_agency_assesses_itself_against_every_standard(
    rows: dict[str, list[Row]], printed: dict[str, dict[str, int]]
) -> None:
    assessed = [
        (row["agency"], row["standard"]) for row in rows["partnership.section_11"] if row["year"] == "2022-23"
    ]
    number = printed["section_11_agencies"]["2024"] * printed["section_11_standards"]["2024"]
    assert len(assessed) == len(set(assessed)) == number


def test_no_child_has_two_early_help_episodes_at_a_time(books: Books) -> None:
    latest: dict[str, date] = {}
    rows = as_recorded(books["eisi.early_help_episode"], CLOSE)
    for row in sorted(rows, key=lambda row: row["request_date"]):
        assert latest.get(row["eisi_id"], date.min) < row["request_date"]
        end = row["plan_end_date"] or (date.max if row["plan_start_date"] else row["request_date"])
        latest[row["eisi_id"]] = end


def test_what_is_typed_later_is_typed_in_order_and_after_the_row(books: Books) -> None:
    for book in books.values():
        for entry in book:
            moments = [entry.recorded_at, *(moment for moment, _, _ in entry.later)]
            assert moments == sorted(moments)


def test_most_social_care_closures_to_early_help_start_within_ten_working_days() -> None:
    children = [
        child
        for child in population(Random("closures"), first=FIRST, last=LAST, size=400)
        if child.birth_date and date(2008, 1, 1) < child.birth_date < date(2019, 1, 1)
    ]
    opened, closed = date(2022, 1, 10), date(2022, 6, 6)
    referral = [
        {
            "child_id": child.person_id,
            "referral_date": opened,
            "close_date": closed,
            "close_reason_code": "RC9",
        }
        for child in children
    ]
    entered = datetime(2022, 6, 6, 12)
    person = [{"child_id": child.person_id} for child in children]
    social_care = {
        "mosaic.referral": [entered_at(entered, values) for values in referral],
        "mosaic.person": [entered_at(datetime(2022, 1, 10), values) for values in person],
    }
    books = agencies.agency_books(
        population=children,
        social_care=social_care,
        calibration=None,
        rng_for=lambda name: Random(name),
        first=REPORTED[0],
        last=REPORTED[1],
    )
    after = [row for row in as_recorded(books["eisi.early_help_episode"], CLOSE) if row["is_step_down"]]
    # Two weeks after Monday 6 June 2022 hold exactly ten working days.
    prompt = [row for row in after if row["plan_start_date"] <= closed + timedelta(days=14)]
    assert len(children) / 2 < len(prompt) < len(after) < len(children)


def entered_at(at: datetime, values: Row) -> Entry:
    return Entry(recorded_at=at, values=values)


def test_an_authority_that_has_published_nothing_has_volumes_of_its_own() -> None:
    one, other = books_of(1, None), books_of(2, None)
    sizes = [{table: len(book) for table, book in books.items()} for books in (one, other)]
    assert sizes[0] != sizes[1]


def test_the_same_seed_gives_the_same_books(books: Books) -> None:
    assert books_of(370, object()) == books
