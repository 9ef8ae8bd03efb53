"""A build holds the same whichever engine made its core tables and counted its indicators."""

import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlglot

from pipelines.chosen.engine import POSTGRES, SPARK, EngineChoice
from pipelines.database import database
from pipelines.engines.dialect import written_for
from pipelines.engines.elsewhere import without_values
from pipelines.engines.engine import EngineFailed, Types, started
from pipelines.engines.postgres import DSN, Postgres
from pipelines.engines.spark import MEANING, PLATFORM
from pipelines.settings import SettingsNotUnderstood
from scorecards.indicator import indicators
from tests import made_up_partnership
from tests.engine_runs import again, differences
from tests.example_database import ROOT, SQL, ExampleDatabase
from tests.made_up_inbox import MARCH, MISSING_MARCH, Partnership
from tests.made_up_two_authorities import Region
from tests.servers import postgres, postgres_programs

needs_postgres = pytest.mark.skipif(
    postgres_programs() is None, reason="NOT TESTED: PostgreSQL is not installed (apt-get install postgresql)"
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as dsn:
        yield dsn


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    found = Partnership(tmp_path)
    found.drop_everything()
    return found


def test_a_macro_is_written_out_and_a_schema_folded_into_the_name() -> None:
    query = "select adult_on(child.birth_date, child.sex) as adult_on from core.child as child"
    for dialect in ("postgres", "spark"):
        written = written_for(dialect, query)
        assert "adult_on(" not in written.lower() and "core__child AS child" in written
        assert "child.birth_date" in written
        sqlglot.parse_one(written, read=dialect)


def test_a_macro_within_a_macro_is_written_out() -> None:
    query = "select age_band(child.birth_date, child.expected_birth_date, child.adult_on) as band from core.child as child"
    assert "age_at" not in written_for("spark", query)


def test_a_median_is_exact_on_spark() -> None:
    """Left to itself the transpiler writes an approximate one, which is silently another figure."""
    medians = [each for each in indicators(SQL) if "percentile_cont" in each.sql]
    assert medians
    for each in medians:
        written = written_for("spark", each.sql)
        assert "PERCENTILE(" in written.upper() and "APPROX" not in written.upper()


def test_an_engine_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsNotUnderstood, match="duckdb, postgres or spark"):
        Partnership(tmp_path, more_settings='\n[engine]\nname = "abacus"\n').home.settings  # noqa: B018


def test_the_settings_of_the_page_on_platforms_are_understood(tmp_path: Path) -> None:
    (shown,) = re.findall(
        r"```toml\n(.+?)```", (ROOT / "docs" / "spark.md").read_text(encoding="utf-8"), re.DOTALL
    )
    chosen = Partnership(tmp_path, more_settings=f"\n{shown}").home.settings.engine
    assert (chosen.name, chosen.address) == (SPARK, PLATFORM)
    assert chosen.options == {"spark.sql.shuffle.partitions": "64"}


@pytest.mark.parametrize("name", sorted(MEANING))
def test_what_decides_figures_cannot_be_chosen(name: str, tmp_path: Path) -> None:
    choice = EngineChoice(name=SPARK, options={name: "otherwise"})
    with pytest.raises(SettingsNotUnderstood, match=name):
        started(choice, tmp_path)


def test_spark_that_is_not_installed_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SettingsNotUnderstood, match="spark"):
        started(EngineChoice(name=SPARK), tmp_path)


def test_an_engines_words_do_not_come_through() -> None:
    with pytest.raises(EngineFailed) as failed, without_values("make core.child"):
        raise ValueError("cannot cast 'Ada Example'")
    assert "core.child" in str(failed.value) and "ValueError" in str(failed.value)
    assert "Ada" not in str(failed.value) and failed.value.__suppress_context__


class OfJava:
    """An error of Java as Python sees it."""

    def __init__(self, name: str, cause: "OfJava | None" = None) -> None:
        self._name, self._cause = name, cause

    def getClass(self) -> "OfJava":
        return self

    def getName(self) -> str:
        return self._name

    def getCause(self) -> "OfJava | None":
        return self._cause


def test_what_led_to_an_error_of_java_is_named_by_its_classes() -> None:
    error = RuntimeError("a value of a record: Ada")
    cause = OfJava("java.lang.OutOfMemoryError")
    error.java_exception = OfJava("org.apache.spark.SparkException", cause)  # type: ignore[attr-defined]
    with pytest.raises(EngineFailed) as failed, without_values("make core.child"):
        raise error
    assert "found RuntimeError SparkException OutOfMemoryError. " in str(failed.value)
    assert "Ada" not in str(failed.value)


def test_postgres_without_a_connection_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DSN, raising=False)
    with pytest.raises(SettingsNotUnderstood, match=DSN):
        started(EngineChoice(name=POSTGRES), tmp_path)


@needs_postgres
def test_postgres_makes_the_same_build(
    place: Partnership, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN, server)
    killed = place.home.builds / str(MARCH) / ".killed.exchange"
    killed.mkdir(parents=True)
    (killed / "core.child.parquet").touch()
    ours = place.refresh()
    assert not killed.exists()
    theirs = again(place.home.settings, MARCH, EngineChoice(name=POSTGRES), tmp_path / "again")
    assert ours.name == theirs.name
    assert differences(ours, theirs) == []
    assert [path.name for path in theirs.parent.iterdir() if "exchange" in path.name] == []


