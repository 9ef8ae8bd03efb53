"""From a cell's text to its value, kind by kind: what is read, what is told on the way, and what is not read."""

import hmac
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.column import Column
from schemas.rule import Rule
from sources.cells.checking import has_check_digit
from sources.cells.conform import CONFORM
from sources.cells.lists import unknown_spellings
from sources.cells.result import Circumstances, Result
from sources.cells.words import cleaned
from sources.pseudonym import Pseudonyms

PSEUDONYMS = Pseudonyms(key=bytes(32), authority="370")


def read(cells: list[str], overlay: Path | None = None, **column: Any) -> Result:
    """What a column of `cells` becomes."""
    circumstances = Circumstances(
        authority="370",
        pseudonyms=PSEUDONYMS,
        own_names=frozenset({"barnsley"}),
        overlay=overlay,
    )
    text = pl.DataFrame({"cells": cells}, schema={"cells": pl.String}).select(cleaned(pl.col("cells")))[
        "cells"
    ]
    return CONFORM[column["kind"]](text, Column(**column), circumstances)


def one(cell: str, **column: Any) -> tuple[Any, list[str]]:
    """The value of one cell, and the codes of what was told of it."""
    result = read([cell], **column)
    return result.values[0], [rule.code for rule, mask in result.marks if mask[0]]


DAY = date(2023, 4, 3)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("03/04/2023", []),
        ("2023-04-03T14:05:00+01:00", []),
        ("2023/04/03", []),
        ("20230403", []),
        ("3rd April 2023", []),
        ("Mon 3 Apr 2023", []),
        ("Monday, 3rd of April 2023", []),
        ("3-April-2023", []),
        ("3 Sept. 2023", []),
        ("3 / 4 / 2023", []),
        ("03/04/23", ["NRM01"]),
        ("3-Apr-23", ["NRM01"]),
        ("03.04.23 14:05", ["NRM01"]),
        # 1 January 1900 is 1 and 1900 counts as a leap year: 45019 = 123 years of 365, 31 leap days, 93 days
        ("45019", ["NRM02"]),
        ("45019.0", ["NRM02"]),
    ],
)
def test_a_day_in_every_form(written: str, codes: list[str]) -> None:
    wanted = DAY.replace(month=9) if "Sept" in written else DAY
    assert one(written, kind="day") == (wanted, codes)


@pytest.mark.parametrize(("year", "read_as"), [("49", 2049), ("50", 1950), ("99", 1999), ("00", 2000)])
def test_a_year_of_two_figures_is_read_by_one_rule(year: str, read_as: int) -> None:
    assert one(f"01/02/{year}", kind="day") == (date(read_as, 2, 1), ["NRM01"])


@pytest.mark.parametrize(
    "written",
    ["04/13/2023", "04/13/23", "31/04/2023", "29/02/23", "0204", "1234", "2023-4", "not known", "tbc", "3"],
)
def test_what_is_no_day_is_not_read(written: str) -> None:
    assert one(written, kind="day") == (None, ["GEN01"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01/01/1900", "GEN10"),
        ("31/12/9999", "GEN10"),
        ("1899-12-30", "GEN10"),
        ("05/06/0204", "GEN07"),
        ("05/06/2204", "GEN07"),
    ],
)
def test_a_day_that_stands_for_none_is_told(written: str, code: str) -> None:
    assert one(written, kind="day")[1] == [code]
    assert one(f"{written} 00:00", kind="moment")[1] == [code]


@settings(deadline=None, max_examples=60)
@given(st.dates(date(1903, 1, 1), date(2099, 12, 31)))
def test_a_day_comes_back_however_it_is_written(day: date) -> None:
    forms = ["%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%Y%m%d", "%A %d %B %Y", "%Y/%m/%d"]
    ordinal = f"{day.day}{'th' if 4 <= day.day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
    written = [*(day.strftime(form) for form in forms), f"{ordinal} {day:%B %Y}"]
    assert read(written, kind="day").values.to_list() == [day] * len(written)


