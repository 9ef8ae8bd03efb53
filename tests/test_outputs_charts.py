"""What charts draw: lines that break where they must, marks told apart by shape, nothing where nothing is known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from scorecards.audience import audiences
from scorecards.chart.bars import LABEL, VALUE, WIDTH, bars
from scorecards.chart.sparkline import sparkline
from scorecards.chart.trend import CLASSES, SHAPES, SIGNS, key, trend
from scorecards.chart.words import description
from scorecards.indicator_page import IndicatorPage
from scorecards.page import page as page_of
from scorecards.scorecard import Scorecard
from scorecards.thin import with_own_axes
from scorecards.workbook.scorecard import workbook
from tests.made_up_scorecard import made_up_scorecard
from tests.read_outputs import opened

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NEW_LIMITS = 9
"""The place of January 2022, when the limits of re-referrals start again, among the months from April 2021."""


@pytest.fixture(scope="module")
def content() -> Scorecard:
    return made_up_scorecard(audience=audiences()["operational_business"])


@pytest.fixture(scope="module")
def pages(content: Scorecard) -> dict[str, IndicatorPage]:
    return {page.ref: page for page in content.pages}


def path_of(drawing: str, kind: str) -> str:
    found = re.search(rf'<path class="{kind}[^"]*" d="([^"]*)"', drawing)
    return found[1] if found else ""


def test_a_line_breaks_where_limits_start_again(pages: dict[str, IndicatorPage]) -> None:
    drawing = str(trend(pages["RF04"]))
    line = path_of(drawing, "line")
    assert line.count("M") == 2
    assert line.count("L") == 24 - 2
    assert len(re.findall(r"L", line.split("M")[1])) == NEW_LIMITS - 1
    assert drawing.count('<path class="mean') == 2
    assert drawing.count('<path class="limit') == 4
    assert "New limits from Jan 2022 [b]" in drawing


def test_a_line_breaks_where_there_is_no_sound_figure(pages: dict[str, IndicatorPage]) -> None:
    drawing = str(trend(pages["MH07"]))
    # August 2022 is impossible: 24 months, one gap.
    assert path_of(drawing, "line").count("M") == 2
    assert path_of(drawing, "line").count("L") == 23 - 2
    assert drawing.count(">impossible</text>") == 1


def test_limits_stand_only_beside_points_enough_and_the_key_says_what_is_drawn(
    pages: dict[str, IndicatorPage],
) -> None:
    health = pages["HE01"]
    assert 'class="mean' not in str(trend(health)), "six months are too few for limits"
    assert [words for _, _, words in key(health)] == ["A month's figure"]
    drawn = {kind for kind, _, _ in key(pages["MH07"])}
    assert {"mean", "limit", "target"} <= drawn


def test_each_kind_of_mark_has_a_shape_of_its_own(pages: dict[str, IndicatorPage]) -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    shapes = {CLASSES.get(mark, mark): re.sub(r"[-\d. ]", "", shape) for mark, shape in SHAPES.items()}
    drawn = {CLASSES.get(mark, mark): shape for mark, shape in SHAPES.items()}
    assert len(set(drawn.values())) == len(shapes) == 4
    used = {kind for page in pages.values() for kind, _, _ in key(page)}
    assert {"dots", "mean", "limit", "target"} < used <= set(SIGNS)


def test_words_at_the_right_end_do_not_touch(pages: dict[str, IndicatorPage]) -> None:
    for page in pages.values():
        levels = sorted(
            float(level)
            for level in re.findall(
                r'<text class="(?:last|mean|limit|target)-words" x="[\d.]+" y="([\d.]+)"', str(trend(page))
            )
        )
        assert all(below - above >= 14 for above, below in pairwise(levels)), page.ref
        assert not levels or levels[-1] <= 270


def test_bars_are_as_long_as_their_figures(pages: dict[str, IndicatorPage]) -> None:
    drawing = str(bars(pages["RF04"]))
    lengths = [float(length) for length in re.findall(r'width="([\d.]+)" height="18"', drawing)]
    beside = pages["RF04"].comparison.beside_us
    figures = [float(beside[0].ours.number or 0), *(float(each.figure.number or 0) for each in beside)]
    longest = WIDTH - LABEL - VALUE
    assert lengths == pytest.approx([longest * each / max(figures) for each in figures], abs=0.06)
    assert str(bars(pages["FD01"])) == ""


def test_nothing_is_drawn_of_what_is_withheld(pages: dict[str, IndicatorPage]) -> None:
    page = pages["FD01"]
    none = replace(page, months=tuple(replace(line, state="withheld") for line in page.months))
    assert not none.has_trend
    assert str(sparkline(none)) == ""
    assert description(none).startswith("Line chart of Contacts received by month. No month has a figure")


def series(book: bytes) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Of each chart its sheet, its part, and name, months and figures of every series."""
    with ZipFile(BytesIO(book)) as package:
        for name in sorted(package.namelist()):
            if name.startswith("xl/charts/chart"):
                root = ElementTree.fromstring(package.read(name))
                found = [
                    (
                        "".join(each.find(f"{CHART}tx").itertext()).strip(),  # type: ignore[union-attr]
                        each.find(f"{CHART}xVal/{CHART}numRef/{CHART}f").text or "",  # type: ignore[union-attr]
                        each.find(f"{CHART}yVal/{CHART}numRef/{CHART}f").text or "",  # type: ignore[union-attr]
                    )
                    for each in root.iter(f"{CHART}ser")
                ]
                yield found[0][1].partition("!")[0].strip("'"), name, found


