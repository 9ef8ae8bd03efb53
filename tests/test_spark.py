"""Spark makes the same build: within one process where one authority of two changed, and of a whole partnership on a
cluster that loses a worker while indicators are counted. A session that is lent or connected to is left as it was.

Which rows are made anew does not depend on what is counted of them, so the first counts a part of the indicators; the
second counts all.

With SCORECARD_SPARK=whole also a whole partnership on a cluster that loses a worker early or none, and over Connect.
"""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from pipelines.builds import Plan, Work, current
from pipelines.chosen.engine import SPARK, EngineChoice
from pipelines.database import database
from pipelines.engines.elsewhere import without_values
from pipelines.engines.engine import EngineFailed, started
from pipelines.engines.spark import PLATFORM
from pipelines.home import Home
from pipelines.settings import Settings
from scorecards.period import Month
from tests import made_up_partnership
from tests.engine_runs import Compared, Loss, Moment, again, compared, differences, in_a_process
from tests.few_indicators import few
from tests.made_up_inbox import MARCH, MISSING_MARCH
from tests.made_up_two_authorities import Region
from tests.spark_servers import QUICK, SparkCluster, SparkConnect, ended, why_no_spark

pytestmark = [
    pytest.mark.slow,
    pytest.mark.minutes,
    pytest.mark.skipif(bool(why_no_spark()), reason=f"NOT TESTED: {why_no_spark()}"),
]
whole = pytest.mark.skipif(
    os.environ.get("SCORECARD_SPARK") != "whole",
    reason="NOT TESTED: takes minutes; set SCORECARD_SPARK=whole",
)
LAST = made_up_partnership.LAST


def test_spark_makes_only_the_authority_that_changed_and_the_build_is_the_same(tmp_path: Path) -> None:
    place = Region(tmp_path)
    few(place.settings_file)
    place.refresh()
    place.drop_police("2023-03", MISSING_MARCH[:2], "again.xlsx")
    choice = EngineChoice(name=SPARK, address="local[2]", options=QUICK)
    theirs = in_a_process(_renewed, place, choice)
    pointer = current(place.home, MARCH)
    assert pointer is not None and pointer["remains"], "rows were replaced in a copy of the build before"
    assert differences(again(place.home.settings, MARCH, EngineChoice(), tmp_path / "again"), theirs) == []
    assert [path.name for path in theirs.parent.iterdir() if "exchange" in path.name] == []


def _renewed(place: Region, choice: EngineChoice) -> Path:
    """The build after a look, by the engine chosen."""
    place.look()
    home = Home(replace(place.home.settings, engine=choice))
    with home.ledger.writing():
        return Work(Plan(home, MARCH)).finish()


def _on_a_cluster(
    ours: Path, settings: Settings, month: Month, folder: Path, moment: Moment | None
) -> Compared:
    """Our build held against the one that a master and two workers make, of which one may be killed at a moment."""
    with ended(SparkCluster()) as cluster:
        assert cluster.workers() == 2
        options = QUICK | {"spark.sql.shuffle.partitions": "2"}
        choice = EngineChoice(name=SPARK, address=cluster.address, options=options)
        loss = Loss(cluster.a_worker, moment) if moment else None
        theirs = in_a_process(again, settings, month, choice, folder, loss)
        assert cluster.workers() == (1 if moment else 2)
    return compared(ours, theirs)


ODD_TYPES = {
    "number": "integer",
    "words": "varchar",
    "happened": "timestamp",
    "is_so": "boolean",
    "share": "double",
}
ODD_ROWS = [
    (1, "", None, None, None),
    (2, None, datetime(2023, 3, 26, 0, 30), True, 0.1),
    (3, 'a "quoted", one\nwith a line', datetime(1900, 1, 1), False, 1e300),
]


