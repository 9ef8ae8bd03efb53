"""Control charts against rules worked out by hand, against figures that the R package printed, and against their laws."""

from dataclasses import replace
from datetime import date, timedelta
from math import fsum, isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.period import Month
from scorecards.spc.limits import mean
from scorecards.spc.rebase import Rebase
from scorecards.spc.result import OUTSIDE, SHIFT, TREND, TWO_IN_THREE
from scorecards.spc.rules import MDC_EXCEL, NHSR
from scorecards.spc.xmr import xmr
from tests.spc_by_hand import by_hand, exact_mean

START = date(2021, 4, 1)
NHSR_BY_HAND = {"shift": 7, "trend": 7, "count_outside": False, "screen": True}
MDC_BY_HAND = {
    "shift": 6,
    "trend": 6,
    "count_outside": True,
    "screen": False,
    "least": 13,
    "improvement_wins": True,
}
# What R makes of set.seed(123); rnorm(20): the series of the R package's own tests.
RNORM = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123,
    -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314,
    0.49785048, -1.96661716, 0.70135590, -0.47279141,
]  # fmt: skip
CHILDREN_IN_NEED = [2059, 2045, 2061, 1997, 1909, 1683, 1626, 1630, 1677, 1654]
CHILDREN_IN_NEED_SINCE = [1418, 1410, 1344, 1348, 1473, 1576, 1614, 1698, 1679, 1691]


def dated(values, start=START):
    return {Month(start.year, start.month).plus(place).first_day: value for place, value in enumerate(values)}


def rebased(values, places):
    days = list(dated(values))
    return [Rebase(on=days[place], reason="The case system changed") for place in places]


def types(chart):
    return [point.mark for point in chart.points]


numbers = st.one_of(
    st.integers(0, 60).map(float),
    st.integers(-400, 1000).map(lambda tenths: tenths / 10),
    st.floats(-1e4, 1e4, allow_nan=False),
)
directions = st.sampled_from(["higher", "lower", "neither"])
# Walks and level runs, so that shifts, trends and pairs near a limit really come up.
walks = st.builds(
    lambda start, steps: [start + sum(steps[:place]) for place in range(len(steps) + 1)],
    st.integers(0, 50).map(float),
    st.lists(st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.0, 2.0]), max_size=35),
)
series = st.one_of(st.lists(numbers, max_size=36), walks)
gappy = st.lists(st.one_of(numbers, numbers, st.integers(0, 9).map(float), st.none()), max_size=36)


def agree(values, chart, expected):
    assert len(chart.points) == len(values)
    for point, wanted in zip(chart.points, expected["points"], strict=True):
        assert point.value == wanted["value"]
        for mine, theirs in (
            (point.mean, wanted["mean"]),
            (point.lower, wanted["lower"]),
            (point.upper, wanted["upper"]),
        ):
            assert (mine is None) == (theirs is None)
            if mine is not None:
                assert mine == pytest.approx(theirs, abs=1e-9, rel=1e-12)
        assert point.type == wanted["type"], (point, wanted)
    assert chart.variation == expected["variation"]
    assert chart.assurance == expected["assurance"]


@settings(max_examples=400, deadline=None)
@given(
    values=st.one_of(series, gappy), better=directions, target=st.one_of(st.none(), numbers), data=st.data()
)
def test_two_implementations_of_the_rules_agree_under_both_presets(values, better, target, data):
    places = data.draw(
        st.lists(st.integers(1, len(values) - 1), unique=True, max_size=2) if len(values) > 1 else st.just([])
    )
    for preset, rules in (("nhsr-0.2.2", NHSR_BY_HAND), ("mdc-excel", MDC_BY_HAND)):
        chart = xmr(
            dated(values), better=better, target=target, rules=preset, rebases=rebased(values, places)
        )
        agree(values, chart, by_hand(values, better=better, target=target, phases=places, **rules))


@settings(max_examples=100, deadline=None)
@given(values=st.lists(numbers, min_size=12, max_size=36), better=directions, fixed=st.integers(12, 24))
def test_a_baseline_fixes_the_limits(values, better, fixed):
    for preset, rules in ((NHSR, NHSR_BY_HAND), (MDC_EXCEL, MDC_BY_HAND)):
        chart = xmr(dated(values), better=better, rules=preset.with_baseline(fixed))
        agree(values, chart, by_hand(values, better=better, fixed=fixed, **rules))


