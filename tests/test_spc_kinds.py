"""P′, G and T charts, and the printed rule by which a month's chart is chosen."""

from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.period import Month
from scorecards.spc.between import g_chart, t_chart
from scorecards.spc.monthly import monthly_chart
from scorecards.spc.p_prime import Share, p_prime
from scorecards.spc.rebases import RebaseNotUnderstood, rebases, rebases_of
from scorecards.spc.rules import MDC_EXCEL, NHSR
from scorecards.spc.xmr import xmr
from tests.figures_by_hand import HIDDEN, figure_row
from tests.made_up_scorecard import made_up_indicator
from tests.test_spc import dated

FIRST = Month(2021, 4)


def months_of(given_figures, unit="count"):
    return [
        (FIRST.plus(place), figure_row("XX01", FIRST.plus(place).period_id, each, unit))
        for place, each in enumerate(given_figures)
    ]


def chart_of(given_figures, unit="count", **header):
    indicator = made_up_indicator("XX01", "Interviews", "missing", unit=unit, **header)
    return monthly_chart(indicator, months_of(given_figures, unit))


def test_p_prime_by_hand():
    """Three months: 8 of 10, 30 of 50, 12 of 40. Centre 50 / 100.

    Spread of each 0.5 / sqrt(n); in it the months lie at +1.897367, +1.414214 and -2.529822; ranges 0.483153 and
    3.944036, mean 2.213594. The upper limit of the first: 50 + 2.66 x 2.213594 x 50 / sqrt(10) = 143.10.
    """
    chart = p_prime(
        {date(2021, month, 1): Share(x, n) for month, x, n in ((4, 8, 10), (5, 30, 50), (6, 12, 40))}
    )
    spread = (abs(0.1 * sqrt(50) - 0.3 * sqrt(10)) + abs(-0.2 * sqrt(40) - 0.1 * sqrt(50))) / 0.5 / 2
    assert spread == pytest.approx(2.213594, abs=1e-6)
    for point, n in zip(chart.points, (10, 50, 40), strict=True):
        assert point.mean == 50
        assert point.upper == pytest.approx(50 + 2.66 * spread * 50 / sqrt(n))
        assert point.lower == pytest.approx(50 - 2.66 * spread * 50 / sqrt(n))
    assert chart.points[0].drawn_upper == 100 and chart.points[0].drawn_lower == 0


shares = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: Share(min(pair), max(pair)))


@settings(deadline=None)
@given(counts=st.lists(st.integers(0, 40), min_size=1, max_size=30), rules=st.sampled_from([NHSR, MDC_EXCEL]))
def test_of_one_denominator_p_prime_is_an_xmr_chart(counts, rules):
    both = (
        p_prime(dated([Share(count, 40) for count in counts]), rules=rules),
        xmr(dated([100 * count / 40 for count in counts]), rules=rules),
    )
    for one, other in zip(both[0].points, both[1].points, strict=True):
        assert (one.upper is None) == (other.upper is None)
        if other.upper is not None:
            assert one.mean == pytest.approx(other.mean, abs=1e-9)
            assert one.upper == pytest.approx(other.upper, abs=1e-7)


@settings(deadline=None)
@given(series=st.lists(st.one_of(shares, st.none()), max_size=24))
def test_the_fewer_the_wider(series):
    chart = p_prime(dated(series))
    known = sorted(
        (share.denominator, point.upper - point.lower)
        for share, point in zip(series, chart.points, strict=True)
        if share is not None and point.upper is not None
    )
    widths = [width for _, width in known]
    assert all(after <= before + 1e-9 for before, after in pairwise(widths))
    for share, point in zip(series, chart.points, strict=True):
        assert (share is None) <= (point.upper is None)


@pytest.mark.parametrize("share", [Share(5, 0), Share(6, 5), Share(-1, 5)])
def test_a_share_of_nothing_or_of_more_than_all_is_refused(share):
    with pytest.raises(ValueError, match="2021-04-01"):
        p_prime({date(2021, 4, 1): share})


def test_g_limits_are_those_of_a_geometric_distribution():
    """Mean 4: sqrt(4 x 5) = 4.4721, so the upper limit is 4 + 13.416 = 17.416, and nothing is below nought."""
    chart = g_chart(dated([2, 6, 4, 3, 5, 4]), better="lower")
    assert (chart.phases[0].mean, chart.phases[0].lower) == (4, 0)
    assert chart.phases[0].upper == pytest.approx(17.41641)
    assert chart.variation == "common_cause"


def test_a_long_wait_for_a_bad_event_is_an_improvement():
    chart = g_chart(dated([1.0] * 20 + [30.0]), better="lower")
    assert chart.points[-1].mark == "improvement"


def test_events_evenly_spaced_have_t_limits_at_their_spacing():
    events = [date(2021, 1, 1) + timedelta(days=9 * place) for place in range(15)]
    phase = t_chart(events).phases[0]
    assert (phase.mean, phase.lower, phase.upper) == (pytest.approx(9), pytest.approx(9), pytest.approx(9))