@pytest.mark.parametrize(
    ("written", "instant", "codes"),
    [
        ("2024-06-05T23:30:00+00:00", datetime(2024, 6, 5, 23, 30), ["NRM10"]),
        ("2024-06-05 23:30Z", datetime(2024, 6, 5, 23, 30), ["NRM10"]),
        ("2024-06-06T00:30:00.000+0100", datetime(2024, 6, 5, 23, 30), ["NRM10"]),
        ("05/06/2024 24:00", datetime(2024, 6, 5, 23), ["NRM09"]),
        ("5/6/24 2:05 pm", datetime(2024, 6, 5, 13, 5), ["NRM01"]),
        ("05/06/2024 12:05am", datetime(2024, 6, 4, 23, 5), []),
        ("5th June 2024 09:05", datetime(2024, 6, 5, 8, 5), []),
        # 45448 is 5 June 2024, and a quarter of a day six o'clock, an hour ahead of UTC
        ("45448.25", datetime(2024, 6, 5, 5), ["NRM02"]),
        ("45448", datetime(2024, 6, 4, 23), ["NRM02"]),
    ],
)
def test_a_moment_in_every_form(written: str, instant: datetime, codes: list[str]) -> None:
    assert one(written, kind="moment") == (instant, codes)


@pytest.mark.parametrize("written", ["05/06/2024", "2024-06-05", "5 June 2024", "45448"])
def test_a_day_alone_is_never_sooner_than_it_may_have_been(written: str) -> None:
    """What starts a clock starts it with the day, what stops one stops it with the day's last minute."""
    serial = ["NRM02"] if written == "45448" else []
    assert one(written, kind="moment", clock="starts") == (datetime(2024, 6, 4, 23), [*serial, "NRM11"])
    assert one(written, kind="moment", clock="stops") == (datetime(2024, 6, 5, 22, 59), [*serial, "NRM11"])
    assert one(written, kind="moment") == (datetime(2024, 6, 4, 23), serial)
    for midnight in ("05/06/2024 00:00", "5/6/2024 12:00 am"):
        assert one(midnight, kind="moment", clock="stops") == (datetime(2024, 6, 4, 23), [])


@pytest.mark.parametrize(
    "written", ["05/06/2024 25:10", "31/03/2024 01:30", "06/25/2024 10:00", "not known", "05/06/2024 24:30"]
)
def test_what_is_no_moment_is_not_read(written: str) -> None:
    assert one(written, kind="moment") == (None, ["GEN01"])


def same(written: str, plain: str, **column: Any) -> list[str]:
    """The codes told of a reference that must be the same as a plain one."""
    value, codes = one(written, kind="identifier", domain="d", **column)
    assert value == one(plain, kind="identifier", domain="d")[0]
    return codes


def test_a_reference_is_what_the_system_wrote() -> None:
    assert same("8812", "8812") == []
    assert same("ab-12", "AB-12") == []
    assert same("8812.0", "8812") == ["NRM04"]
    assert same("88 12", "8812") == ["NRM04"]
    assert same("'0012", "0012") == ["NRM04"]
    assert same("８８１２", "8812") == ["NRM05"]
    assert same("АВ12", "AB12") == ["NRM05"]
    assert same("AB–12", "AB-12") == ["NRM05"]
    assert same("12345678", "0012345678", width=10) == ["NRM03"]
    assert same("999 000 0018", "9990000018", width=10, check="nhs") == ["NRM04"]


@pytest.mark.parametrize("written", ["1.23E+11", "123; 456", "1,2", "12O45", "1l345", "8812" * 20, "1230O"])
def test_a_reference_that_may_be_another_is_not_read(written: str) -> None:
    assert one(written, kind="identifier", domain="d") == (None, ["GEN01"])


@pytest.mark.parametrize("word", ["Unknown", "n/k", "TBC", "?", "#N/A"])
def test_a_word_for_nothing_is_no_reference_and_no_number(word: str) -> None:
    for column in (
        {"kind": "identifier", "domain": "d"},
        {"kind": "whole"},
        {"kind": "decimal"},
        {"kind": "flag"},
    ):
        assert one(word, **column) == (None, ["NRM06"])


