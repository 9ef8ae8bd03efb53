"""The made-up deliveries look like the agencies' own files, and equal books are equal bytes."""

import csv
from collections import Counter
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sources.synthetic import sample
from sources.synthetic.agencies import agency_books
from sources.synthetic.cells import Cell
from sources.synthetic.entry import Books, Entry, as_recorded
from sources.synthetic.faults import Fault
from sources.synthetic.inbox import Inbox
from sources.synthetic.population import population
from sources.synthetic.workbook import Sheet, letters, row_xml, write_workbook

FIRST, LAST = "2022-12", "2023-03"
CLOSE = datetime(2023, 3, 31, 23, 59, 59)


def referral(number: int, at: datetime, later: list[tuple[datetime, str, Any]]) -> Entry:
    values = {
        "referral_id": f"R{number}",
        "child_id": f"40000{number}",
        "referral_date": at.date(),
        "source_code": "1A",
        "is_nfa": False,
        "close_date": None,
        "recorded_at": at,
    }
    return Entry(recorded_at=at, values=values, later=later)


@pytest.fixture(scope="module")
def books() -> Books:
    children = population(Random("files"), first=FIRST, last=LAST, size=600)
    partners = agency_books(
        population=children,
        social_care={},
        calibration=object(),
        rng_for=lambda name: Random(f"files {name}"),
        first=date(2022, 12, 1),
        last=date(2023, 3, 31),
    )
    closed = (datetime(2023, 3, 3, 9, 30), "close_date", date(2023, 3, 2))
    referrals = [
        referral(1, datetime(2023, 2, 7, 10, 15), [closed]),
        referral(2, datetime(2023, 3, 8, 16, 5), []),
    ]
    person = {"child_id": "400001", "sex": "F", "birth_date": date(2014, 5, 6), "nhs_id": "9990000018"}
    people = [Entry(recorded_at=datetime(2023, 2, 7, 10), values=person)]
    return partners | {"mosaic.referral": referrals, "mosaic.person": people}


