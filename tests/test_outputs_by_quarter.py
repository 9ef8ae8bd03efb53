"""A trend whose months are mostly too small to show is printed by quarter: a setting says which, never a count."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from scorecards.audience import Audience
from scorecards.chart.trend import key, trend
from scorecards.chart.words import chart_title, description
from scorecards.disclosure.report import by_quarter_would_help
from scorecards.disclosure.tier import OPERATIONAL, TIERS
from scorecards.indicator_page import IndicatorPage
from scorecards.month_table import month_headings, month_rows
from scorecards.narrative_trend import signal_words, variation_sentence
from scorecards.period import Month, Quarter
from scorecards.printed import printed
from scorecards.spc.monthly import monthly_chart
from scorecards.spc.rebase import Rebase
from scorecards.spc.rebases import RebaseRow
from scorecards.value import Value
from tests.made_up_scorecard import (
    COUNTS,
    INDICATORS,
    QUARTER,
    made_up_audience,
    made_up_scorecard,
    made_up_values,
)
from tests.test_outputs_agree import agrees


def reader(*refs: str) -> Audience:
    return replace(made_up_audience(), everything=True, by_quarter=refs)


def page_of(ref: str, audience: Audience) -> IndicatorPage:
    return next(each for each in made_up_scorecard(audience=audience).pages if each.ref == ref)


def windows_of(audience: Audience, ref: str) -> set[str]:
    wanted = printed(
        audience=audience, quarter=Quarter.parse(QUARTER), indicators=INDICATORS, values=made_up_values(), authority="370"
    )  # fmt: skip
    return {row.window_name for row in wanted.values.rows if row.indicator == ref and row.is_total}


def test_no_month_is_printed_of_what_is_shown_by_quarter() -> None:
    assert "month" not in windows_of(reader("FD01"), "FD01")
    assert "month" in windows_of(reader("FD01"), "CE02")


def test_where_nothing_is_withheld_the_months_stay() -> None:
    assert "month" in windows_of(replace(reader("FD01"), tier=TIERS[OPERATIONAL]), "FD01")


def test_the_trend_is_eight_sums_of_three_months_in_words_drawing_and_table() -> None:
    page = page_of("FD01", reader("FD01"))
    sums = [sum(COUNTS[start : start + 3]) for start in range(0, 24, 3)]
    assert [line.plotted for line in page.months] == sums
    assert month_headings(page)[0] == ("Quarter ending", False)
    assert [row[0] for row in month_rows(page)][::7] == ["Jun 2021", "Mar 2023"]
    assert page.control.variation_words == "Too few points (8 of 13)"
    assert "Shown by quarter, because most of its months would be too small to show." in page.control.footnote
    assert chart_title(page) == "Contacts received, April 2021 to March 2023"
    assert "by quarter: 122 in April to June 2021, rising to 215 in January to March 2023" in description(
        page
    )
    assert ">Mar 2023</text>" in trend(page)
    assert ("dots", "●", "A quarter's figure") in key(page)


def test_page_workbook_and_values_agree_on_quarters() -> None:
    assert agrees(made_up_scorecard(audience=reader("FD01", "RF04", "CE02"))) > 300


def test_a_rebase_within_a_quarter_begins_with_the_next_and_names_its_own_month() -> None:
    quarters = [Quarter(2019 + place // 4, place % 4 + 1) for place in range(16)]
    points = [(each, value(each, 50 + 3 * (place % 3))) for place, each in enumerate(quarters)]
    rebase = Rebase(on=date(2021, 6, 1), reason="The case system changed")
    chart = monthly_chart(INDICATORS[0], points, rebased=[RebaseRow(indicator="FD*", rebase=rebase)])
    assert [phase.first_on for phase in chart.phases] == [date(2019, 4, 1), date(2021, 7, 1)]
    assert "Limits start again in June 2021: the case system changed" in chart.footnote


def test_with_quarters_enough_limits_are_set_and_sentences_speak_of_quarters() -> None:
    quarters = [Quarter(2019 + place // 4, place % 4 + 1) for place in range(14)]
    points = [(each, value(each, 50 + 3 * (place % 2))) for place, each in enumerate(quarters)]
    points[-1] = (quarters[-1], value(quarters[-1], 90))
    chart = monthly_chart(INDICATORS[0], points)
    assert (chart.is_enough, chart.step, chart.n) == (True, "quarter", 14)
    assert variation_sentence(chart, "count").startswith("July to September 2022 is above the expected range")
    assert signal_words(chart) == "higher than expected in July to September 2022"


def value(period: Month | Quarter, count: int) -> Value:
    row = made_up_values().filter(pl.col("indicator") == "FD01").row(0, named=True)
    plain = {**row, "period_id": period.period_id, "numerator": count, "value": float(count), "state": "ok"}
    return Value(**plain)


@pytest.mark.parametrize(("hidden", "said"), [(13, ["FD01"]), (12, [])])
def test_what_printing_by_quarter_would_help_is_told(hidden: int, said: list[str]) -> None:
    """More than half of twenty-four months withheld, and the quarter shown."""
    months = list(Month(2021, 4).until(Month(2023, 3)))
    rows = [replace(value(month, 3), window_name="month", breakdown="", category="") for month in months]
    rows[:hidden] = [replace(row, state="withheld") for row in rows[:hidden]]
    rows.append(replace(value(Quarter.parse(QUARTER), 30), window_name="quarter", breakdown="", category=""))
    assert by_quarter_would_help(rows) == said
