"""Figures of old scorecards: where nothing was counted, marked, said, withheld when small, and never compared with ours."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.publication.publication import Publication
from scorecards.audience import audiences
from scorecards.disclosure.release import released
from scorecards.earlier_figure import EarlierFigureNotUnderstood, earlier_figures, joined
from scorecards.indicator import indicators
from scorecards.page import page
from scorecards.period import Quarter
from scorecards.printed import printed
from scorecards.scorecard import Scorecard, scorecard
from tests.example_database import SQL
from tests.made_up_inbox import Partnership, figure, workbook_bytes
from tests.made_up_scorecard import (
    INDICATORS,
    QUARTER,
    made_up_comparators,
    made_up_provenance,
    made_up_targets,
    made_up_values,
)

ROW = {
    "indicator": "HE01", "period": "2022-07", "figure": "44", "out_of": "", "source": "the scorecard of June 2022",
    "owner": "Performance Team", "entered_on": "2023-04-03", "note": "",
}  # fmt: skip


def rows(*changed: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame([{**ROW, **each} for each in changed])


def shown(*changed: dict[str, str]) -> Scorecard:
    """The made-up scorecard with these earlier figures; HE01 is counted from October 2022 on."""
    reader = audiences()["child_exploitation"]
    values, entered = joined(made_up_values(), earlier_figures(rows(*changed), INDICATORS), "370")
    wanted = printed(
        audience=reader, quarter=Quarter.parse(QUARTER), indicators=INDICATORS, values=values, authority="370"
    )
    return scorecard(
        audience=reader,
        quarter=QUARTER,
        indicators=INDICATORS,
        values=released([wanted]).of(reader.name),
        comparators=made_up_comparators(),
        targets=made_up_targets(),
        provenance=made_up_provenance(),
        entered=entered,
    )


def health(made: Scorecard) -> Any:
    return next(each for each in made.pages if each.ref == "HE01")


REAL = indicators(SQL)
"""Those of the product: the made-up scorecard's have no breakdowns."""
MONTHS = [{"period": f"2022-0{month}", "figure": str(40 + month)} for month in range(4, 10)]
QUARTERS = [{"period": "2021-22-Q4", "figure": "100"}, {"period": "2022-23-Q2", "figure": "144"}]


def test_earlier_figures_stand_where_nothing_was_counted_behind_a_break() -> None:
    found = health(shown(*MONTHS, *QUARTERS))
    by_month = {str(line.month): line for line in found.months}
    assert by_month["2022-04"].figure.words == "44 [e]"
    assert by_month["2022-10"].figure.marks == ()
    [phase] = [each for each in found.control.phases if each.rebase]
    assert phase.rebase.kind == "source"
    assert str(phase.rebase.on) == "2022-10-01"
    assert (
        "earlier figures are entered ones; figures from before it are not compared."
        in found.statements[0].words
    )
    assert (
        "Entered, not counted [e]: April 2022 to September 2022 (6 months), January to March 2022, from the scorecard of June 2022; "
        "Performance Team, 3 April 2023." in found.statements[0].words
    )
    # the same quarter last year was entered, the one before was counted
    assert found.comparison.same_quarter_last_year.words == "100 [e]"
    assert found.comparison.change_words.endswith("on the quarter before")


def test_a_counted_figure_is_never_replaced() -> None:
    with_it = health(shown({"period": "2022-11", "figure": "1000"}))
    assert [line.figure for line in with_it.months] == [
        line.figure for line in health(shown({"period": "2019-11", "figure": "1"})).months
    ]
    assert "[e]" not in str(with_it)


def test_a_small_earlier_figure_is_withheld() -> None:
    found = health(shown({**MONTHS[0], "figure": "3"}, *MONTHS[1:]))
    assert next(line for line in found.months if str(line.month) == "2022-04").figure.shorthand == "[c]"


def test_parts_stand_beside_their_whole() -> None:
    by = {"breakdown": "source label", "period": "2022-07"}
    parts = [
        {**by, "category": "GP", "figure": "30"},
        {**by, "category": "School nurse", "figure": "12"},
        {**by, "category": "A and E", "figure": "2"},
    ]
    values, entered = joined(made_up_values(), earlier_figures(rows(MONTHS[3], *parts), REAL), "370")
    found = values.filter(indicator="HE01", period_id="month:2022-07")
    assert found.select("breakdown", "category", "numerator", "state").rows() == [
        ("", "", 47, "ok"), ("source_label", "GP", 30, "ok"), ("source_label", "School nurse", 12, "ok"),
        ("source_label", "A and E", 2, "ok"),
    ]  # fmt: skip
    assert list(entered) == [
        ("HE01", "month:2022-07")
    ]  # one mark, and one sentence, for the whole and its parts
    # where the month is counted, neither the whole nor a part of it is taken
    late = [{**each, "period": "2022-11"} for each in (MONTHS[3], *parts)]
    assert joined(made_up_values(), earlier_figures(rows(*late), REAL), "370")[1] == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"breakdown": "source_label"}, "a breakdown and its category, or neither"),
        ({"category": "GP"}, "a breakdown and its category, or neither"),
        ({"breakdown": "shoe size", "category": "GP"}, "a breakdown of the indicator (source label)"),
        ({"breakdown": "source_label", "category": "GP", "period": "2022-08"}, "found none"),
        ({"breakdown": "source_label", "category": "GP", "figure": "45"}, "found a smaller one"),
    ],
)
def test_a_part_without_its_whole_is_refused(change: dict[str, str], words: str) -> None:
    with pytest.raises(EarlierFigureNotUnderstood) as told:
        earlier_figures(rows({}, {"breakdown": "", "category": "", **change}), REAL)
    assert words in str(told.value) and "row 3" in str(told.value)