def _there_and_back(choice: EngineChoice, folder: Path) -> tuple[list[Any], str]:
    """Odd values sent to an engine and brought back, and the words of an error in which a value takes part."""
    engine = started(choice, folder / "exchange")
    engine.exchange.mkdir()
    sent = engine.exchange / "t.parquet"
    with database(reaches=[folder]) as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in ODD_TYPES.items())
        connection.execute(f"create table t ({columns})")
        connection.executemany("insert into t values (?, ?, ?, ?, ?)", ODD_ROWS)
        connection.execute(f"copy t to '{sent}' (format parquet)")
        engine.take("core.t", ODD_TYPES, sent)
        asked = "select t.* from core.t as t"
        both = engine.answer([asked, asked], ODD_TYPES, engine.exchange / "both")
        back = connection.execute(f"select * from '{both}' order by number").fetchall()
        none = engine.answer([f"{asked} where t.number > 3"], ODD_TYPES, engine.exchange / "none")
        assert connection.execute(f"select * from '{none}'").fetchall() == []
    wrong = "select cast(t.words as integer) as number from core.t as t"
    with pytest.raises(EngineFailed) as failed, without_values("try"):
        engine.answer([wrong], {"number": "integer"}, engine.exchange / "wrong")
    engine.close()
    return back, str(failed.value)


def _on_a_lent_session(folder: Path) -> tuple[list[Any], str]:
    """The same on a session that somebody else has at work, who chose otherwise and keeps what is theirs."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.sql.ansi.enabled", "false")
    for name, value in QUICK.items():
        builder = builder.config(name, value)
    theirs = builder.getOrCreate()
    theirs.sparkContext.setLogLevel("OFF")
    theirs.sql("select 1 as one").createOrReplaceTempView("core__t")
    (folder / "other-name").symlink_to(folder, target_is_directory=True)
    found = _there_and_back(
        EngineChoice(name=SPARK, address=PLATFORM, exchange_there=f"file://{folder / 'other-name'}"), folder
    )
    assert theirs.conf.get("spark.sql.ansi.enabled") == "false"
    assert [row.one for row in theirs.sql("select one from core__t").collect()] == [1]
    return found


def _is_told_without_values(found: tuple[list[Any], str], capfd: pytest.CaptureFixture[str]) -> None:
    back, words = found
    assert back == sorted([*ODD_ROWS, *ODD_ROWS])
    assert "CAST_INVALID_INPUT" in words and "quoted" not in words
    printed = capfd.readouterr()
    assert "with a line" not in printed.out + printed.err


def test_a_session_that_is_lent_is_used_and_left_as_it_was(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _is_told_without_values(in_a_process(_on_a_lent_session, tmp_path), capfd)


def test_over_connect_the_same_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with ended(SparkConnect()) as server:
        monkeypatch.setenv("SPARK_REMOTE", server.address)
        found = in_a_process(_there_and_back, EngineChoice(name=SPARK, address=PLATFORM), tmp_path)
    _is_told_without_values(found, capfd)


EARLY, LATE = get_args(Moment)


@pytest.mark.parametrize("moment", [LATE, pytest.param(EARLY, marks=whole), pytest.param(None, marks=whole)])
def test_a_cluster_makes_the_same_build_of_a_partnership_whatever_it_loses(
    tmp_path: Path, moment: Moment | None
) -> None:
    ours = made_up_partnership.built(0, LAST)
    found = _on_a_cluster(ours, made_up_partnership.home(0).settings, LAST, tmp_path, moment)
    assert found.indicators > 100 and found.cells > 40_000
    assert (found.counts_that_differ, found.values_that_differ, found.tables_that_differ) == (0, 0, ())


@whole
def test_spark_connect_makes_the_same_build_of_a_partnership(tmp_path: Path) -> None:
    ours = made_up_partnership.built(0, LAST)
    with ended(SparkConnect()) as server:
        choice = EngineChoice(name=SPARK, address=server.address)
        theirs = in_a_process(again, made_up_partnership.home(0).settings, LAST, choice, tmp_path)
    assert compared(ours, theirs).tables_that_differ == ()
