"""A published figure beside ours, with the difference told apart: rounding, what was recorded since, the definition."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from scorecards.companion import companion
from scorecards.period import Quarter
from scorecards.reconciliation import EQUAL, ROUNDING, UNEXPLAINED, Reconciled, reconciled
from scorecards.value import Values
from tests.figures_by_hand import figure_row
from tests.made_up_scorecard import made_up_indicator

YEAR = "year:2021-22"
AFTER = date(2023, 3, 31)


def lines(
    published: str,
    ours: Any,
    *,
    then: Any = None,
    known_to: date | None = AFTER,
    unit: str = "count",
    **header: Any,
) -> list[Reconciled]:
    words = {"count": "count", "%": "percent"}
    indicator = made_up_indicator(
        "XX01", "Referrals", "referrals", unit=unit, comparator="Referrals in year", **header
    )
    row = {
        "authority": "370", "measure": "Referrals in year", "area_kind": "authority", "year_ending": "2022",
        "value": published, "unit": words[unit],
    }  # fmt: skip
    others = [
        {**row, "area_kind": "england"},
        {**row, "authority": "371"},
        {**row, "measure": "Other"},
        {**row, "value": ""},
    ]
    period_id = header.pop("period_id", YEAR)
    value = figure_row("XX01", period_id, ours, unit)
    known_then = {} if then is None else {("XX01", period_id): figure_row("XX01", period_id, then, unit)}
    return reconciled(
        [indicator],
        Values.of([value]),
        pl.DataFrame([row, *others]),
        authority="370",
        known_then=known_then,
        known_to=known_to,
    )


def why(*given: Any, **more: Any) -> tuple[str, ...]:
    [line] = lines(*given, **more)
    return line.why


def test_a_difference_is_told_from_the_published_figure() -> None:
    [line] = lines("2808", 2815)
    assert (line.published.words, line.ours.words, line.difference, line.when) == (
        "2,808",
        "2,815",
        "up 7 (less than 1%)",
        "2021-22",
    )


def test_equal_as_shown_needs_no_reason() -> None:
    assert why("2808", 2808) == (EQUAL,)
    assert why("18.2", (182, 1000), unit="%") == (EQUAL,)


def test_the_last_place_is_rounding_for_a_share_and_never_for_a_count() -> None:
    assert why("18.2", (183, 1000), unit="%") == (ROUNDING,)
    assert why("18.2", (184, 1000), unit="%") == (UNEXPLAINED,)
    assert why("100", 101) == (UNEXPLAINED,)


def test_what_was_recorded_since_the_end_of_the_year_is_told_and_no_small_number() -> None:
    assert why("100", 160, then=150) == (
        "Late recording and correction: ours has gone up by 10 since 31 March 2022",
    )
    assert why("100", 147, then=150) == (
        "Late recording and correction: ours has gone down by a few since 31 March 2022",
    )
    assert why("100", 150, then=150) == (UNEXPLAINED,)


def test_a_figure_as_known_at_the_end_of_the_year_lacks_what_came_later() -> None:
    [words] = why("100", 150, known_to=date(2022, 3, 31))
    assert words.startswith("Late recording: ours is as known on 31 March 2022")


def test_the_definition_speaks_last() -> None:
    assert why("100", 150, then=140, differs="Adults are left out.") == (
        "Late recording and correction: ours has gone up by 10 since 31 March 2022",
        "Definition: Adults are left out",
    )


@pytest.mark.parametrize("ours", [None, "hidden"])
def test_what_we_do_not_show_is_not_set_beside_anything(ours: Any) -> None:
    assert lines("100", ours) == []


def test_a_snapshot_is_of_the_day() -> None:
    row = {
        "authority": "",
        "measure": "M",
        "area_kind": "authority",
        "year_ending": "2022",
        "value": "10",
        "unit": "count",
    }
    indicator = made_up_indicator("XX01", "Plans", "child_protection", kind="snapshot", comparator="M")
    month = figure_row("XX01", "month:2022-03", 11)
    [line] = reconciled([indicator], Values.of([month]), pl.DataFrame([row]), authority="370", known_to=AFTER)
    assert line.when == "31 March 2022"
    in_september = {**row, "measure": "M (30 Sept)"}
    asked = replace(indicator, comparator="M (30 Sept)")
    assert reconciled([asked], Values.of([month]), pl.DataFrame([in_september]), authority="370") == []


def test_the_companion_prints_it() -> None:
    html = companion(
        partnership="P",
        quarter=Quarter.parse("2022-23-Q4"),
        indicators=[],
        published=lines("2808", 2815, differs="X"),
    )
    assert "Beside the published figures" in html
    assert "2,808" in html
    assert "Definition: X." in html
