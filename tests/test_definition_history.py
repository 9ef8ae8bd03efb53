"""A changed meaning is a new version, said in words, and the page on indicators is as the files say."""

from datetime import date
from pathlib import Path

from scorecards.definition_history import add_versions, changed, fingerprint, history
from scorecards.documentation import HISTORY, PAGE, page
from scorecards.indicator import indicator, indicators
from tests.example_database import SQL
from tests.test_sql_files import HEADER, QUERY, file, written

INDICATORS = indicators(SQL)


def test_no_definition_changed_without_a_word() -> None:
    waiting = [each.ref for each in changed(INDICATORS, history(HISTORY))]
    assert not waiting, 'Say what changed: python -m scorecards.documentation --change "…"'


def test_the_page_on_indicators_is_as_the_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(INDICATORS, history(HISTORY)), (
        "Run: python -m scorecards.documentation"
    )


def test_layout_is_no_change_of_meaning_and_a_query_is(tmp_path: Path) -> None:
    one = indicator(written(tmp_path, "a/indicators/front_door/one.sql", file()))
    laid_out = indicator(
        written(tmp_path, "b/indicators/front_door/one.sql", file(query=QUERY.replace(",\n", ",\n\n")))
    )
    other = indicator(
        written(
            tmp_path,
            "c/indicators/front_door/one.sql",
            file(query=QUERY.replace("<=", "<").replace("between", "not between")),
        )
    )
    reworded = indicator(
        written(
            tmp_path, "d/indicators/front_door/one.sql", file(header=HEADER.replace("at night.", "by day."))
        )
    )
    assert fingerprint(one) == fingerprint(laid_out)
    assert len({fingerprint(one), fingerprint(other), fingerprint(reworded)}) == 3


def test_a_change_adds_a_version_and_keeps_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    first = indicator(written(tmp_path, "a/indicators/front_door/one.sql", file()))
    then = indicator(
        written(
            tmp_path, "b/indicators/front_door/one.sql", file(header=HEADER.replace("at night.", "by day."))
        )
    )
    add_versions(path, [first], first_day=date(2022, 4, 1), change="unused")
    assert not changed([first], history(path))
    add_versions(path, [then], first_day=date(2023, 4, 1), change="By day")
    versions = history(path)["FD99"]
    assert [(each.number, each.change) for each in versions] == [(1, "First definition"), (2, "By day")]
    assert versions[-1].fingerprint == fingerprint(then)
