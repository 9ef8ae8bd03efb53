"""SQL files are read as written, and a wrong one says where, what was expected, what was found and what to do."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from scorecards.check import checks
from scorecards.core_table import core_tables
from scorecards.example import UnreadableExample, text_table, typed_rows
from scorecards.indicator import indicator, indicators
from scorecards.period import Month
from scorecards.query import columns_read, columns_returned, tables_read
from scorecards.sql_file import UnreadableSqlFile
from tests.example_database import SQL

HEADER = """ref = "FD99"
title = "Contacts at night"
definition = "Contacts received at night."
unit = "count"
better = "neither"
kind = "flow"
audiences = ["front_door"]
"""
QUERY = """select
    contact.authority,
    period.period_id,
    contact.team_name,
    count(*) filter (where contact.outcome = 'from core.nowhere') as numerator
from reference.period as period
join core.contact as contact
  on contact.received_on between period.start_date and period.end_date
group by grouping sets ((contact.authority, period.period_id), (contact.authority, period.period_id, contact.team_name))
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def file(header: str = HEADER, query: str = QUERY, examples: str = "") -> str:
    return f"/*\n{header}*/\n{query}\n{examples}"


def test_an_indicator_derives_what_its_file_already_says(tmp_path: Path) -> None:
    found = indicator(written(tmp_path, "indicators/front_door/contacts_at_night.sql", file()))
    assert (found.ref, found.id, found.section) == ("FD99", "contacts_at_night", "front_door")
    assert found.tables == ("core.contact", "reference.period")
    assert found.breakdowns == ("team_name",)
    assert "core.contact.outcome" in found.columns
    assert "core.contact.team_name" not in found.columns, (
        "a breakdown that is missing leaves the figure standing"
    )
    assert not found.has_denominator and found.owner is None and found.examples == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (QUERY, "line 1: expected an opening comment"),
        (file(query=""), "expected one query after the header, found nothing"),
        (file(header=HEADER.replace('kind = "flow"\n', "")), "expected the key `kind` in the header"),
        (file(header=HEADER + 'owners = "X"\n'), "line 9: expected one of the keys"),
        (file(header=HEADER.replace('"count"', '"cuont"')), "line 5: expected `unit` as one of count"),
        (file(header=HEADER.replace('"flow"', "3")), "line 7: expected `kind` as str, found 3"),
        (file(header=HEADER + "why = \n"), "line 9: expected TOML in the header"),
    ],
)
def test_a_wrong_indicator_says_where_and_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, "indicators/front_door/wrong.sql", text)
    with pytest.raises(UnreadableSqlFile) as error:
        indicator(path)
    assert words in str(error.value)
    assert str(error.value).startswith("indicators/front_door/wrong.sql, line ")
    assert "; " in str(error.value), "the remedy follows"


def test_wrong_examples_say_where(tmp_path: Path) -> None:
    examples = "/* examples\n\n[[example]]\nbecause = 'x'\nperiods = []\n*/\n"
    found = indicator(written(tmp_path, "indicators/front_door/wrong.sql", file(examples=examples)))
    with pytest.raises(UnreadableSqlFile, match="expected one of the keys because, period, given"):
        assert found.examples
    nameless = "/* examples\n\n[[example]]\nexpect = {}\n*/\n"
    found = indicator(written(tmp_path, "indicators/front_door/wrong.sql", file(examples=nameless)))
    with pytest.raises(UnreadableSqlFile, match="expected `because` in every example"):
        assert found.examples


def test_a_wrong_table_of_an_example_says_where(tmp_path: Path) -> None:
    examples = """/* examples

[[example]]
because = "x"
given."core.contact" = "day"
*/
"""
    path = written(tmp_path, "indicators/front_door/wrong.sql", file(examples=examples))
    line = path.read_text().splitlines().index('because = "x"') + 1
    with pytest.raises(UnreadableExample, match=rf"wrong.sql, line {line}: expected a row of names"):
        assert indicator(path).examples


def test_the_90_days_of_a_repeat_lie_in_the_months_looked_back_over() -> None:
    [repeats] = [each for each in indicators(SQL) if each.ref == "MH03R"]
    for month in (Month(2020, 1).plus(number) for number in range(60)):
        assert month.last_day - timedelta(days=89) >= month.plus(-repeats.look_back).first_day


