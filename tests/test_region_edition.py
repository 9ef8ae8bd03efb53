"""A region's edition from files to readers: every authority's scorecard and the region's, signed for as one; one authority
that fails stops nobody, and the region's figures say that they are without it."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.publication.drafts import draft_of
from pipelines.publication.publication import Publication
from pipelines.publication.signing import approve, publish
from pipelines.publication.withdrawing import recipients
from pipelines.questions.answers import NotAsked
from pipelines.region.publication import RegionPublication, publication_of
from pipelines.settings import settings
from pipelines.tracing.asking import found_in
from pipelines.tracing.trace import trace
from scorecards.accessibility.check import essential
from scorecards.accessibility.opened import opened
from scorecards.audience import Audience
from scorecards.period import Quarter
from tests.made_up_inbox import SETTINGS, UNTIL, Partnership, query

QUARTER = Quarter.parse("2022-23-Q4")
NAMES = ("front_door",)
MEMBERS = {"Z001": "Ashmere", "Z002": "Brackenford", "Z003": "Coldharbour"}
STEM = "region-scorecard-2022-23-q4"


class Region(Partnership):
    """Three authorities, of which the last never delivers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        named = "".join(
            f'[[region.authority]]\ncode = "{code}"\nnames = ["{name}"]\n' for code, name in MEMBERS.items()
        )
        alone = '[authority]\ncode = "370"\nnames = ["Barnsley"]\n'
        assert alone in SETTINGS
        whole = f'[region]\ncode = "ZR"\nnames = ["Made-up Region"]\n{named}'
        self.settings_file.write_text(SETTINGS.replace(alone, whole) + UNTIL, encoding="utf-8")

    @property
    def out(self) -> Path:
        return self.home.published / str(QUARTER)