def test_t_limits_by_hand():
    """Waits of 1, 16 and 81 days; roots to the power 1 / 3.6 are 1, 2.1602 and 3.3891; ranges 1.1602 and 1.2289."""
    days = [date(2021, 1, 1) + timedelta(days=each) for each in (0, 1, 17, 98)]
    roots = [1.0, 16 ** (1 / 3.6), 81 ** (1 / 3.6)]
    centre, spread = sum(roots) / 3, (roots[2] - roots[0]) / 2
    phase = t_chart(days).phases[0]
    assert phase.mean == pytest.approx(centre**3.6)
    assert phase.upper == pytest.approx((centre + 2.66 * spread) ** 3.6)
    assert phase.lower == 0  # 2.183 - 2.66 x 1.195 is below nought


def test_a_count_takes_an_xmr_chart():
    chart = chart_of([20, 22] * 8)
    assert (chart.kind, chart.why) == ("XmR", "")


@pytest.mark.parametrize(("denominator", "kind"), [(49, "P′"), (50, "XmR")])
def test_a_percentage_of_few_takes_a_p_prime_chart_and_says_why(denominator, kind):
    chart = chart_of([(20, denominator), (22, denominator)] * 8, unit="%")
    assert chart.kind == kind
    assert ("fewer than 50" in chart.footnote) == (kind == "P′")


def test_what_is_not_a_part_of_a_whole_is_not_binomial():
    assert chart_of([("20.5", "30")] * 14, unit="%").kind == "XmR"
    assert chart_of([(40, 30)] * 14, unit="%").kind == "XmR"


def test_rare_events_are_judged_by_the_months_between_them():
    """An event in every third month of 45, so fourteen waits of three months; the limits are on the waits only."""
    indicator = made_up_indicator("XX01", "Notifications", "partnership", better="lower")
    months = [
        (month, figure_row("XX01", month.period_id, 1 if place % 3 == 0 else 0))
        for place, month in enumerate(Month(2020, 4).until(Month(2023, 3)))
    ]
    chart = monthly_chart(indicator, months)
    assert chart.kind == "G" and "less than one a month" in chart.footnote and "geometric" in chart.footnote
    assert chart.between is not None and chart.between.phases[0].mean == 3
    assert len(chart.points) == 36 and not any(phase.shows_limits for phase in chart.phases)
    assert chart.variation_words == "Too few points (11 of 13)"


def test_once_a_month_is_not_rare():
    assert chart_of([1] * 14).kind == "XmR"
    assert chart_of([1] * 13 + [0]).kind == "G"


def test_a_state_on_a_day_is_no_event():
    assert chart_of([0, 1] * 8, kind="snapshot").kind == "XmR"


@pytest.mark.parametrize(("hidden", "is_judged"), [(6, True), (7, False)])
def test_more_than_a_quarter_withheld_is_not_judged(hidden, is_judged):
    chart = chart_of([HIDDEN] * hidden + [20, 22] * 8 + [20] * (8 - hidden))
    assert len(chart.points) == 24
    assert chart.is_enough == is_judged
    if is_judged:
        assert "6 points withheld: limits rest on those shown" in chart.footnote
    else:
        assert chart.variation_words == "Too many months withheld (7 of 24)"
        assert not any(phase.shows_limits for phase in chart.phases)


def test_an_impossible_month_stays_out_of_the_limits():
    """August's 56 of 41, which is 136.6%, is shown but sets no limit."""
    from dataclasses import replace

    months = months_of([(60, 80), (62, 80)] * 7, "%")
    month, row = months[4]
    wrong = replace(row, value=136.6, state="impossible")
    indicator = made_up_indicator("XX01", "Interviews", "missing", unit="%", better="higher")
    chart = monthly_chart(indicator, [*months[:4], (month, wrong), *months[5:]])
    assert chart.points[4].value is None and chart.points[4].gap == "impossible"
    assert chart.phases[0].mean == pytest.approx((6 * 75 + 7 * 77.5) / 13)


ROW = {"indicator": "CN*", "month": "2022-06", "reason": "The case system changed", "decided_by": "the Executive Group",
       "decided_on": "2022-07-14"}  # fmt: skip


def test_a_rebase_is_a_row_with_reason_and_decision():
    import polars

    [row] = rebases(polars.DataFrame([ROW]))
    assert row.rebase.words == (
        "June 2022: the case system changed, decided by the Executive Group on 14 July 2022"
    )
    days = [FIRST.plus(place).first_day for place in range(24)]
    assert [each.on for each in rebases_of("CN01", days, [row])] == [date(2022, 6, 1)]
    assert rebases_of("CP01", days, [row]) == []
    assert rebases_of("CN01", days[:10], [row]) == rebases_of("CN01", days[14:], [row]) == []


@pytest.mark.parametrize("name", list(ROW))
def test_a_rebase_that_lacks_anything_is_refused(name):
    import polars

    with pytest.raises(RebaseNotUnderstood, match=f"row 2: expected {name}"):
        rebases(polars.DataFrame([ROW | {name: ""}]))


@pytest.mark.parametrize("changed", [{"month": "June 2022"}, {"decided_on": "14/7/22"}])
def test_a_rebase_without_a_date_is_refused(changed):
    import polars

    with pytest.raises(RebaseNotUnderstood, match="row 2: expected a month such as"):
        rebases(polars.DataFrame([ROW | changed]))