def test_an_overlay_wins_by_ref_and_adds_its_own(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    written(ours, "indicators/front_door/a.sql", file())
    written(theirs, "indicators/local/b.sql", file(HEADER.replace("at night", "by night")))
    written(theirs, "indicators/local/c.sql", file(HEADER.replace("FD99", "LO01")))
    found = indicators(ours, theirs, tmp_path / "not there")
    assert [(each.ref, each.title) for each in found] == [
        ("FD99", "Contacts by night"),
        ("LO01", "Contacts at night"),
    ]


def test_one_ref_in_two_files_of_a_folder_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, "indicators/front_door/a.sql", file())
    written(tmp_path, "indicators/front_door/b.sql", file())
    with pytest.raises(UnreadableSqlFile, match="expected a ref that no other file has, found FD99"):
        indicators(tmp_path)


def test_a_check_names_its_severity(tmp_path: Path) -> None:
    header = 'code = "X1"\ntitle = "T"\nseverity = "queyr"\nmessage = "M"\nremedy = "R"\n'
    path = written(
        tmp_path, "checks/a.sql", file(header, "select contact.authority from core.contact as contact")
    )
    with pytest.raises(UnreadableSqlFile, match="expected `severity` as one of reject, query, note"):
        checks(tmp_path)
    path.write_text(path.read_text().replace("queyr", "query"))
    assert checks(tmp_path)[0].tables == ("core.contact",)


def core_file(*columns: str, reads: str) -> str:
    names = "\n".join(f'{name} = "varchar"' for name in columns)
    header = f'grain = "one"\nkey = ["authority"]\nrows = ["mosaic.contact"]\n[columns]\n{names}\n'
    return file(header, f"select a.authority from {reads} as a")


def test_core_tables_come_after_what_they_read(tmp_path: Path) -> None:
    written(tmp_path, "core/a.sql", core_file("authority", reads="core.b"))
    written(tmp_path, "core/b.sql", core_file("authority", reads="core.c"))
    written(tmp_path, "core/c.sql", core_file("authority", reads="mosaic.contact"))
    assert [table.name for table in core_tables(tmp_path)] == ["core.c", "core.b", "core.a"]


def test_a_circle_of_core_tables_is_told(tmp_path: Path) -> None:
    written(tmp_path, "core/a.sql", core_file("authority", reads="core.b"))
    written(tmp_path, "core/b.sql", core_file("authority", reads="core.a"))
    with pytest.raises(UnreadableSqlFile, match=r"core\.[ab] reads core\.[ab]"):
        core_tables(tmp_path)


def test_a_key_has_to_be_a_column(tmp_path: Path) -> None:
    written(tmp_path, "core/a.sql", core_file("child_id", reads="mosaic.contact"))
    with pytest.raises(
        UnreadableSqlFile, match="expected a key of columns that the header names, found authority"
    ):
        core_tables(tmp_path)


def test_words_of_a_query() -> None:
    sql = """
    -- from core.comment
    with step as (select b.x, coalesce(b.y, 'from core.text, z') as y from core.b as b /* join core.noise */)
    select step.x, (select max(c.z) from core.c c) as last, step.y is distinct from step.x as differs
    from step left join core.d on core.d.x = step.x
    """
    assert tables_read(sql) == ("core.b", "core.c", "core.d")
    assert columns_returned(sql) == ("x", "last", "differs")
    assert {"core.b.x", "core.b.y", "core.c.z"} <= columns_read(sql)


def test_a_text_table_becomes_typed_rows() -> None:
    table = text_table("""
name | day        | number | share | is_true | blank
-----+------------+--------+-------+---------+------
A b  | 2022-04-01 | 3      | 0.10  | true    |
''   |            |        |       | false   |
""")
    types = {
        "name": "varchar",
        "day": "date",
        "number": "integer",
        "share": "decimal(10,2)",
        "is_true": "boolean",
    }
    assert typed_rows(table, {**types, "blank": "timestamp"}) == [
        {
            "name": "A b",
            "day": date(2022, 4, 1),
            "number": 3,
            "share": Decimal("0.10"),
            "is_true": True,
            "blank": None,
        },
        {"name": "", "day": None, "number": None, "share": None, "is_true": False, "blank": None},
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day\n---\n1 April", "expected day as date, found '1 April'"),
        ("dya\n---\n2022-04-01", "expected columns among day, found dya"),
        ("day\n2022-04-01", "expected a row of names and a dashed line"),
        ("day\n---\n2022-04-01 | 3", "expected 1 cells, found 2"),
    ],
)
def test_a_wrong_text_table_says_what_was_expected(text: str, words: str) -> None:
    with pytest.raises(UnreadableExample, match=words):
        typed_rows(text_table(text), {"day": "date"})