def digit_sum(digits: str) -> int:
    """The NHS number's sum as the Data Dictionary describes it: by hand, from the left."""
    return sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9 - 1))
def test_an_nhs_number_has_one_check_digit_or_none(body: int) -> None:
    first = f"{body:09d}"
    wanted = 11 - digit_sum(first) % 11
    expected = "0" if wanted == 11 else str(wanted)  # 10 is no digit: such a number is never given out
    numbers = [first + str(last) for last in range(10)]
    fitting = [number for number in numbers if number[-1] == expected and len(set(number)) > 1]
    found = has_check_digit(pl.Series(numbers), "nhs").to_list()
    assert [number for number, fits in zip(numbers, found, strict=True) if fits] == fitting


def test_an_nhs_number_is_asked_about_and_kept_unless_it_is_nobodys() -> None:
    column: dict[str, Any] = {"kind": "identifier", "domain": "nhs", "width": 10, "check": "nhs"}
    assert one("9990000018", **column)[1] == []
    wrong, codes = one("9434765918", **column)
    assert (wrong is not None, codes) == (True, ["GEN13"])
    assert one("4444444444", **column) == (None, ["GEN13"])


def test_a_upn_has_the_letter_of_its_digits() -> None:
    # H801200001001: 8*2+0*3+1*4+2*5+0+0+0+0+1*10+0+0+1*13 = 53 = 2*23 + 7, and the letter of 7 is H
    numbers = ["H801200001001", "A801200001001", "H80120000100", "H801200001002", None]
    assert has_check_digit(pl.Series(numbers), "upn").to_list() == [True, False, False, False, True]
    # a temporary number ends in a letter: A counts 0, so 53 - 13 = 40 = 23 + 17, and the letter of 17 is U
    assert has_check_digit(pl.Series(["U80120000100A"]), "upn").to_list() == [True]


@pytest.mark.parametrize(
    ("written", "value", "codes"),
    [
        ("12", 12, []),
        ("12.0", 12, []),
        ("1,234", 1234, ["NRM07"]),
        ("+12", 12, ["NRM07"]),
        ("£12", 12, ["NRM07"]),
        ("£1,234.00", 1234, ["NRM07"]),
        ("(12)", None, ["GEN07", "NRM07"]),
        ("-12", None, ["GEN07"]),
        ("<5", None, ["GEN12"]),
        ("c", None, ["GEN12"]),
        ("*", None, ["GEN12"]),
        ("27.2.%", None, ["GEN01"]),
        ("12.5", None, ["GEN01"]),
        ("50%", None, ["GEN01"]),
        ("two", None, ["GEN01"]),
        ("NaN", None, ["GEN01"]),
        ("Infinity", None, ["GEN01"]),
        ("1e308", None, ["GEN01"]),
        ("9" * 30, None, ["GEN07"]),
        ("1,23", None, ["GEN01"]),
    ],
)
def test_a_whole_number_with_what_people_put_around_it(
    written: str, value: int | None, codes: list[str]
) -> None:
    assert one(written, kind="whole", lowest=0) == (value, codes)


def test_a_share_of_full_time_may_be_a_percentage() -> None:
    assert [str(one(cell, kind="decimal")[0]) for cell in ("80%", "0.8", "1", "0,8")] == [
        "0.80",
        "0.80",
        "1.00",
        "None",
    ]


@pytest.mark.parametrize("kind", ["Y y YES Yes true T 1 1.0", "N n NO No false F 0 0.0"])
def test_yes_and_no_in_every_spelling(kind: str) -> None:
    assert set(read(kind.split(), kind="flag").values) == {kind.startswith("Y")}