def test_a_baseline_of_eleven_points_is_refused():
    with pytest.raises(ValueError, match="12 points or more"):
        NHSR.with_baseline(11)


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        (RNORM, (0.142, -3.01, 3.29)),
        (RNORM[:10], (0.0746, -2.60, 2.75)),
        (RNORM[10:], (0.209, -3.28, 3.70)),
    ],
)
def test_limits_are_those_that_the_r_package_printed(values, printed):
    """Mean, lower and upper limit from the snapshots of NHSRplotthedots, to the three figures that they show."""
    phase = xmr(dated(values), better="higher").phases[0]
    assert [float(f"{number:.3g}") for number in (phase.mean, phase.lower, phase.upper)] == list(printed)
    assert types(xmr(dated(values), better="higher")) == ["common_cause"] * len(values)


def test_two_of_three_on_opposite_sides_are_no_signal():
    """A case of the R package's own tests: the last two points lie near the limits, one above and one below."""
    values = [1.0, -1.0] * 7 + [5.5, -5.5]
    assert types(xmr(dated(values), better="higher"))[-2:] == ["common_cause"] * 2


def test_children_in_need_stand_above_their_provisional_limits():
    """Ten published month ends before and ten after the change of case system: April and May 2022 were not published.

    Since: sum 15,251, mean 1525.1. Ranges 8 66 4 125 103 38 84 19 12: sum 459, mean 51, none screened
    (3.267 x 51 = 166.6). Limits 1525.1 ± 2.66 x 51 = 135.66: 1389.44 and 1660.76.
    Before: mean 1834.1; ranges 14 16 64 88 226 57 4 47 23: sum 539, mean 59.89; 226 is not below 195.7 and goes;
    313 / 8 = 39.125, x 2.66 = 104.0725: 1730.0275 and 1938.1725.
    """
    values = dated(CHILDREN_IN_NEED, date(2021, 6, 1)) | dated(CHILDREN_IN_NEED_SINCE, date(2022, 6, 1))
    change = Rebase(on=date(2022, 6, 1), reason="The case system changed from TED to Mosaic")
    chart = xmr(values, rebases=[change])
    before, since = chart.phases
    assert (before.mean, before.lower, before.upper) == pytest.approx((1834.1, 1730.0275, 1938.1725))
    assert (since.mean, since.lower, since.upper) == pytest.approx((1525.1, 1389.44, 1660.76))
    assert types(chart)[-3:] == ["neutral_high"] * 3
    assert [point.signals for point in chart.points[10:12]] == [(TWO_IN_THREE,)] * 2
    assert chart.variation == "neutral_high"
    assert chart.variation_words == "Too few points (10 of 13)"
    assert since.is_provisional and since.shows_limits
    assert "nhsr-0.2.2" in chart.footnote and "June 2022" in chart.footnote and "10 of 13" in chart.footnote


@pytest.mark.parametrize(("points", "are_shown"), [(6, False), (7, True), (12, True)])
def test_new_limits_are_provisional_from_seven_points(points, are_shown):
    chart = xmr(dated([5.0, 6.0] * 7 + [7.0, 8.0] * 6), rebases=rebased(range(26), [14]))
    cut = xmr(dated([5.0, 6.0] * 7 + ([7.0, 8.0] * 6)[:points]), rebases=rebased(range(26), [14]))
    assert cut.phases[1].is_provisional == cut.phases[1].shows_limits == are_shown
    assert cut.phases[0].shows_limits and not cut.phases[0].is_provisional
    assert chart.variation_words == "Too few points (12 of 13)"


def test_without_screening_the_outlying_range_stays():
    """A range of 226 stays in: 539 / 9 = 59.889, x 2.66 = 159.304."""
    thirteen = [*CHILDREN_IN_NEED, 1654, 1654, 1654]
    ranges = [14, 16, 64, 88, 226, 57, 4, 47, 23, 0, 0, 0]
    chart = xmr(dated(thirteen), rules="mdc-excel")
    assert chart.phases[0].upper - chart.phases[0].mean == pytest.approx(2.66 * sum(ranges) / 12)


def test_a_range_exactly_at_the_screen_is_left_out():
    """Ranges 3.267, 0.733, 0 and 0 have the mean 1: the first is not below 3.267 times it, so 0.733 / 3 is left."""
    values = [0.0, 3.267, None, 0.0, 0.733, None, 2.0, 2.0, 2.0]
    phase = xmr(dated(values)).phases[0]
    assert (phase.upper - phase.mean) / 2.66 == pytest.approx(0.733 / 3)


