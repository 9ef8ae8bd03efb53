"""Authorities are counted a few at a time, and it tells the same as all at once."""

from pathlib import Path

import pytest

from pipelines import few_at_once
from pipelines.builds import Plan, Work
from pipelines.contents import contents
from pipelines.home import Home
from scorecards.query import of_rows
from tests.made_up_inbox import MARCH
from tests.made_up_two_authorities import Region


def test_a_query_is_asked_of_some_rows_of_the_tables_that_have_them() -> None:
    query = """select a.n from core.contact as a left join mosaic.person on person.n = a.n
        join reference.calendar as day on day.n is distinct from a.m where a.n > 1"""
    told = of_rows(query, "n in (1)", lambda table: not table.startswith("reference"))
    assert (
        told
        == """select a.n from (select * from core.contact where n in (1)) as a \
left join (select * from mosaic.person where n in (1)) as person on person.n = a.n
        join reference.calendar as day on day.n is distinct from a.m where a.n > 1"""
    )


def test_few_authorities_are_asked_all_at_once_and_every_code_is_in_one_group() -> None:
    codes = [f"Z{number:03d}" for number in range(2 * few_at_once.AT_ONCE + 1)]
    assert few_at_once.few_at_once("select 1", codes[: few_at_once.AT_ONCE]) == ["select 1"]
    assert [code for group in few_at_once.groups(codes) for code in group] == codes
    assert few_at_once.few_at_once("select 1 from reference.period as period", []) == [
        "select 1 from reference.period as period"
    ]


@pytest.mark.slow
def test_a_build_of_one_authority_after_the_other_holds_what_one_of_all_at_once_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Region(tmp_path)
    place.look()
    held = []
    for at_once in (few_at_once.AT_ONCE, 1):
        monkeypatch.setattr(few_at_once, "AT_ONCE", at_once)
        home = Home(place.home.settings)
        with home.ledger.writing():
            path = Work(Plan(home, MARCH)).finish()
        held.append(contents(path))
        path.with_name("current.json").unlink()
        path.unlink()
    assert held[0].rows["scorecard.counted"] > 100
    assert held[0].differences(held[1]) == []