@pytest.fixture(scope="module")
def inbox(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(books, tmp_path_factory.mktemp("inbox"))


def written(books: Books, out: Path) -> Path:
    inbox = Inbox(out, books, first=FIRST, last=LAST)
    for month in inbox.months:
        inbox.write(month)
    return out


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def sheet_of(path: Path, title: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python(skip_empty_area=False)


def csv_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_equal_books_are_equal_bytes(books: Books, inbox: Path, tmp_path: Path) -> None:
    assert digests(written(books, tmp_path)) == digests(inbox)


def test_every_agency_has_a_folder_in_every_month(inbox: Path) -> None:
    agencies = ["eisi", "health", "mosaic", "partnership", "police", "workforce"]
    for month in ("2022-12", "2023-01", "2023-02", "2023-03"):
        assert sorted(path.name for path in (inbox / month).iterdir()) == agencies


def test_a_snapshot_shows_what_had_been_typed_by_the_end_of_its_month(inbox: Path) -> None:
    february = csv_of(inbox / "2023-02" / "mosaic" / "ssd_cin_episodes.csv")
    march = csv_of(inbox / "2023-03" / "mosaic" / "ssd_cin_episodes.csv")
    assert [(row["cine_referral_id"], row["cine_close_date"]) for row in february] == [("R1", "")]
    closed = [(row["cine_referral_id"], row["cine_close_date"]) for row in march]
    assert closed == [("R1", "02/03/2023"), ("R2", "")]


def test_case_system_files_have_made_up_names_and_outcomes_as_json(inbox: Path) -> None:
    person = csv_of(inbox / "2023-03" / "mosaic" / "ssd_person.csv")[0]
    assert (person["pers_forename"], person["pers_surname"]) == ("Child", "400001")
    assert person["pers_dob"] == "06/05/2014"
    referral = csv_of(inbox / "2023-03" / "mosaic" / "ssd_cin_episodes.csv")[0]
    assert referral["cine_referral_outcome_json"] == '{"SINGLE_ASSESSMENT_FLAG": "Y", "NFA_FLAG": "N"}'
    assert referral["cine_recorded_at"] == "07/02/2023 10:15"


def test_tables_end_their_lines_in_their_own_way(inbox: Path) -> None:
    folder = inbox / "2023-03" / "mosaic"
    assert (folder / "ssd_cin_episodes.csv").read_bytes().count(b"\r\n") == 3
    assert b"\r" not in (folder / "ssd_person.csv").read_bytes()


def test_the_early_help_report_has_titles_a_blank_row_and_a_total(books: Books, inbox: Path) -> None:
    rows = sheet_of(inbox / "2023-03" / "eisi" / "Early Help Episodes 2023-03.xlsx", "Episodes")
    episodes = len(as_recorded(books["eisi.early_help_episode"], CLOSE))
    titles, headings, blank, *records = rows[:3], rows[3], rows[4], *rows[5:-1]
    assert titles[0][0] == "Early help episodes by child"
    assert headings[:2] == ["EISI ID", "Family ID"]
    assert not any(blank)
    assert len(records) == episodes
    assert rows[-1][:2] == ["Total", episodes]


def test_a_report_holds_true_dates_in_some_columns_and_text_in_others(inbox: Path) -> None:
    rows = sheet_of(inbox / "2023-03" / "police" / "Safeguarding return 2023-03.xlsx", "Missing")
    record = dict(zip(rows[3], rows[4], strict=True))
    assert isinstance(record["Reported Missing"], datetime)
    assert datetime.strptime(record["LA Notified"], "%d/%m/%Y %H:%M")


def test_a_police_month_has_its_own_reports_and_earlier_ones_that_were_found_in_it(
    books: Books, inbox: Path
) -> None:
    rows = sheet_of(inbox / "2023-03" / "police" / "Safeguarding return 2023-03.xlsx", "Missing")
    sent = [row[0] for row in rows[4:-1]]
    before = {
        row["report_id"]: row for row in as_recorded(books["police.missing_report"], datetime(2023, 3, 1))
    }
    now = as_recorded(books["police.missing_report"], CLOSE)
    of_month = [row["report_id"] for row in now if row["reported_at"] >= datetime(2023, 3, 1)]
    changed = [
        row["report_id"] for row in now if row["report_id"] in before and row != before[row["report_id"]]
    ]
    assert sorted(sent) == sorted({*of_month, *changed})
    assert changed


def test_all_police_months_together_are_the_police_book(books: Books, inbox: Path) -> None:
    latest: dict[str, list[Any]] = {}
    for month in ("2022-12", "2023-01", "2023-02", "2023-03"):
        path = inbox / month / "police" / f"Safeguarding return {month}.xlsx"
        latest |= {row[0]: row for row in sheet_of(path, "Domestic Abuse")[3:-1]}
    book = as_recorded(books["police.domestic_abuse_incident"], CLOSE)
    words = {True: "Y", False: "N", None: ""}
    expected = Counter(words[row["is_child_in_household"]] for row in book)
    assert Counter(row[3] for row in latest.values()) == expected
    assert len(latest) == len(book)


def test_the_police_workbook_has_notes_that_are_no_data(inbox: Path) -> None:
    book = CalamineWorkbook.from_path(inbox / "2023-03" / "police" / "Safeguarding return 2023-03.xlsx")
    assert len(book.sheet_names) == 10
    assert "Notes" in book.sheet_names


def test_the_health_return_has_months_across_and_leaves_the_future_blank(inbox: Path) -> None:
    path = inbox / "2023-02" / "health" / "Health safeguarding return 2022-23.xlsx"
    text, true = sheet_of(path, "Barnsley Hospital"), sheet_of(path, "SWYPFT")
    assert text[3][:4] == ["Ref", "Measure", "Row", "Apr-22"]
    assert true[3][3] == date(2022, 4, 1)
    medicals = dict(zip(text[3], text[5], strict=True))
    assert medicals["Feb-23"] != ""
    assert medicals["Mar-23"] == ""
    assert text[4][0] == "Safeguarding children" and not any(text[4][1:])
    assert text[3][-2:] == ["Total 2022-23", "Comment"]


def test_the_list_of_planted_faults_says_where_each_stands(books: Books, tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, books, first=FIRST, last=LAST)
    for month in inbox.months:
        inbox.write(month)
    faults = inbox.plant_faults(0)
    kinds = {fault.kind for fault in faults}
    assert {
        "unreadable date",
        "missing id",
        "end before start",
        "damaged workbook",
        "unknown layout",
    } <= kinds
    assert all((tmp_path / fault.month / fault.agency / fault.file).exists() for fault in faults)
    unreadable = one(faults, "unreadable date", "police")
    rows = sheet_of(tmp_path / unreadable.month / "police" / unreadable.file, unreadable.sheet)
    headings = rows[2]
    assert rows[unreadable.row - 1][headings.index(unreadable.column)] == "mid March"
    missing = one(faults, "missing id", "mosaic")
    lines = (tmp_path / missing.month / "mosaic" / missing.file).read_text(encoding="utf-8").splitlines()
    assert lines[missing.row - 1].startswith(",")


def test_planted_rows_leave_every_good_row_as_it_is(books: Books, inbox: Path, tmp_path: Path) -> None:
    other = Inbox(tmp_path, books, first=FIRST, last=LAST)
    for month in other.months:
        other.write(month)
    faults = other.plant_faults(0)
    name = Path("2023-03") / "mosaic" / "ssd_cin_episodes.csv"
    good, planted = csv_of(inbox / name), csv_of(tmp_path / name)
    places = [fault.row for fault in faults if fault.file == name.name]
    in_place = {row for row in places if row <= len(good) + 1}
    changed = {row for row, (one, two) in enumerate(zip(good, planted, strict=False), start=2) if one != two}
    assert changed == in_place
    assert len(planted) == len(good) + len(places) - len(in_place)


def one(faults: list[Fault], kind: str, agency: str) -> Fault:
    return next(fault for fault in faults if (fault.kind, fault.agency) == (kind, agency))


def test_a_workbook_keeps_text_numbers_and_dates_apart(tmp_path: Path) -> None:
    cells: list[Cell] = [
        "0012",
        " <a & b> ",
        7,
        0.5,
        date(2023, 3, 31),
        datetime(2023, 3, 26, 14, 5),
        None,
        "last",
    ]
    write_workbook(tmp_path / "book.xlsx", [Sheet(title="One & two", rows=[row_xml(cells), row_xml([])])])
    book = CalamineWorkbook.from_path(tmp_path / "book.xlsx")
    row = book.get_sheet_by_name("One & two").to_python(skip_empty_area=False)[0]
    assert row == ["0012", " <a & b> ", 7.0, 0.5, date(2023, 3, 31), datetime(2023, 3, 26, 14, 5), "", "last"]


def test_columns_are_lettered_as_in_excel() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@pytest.fixture
def quick(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of the books of these tests instead of whole lives, without the answers."""
    monkeypatch.setattr("sources.synthetic.lives.books", lambda **_: books)
    monkeypatch.setattr("sources.synthetic.sample.answers", lambda *_, **__: [])


@pytest.mark.usefixtures("quick")
def test_one_authority_has_no_folder_of_its_own_and_several_have(tmp_path: Path) -> None:
    for scale in (1, 2):
        sample.write_sample(
            tmp_path / str(scale), first=FIRST, last=LAST, seed=1, scale=scale, faults="none", progress=None
        )
    months = ["2022-12", "2023-01", "2023-02", "2023-03"]
    assert sorted(path.name for path in (tmp_path / "1").iterdir()) == [*months, "truth"]
    assert sorted(path.name for path in (tmp_path / "2").iterdir()) == ["Z001", "Z002", "truth"]
    assert sorted(path.name for path in (tmp_path / "2" / "Z002").iterdir()) == months
    assert (tmp_path / "1" / "truth" / "2023-03.csv").exists()
    assert not (tmp_path / "1" / "truth" / "faults.csv").exists()


@pytest.mark.usefixtures("quick")
def test_typical_faults_are_listed_and_progress_runs_to_the_end(tmp_path: Path) -> None:
    told: list[float] = []
    sample.write_sample(
        tmp_path,
        first=FIRST,
        last=LAST,
        seed=1,
        scale=1,
        faults="typical",
        progress=lambda step, part: told.append(part),
    )
    assert told == sorted(told) and told[-1] == 1
    headings = ["month", "agency", "file", "sheet", "row", "column", "kind", "expected"]
    assert list(csv_of(tmp_path / "truth" / "faults.csv")[0]) == headings


def test_an_unknown_kind_of_faults_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        sample.UnknownFaultsError, match="expected faults to be one of none, typical, found many"
    ):
        sample.write_sample(tmp_path, first=FIRST, last=LAST, seed=1, scale=1, faults="many", progress=None)