def test_a_value_exactly_on_the_mean_is_on_neither_side():
    """These twelve add up to 622.8: their mean is 51.9, which is one of them; plain sums put it above."""
    values = [46.8, 51.6, 47.3, 51.7, 46.9, 54.5, 51.9, 54.4, 59.2, 53.6, 39.5, 65.4]
    assert mean(values) == 51.9 != sum(values) / 12
    assert xmr(dated(values)).points[6].side == 0


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=24))
def test_the_mean_is_the_nearest_number_to_the_exact_one(tenths):
    values = [number / 10 for number in tenths]
    assert mean(values) == exact_mean(values)


def test_a_mean_that_one_exact_sum_does_not_find():
    """The first three tenths, one of them on the mean of all, whose exact sum divided by three misses it."""
    values = next(
        [a / 10, b / 10, c / 10]
        for a in range(501, 700)
        for b in range(301, 400)
        if (c := 3 * b - a - b) > 0 and fsum([a / 10, b / 10, c / 10]) / 3 != b / 10
    )
    assert mean(values) == values[1] and xmr(dated(values)).points[1].side == 0


@pytest.mark.parametrize(("run", "flagged"), [(7, 7), (6, 0)])
def test_seven_on_one_side_are_a_shift_and_six_are_not(run, flagged):
    """The mean is 0: as many ones as minus ones, and noughts between those that break any other run."""
    chart = xmr(dated([1.0] * run + [-1.0, 0.0] * run))
    assert sum(SHIFT in point.signals for point in chart.points) == flagged


def test_a_point_exactly_on_a_limit_is_not_outside():
    """One range of 1, mean (0 + 1 + 3 + 0) / 4 = 1; with limits two ranges away the 3 lies on the upper one."""
    rules = replace(NHSR, sigmas=2.0, name="two ranges")
    chart = xmr(dated([0.0, 1.0, None, 3.0, None, 0.0]), rules=rules)
    assert chart.phases[0].upper == chart.points[3].value
    assert OUTSIDE not in chart.points[3].signals


@pytest.mark.parametrize(
    ("target", "better", "icon"),
    [
        (3.0, "lower", "inconsistent"),
        (3.1, "lower", "consistent_pass"),
        (-1.0, "lower", "inconsistent"),
        (-1.1, "lower", "consistent_fail"),
        (3.0, "higher", "inconsistent"),
        (3.1, "higher", "consistent_fail"),
        (-1.1, "higher", "consistent_pass"),
    ],
)
def test_a_target_exactly_at_a_limit_may_be_met_or_missed(target, better, icon):
    """Limits -1 and 3, as above."""
    rules = replace(NHSR, sigmas=2.0, name="two ranges")
    values = dated([0.0, 1.0, None, 3.0, None, 0.0])
    assert xmr(values, rules=rules, better=better, target=target).assurance == icon


def test_seven_rising_points_are_a_trend_and_a_tie_breaks_it():
    rising = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    assert [TREND in point.signals for point in xmr(dated(rising)).points] == [True] * 7
    assert not any(TREND in point.signals for point in xmr(dated([1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0])).points)


def test_a_peak_lists_every_rule_and_goes_the_way_of_its_next_step():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    peak = xmr(dated(values), better="higher").points[6]
    assert TREND in peak.signals and peak.rises is False


def test_a_level_step_between_two_rising_trends_counts_as_down():
    """Seven rising, the last again, and six more: the R package asks only whether the step to the next is up."""
    chart = xmr(dated([*map(float, range(1, 8)), *map(float, range(7, 14))]), better="higher")
    turn = chart.points[6]
    assert turn.signals == (TREND,) and turn.rises is False and turn.mark == "concern"
    assert chart.points[7].rises is True


def test_under_the_excel_rules_an_improvement_wins():
    """The last point is far above the limits, which is bad, and it ends no trend; the one before falls, which is good."""
    values = [50.0, 60.0] * 5 + [70.0, 66.0, 62.0, 58.0, 54.0, 50.0, 46.0, 12.0]
    excel = xmr(dated(values), better="lower", rules=MDC_EXCEL).points[-1]
    assert {OUTSIDE, TREND} <= set(excel.signals) and excel.mark == "improvement"