def told(folder: Path) -> list[dict[str, str]]:
    with (folder / "values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """A build of two authorities' files and a draft of one audience."""
    place = Region(tmp_path_factory.mktemp("region"))
    place.drop_everything()
    for month in sorted(place.inbox.glob("20*")):
        for code in ("Z001", "Z002"):
            shutil.copytree(month, place.inbox / code / month.name)
        shutil.rmtree(month)
    place.refresh()
    publication_of(place.home, QUARTER).draft(NAMES)
    return place


@pytest.fixture
def place(made: Region, tmp_path: Path) -> Region:
    copy = Region(tmp_path / "copy")
    shutil.copytree(made.folder, copy.folder, dirs_exist_ok=True)
    return copy


@pytest.mark.slow
def test_an_edition_holds_every_authority_and_the_region(place: Region) -> None:
    approve(place.home, QUARTER, by="A Chair")
    publish(place.home, QUARTER)
    stem = "front-door-scorecard-2022-23-q4"
    for code in ("Z001", "Z002"):
        assert {path.name for path in (place.out / code / "front-door").iterdir()} == {
            f"{stem}.xlsx", f"{stem}.html", "values.csv",
        }  # fmt: skip
        assert {line["authority"] for line in told(place.out / code / "front-door")} == {code}
    assert {path.name for path in (place.out / "region").iterdir()} == {
        f"{STEM}.xlsx",
        f"{STEM}.html",
        "values.csv",
    }
    # nothing ever came from the third: its page says so, and the region's figures that they are without it
    (page,) = (place.out / "Z003").iterdir()
    assert "Nothing that any of its figures needs was delivered" in page.read_text(encoding="utf-8")
    whole = (place.out / "region" / f"{STEM}.html").read_text(encoding="utf-8")
    assert "Coldharbour: its figures are not here" in whole
    landing = (place.home.published / "index.html").read_text(encoding="utf-8")
    for name in (
        f"{QUARTER}/region/{STEM}.html",
        f"{QUARTER}/Z002/front-door/{stem}.xlsx",
        f"{QUARTER}/Z003/{page.name}",
    ):
        assert name in landing
    assert recipients(place.home, QUARTER)[0] == "The regional board."


@pytest.mark.slow
def test_the_regions_figures_are_the_sums_of_what_authorities_show(place: Region) -> None:
    """Counted again from the authorities' own tables of values, as whole numbers."""
    approve(place.home, QUARTER, by="A Chair")
    publish(place.home, QUARTER)
    names = ("indicator", "period_id", "breakdown", "category")
    shown = {
        (line["authority"], *(line[name] for name in names)): line
        for code in ("Z001", "Z002")
        for line in told(place.out / code / "front-door")
    }
    compared = 0
    for line in told(place.out / "region"):
        parts = [shown.get((code, *(line[name] for name in names))) for code in ("Z001", "Z002")]
        if line["state"] == "partial" and line["unit"] in ("count", "%", "per 10,000") and None not in parts:
            numbers = [part["numerator"] for part in parts if part and part["numerator"] != ""]
            if len(numbers) == 2:
                assert float(line["numerator"]) == sum(map(float, numbers)), line["indicator"]
                compared += 1
    assert compared


@pytest.mark.slow
def test_an_authority_whose_files_cannot_be_made_stops_nobody(
    place: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_ever = Publication.make_all

    def make_all(self: Publication, wanted: Iterable[Audience], beside: Path) -> list[Path]:
        if self.home.settings.authority.code == "Z002":
            raise ArithmeticError("a value that nobody may see")
        return as_ever(self, wanted, beside)

    monkeypatch.setattr(Publication, "make_all", make_all)
    draft = publication_of(place.home, QUARTER).draft(NAMES)
    assert set(draft.facts["without"]) == {"Z002", "Z003"}
    assert "nobody may see" not in str(draft.facts)
    assert any(name.startswith("Z001/front-door/") for name in draft.files)
    assert [name for name in draft.files if name.startswith("Z002/")] == [
        "Z002/z002-scorecard-2022-23-q4.html"
    ]
    lines = told(draft.folder / "region")
    alone = {
        (line["indicator"], line["period_id"]): line["numerator"]
        for line in told(draft.folder / "Z001" / "front-door")
        if not line["breakdown"]
    }
    sums = {
        (line["indicator"], line["period_id"]): line["numerator"]
        for line in lines
        if line["state"] == "partial" and not line["breakdown"]
    }
    both = sums.keys() & alone.keys()
    assert both and all(float(sums[key]) == float(alone[key]) for key in both if alone[key])
    frozen = (draft.folder / ".frozen" / "release.csv").read_text(encoding="utf-8")
    assert "\nZ001," in frozen and "\nZR," in frozen and "\nZ002," not in frozen


@pytest.mark.slow
def test_the_regions_page_and_workbook_are_accessible(made: Region) -> None:
    draft = draft_of(made.home, QUARTER)
    assert draft is not None
    for name in draft.files:
        if name.startswith("region/") and name.endswith(".xlsx"):
            assert not essential(opened(draft.data(name), name))


@pytest.mark.slow
def test_a_cell_of_an_authority_is_traced_and_one_of_the_region_names_what_it_is_of(place: Region) -> None:
    book = next((place.home.drafts / str(QUARTER) / "Z001" / "front-door").glob("*.xlsx"))
    sheet = opened(book.read_bytes(), book.name).book["Summary"]
    row, place_of = next(
        (row[0].row, column)
        for row in sheet.iter_rows()
        for column in range(len(row))
        if row[column].value == "This quarter"
    )
    letter = chr(ord("A") + place_of)
    number = next(
        at for at in range(row + 1, sheet.max_row + 1) if isinstance(sheet[f"{letter}{at}"].value, int)
    )
    found = found_in(
        place.home,
        ref=None,
        period=None,
        window=None,
        breakdown=None,
        workbook=book,
        cell=f"Summary!{letter}{number}",
    )
    traced = trace(place.home, found.asked, build=found.build)
    assert traced.value.authority == "Z001" and traced.is_sound
    assert float(traced.value.value or 0) == sheet[f"{letter}{number}"].value
    region = next((place.home.drafts / str(QUARTER) / "region").glob("*.xlsx"))
    with pytest.raises(NotAsked, match="sum of the figures of"):
        found_in(
            place.home, ref=None, period=None, window=None, breakdown=None, workbook=region,
            cell=f"Region!E{_row_of(region, 'RF01')}",
        )  # fmt: skip


def _row_of(book: Path, ref: str) -> int:
    sheet = opened(book.read_bytes(), book.name).book["Region"]
    return next(int(row[0].row) for row in sheet.iter_rows() if row[0].value == ref)


def test_one_authority_by_itself_has_no_region(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    made = publication_of(place.home, QUARTER)
    assert type(made) is Publication
    assert not isinstance(made, RegionPublication)


@pytest.mark.slow
def test_a_member_that_only_the_inbox_knows_is_taken_in(made: Region) -> None:
    chosen = settings(made.settings_file, inbox=made.inbox, home=made.folder / "home")
    assert Home(chosen).of("Z009").ledger is not None
    build = next((made.home.builds / "2023-03").glob("[!.]*.duckdb"))
    assert query(build, "select authority from reference.authority order by 1") == [
        (code,) for code in MEMBERS
    ]
