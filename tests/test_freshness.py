"""When files are expected, what counts as late, and what silence looks like."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.intake.delivery import deliveries
from pipelines.settings import SettingsNotUnderstood, settings
from pipelines.status.freshness import due_on, expected
from pipelines.status.shortfall import shortfalls
from scorecards.period import Month
from tests.made_up_inbox import MARCH, MISSING_FEBRUARY, MISSING_MARCH, Partnership
from tests.made_up_two_authorities import Region

DUE = '[due]\npolice = 8\nmosaic = 5\nuntil = "2023-03"\n'


def standing(place: Partnership, on: str) -> dict[tuple[str, str], tuple[str, int]]:
    """State and days by agency and month."""
    return {
        (each.agency, str(each.month)): (each.state, each.days)
        for each in expected(place.home, date.fromisoformat(on))
    }


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path, more_settings=DUE)
    made.home.open()
    return made


def test_the_due_day_counts_working_days_of_england(place: Partnership) -> None:
    # April 2023: Good Friday is the 7th and Easter Monday the 10th, so the 3rd, 4th, 5th, 6th and 11th are five days
    # and the 12th, 13th and 14th make eight.
    chosen = place.home.settings
    assert due_on(chosen, "mosaic", MARCH) == date(2023, 4, 11)
    assert due_on(chosen, "police", MARCH) == date(2023, 4, 14)
    assert due_on(chosen, "health", MARCH) == date(2023, 4, 14)  # not named: the usual day
    # Beyond the bank-holiday file weekdays count: 1 to 3 January 2035 are Monday to Wednesday, so the 10th is the eighth.
    assert due_on(chosen, "police", Month.parse("2034-12")) == date(2035, 1, 10)


def test_nothing_is_late_before_its_day_has_passed_and_everything_named_is_after(place: Partnership) -> None:
    place.drop_police("2023-01", MISSING_FEBRUARY)
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.take_all()
    assert standing(place, "2023-04-14") == {
        ("mosaic", "2023-03"): ("late", 3),  # due 11 April; it would hold January and February too
        ("police", "2023-01"): ("came", 0),
        ("police", "2023-02"): ("came", 0),
        ("police", "2023-03"): ("waiting", 0),
    }
    assert standing(place, "2023-04-15")["police", "2023-03"] == ("late", 1)


def test_a_newer_snapshot_makes_up_for_an_older_one_but_a_month_of_the_police_stays_missing(
    place: Partnership,
) -> None:
    assert [key for key in standing(place, "2023-04-20") if key[0] == "police"] == [
        ("police", f"2023-0{month}") for month in (1, 2, 3)
    ]
    place.drop_mosaic("2023-03")
    place.drop_police("2023-03", MISSING_MARCH)
    place.take_all()
    found = standing(place, "2023-05-01")
    assert [key for key in found if key[0] == "mosaic"] == [("mosaic", "2023-03")]
    assert found["police", "2023-02"][0] == "late" and found["police", "2023-03"][0] == "came"


def test_what_cannot_be_used_is_not_there_and_says_why(place: Partnership) -> None:
    place.drop("2023-03/police/broken.xlsx", b"PK\x03\x04 cut off")
    place.take_all()
    assert standing(place, "2023-04-20")["police", "2023-03"] == ("refused", 6)
    place.drop_police("2023-03", MISSING_MARCH, name="again.xlsx")
    place.take_all()
    assert standing(place, "2023-04-20")["police", "2023-03"] == ("came", 0)


def test_an_agency_that_nobody_named_is_expected_from_its_first_delivery_on(tmp_path: Path) -> None:
    place = Partnership(tmp_path, more_settings='[due]\nuntil = "2023-04"\n')
    place.home.open()
    assert standing(place, "2023-06-01") == {}
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.take_all()
    assert set(standing(place, "2023-06-01")) == {("police", f"2023-0{month}") for month in (2, 3, 4)}


@pytest.mark.parametrize("line", ["polise = 8", "police = 0", "police = true", 'police = "8"'])
def test_a_due_day_that_is_not_one_is_refused(tmp_path: Path, line: str) -> None:
    place = Partnership(tmp_path, more_settings=f"[due]\n{line}\n")
    with pytest.raises(SettingsNotUnderstood, match="name of an agency"):
        settings(place.settings_file)


@pytest.mark.parametrize("text", ["colour = 1\n", "[returns]\nworking_day = 5\n", "[alert]\nto = []\n"])
def test_a_setting_that_nothing_reads_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    place = Partnership(tmp_path, more_settings=text if text.startswith("[") else "")
    if not text.startswith("["):
        file = place.settings_file
        file.write_text(text + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(SettingsNotUnderstood, match=r"colour|returns\.working_day|alert"):
        settings(place.settings_file)


def test_files_of_months_in_which_an_authority_is_not_of_its_region_are_not_expected(tmp_path: Path) -> None:
    place = Region(tmp_path)
    text = place.settings_file.read_text(encoding="utf-8").partition("[region]")[0]
    words = '[region]\ncode = "ZR"\n[[region.authority]]\ncode = "370"\nuntil = "2023-02"\n[[region.authority]]\ncode = "371"\n'
    place.settings_file.write_text(f'{text}{DUE}{words}from = "2023-03"\n', encoding="utf-8")
    place.home.open()
    found = {
        (each.authority, str(each.month))
        for each in expected(place.home, date(2023, 5, 1))
        if each.agency == "police"
    }
    assert found == {("370", "2023-01"), ("370", "2023-02"), ("371", "2023-03")}
    place.take_all()
    lacking = shortfalls(deliveries(place.home).values(), place.home.settings, Month.parse("2023-04"))
    assert {each.authority for each in lacking} == {"371"}
    place.settings_file.write_text(f'{text}{words}from = "2023-03"\nuntil = "2023-02"\n', encoding="utf-8")
    with pytest.raises(SettingsNotUnderstood, match="from its from on"):
        settings(place.settings_file)