def cells(book: Workbook, reference: str) -> list[object]:
    sheet, _, place = reference.partition("!")
    left, top, right, bottom = range_boundaries(place.replace("$", ""))
    worksheet = book[sheet.strip("'")]
    return [
        worksheet.cell(row, column).value
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]


def test_every_series_of_the_workbook_stands_over_numbers_only(content: Scorecard) -> None:
    made = workbook(content)
    book = opened(made)
    charts = list(series(made))
    assert {sheet for sheet, _, _ in charts} == {page.ref for page in content.pages if page.has_trend}
    for sheet, _, found in charts:
        for name, months, figures in found:
            shown = cells(book, figures)
            assert all(isinstance(each, int | float) for each in shown), (sheet, name)
            assert len(cells(book, months)) == len(shown)


def test_the_workbooks_line_has_a_series_a_phase(content: Scorecard) -> None:
    made = workbook(content)
    found = {sheet: each for sheet, _, each in series(made)}
    lengths = [len(cells(opened(made), figures)) for name, _, figures in found["RF04"] if name == "Percent"]
    assert lengths == [NEW_LIMITS, 24 - NEW_LIMITS]
    assert [name for name, _, _ in found["RF04"]].count("Mean") == 2


def test_an_axis_that_drawings_share_stands_on_the_page_once_and_is_whole_where_each_is_drawn_alone(
    content: Scorecard,
) -> None:
    drawn = [str(trend(each)) for each in content.pages if each.has_trend]
    axes = [found[0] for each in drawn if (found := re.findall(r'<g class="axis">(.*?)</g>', each))]
    html = page_of(content)
    assert len(set(axes)) < len(axes)
    assert html.count("<use ") == len(axes) - len(set(axes))
    whole = with_own_axes(html)
    assert "<use " not in whole
    assert whole.count(">Mar 2023</text>") == sum("Mar 2023" in axis for axis in axes)


def test_a_small_trend_draws_every_month_that_it_has(pages: dict[str, IndicatorPage]) -> None:
    """One month between two that are withheld is a point, not nothing."""
    page = pages["FD01"]
    shown = (2, 10, 11, 12, 20)
    months = tuple(
        line if place in shown else replace(line, state="withheld") for place, line in enumerate(page.months)
    )
    drawing = str(sparkline(replace(page, months=months)))
    assert path_of(drawing, "line").count("M") == 1
    assert path_of(drawing, "line").count("L") == 2
    assert path_of(drawing, "lone").count("h0") == 2
    assert not path_of(drawing, "dots")
