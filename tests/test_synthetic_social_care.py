"""The made-up social care adds up to the published figures, counted row by row, and breaks no rule of the extract."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from sources.synthetic.calibration import calibration
from sources.synthetic.entry import Books, Row, as_recorded
from sources.synthetic.lives import books
from sources.synthetic.moments import on_the_clock
from sources.synthetic.month import (
    anniversary,
    is_working_day,
    last_day,
    months,
    working_days_between,
    years_after,
)

Tables = dict[str, list[Row]]
CLOSE = datetime(2023, 3, 31, 23, 59, 59)
YEARS = {"2021-22": (date(2021, 4, 1), date(2022, 3, 31)), "2022-23": (date(2022, 4, 1), date(2023, 3, 31))}
SOURCE_GROUPS = {
    "Police": ["6"],
    "Schools/Education": ["2A", "2B"],
    "Health": ["3A", "3B", "3C", "3D", "3E", "3F"],
    "Local Authority": ["4", "5A", "5B", "5C", "5D"],
    "Family/Friend": ["1A", "1B", "1C", "1D"],
    "Legal agency": ["7"],
    "Other": ["8", "9", "10"],
}


@pytest.fixture(scope="module")
def lives() -> Books:
    return books(authority="370", seed=0)


@pytest.fixture(scope="module")
def tables(lives: Books) -> Tables:
    return recorded(lives, CLOSE)


def recorded(lives: Books, at: datetime) -> Tables:
    return {name: as_recorded(book, at) for name, book in lives.items()}


def printed(part: float, whole: float, places: str = "0.1") -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(places), ROUND_HALF_UP)


def is_child(tables: Tables) -> Callable[[str, date], bool]:
    births = {row["child_id"]: row["birth_date"] for row in tables["mosaic.person"]}
    return lambda child, day: births[child] is None or years_after(births[child], 18) > day


def is_open(row: Row, day: date, start: str = "start_date", end: str = "end_date") -> bool:
    return row[start] <= day and (row[end] is None or row[end] > day)


def episodes(tables: Tables) -> list[Row]:
    return [row for row in tables["mosaic.referral"] if not row["is_nfa"]]


def own_plans(tables: Tables) -> list[Row]:
    return [row for row in tables["mosaic.cp_plan"] if not row["is_other_authority"]]


def referred_in(tables: Tables, year: str) -> list[Row]:
    first, last = YEARS[year]
    return [row for row in tables["mosaic.referral"] if first <= row["referral_date"] <= last]


@pytest.mark.parametrize("year", YEARS)
def test_referrals_and_second_referrals_are_the_published_ones(tables: Tables, year: str) -> None:
    days: dict[str, list[date]] = {}
    for row in tables["mosaic.referral"]:
        days.setdefault(row["child_id"], []).append(row["referral_date"])
    referrals = referred_in(tables, year)
    again = sum(
        any(day < row["referral_date"] <= anniversary(day) for day in days[row["child_id"]])
        for row in referrals
    )
    figures, child = calibration(), is_child(tables)
    assert len(referrals) == figures.in_year("referrals", year)
    assert float(printed(again, len(referrals))) == figures.in_year("re_referral_percent", year)
    assert all(child(row["child_id"], row["referral_date"]) for row in referrals)


def test_sources_of_referral_are_the_published_ones(tables: Tables) -> None:
    figures = calibration()
    for year in YEARS:
        codes = Counter(row["source_code"] for row in referred_in(tables, year))
        groups = {group: sum(codes[code] for code in known) for group, known in SOURCE_GROUPS.items()}
        for group, count in figures.categories("referrals_by_source", year).items():
            assert groups[group] == count, (year, group)
    for group, percent in figures.categories("referral_source_percent", "2022-23").items():
        assert printed(groups[group], sum(groups.values()), "1") == percent, group


@pytest.mark.parametrize("month", ["2022-12", "2023-01", "2023-02"])
def test_contacts_concluded_within_a_day_are_the_published_share(tables: Tables, month: str) -> None:
    received = [row for row in tables["mosaic.contact"] if f"{row['received_at']:%Y-%m}" == month]
    quick = [
        row
        for row in received
        if row["decided_at"] and row["decided_at"] - row["received_at"] <= timedelta(1)
    ]
    expected = calibration().periods("contacts_in_24_hours_percent")[month]
    assert printed(len(quick), len(received), "1") == expected
    assert 800 <= len(received) <= 1000


def test_children_in_need_are_the_published_ones_at_every_month_end(tables: Tables) -> None:
    child = is_child(tables)
    counts = {}
    for month in months("2021-04", "2023-03"):
        day = last_day(month)
        rows = [row for row in episodes(tables) if is_open(row, day, "referral_date", "close_date")]
        counts[month] = len({row["child_id"] for row in rows if child(row["child_id"], day)})
    assert counts == calibration().periods("children_in_need")
    means = [sum(list(counts.values())[start : start + 12]) / 12 for start in (0, 12)]
    assert [round(mean) for mean in means] == [1834, 1525]


def test_needs_fit_the_snapshot_delivered_in_april_2022(lives: Books) -> None:
    tables = recorded(lives, datetime(2022, 4, 30, 23, 59, 59))
    day, child = date(2022, 3, 31), is_child(tables)
    rows = [row for row in episodes(tables) if is_open(row, day, "referral_date", "close_date")]
    needs = Counter(row["primary_need_code"] for row in rows if child(row["child_id"], day))
    assert sum(needs.values()) == 1654
    assert_same_shares(needs, calibration().categories("children_in_need_by_need_at_month_end", "2022-03"))


def test_needs_of_the_year_fit_the_published_shares(tables: Tables) -> None:
    first, last = YEARS["2022-23"]
    child = is_child(tables)
    needs: dict[str, set[str]] = {}
    for row in episodes(tables):
        is_in_year = row["referral_date"] <= last and (
            row["close_date"] is None or row["close_date"] >= first
        )
        if is_in_year and child(row["child_id"], max(first, row["referral_date"])):
            needs.setdefault(row["child_id"], set()).add(row["primary_need_code"])
    assert all(len(found) == 1 for found in needs.values()), "by latest episode or by need must be the same"
    counts = Counter(need for found in needs.values() for need in found)
    assert_same_shares(counts, calibration().categories("children_in_need_by_need_in_year", "2022-23"))


def assert_same_shares(found: Counter[str], published: dict[str, float]) -> None:
    total = sum(found.values())
    shares = {need: printed(found[need], total) for need in published}
    assert shares == {need: printed(count, sum(published.values())) for need, count in published.items()}


def test_child_protection_plans_are_the_published_ones(tables: Tables) -> None:
    figures, plans, child = calibration(), own_plans(tables), is_child(tables)
    for month in months("2021-04", "2023-03"):
        day = last_day(month)
        rows = [row for row in plans if is_open(row, day)]
        assert len(rows) == figures.periods("child_protection_plans_open")[month], month
        assert len({row["child_id"] for row in rows if child(row["child_id"], day)}) == len(rows)
    first, last = YEARS["2022-23"]
    started = [row for row in plans if first <= row["start_date"] <= last]
    ended = [row for row in plans if row["end_date"] and first <= row["end_date"] <= last]
    in_year = [
        row
        for row in plans
        if row["start_date"] <= last and (not row["end_date"] or row["end_date"] >= first)
    ]
    # 279 open before the year + 422 started = 701; 701 - 389 ended = 312 open at its end.
    assert (len(started), len(ended), len(in_year)) == (422, 389, 701)
    categories = Counter(row["latest_category_code"] for row in in_year)
    assert categories == figures.categories("child_protection_plans_by_category", "2022-23")
    second = sum(row["previous_plan_count"] > 0 for row in started)
    assert printed(second, len(started), "1") == figures.in_year("second_plan_percent", "2022-23")
    long = sum(is_open(row, last) and years_after(row["start_date"], 2) <= last for row in plans)
    assert printed(long, 312, "1") == figures.in_year("plans_two_years_percent", "2022-23")


def test_conferences_are_mostly_within_fifteen_working_days(tables: Tables) -> None:
    starts = {row["enquiry_id"]: row["start_date"] for row in tables["mosaic.section_47"]}
    first, last = YEARS["2022-23"]
    held = [
        row
        for row in tables["mosaic.conference"]
        if row["enquiry_id"] and first <= row["conference_date"] <= last
    ]
    timely = [
        row for row in held if working_days_between(starts[row["enquiry_id"]], row["conference_date"]) <= 15
    ]
    assert abs(len(timely) / len(held) - 0.91) < 0.015


@pytest.mark.parametrize("month", ["2022-06", "2023-03"])
def test_caseloads_are_the_published_ones(tables: Tables, month: str) -> None:
    day, figures = last_day(month), calibration()
    staff = {row["worker_id"]: row["staff_id"] for row in tables["mosaic.professional"]}
    held: dict[str, set[str]] = {}
    for row in tables["mosaic.involvement"]:
        if row["is_primary"] and is_open(row, day):
            held.setdefault(staff[row["worker_id"]], set()).add(row["child_id"])
    for group in ("Assessment Team", "Other teams"):
        posts = [row for row in in_post(tables, day) if row["is_case_holding"]]
        posts = [
            row for row in posts if (row["team_name"] == "Assessment Team") == (group == "Assessment Team")
        ]
        workers = dict.fromkeys(row["staff_id"] for row in posts)
        children = sum(len(held.get(worker, ())) for worker in workers)
        average = Decimal(children) / sum(Decimal(str(row["fte"])) for row in posts)
        highest = max(len(held.get(row["staff_id"], ())) / row["fte"] for row in posts if row["fte"] >= 0.2)
        assert round(average, 1) == Decimal(str(figures.periods("caseload_average", group)[month]))
        assert highest == figures.periods("caseload_maximum", group)[month]


def in_post(tables: Tables, day: date) -> list[Row]:
    rows = [row for row in tables["workforce.post"] if row["extract_month_end"] == day and row["staff_id"]]
    return [row for row in rows if row["leaving_date"] is None or row["leaving_date"] > day]


def test_agency_share_is_the_published_one(tables: Tables) -> None:
    roles = ("Experienced social worker", "Newly qualified social worker", "Team manager")
    posts = [row for row in in_post(tables, date(2023, 3, 31)) if row["role"] in roles]
    agency = sum(row["fte"] for row in posts if row["is_agency"])
    assert printed(agency, sum(row["fte"] for row in posts), "1") == 22


def test_everything_is_recorded_by_the_end_and_nothing_after_it(lives: Books) -> None:
    for name, book in lives.items():
        if name.startswith(("mosaic.", "workforce.")):
            for entry in book:
                moments = [entry.recorded_at, *(moment for moment, _, _ in entry.later)]
                assert moments == sorted(moments), (name, entry)
                assert moments[-1] <= CLOSE, (name, entry)


def test_no_date_lies_after_the_horizon(tables: Tables) -> None:
    future = ("expected_birth_date", "due_date", "target_date")
    for name, rows in tables.items():
        if not name.startswith(("mosaic.", "workforce.")):
            continue
        for row in rows:
            for column, value in row.items():
                if isinstance(value, date) and column not in future:
                    day = value.date() if isinstance(value, datetime) else value
                    assert day <= CLOSE.date(), (name, column, row)


def test_identifiers_are_unique_and_references_lead_somewhere(tables: Tables) -> None:
    keys = {
        "person": "child_id", "contact": "contact_id", "referral": "referral_id", "assessment": "assessment_id",
        "section_47": "enquiry_id", "conference": "conference_id", "cp_plan": "plan_id", "team": "team_id",
        "professional": "worker_id",
    }  # fmt: skip
    known = {name: [row[key] for row in tables[f"mosaic.{name}"]] for name, key in keys.items()}
    assert all(len(values) == len(set(values)) for values in known.values())
    owners = {
        "child_id": "person", "referral_id": "referral", "enquiry_id": "section_47", "conference_id": "conference",
        "team_id": "team", "worker_id": "professional", "assessment_id": "assessment",
    }  # fmt: skip
    allowed = {column: set(known[table]) | {None} for column, table in owners.items()}
    for name, rows in tables.items():
        if name.startswith("mosaic."):
            for column in owners:
                assert all(row[column] in allowed[column] for row in rows if column in row), (name, column)


def test_nhs_numbers_are_made_up_and_valid(tables: Tables) -> None:
    numbers = [row["nhs_id"] for row in tables["mosaic.person"] if row["nhs_id"]]
    assert all(number.startswith("999") and len(number) == 10 for number in numbers)
    for number in numbers:
        total = sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True))
        assert (11 - total % 11) % 11 == int(number[9])


def by_child(rows: list[Row], start: str) -> Iterator[list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row[start]):
        found.setdefault(row["child_id"], []).append(row)
    yield from found.values()


@pytest.mark.parametrize(
    ("table", "start", "end"),
    [
        ("referral", "referral_date", "close_date"),
        ("cp_plan", "start_date", "end_date"),
        ("cin_plan", "start_date", "end_date"),
        ("looked_after_episode", "start_date", "ceased_date"),
        ("section_47", "start_date", "end_date"),
        ("assessment", "start_date", "authorised_date"),
    ],
)
def test_no_child_has_two_of_a_kind_at_once(tables: Tables, table: str, start: str, end: str) -> None:
    rows = [row for row in tables[f"mosaic.{table}"] if table != "referral" or not row["is_nfa"]]
    for group in by_child(rows, start):
        for earlier, later in pairwise(group):
            assert earlier[end] is not None and earlier[end] <= later[start], (earlier, later)
            assert earlier[start] < later[start]
    assert all(row[end] is None or row[end] >= row[start] for row in rows)


def test_every_case_holder_follows_another(tables: Tables) -> None:
    rows = [row for row in tables["mosaic.involvement"] if row["is_primary"]]
    for group in by_child(rows, "start_date"):
        for earlier, later in pairwise(group):
            assert earlier["end_date"] is not None and earlier["end_date"] <= later["start_date"], (
                earlier,
                later,
            )


def test_all_activity_lies_inside_its_episode(tables: Tables) -> None:
    spans = {row["referral_id"]: row for row in tables["mosaic.referral"]}
    dates = ("start_date", "end_date", "authorised_date", "conference_date", "discussion_date", "ceased_date")
    for name, rows in tables.items():
        for row in rows if name.startswith("mosaic.") and name != "mosaic.contact" else []:
            if name == "mosaic.referral" or not row.get("referral_id"):
                continue
            span = spans[row["referral_id"]]
            assert not span["is_nfa"], (name, row)
            assert span["child_id"] == row["child_id"], (name, row)
            for day in (row[column] for column in dates if row.get(column)):
                assert day >= span["referral_date"], (name, row, span)
                assert span["close_date"] is None or day <= span["close_date"], (name, row, span)


def test_closed_episodes_have_a_reason_and_finished_assessments(tables: Tables) -> None:
    closed = {row["referral_id"]: row for row in tables["mosaic.referral"] if row["close_date"]}
    assert all(row["close_reason_code"] for row in closed.values())
    assert not [
        row for row in tables["mosaic.referral"] if row["close_reason_code"] and not row["close_date"]
    ]
    assessed = set()
    for row in tables["mosaic.assessment"]:
        assessed.add(row["referral_id"])
        assert row["referral_id"] not in closed or row["authorised_date"], row
    active = {
        row["referral_id"]
        for name in ("section_47", "cp_plan", "cin_plan")
        for row in tables[f"mosaic.{name}"]
    }
    for number, row in closed.items():
        if row["close_reason_code"] in ("RC8", "RC9"):
            assert number in assessed and number not in active, row


def test_plans_start_at_their_conference_and_are_reviewed_afterwards(tables: Tables) -> None:
    plans = {row["plan_id"]: row for row in tables["mosaic.cp_plan"]}
    for row in tables["mosaic.conference"]:
        assert is_working_day(row["conference_date"]), row
        assert row["is_transfer_in"] == (row["enquiry_id"] is None), row
        if row["plan_id"]:
            assert plans[row["plan_id"]]["start_date"] == row["conference_date"]
    for plan in plans.values():
        assert plan["end_date"] is None or plan["end_date"] > plan["start_date"]
    for table, column in (("cp_review", "review_date"), ("cp_visit", "visit_date")):
        for row in tables[f"mosaic.{table}"]:
            plan = plans[row["plan_id"]]
            assert row[column] > plan["start_date"], (row, plan)
            assert plan["end_date"] is None or row[column] <= plan["end_date"], (row, plan)


def test_no_child_in_need_plan_runs_beside_a_protection_plan(tables: Tables) -> None:
    protected: dict[str, list[Row]] = {}
    for row in tables["mosaic.cp_plan"]:
        protected.setdefault(row["child_id"], []).append(row)
    for row in tables["mosaic.cin_plan"]:
        for plan in protected.get(row["child_id"], []):
            is_before = row["end_date"] is not None and row["end_date"] <= plan["start_date"]
            is_after = plan["end_date"] is not None and plan["end_date"] <= row["start_date"]
            assert is_before or is_after, (row, plan)


def test_lives_hold_the_cases_that_trip_a_scorecard(lives: Books, tables: Tables) -> None:
    people = tables["mosaic.person"]
    assert any(row["birth_date"] is None and row["expected_birth_date"] for row in people), "unborn"
    assert not [row for row in people if row["birth_date"] and row["expected_birth_date"]]
    assert any(name == "birth_date" for e in lives["mosaic.person"] for _, name, _ in e.later), (
        "birth entered later"
    )
    child = is_child(tables)
    still_open = [
        row for row in episodes(tables) if is_open(row, CLOSE.date(), "referral_date", "close_date")
    ]
    assert any(not child(row["child_id"], CLOSE.date()) for row in still_open), (
        "an adult with an open episode"
    )
    assert any(row["is_transfer_in"] for row in tables["mosaic.conference"])
    assert any(row["is_other_authority"] for row in tables["mosaic.cp_plan"])
    assert any(not row["is_primary"] for row in tables["mosaic.involvement"])
    assert any(row["is_vacant"] for row in tables["workforce.post"])
    posts = Counter(row["staff_id"] for row in in_post(tables, CLOSE.date()))
    assert max(posts.values()) == 2, "one worker in two teams"


def test_a_seed_gives_the_same_books() -> None:
    first, again = (books(authority="370", seed=0, first="2023-03") for _ in range(2))
    assert list(again) == list(first)
    assert all(again[name] == book for name, book in first.items())


@pytest.mark.slow
def test_another_authority_has_other_books(lives: Books) -> None:
    other = books(authority="Z001", seed=0, first="2022-04")
    assert len(referred_in(recorded(other, CLOSE), "2022-23")) == 3133
    assert other["mosaic.referral"] != lives["mosaic.referral"]


def test_no_moment_lies_in_an_hour_that_the_clocks_skip_or_repeat(tables: Tables) -> None:
    moments = {
        value
        for rows in tables.values()
        for row in rows
        for value in row.values()
        if isinstance(value, datetime) and value.hour == 1 and value.month in (3, 10)
    }
    assert [moment for moment in moments if on_the_clock(moment) != moment] == []
