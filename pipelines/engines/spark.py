"""Spark as the engine, for whoever has outgrown one machine: a cluster by its address, over Spark Connect, or the session
of the platform that this runs on."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.chosen.engine import EngineChoice
from pipelines.engines.dialect import folded, written_for
from pipelines.engines.engine import Types
from pipelines.settings import SettingsNotUnderstood

PLATFORM = "platform"
"""The address of the session that a platform has ready: a notebook's or a job's, or the one that SPARK_REMOTE names."""

MEANING = {
    # Times are UTC without a zone, as everywhere here.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # An overflow or a bad cast stops the run; it is never a blank.
    "spark.sql.ansi.enabled": "true",
}
"""What decides figures. Nobody can choose otherwise, and a platform that does not allow it is refused."""

DEFAULTS = {
    "spark.app.name": "scorecard",
    # A national child table is small as Parquet and large in memory: broadcasting it fills the driver.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}
"""What a national run needs besides. The settings' `[engine.options]` wins, line by line."""

_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
}
"""What Spark within this machine (`local[…]`) needs besides."""

_TYPES = {
    "varchar": "string",
    "timestamp": "timestamp_ntz",
    "integer": "int",
    "decimal(18, 2)": "decimal(18,2)",
}


class Spark:
    """One session, on whatever the settings' address names."""

    def __init__(self, choice: EngineChoice, exchange: Path) -> None:
        self.exchange = exchange
        self._known: set[str] = set()
        self._is_lent = choice.address == PLATFORM
        self._exchange_there = (
            f"{choice.exchange_there.rstrip('/')}/{exchange.name}" if choice.exchange_there else str(exchange)
        )
        self._session = _session(choice, exchange)

    def take(self, name: str, types: Types, parquet: Path) -> None:
        """Know a Parquet file as a table."""
        # With the columns told, Spark starts no job to look for them.
        columns = ", ".join(f"{column} {_type(kind)}" for column, kind in types.items())
        read = self._session.read.schema(columns).parquet(self._there(parquet))
        read.createOrReplaceTempView(folded(name))
        self._known.add(folded(name))

    def make(self, name: str, types: Types, query: str) -> Path:
        """Write a query's rows as Parquet and know them as a table: counted once, not for each who reads it."""
        made = self.exchange / f"{name}.made"
        found = self.answer([query], types, made)
        self.take(name, types, made)
        return found

    def answer(self, queries: Iterable[str], types: Types, into: Path) -> Path:
        """The rows of all queries, asked at once, as a folder of Parquet."""
        asked = " union all ".join(f"({written_for('spark', query)})" for query in queries)
        self._session.sql(asked).write.mode("overwrite").parquet(self._there(into))
        return into / "*.parquet"

    def close(self) -> None:
        """End the session; of one that is lent, only forget the tables."""
        if not self._is_lent:
            self._session.stop()
            return
        for name in self._known:
            self._session.catalog.dropTempView(name)

    def _there(self, path: Path) -> str:
        """A path of the exchange by the name that Spark's own machines have for it."""
        return f"{self._exchange_there}/{path.relative_to(self.exchange)}"


def _session(choice: EngineChoice, exchange: Path) -> Any:
    """A session in which every line of `MEANING` holds."""
    chosen = {**DEFAULTS, **choice.options, **MEANING}
    if contrary := sorted(
        name for name, value in MEANING.items() if choice.options.get(name, value) != value
    ):
        raise SettingsNotUnderstood(
            f"Expected [engine.options] to leave {', '.join(contrary)} as they are, because they decide figures; found another "
            "value. Take it out."
        )
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise SettingsNotUnderstood(
            "Expected PySpark for the engine spark; it is not installed. Install the extra: pip install '.[spark]', and Java "
            "17 or 21 unless Spark is elsewhere."
        ) from None
    if choice.address == PLATFORM:
        session = _lent()
    elif choice.address.startswith("sc://"):
        session = _connected(choice.address)
    else:
        return _started(choice.address, chosen, exchange)
    for name, value in chosen.items():
        if name.startswith("spark.sql."):
            _set(session, name, value)
    return session


def _set(session: Any, name: str, value: str) -> None:
    """Set a line of a session's configuration. A platform may refuse what only costs time, never what decides figures."""
    from pyspark.errors import PySparkException

    try:
        session.conf.set(name, value)
    except PySparkException:
        if name in MEANING and str(session.conf.get(name, "")).lower() != value.lower():
            raise SettingsNotUnderstood(
                f"Expected a Spark platform on which {name} can be {value}, because it decides figures; found one that refuses. "
                "Use another kind of its compute."
            ) from None


def _started(address: str, chosen: Mapping[str, str], exchange: Path) -> Any:
    from pyspark.sql import SparkSession

    if address.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        # What it spills holds records too, and goes with the exchange.
        places = {
            "spark.local.dir": str(exchange / "spill"),
            "spark.sql.warehouse.dir": str(exchange / "warehouse"),
        }
        chosen = {**_LOCAL, **places, **chosen}
    builder = SparkSession.builder.master(address)  # type: ignore[attr-defined]
    for name, value in chosen.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    # What it would log of a task that failed quotes records.
    session.sparkContext.setLogLevel("OFF")
    return session


def _connected(address: str) -> Any:
    from pyspark.sql import SparkSession

    try:
        return SparkSession.builder.remote(address).create()  # type: ignore[attr-defined]
    except (ImportError, SystemExit):  # it ends the process where a part of its client is missing
        raise SettingsNotUnderstood(
            "Expected PySpark with its client of Spark Connect; found a part of it missing. Install the extra: "
            "pip install '.[spark]'."
        ) from None


def _lent() -> Any:
    """The platform's session, in a session of its own where it gives one, so that nobody else's settings change."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.getOrCreate()  # type: ignore[attr-defined]
    return session if "connect" in type(session).__module__ else session.newSession()


def _type(kind: str) -> str:
    return _TYPES.get(kind.lower(), kind)
