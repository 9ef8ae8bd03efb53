"""The made-up partnership's answers about delay, drift and follow-up, on rows small enough to count by eye."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from sources.synthetic.entry import Row
from tests.test_truth import counted, person, plan, referral

JUNE = "month:2022-06"


def june(tables: dict[str, list[Row]], **more: Any) -> Any:
    return counted(tables, "2021-04", "2022-06", **more)


def discussion(strategy_id: str, day: date, **more: Any) -> Row:
    return {"strategy_id": strategy_id, "child_id": "A", "referral_id": "R", "discussion_date": day, **more}


def chained(*days: date, held: date, initiating: int = -1) -> Any:
    """The figures of one conference after discussions on `days`, of which one began the enquiry."""
    rows = [discussion(str(place), day) for place, day in enumerate(days)]
    rows[initiating]["enquiry_id"] = "E"
    start = days[initiating]
    return june(
        {
            "mosaic.strategy_discussion": rows,
            "mosaic.section_47": [
                {"enquiry_id": "E", "child_id": "A", "referral_id": "R", "start_date": start, "is_nfa": False}
            ],
            "mosaic.conference": [
                {
                    "conference_id": "C",
                    "child_id": "A",
                    "referral_id": "R",
                    "enquiry_id": "E",
                    "conference_date": held,
                }
            ],
        }
    )


def test_the_clock_of_the_chain_begins_with_its_first_discussion() -> None:
    figure = chained(date(2022, 5, 19), date(2022, 5, 24), held=date(2022, 6, 14))
    assert figure("SP06", JUNE) == (1, 1)
    assert figure("SP07", JUNE) == (0, 1)  # working day 16 from 19 May
    assert figure("SP08", JUNE) == (1, 1)
    assert figure("SP07D", JUNE) == (3, None)


def test_a_gap_of_more_than_30_days_breaks_the_chain() -> None:
    unbroken = chained(date(2022, 4, 24), date(2022, 5, 24), held=date(2022, 6, 14))
    broken = chained(date(2022, 4, 23), date(2022, 5, 24), held=date(2022, 6, 14))
    assert unbroken("SP08", JUNE) == (1, 1)
    assert broken("SP08", JUNE) == (0, 1)
    assert broken("SP07D", JUNE) is None  # the median of nothing is none


def test_a_discussion_between_the_enquiry_and_the_conference_is_in_the_chain() -> None:
    figure = chained(date(2022, 5, 24), date(2022, 6, 7), held=date(2022, 6, 14), initiating=0)
    assert figure("SP08", JUNE) == (1, 1)
    assert figure("SP07D", JUNE) is None  # the two clocks begin on one day


def test_the_clock_of_the_first_assessment_begins_with_the_referral() -> None:
    def assessment(assessment_id: str, start: date, end: date | None) -> Row:
        row = {"assessment_id": assessment_id, "child_id": "A", "referral_id": "R", "is_child_seen": None}
        return {**row, "start_date": start, "authorised_date": end, "team_id": "T"}

    tables = {
        "mosaic.team": [{"team_id": "T", "team_name": "Assessment Team"}],
        "mosaic.referral": [referral("R", "A", date(2022, 4, 1))],
        "mosaic.assessment": [
            assessment("1", date(2022, 4, 8), date(2022, 6, 13)),  # 46 from the referral, 41 from the start
            assessment("2", date(2022, 4, 11), date(2022, 6, 14)),
            assessment("3", date(2022, 4, 22), None),  # open for 46 working days at the end of June
            assessment("4", date(2022, 4, 25), None),  # for 45
        ],
    }
    figure = june(tables)
    assert figure("AS02", JUNE) == (2, 2)
    assert figure("AS03", JUNE, "team_name", "Assessment Team") == (0, 1)
    assert figure("AS03D", JUNE) == (5, None)
    assert figure("AS04", JUNE) == (1, None)
    assert figure("AS05", JUNE) == (0, 2)


@pytest.mark.parametrize(
    ("decided", "in_time"),
    [(datetime(2022, 6, 27, 9), (1, 1)), (datetime(2022, 6, 28, 9), (0, 1)), (None, (0, 1))],
)
def test_a_referral_of_friday_is_decided_in_time_on_monday(
    decided: datetime | None, in_time: tuple[int, int]
) -> None:
    rows = [referral("1", "A", date(2022, 6, 24), decided_at=decided)]
    assert june({"mosaic.referral": rows})("RF09", JUNE) == in_time


def test_a_referral_that_may_still_be_decided_in_time_is_left_out() -> None:
    assert june({"mosaic.referral": [referral("1", "A", date(2022, 6, 30))]})("RF09", JUNE) == (0, 0)


def test_a_discussion_is_under_every_agency_that_took_part() -> None:
    three = dict.fromkeys(("is_social_care_present", "is_police_present", "is_health_present"), True)
    rows = [
        discussion("1", date(2022, 6, 1), **three),
        discussion("2", date(2022, 6, 2), **three | {"is_health_present": False}),
        discussion("3", date(2022, 6, 3), **three | {"is_police_present": None}),
    ]
    figure = june({"mosaic.strategy_discussion": rows})
    assert [figure("SP01", JUNE, "agency", name)[0] for name in ("Police", "Health", "Not recorded")] == [
        2,
        2,
        1,
    ]
    assert figure("SP02", JUNE) == (1, 2)
    assert figure("SP02", JUNE, "agency", "Police") == (2, 2)
    assert figure("SP02", JUNE, "agency", "Health") == (1, 2)


def test_the_case_is_with_the_team_of_the_worker_who_began_last_and_is_still_there() -> None:
    def held(team_id: str, start: date, end: date | None = None) -> Row:
        return {"child_id": "A", "team_id": team_id, "start_date": start, "end_date": end, "is_primary": True}

    june_end = date(2022, 6, 30)
    by_workers = {
        "Front": [held("F", date(2022, 1, 1))],
        "North": [held("F", date(2022, 1, 1)), held("N", date(2022, 5, 1))],
        "Not recorded": [held("F", date(2022, 1, 1), june_end), held("N", date(2022, 7, 1))],
    }
    for team, workers in [
        *by_workers.items(),
        ("Front", [*by_workers["Front"], held("N", date(2022, 5, 1), june_end)]),
    ]:
        figure = june(
            {
                "mosaic.person": [person("A", date(2015, 1, 1))],
                "mosaic.cp_plan": [plan("P", "A", date(2022, 1, 1))],
                "mosaic.cp_visit": [
                    {
                        "plan_id": "P",
                        "visit_date": date(2022, 6, 29),
                        "is_seen": True,
                        "is_seen_alone": False,
                    }
                ],
                "mosaic.involvement": workers,
                "mosaic.team": [
                    {"team_id": "F", "team_name": "Front"},
                    {"team_id": "N", "team_name": "North"},
                ],
            }
        )
        assert figure("CP12", JUNE, "team_name", team) == figure("CP12", JUNE) == (1, 1)
        assert figure("CP12", JUNE, "seen_alone", "Seen with others") == (1, 1)
        assert figure("CP06", JUNE, "duration", "Over 3 to 6 months") == (1, None)


def test_enquiries_past_15_working_days_have_no_conference_by_then() -> None:
    def enquiry(enquiry_id: str, start: date, **more: Any) -> Row:
        return {"enquiry_id": enquiry_id, "child_id": enquiry_id, "start_date": start, **more}

    tables = {
        "mosaic.section_47": [
            enquiry("1", date(2022, 6, 8)),
            enquiry("2", date(2022, 6, 9)),  # 15 working days before the end of June
            enquiry("3", date(2022, 6, 8), is_nfa=True),
            enquiry("4", date(2022, 6, 8)),
            enquiry("5", date(2022, 6, 8), is_nfa=True, end_date=date(2022, 6, 30)),
            enquiry("6", date(2022, 6, 8), is_nfa=True, end_date=date(2022, 7, 1)),
        ],
        "mosaic.conference": [
            {"conference_id": "C", "child_id": "4", "enquiry_id": "4", "conference_date": date(2022, 7, 1)}
        ],
    }
    figure = counted(tables, "2022-06", "2022-07")
    assert figure("SP09", JUNE) == (
        3,
        None,
    )  # neither the conference of July nor the decision of July was known
    assert figure("SP10", JUNE) == (1, 5)  # it followed all the same; of the second nothing can be said


@pytest.mark.parametrize(
    ("start", "reviews", "expected"),
    [
        (date(2022, 3, 31), [], (1, 1)),  # due on 30 June
        (date(2022, 4, 1), [], (0, 0)),
        (date(2022, 3, 30), [date(2022, 6, 30)], (1, 1)),
        (date(2022, 3, 29), [date(2022, 6, 30)], (0, 1)),
        (date(2022, 3, 29), [], (0, 1)),
        (date(2021, 9, 30), [date(2021, 9, 30), date(2021, 12, 30)], (1, 1)),
        (date(2021, 9, 30), [date(2021, 12, 29)], (0, 1)),
    ],
)
def test_reviews_are_due_after_three_months_and_then_six(
    start: date, reviews: list[date], expected: tuple[int, int]
) -> None:
    rows = [{"review_id": str(day), "plan_id": "1", "child_id": "A", "review_date": day} for day in reviews]
    assert (
        june({"mosaic.cp_plan": [plan("1", "A", start)], "mosaic.cp_review": rows})("CP11", JUNE) == expected
    )


@pytest.mark.parametrize(
    ("day", "is_seen", "expected"),
    [
        (date(2022, 6, 16), True, 1),
        (date(2022, 6, 15), True, 0),
        (date(2022, 6, 30), False, 0),
        (date(2022, 6, 30), None, 0),
    ],
)
def test_a_child_with_a_plan_is_seen_within_ten_working_days(
    day: date, is_seen: bool | None, expected: int
) -> None:
    visit = {"visit_id": "V", "child_id": "A", "plan_id": "1", "visit_date": day, "is_seen": is_seen}
    tables = {
        "mosaic.cp_plan": [plan("1", "A", date(2022, 6, 1)), plan("2", "B", date(2022, 6, 17))],
        "mosaic.cp_visit": [visit],
    }
    assert june(tables)("CP12", JUNE) == (expected, 1)


def test_a_step_down_is_followed_for_twelve_months() -> None:
    closed = date(2022, 6, 1)
    tables = {
        "mosaic.person": [person(name, date(2015, 1, 1)) for name in "ABC"],
        "mosaic.referral": [
            *(referral(name, name, date(2022, 5, 1), closed, close_reason_code="RC9") for name in "ABC"),
            referral("A2", "A", date(2023, 6, 1)),  # the anniversary
            referral("B2", "B", date(2023, 6, 2)),
            referral("D", "D", date(2022, 5, 1), closed, close_reason_code="RC8"),
        ],
        "eisi.early_help_episode": [
            {"eisi_id": "1", "child_id": "A", "plan_start_date": date(2022, 6, 17)},  # working day 10
            {"eisi_id": "2", "child_id": "B", "plan_start_date": date(2022, 6, 20)},
            {"eisi_id": "3", "child_id": "C", "plan_start_date": date(2022, 5, 1), "plan_end_date": closed},
        ],
    }
    figure = counted(tables, "2022-06", "2023-06")
    assert figure("EH03", JUNE) == (1, 3)
    assert figure("EH05", "month:2023-06") == (1, 3)
    assert figure("EH05", JUNE) == (0, 0)
    assert figure("RF08", "month:2022-06") == (0, 0)


def test_posts_are_vacant_held_or_left_and_a_leaver_leaves_once() -> None:
    def post(month_end: date, post_id: str, **more: Any) -> Row:
        row = {"post_id": post_id, "extract_month_end": month_end, "team_name": "North", "fte": 1.0}
        return {**row, "role": "Experienced social worker", "staff_id": post_id, **more}

    march, april = date(2023, 3, 31), date(2023, 4, 30)
    leaver = {"staff_id": "X", "leaving_date": date(2023, 3, 20)}
    tables = {
        "workforce.post": [
            post(march, "1", absence_days=2.3),
            post(march, "2", fte=0.5),
            post(march, "3", **leaver),
            post(march, "4", staff_id=None, is_vacant=True),
            post(march, "5", role="Other"),
            post(april, "1"),
            post(april, "3", **leaver),
        ]
    }
    figure = counted(tables, "2022-04", "2023-04")
    assert figure("WF05", "month:2023-03") == (1, 2.5)
    assert figure("WF05T", "month:2023-03") == (1, 1.5)
    assert figure("WF05T", "month:2023-04") == (1, 1)
    assert figure("WF05A", "month:2023-03") == (Decimal("2.30"), 34.5)  # 23 working days


def test_interviews_not_held_have_a_reason_or_none_recorded() -> None:
    answers: list[Row] = [
        {"is_offered": None},
        {"is_offered": False},
        {"is_offered": True, "is_accepted": False, "reason_declined": "Young person declined"},
        {"is_offered": True, "is_accepted": True},
        {"is_offered": True, "is_accepted": True, "completed_at": datetime(2022, 6, 3, 9)},
    ]
    reported, found = datetime(2022, 6, 1, 9), datetime(2022, 6, 1, 21)
    reports = [
        {
            "report_id": str(place),
            "nominal_id": str(place),
            "reported_at": reported,
            "found_at": found,
            "notified_at": datetime(2022, 6, 1, 10, 30) if place else None,
        }
        for place in range(len(answers))
    ]
    log = [
        {"interview_id": str(place), "report_id": str(place), "is_required": True, **answer}
        for place, answer in enumerate(answers)
    ]
    figure = june({"police.missing_report": reports, "eisi.return_interview": log})
    assert figure("MH10", JUNE) == (4, None)
    reasons = ("Not recorded", "Not offered", "Declined: Young person declined", "Accepted, not held")
    assert [figure("MH10", JUNE, "reason", reason) for reason in reasons] == [(1, None)] * 4
    assert figure("MH09", JUNE) == (1.5, None)
    assert figure("MH03R", JUNE) == (0, 5)


def test_events_are_recorded_late_from_the_day_they_happen() -> None:
    def assessment(number: str, recorded: datetime | None) -> Row:
        row = {"assessment_id": number, "child_id": "A", "start_date": date(2022, 6, 6)}
        return {**row, "authorised_date": None, "recorded_at": recorded}

    rows = [
        assessment("1", datetime(2022, 6, 13, 9)),  # working day 5
        assessment("2", datetime(2022, 6, 14, 9)),
        assessment("3", None),
        assessment("4", datetime(2022, 6, 3, 9)),  # before it happened
    ]
    figure = june({"mosaic.assessment": rows})
    assert figure("DQ02", JUNE, "event_type", "Assessments") == (1, 2)
    assert figure("DQ02D", JUNE) == (5.5, None)


def test_a_month_of_the_health_return_counts_with_both_its_numbers() -> None:
    def cell(month: int, kind: str, quantity: int | None) -> Row:
        row = {"measure_ref": "H01", "provider": "Hospital", "row_kind": kind, "quantity": quantity}
        state = "suppressed" if quantity is None else "supplied"
        return {**row, "month_start": date(2022, month, 1), "state": state}

    cells = [(4, "Numerator", 8), (4, "Denominator", 10), (5, "Numerator", None), (5, "Denominator", 9)]
    figure = june({"health.health_return": [cell(*each) for each in cells]})
    assert figure("HE03", "quarter:2022-23-Q1") == (8, 10)
    assert figure("HE03", "month:2022-05") == (0, 0)


def test_children_missing_more_than_once_are_so_under_each_place_that_they_went_from() -> None:
    def report(report_id: str, child: str, day: int, place: str, **more: Any) -> Row:
        found = datetime(2022, 6, day, 20)
        row = {
            "report_id": report_id,
            "nominal_id": child,
            "reported_at": datetime(2022, 6, day, 9),
            "found_at": found,
        }
        return {**row, "risk_grade": "Low", "missing_from": place, **more}

    tables = {
        "police.missing_report": [
            report("1", "A", 1, "Home"),
            report("2", "A", 8, "Foster care"),
            report("3", "B", 2, "Home"),
            report("4", "C", 3, "Foster care", placing_authority="Leeds"),
        ],
        "eisi.return_interview": [
            {"interview_id": "1", "report_id": "1", "is_offered": True},
            {"interview_id": "4", "report_id": "4", "is_offered": True},
        ],
    }
    figure = june(tables)
    assert figure("MH02", JUNE) == (3, None)
    assert figure("MH02", JUNE, "missing_from", "Home") == (2, None)
    assert figure("MH03", JUNE, "missing_from", "Foster care") == (1, 2)
    assert figure("MH04", JUNE, "missing_from", "Home") == (1, 2)
    assert figure("MH04", JUNE, "placed_by", "Other authority") == (0, 1)
    # the authority that placed a child here owes the interview
    assert figure("MH05", JUNE) == figure("MH05", JUNE, "placed_by", "This authority") == (1, 3)
    assert figure("MH05", JUNE, "placed_by", "Other authority") == (1, 1)


def test_a_child_without_a_case_holder_waits_from_the_day_the_last_one_ended() -> None:
    june_end = date(2022, 6, 30)

    def held(child: str, worker: str, end: date | None) -> Row:
        row = {"child_id": child, "worker_id": worker, "start_date": date(2022, 1, 10), "end_date": end}
        return {**row, "is_primary": True}

    def post(worker: str, month_end: date = june_end, **more: Any) -> Row:
        row = {"post_id": worker, "staff_id": worker, "extract_month_end": month_end, "team_name": "North"}
        return {**row, "role": "Experienced social worker", "fte": 1.0, "is_case_holding": True, **more}

    tables = {
        "mosaic.referral": [referral(name, name, date(2022, 1, 1)) for name in "ABCDE"],
        "mosaic.cin_plan": [{"child_id": "B", "start_date": date(2022, 2, 1), "end_date": None}],
        "mosaic.professional": [{"worker_id": name, "staff_id": name} for name in "WXYZ"],
        "mosaic.involvement": [
            held("A", "W", None),
            held("B", "W", date(2022, 6, 2)),
            held("C", "X", None),
            held("D", "Y", None),
            held("E", "Z", None),
        ],
        "workforce.post": [
            post("W"),
            post("X", leaving_date=date(2022, 6, 23)),
            post("Y", date(2022, 5, 31)),
            post("Z", is_case_holding=False),
        ],
    }
    figure = june(tables)
    assert figure("WF06", JUNE) == (4, None)
    assert figure("WF06", JUNE, "status", "Child in need plan") == (1, None)
    bands = ("7 days or fewer", "8 to 28 days", "29 to 91 days", "Over 91 days")
    assert [figure("WF06", JUNE, "days_unallocated", band) for band in bands] == [(1, None)] * 4
    assert figure("WF02", JUNE, "role", "Experienced social worker") == (1, 1)