@settings(deadline=None)
@given(
    values=st.lists(st.integers(-64, 64).map(float), min_size=1, max_size=30), shift=st.integers(-512, 512)
)
def test_s4_a_constant_added_moves_the_lines_and_no_flag(values, shift):
    """Lengths are powers of two, so that means and ranges are exact in binary."""
    size = 1 << (len(values).bit_length() - 1)
    values = values[:size]
    plain, moved = xmr(dated(values)), xmr(dated([value + shift for value in values]))
    assert [point.side for point in plain.points] == [point.side for point in moved.points]
    assert [TREND in point.signals for point in plain.points] == [TREND in p.signals for p in moved.points]
    for one, other in zip(plain.points, moved.points, strict=True):
        assert other.mean == pytest.approx(one.mean + shift, abs=1e-9)
        if one.upper is not None:
            assert other.upper == pytest.approx(one.upper + shift, abs=1e-9)


@settings(deadline=None)
@given(values=st.one_of(series, gappy), power=st.integers(-3, 3))
def test_s5_a_factor_scales_the_lines_and_no_flag(values, power):
    factor = 2.0**power
    plain = xmr(dated(values))
    scaled = xmr(dated([None if value is None else value * factor for value in values]))
    assert types(plain) == types(scaled)
    for one, other in zip(plain.points, scaled.points, strict=True):
        assert (one.upper is None) == (other.upper is None)
        if one.upper is not None:
            assert other.upper == pytest.approx(one.upper * factor, abs=1e-9)


@settings(deadline=None)
@given(values=st.one_of(series, gappy), target=numbers)
def test_s6_negated_with_its_direction_turned_good_stays_good(values, target):
    """Outside trends: a level step after a trend counts as down in the R package, whichever way the trend went."""
    plain = xmr(dated(values), better="higher", target=target)
    turned = xmr(dated([None if v is None else -v for v in values]), better="lower", target=-target)
    for one, other in zip(plain.points, turned.points, strict=True):
        if TREND not in one.signals:
            assert one.type == other.type
        assert set(one.signals) == set(other.signals)
    assert plain.assurance == turned.assurance


@settings(deadline=None)
@given(values=gappy, data=st.data())
def test_s7_the_order_of_the_input_does_not_matter(values, data):
    pairs = list(dated(values).items())
    assert xmr(data.draw(st.permutations(pairs))) == xmr(pairs)


def test_s8_a_date_twice_is_an_error():
    with pytest.raises(ValueError, match="each date once"):
        xmr([(START, 1.0), (START, 2.0)])


@pytest.mark.parametrize("preset", ["nhsr-0.2.2", "mdc-excel"])
@settings(max_examples=60, deadline=None)
@given(
    values=st.one_of(
        st.just([]),
        st.lists(st.none(), max_size=20),
        st.lists(st.one_of(st.none(), st.just(100.0)), max_size=20),
        gappy,
    ),
    better=directions,
    target=st.one_of(st.none(), st.just(95.0), st.just(100.0)),
)
def test_s9_no_series_fails_and_no_number_is_not_a_number(preset, values, better, target):
    chart = xmr(dated(values), better=better, target=target, rules=preset, natural=(0.0, 100.0))
    assert chart.variation_words and chart.footnote
    for point in chart.points:
        for number in (point.mean, point.lower, point.upper, point.drawn_lower, point.drawn_upper):
            assert number is None or isfinite(number)


@pytest.mark.parametrize(
    ("target", "better", "icon"),
    [
        (95.0, "higher", "consistent_pass"),
        (100.0, "higher", "consistent_pass"),
        (100.5, "higher", "consistent_fail"),
        (95.0, "lower", "consistent_fail"),
        (100.0, "lower", "consistent_pass"),
        (95.0, "neither", ""),
    ],
)
def test_s9_a_constant_series_is_judged_by_its_one_value(target, better, icon):
    chart = xmr(dated([100.0] * 14), better=better, target=target)
    assert (chart.phases[0].lower, chart.phases[0].upper) == (100.0, 100.0)
    assert chart.assurance == icon and chart.variation == "common_cause"


def test_a_gap_breaks_runs_ranges_and_never_fails():
    """Six rising points before a gap: the R package stops with an error here."""
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, None, 7.0, 8.0]
    chart = xmr(dated(values), gaps={date(2021, 10, 1): "withheld"})
    assert not any(TREND in point.signals for point in chart.points)
    assert chart.points[6].gap == "withheld" and chart.points[6].value is None
    assert chart.phases[0].upper == pytest.approx(36 / 8 + 2.66)  # every range that is left is 1


