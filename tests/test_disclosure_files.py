"""A number in a finished file where the release has a mark is found, wherever it stands."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

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


def sent_round(folder: Path, change: Callable[[str, bytes], bytes]) -> list[Path]:
    """The published files with every part of the workbook, and the page, changed by somebody on the way."""
    paths = published(folder, made_up_scorecard(audience=replace(made_up_audience(), everything=True)))
    for path in paths:
        if path.suffix == ".html":
            path.write_bytes(change(path.name, path.read_bytes()))
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                parts = {name: book.read(name) for name in book.namelist()}
            with ZipFile(path, "w") as book:
                for name, part in parts.items():
                    book.writestr(name, change(name, part))
    return paths


def told_of(paths: list[Path]) -> list[str]:
    return sorted(
        {line.partition(", ")[0].rpartition(".")[2] + line.partition(",")[2] for line in found_in(paths, [])}
    )


def test_drawings_show_and_say_what_their_tables_do(tmp_path: Path) -> None:
    assert told_of(sent_round(tmp_path, lambda name, part: part)) == []


def test_a_point_too_many_is_found(tmp_path: Path) -> None:
    changed = sent_round(
        tmp_path, lambda name, part: part.replace(b'<path class=line d="M', b'<path class=line d="M1 1M')
    )
    assert "html FD01: its drawing has more points than its table has numbers." in told_of(changed)


def test_a_number_in_the_words_of_a_drawing_is_found(tmp_path: Path) -> None:
    changed = sent_round(
        tmp_path, lambda name, part: part.replace(b" by month: ", b" by month: it was 4,321 in hiding. ")
    )
    found = told_of(changed)
    for kind in ("html", "xlsx"):
        assert (
            f"{kind} FD01: the words in place of its drawing hold a number that its table does not." in found
        )


def test_a_chart_that_keeps_numbers_or_stands_over_marks_is_found(tmp_path: Path) -> None:
    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/charts/"):
            return part
        kept = part.replace(b"</numRef>", b"<numCache><ptCount val='1'/></numCache></numRef>", 1)
        return kept.replace(b"$B$", b"$Z$")

    found = told_of(sent_round(tmp_path, change))
    assert "xlsx FD01: its chart keeps numbers of its own." in found
    assert "xlsx FD01: its chart stands over cells that hold no number." in found


def test_a_number_in_what_an_indicator_is_read_beside_is_found(tmp_path: Path) -> None:
    (page,) = (path for path in published(tmp_path) if path.suffix == ".html")
    rows = "<tr><th>ZZ01 Open past due<td>on the last day<td>{}<td>{}"
    for cells, found in ((("[c]", ""), 0), (("4", ""), 1), (("[c]", "4 of 9"), 1)):
        page.write_text(
            '<article id="AS02"><table><caption>AS02 is read beside</caption><tr><th>Indicator<th>Basis<th>This quarter'
            f"<th>Of{rows.format(*cells)}</table></article>",
            encoding="utf-8",
        )
        withheld = {("ZZ01", "quarter:2022-23-Q4", "", "")}
        assert len(sightings(page, Quarter.parse(QUARTER), withheld)) == found
