"""What the README says of adding something, done by following it alone, with the files that it took counted."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import ROOT
from pipelines.statutory.national import take_statistics
from scorecards.indicator import indicator
from scorecards.sql_file import UnreadableSqlFile
from tests.made_up_inbox import MISSING_MARCH, Partnership, figure, workbook_bytes
from tests.test_national_statistics import referrals, town

README = (ROOT / "README.md").read_text(encoding="utf-8")


def files(place: Partnership) -> set[str]:
    folder = place.settings_file.parent
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_indicator_is_one_file_copied_from_its_neighbour(place: Partnership) -> None:
    assert "Add one file, such as `sql/indicators/missing/my_indicator.sql`" in README
    assert "`indicators/missing/my_indicator.sql` in your partnership's folder" in README
    before = files(place)
    own = place.settings_file.parent / "indicators" / "missing" / "my_indicator.sql"
    own.parent.mkdir(parents=True)
    text = (ROOT / "sql" / "indicators" / "missing" / "missing_episodes.sql").read_text(encoding="utf-8")
    own.write_text(
        text.replace('"MH01"', '"MY01"').replace("Missing episodes", "Our episodes"), encoding="utf-8"
    )
    place.drop_police("2023-03", MISSING_MARCH)
    path = place.refresh()
    assert indicator(own).examples
    assert (
        figure(path, "MY01", "month:2023-03") == figure(path, "MH01", "month:2023-03") == (2, None, 2, "ok")
    )
    assert files(place) - before == {"indicators/missing/my_indicator.sql"}


def test_an_indicator_that_the_tables_cannot_answer_is_named(place: Partnership) -> None:
    own = place.settings_file.parent / "indicators" / "missing" / "my_indicator.sql"
    own.parent.mkdir(parents=True)
    text = (ROOT / "sql" / "indicators" / "missing" / "missing_episodes.sql").read_text(encoding="utf-8")
    own.write_text(
        text.replace('"MH01"', '"MY01"').replace("episode.reported_on", "episode.reportd_on"),
        encoding="utf-8",
    )
    place.drop_police("2023-03", MISSING_MARCH)
    with pytest.raises(UnreadableSqlFile, match=r"missing/my_indicator\.sql.*reportd_on"):
        place.refresh()


def test_a_heading_and_a_code_that_are_spelt_differently_are_a_row_each(place: Partnership) -> None:
    assert "one row of `headings.csv` or `codes/<list>.csv` in your partnership's folder" in README
    ours = [[*MISSING_MARCH[0]], *[[*row] for row in MISSING_MARCH[1:]]]
    ours[0][ours[0].index("Found")] = "Traced At"
    for row in ours[1:]:
        row[ours[0].index("Gender")] = {"F": "Lass", "M": "Lad"}[row[ours[0].index("Gender")]]
    place.drop("2023-03/police/a.xlsx", workbook_bytes({"Missing": ours}))
    before, folder = files(place), place.settings_file.parent
    assert figure(place.refresh(), "MH05", "month:2023-03")[3] == "not_supplied"
    refused = place.home.ledger.of("delivered")[-1].facts
    assert "headings.csv: police.missing_report,found_at,THE HEADING." in str(refused)
    (folder / "headings.csv").write_text("table,column,heading\npolice.missing_report,found_at,Traced At\n")
    (folder / "codes").mkdir()
    (folder / "codes" / "sex.csv").write_text(
        "code,label,spellings,valid_from,valid_to\nF,Female,Lass,,\nM,Male,Lad,,\n"
    )
    path = place.refresh()
    assert figure(path, "MH01", "month:2023-03") == (2, None, 2, "ok")
    # the one note says that a taught spelling was taken for its code
    assert place.home.ledger.of("delivered")[-1].facts["parts"][0]["findings"] == {"NRM08": 1}
    assert files(place) - before == {"headings.csv", "codes/sex.csv"}


def test_a_comparator_year_is_one_command_on_the_published_files(place: Partnership, tmp_path: Path) -> None:
    assert "`scorecard comparators FILES…`, written into your partnership's folder" in README
    before, folder = files(place), place.settings_file.parent
    earlier = referrals(tmp_path, 2024, (town(2023, "901"), "3000,600,20.0"))
    both = referrals(
        tmp_path, 2025, (town(2023, "901"), "3000,600,20.0"), (town(2024, "901"), "3100,651,21.0")
    )
    for published, years in ((earlier, {"2023"}), (both, {"2023", "2024"})):
        take_statistics([published], authorities=["901"], overlay=folder, on=date(2026, 11, 22))
        rows = pl.read_csv(folder / "comparators.csv", infer_schema=False)
        own = rows.filter((pl.col("area_kind") == "authority") & (pl.col("measure") == "Referrals in year"))
        assert set(own["year_ending"]) == years
    assert files(place) - before <= {
        "comparators.csv", "comparators_earlier.csv", "population.csv", "statistical_neighbours.csv",
    }  # fmt: skip
