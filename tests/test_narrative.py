"""What is said of figures: word for word where a sentence matters, and what may never be said."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.figure import Figure, number_figure, rounded
from scorecards.narrative_change import change_sentence, difference
from scorecards.period import Month
from scorecards.spc.rebase import Rebase
from scorecards.spc.rebases import RebaseRow
from scorecards.target import Target
from tests.figures_by_hand import HIDDEN, month_ends, page_of, said
from tests.test_spc import CHILDREN_IN_NEED, CHILDREN_IN_NEED_SINCE

CHANGE_OF_SYSTEM = RebaseRow(
    indicator="XX*", rebase=Rebase(on=date(2022, 6, 1), reason="The case system changed from TED to Mosaic")
)
CAUSES = r"\b(because of|due to|caused|as a result|thanks to|led to|driven by|significan\w*|prove[sd]?)\b"


def test_children_in_need_fell_on_average_and_rose_at_month_end():
    """The published headline, 1,834 to 1,525, is of ten-month averages: 18,341 / 10 and 15,251 / 10."""
    page = page_of(
        month_ends(CHILDREN_IN_NEED, CHILDREN_IN_NEED_SINCE), kind="snapshot", rebased=[CHANGE_OF_SYSTEM]
    )
    assert page.comparison.direction == "Mixed"
    assert [statement.words for statement in page.statements] == [
        "Break in June 2022: the case system changed from TED to Mosaic; figures from before it may not compare.",
        "Children in need (at month end) rose from 1,654 (March 2022) to 1,691 (March 2023), up 37 (2%). "
        "The average of ten month ends, June to March, fell from 1,834 to 1,525. "
        "Within the year the month-end count rose from 1,344 (August 2022) to 1,691 (March 2023), up 347 (26%). "
        "The two disagree: the direction is mixed.",
        "Limits since June 2022 are provisional (10 of 13 points). "
        "The last three months are above the expected range of 1,389 to 1,661.",
    ]
    assert page.finding == "Children in need: higher than expected since January 2023 (provisional limits)"


def test_plans_fell_on_average_and_rose_at_month_end():
    """Averages 308 and 277 as published; ends 279 and 312 as published; the months between are made to fit them.

    330 + 325 + 320 + 315 + 312 + 310 + 305 + 300 + 284 + 279 = 3,080; 250 + 245 + 248 + 262 + 270 + 280 + 295 + 300 +
    308 + 312 = 2,770.
    """
    before = [330, 325, 320, 315, 312, 310, 305, 300, 284, 279]
    now = [250, 245, 248, 262, 270, 280, 295, 300, 308, 312]
    page = page_of(
        month_ends(before, now), kind="snapshot", title="Children subject to a child protection plan"
    )
    assert said(page, "mixed") == (
        "Children subject to a child protection plan (at month end) rose from 279 (March 2022) to 312 (March 2023), "
        "up 33 (12%). The average of ten month ends, June to March, fell from 308 to 277. "
        "Within the year the month-end count rose from 245 (July 2022) to 312 (March 2023), up 67 (27%). "
        "The two disagree: the direction is mixed."
    )


@pytest.mark.parametrize(("last", "direction"), [(1691, "Mixed"), (1654, "Unchanged"), (1640, "Down")])
def test_mixed_means_opposite_ways_and_nothing_less(last, direction):
    """The average fell in each case; the month end rose, stayed or fell."""
    page = page_of(month_ends(CHILDREN_IN_NEED, [*CHILDREN_IN_NEED_SINCE[:-1], last]), kind="snapshot")
    assert page.comparison.direction == direction


def test_an_average_of_month_ends_says_the_same():
    """An indicator that averages the month ends of another tells both stories, when its reader may see the other."""
    from scorecards.indicator_page import indicator_page
    from scorecards.value import Values
    from tests.figures_by_hand import QUARTER, figure_row, figures
    from tests.made_up_scorecard import made_up_indicator

    ends = figures("CN01", month_ends(CHILDREN_IN_NEED, CHILDREN_IN_NEED_SINCE))
    quarters = [
        figure_row("CN04", f"quarter:{year}-Q4", sum(counts[-3:]) / 3, "mean")
        for year, counts in (("2021-22", CHILDREN_IN_NEED), ("2022-23", CHILDREN_IN_NEED_SINCE))
    ]
    mean_of = made_up_indicator(
        "CN04", "Children in need, mean of month ends", "children_in_need", unit="mean", statistic="mean",
        mean_of="CN01",
    )  # fmt: skip
    for rows, direction in (((*ends.rows, *quarters), "Mixed"), (quarters, "Up")):
        page = indicator_page(mean_of, QUARTER, Values.of(rows), [], [], ())
        assert page.comparison.direction == direction


@pytest.mark.parametrize(
    ("before", "after", "unit", "sentence"),
    [
        (1204, 1310, "count", "Contacts (total) rose from 1,204 (2022) to 1,310 (2023), up 106 (9%)."),
        (
            24.0,
            27.0,
            "%",
            "Contacts (total) rose from 24.0% (2022) to 27.0% (2023), up 3.0 percentage points.",
        ),
        (
            24.0,
            23.0,
            "%",
            "Contacts (total) fell from 24.0% (2022) to 23.0% (2023), down 1.0 percentage point.",
        ),
        (19, 40, "count", "Contacts (total) rose from 19 (2022) to 40 (2023), up 21."),
        (40, 19, "count", "Contacts (total) fell from 40 (2022) to 19 (2023), down 21."),
        (20, 25, "count", "Contacts (total) rose from 20 (2022) to 25 (2023), up 5 (25%)."),
        (0, 25, "count", "Contacts (total) rose from 0 (2022) to 25 (2023), up 25."),
        (
            1000,
            1004,
            "count",
            "Contacts (total) rose from 1,000 (2022) to 1,004 (2023), up 4 (less than 1%).",
        ),
        (41.23, 41.18, "%", "Contacts (total): unchanged at 41.2% (2022 and 2023)."),
        (55.7, 61.5, "per 10,000", "Contacts (total) rose from 55.7 (2022) to 61.5 (2023), up 5.8."),
    ],
)
def test_a_change_in_words(before, after, unit, sentence):
    old, new = number_figure(before, unit), number_figure(after, unit)
    assert change_sentence("Contacts", "total", old, "2022", new, "2023") == sentence


@given(before=st.integers(0, 5000), after=st.integers(0, 5000))
def test_no_percentage_of_counts_under_twenty(before, after):
    words = difference(number_figure(before, "count"), number_figure(after, "count"))
    assert ("%" in words) == (min(before, after) >= 20 and before != after)
    if before != after:
        assert words.startswith(f"{'up' if after > before else 'down'} {abs(after - before):,}")


@given(before=st.floats(0, 100), after=st.floats(0, 100))
def test_percentages_change_by_points_and_only_as_far_as_is_shown(before, after):
    old, new = number_figure(before, "%"), number_figure(after, "%")
    words = difference(old, new)
    assert "%" not in words
    gap = rounded(after, 1) - rounded(before, 1)
    assert (
        words == "unchanged"
        if gap == 0
        else words.startswith(f"{'up' if gap > 0 else 'down'} {abs(gap)} percentage")
    )


def test_a_figure_that_is_not_there_is_not_told():
    absent = Figure(number=None, unit="count", places=0, shorthand="[c]")
    assert change_sentence("Contacts", "", absent, "then", number_figure(5, "count"), "now") == ""
    assert difference(absent, number_figure(5, "count")) == ""


def flow(monthly: list[int], **more: object) -> dict[str, object]:
    """Months up to March 2023 and the quarters that are sums of three of them."""
    last = Month(2023, 3)
    months = [last.plus(place + 1 - len(monthly)) for place in range(len(monthly))]
    given: dict[str, object] = {month.period_id: count for month, count in zip(months, monthly, strict=True)}
    for name, end in (("2022-23-Q4", -1), ("2022-23-Q3", -4), ("2021-22-Q4", -13)):
        if len(monthly) >= 2 - end:
            part = monthly[end - 2 :] if end == -1 else monthly[end - 2 : end + 1]
            given[f"quarter:{name}"] = sum(part)
    return given | more


STEADY = [
    100,
    104,
    98,
    102,
    100,
    103,
    97,
    101,
    100,
    104,
    98,
    102,
    99,
    101,
    100,
    103,
    97,
    102,
    100,
    104,
    98,
    101,
]


@pytest.mark.parametrize(
    ("latest", "better", "words"),
    [
        ([100, 101], "neither", "Month by month this is within expected variation ("),
        ([140, 150], "lower", "The last two months are above the expected range of "),
        ([100, 160], "higher", "March 2023 is above the expected range of "),
        ([100, 60], "higher", "March 2023 is below the expected range of "),
    ],
)
def test_the_rule_that_is_met_is_named(latest, better, words):
    page = page_of(flow([*STEADY, *latest]), better=better)
    assert said(page, "variation").startswith(words)
    assert ("this has improved." in said(page, "variation")) == (
        page.control.variation.startswith("improvement")
    )
    assert ("this has worsened." in said(page, "variation")) == (page.control.variation.startswith("concern"))


def test_a_trend_and_a_shift_in_words():
    rising = page_of(flow([*STEADY[:17], 99, 100, 101, 102, 103, 104, 105]))
    assert said(rising, "variation") == "The monthly figure rose from each month to the next over the last 8."
    shifted = page_of(flow([*[98, 96] * 8, *[100, 101, 100, 101, 100, 101, 100, 101]]))
    assert said(shifted, "variation") == "The last 8 months are all above the average of 98."


def test_the_target_and_who_set_it():
    aim = Target(
        indicator="XX01",
        target=120,
        tolerance=0,
        effective_from=date(2022, 4, 1),
        set_by="the Executive Group",
    )
    page = page_of(flow([*STEADY, 100, 101]), better="lower", targets=[aim])
    # The quarter's total is 302, of which 120 is a month's worth: the words say what is compared.
    assert said(page, "target").startswith(
        "The quarter's figure misses the target of 120 or less, set by the Executive Group from 1 April 2022."
    )
    # A sum of months has no target a month.
    assert page.control.assurance_words == ""
    share = page_of(
        {month: (60 + place % 3, 100) for place, month in enumerate(flow([*STEADY, 100, 101]))},
        unit="%", better="lower", targets=[replace(aim, target=90)],
    )  # fmt: skip
    assert (
        page.control.target is None and share.control.assurance_words == "Will consistently meet the target"
    )


def test_caveats_come_first_and_say_what_is_missing():
    page = page_of(flow([*STEADY, 100, 101], **{"quarter:2022-23-Q4": HIDDEN}))
    assert page.statements[0].kind == "caveat"
    assert page.statements[0].words == "The figure for January to March 2023 is withheld."
    assert page.finding == "Children in need: withheld"
    assert said(page, "change") == ""
    small = page_of({"quarter:2022-23-Q4": (6, 9), "quarter:2021-22-Q4": (7, 30)}, unit="%")
    assert said(small, "caveat") == "Based on fewer than 10 children or events."


def test_other_areas_in_their_own_year_beside_our_own_of_that_year():
    given = {"quarter:2022-23-Q4": (20, 100), "year:2022-23": (645, 3133)}
    page = page_of(
        given, unit="%", better="lower", comparator="Re-referrals within 12 months", title="Re-referrals"
    )
    assert said(page, "comparator") == (
        "In 2022-23: this area 20.6%, Statistical neighbours, mean of 10 (2021 model) 22.7%, "
        "Yorkshire and The Humber 22.1%, England 22.4%."
    )


def test_shares_of_a_whole_are_not_judged():
    """Sources of referrals add up to all of them: only the breakdown says anything. A timely 100% is another thing."""
    from scorecards.indicator_page import indicator_page
    from scorecards.value import Values
    from tests.figures_by_hand import QUARTER, figure_row
    from tests.made_up_scorecard import made_up_indicator

    whole = figure_row("XX01", QUARTER.period_id, (100, 100), "%")
    shares = made_up_indicator("XX01", "Referrals by source", "referrals", unit="%")
    for denominators, is_whole in (((100, 100), True), ((40, 60), False)):
        parts = [
            replace(whole, breakdown="source", category=name, numerator=Decimal(n), denominator=Decimal(d))
            for name, n, d in zip(("Health", "Police"), (40, 60), denominators, strict=True)
        ]
        page = indicator_page(shares, QUARTER, Values.of([whole, *parts]), [], [], ())
        assert (page.finding == "Referrals by source: how its total divides") == is_whole
        assert page.control.variation_words.startswith("Not judged") == is_whole


counts = st.one_of(st.integers(0, 400), st.integers(6, 60), st.none(), st.just(HIDDEN))


@settings(max_examples=150, deadline=None)
@given(
    months=st.lists(counts, min_size=24, max_size=24),
    quarters=st.lists(counts, min_size=3, max_size=3),
    better=st.sampled_from(["higher", "lower", "neither"]),
    kind=st.sampled_from(["flow", "snapshot"]),
    aim=st.one_of(st.none(), st.integers(1, 400)),
)
def test_whatever_the_figures_nothing_forbidden_is_said(months, quarters, better, kind, aim):
    first = Month(2021, 4)
    given_figures = {first.plus(place).period_id: count for place, count in enumerate(months)}
    names = ("2022-23-Q4", "2022-23-Q3", "2021-22-Q4")
    given_figures |= {f"quarter:{name}": count for name, count in zip(names, quarters, strict=True)}
    targets = [
        Target(indicator="XX01", target=aim, effective_from=date(2022, 4, 1), set_by="the Executive Group")
        for _ in range(aim is not None)
    ]
    page = page_of(given_figures, better=better, kind=kind, targets=targets)
    words = " ".join(statement.words for statement in page.statements)
    assert not re.search(CAUSES, words, re.IGNORECASE)
    assert "None" not in words and "nan" not in words and "  " not in words and ".." not in words
    kinds = [statement.kind for statement in page.statements]
    assert "caveat" not in kinds[1:]
    is_signal = page.control.is_signal
    assert ("improved" in words or "worsened" in words) <= (is_signal and better != "neither")
    if quarters[0] in (None, HIDDEN):
        assert "change" not in kinds and "target" not in kinds
    # Every number in a percentage of change is of counts of twenty or more.
    for old, new, _ in re.findall(
        r"from ([\d,]+) \([^)]*\) to ([\d,]+) \([^)]*\), (?:up|down) [\d,]+ \((\d|less)", words
    ):
        assert min(Decimal(old.replace(",", "")), Decimal(new.replace(",", ""))) >= 20
    assert page.finding.count(": ") >= 1 and page.finding.rstrip()[-1] not in ":,"


@settings(max_examples=60, deadline=None)
@given(
    months=st.lists(st.integers(6, 60), min_size=24, max_size=24),
    hidden=st.sets(st.integers(0, 23), max_size=6),
)
def test_what_is_said_follows_from_what_is_shown(months, hidden):
    """The same months hidden, whatever they held, leave every word as it was: hidden values are never handed over."""
    shown = [HIDDEN if place in hidden else count for place, count in enumerate(months)]
    page = page_of(flow(months) | {Month(2021, 4).plus(p).period_id: c for p, c in enumerate(shown)})
    for place in hidden:
        assert page.control.points[place].value is None and page.control.points[place].gap == "withheld"
