"""A break in a series is one thing, whatever made it: drawn, said, and never silently compared across."""

from datetime import date
from pathlib import Path

import pytest

from scorecards.chart.trend import trend
from scorecards.chart.words import description
from scorecards.definition_history import Version, add_versions, definition_breaks, history, version_words
from scorecards.indicator_page import IndicatorPage
from scorecards.month_table import month_headings, month_rows
from scorecards.period import Month
from scorecards.spc.rebase import DEFINITION, LIMITS, SOURCE, Rebase
from scorecards.spc.rebases import RebaseRow, breaks_of
from tests.figures_by_hand import QUARTER, page_of
from tests.made_up_scorecard import made_up_indicator

FIRST, LAST = Month(2021, 4), Month(2023, 3)


def flows() -> dict[str, int]:
    """Ten a month and 30 a quarter until September 2022, then twelve and 36."""
    given = {month.period_id: 10 if month < Month(2022, 10) else 12 for month in FIRST.until(LAST)}
    quarters = (QUARTER, QUARTER.previous, QUARTER.year_before)
    return given | {
        quarter.period_id: sum(
            given[month.period_id] for month in quarter.first_month.until(quarter.last_month)
        )
        for quarter in quarters
    }


def broken(kind: str, on: date) -> IndicatorPage:
    rebase = Rebase(on=on, reason="Something is counted otherwise", kind=kind)
    return page_of(flows(), rebased=[RebaseRow(indicator="XX*", rebase=rebase)])


@pytest.mark.parametrize(
    ("kind", "words"), [(LIMITS, "New limits"), (DEFINITION, "New definition"), (SOURCE, "New source")]
)
def test_every_kind_is_drawn_tabled_and_said(kind: str, words: str) -> None:
    page = broken(kind, date(2022, 10, 1))
    assert f"{words} from {Month(2022, 10).short_name} [b]" in trend(page)
    assert f"{words} from October 2022." in description(page)
    notes = [row[-1] for row in month_rows(page)]
    assert month_headings(page)[-1] == ("Note", False)
    assert [note for note in notes if "[b]" in str(note)] == [f"Shown. {words} [b]"]
    assert "Break in October 2022: something is counted otherwise" in page.statements[0].words
    # the line is cut there: two strokes
    drawn = str(trend(page)).split('<path class="line" d="')[1].split('"')[0]
    assert drawn.count("M") == 2


def test_a_change_of_limits_alone_is_compared_across_and_said() -> None:
    page = broken(LIMITS, date(2022, 10, 1))
    assert page.comparison.change_words == "up 6 (20%) on a year earlier, across the break in October 2022"
    assert "may not compare" in page.statements[0].words


@pytest.mark.parametrize("kind", [DEFINITION, SOURCE])
def test_another_measure_is_never_compared_with(kind: str) -> None:
    page = broken(kind, date(2022, 10, 1))
    # last year's quarter lies beyond the break, the quarter before does not
    assert page.comparison.change_words == "unchanged on the quarter before"
    assert "are not compared" in page.statements[0].words
    within = broken(kind, date(2023, 1, 1))
    assert within.comparison.compared_with is None
    assert within.comparison.direction == "Not compared"
    assert not any("rose" in statement.words for statement in within.statements)


def test_the_day_of_the_break_decides() -> None:
    """A quarter that begins with the break is of the new measure throughout."""
    assert broken(DEFINITION, date(2022, 1, 1)).comparison.change_words == "up 6 (20%) on a year earlier"
    assert broken(DEFINITION, date(2022, 2, 1)).comparison.change_words == "unchanged on the quarter before"


def test_average_and_month_end_are_not_set_against_another_measure() -> None:
    given = {month.period_id: 100 for month in FIRST.until(LAST)}
    given |= {quarter.period_id: 100 for quarter in (QUARTER, QUARTER.year_before)}
    whole = page_of(given, kind="snapshot")
    rebase = Rebase(on=date(2022, 6, 1), reason="Another count", kind=SOURCE)
    cut = page_of(given, kind="snapshot", rebased=[RebaseRow(indicator="XX01", rebase=rebase)])
    assert whole.comparison.month_ends is not None
    assert cut.comparison.month_ends is None


def test_of_two_breaks_of_one_day_the_one_across_which_nothing_compares_stands() -> None:
    on = date(2022, 10, 1)
    rows = [
        RebaseRow(indicator="XX01", rebase=Rebase(on=on, reason=kind, kind=kind)) for kind in (SOURCE, LIMITS)
    ]
    assert [each.kind for each in breaks_of("XX01", rows)] == [SOURCE]
    assert [each.kind for each in breaks_of("XX01", rows[::-1])] == [SOURCE]


def test_a_new_version_breaks_its_series_unless_it_still_compares(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    first = made_up_indicator("XX01", "One", "missing")
    add_versions(path, [first], first_day=date(2021, 4, 1), change="")
    reworded = made_up_indicator("XX01", "One", "missing", definition="Only by night.")
    add_versions(path, [reworded], first_day=date(2022, 4, 20), change="By night only")
    again = made_up_indicator("XX01", "One", "missing", definition="Only by night, said otherwise.")
    add_versions(path, [again], first_day=date(2022, 9, 1), change="Reworded", is_break=False)
    known = history(path)["XX01"]
    assert [(each.number, each.is_break) for each in known] == [(1, False), (2, True), (3, False)]
    [row] = definition_breaks(known)
    assert (row.indicator, row.rebase.on, row.rebase.kind) == ("XX01", date(2022, 4, 1), DEFINITION)
    assert row.rebase.brief == "April 2022: the definition changed: By night only"
    assert version_words(again, known).startswith("version 3 (")
    assert version_words(again, known).endswith("from 1 September 2022")
    unknown: list[Version] = []
    assert version_words(again, unknown).startswith("version ")
