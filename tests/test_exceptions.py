"""Which indicators the meeting needs to know of, in which order, and that it is never more than eight."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.exceptions import ACTIONS, highlights
from scorecards.period import Month
from scorecards.target import Target
from tests.figures_by_hand import page_of
from tests.test_narrative import STEADY, flow


def aims(target: float) -> list[Target]:
    return [
        Target(indicator="XX01", target=target, effective_from=date(2021, 4, 1), set_by="the Executive Group")
    ]


WORSE = page_of(flow([*STEADY, 140, 150]), better="lower", title="Worse")
ALWAYS = page_of(
    {period: (60 + place % 3, 100) for place, period in enumerate(flow([*STEADY, 100, 101]))},
    unit="%",
    better="lower",
    targets=aims(20),
    title="Always missed",
)
TWICE = page_of(flow([*STEADY, 100, 101]), better="higher", targets=aims(310), title="Missed twice")
GONE = {**flow([*STEADY, 100, 101]), **{Month(2023, month).period_id: None for month in (1, 2, 3)}}
DOUBTFUL = page_of(
    {**GONE, "quarter:2022-23-Q4": None}, better="higher", audiences=("executive",), title="Not supplied"
)
CHANGED = page_of(flow([*STEADY, 140, 150]), better="neither", title="Changed")
BETTER = page_of(flow([*STEADY, 140, 150]), better="higher", title="Better")
QUIET = page_of(flow([*STEADY, 100, 101]), better="higher", title="Quiet")
EVERY = [QUIET, BETTER, CHANGED, DOUBTFUL, TWICE, ALWAYS, WORSE]


def test_exceptions_come_in_the_order_of_the_rules_and_successes_apart():
    found = highlights(EVERY)
    assert [(each.rule, each.action) for each in found.exceptions] == [
        ("Getting worse", "Discuss"),
        ("Will consistently miss its target", "Discuss"),
        ("Missed its target twice", "Watch"),
        ("The figure cannot be trusted yet", "Note"),
        ("Changed", "Watch"),
    ]
    assert [each.page.title for each in found.exceptions] == [
        "Worse", "Always missed", "Missed twice", "Not supplied", "Changed",
    ]  # fmt: skip
    assert [(each.page.title, each.action) for each in found.successes] == [("Better", "Celebrate")]
    assert found.more == 0


def test_an_exception_carries_its_sentences_and_four_boxes():
    [worst] = highlights([WORSE]).exceptions
    assert worst.title == "Worse: higher than expected since February 2023"
    assert any("this has worsened." in words for words in worst.sentences)
    assert [heading for heading, _ in worst.boxes] == [
        "What is happening", "What we are doing", "By whom and by when", "What we need from this meeting",
    ]  # fmt: skip
    assert {words for _, words in worst.boxes} == {"Not supplied by Targeted youth support"}


@settings(max_examples=60)
@given(st.lists(st.integers(0, len(EVERY) - 1), max_size=30))
def test_never_more_than_eight_and_none_is_lost(places):
    pages = [EVERY[place] for place in places]
    found = highlights(pages)
    assert len(found.exceptions) <= 8 and len(found.successes) <= 3
    loud = len({page.title for page in pages if page not in (QUIET, BETTER)})
    assert len(found.exceptions) + found.more == loud
    order = [list(ACTIONS).index(each.rule) for each in found.exceptions]
    assert order == sorted(order)
    again = highlights(reversed(pages))
    assert [each.rule for each in again.exceptions] == [each.rule for each in found.exceptions]


def test_a_rate_of_the_same_months_is_no_second_news():
    again = replace(WORSE, ref="XX01R", title="Worse per 10,000")
    assert [each.page.title for each in highlights([WORSE, again]).exceptions] == ["Worse"]


def test_what_few_read_is_not_an_exception_for_being_missing():
    assert highlights([page_of({Month(2023, 3).period_id: None}, better="higher")]).exceptions == ()


def test_what_was_never_supplied_is_no_news():
    never = page_of({Month(2023, 3).period_id: None}, better="higher", audiences=("executive",))
    assert highlights([never]).exceptions == ()


def test_of_ten_exceptions_eight_are_shown_and_two_are_counted():
    pages = [
        page_of(flow([count + more for count in [*STEADY, 140, 150]]), better="lower", title=f"Worse {more}")
        for more in range(10)
    ]
    found = highlights(pages)
    assert [each.page.title for each in found.exceptions] == [f"Worse {more}" for more in range(8)]
    assert found.more == 2
