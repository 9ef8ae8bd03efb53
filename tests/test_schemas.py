"""What every table states of itself, its rules by worked rows, and the health form as one row a record."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import polars as pl
import pytest

from schemas.age import age_on
from schemas.code_list import FOLDER, codes, folded, spellings
from schemas.finding import DUPLICATE, Column
from schemas.row_rules import errors
from schemas.table import TableModel, columns, key, local_day, polars_schema, rules
from schemas.validation import told_by_pandera, validated
from sources.catalogue import AGENCIES, sources
from sources.documentation import PAGE, page
from sources.health.cross_tab import month_named, unpivoted
from sources.recognising import headings
from sources.sheet import Grid
from sources.source import Source

SOURCES = [source for agency in AGENCIES for source in sources(agency)]
TABLES = {source.name: source.table for source in SOURCES}
OWNER = {code: table for table in TABLES.values() for code in rules(table)}

JUNE_1, JUNE_2, JUNE_3 = date(2022, 6, 1), date(2022, 6, 2), date(2022, 6, 3)
SATURDAY = date(2022, 6, 4)
MORNING, NOON, EVENING = datetime(2022, 6, 1, 9), datetime(2022, 6, 1, 12), datetime(2022, 6, 1, 18)

Row = dict[str, Any]
WORKED: list[tuple[str, Row, Row]] = [
    # rule, a row that fits, a row that breaks it
    ("PER01", {"birth_date": JUNE_1}, {"birth_date": JUNE_1, "expected_birth_date": JUNE_2}),
    ("PER02", {"expected_birth_date": JUNE_1}, {}),
    ("PER03", {"birth_date": JUNE_1, "death_date": JUNE_1}, {"birth_date": JUNE_2, "death_date": JUNE_1}),
    ("PER04", {"birth_date": JUNE_1, "sex": "F"}, {"birth_date": JUNE_1}),
    ("PER05", {"birth_date": JUNE_1, "death_date": JUNE_2}, {"expected_birth_date": JUNE_1, "death_date": JUNE_2}),
    ("CON01", {"received_at": NOON, "decided_at": NOON}, {"received_at": NOON, "decided_at": MORNING}),
    ("CON02", {"decided_at": NOON, "outcome_sent_at": NOON}, {"decided_at": NOON, "outcome_sent_at": MORNING}),
    ("CON03", {"referral_id": "r", "decided_at": NOON}, {"referral_id": "r"}),
    ("CON04", {"received_at": NOON, "recorded_at": MORNING}, {"received_on": JUNE_2, "recorded_at": NOON}),
    ("CON05", {"decided_at": MORNING, "outcome_sent_at": NOON}, {"outcome_sent_at": NOON}),
    ("CON06", {"received_at": NOON, "decided_at": NOON + timedelta(days=90)},
     {"received_at": NOON, "decided_at": NOON + timedelta(days=91)}),
    ("REF01", {"referral_date": JUNE_1, "close_date": JUNE_1}, {"referral_date": JUNE_2, "close_date": JUNE_1}),
    ("REF02", {"referral_date": JUNE_1, "decided_at": MORNING}, {"referral_date": JUNE_2, "decided_at": MORNING}),
    ("REF03", {"is_nfa": False}, {}),
    ("REF04", {"close_date": JUNE_1, "close_reason_code": "RC1"}, {"close_date": JUNE_1}),
    ("REF05", {"close_date": JUNE_1, "close_reason_code": "RC1"}, {"close_reason_code": "RC1"}),
    ("REF06", {"is_nfa": True}, {"is_nfa": False}),
    ("REF07", {"source_code": "6"}, {}),
    ("REF08", {"is_nfa": True, "close_reason_code": "RC7"}, {"is_nfa": True, "close_reason_code": "RC1"}),
    ("REF09", {"referral_date": JUNE_1, "recorded_at": NOON}, {"referral_date": JUNE_2, "recorded_at": NOON}),
    ("ASM01", {"start_date": JUNE_1, "authorised_date": JUNE_1}, {"authorised_date": JUNE_1}),
    ("ASM02", {"start_date": JUNE_1, "authorised_date": JUNE_1}, {"start_date": JUNE_2, "authorised_date": JUNE_1}),
    ("ASM03", {"start_date": JUNE_1}, {}),
    ("ASM04", {"start_date": JUNE_1, "authorised_date": JUNE_1, "is_nfa": True}, {"start_date": JUNE_1, "is_nfa": True}),
    ("ASM05", {"start_date": JUNE_1, "authorised_date": date(2023, 6, 1)}, {"start_date": JUNE_1, "authorised_date": date(2023, 6, 2)}),
    ("FAC01", {"factor_codes": '["1A","20"]'}, {"factor_codes": "alcohol misuse"}),
    ("ENQ01", {"start_date": JUNE_1, "end_date": JUNE_1}, {"start_date": JUNE_2, "end_date": JUNE_1}),
    ("ENQ02", {"end_date": JUNE_1, "is_nfa": True}, {"end_date": JUNE_1}),
    ("ENQ03", {"start_date": JUNE_1, "end_date": JUNE_1 + timedelta(days=90)},
     {"start_date": JUNE_1, "end_date": JUNE_1 + timedelta(days=91)}),
    ("ENQ04", {"start_date": JUNE_1, "end_date": JUNE_1, "is_nfa": True}, {"start_date": JUNE_1, "is_nfa": True}),
    ("CNF01", {"conference_date": JUNE_3}, {"conference_date": SATURDAY}),
    ("CNF02", {"plan_id": "p", "is_plan_outcome": True}, {"plan_id": "p", "is_plan_outcome": False}),
    ("CNF03", {"is_transfer_in": True}, {"is_transfer_in": None}),
    ("CNF04", {"is_plan_outcome": True, "plan_id": "p"}, {"is_plan_outcome": True}),
    ("CNF05", {"is_plan_outcome": False}, {}),
    ("CNP01", {"start_date": JUNE_1, "end_date": JUNE_1}, {"start_date": JUNE_2, "end_date": JUNE_1}),
    ("CNP02", {"start_date": JUNE_1, "end_date": JUNE_2}, {"start_date": JUNE_1, "end_date": JUNE_1}),
    ("CNV01", {"is_seen": True, "is_seen_alone": True}, {"is_seen": False, "is_seen_alone": True}),
    ("CNV02", {"is_seen": False}, {}),
    ("CPP01", {"start_date": JUNE_1, "end_date": JUNE_2}, {"start_date": JUNE_1, "end_date": JUNE_1}),
    ("CPP02", {"latest_category_code": "NEG"}, {}),
    ("CPP03", {"start_date": JUNE_1, "end_date": JUNE_1 + timedelta(days=1460)},
     {"start_date": JUNE_1, "end_date": JUNE_1 + timedelta(days=1461)}),
    ("CPP04", {"previous_plan_count": 5}, {"previous_plan_count": 6}),
    ("CPV01", {"is_seen": False, "is_seen_alone": False}, {"is_seen": False, "is_seen_alone": True}),
    ("CPV02", {"is_seen": False}, {}),
    ("RVW01", {"due_date": JUNE_1}, {}),
    ("RVW02", {"review_date": JUNE_1, "is_plan_continued": False}, {"review_date": JUNE_1}),
    ("RVW03", {"review_date": JUNE_1, "is_plan_continued": True}, {"due_date": JUNE_1, "is_plan_continued": True}),
    ("LAE01", {"start_date": JUNE_1, "ceased_date": JUNE_1}, {"start_date": JUNE_2, "ceased_date": JUNE_1}),
    ("LAE02", {"start_date": JUNE_1}, {}),
    ("INV01", {"start_date": JUNE_1, "end_date": JUNE_1}, {"start_date": JUNE_2, "end_date": JUNE_1}),
    ("INV02", {"worker_id": "w"}, {}),
    ("INV03", {"worker_id": "w", "role": "Allocated Case Worker"}, {"worker_id": "w"}),
    ("PRF01", {"fte": "1.00"}, {"fte": "1.01"}),
    ("PRF02", {"staff_id": "s"}, {}),
    ("TEM01", {"team_name": "North"}, {}),
    ("TEM02", {"team_id": "a", "parent_team_id": "b"}, {"team_id": "a", "parent_team_id": "a"}),
    ("STR01", {"discussion_date": JUNE_1, "minutes_sent_date": JUNE_1}, {"discussion_date": JUNE_2, "minutes_sent_date": JUNE_1}),
    ("STR02", {"enquiry_id": "e", "is_s47_initiated": True}, {"enquiry_id": "e", "is_s47_initiated": False}),
    ("STR03", {"is_s47_initiated": True, "enquiry_id": "e"}, {"is_s47_initiated": True}),
    ("ATT01", {"is_invited": True, "is_attended": True}, {"is_invited": False, "is_attended": True}),
    ("EHE01", {"plan_start_date": JUNE_1, "plan_end_date": JUNE_1}, {"plan_start_date": JUNE_2, "plan_end_date": JUNE_1}),
    ("EHE02", {"request_date": JUNE_1, "assessment_date": JUNE_1}, {"request_date": JUNE_2, "assessment_date": JUNE_1}),
    ("EHE03", {"assessment_date": JUNE_1, "plan_end_date": JUNE_2}, {"plan_end_date": JUNE_2}),
    ("EHE04", {"plan_end_date": JUNE_2, "closure_reason": "Other"}, {"plan_end_date": JUNE_2}),
    ("EHE05", {"birth_date": date(2004, 6, 2), "request_date": JUNE_1}, {"birth_date": date(2004, 6, 1), "request_date": JUNE_1}),
    ("EHE06", {"birth_date": JUNE_1, "request_date": JUNE_1}, {"birth_date": JUNE_2, "request_date": JUNE_1}),
    ("EHE07", {"plan_start_date": JUNE_1, "plan_end_date": JUNE_2, "closure_reason": "Other"}, {"closure_reason": "Other"}),
    ("EHE08", {"request_date": JUNE_1, "plan_start_date": JUNE_1}, {"request_date": JUNE_2, "plan_start_date": JUNE_1}),
    ("RHI01", {"returned_at": NOON, "completed_at": NOON}, {"returned_at": NOON, "completed_at": MORNING}),
    ("RHI02", {"offered_date": JUNE_1, "completed_at": NOON}, {"offered_date": JUNE_2, "completed_at": NOON}),
    ("RHI03", {"is_accepted": True, "is_offered": None}, {"completed_at": NOON, "is_offered": False}),
    ("RHI04", {"is_accepted": None, "completed_at": NOON}, {"is_accepted": False, "completed_at": NOON}),
    ("RHI05", {"is_required": True}, {"is_required": False}),
    ("RHI06", {"birth_date": date(2004, 6, 2), "returned_at": NOON}, {"birth_date": date(2004, 6, 1), "returned_at": NOON}),
    ("RHI07", {"returned_at": NOON, "completed_at": NOON + timedelta(days=365)},
     {"returned_at": NOON, "completed_at": NOON + timedelta(days=366)}),
    ("RHI08", {"returned_at": NOON, "completed_at": EVENING}, {"completed_at": EVENING}),
    ("RHI09", {"birth_date": JUNE_1, "returned_at": NOON}, {"birth_date": JUNE_2, "returned_at": NOON}),
    ("RHI10", {"is_accepted": True}, {"is_accepted": True, "reason_declined": "Child refused"}),
    ("MIS01", {"reported_at": NOON, "found_at": NOON}, {"reported_at": NOON, "found_at": MORNING}),
    ("MIS02", {"risk_grade": "Low"}, {"risk_grade": "No apparent risk"}),
    ("MIS03", {"birth_date": date(2004, 6, 2), "reported_at": NOON}, {"birth_date": date(2004, 6, 1), "reported_at": NOON}),
    ("MIS04", {"reported_at": NOON, "notified_at": NOON}, {"reported_at": NOON, "notified_at": MORNING}),
    ("MIS05", {"birth_date": JUNE_1, "reported_at": NOON}, {"birth_date": JUNE_2, "reported_at": NOON}),
    ("MIS06", {"reported_at": NOON, "found_at": NOON + timedelta(days=365)}, {"reported_at": NOON, "found_at": NOON + timedelta(days=366)}),
    ("DOM01", {"survivor_age": 16}, {"survivor_age": 15}),
    ("DOM02", {"risk_grade": "High"}, {}),
    ("VUL01", {"victim_age": 17}, {"victim_age": 18}),
    ("ONL01", {"victim_age": 17}, {"victim_age": 18}),
    ("NOT01", {"incident_at": NOON, "sent_at": NOON}, {"incident_at": NOON, "sent_at": MORNING}),
    ("NOT02", {"incident_at": NOON, "sent_at": NOON + timedelta(days=90)}, {"incident_at": NOON, "sent_at": NOON + timedelta(days=91)}),
    ("RSK01", {"reported_at": NOON, "attended_at": NOON}, {"reported_at": NOON, "attended_at": MORNING}),
    ("RSK02", {"reported_at": NOON, "attended_at": NOON + timedelta(days=7)},
     {"reported_at": NOON, "attended_at": NOON + timedelta(days=8)}),
    ("CUS01", {"detained_at": NOON, "adult_requested_at": NOON}, {"detained_at": NOON, "adult_requested_at": MORNING}),
    ("CUS02", {"adult_requested_at": NOON, "adult_arrived_at": EVENING}, {"adult_requested_at": NOON, "adult_arrived_at": MORNING}),
    ("CUS03", {"age": 17}, {"age": 18}),
    ("CUS04", {"age": 10}, {"age": 9}),
    ("CUS05", {"detained_at": NOON, "adult_requested_at": NOON, "adult_arrived_at": NOON + timedelta(days=4)},
     {"detained_at": NOON, "adult_requested_at": NOON, "adult_arrived_at": NOON + timedelta(days=5)}),
    ("CUS06", {"adult_requested_at": NOON, "adult_arrived_at": EVENING}, {"adult_arrived_at": EVENING}),
    ("HLT01", {"measure_ref": "H01"}, {"measure_ref": "H99"}),
    ("HLT02", {"measure_ref": "H05", "row_kind": "Count"}, {"measure_ref": "H01", "row_kind": "Count"}),
    ("PST01", {"is_vacant": True}, {"is_vacant": True, "staff_id": "s"}),
    ("PST02", {"is_agency": True, "fte": "0.50"}, {"is_agency": True}),
    ("PST03", {"is_vacant": True}, {"is_agency": False, "is_vacant": False}),
    ("PST04", {"start_date": JUNE_1, "leaving_date": JUNE_1}, {"start_date": JUNE_2, "leaving_date": JUNE_1}),
    ("PST05", {"staff_id": "s"}, {"is_vacant": False}),
    ("PST06", {"fte": "1.00"}, {"fte": "3.50"}),
    ("PST07", {"staff_id": "s", "fte": "0.10"}, {"staff_id": "s", "fte": "0.00"}),
    ("PST08", {"staff_id": "s", "leaving_date": JUNE_1, "extract_month_end": date(2022, 6, 30), "fte": "1.00"},
     {"staff_id": "s", "leaving_date": date(2022, 5, 31), "extract_month_end": date(2022, 6, 30), "fte": "1.00"}),
    ("ESC01", {"raised_date": JUNE_1, "resolved_date": JUNE_1}, {"raised_date": JUNE_2, "resolved_date": JUNE_1}),
    ("ESC02", {"resolved_date": JUNE_1, "resolved_stage": 1}, {"resolved_stage": 1}),
    ("ESC03", {"resolved_date": JUNE_1, "resolved_stage": 1}, {"resolved_date": JUNE_1}),
    ("ESC04", {"raised_by": "Health", "raised_against": "Police"}, {"raised_by": "Health", "raised_against": "Health"}),
    ("SEC01", {"year": "2022-23"}, {"year": "last year"}),
    ("SEC02", {"rating": "Not met", "is_evidenced": False}, {"rating": "Met", "is_evidenced": False}),
    ("SEC03", {"year": "2022-23", "rating": "Not met"}, {"year": "2022-23"}),
    ("PWR01", {"is_social_care_consulted": False}, {}),
    ("TRN01", {"attendees": 1}, {"attendees": 0}),
    ("MAN01", {"period": "2022-23-Q4"}, {"period": "last year"}),
    ("MAN02", {"owner": "Head of Quality"}, {}),
    ("MAN03", {"entered_date": JUNE_1}, {}),
    ("MAN04", {"figure": Decimal(0)}, {}),
    ("MAN05", {"figure": Decimal(2), "out_of": Decimal(2)}, {"figure": Decimal(3), "out_of": Decimal(2)}),
]  # fmt: skip


def typed(table: TableModel, *rows: Row) -> pl.DataFrame:
    """Typed rows with nulls where a row says nothing; a moment brings its day."""
    types = polars_schema(table)
    whole: list[Row] = []
    for row in rows:
        days = {
            local_day(name): value.date() for name, value in row.items() if name.endswith("_at") and value
        }
        whole.append(dict.fromkeys(types) | days | row)
    data = {name: [row[name] for row in whole] for name in types}
    return pl.DataFrame(
        [pl.Series(name, values, strict=False).cast(types[name]) for name, values in data.items()]
    )


def broken(table: TableModel, *rows: Row) -> list[tuple[str, int]]:
    """The rules that rows break, with the index of the row, as Pandera finds them."""
    try:
        table.validate(typed(table, *rows), lazy=True)
    except errors.SchemaErrors as raised:
        return [(str(case["check"]), case["index"]) for case in raised.failure_cases.to_dicts()]
    return []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
class TestEveryTable:
    def test_it_is_found_under_its_own_name(self, source: Source) -> None:
        module = source.table.__module__.removeprefix("schemas.")
        assert source.name == f"{source.agency}.{module}"
        assert source.table.__name__.casefold() == module.replace("_", "")

    def test_it_and_each_of_its_columns_say_what_they_are(self, source: Source) -> None:
        schema = source.table.to_schema()
        assert source.table.__doc__ and source.table.Config.__doc__
        for name, column in schema.columns.items():
            assert column.description, name

    def test_each_column_has_a_heading_of_its_own(self, source: Source) -> None:
        stated = [
            folded(spelling) for column in columns(source.table).values() for spelling in column.headings
        ]
        assert len(stated) == len(set(stated))
        for name, column in columns(source.table).items():
            assert bool(column.headings) == (column.kind != "given"), name

    def test_its_key_is_made_of_its_columns(self, source: Source) -> None:
        assert key(source.table)
        assert set(key(source.table)) <= set(columns(source.table))

    def test_pandera_and_the_typed_rows_agree_on_types(self, source: Source) -> None:
        types = polars_schema(source.table)
        for name, column in source.table.to_schema().columns.items():
            assert column.dtype.type == types[name], name

    def test_names_tell_the_kind_of_a_column(self, source: Source) -> None:
        endings = {"moment": ("_at",), "code": ("_code", "sex"), "identifier": ("_id",)}
        for name, column in columns(source.table).items():
            if column.kind == "flag":
                assert name.startswith("is_"), name
            elif column.kind in endings:
                assert name.endswith(endings[column.kind]), name
            if column.codes:
                assert codes(column.codes), name

    def test_its_rules_speak_in_expected_and_found(self, source: Source) -> None:
        for rule in rules(source.table).values():
            assert rule.message.startswith("Expected ") and "; found " in rule.message, rule.code
            assert rule.remedy.endswith(".") and rule.message.endswith("."), rule.code
            assert rule.why.endswith("."), rule.code
            assert rule.column in columns(source.table), rule.code

    def test_an_empty_sheet_breaks_nothing(self, source: Source) -> None:
        assert broken(source.table) == []


@pytest.mark.parametrize("agency", AGENCIES)
def test_no_reports_headings_are_all_in_another_report(agency: str) -> None:
    for one, other in permutations(sources(agency), 2):
        wanted = {
            folded(column.headings[0])
            for column in columns(one.table).values()
            if column.headings and not column.optional_heading
        }
        assert not wanted <= set(headings(other)), f"{other.name} would pass for {one.name}"


def test_further_headings_belong_to_a_column_and_to_no_other() -> None:
    with (FOLDER.parent / "headings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert max(Counter((row["table"], folded(row["heading"])) for row in rows).values()) == 1
    for row in rows:
        stated = {
            folded(text) for column in columns(TABLES[row["table"]]).values() for text in column.headings
        }
        assert row["column"] in columns(TABLES[row["table"]])
        assert folded(row["heading"]) not in stated, f"{row['heading']} needs no row: the table states it"


def test_rules_have_codes_of_their_own() -> None:
    found = Counter(code for table in TABLES.values() for code in rules(table))
    assert [code for code, times in found.items() if times > 1] == []
    assert all(len(code) == 5 and code[:3].isupper() and code[3:].isdigit() for code in found)


def test_each_rule_is_worked_once() -> None:
    assert sorted(code for code, _, _ in WORKED) == sorted(OWNER)


@pytest.mark.parametrize(("code", "fits", "breaks"), WORKED, ids=[code for code, _, _ in WORKED])
def test_a_rule_lets_a_row_that_fits_pass_and_finds_one_that_does_not(
    code: str, fits: Row, breaks: Row
) -> None:
    found = [index for check, index in broken(OWNER[code], fits, breaks, fits) if check == code]
    assert found == [1]


@pytest.mark.parametrize("name", TABLES)
def test_one_pass_tells_what_pandera_tells(name: str) -> None:
    table = TABLES[name]
    rows = [row for code, *both in WORKED if OWNER[code] is table for row in both]
    frame = typed(table, *rows, {}).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("record"),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row_number"),
        pl.lit(1, pl.Int32).alias("sheet_number"),
        pl.lit(date(9999, 12, 31)).alias("month_end"),
    )
    places = {column: Column(number=None, heading=column) for column in columns(table)}
    told = validated(frame, table, places).filter(pl.col("code") != DUPLICATE.code)
    assert told.equals(told_by_pandera(frame, table, places))


def test_what_is_not_known_breaks_no_rule_of_order() -> None:
    assert "MIS01" not in dict(broken(TABLES["police.missing_report"], {"reported_at": NOON}))
    assert "CPP01" not in dict(broken(TABLES["mosaic.cp_plan"], {"start_date": JUNE_1}))


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 6, 1), date(2022, 5, 31), 17),
        (date(2004, 6, 1), date(2022, 6, 1), 18),
        (date(2022, 6, 2), date(2022, 6, 1), -1),
        (None, date(2022, 6, 1), None),
    ],
)
def test_age_is_completed_years_and_a_leap_day_waits_for_march(
    birth: date | None, on: date, years: int | None
) -> None:
    frame = pl.DataFrame({"birth": [birth], "on": [on]}, schema={"birth": pl.Date, "on": pl.Date})
    assert frame.select(age_on("birth", "on")).item() == years


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_a_spelling_means_one_code(path: Any) -> None:
    meanings: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for form in [row["code"], row["label"], *filter(None, row["spellings"].split("|"))]:
                meanings.setdefault(folded(form), set()).add(row["code"])
    assert {form: found for form, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "spelling", "code"),
    [
        ("referral_source", "q) 6: Police", "6"),
        ("referral_source", "2A: Schools", "2A"),
        ("referral_source", "HEALTH SERVICES – A&E (accident and emergency department)", "3E"),
        ("ethnicity", "k) APKN", "APKN"),
        ("abuse_category", "Multiple", "MUL"),
        ("primary_need", "N1 - Abuse or neglect", "N1"),
        ("sex", "a) Male", "M"),
    ],
)
def test_codes_are_known_by_the_spellings_that_systems_print(name: str, spelling: str, code: str) -> None:
    assert spellings(name)[folded(spelling)] == code


def test_the_page_on_sources_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: python -m sources.documentation"


FORM = [
    ["Barnsley Hospital, safeguarding return"],
    ["Run on 1 June 2022"],
    ["Ref", "Measure", "Row", "Apr-22", "2022-05-01 00:00:00", "2022/23", "Comment"],
    ["Medicals"],
    ["H01", "Medicals within standard", "Numerator", "4", "n/a", "4", "late"],
    ["", "", "Denominator", "<5", "-", "5", ""],
    ["", "", "", "", "", "", ""],
    ["H05", "Attendances", "Count", "seven", "", "7", ""],
    ["Total", "", "", "11", "0", "11", ""],
]


def form(rows: list[list[str]], unreadable: frozenset[tuple[int, int]] = frozenset()) -> Grid:
    """A sheet whose first row stands in row 3 of the file and whose first column is column B."""
    return Grid.of(
        rows,
        number=2,
        title="Barnsley Hospital",
        row_numbers=[3 + index for index in range(len(rows))],
        column_numbers=list(range(2, 9)),
        unreadable=unreadable,
    )


def test_the_health_form_becomes_one_row_a_measure_row_and_month() -> None:
    found = unpivoted(form(FORM))
    assert found is not None
    april, may, hospital = "2022-04-01", "2022-05-01", "Barnsley Hospital"
    medicals = "Medicals within standard"
    assert found.rows() == [
        ["Ref", "Measure", "Row", "Provider", "Month", "State", "Quantity", "At least", "At most"],
        ["H01", medicals, "Numerator", hospital, april, "supplied", "4", "", ""],
        ["H01", medicals, "Numerator", hospital, may, "not_applicable", "", "", ""],
        ["H01", medicals, "Denominator", hospital, april, "suppressed", "", "1", "4"],
        ["H01", medicals, "Denominator", hospital, may, "not_supplied", "", "", ""],
        ["H05", "Attendances", "Count", hospital, april, "supplied", "seven", "", ""],
        ["H05", "Attendances", "Count", hospital, may, "not_supplied", "", "", ""],
    ]


def test_every_record_of_the_health_form_keeps_the_place_of_its_cell() -> None:
    found = unpivoted(form(FORM))
    assert found is not None
    assert found.row_numbers.to_list() == [5, 7, 7, 8, 8, 10, 10]
    assert found.record_columns is not None
    assert found.record_columns.to_list() == [0, 5, 6, 5, 6, 5, 6]
    assert found.column_numbers[:3] == [2, 3, 4]


def test_a_cell_of_the_health_form_that_holds_an_error_is_never_a_blank() -> None:
    rows = [*FORM[:4], ["H01", "Medicals within standard", "Numerator", "", "3", "3", ""]]
    found = unpivoted(form(rows, unreadable=frozenset({(7, 5)})))
    assert found is not None
    assert found.rows()[1][5:7] == ["supplied", "unreadable"]
    assert found.rows()[2][5:7] == ["supplied", "3"]


def test_a_reference_that_holds_an_error_is_not_filled_from_the_row_above() -> None:
    rows = [*FORM[:5], ["", "", "Denominator", "5", "6", "11", ""]]
    found = unpivoted(form(rows, unreadable=frozenset({(8, 2)})))
    assert found is not None
    assert found.rows()[3][:3] == ["", "", "Denominator"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0", ["supplied", "0", "", ""]),
        ("< 10", ["suppressed", "", "1", "9"]),
        ("c", ["suppressed", "", "1", "5"]),
        ("N/A", ["not_applicable", "", "", ""]),
        ("–", ["not_supplied", "", "", ""]),
        ("27.2.%", ["supplied", "27.2.%", "", ""]),
        ("\u00a012\u200b", ["supplied", "12", "", ""]),
    ],
)
def test_what_a_cell_of_the_health_form_says(cell: str, said: list[str]) -> None:
    found = unpivoted(form([["Ref", "Measure", "Row", "Apr-22"], ["H05", "Attendances", "Count", cell]]))
    assert found is not None
    assert found.rows()[1][5:] == said


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("Apr-22", date(2022, 4, 1)),
        ("Sept 22", date(2022, 9, 1)),
        ("April 2022", date(2022, 4, 1)),
        ("2022-04-01", date(2022, 4, 1)),
        ("2022-04-30 00:00:00", date(2022, 4, 1)),
        ("01/05/2022", date(2022, 5, 1)),
        ("2022/23", None),
        ("2011-12", None),
        ("Total", None),
        ("Comment", None),
    ],
)
def test_a_heading_names_a_month_or_none(heading: str, month: date | None) -> None:
    assert month_named(heading) == month


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Notes"], ["Figures are provisional"]],
        [["Ref", "Measure", "Row", "Total"], ["H01", "Medicals", "Count", "4"]],
        [["Ref", "Measure", "Apr-22"], ["H01", "Medicals", "4"]],
    ],
)
def test_another_sheet_is_no_health_form(rows: list[list[str]]) -> None:
    assert unpivoted(form(rows)) is None
