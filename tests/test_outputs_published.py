"""What stands in the folder of published files: what is refused, the pages that lead to it, and PDFs."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.home import Home
from pipelines.publication.fitness import NotFit, guarding, refuse_unfit
from pipelines.publication.front_page import AGENCY_RETURNS, COMPANION, write_front_page
from pipelines.settings import settings
from scorecards.audience import audiences
from scorecards.companion import companion
from scorecards.disclosure.release import Release, released
from scorecards.indicator import indicators
from scorecards.page import page
from scorecards.pdf import NoPdf, pdf
from scorecards.period import Quarter
from scorecards.publication import publish_files
from tests.made_up_scorecard import INDICATORS, QUARTER, made_up_audience, made_up_scorecard
from tests.read_outputs import parsed

SQL = Path(__file__).parent.parent / "sql"


def home(folder: Path) -> Home:
    return Home(settings(inbox=folder / "inbox", home=folder / "home"))


def look_at(paths: list[Path], release: Release | None = None) -> None:
    with guarding() as guard:
        guard.attack(release or released([]), [], Quarter.parse(QUARTER))
        guard.look_at(paths, is_circulated=True)
        refuse_unfit(guard)


def test_an_inaccessible_workbook_is_refused_with_every_reason(tmp_path: Path) -> None:
    paths = publish_files(folder=tmp_path, audience=made_up_audience(), content=made_up_scorecard())
    look_at(paths)
    workbook = next(path for path in paths if path.suffix == ".xlsx")
    book = load_workbook(workbook)
    book["Summary"].merge_cells("A1:C1")
    book.save(workbook)
    with pytest.raises(NotFit, match="Nothing was published") as refused:
        look_at(paths)
    assert "T3 (essential), sheet Summary, A1:C1: expected no merged cells." in str(refused.value)
    # openpyxl loses the words of the charts when it saves a workbook again.
    assert "F11 (essential), sheet FD01: expected a description" in str(refused.value)


@pytest.mark.keeps("SEC-19")
def test_a_number_where_the_release_has_a_mark_is_refused(tmp_path: Path) -> None:
    audience = replace(made_up_audience(), everything=True)
    paths = publish_files(folder=tmp_path, audience=audience, content=made_up_scorecard(audience=audience))
    hidden = [
        replace(row, numerator=None, denominator=None, value=None, state="withheld")
        for row in made_up_scorecard(audience=audience).values
        if (row.indicator, row.period_id) == ("FD01", "month:2023-01")
    ]
    release = Release(audiences={}, rows=tuple(hidden), small=frozenset())
    with pytest.raises(NotFit, match="FD01 month:2023-01, which is withheld"):
        look_at(paths, release)


def test_the_landing_page_lists_quarters_newest_first_with_the_files_that_are_there(tmp_path: Path) -> None:
    place = home(tmp_path)
    for quarter, names in (
        ("2022-23-Q3", ["a.xlsx", "a.html"]),
        ("2022-23-Q4", ["b.html", "b.pdf", "values.csv"]),
    ):
        folder = place.published / quarter / "front-door"
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text("x")
    (place.published / "2022-23-Q4" / COMPANION).write_text("x")
    (place.published / "2022-23-Q4" / AGENCY_RETURNS).mkdir()
    for name in ("schools-education-return-2022-23-q4.html", "schools-education-return-2022-23-q4.xlsx"):
        (place.published / "2022-23-Q4" / AGENCY_RETURNS / name).write_text("x")
    (place.published / "notes").mkdir()
    html = write_front_page(place, audiences().values()).read_text(encoding="utf-8")
    found = parsed(html)
    assert found.tables == {
        "Scorecards of January to March 2023": [
            ["For", "Marking", "Files"],
            [
                "Strategic Integrated Front Door",
                "OFFICIAL-SENSITIVE. For members of the Strategic Integrated Front Door subgroup.",
                "page, PDF, values.csv",
            ],
            [
                "What became of your contacts: Schools/Education",
                "OFFICIAL-SENSITIVE. For Schools/Education and the partnership's business unit.",
                "page, workbook",
            ],
            ["Companion for members", "OFFICIAL", "what it counts, why it matters, what to ask"],
        ],
        "Scorecards of October to December 2022": [
            ["For", "Marking", "Files"],
            [
                "Strategic Integrated Front Door",
                "OFFICIAL-SENSITIVE. For members of the Strategic Integrated Front Door subgroup.",
                "page, workbook",
            ],
        ],
    }
    links = [link for link in found.links if not link.startswith("#")]
    assert links[0] == "2022-23-Q4/front-door/b.html"
    assert all((place.published / link).exists() for link in links)


def test_the_companion_says_what_every_indicator_counts_and_what_to_ask() -> None:
    known = indicators(SQL)
    html = companion(partnership="Made up", quarter=Quarter.parse("2022-23-Q4"), indicators=known)
    assert "Not written yet" not in html, "an indicator lacks why it matters or what to ask"
    assert html.count("<article ") == len(known) > 50
    supplied = companion(partnership="<b>", quarter=Quarter.parse("2022-23-Q4"), indicators=INDICATORS)
    assert "<script>" not in supplied
    assert "<b>" not in supplied


@pytest.fixture(scope="module")
def made() -> bytes:
    try:
        return pdf(page(made_up_scorecard()))
    except NoPdf as missing:
        pytest.skip(f"NO PDF LOOKED AT: {missing}")


def poppler(tool: str, *arguments: str, folder: Path) -> str:
    """What one of Poppler's tools says of `a.pdf`."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"NO PDF READ: {tool} not found")
    done = subprocess.run([found, *arguments], cwd=folder, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def test_a_pdf_is_the_same_each_time(made: bytes) -> None:
    assert pdf(page(made_up_scorecard())) == made


def test_a_pdf_is_tagged_and_says_that_it_is_accessible(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made)
    said = poppler("pdfinfo", "a.pdf", folder=tmp_path)
    assert "Tagged:          yes" in said
    assert "JavaScript:      no" in said
    assert "Title:           Child Exploitation scorecard" in said
    assert "pdfuaid" in poppler("pdfinfo", "-meta", "a.pdf", folder=tmp_path)


def test_a_pdf_holds_every_row_of_every_table(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made)
    text = "".join(poppler("pdftotext", "-raw", "a.pdf", "-", folder=tmp_path).split())
    tables = parsed(page(made_up_scorecard())).tables
    assert len(tables) > 10
    for name, rows in tables.items():
        for row in rows:
            for cell in row:
                assert "".join(cell.split()) in text, (name, row)