def test_an_unknown_word_is_listed_once_with_its_rows_and_one_line_teaches_it(tmp_path: Path) -> None:
    cells = ["Female", "lass", "Lass", "lass", "M"]
    result = read(cells, kind="code", codes="sex")
    ((rule, mask),) = result.marks
    assert (rule.code, rule.severity) == ("GEN02", "reject")
    column, parts = Column(kind="code", codes="sex", headings=("Gender",)), pl.Series([0, 0, 0, 0, 1])
    listed = unknown_spellings(pl.Series(cells), mask, column, parts)
    assert listed.rows() == [(0, "Gender", "sex", "lass", 2), (0, "Gender", "sex", "Lass", 1)]
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "sex.csv").write_text("code,label,spellings\nF,,lass\n")
    taught = read(cells, overlay=tmp_path, kind="code", codes="sex")
    assert taught.values.to_list() == ["F", "F", "F", "F", "M"]
    assert [(rule.code, mask.to_list()) for rule, mask in taught.marks] == [
        ("NRM08", [False, True, True, True, False])
    ]


def test_labels_and_yes_and_no_are_taught_the_same_way(tmp_path: Path) -> None:
    column: dict[str, Any] = {"kind": "label", "headings": ("Risk Grade",), "labels": ("Low", "High")}
    assert read(["low", "HIGH ", "H"], **column).values.to_list() == ["Low", "High", None]
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "risk_grade.csv").write_text("code,label,spellings\nHigh,,H|Hi\nUnheard of,,Z\n")
    assert read(["low", "H", "Z"], overlay=tmp_path, **column).values.to_list() == ["Low", "High", None]
    assert one("ja", kind="flag") == (None, ["GEN02"])
    (tmp_path / "codes" / "yes_no.csv").write_text("code,label,spellings\nY,,ja\n")
    assert read(["ja", "N"], overlay=tmp_path, kind="flag").values.to_list() == [True, False]


def test_a_code_with_its_label_and_a_list_mark_are_known() -> None:
    assert one("a) Neglect", kind="code", codes="abuse_category")[0] == "NEG"
    assert one("NEG - Neglect", kind="code", codes="abuse_category") == ("NEG", [])
    assert one("Physical", kind="code", codes="abuse_category") == ("PHY", ["NRM08"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=30))
def test_no_cell_is_lost_in_silence_whatever_it_holds(cells: list[str]) -> None:
    columns: list[dict[str, Any]] = [
        {"kind": "day"},
        {"kind": "moment"},
        {"kind": "whole", "lowest": 0},
        {"kind": "decimal"},
        {"kind": "flag"},
        {"kind": "code", "codes": "sex"},
        {"kind": "label", "headings": ("L",), "labels": ("Low",)},
        {"kind": "identifier", "domain": "d"},
        {"kind": "identifier", "domain": "nhs", "width": 10, "check": "nhs"},
    ]
    kept = [cell for cell in cells if _is_something(cell)]
    for column in columns:
        result = read(kept, **column)
        for place, value in enumerate(result.values):
            if value is None:
                assert any(mask[place] for _, mask in result.marks), column


def _is_something(cell: str) -> bool:
    return pl.DataFrame({"c": [cell]}).select(cleaned(pl.col("c")).is_not_null()).item()


def test_every_rule_of_reading_is_counted_or_sets_aside() -> None:
    import schemas.finding
    import schemas.normalising

    for module in (schemas.finding, schemas.normalising):
        for rule in (each for each in vars(module).values() if isinstance(each, Rule)):
            assert rule.why.endswith(".") and rule.remedy.endswith("."), rule.code
            assert rule.counted == ("{rows}" in rule.message), rule.code
            assert not (rule.counted and rule.severity == "reject"), rule.code


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["370", "E08000016"]), st.text(max_size=200))
def test_a_pseudonym_is_the_keyed_hash_of_rfc_2104(key: bytes, authority: str, text: str) -> None:
    secret = hmac.digest(key, f"{authority}|child".encode(), "sha256")
    made = Pseudonyms(key=key, authority=authority).of("child", pl.Series(["x", None, text]))
    assert made[2] == hmac.digest(secret, text.encode(), "sha256").hex()[:24]
    assert made[1] is None
