"""What a region's board reads: words beside every drawing, marks where nothing may be told, and the same by two ways."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from pipelines.builds import SQL
from pipelines.publication.releases import text_of_rows
from scorecards.accessibility.check import essential
from scorecards.accessibility.opened import opened
from scorecards.attack.region_files import region_sightings
from scorecards.chart.funnel import description
from scorecards.chart.words import description as trend_words
from scorecards.indicator import indicators
from scorecards.indicator_page import trend_of
from scorecards.region.content import RegionScorecard
from scorecards.region.files import region_files
from scorecards.region.page import region_page
from scorecards.region.trend import region_page_of
from scorecards.region.workbook import region_workbook
from scorecards.trace_key import NoFigure, Place, TraceKey, trace_key
from scorecards.value import WITHHELD
from tests.made_up_region import (
    ABSENT,
    HIDDEN,
    NAMES,
    OUTLIER,
    OVER_TIME,
    QUARTER,
    made_up_region,
    made_up_totals,
    made_up_values,
)


@pytest.fixture(scope="module")
def content() -> RegionScorecard:
    return made_up_region()


def test_who_lies_far_out_stands_first_and_in_words(content: RegionScorecard) -> None:
    (first, *_) = content.outliers
    assert (first.indicator.ref, first.line.code) == ("AS02", OUTLIER)
    assert first.line.against == "Above the 99.8% limit: better"
    found = next(each for each in content.indicators if each.ref == "AS02")
    assert "Coldharbour" in description(found, found.quarter)
    assert found.quarter.best_words.startswith("Coldharbour ")


def test_ranks_and_the_median_are_of_what_is_shown(content: RegionScorecard) -> None:
    shares = next(each for each in content.indicators if each.ref == "RF07").quarter
    rows = {code: each.total("RF07", QUARTER.period_id) for code, each in made_up_values().items()}
    sound = [row for row in rows.values() if row and row.numerator is not None and row.denominator]
    shown = [round(100 * float(row.numerator / row.denominator), 1) for row in sound]  # type: ignore[operator]
    assert len(shown) == len(NAMES) - 2
    assert float(shares.median.number or 0) == pytest.approx(median(shown), abs=0.051)
    by_code = {line.code: line for line in shares.lines}
    assert by_code[HIDDEN].figure.words == "[c]" and by_code[HIDDEN].rank == "[z]"
    assert by_code[HIDDEN].against == "[z]" and by_code[ABSENT].figure.words == "[x]"
    assert {line.rank.rpartition(" ")[2] for line in shares.lines if line.rank != "[z]"} == {"8"}


def test_what_is_not_summed_says_so_and_counts_have_no_funnel(content: RegionScorecard) -> None:
    by_ref = {each.ref: each for each in content.indicators}
    assert "median" in by_ref["AS03D"].coverage and by_ref["AS03D"].shown("This quarter").words == "[z]"
    assert by_ref["RF01"].quarter.funnel is None and by_ref["RF01"].quarter.standing.number == 0
    assert by_ref["AS03D"].quarter.standing.number == 9 and by_ref["AS03D"].quarter.funnel is None
    assert by_ref["RF07"].shown("This quarter").words == "[c]"
    assert by_ref["CP02"].coverage == "9 of 10 authorities" and by_ref["CP02"].is_partial


def test_the_page_says_everything_that_it_draws(content: RegionScorecard) -> None:
    html = region_page(content)
    drawn = html.count("class=funnel") + html.count('class="funnel"')
    assert drawn == sum(view.funnel is not None for each in content.indicators for view in each.views) > 0
    assert html.count("Funnel plot of") == 2 * drawn  # in the drawing and beside it
    assert "Jarrowby: its figures are not here." in html
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", html)


def test_another_withheld_number_gives_the_same_bytes(content: RegionScorecard) -> None:
    other = made_up_region(secret=5)
    assert region_page(other) == region_page(content)
    assert region_workbook(other) == region_workbook(content)


def test_the_workbook_keeps_every_essential_item(content: RegionScorecard) -> None:
    assert not essential(opened(region_workbook(content), "region.xlsx"))


def test_a_number_in_a_withheld_place_is_seen_in_finished_files(
    content: RegionScorecard, tmp_path: Path
) -> None:
    rows = [row for code, each in made_up_values().items() if code != ABSENT for row in each.rows]
    rows += list(content.values)

    def frozen(hidden: set[tuple[str, str]], period_id: str = "") -> str:
        withheld = {"numerator": None, "denominator": None, "value": None, "state": WITHHELD}
        return text_of_rows(
            replace(row, **withheld)  # type: ignore[arg-type]
            if (row.authority, row.indicator) in hidden and period_id in ("", row.period_id)
            else row
            for row in rows
        )

    names = {name: code for code, name in NAMES.items()}
    made = region_files(folder=tmp_path, content=content)
    for path in made:
        assert region_sightings(path, QUARTER, frozen(set()), region="ZR", names=names) == []
        if path.suffix != ".csv":
            assert region_sightings(path, QUARTER, frozen({("Z002", "CP02")}), region="ZR", names=names)
            assert region_sightings(path, QUARTER, frozen({("ZR", "CP02")}), region="ZR", names=names)
            for code in ("Z002", "ZR"):  # in one month alone
                month = frozen({(code, OVER_TIME)}, "month:2022-11")
                (found, *_) = region_sightings(path, QUARTER, month, region="ZR", names=names)
                assert found.endswith(
                    f"{code} has a number for {OVER_TIME} month:2022-11, which is withheld."
                )


def test_the_region_and_every_authority_are_printed_over_time(content: RegionScorecard) -> None:
    found = next(each for each in content.indicators if each.ref == OVER_TIME)
    assert len(found.trend) == 24 and found.page.has_trend
    values = made_up_values()
    for line in found.trend:
        rows = [
            values[code].total(OVER_TIME, line.period.period_id)
            for code in sorted(NAMES, key=NAMES.__getitem__)
        ]
        sound = [row for row in rows if row and row.numerator is not None and row.denominator]
        together = 10_000 * sum(row.numerator for row in sound) / sum(row.denominator for row in sound)  # type: ignore[misc]
        assert float(line.region.number or 0) == pytest.approx(float(together), abs=0.051)
        assert [figure.number is None for figure in line.authorities] == [
            code == ABSENT for code in sorted(NAMES)
        ]
    assert f"{OVER_TIME} of every authority by month" in region_page(content)


def test_a_sum_of_other_authorities_begins_a_new_series() -> None:
    """Ten authorities to September, nine from October on: the line breaks there, and says why."""
    quarter, indicator = QUARTER, next(each for each in indicators(SQL) if each.ref == "RF01")
    total = next(each for each in made_up_totals(made_up_values()).values() if each.value.indicator == "RF01")
    shown = [
        replace(
            total,
            value=replace(total.value, period_id=month.period_id),
            counted=tuple(NAMES)[: 10 if month.first_day < date(2022, 10, 1) else 9],
        )
        for month in trend_of(quarter, "month")
    ]
    page = region_page_of(indicator, quarter, shown, "month")
    assert [line.phase for line in page.months] == [0] * 18 + [1] * 6
    assert "Other authorities from October 2022" in trend_words(page)


def test_a_figure_over_time_is_traced_by_its_column(content: RegionScorecard) -> None:
    sheet = opened(region_workbook(content), "region.xlsx").book["Over time"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    number, row = next((at, row) for at, row in enumerate(rows, start=1) if row[0] == OVER_TIME)
    heads = next(each for each in rows if each[0] == "Ref")
    assert isinstance(row[4], date)

    def key(heading: str) -> TraceKey:
        return trace_key(rows, Place(sheet="Over time", row=number, column=heads.index(heading) + 1), QUARTER)

    assert key("Region") == TraceKey(ref=OVER_TIME, period_id=f"month:{row[4]:%Y-%m}")
    assert key("Ashmere").authority == "Ashmere" and key("Ashmere").period_id == key("Region").period_id
    with pytest.raises(NoFigure, match="found words"):
        key("Indicator")