def test_the_page_says_it() -> None:
    made = shown(*MONTHS)
    text = page(made)
    assert "44 [e]" in text
    assert "New source from Oct 2022 [b]" in text
    assert "Performance Team, 3 April 2023" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"owner": ""}, "expected owner; found none"),
        ({"source": " "}, "expected source; found none"),
        ({"indicator": "XX99"}, "expected the ref of an indicator"),
        ({"period": "2022-13"}, "expected a month such as"),
        ({"period": "last year"}, "expected a month such as"),
        ({"figure": "many"}, "expected a month such as"),
        ({"figure": "-1"}, "nought or more"),
        ({"entered_on": "3 April"}, "expected a month such as"),
        ({"indicator": "RF04"}, "expected out_of"),
        ({"indicator": "RF04", "out_of": "10", "figure": "11"}, "nought or more"),
        ({"indicator": "RF04", "out_of": "0", "figure": "0"}, "nought or more"),
    ],
)
def test_a_row_that_lacks_anything_is_refused_by_its_place_alone(change: dict[str, str], words: str) -> None:
    with pytest.raises(EarlierFigureNotUnderstood, match=r"earlier_figures.csv, row 3: ") as told:
        earlier_figures(rows({}, change), INDICATORS)
    assert words in str(told.value)
    assert "44" not in str(told.value)


def test_a_share_is_worked_out_of_its_counts() -> None:
    [one] = earlier_figures(
        rows({"indicator": "RF04", "figure": "15", "out_of": "60", "period": "2020-21"}), INDICATORS
    )
    row = one.row("370")
    assert (row["value"], row["period_id"], str(row["period_start"]), str(row["period_end"])) == (
        25.0,
        "year:2020-21",
        "2020-04-01",
        "2021-03-31",
    )


def test_a_figure_by_hand_is_counted_in_every_window_that_it_is_whole_in(tmp_path: Path) -> None:
    headings = [
        "Indicator",
        "Period",
        "Counted",
        "Figure",
        "Out Of",
        "Owner",
        "Entered On",
        "Taken From",
        "Note",
    ]
    by_hand: list[list[Any]] = [
        headings,
        ["CL01", "2023-03", "At its end", "350", "", "Head of Care", "02/04/2023", "the board's report", ""],
        [
            "PA03A",
            "2022-23-Q4",
            "In the period",
            "2",
            "3",
            "Partnership Manager",
            "03/04/2023",
            "",
            "One is late",
        ],
        ["PA03A", "some day", "In the period", "2", "3", "Partnership Manager", "03/04/2023", "", ""],
        ["PA02R", "2023-02", "At its end", "2", "3", "", "03/04/2023", "", ""],
    ]
    place = Partnership(tmp_path)
    place.drop("2023-03/partnership/by hand.xlsx", workbook_bytes({"By hand": by_hand}))
    path = place.refresh()
    assert figure(path, "CL01", "month:2023-03") == (350, None, 350, "ok")
    assert figure(path, "CL01", "quarter:2022-23-Q4") == (350, None, 350, "ok")
    assert figure(path, "CL01", "month:2023-02")[3] == "not_supplied"
    numerator, denominator, _, state = figure(path, "PA03A", "quarter:2022-23-Q4")
    assert (numerator, denominator, state) == (2, 3, "ok")
    assert figure(path, "PA03A", "month:2023-03")[3] == "not_supplied"
    assert figure(path, "PA02R", "month:2023-02")[3] == "not_supplied"  # nobody answers for it: set aside
    _, found = Publication(place.home, Quarter.parse(QUARTER))._with_entered
    assert (
        found["PA03A", "quarter:2022-23-Q4"].words
        == "by hand; Partnership Manager, 3 April 2023. One is late"
    )
    assert found["CL01", "month:2023-03"].words == "from the board's report; Head of Care, 2 April 2023"