@settings(deadline=None)
@given(first=gappy, other=gappy, second=st.lists(numbers, min_size=1, max_size=15))
def test_s10_phases_do_not_depend_on_each_other(first, other, second):
    second_start = Month(2024, 4)
    later = {second_start.plus(place).first_day: value for place, value in enumerate(second)}
    change = Rebase(on=second_start.first_day, reason="A new definition")
    found = []
    for before in (first, other):
        chart = xmr({date(2021, 3, 1): 1.0} | dated(before) | later, rebases=[change])
        found.append(
            [(p.value, p.type, p.mean, p.upper, p.signals) for p in chart.points if p.on >= change.on]
        )
    assert found[0] == found[1]


@settings(deadline=None)
@given(values=st.lists(numbers, min_size=13, max_size=30), better=directions, missing=st.integers(1, 3))
def test_s11_the_icon_is_that_of_the_latest_value_and_says_so(values, better, missing):
    full, cut = xmr(dated(values), better=better), xmr(dated([*values, *[None] * missing]), better=better)
    assert cut.variation == full.variation
    assert cut.is_latest_missing and not full.is_latest_missing
    latest = Month.parse("2021-04").plus(len(values) - 1)
    assert cut.variation_words == f"{full.variation_words}, as at {latest.name}"


@settings(deadline=None)
@given(values=st.lists(numbers, max_size=20), better=st.sampled_from(["higher", "lower", "neither", "band"]),
       target=st.one_of(st.none(), numbers))  # fmt: skip
def test_s12_assurance_needs_a_target_a_direction_and_enough_points(values, better, target):
    chart = xmr(dated(values), better=better, target=target)
    if target is None or better in ("neither", "band"):
        assert chart.assurance == "" and chart.assurance_words == ""
    elif len(values) < 13:
        assert chart.assurance_words == f"Too few points ({len(values)} of 13)"
    else:
        assert "target" in chart.assurance_words


def test_words_say_too_few_points_of_thirteen():
    assert xmr(dated([5.0, 6.0] * 4 + [5.0])).variation_words == "Too few points (9 of 13)"
    assert not xmr(dated([5.0, 6.0] * 4 + [5.0])).phases[0].shows_limits


@pytest.mark.parametrize(
    ("better", "last", "words"),
    [
        ("higher", 30.0, "Improving (high)"),
        ("higher", 0.0, "Getting worse (low)"),
        ("lower", 30.0, "Getting worse (high)"),
        ("lower", 0.0, "Improving (low)"),
        ("neither", 30.0, "Changed: high"),
        ("band", 0.0, "Changed: low"),
        ("lower", 11.0, "Expected variation"),
    ],
)
def test_words_come_first(better, last, words):
    assert xmr(dated([10.0, 12.0] * 8 + [last]), better=better).variation_words == words


@pytest.mark.parametrize("on", [START, date(2021, 4, 15), date(2030, 1, 1)])
def test_new_limits_on_no_later_date_of_the_series_are_an_error(on):
    with pytest.raises(ValueError, match="new limits"):
        xmr(dated([1.0, 2.0, 3.0]), rebases=[Rebase(on=on, reason="A change")])


def test_new_limits_need_a_reason():
    with pytest.raises(ValueError, match="a reason"):
        Rebase(on=START, reason=" ")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused_without_telling_it(value):
    with pytest.raises(ValueError, match="2021-04-01") as refused:
        xmr({START: value})
    assert str(value) not in str(refused.value)


def test_limits_are_drawn_within_what_can_be_and_judged_without():
    chart = xmr(dated([1.0, 6.0] * 7 + [99.0]), natural=(0.0, 100.0))
    point = chart.points[0]
    assert point.lower < 0 == point.drawn_lower


@settings(deadline=None)
@given(values=st.lists(numbers, min_size=3, max_size=24), data=st.data())
def test_a_withheld_value_shows_in_nothing(values, data):
    """A gap is all that the chart is told: so there is nothing to be told apart."""
    hidden = data.draw(st.sets(st.integers(0, len(values) - 1), min_size=1))
    shown = [None if place in hidden else value for place, value in enumerate(values)]
    gaps = {on: "withheld" for place, on in enumerate(dated(values)) if place in hidden}
    chart = xmr(dated(shown), gaps=gaps)
    present = [value for value in shown if value is not None]
    if present:
        assert chart.phases[0].mean == pytest.approx(sum(present) / len(present), abs=1e-6)
    assert all(point.gap == "withheld" for point in chart.points if point.value is None)


def test_any_dates_will_do():
    weekly = {START + timedelta(days=7 * week): float(week % 3) for week in range(15)}
    assert xmr(weekly).variation_words == "Expected variation"
