"""What an agency is told: its own figures and the partnership's, as they were released, and nobody else's."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scorecards.accessibility.check import check
from scorecards.agency_return import AgencyFigure, AgencyReturn, agency_returns
from scorecards.agency_return_files import agency_files, agency_page, agency_workbook
from scorecards.attack.files import sightings, withheld_places
from scorecards.figure import absent, figure, number_figure
from scorecards.period import Quarter
from scorecards.restatement import key_of, revised
from scorecards.value import PROVISIONAL, Values
from tests.made_up_agency_returns import (
    INDICATORS,
    SOURCES,
    made_up_provenance,
    made_up_release,
    made_up_returns,
)
from tests.made_up_release import seen
from tests.made_up_scorecard import QUARTER
from tests.read_outputs import opened, parsed, words_of


def rows_of(content: AgencyReturn, sheet: str) -> list[dict[str, str]]:
    header, *rows = words_of(opened(agency_workbook(content))[sheet])
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_figure_is_the_released_one() -> None:
    release = made_up_release()
    shown = Values.of(release.rows)
    compared = 0
    for agency, content in made_up_returns(release).items():
        for sheet in ("Your contacts", *(["Your part"] if content.parts else [])):
            for row in rows_of(content, sheet):
                breakdown, _, category = row["Counted as"].partition(": ")
                for when, period_id in (
                    ("quarter", "quarter:2022-23-Q4"),
                    ("12 months", "rolling_12:2023-03"),
                ):
                    parts = shown.breakdowns(row["Ref"], period_id)[breakdown.lower().replace(" ", "_")]
                    (own,) = (part for part in parts if part.category == category)
                    assert row[f"Yours, {when}"] == figure(own).words, (agency, row["Ref"])
                    whole = figure(shown.total(row["Ref"], period_id)).words
                    assert row[f"Partnership, {when}"] == whole
                    compared += 1
    assert compared == 2 * (4 * 2 + 3)


def test_the_page_holds_the_tables_of_the_workbook() -> None:
    for content in made_up_returns().values():
        page = parsed(agency_page(content)).tables
        for sheet in ("Your contacts", *(["Your part"] if content.parts else [])):
            for when in ("quarter", "12 months"):
                header, *rows = page[f"{sheet}, {when}"]
                book = rows_of(content, sheet)
                assert [dict(zip(header, row, strict=True)) for row in rows] == [
                    {name: line[name] for name in header} for line in book
                ]


def test_an_agency_sees_its_own_lines_and_files() -> None:
    returns = made_up_returns()
    assert set(returns) == set(SOURCES)
    police = returns["Police"]
    assert {line.counted_as for line in police.lines} == {"Source group: Police"}
    assert [line.counted_as for line in police.parts] == ["Agency: Police"]
    assert [line.counted_as for line in returns["Health"].parts] == ["Agency: Health visiting"]
    assert [line.agency for line in police.sources] == ["Police"]
    assert [name for name in SOURCES if name != "Police" and name in agency_page(police)] == []


def test_another_agencys_figures_change_no_byte() -> None:
    """Two other agencies exchange ten contacts: the whole stays, and so does every byte of the police's return."""

    def exchange(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["indicator"] == "FD01" and row["category"] in ("Health", "Local Authority"):
                row["numerator"] += 10 if row["category"] == "Health" else -10

    before, after = made_up_returns()["Police"], made_up_returns(made_up_release(exchange))["Police"]
    assert agency_workbook(before) == agency_workbook(after)
    assert agency_page(before) == agency_page(after)


def test_what_is_withheld_stays_withheld_and_the_attack_reads_these_files(tmp_path: Path) -> None:
    """Of the contacts of schools three became a referral: that line has marks, and a file that shows it is found."""
    release = made_up_release()
    schools = made_up_returns(release)["Schools/Education"]
    (line,) = (line for line in schools.lines if line.ref == "FD04")
    assert (line.quarter.ours.words, line.quarter.numerator.words, line.quarter.beside) == (
        "[c]",
        "[c]",
        "[c]",
    )
    withheld, quarter = withheld_places(seen(release.rows)), Quarter.parse(QUARTER)
    assert ("FD04", "quarter:2022-23-Q4", "source group", "Schools/Education") in withheld
    for content in made_up_returns(release).values():
        for path in agency_files(folder=tmp_path, content=content):
            assert sightings(path, quarter, withheld) == []
    shown = {
        *withheld,
        ("FD01", "rolling_12:2023-03", "source group", "Police"),
        ("SP11", "quarter:2022-23-Q4", "", ""),
    }
    for path in agency_files(folder=tmp_path, content=made_up_returns(release)["Police"]):
        assert len(sightings(path, quarter, shown)) == 2


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        agency_files(folder=tmp_path / name, content=made_up_returns()["Police"]) for name in ("a", "b")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("agency", sorted(SOURCES))
def test_the_workbook_keeps_the_whole_checklist(agency: str) -> None:
    content = made_up_returns()[agency]
    assert check(agency_workbook(content), f"{content.file_name}-return-2022-23-q4.xlsx") == ()


def test_the_head_says_what_the_others_say() -> None:
    content = made_up_returns()["Police"]
    cover = "\n".join(str(cell.value) for (cell,) in opened(agency_workbook(content))["Cover"]["A1:A20"])
    page = agency_page(content)
    for words in (
        "OFFICIAL-SENSITIVE. For Police", "DRAFT for approval", "Made from made-up data", "31 March 2023", "2023-03-a1b2c3",
        "Performance team", "1 of 1",
    ):  # fmt: skip
        assert words in cover and words in page, words


@pytest.mark.parametrize(
    ("ours", "theirs", "unit", "said"),
    [
        (25.0, 20.0, "%", "5.0 percentage points higher"),
        (20.04, 20.0, "%", "The same"),
        (1.5, 2.0, "days", "0.5 lower"),
        (30, 120, "count", "25% of all"),
        (0, 0, "count", "[z]"),
    ],
)
def test_beside_the_partnership_in_words(ours: float, theirs: float, unit: str, said: str) -> None:
    both = [number_figure(each, unit) for each in (ours, theirs)]
    assert (
        AgencyFigure(ours=both[0], numerator=absent(), denominator=absent(), partnership=both[1]).beside
        == said
    )


@pytest.mark.keeps("P6")
def test_a_revised_figure_has_its_mark_and_both_numbers_one_click_away() -> None:
    """The police's own figure was published otherwise before, and the total of another measure is provisional."""
    release = made_up_release()
    rows = [row for row in release.rows if row.period_id == "quarter:2022-23-Q4"]
    own = next(row for row in rows if row.category == "Police" and row.state == "ok")
    total = next(row for row in rows if row.is_total and row.indicator != own.indicator)
    was = replace(own, numerator=(own.numerator or 0) + 7, value=(own.value or 0) + 7)
    values, lines = revised(
        Values((own,)),
        {key_of(own): (was, "2022-23-Q4, published 1 May 2023")},
        {own.indicator: "Contacts"},
        {},
    )
    found = agency_returns(
        release=release,
        indicators=INDICATORS,
        quarter=Quarter.parse(QUARTER),
        provenance=made_up_provenance(),
        marked=[*values.rows, replace(total, marks=(PROVISIONAL,))],
        revised=lines,
    )
    police = next(each for each in found if each.agency == "Police")
    assert police.revised == lines
    others = [each for each in found if each.agency != "Police"]
    assert others and not any(each.revised for each in others)
    page = agency_page(police)
    assert 'href="#revised">[r]</a>' in page and "[p]" in page
    assert figure(was).words in page.partition("id=revised")[2]
    book = load_workbook(BytesIO(agency_workbook(police)))
    cells = [cell for line in book["Your contacts"].iter_rows() for cell in line if cell.hyperlink]
    assert {cell.hyperlink.location for cell in cells if "[r]" in cell.number_format} == {
        "'Revised figures'!A1"
    }
    _, told = words_of(opened(agency_workbook(police))["Revised figures"])
    assert figure(was).plain_words in told and figure(own).plain_words in told
