"""A number in a finished file where the release has a mark is found, wherever it stands."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from scorecards.attack.files import sightings, withheld_places
from scorecards.period import Quarter
from scorecards.publication import publish_files
from scorecards.scorecard import Scorecard
from scorecards.value import Value
from tests.made_up_release import seen
from tests.made_up_scorecard import QUARTER, made_up_audience, made_up_scorecard


def published(folder: Path, content: Scorecard | None = None) -> list[Path]:
    return publish_files(folder=folder, audience=made_up_audience(), content=content or made_up_scorecard())


def found_in(paths: list[Path], release: Iterable[Value]) -> list[str]:
    withheld = withheld_places(seen(release))
    return [each for path in paths for each in sightings(path, Quarter.parse(QUARTER), withheld)]


def marked(row: Value) -> Value:
    return replace(row, numerator=None, denominator=None, value=None, state="withheld")


def test_files_made_from_their_release_have_no_number_where_it_has_a_mark(tmp_path: Path) -> None:
    shown = made_up_scorecard().values
    assert any(row.state == "withheld" for row in shown)
    assert found_in(published(tmp_path), shown) == []


def test_every_file_that_shows_what_another_release_withholds_is_named(tmp_path: Path) -> None:
    """The release withholds a month, the quarter, the year to date and a category that the files show."""
    places = {
        ("FD01", "month:2023-01", ""),
        ("FD01", "quarter:2022-23-Q4", ""),
        ("FD01", "year_to_date:2023-03", ""),
    }
    places |= {("MH07", "quarter:2022-23-Q4", ""), ("FD01", "quarter:2022-23-Q4", "Health")}
    audience = replace(made_up_audience(), everything=True)
    content = made_up_scorecard(audience=audience)
    release = [
        marked(row) if (row.indicator, row.period_id, row.category) in places else row
        for row in content.values
    ]
    found = found_in(published(tmp_path, content), release)
    told = {
        (
            line.partition(" ")[0].rpartition(".")[2],
            *line.partition(" for ")[2].split(", which")[0].split(" ")[:2],
        )
        for line in found
    }
    for kind in ("xlsx", "csv", "html"):
        assert (kind, "FD01", "month:2023-01") in told
        assert (kind, "FD01", "quarter:2022-23-Q4") in told
        assert (kind, "MH07", "quarter:2022-23-Q4") in told
    assert any("source group Health" in line and ".xlsx" in line for line in found)
    assert any("source group Health" in line and ".html" in line for line in found)
    assert ("xlsx", "FD01", "year_to_date:2023-03") in told
