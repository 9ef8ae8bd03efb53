"""What may reassure falsely is printed beside what tells the rest, for every audience that sees it."""

from pathlib import Path

import pytest

from scorecards.audience import audiences
from scorecards.indicator import Indicator, indicators
from scorecards.indicator_page import with_beside
from tests.figures_by_hand import page_of
from tests.test_breaks import flows

INDICATORS = {each.ref: each for each in indicators(Path("sql"))}
LEADS = [each for each in INDICATORS.values() if each.beside]


@pytest.mark.parametrize("lead", LEADS, ids=lambda each: each.ref)
def test_those_beside_it_are_there(lead: Indicator) -> None:
    assert set(lead.beside) <= set(INDICATORS)


@pytest.mark.parametrize(
    ("ref", "needed"),
    [
        ("SP06", {"SP07", "SP07D", "SP09"}),  # two clocks, the wait between them, open past due
        ("AS02", {"AS03", "AS03D", "AS04"}),
        ("MH05", {"MH06", "MH07", "MH07C"}),  # due, offered, accepted, completed, within 72 hours
        ("EH03", {"EH05"}),
    ],
)
def test_nobody_sees_one_without_the_others(ref: str, needed: set[str]) -> None:
    assert needed <= set(INDICATORS[ref].beside)
    for audience in audiences().values():
        if audience.sees(INDICATORS[ref]):
            assert all(audience.sees(INDICATORS[other]) for other in needed), audience.name


def test_snapshot_flow_any_time_and_mean_stand_together_with_their_basis() -> None:
    for ref in ("CN01", "CP01"):
        of = {INDICATORS[other].statistic for other in (ref, *INDICATORS[ref].beside)}
        assert of == {"snapshot", "flow", "any time", "mean"}


def test_a_page_lists_itself_first_and_only_those_that_its_reader_has() -> None:
    page = page_of(flows())
    assert with_beside(page, ["YY01"], {}).read_beside == ()
    found = with_beside(page, ["YY01", "XX01"], {"XX01": page}).read_beside
    assert [(each.ref, each.basis, each.figure.words) for each in found] == [
        ("XX01", "total of the quarter", "36"),
        ("XX01", "total of the quarter", "36"),
    ]
