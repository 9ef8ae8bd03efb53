"""Spark as the engine, for whoever has outgrown one machine: a cluster by its address, or over Spark Connect."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.engines.dialect import folded, written_for
from pipelines.engines.engine import Types
from pipelines.settings import EngineChoice

DEFAULTS = {
    "spark.app.name": "scorecard",
    # Times are UTC without a zone, as everywhere here.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # An overflow or a bad cast stops the run; it is never a blank.
    "spark.sql.ansi.enabled": "true",
    # A national child table is small as Parquet and large in memory: broadcasting it fills the driver.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}
"""What a national run needs. The settings' `[engine.options]` wins, line by line."""

_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
}
"""What a driver on this machine needs besides."""

_TYPES = {
    "varchar": "string",
    "timestamp": "timestamp_ntz",
    "integer": "int",
    "decimal(18, 2)": "decimal(18,2)",
}


class Spark:
    """One session, of the cluster that the settings name or over Spark Connect."""

    def __init__(self, choice: EngineChoice, exchange: Path) -> None:
        self.exchange = exchange
        address = choice.address
        chosen = {**DEFAULTS, **choice.options}
        if address.startswith("sc://"):
            self._session = _connected(address, chosen)
        else:
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            self._session = _started(address, {**_LOCAL, **chosen})

    def take(self, name: str, types: Types, parquet: Path) -> None:
        """Know a Parquet file as a table."""
        # With the columns told, Spark starts no job to look for them.
        columns = ", ".join(f"{column} {_type(kind)}" for column, kind in types.items())
        read = self._session.read.schema(columns).parquet(str(parquet))
        read.createOrReplaceTempView(folded(name))

    def make(self, name: str, types: Types, query: str) -> None:
        """Write a query's rows as Parquet and know them as a table: counted once, not for each who reads it."""
        path = self.exchange / f"{name}.made"
        self._session.sql(written_for("spark", query)).write.mode("overwrite").parquet(str(path))
        self.take(name, types, path)

    def answer(self, queries: Iterable[str], types: Types, into: Path) -> Path:
        """The rows of all queries, asked at once, as a folder of Parquet."""
        asked = " union all ".join(f"({written_for('spark', query)})" for query in queries)
        self._session.sql(asked).write.mode("overwrite").parquet(str(into))
        return into / "*.parquet"

    def close(self) -> None:
        """End the session."""
        self._session.stop()


def _started(address: str, chosen: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(address)  # type: ignore[attr-defined]
    for name, value in chosen.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _connected(address: str, chosen: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(address).getOrCreate()  # type: ignore[attr-defined]
    for name, value in chosen.items():
        if name.startswith("spark.sql."):
            session.conf.set(name, value)
    return session


def _type(kind: str) -> str:
    return _TYPES.get(kind.lower(), kind)
