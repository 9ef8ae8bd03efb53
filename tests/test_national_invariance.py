"""The order of rows, the order of ids and how a word is spelt change no figure made from a census or from Annex A; a day
of twelve or below is never read month first."""

import io
import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipelines.settings import ROOT
from pipelines.statutory.annex_a import annex_a, workbook
from sources.annex_a.reading import iso
from sources.census.reading import census
from sources.census.sheets import sheets
from sources.synthetic.census_file import CensusYear, write_census, write_census_of
from tests.made_up_inbox import MARCH, Partnership, Rows, csv_bytes, every_value
from tests.test_annex_a_written import TABLES, whole
from tests.test_census_writer import books

FLAGS = {"0": ("false", "False", "0"), "1": ("true", "True", "1")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("census") / "census.xml"
    write_census_of(path, [("", books(2023))], CensusYear(year=2023))
    return path.read_bytes()


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("census") / "census.xml"
    write_census(path, year=2023, children=600)
    return path.read_bytes()


def stirred(data: bytes, rng: random.Random) -> bytes:
    """The same census with its children, and the records of each, in another order, under other ids, its flags spelt
    in other ways, with a namespace and comments."""
    root = etree.fromstring(data)
    children = root.find("Children")
    listed = list(children)
    ids = [child.findtext(".//LAchildID") for child in listed]
    rng.shuffle(ids)
    for child, name in zip(listed, ids, strict=True):
        child.find(".//LAchildID").text = f" {name} "
        for parent in child.iter(
            "Child", "CINdetails", "Disabilities", "FactorsIdentifiedAtAssessment", "Reviews"
        ):
            parts = list(parent)
            rng.shuffle(parts)
            parent[:] = parts
        for flag in child.iter("ReferralNFA", "ICPCnotRequired"):
            flag.text = rng.choice(FLAGS[flag.text])
        child.append(etree.Comment(" exported "))
    rng.shuffle(listed)
    children[:] = listed
    for element in root.iter(etree.Element):
        element.tag = f"{{urn:made-up}}{element.tag}"
    return bytes(etree.tostring(root))


def figures(folder: Path, name: str, data: bytes) -> list[tuple[Any, ...]]:
    made = Partnership(folder)
    made.drop(f"2023-03/mosaic/{name}", data)
    return every_value(made.refresh(MARCH))


@pytest.mark.slow
def test_order_and_spelling_change_no_figure_of_a_census(tmp_path: Path, made_up: bytes) -> None:
    other = stirred(made_up, random.Random(1))
    assert census(other).unknown == {}
    one = figures(tmp_path / "one", "census.xml", made_up)
    assert one == figures(tmp_path / "two", "census.xml", other)
    assert sum(row[8] is not None and row[8] > 0 for row in one) > 100


SPELT = {
    "b) Female": "Female", "a) Male": "M", "a) Yes": "Y", "b) No": "no", "q) 6: Police": "g) Police", "a) WBRI": "White British",
    "a) Neglect": "Neglect", "d) Emotional abuse": "EMO", "N1 - Abuse, neglect and exploitation": "a) Abuse or neglect",
}  # fmt: skip
HEADED = {"Date of referral": "ReferralDate", "Child Unique ID": "ChildUniqueID", "Date of Contact": "DateOfContact",
          "CIN Start Date": "CINStartDate", "Child Protection Plan Start Date": "ChildProtectionPlanStartDate"}  # fmt: skip


def respelt(data: bytes, rng: random.Random) -> bytes:
    """The same lists with rows in another order, other ids, days as text, and headings and words of other dialects."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    names = dict(zip(("C1", "C2", "C3"), ("C3", "C1", "C2"), strict=True))
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet in book:
        if sheet.title == "Notes":
            continue
        heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        rng.shuffle(rows)
        copy = made.create_sheet(f"Sheet {sheet.title}")
        copy.append([HEADED.get(cell, cell) for cell in heading])
        for row in rows:
            copy.append([_respelt(cell, names) for cell in row])
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def _respelt(cell: Any, names: dict[str, str]) -> Any:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return names.get(cell, SPELT.get(cell, cell)) if isinstance(cell, str) else cell


@pytest.mark.slow
def test_order_and_spelling_change_no_figure_of_annex_a(tmp_path: Path) -> None:
    made = Partnership(tmp_path / "source")
    for name, table in TABLES.items():
        made.drop(f"2023-03/mosaic/{name}.csv", csv_bytes(whole(table)))
    made.refresh(MARCH)
    written = annex_a(made.home, MARCH, references=True)
    data = workbook(written, partnership="Made up", month=MARCH, is_made_up=True)
    other = respelt(data, random.Random(2))
    assert figures(tmp_path / "one", "annex.xlsx", data) == figures(tmp_path / "two", "annex.xlsx", other)


def turned(told: Any, rng: random.Random) -> Any:
    """A payload with its records and the nodes of each in another order, other references, and flags spelt otherwise."""
    if isinstance(told, list):
        shuffled = [turned(each, rng) for each in told]
        rng.shuffle(shuffled)
        return shuffled
    if isinstance(told, dict):
        pairs = [(name, _respelt_node(name, turned(each, rng), rng)) for name, each in told.items()]
        rng.shuffle(pairs)
        return dict(pairs)
    return told


def _respelt_node(name: str, value: Any, rng: random.Random) -> Any:
    if isinstance(value, bool):
        return rng.choice([value, str(value).lower(), str(value).upper()]) if name != "purge" else value
    if name.endswith("_id") and isinstance(value, str):
        return f"{9 - int(value[1:])}-{value[:1]}" if value[1:].isdigit() else value
    return value


@pytest.mark.slow
def test_order_and_spelling_change_no_figure_of_a_daily_payload(tmp_path: Path) -> None:
    data = (ROOT / "data" / "samples" / "national" / "children_social_care.json").read_bytes()
    other = json.dumps(turned(json.loads(data), random.Random(3))).encode()
    one = figures(tmp_path / "one", "daily.json", data)
    assert one == figures(tmp_path / "two", "daily.json", other)
    assert sum(row[8] is not None and row[8] > 0 for row in one) > 20


SSD_WORDS = {"Y": "yes", "N": "No", "F": "female", "M": "Male"}


def rearranged(table: Rows, rng: random.Random) -> Rows:
    """A report with its rows and columns in another order, and flags, sexes and days spelt otherwise."""
    heading, *body = table
    columns = list(range(len(heading)))
    rng.shuffle(columns)
    rows = [[_said(row[at]) for at in columns] for row in body]
    rng.shuffle(rows)
    return [[heading[at].upper() for at in columns], *rows]


def _said(cell: Any) -> Any:
    if isinstance(cell, str) and (found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell)):
        return f"{found[3]}/{found[2]}/{found[1]}"
    return SSD_WORDS.get(cell, cell) if isinstance(cell, str) else cell


@pytest.mark.slow
def test_order_and_spelling_change_no_figure_of_the_standard_dataset(tmp_path: Path) -> None:
    rng, found = random.Random(4), []
    for name, change in (("one", lambda table: table), ("two", lambda table: rearranged(table, rng))):
        made = Partnership(tmp_path / name)
        for report, table in TABLES.items():
            made.drop(f"2023-03/mosaic/{report}.csv", csv_bytes(change(whole(table))))
        found.append(every_value(made.refresh(MARCH)))
    assert found[0] == found[1]
    assert sum(row[8] is not None and row[8] > 0 for row in found[0]) > 50


@given(
    day=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    form=st.sampled_from(["%d/%m/%Y", "%d/%m/%Y 00:00:00", "%Y-%m-%d"]),
)
def test_a_day_of_annex_a_is_never_read_month_first(day: date, form: str) -> None:
    told = pl.DataFrame({"day": [day.strftime(form)]}).select(iso("day")).item()
    assert told == day.isoformat()


def test_a_census_writes_days_one_way_only(small: bytes) -> None:
    """Years first or not a day: `03/04/2022` is asked about and never guessed."""
    from sources.census.typed import typed

    wrong = small.replace(b"<CINreferralDate>2022-", b"<CINreferralDate>03/04/2022 ")
    assert wrong != small
    found = typed(census(wrong))
    told = found.unreadable.filter(pl.col("field") == "CINreferralDate").height
    blank = found.tables["episode"]["CINreferralDate"].is_null().sum()
    assert told == blank == wrong.count(b"03/04/2022")


def test_every_record_of_a_census_is_a_row_of_a_sheet(small: bytes) -> None:
    read = census(small)
    rows = {grid.source: grid.height - 1 for grid in sheets(small)}
    held = {name: table.height for name, table in read.tables.items()}
    assert rows["mosaic.person"] == held["child"] == 4
    assert rows["mosaic.referral"] == held["episode"]
    assert rows["mosaic.assessment_factor"] == read.tables["factor"]["assessment"].n_unique()
    conferences = [read.tables[name]["DateOfInitialCPC"].count() for name in ("episode", "section_47")]
    assert rows["mosaic.conference"] == sum(conferences)
    same = {"disability": "disabilities", "assessment": "assessment", "section_47": "section_47", "cin_plan": "cin_plan",
            "cp_plan": "cp_plan", "cp_review": "review"}  # fmt: skip
    assert {table: rows[f"mosaic.{table}"] for table in same} == {
        table: held[name] for table, name in same.items()
    }
