"""Core tables keep the settled readings: worked rows for each rule, and what must hold for any rows at all."""

from collections.abc import Mapping
from datetime import date, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from schemas.table import Table, polars_schema, table_name
from scorecards.check import checks
from tests.example_database import SQL, ExampleDatabase, core, type_by_name

POLARS = {
    pl.String: "varchar",
    pl.Date: "date",
    pl.Datetime("us"): "timestamp",
    pl.Boolean: "boolean",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Decimal(10, 2): "decimal(10,2)",
}
PERSON = """
child_id | birth_date
---------+-----------
A        | 2010-05-01
B        | 2012-05-01
"""


@pytest.fixture(scope="module")
def database() -> ExampleDatabase:
    return ExampleDatabase()


def build(
    database: ExampleDatabase, table: str, given_tables: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The rows of a core table by the second column of its key."""
    key = core()[table].key[1]
    return {row[key]: row for row in database.build(table, {"mosaic.person": PERSON, **given_tables})}


def referrals(database: ExampleDatabase, text: str, **more: str) -> dict[str, dict[str, Any]]:
    return build(database, "core.referral", {"mosaic.referral": text, **more})


@pytest.mark.parametrize("table", core().values(), ids=lambda table: table.name)
def test_header_names_the_columns_and_types_of_the_query(database: ExampleDatabase, table: Any) -> None:
    database.build(table.name, {})
    described = database.rows(f"describe {table.name}")
    assert {row["column_name"]: str(row["column_type"]).lower() for row in described} == {
        name: column.type for name, column in table.columns.items()
    }


def test_agency_columns_are_those_of_the_schemas_and_have_the_types_their_names_promise() -> None:
    for module in iter_modules(schemas.__path__):
        import_module(f"schemas.{module.name}")
    delivered = {table_name(model): polars_schema(model) for model in Table.__subclasses__()}
    read = {column for table in core().values() for column in table.columns_read}
    read |= {column for check in checks(SQL) for column in check.columns_read}
    for place in sorted(read):
        table, _, column = place.rpartition(".")
        if table.partition(".")[0] not in ("core", "reference", "scorecard"):
            assert POLARS[delivered[table][column]] == type_by_name(column), place


def test_two_referrals_on_one_day_are_one_and_the_first_recorded_stands(database: ExampleDatabase) -> None:
    found = referrals(
        database,
        """
referral_id | child_id | referral_date | recorded_at      | close_date
------------+----------+---------------+------------------+-----------
R1          | A        | 2022-05-10    | 2022-05-10 12:00 | 2022-05-11
R2          | A        | 2022-05-10    | 2022-05-10 09:00 | 2022-05-11
R3          | B        | 2022-05-10    | 2022-05-10 09:00 | 2022-05-11
R4          | B        | 2022-05-10    | 2022-05-10 09:00 | 2022-05-11
""",
    )
    assert [name for name, row in found.items() if row["is_counted"]] == ["R2", "R3"]


def test_a_referral_during_an_open_episode_is_not_counted(database: ExampleDatabase) -> None:
    found = referrals(
        database,
        """
referral_id | child_id | referral_date | close_date | is_nfa
------------+----------+---------------+------------+-------
R1          | A        | 2022-04-01    | 2022-06-01 | false
R2          | A        | 2022-05-01    | 2022-07-01 | false
R3          | A        | 2022-06-15    |            | true
R4          | A        | 2022-07-01    | 2022-07-20 | false
R5          | B        | 2022-04-01    | 2022-09-01 | true
R6          | B        | 2022-05-01    |            |
""",
    )
    counted = {name: row["is_counted"] for name, row in found.items()}
    # R2 falls into R1's episode and R3 into R2's; R4 begins the day R2's ends; R5 is no further action, no episode
    assert counted == {"R1": True, "R2": False, "R3": False, "R4": True, "R5": True, "R6": True}
    assert found["R6"]["is_nfa"] is False


@pytest.mark.parametrize(
    ("earlier", "later", "inclusive", "exclusive"),
    [
        ("2022-05-10", "2023-05-10", True, False),
        ("2022-05-10", "2023-05-09", True, True),
        ("2022-05-10", "2023-05-11", False, False),
        ("2023-02-28", "2024-02-28", True, False),
        ("2023-02-28", "2024-02-29", False, False),
        ("2024-02-29", "2025-02-28", True, False),
        ("2024-02-29", "2025-03-01", False, False),
    ],
)
def test_a_re_referral_is_within_twelve_calendar_months(
    database: ExampleDatabase, earlier: str, later: str, inclusive: bool, exclusive: bool
) -> None:
    text = f"""
referral_id | child_id | referral_date | close_date | is_nfa
------------+----------+---------------+------------+-------
R1          | A        | {earlier}     | {earlier}  | false
R2          | A        | {later}       |            | false
"""
    for value, expected in (("inclusive", inclusive), ("exclusive", exclusive)):
        setting = f"name | value\n-----+----\nre_referral_anniversary | {value}"
        found = referrals(database, text, **{"reference.setting": setting})
        assert (found["R1"]["is_re_referral"], found["R2"]["is_re_referral"]) == (False, expected)


def test_a_third_referral_in_a_year_is_a_second_re_referral(database: ExampleDatabase) -> None:
    found = referrals(
        database,
        """
referral_id | child_id | referral_date | close_date | is_nfa | close_reason_code
------------+----------+---------------+------------+--------+------------------
R1          | A        | 2022-04-01    | 2022-05-01 | false  | RC8
R2          | A        | 2022-07-01    |            | true   |
R3          | A        | 2022-12-01    | 2023-01-01 | false  |
R4          | B        | 2022-12-01    |            | false  |
R5          | B        | 2022-12-01    |            | false  |
""",
    )
    assert {name: row["is_re_referral"] for name, row in found.items()} == {
        "R1": False, "R2": True, "R3": True, "R4": False, "R5": False
    }  # fmt: skip
    assert {name: row["previous_close_reason"] for name, row in found.items()} == {
        "R1": "No earlier referral",
        "R2": "Case closed after assessment, no further action",
        "R3": "No further action",
        "R4": "No earlier referral",
        "R5": "No earlier referral",
    }


def test_a_referral_of_an_adult_is_not_counted_from_the_18th_birthday(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.referral",
        {
            "mosaic.person": """
child_id | birth_date
---------+-----------
A        | 2004-05-10
B        | 2004-02-29
C        |
""",
            "mosaic.referral": """
referral_id | child_id | referral_date
------------+----------+--------------
R1          | A        | 2022-05-09
R2          | B        | 2022-02-28
R3          | C        | 2022-05-09
R4          | unknown  | 2022-05-09
""",
        },
    )
    assert all(row["is_counted"] for row in found.values())
    assert [found[name]["age_band"] for name in ("R1", "R2", "R3", "R4")] == [
        "16 and 17",
        "16 and 17",
        "Not recorded",
        "Not recorded",
    ]
    assert (found["R1"]["adult_on"], found["R2"]["adult_on"]) == (date(2022, 5, 10), date(2022, 3, 1))


def test_a_contact_became_a_referral_by_link_or_within_five_working_days(database: ExampleDatabase) -> None:
    # Friday 16 December 2022: five working days later is Friday 23; 29 December is working day 7 (26 and 27 closed)
    found = build(
        database,
        "core.contact",
        {
            "mosaic.contact": """
contact_id | child_id | received_at      | received_on | decided_at       | referral_id
-----------+----------+------------------+-------------+------------------+------------
linked     | A        | 2022-01-05 09:00 | 2022-01-05  | 2022-01-05 10:00 | R9
in time    | A        | 2022-12-16 09:00 | 2022-12-16  | 2022-12-16 10:00 |
too late   | B        | 2022-12-16 09:00 | 2022-12-16  | 2022-12-16 10:00 |
too early  | B        | 2022-12-30 09:00 | 2022-12-30  |                  |
""",
            "mosaic.referral": """
referral_id | child_id | referral_date
------------+----------+--------------
R1          | A        | 2022-12-23
R2          | B        | 2022-12-29
""",
        },
    )
    assert {name: (row["is_converted"], row["outcome"]) for name, row in found.items()} == {
        "linked": (True, "Referral"),
        "in time": (True, "Referral"),
        "too late": (False, "No referral"),
        "too early": (False, "Open"),
    }


def test_the_days_to_conversion_are_a_setting(database: ExampleDatabase) -> None:
    given_tables = {
        "mosaic.contact": """
contact_id | child_id | received_on
-----------+----------+------------
C1         | A        | 2022-12-12
""",
        "mosaic.referral": """
referral_id | child_id | referral_date
------------+----------+--------------
R1          | A        | 2022-12-15
""",
        "reference.setting": "name | value\n-----+----\nconversion_working_days | 2",
    }
    assert build(database, "core.contact", given_tables)["C1"]["is_converted"] is False


def test_overlapping_episodes_are_one_spell_and_touching_ones_two(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.cin_episode",
        {
            "mosaic.referral": """
referral_id | child_id | referral_date | close_date | is_nfa | primary_need_code | close_reason_code
------------+----------+---------------+------------+--------+-------------------+------------------
R1          | A        | 2022-04-01    | 2022-06-01 | false  |                   | RC7
R2          | A        | 2022-05-01    | 2022-05-20 |        | N4                | RC8
R3          | A        | 2022-06-01    | 2022-06-01 | false  | N1                | RC8
R4          | A        | 2022-06-01    | 2022-08-01 | false  | N2                | RC9
R5          | A        | 2022-09-01    |            | true   |                   |
R6          | A        | 2022-10-01    |            | false  | N0                |
"""
        },
    )
    spells = {name: (row["start_on"].isoformat(), row["end_on"]) for name, row in found.items()}
    # R2 lies within R1; R3 and R4 are one day's; R5 is no further action
    assert spells == {
        "R1": ("2022-04-01", date(2022, 6, 1)),
        "R3": ("2022-06-01", date(2022, 8, 1)),
        "R6": ("2022-10-01", None),
    }
    assert {name: (row["primary_need_code"], row["close_reason_code"]) for name, row in found.items()} == {
        "R1": (None, "RC7"),
        "R3": ("N1", "RC9"),
        "R6": ("N0", None),
    }


def test_an_assessment_is_timed_in_working_days(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.assessment",
        {
            "mosaic.assessment": """
assessment_id | child_id | start_date | authorised_date
--------------+----------+------------+----------------
same day      | A        | 2022-04-01 | 2022-04-01
on day 45     | A        | 2022-04-01 | 2022-06-10
on day 46     | A        | 2022-04-01 | 2022-06-13
open          | A        | 2022-04-01 |
"""
        },
    )
    assert {name: row["working_days"] for name, row in found.items()} == {
        "same day": 0,
        "on day 45": 45,
        "on day 46": 46,
        "open": None,
    }


def test_a_conference_finds_its_enquiry(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.conference",
        {
            "mosaic.section_47": """
enquiry_id | child_id | referral_id | start_date
-----------+----------+-------------+-----------
E1         | A        | R1          | 2022-05-02
E2         | A        | R1          | 2022-05-20
E3         | A        | R1          | 2022-06-20
E4         | A        | R2          | 2022-06-01
""",
            "mosaic.conference": """
conference_id   | child_id | referral_id | enquiry_id | is_transfer_in | conference_date
----------------+----------+-------------+------------+----------------+----------------
linked          | A        | R1          | E1         | false          | 2022-06-14
found           | A        | R1          |            |                | 2022-06-14
before its own  | A        | R1          | E3         | false          | 2022-06-14
transfer in     | A        | R1          |            | true           | 2022-06-14
other referral  | A        | R3          |            | false          | 2022-06-14
other child     | B        | R1          |            | false          | 2022-06-14
""",
        },
    )
    # 20 May to 14 June 2022 is 15 working days across the Jubilee; from 2 May there are 4 + 5 + 5 before it
    assert {name: (row["enquiry_id"], row["working_days"]) for name, row in found.items()} == {
        "linked": ("E1", 14 + 15),
        "found": ("E2", 15),
        "before its own": ("E3", None),
        "transfer in": (None, None),
        "other referral": (None, None),
        "other child": (None, None),
    }


def test_the_later_recorded_of_two_overlapping_plans_is_left_out(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.cp_plan",
        {
            "mosaic.cp_plan": """
plan_id        | child_id | start_date | end_date   | recorded_at      | is_other_authority | previous_plan_count
---------------+----------+------------+------------+------------------+--------------------+--------------------
first          | A        | 2021-01-01 | 2021-05-31 | 2021-01-02 09:00 | false              |
never closed   | A        | 2021-02-01 |            | 2021-02-02 09:00 |                    |
next day       | A        | 2021-06-01 | 2021-09-01 | 2021-06-02 09:00 |                    |
same day       | A        | 2021-09-01 | 2021-10-01 | 2021-09-02 09:00 |                    |
years later    | A        | 2023-01-01 |            | 2023-01-02 09:00 |                    |
other council  | A        | 2021-01-01 |            | 2021-01-02 09:00 | true               |
stated         | B        | 2022-01-01 |            | 2022-01-02 09:00 |                    | 3
"""
        },
    )
    # "never closed" overlaps "first" and is left out, so it cannot push out the plans after it; "same day" begins when
    # "next day" ends
    assert {
        name: (row["previous_plan_count"], row["is_previous_count_assumed"]) for name, row in found.items()
    } == {
        "first": (0, True),
        "next day": (1, True),
        "years later": (2, True),
        "other council": (0, True),
        "stated": (3, False),
    }
    assert [name for name, row in found.items() if row["is_other_authority"]] == ["other council"]


def test_a_primary_worker_is_known_by_flag_else_by_role(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.allocation",
        {
            "mosaic.involvement": """
involvement_id | child_id | worker_id | role                  | is_primary | start_date
---------------+----------+-----------+-----------------------+------------+-----------
flag           | A        | P1        | Team manager          | true       | 2022-04-01
flag against   | A        | P1        | Allocated Case Worker | false      | 2022-04-01
role           | A        | P2        | Allocated case worker |            | 2022-04-01
neither        | A        | P2        |                       |            | 2022-04-01
""",
            "mosaic.professional": """
worker_id | staff_id
----------+---------
P1        | S1
P2        |
""",
        },
    )
    assert {name: (row["is_primary"], row["worker_id"]) for name, row in found.items()} == {
        "flag": (True, "S1"),
        "flag against": (False, "S1"),
        "role": (True, "P2"),
        "neither": (False, "P2"),
    }


def test_an_unborn_child_is_banded_as_such_until_born(database: ExampleDatabase) -> None:
    found = build(
        database,
        "core.referral",
        {
            "mosaic.person": """
child_id | birth_date | expected_birth_date
---------+------------+--------------------
A        |            | 2022-09-01
B        | 2022-08-20 | 2022-09-01
""",
            "mosaic.referral": """
referral_id | child_id | referral_date
------------+----------+--------------
R1          | A        | 2022-06-01
R2          | B        | 2022-06-01
R3          | B        | 2022-08-20
R4          | B        | 2023-08-20
""",
        },
    )
    assert [row["age_band"] for row in found.values()] == ["Unborn", "Unborn", "Under 1", "1 to 4"]


FIRST = date(2022, 1, 1)
DAYS = st.integers(min_value=0, max_value=60)
INTERVALS = st.lists(
    st.tuples(st.sampled_from("ABC"), DAYS, st.one_of(st.none(), DAYS)), min_size=1, max_size=12
)  # child, first day, days until the end


@settings(max_examples=40, deadline=None)
@given(intervals=INTERVALS, opening=DAYS, length=DAYS)
@pytest.mark.parametrize(
    ("table", "agency_table", "columns"),
    [
        ("core.cin_episode", "mosaic.referral", "referral_id | child_id | referral_date | close_date"),
        ("core.cp_plan", "mosaic.cp_plan", "plan_id | child_id | start_date | end_date"),
    ],
)
def test_opening_plus_starts_less_ends_is_closing(
    table: str, agency_table: str, columns: str, intervals: Any, opening: int, length: int
) -> None:
    spells = _built(table, agency_table, columns, intervals)
    begins = FIRST + timedelta(opening)
    ends = begins + timedelta(length)

    def open_on(day: date) -> int:
        return sum(first <= day < last for _, first, last in spells)

    starts = sum(begins <= first <= ends for _, first, _ in spells)
    ended = sum(begins <= last <= ends for _, _, last in spells)
    assert open_on(begins - timedelta(1)) + starts - ended == open_on(ends)


@settings(max_examples=40, deadline=None)
@given(intervals=INTERVALS)
def test_no_two_spells_of_need_of_a_child_share_a_day(intervals: Any) -> None:
    spells = _built(
        "core.cin_episode",
        "mosaic.referral",
        "referral_id | child_id | referral_date | close_date",
        intervals,
    )
    for child, first, last in spells:
        assert sum(owner == child and start < last and first < end for owner, start, end in spells) == (
            first < last
        )


def _built(table: str, agency_table: str, columns: str, intervals: Any) -> list[tuple[str, date, date]]:
    """The spells that a core table makes of random intervals; an open one ends on the last of all days."""
    lines = [columns, "--+--+--+--"]
    for number, (child, first, until) in enumerate(intervals):
        ended = "" if until is None else FIRST + timedelta(first + until)
        lines.append(f"X{number} | {child} | {FIRST + timedelta(first)} | {ended}")
    rows = LEDGER.build(table, {agency_table: "\n".join(lines)})
    return [(row["child_id"], row["start_on"], row["end_on"] or date.max) for row in rows]


LEDGER = ExampleDatabase()
