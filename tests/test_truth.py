"""The made-up partnership's answers about social care, on rows small enough to count by eye."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sources.synthetic.entry import Row
from sources.synthetic.truth.answers import answers, write_answers
from sources.synthetic.truth.child import adult_on, is_adult
from sources.synthetic.truth.code import source_group
from sources.synthetic.truth.window import windows
from sources.synthetic.truth.working_day import working_days

MARCH = "month:2022-03"
APRIL = "month:2022-04"
YEAR = "rolling_12:2022-03"
LATE_IN_MARCH = date(2022, 3, 28)


def counted(
    tables: Mapping[str, list[Row]], first: str = "2021-04", month: str = "2022-03", **more: Any
) -> Any:
    """The numerator and denominator of an indicator in a period, by breakdown and category."""
    found = {
        (answer.indicator, answer.period_id, answer.breakdown, answer.category): (
            answer.numerator,
            answer.denominator,
        )
        for answer in answers(tables, authority="370", first=first, month=month, **more)
    }
    return lambda indicator, period, *category: found.get((indicator, period, *(category or ("", ""))))


def person(child_id: str, born: date | None, **more: Any) -> Row:
    return {"child_id": child_id, "birth_date": born, **more}


def referral(referral_id: str, child_id: str, day: date, close: date | None = None, **more: Any) -> Row:
    row = {"referral_id": referral_id, "child_id": child_id, "referral_date": day, "close_date": close}
    return {**row, "is_nfa": False, "source_code": "6", "primary_need_code": "N1", **more}


def plan(plan_id: str, child_id: str, start: date, end: date | None = None, **more: Any) -> Row:
    row = {"plan_id": plan_id, "child_id": child_id, "start_date": start, "end_date": end}
    return {
        **row,
        "initial_category_code": "NEG",
        "latest_category_code": "NEG",
        "recorded_at": datetime(start.year, start.month, start.day),
        **more,
    }


def contact(contact_id: str, received: datetime, decided: datetime | None, **more: Any) -> Row:
    row = {"contact_id": contact_id, "child_id": contact_id, "received_at": received, "decided_at": decided}
    return {**row, "source_code": "2A", **more}


def test_windows_lie_wholly_within_the_reported_months() -> None:
    names = [window.period_id for window in windows("2021-06", "2022-06") if window.name != "month"]
    assert names == [
        "quarter:2021-22-Q2",
        "quarter:2021-22-Q3",
        "quarter:2021-22-Q4",
        "year_to_date:2022-04",
        "year_to_date:2022-05",
        "rolling_12:2022-05",
        "year_to_date:2022-06",
        "rolling_12:2022-06",
        "quarter:2022-23-Q1",
    ]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2022, 5, 20), date(2022, 6, 14), 15),  # 2 and 3 June were bank holidays
        (date(2022, 9, 9), date(2022, 10, 3), 15),  # 19 September was one
        (date(2022, 12, 16), date(2023, 1, 11), 15),
        (date(2023, 4, 21), date(2023, 5, 16), 15),
        (date(2022, 6, 11), date(2022, 7, 1), 15),  # from a Saturday
        (date(2022, 4, 1), date(2022, 6, 10), 45),
        (date(2022, 4, 1), date(2022, 4, 1), 0),
    ],
)
def test_working_days_are_those_after_the_start(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


def test_a_year_without_bank_holidays_is_an_error() -> None:
    with pytest.raises(ValueError, match="1999"):
        working_days(date(1999, 12, 30), date(1999, 12, 31))


def test_someone_born_on_29_february_is_18_on_1_march() -> None:
    leap = date(2004, 2, 29)
    assert not is_adult(leap, date(2022, 2, 28))
    assert is_adult(leap, date(2022, 3, 1))
    assert adult_on(leap) == date(2022, 3, 1)


def test_contacts_count_children_and_families_once_and_leave_adults_out() -> None:
    people = [
        person("A", date(2020, 1, 1), family_id="F"),
        person("B", None, expected_birth_date=date(2022, 6, 1), family_id="F"),
        person("C", date(2004, 3, 28)),
    ]
    noon = datetime(2022, 3, 28, 12)
    contacts = [
        contact("1", noon, noon, child_id="A"),
        contact("2", noon, None, child_id="A", source_code="1A"),
        contact("3", noon, noon, child_id="B", referral_id="R"),
        contact("4", noon, noon, child_id="C"),  # 18 that day
    ]
    figure = counted({"mosaic.person": people, "mosaic.contact": contacts})
    assert figure("FD01", MARCH) == (3, None)
    assert figure("FD01", MARCH, "source_group", "Family/Friend") == (1, None)
    assert figure("FD01", MARCH, "age_band", "Unborn") == (1, None)
    assert [figure("FD01", MARCH, "outcome", name) for name in ("Referral", "No referral", "Open")] == [
        (1, None)
    ] * 3
    assert figure("FD01C", MARCH) == (2, None)
    assert figure("FD01F", MARCH) == (1, None)


def test_24_hours_are_elapsed_hours_even_when_the_clocks_change() -> None:
    # The clocks went forward on 27 March 2022: from noon to one o'clock of the next day is 24 hours.
    saturday = datetime(2022, 3, 26, 12)
    contacts = [
        contact("1", saturday, datetime(2022, 3, 27, 13)),
        contact("2", saturday, datetime(2022, 3, 27, 13, 1)),
        contact("3", saturday, datetime(2022, 3, 26, 11)),  # concluded before it was received
        contact("4", saturday, None),
        contact("5", datetime(2022, 3, 27, 1, 30), None),  # a time that never was: set aside
    ]
    figure = counted({"mosaic.contact": contacts})
    assert figure("FD02", MARCH) == (1, 4)
    assert figure("FD02", MARCH, "source_group", "Schools/Education") == (1, 4)


def test_a_contact_is_open_at_the_end_of_the_month_whatever_came_later() -> None:
    contacts = [
        contact("1", datetime(2022, 3, 30, 23, 59), datetime(2022, 4, 2, 9)),  # 24 hours and one minute
        contact("2", datetime(2022, 3, 31, 0, 0), datetime(2022, 4, 2, 9)),  # 24 hours, not more
        contact("3", datetime(2022, 3, 1, 9), datetime(2022, 3, 31, 23, 59)),
    ]
    figure = counted({"mosaic.contact": contacts}, month="2022-04")
    assert figure("FD03", MARCH) == (1, None)
    assert figure("FD03", APRIL) == (0, None)


def test_a_contact_converts_by_its_link_or_by_a_referral_within_5_working_days() -> None:
    friday = datetime(2022, 3, 4, 12)
    tables = {
        "mosaic.contact": [
            contact("A", friday, friday, referral_id="elsewhere"),
            contact("B", friday, friday),  # five working days to Friday
            contact("C", friday, friday),  # six to Monday
            contact("D", friday, friday),  # the day before
        ],
        "mosaic.referral": [
            referral("1", "B", date(2022, 3, 11)),
            referral("2", "C", date(2022, 3, 14)),
            referral("3", "D", date(2022, 3, 3)),
        ],
    }
    assert counted(tables)("FD04", MARCH) == (2, 4)


def test_every_source_code_has_a_group() -> None:
    codes = {
        "Family/Friend": "1A 1B 1C 1D",
        "Schools/Education": "2A 2B",
        "Health": "3A 3B 3C 3D 3E 3F",
        "Local Authority": "4 5A 5B 5C 5D",
        "Police": "6",
        "Legal agency": "7",
        "Other": "8 9 10",
    }
    for group, of_group in codes.items():
        assert {source_group(code) for code in of_group.split()} == {group}


def test_only_a_childs_first_referral_of_the_day_and_none_during_an_episode_counts() -> None:
    day = date(2022, 3, 1)
    tables = {
        "mosaic.person": [person("C", date(2004, 3, 1))],
        "mosaic.referral": [
            referral("2", "A", day, date(2022, 3, 10), recorded_at=datetime(2022, 3, 1, 9), source_code="3A"),
            referral("1", "A", day, date(2022, 3, 20), recorded_at=datetime(2022, 3, 1, 10)),
            referral("3", "A", date(2022, 3, 15)),  # the joined episode runs to 20 March
            referral("4", "B", day, date(2022, 3, 10)),
            referral("5", "B", date(2022, 3, 10), is_nfa=True),  # the episode ended that day
            referral(
                "6", "B", date(2022, 3, 11), is_nfa=None
            ),  # a referral without further action opens nothing
            referral("7", "C", day),  # 18 that day
        ],
    }
    figure = counted(tables)
    assert figure("RF01", MARCH) == (4, None)
    assert figure("RF01", MARCH, "source_group", "Health") == (1, None)
    assert figure("RF05", MARCH, "source_group", "Health") == (1, 4)
    assert figure("HE01", MARCH, "source_label", "Health services: general practitioner") == (1, None)
    assert figure("RF07", MARCH) == (1, 4)
    assert figure("RF03", MARCH) == (2, 4)
    assert figure("RF03C", MARCH) == (1, 2)


@pytest.mark.parametrize(
    ("earlier", "later", "is_repeated"),
    [
        (date(2021, 3, 28), LATE_IN_MARCH, True),  # the anniversary
        (date(2021, 3, 27), LATE_IN_MARCH, False),
        (date(2023, 2, 28), date(2024, 2, 28), True),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2025, 3, 1), False),
    ],
)
def test_a_re_referral_comes_within_12_calendar_months(earlier: date, later: date, is_repeated: bool) -> None:
    rows = [referral("1", "A", earlier, is_nfa=True), referral("2", "A", later, is_nfa=True)]
    month = f"{later:%Y-%m}"
    figure = counted({"mosaic.referral": rows}, first=month, month=month)
    assert figure("RF03", f"month:{month}") == (int(is_repeated), 1)


def test_rates_are_per_10_000_children_and_part_of_a_year() -> None:
    rows = [referral("1", "A", date(2022, 3, 1))]
    figure = counted({"mosaic.referral": rows}, population={2021: 12_000})
    assert figure("RF02", MARCH) == (1, 1_000)  # one month of twelve
    assert figure("RF02", "quarter:2021-22-Q4") == (1, 3_000)
    assert figure("RF02", YEAR) == (1, 12_000)
    assert figure("CN02", MARCH) == (1, 12_000)
    assert counted({"mosaic.referral": rows})("RF02", MARCH) is None


def test_an_episode_that_ends_on_the_last_day_is_closed_but_was_there() -> None:
    tables = {
        "mosaic.person": [
            person("A", date(2020, 1, 1), ward="Darton East"),
            person("C", date(2004, 3, 31)),
            person("D", date(2004, 3, 1)),
        ],
        "mosaic.referral": [
            referral("1", "A", date(2022, 3, 31)),
            referral("2", "B", date(2021, 9, 1), date(2022, 3, 31)),
            referral("3", "C", date(2021, 9, 1)),  # 18 on the last day
            referral("4", "D", date(2021, 9, 1)),  # 18 on the first day
            referral("5", "E", date(2022, 3, 1), date(2022, 3, 2), primary_need_code="N2"),
            referral("6", "E", date(2022, 3, 2), primary_need_code="N4"),  # end = next start: two spells
            referral("7", "F", date(2022, 3, 1), is_nfa=True),
        ],
    }
    figure = counted(tables)
    assert figure("CN01", MARCH) == (2, None)  # A and E
    assert figure("CN01", MARCH, "ward", "Darton East") == (1, None)
    assert figure("CN01", MARCH, "age_band", "1 to 4") == (1, None)
    assert figure("CN03", MARCH) == (4, None)  # A, B, C and E
    assert figure("CN03", MARCH, "primary_need", "Family in acute stress") == (1, None)
    assert figure("CN03", MARCH, "primary_need", "Child's disability") is None
    assert figure("CN03E", MARCH) == (5, None)
    assert figure("CN05", MARCH, "primary_need", "Abuse or neglect") == (1, None)
    # January and February: B, C and D.
    assert figure("CN04", "quarter:2021-22-Q4") == (3 + 3 + 2, 3)


def test_assessments_are_clocked_in_working_days_from_their_start() -> None:
    start = date(2022, 4, 1)
    day_45 = date(2022, 6, 10)
    clocks = [(start, day_45), (start, date(2022, 6, 13)), (None, day_45), (start, None)]
    rows = [
        {"assessment_id": str(place), "child_id": "A", "start_date": begun, "authorised_date": ended}
        for place, (begun, ended) in enumerate(clocks)
    ]
    assert counted({"mosaic.assessment": rows}, month="2022-06")("AS02", "month:2022-06") == (1, 2)


def test_a_conference_is_clocked_from_its_enquiry_or_the_latest_of_its_referral() -> None:
    def enquiry(enquiry_id: str, start: date) -> Row:
        return {"enquiry_id": enquiry_id, "child_id": "A", "referral_id": "R", "start_date": start}

    def conference(enquiry_id: str | None, day: date, **more: Any) -> Row:
        row = {"conference_id": "C", "child_id": "A", "referral_id": "R", "enquiry_id": enquiry_id}
        return {**row, "conference_date": day, **more}

    friday = date(2022, 5, 20)
    tables = {
        "mosaic.section_47": [enquiry("E1", friday), enquiry("E2", date(2022, 6, 1))],
        "mosaic.conference": [
            conference("E1", date(2022, 6, 14)),  # working day 15
            conference("E1", date(2022, 6, 15)),
            conference(None, date(2022, 6, 15)),  # from E2
            conference(None, date(2022, 6, 15), is_transfer_in=True),
            conference(None, date(2022, 6, 15), referral_id="other"),  # no enquiry
            conference("E2", date(2022, 5, 31)),  # before its enquiry
        ],
    }
    figure = counted(tables, month="2022-06")
    assert figure("SP04", "month:2022-05") == (1, None)
    assert figure("SP05", "quarter:2022-23-Q1") == (6, None)
    assert figure("SP06", "quarter:2022-23-Q1") == (2, 3)


def test_plans_are_counted_open_started_ended_and_at_any_point() -> None:
    tables = {
        "mosaic.cp_plan": [
            plan("1", "A", date(2020, 3, 31), latest_category_code="EMO"),  # open for two years on 31 March
            plan("2", "B", date(2020, 4, 1)),
            plan("3", "C", date(2020, 3, 5), date(2022, 3, 5)),  # ended on its second anniversary
            plan("4", "C", date(2022, 3, 6), previous_plan_count=None),
            plan("5", "D", date(2022, 3, 7), date(2022, 3, 31), previous_plan_count=0),
            plan("6", "D", date(2022, 3, 20)),  # overlaps the one recorded first
            plan("7", "E", date(2022, 3, 1), is_other_authority=True),
            plan("8", "F", date(2022, 3, 1), previous_plan_count=2, is_other_authority=None),
        ],
    }
    figure = counted(tables)
    assert figure("CP01", MARCH) == (4, None)  # A, B, C and F
    assert figure("CP03", MARCH) == (3, None)  # 4, 5 and 8
    assert figure("CP04", MARCH) == (2, None)  # 3 and 5
    assert figure("CP05", MARCH) == (6, None)
    assert figure("CP05", MARCH, "category", "Emotional abuse") == (1, None)
    assert figure("CP06", MARCH, "category", "Neglect") == (3, None)
    assert figure("CP07", MARCH) == (2, 3)  # 4 by the plans in the extract, 8 as stated
    assert figure("CP08", MARCH) == (1, 3)
    assert figure("CP09", MARCH) == (1, 4)
    assert figure("CP09E", MARCH) == (1, 2)
    # At the end of January and February: A, B and C.
    assert figure("CP01M", "quarter:2021-22-Q4") == (3 + 3 + 4, 3)


def test_what_lies_after_the_extract_month_has_not_happened() -> None:
    tables = {"mosaic.referral": [referral("1", "A", date(2022, 3, 1), date(2022, 4, 2))]}
    assert counted(tables)("CN01", MARCH) == (1, None)


def test_equal_answers_are_equal_bytes(tmp_path: Path) -> None:
    found = answers(
        {"mosaic.cp_plan": [plan("1", "A", date(2022, 3, 1))]},
        authority="370",
        first="2022-03",
        month="2022-03",
    )
    for name, order in (("one.csv", found), ("two.csv", list(reversed(found)))):
        write_answers(tmp_path / name, order)
    lines = (tmp_path / "one.csv").read_text(encoding="utf-8").splitlines()
    assert (
        lines[0]
        == "authority,indicator,window,period_start,period_end,breakdown,category,numerator,denominator,value"
    )
    assert "370,CP03,month,2022-03-01,2022-03-31,category,Neglect,1,,1.0" in lines
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