@needs_postgres
@pytest.mark.slow
def test_postgres_makes_only_the_authority_that_changed(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN, server)
    place = Region(tmp_path / "theirs")
    chosen = place.settings_file.read_text(encoding="utf-8") + f'[engine]\nname = "{POSTGRES}"\n'
    place.settings_file.write_text(chosen, encoding="utf-8")
    place.refresh()
    sent: list[int] = []
    really = Postgres.take

    def take(engine: Postgres, name: str, types: Types, parquet: Path) -> None:
        if name == "police.missing_report":
            sent.append(len(pl.read_parquet(parquet)))
        really(engine, name, types, parquet)

    monkeypatch.setattr(Postgres, "take", take)
    place.drop_police("2023-03", MISSING_MARCH[:2], "again.xlsx")
    theirs = place.refresh()
    assert sent == [1], "the one report of the authority that changed, and none of the other's five"
    ours = again(place.home.settings, MARCH, EngineChoice(), tmp_path)
    assert differences(ours, theirs) == []


@needs_postgres
@pytest.mark.slow
def test_postgres_makes_the_same_build_of_a_partnership(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN, server)
    ours = made_up_partnership.built(0, made_up_partnership.LAST)
    settings, month = made_up_partnership.home(0).settings, made_up_partnership.LAST
    theirs = again(settings, month, EngineChoice(name=POSTGRES), tmp_path)
    assert differences(ours, theirs) == []


@needs_postgres
@pytest.mark.slow
def test_every_worked_example_holds_on_postgres(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN, server)
    import psycopg2

    examples = ExampleDatabase()
    connection = psycopg2.connect(server)
    connection.autocommit = True
    wrong = []
    for indicator in indicators(SQL):
        for example in indicator.examples:
            examples.give(example, indicator.tables, breakdowns=indicator.breakdowns)
            with connection.cursor() as cursor:
                for table in indicator.tables:
                    _copy(examples, cursor, table)
                cursor.execute(written_for("postgres", indicator.sql))
                names = [column[0] for column in cursor.description or ()]
                found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if _sorted(found) != _sorted(examples.rows(indicator.sql)):
                wrong.append(f"{indicator.ref}: {example.because}")
    connection.close()
    assert wrong == []


def _copy(examples: ExampleDatabase, cursor: Any, table: str) -> None:
    described = examples.connection.execute(f"select * from {table} limit 0").description
    types = {
        str(name): str(kind).replace("VARCHAR", "text").replace("DOUBLE", "float8")
        for name, kind, *_ in described
    }
    name = table.replace(".", "__")
    cursor.execute(f"drop table if exists {name}")
    cursor.execute(
        f"create temporary table {name} ({', '.join(f'{column} {kind}' for column, kind in types.items())})"
    )
    rows = examples.connection.execute(f"select * from {table}").fetchall()
    if rows:
        marks = ", ".join(["%s"] * len(types))
        values = b", ".join(cursor.mogrify(f"({marks})", row) for row in rows)
        cursor.execute(f"insert into {name} values ".encode() + values)


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    """Rows as text, numbers at six places: engines return counts and means in types of their own."""
    return sorted(
        str({name: f"{float(cell):.6f}" if _is_number(cell) else cell for name, cell in sorted(row.items())})
        for row in rows
    )


def _is_number(cell: Any) -> bool:
    return cell is not None and not isinstance(cell, str | bool) and hasattr(cell, "__float__")


@needs_postgres
def test_an_empty_text_a_blank_and_odd_texts_survive_the_way_there_and_back(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN, server)
    engine = started(EngineChoice(name=POSTGRES), tmp_path)
    types = {
        "number": "integer",
        "words": "varchar",
        "happened": "timestamp",
        "is_so": "boolean",
        "share": "double",
    }
    rows = [
        (1, "", None, None, None),
        (2, None, datetime(2023, 3, 26, 0, 30), True, 0.1),
        (3, 'a "quoted", one\nwith a line', datetime(1900, 1, 1), False, 1e300),
    ]
    with database(reaches=[tmp_path]) as connection:
        connection.execute(f"create table t ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
        connection.executemany("insert into t values (?, ?, ?, ?, ?)", rows)
        connection.execute(f"copy t to '{tmp_path / 't.parquet'}' (format parquet)")
        engine.take("core.t", types, tmp_path / "t.parquet")
        found = engine.answer(
            ["select t.* from core.t as t", "select t.* from core.t as t"], types, tmp_path / "back"
        )
        back = connection.execute(f"select * from '{found}' order by number").fetchall()
        engine.take("core.none", types, tmp_path / "t.parquet")
        none = engine.answer(["select t.* from core.t as t where t.number > 3"], types, tmp_path / "none")
        assert connection.execute(f"select * from '{none}'").fetchall() == []
    engine.close()
    assert back == sorted([*rows, *rows])
